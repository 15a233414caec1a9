"""What is embedded beside questions: in turns, giving way, and said where it matters."""

import shutil
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import pytest
from sqlmodel import select

from ingest.keeping.pipeline import Pipeline
from retrieval.errors import IndexUnavailableError
from retrieval.index import indexing, priority
from retrieval.index.backlog import PIECE
from retrieval.index.embedding import Vectors
from retrieval.index.priority import Priority
from retrieval.library.database import read_session
from retrieval.library.models import Vector
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from retrieval.status import library_status
from tests.fakes import WordEmbedder
from tests.keeping import ask, draft
from tests.retrieval.index.test_indexing import generation, nearest
from tests.retrieval.index.test_indexing import keep as keep_texts

Opener = Callable[[], AbstractContextManager[Services]]
CLASH = "Eight men were killed on Friday when two armed groups clashed in Ras al-Ain, residents of the town said."
TEXTS = tuple(f"report number {number} from the silos" for number in range(3 * PIECE))


def keep_unembedded(services: Services, text: str) -> None:
    Pipeline(services).keep_one(draft(text), lambda session, **_: None)


class HeldEmbedder(WordEmbedder):
    """Says how many passages it was given at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[int] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.pieces.append(len(texts))
        return super().passages(texts)


def test_a_turn_embeds_at_most_what_it_is_allowed_in_small_pieces(settings: Settings, small_region: None) -> None:
    embedder = HeldEmbedder()
    with open_services(settings, embedder=embedder) as services:
        keep_texts(services, *TEXTS)
        assert services.catch_up(most=2 * PIECE) == 2 * PIECE
        assert embedder.pieces == [PIECE, PIECE]
        assert services.indexer.backlog.waiting() == len(TEXTS) - 2 * PIECE
        while services.catch_up(most=2 * PIECE):
            pass
        assert services.indexer.backlog.waiting() == services.indexer.backlog.pending().unembedded == 0


def test_a_question_is_answered_from_what_sql_finds_while_passages_wait(services: Services) -> None:
    keep_unembedded(services, CLASH)
    answer = ask(services, "what happened in Sere Kaniye this week")
    assert answer.outcome == "answered"
    assert services.indexer.backlog.pending().unembedded == 1
    assert answer.waiting == 0  # by place and period nothing is missed


def test_it_is_said_how_many_passages_a_question_without_place_and_period_misses(services: Services) -> None:
    keep_unembedded(services, CLASH)
    assert ask(services, "armed clashes").waiting == 1
    services.catch_up()
    assert ask(services, "armed clashes").waiting == 0


def test_what_is_embedded_waits_for_a_question_and_then_goes_on() -> None:
    gate, passed = Priority(), threading.Event()
    answering = gate.of_question()
    answering.__enter__()
    threading.Thread(target=lambda: (gate.give_way(), passed.set()), daemon=True).start()
    assert not passed.is_set()
    answering.__exit__(None, None, None)
    assert passed.wait(10)


def test_under_a_steady_load_of_questions_embedding_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(priority, "LONGEST_WAIT", 0.01)
    gate = Priority()
    with gate.of_question():
        gate.give_way()


def test_a_folder_that_is_deleted_while_it_runs_is_noticed_and_built_again(services: Services) -> None:
    keep_texts(services, "shelling of the silos", "a wedding")
    services.catch_up()
    before = generation(services)
    shutil.rmtree(services.settings.data_dir / "chroma")
    assert "is gone" in str(library_status(services)["index"])
    assert nearest(services, "silos")[0] == 1  # from the vectors in SQL
    services.catch_up()
    assert library_status(services)["index"] == "well"
    assert generation(services) != before
    assert nearest(services, "silos")[0] == 1
    assert (services.settings.data_dir / "chroma" / (generation(services) or "")).is_dir()


def test_passages_that_the_index_has_lost_are_noticed_at_the_second_look(services: Services) -> None:
    keep_texts(services, "shelling of the silos", "a wedding")
    services.catch_up()
    services.indexer._index.delete([1])  # type: ignore[union-attr]
    assert library_status(services)["index"] == "well"
    assert "has lost passages" in str(library_status(services)["index"])
    services.catch_up()
    assert nearest(services, "silos")[0] == 1


def test_the_upkeep_itself_looks_now_and_then(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "LOOK_SECONDS", 0.0)
    keep_texts(services, "shelling of the silos")
    services.catch_up()
    shutil.rmtree(services.settings.data_dir / "chroma")
    services.catch_up()
    services.catch_up()
    with read_session(services.library.engine) as session:
        assert all(session.exec(select(Vector.indexed)))
    assert services.indexer.owns_index


def test_an_index_that_does_not_answer_the_look_is_away(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> int:
        raise IndexUnavailableError("the vector index does not answer")

    keep_texts(services, "shelling of the silos")
    services.catch_up()
    monkeypatch.setattr(services.indexer._index, "count", away)
    assert "does not answer" in str(library_status(services)["index"])
