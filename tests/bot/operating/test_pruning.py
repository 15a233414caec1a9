"""What nobody was shown can be done without, by age; what was quoted, what is current, receipts and the trail stay."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.operating.checks.checking import check_library
from bot.operating.pruning import Prunable, prunable, prune
from bot.people import audit
from ingest.keeping.captures import FOLDER, Captures, Raw
from retrieval.library.answered.receipts import receipt
from retrieval.library.database import read_session
from retrieval.library.models import AnswerRow, Capture, Version
from retrieval.private_files import close_data_dir
from retrieval.services import Services
from tests.bot.commands import Dateline
from tests.bot.operating.conftest import CHANGED, QUOTED, UNQUOTED
from tests.keeping import ask

OLD_ENOUGH = timedelta(days=1)


def old(services: Services) -> Prunable:
    """What can go of a library when everything in it is old."""
    return prunable(services.library.engine, captures_of(services), datetime.now(UTC) + OLD_ENOUGH)


def captures_of(services: Services) -> Captures:
    return Captures.of(services.library.engine, services.settings)


def texts(services: Services) -> set[str]:
    with read_session(services.library.engine) as session:
        return set(session.exec(select(Version.text)))


def bytes_of(services: Services) -> int:
    return sum(path.stat().st_size for path in (services.settings.data_dir / FOLDER).iterdir())


def test_what_is_young_stays(asked: Services) -> None:
    assert prunable(asked.library.engine, captures_of(asked), datetime.now(UTC) - OLD_ENOUGH).is_nothing


def test_old_versions_that_nobody_was_shown_go_and_all_others_stay(asked: Services) -> None:
    found = old(asked)
    assert (len(found.versions), found.version_bytes) == (1, len(UNQUOTED))
    assert prune(asked.library.engine, captures_of(asked), found) == []
    assert texts(asked) == {QUOTED, CHANGED, UNQUOTED.replace("mayor", "baker")}
    assert old(asked).is_nothing


def test_the_bytes_that_nothing_quoted_was_read_from_go_and_receipts_prove_as_before(asked: Services) -> None:
    before, found = bytes_of(asked), old(asked)
    assert len(found.captures) == 2 and found.capture_bytes > 0
    prune(asked.library.engine, captures_of(asked), found)
    assert bytes_of(asked) == before - found.capture_bytes
    captures = Captures(asked.library.engine, asked.settings.data_dir)
    with read_session(asked.library.engine) as session:
        kept = [captures.read(capture)[: len(QUOTED)].decode() for capture in session.exec(select(Capture))]
        answer_id = session.exec(select(AnswerRow.id)).one()
    assert kept == [QUOTED, CHANGED[: len(QUOTED)]]  # readers were told of the change, which is quoted as well
    assert all(proof.slice for proof in receipt(asked.library, answer_id).proofs)


def test_a_pruned_library_is_whole_and_answers(asked: Services) -> None:
    prune(asked.library.engine, captures_of(asked), old(asked))
    assert ask(asked, "bakery in Qamishli this week").incidents
    asked.indexer.close()
    close_data_dir(asked.settings.data_dir)
    assert list(check_library(asked.settings, lambda _what, _done, _total: None)) == []


def test_what_was_quoted_after_it_was_listed_stays(asked: Services) -> None:
    found = old(asked)
    assert ask(asked, "bakery in Qamishli this week").incidents  # a capture that was to go is quoted now
    prune(asked.library.engine, captures_of(asked), found)
    captures = Captures(asked.library.engine, asked.settings.data_dir)
    with read_session(asked.library.engine) as session:
        quoted = session.exec(select(Capture).where(Capture.url == "https://north-wire.example.org/bakery")).all()
    assert [captures.read(capture)[:3] for capture in quoted] == [b"The"]


def test_a_capture_that_comes_in_meanwhile_is_not_lost(asked: Services) -> None:
    captures = Captures(asked.library.engine, asked.settings.data_dir)
    first = captures.keep(Raw("https://a.example.org/1", "https://a.example.org/1", b"one", datetime.now(UTC)))
    prune(asked.library.engine, captures_of(asked), old(asked))
    second = captures.keep(Raw("https://a.example.org/2", "https://a.example.org/2", b"two", datetime.now(UTC)))
    with read_session(asked.library.engine) as session:
        assert session.get(Capture, first) is None
        row = session.get(Capture, second)
    assert row is not None and captures.read(row) == b"two"


def test_a_file_of_captures_that_cannot_be_read_is_left_as_it_is_and_named(asked: Services) -> None:
    [path] = (asked.settings.data_dir / FOLDER).iterdir()
    content = bytearray(path.read_bytes())
    content[2] ^= 255
    path.write_bytes(content)
    [error] = prune(asked.library.engine, captures_of(asked), old(asked))
    assert path.name in str(error) and path.read_bytes() == content


def test_a_prune_that_is_killed_before_the_rows_are_changed_loses_nothing(
    asked: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        """The end of the process."""

    def kill(*_arguments: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr("ingest.keeping.rewriting._let_go", kill)
        prune(asked.library.engine, captures_of(asked), old(asked))
    captures = Captures(asked.library.engine, asked.settings.data_dir)
    with read_session(asked.library.engine) as session:
        assert all(captures.read(capture) for capture in session.exec(select(Capture)))


def test_the_command_only_says_what_would_go_unless_it_is_told_to(
    asked: Services, dateline: Dateline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked.indexer.close()
    monkeypatch.setenv("DATELINE_NOW", (datetime.now(UTC) + timedelta(days=400)).isoformat())
    said = dateline("prune", "--older-than", "1y")
    assert said.status == 0 and "Would be deleted: 1 old versions" in said.out and "--delete" in said.out
    assert UNQUOTED in texts(asked)
    done = dateline("prune", "--older-than", "1y", "--delete")
    assert done.status == 0 and done.out.startswith("Deleted: 1 old versions") and UNQUOTED not in texts(asked)
    assert [entry.action for entry in audit.newest(asked.library.engine, 1)] == ["prune"]
    assert dateline("prune", "--older-than", "52w").out == "There is nothing to delete.\n"


@pytest.mark.parametrize("age", ["", "soon", "0d", "-3d", "1m", "99999y", "1.5y"])
def test_an_age_that_is_none_is_refused(dateline: Dateline, age: str) -> None:
    ran = dateline("prune", "--older-than", age)
    assert ran.status == 2 and "is no age" in ran.err
