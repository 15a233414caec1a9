"""An import that is killed at any moment goes on from what SQL says."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime
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

KILLS = 6
ARTICLES = 60
ZONE = ZoneInfo("Asia/Damascus")
NOW = datetime(2024, 11, 17, 12, tzinfo=ZONE)
PLACES = ("Kobani", "Manbij", "Ain Issa", "Tal Tamr", "Amuda")
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


def run(corpus: Path, data_dir: Path, kill_after: float | None) -> list[str]:
    """Import in a process of its own; returns the addresses that it reported as added before its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.importing", str(corpus)],
        env={**os.environ, "DATELINE_DATA_DIR": str(data_dir)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    if kill_after is not None:
        process.stdout.readline()  # it has begun
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    said = process.stdout.read().split()
    process.wait()
    return said


def answers(services: Services) -> list[object]:
    given = []
    for question in QUESTIONS:
        answer = answer_json(services.answerer.ask(question, now=NOW, zone=ZONE))
        given.append({key: value for key, value in answer.items() if key != "answer_id"})
    return given


def opened(data_dir: Path) -> object:
    return open_services(Settings.read(DATELINE_DATA_DIR=data_dir), embedder=WordEmbedder(), check_model=False)


def test_nothing_reported_is_lost_nothing_is_doubled_and_every_question_is_answered_as_before(
    corpus: Path, tmp_path: Path
) -> None:
    chance = random.Random(20241117)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    run(corpus, whole, kill_after=None)
    reported: list[str] = []
    for _ in range(KILLS):
        reported += run(corpus, killed, kill_after=chance.uniform(0.0, 0.4))
        with opened(killed) as services, read_session(services.library.engine) as session:  # type: ignore[attr-defined]
            kept = session.exec(select(Article.url)).all()
            assert set(reported) <= set(kept)
            assert max(Counter(kept).values(), default=1) == 1
    run(corpus, killed, kill_after=None)
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
