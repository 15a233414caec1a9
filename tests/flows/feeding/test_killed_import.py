"""An import that is killed at any moment goes on from what SQL says."""

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from retrieval.answering.answer_json import answer_json
from retrieval.library.database import read_session
from retrieval.library.models import Article, Passage, Vector
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from tests.fakes import WordEmbedder
from tests.flows.feeding.importing import import_file
from tests.flows.processes import start

KILLS = 6
ARTICLES = 60
MOST_BETWEEN = 8  # articles from one kill to the next, so that some are left after the last
ZONE = ZoneInfo("Asia/Damascus")
NOW = datetime(2024, 11, 17, 12, tzinfo=ZONE)
PLACES = ("Kobani", "Qamishli", "Tal Tamr", "Ras al-Ain", "Hasakah")  # all of them in `tests.region`
QUESTIONS = [f"what happened in {place} this week" for place in PLACES]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(ARTICLES):
            place = PLACES[number % len(PLACES)]
            lines.write(
                json.dumps(
                    {
                        "url": f"https://north-wire.example.org/{number}",
                        "title": f"Report {number} from {place}",
                        "text": f"Shelling hit the road to {place} on Thursday, witness number {number} said.\n\n"
                        f"Two people were wounded and a shop was damaged, according to residents of {place}.",
                        "published_at": "2024-11-15",
                        "publisher": f"Publisher {number % 3}",
                    }
                )
                + "\n"
            )
    return path


def run(corpus: Path, data_dir: Path, kill_after: tuple[int, float] | None = None) -> list[str]:
    """The addresses that an import in a process of its own reported as added before its end.

    It is killed after so many articles and a fraction of a second, where both are given.
    """
    told, telling = Pipe(duplex=False)
    process = start(import_file, {**os.environ, "DATELINE_DATA_DIR": str(data_dir)}, corpus, telling)
    telling.close()
    said: list[str] = []
    if kill_after is not None:
        articles, then = kill_after
        said += [told.recv() for _ in range(articles)]
        time.sleep(then)
        process.kill()
    said += until_end(told)
    process.join()
    return said


def until_end(told: Connection) -> Iterator[str]:
    with suppress(EOFError):
        while True:
            yield told.recv()


def answers(services: Services) -> list[object]:
    given = []
    for question in QUESTIONS:
        answer = answer_json(services.answerer.ask(question, now=NOW, zone=ZONE))
        given.append({key: value for key, value in answer.items() if key != "answer_id"})
    return given


def opened(data_dir: Path) -> object:
    return open_services(Settings.read(DATELINE_DATA_DIR=data_dir), embedder=WordEmbedder(), check_model=False)


def test_nothing_reported_is_lost_nothing_is_doubled_and_every_question_is_answered_as_before(
    corpus: Path, tmp_path: Path, small_region: None
) -> None:
    chance = random.Random(20241117)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    run(corpus, whole)
    reported: list[str] = []
    for _ in range(KILLS):
        reported += run(corpus, killed, kill_after=(chance.randint(1, MOST_BETWEEN), chance.uniform(0.0, 0.1)))
        with opened(killed) as services, read_session(services.library.engine) as session:  # type: ignore[attr-defined]
            kept = session.exec(select(Article.url)).all()
            assert set(reported) <= set(kept)
            assert max(Counter(kept).values(), default=1) == 1
    run(corpus, killed)
    with opened(killed) as services:  # type: ignore[attr-defined]
        services.catch_up()
        with read_session(services.library.engine) as session:
            assert len(session.exec(select(Article)).all()) == ARTICLES
            passages = session.exec(select(Passage.version_id, Passage.start)).all()
            assert len(passages) == len(set(passages)) == 2 * ARTICLES
            assert len(session.exec(select(Vector).where(Vector.indexed)).all()) == 2 * ARTICLES
        after = answers(services)
    with opened(whole) as services:  # type: ignore[attr-defined]
        assert after == answers(services)
