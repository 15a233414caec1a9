"""Everything below the bot opens together, closes together, and says in one line why it cannot."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import select

from retrieval.errors import IndexUnavailableError, ModelMismatchError, StoreError
from retrieval.library.answered import receipts
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import AnswerRow, ShownAnswer
from retrieval.library.place_store import PlaceRow
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from tests.fakes import WordEmbedder
from tests.keeping import ask, draft, keep

CLASH = "Eight men were killed on Friday when two armed groups clashed in Ras al-Ain, residents of the town said."

Opener = Callable[[], AbstractContextManager[Services]]


class SlowEmbedder(WordEmbedder):
    """Says when its model has been loaded, and by which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded = threading.Event()
        self.thread = ""

    def warm_up(self) -> None:
        self.thread = threading.current_thread().name
        self.loaded.set()


def test_an_empty_data_dir_is_made_ready(settings: Settings, services: Services) -> None:
    assert (settings.data_dir / "dateline.sqlite3").is_file()
    assert services.indexer.owns_index
    assert len(services.gazetteer) > 0
    with read_session(services.library.engine) as session:
        assert session.exec(select(PlaceRow)).first() is not None


def test_what_was_kept_is_answered_at_the_next_start(services: Services, open_again: Opener) -> None:
    keep(services, draft(CLASH))
    first = ask(services, "what happened in Sere Kaniye this week")
    services.indexer.close()
    with open_again() as later:
        second = ask(later, "what happened in Sere Kaniye this week")
    assert (second.outcome, second.incidents) == (first.outcome, first.incidents)


def test_the_model_is_not_loaded_unless_it_is_needed(settings: Settings, small_region: None) -> None:
    embedder = SlowEmbedder()
    with open_services(settings, embedder=embedder) as opened:
        assert not embedder.loaded.is_set()
        opened.warm_up()
        assert embedder.loaded.is_set()


def test_the_model_is_loaded_beside_the_rest_when_that_is_wanted(settings: Settings, small_region: None) -> None:
    embedder = SlowEmbedder()
    with open_services(settings, embedder=embedder, warm=True):
        assert embedder.loaded.wait(10)
    assert embedder.thread == "model"


def test_what_waits_is_embedded_once(services: Services, embedder: WordEmbedder) -> None:
    keep(services, draft(CLASH))
    assert embedder.embedded == [CLASH]
    assert services.catch_up() == 0


def test_progress_is_reported_in_passages(services: Services) -> None:
    keep(services, draft(CLASH))
    services.indexer.forget_vectors()
    counted: list[int] = []
    services.catch_up(counted.append)
    assert sum(counted) == 1


def test_a_second_process_leaves_what_waits_to_the_first(services: Services, open_again: Opener) -> None:
    with open_again() as second:
        keep(second, draft(CLASH))
        assert second.indexer.backlog.pending().unembedded == 1
        assert len(ask(second, "what happened in Sere Kaniye this week").incidents) == 1
    assert services.catch_up() == 1


def test_an_index_that_is_away_is_no_error_and_the_vectors_wait_in_sql(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise IndexUnavailableError("away")

    monkeypatch.setattr(services.indexer.index, "upsert", away, raising=False)
    report = keep(services, draft(CLASH))
    assert (report.added, report.failures) == (1, [])
    assert services.indexer.backlog.pending().unembedded == 0
    assert services.indexer.backlog.pending().unindexed == 1
    monkeypatch.undo()
    services.catch_up()
    assert services.indexer.backlog.pending().unindexed == 0


def test_another_model_is_refused_with_what_to_do(services: Services, settings: Settings) -> None:
    keep(services, draft(CLASH))
    services.indexer.close()
    other = settings.model_copy(update={"embedding_model": "another/model"})
    with pytest.raises(ModelMismatchError, match="dateline reindex") as refused, open_services(other):
        pass
    assert "\n" not in str(refused.value)


def test_a_model_of_the_same_name_that_changed_is_noticed(services: Services, settings: Settings) -> None:
    keep(services, draft(CLASH))
    assert not services.model_changed()
    services.indexer.close()
    with open_services(settings, embedder=WordEmbedder(dimension=32), check_model=False) as later:
        assert later.model_changed()


def test_a_data_dir_that_cannot_be_made_is_refused_with_its_name(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    there = settings.model_copy(update={"data_dir": tmp_path / "file" / "data"})
    refused = pytest.raises(StoreError, match=r"cannot create .*file.*set DATELINE_DATA_DIR")
    with refused, open_services(there, embedder=WordEmbedder()):
        pass


def test_a_file_that_is_no_library_is_refused_and_left_as_it_is(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    file = settings.data_dir / "dateline.sqlite3"
    file.write_text("these are the shopping lists of last year\n" * 100)
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"dateline\.sqlite3"), open_services(settings, embedder=WordEmbedder()):
        pass
    assert file.read_bytes() == before


def test_tidying_keeps_the_questions_that_follow_ups_may_need(services: Services) -> None:
    answer_id = ask(services, "what happened in Sere Kaniye").answer_id
    services.tidy()
    (turn,) = receipts.asked(services.library.engine, answer_id)["turns"]
    assert turn["text"] == "what happened in Sere Kaniye"


def test_tidying_deletes_the_words_of_old_questions_and_later_who_was_shown_what(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.dialogues.remember(7, None, [10], ask(services, "what happened in Sere Kaniye").answer_id)
    monkeypatch.setattr(receipts, "QUESTION_KEPT", -receipts.QUESTION_KEPT)
    services.tidy()
    with read_session(services.library.engine) as session:
        assert [row.question for row in session.exec(select(AnswerRow))] == [None]
        assert session.exec(select(ShownAnswer)).one().message_id == 10
    with write_transaction(services.library.engine) as session:
        session.execute(update(ShownAnswer).values(shown_at=datetime.now(UTC) - timedelta(days=91)))
    services.tidy()
    assert services.dialogues.shown_in(7, 10) is None
