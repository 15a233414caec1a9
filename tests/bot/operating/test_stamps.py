"""A check computes every stamp of time anew, and verifies its token where it is known whom to trust."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.operating.checks.finding import Finding
from bot.operating.checks.stamps import check_stamps
from bot.outbox.chats import Chats
from ingest.feeding.stamping import Stamper
from ingest.keeping.captures import Captures, Raw
from retrieval.library.database import write_transaction
from retrieval.library.stamps.leaves import Kind
from retrieval.library.stamps.tokens import Trust, read_trust
from retrieval.services import Services
from tests.authority import Authority, new_authority, serving

NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)
READER = 471_100_012_345


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    with serving(new_authority(tmp_path / "authority")) as authority:
        yield authority


@pytest.fixture
def trust(authority: Authority) -> Trust:
    return read_trust(authority.certificates)


@pytest.fixture
def stamped(asked: Services, authority: Authority, trust: Trust) -> Services:
    """A library whose captures and quotations an authority has stamped, one capture of them with a reader's address."""
    url = f"https://t.me/c/{READER}/7"
    Captures.of(asked.library.engine, asked.settings).keep(Raw(url, url, b"sent", NOW, "text/plain"))
    assert Stamper(asked.library.engine, authority.url, trust, lambda: NOW).stamp_due() == 1
    return asked


def found(services: Services, trust: Trust | None) -> list[Finding]:
    return list(check_stamps(services.library.engine, trust, lambda _what, _done, _total: None))


def test_stamps_that_hold_are_no_fault(stamped: Services, trust: Trust) -> None:
    assert found(stamped, trust) == found(stamped, None) == []


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("UPDATE captures SET sha256 = 'ab' WHERE id = 2", "is not what was stamped"),
        ("UPDATE captures SET captured_at = '2020-01-01 00:00:00.000000' WHERE id = 2", "is not what was stamped"),
        ('UPDATE quotations SET "end" = 3 WHERE id = 1', "is not what was stamped"),
        ("DELETE FROM stamped WHERE key = 2", "has other parts"),
        ("UPDATE stamped SET leaf = 'ab' WHERE key = 2", "has other parts"),
        ("UPDATE stamped SET key = 99 WHERE key = 2", "is not there any more"),
    ],
)
def test_what_is_not_what_was_stamped_is_found_without_certificates(stamped: Services, change: str, wrong: str) -> None:
    with write_transaction(stamped.library.engine) as session:
        session.execute(text(change))
    assert any(wrong in one.wrong and one.is_fault and "backup" in one.todo for one in found(stamped, None))


def test_a_token_of_somebody_else_is_found_with_certificates(stamped: Services, tmp_path: Path) -> None:
    other = read_trust(new_authority(tmp_path / "other").certificates)
    [fault] = found(stamped, other)
    assert fault.kind == "stamp" and "does not hold" in fault.wrong


def test_a_token_that_was_altered_is_found(stamped: Services, trust: Trust) -> None:
    with write_transaction(stamped.library.engine) as session:
        session.execute(text("UPDATE stamps SET token = x'00'"))
    [fault] = found(stamped, trust)
    assert "cannot be read" in fault.wrong


def test_who_is_forgotten_leaves_stamps_that_hold_and_none_of_their_address(
    stamped: Services, authority: Authority, trust: Trust
) -> None:
    engine = stamped.library.engine
    stamper = Stamper(engine, authority.url, trust, lambda: NOW)
    Chats(engine, stamped.watches, stamped.settings).forget(READER)
    assert found(stamped, trust) == []
    other = stamper.stamps.prove(Kind.CAPTURE, 1, trust)
    assert other is not None and other.fault is None
    assert stamper.stamp_due() == 1 and found(stamped, trust) == []
