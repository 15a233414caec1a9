"""Captures and quotations are stamped by an authority of time, and what it gave is verified without it."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from ingest.feeding.stamping import Stamper, stamper_of
from ingest.keeping.captures import Captures, Raw
from retrieval.errors import SettingsError
from retrieval.library.answered import receipts
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import AnswerRow, Capture, Quotation
from retrieval.library.stamps.leaves import Kind
from retrieval.library.stamps.models import Stamp, Stamped
from retrieval.library.stamps.stamps import MOST, Stamps
from retrieval.library.stamps.tokens import read_trust
from retrieval.services import Services
from retrieval.settings import Settings
from tests.authority import Authority, new_authority, serving
from tests.keeping import ask, draft, keep

CLASH = "Eight men were killed on Friday when two armed groups clashed in Ras al-Ain, residents of the town said."
QUESTION = "what happened in Sere Kaniye this week"
SHA256 = "ab" * 32


class Clock:
    """A clock that a test turns on."""

    def __init__(self) -> None:
        self.time = datetime(2024, 11, 17, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture(scope="module")
def kept_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with serving(new_authority(tmp_path_factory.mktemp("authority") / "one")) as authority:
        yield authority


@pytest.fixture
def authority(kept_authority: Authority) -> Authority:
    kept_authority.refuses = kept_authority.garbled = None
    kept_authority.asked.clear()
    kept_authority.answers.clear()
    return kept_authority


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stamper(services: Services, authority: Authority, clock: Clock) -> Stamper:
    return Stamper(services.library.engine, authority.url, read_trust(authority.certificates), clock)


@pytest.fixture
def things(services: Services) -> list[tuple[Kind, int]]:
    """A capture and a quotation."""
    captures = Captures(services.library.engine, services.settings.data_dir)
    raw = Raw("https://a.example.org/", "https://a.example.org/", b"It rained.", datetime(2024, 11, 16, tzinfo=UTC))
    keep(services, draft(CLASH))
    ask(services, QUESTION)
    return [(Kind.CAPTURE, captures.keep(raw)), (Kind.QUOTATION, 1)]


def test_what_is_kept_and_quoted_is_stamped_once_and_proven_without_the_authority(
    stamper: Stamper, authority: Authority, things: list[tuple[Kind, int]]
) -> None:
    trust, before = read_trust(authority.certificates), datetime.now(UTC) - timedelta(seconds=2)
    assert all(stamper.stamps.prove(*thing, trust) is None for thing in things)
    assert stamper.stamp_due() == 1
    authority.refuses = 503  # nobody is asked for a proof
    for thing in things:
        proof = stamper.stamps.prove(*thing, trust)
        assert proof is not None
        assert proof.fault is None
        assert proof.authority == authority.url
        assert before <= (proof.stamped_at or before) <= datetime.now(UTC)
    assert stamper.stamp_due() == 0
    assert len(authority.asked) == 1


def test_a_question_and_its_answer_are_no_part_of_what_the_authority_gets(
    stamper: Stamper, authority: Authority, things: list[tuple[Kind, int]], services: Services
) -> None:
    stamper.stamp_due()
    with read_session(services.library.engine) as session:
        stamp = session.exec(select(Stamp)).one()
        answer = session.exec(select(AnswerRow)).one()
        rows = session.exec(select(Stamped)).all()
    (query,) = authority.asked
    assert answer.id.encode() not in query
    assert b"Kaniye" not in query
    assert len(query) < 100
    assert len({row.salt for row in rows}) == len(rows) == 2
    assert stamp.sha256 not in (row.leaf for row in rows)


def test_what_came_later_gets_a_stamp_of_its_own(
    stamper: Stamper, things: list[tuple[Kind, int]], services: Services, authority: Authority
) -> None:
    stamper.stamp_due()
    ask(services, QUESTION)
    assert stamper.stamp_due() == 1
    proof = stamper.stamps.prove(Kind.QUOTATION, 2, read_trust(authority.certificates))
    assert proof is not None
    assert proof.stamped_at is not None
    assert MOST > 2


@pytest.mark.parametrize(
    ("change", "thing"),
    [
        (update(Quotation).values(start=3), Kind.QUOTATION),
        (update(Quotation).values(end=9), Kind.QUOTATION),
        (update(AnswerRow).values(answered_at=datetime(2020, 1, 1, tzinfo=UTC)), Kind.QUOTATION),
        (update(Capture).values(sha256="0" * 64), Kind.CAPTURE),
        (update(Capture).values(captured_at=datetime(2020, 1, 1, tzinfo=UTC)), Kind.CAPTURE),
        (update(Capture).values(final_url="https://b.example.org/"), Kind.CAPTURE),
        (update(Stamped).values(leaf="0" * 64), Kind.CAPTURE),
        (update(Stamped).values(salt="0" * 32), Kind.QUOTATION),
    ],
    ids=lambda value: str(value)[:60] if not isinstance(value, Kind) else value.value,
)
def test_what_was_changed_after_its_stamp_is_not_proven(
    stamper: Stamper,
    authority: Authority,
    things: list[tuple[Kind, int]],
    services: Services,
    change: object,
    thing: Kind,
) -> None:
    stamper.stamp_due()
    with write_transaction(services.library.engine) as session:
        session.connection().execute(change)  # type: ignore[call-overload]
    proof = stamper.stamps.prove(thing, 1, read_trust(authority.certificates))
    assert proof is not None
    assert proof.stamped_at is None
    assert "does not hold" in (proof.fault or "")


@pytest.mark.parametrize(
    ("refuses", "garbled", "said"),
    [
        (503, None, "answers with 503"),
        (302, None, "answers with 302"),
        (None, b"<html>", "cannot be read"),
        (None, b"0" * 200_000, "more than a stamp"),
        (None, b"", "cannot be read"),
    ],
)
def test_an_authority_that_gives_no_stamp_is_asked_again_later_and_that_is_said(
    stamper: Stamper,
    authority: Authority,
    clock: Clock,
    things: list[tuple[Kind, int]],
    caplog: pytest.LogCaptureFixture,
    refuses: int | None,
    garbled: bytes | None,
    said: str,
) -> None:
    authority.refuses, authority.garbled = refuses, garbled
    with caplog.at_level(logging.WARNING):
        assert stamper.stamp_due() == 0
    assert said in caplog.text
    counts = stamper.stamps.counts()
    assert (counts.waiting, said in (counts.fault or "")) == (1, True)
    proof = stamper.stamps.prove(*things[0], None)
    assert proof is not None
    assert proof.waits
    asked = len(authority.asked)
    stamper.stamp_due()
    assert len(authority.asked) == asked  # not before its time
    authority.refuses = authority.garbled = None
    clock.time += timedelta(minutes=6)
    assert stamper.stamp_due() == 1
    assert stamper.stamps.counts().fault is None


def test_an_authority_that_is_not_there_costs_nothing_but_the_stamp(
    services: Services, authority: Authority, clock: Clock, things: list[tuple[Kind, int]]
) -> None:
    stamper = Stamper(services.library.engine, "http://127.0.0.1:9/tsr", read_trust(authority.certificates), clock)
    for _ in range(3):
        assert stamper.stamp_due() == 0
        clock.time += timedelta(hours=7)
    assert "does not answer" in (stamper.stamps.counts().fault or "")


def test_owners_are_told_once_after_an_hour(
    stamper: Stamper, authority: Authority, clock: Clock, things: list[tuple[Kind, int]]
) -> None:
    authority.refuses = 500
    stamper.stamp_due()
    assert stamper.stamps.newly_failing(clock()) is None
    clock.time += timedelta(minutes=61)
    assert "500" in (stamper.stamps.newly_failing(clock()) or "")
    assert stamper.stamps.newly_failing(clock()) is None


def test_two_processes_ask_for_a_stamp_once(
    stamper: Stamper, services: Services, clock: Clock, things: list[tuple[Kind, int]]
) -> None:
    stamper.stamps.gather(clock())
    assert len(stamper.stamps.claim(clock())) == 1
    assert Stamps(services.library.engine).claim(clock()) == []


def test_a_stamp_is_not_verified_without_the_certificates_of_its_authority(
    stamper: Stamper, things: list[tuple[Kind, int]]
) -> None:
    stamper.stamp_due()
    proof = stamper.stamps.prove(*things[0], None)
    assert proof is not None
    assert "DATELINE_TIMESTAMP_CERTIFICATES" in (proof.fault or "")


def test_a_receipt_knows_the_quotation_that_was_stamped(services: Services, things: list[tuple[Kind, int]]) -> None:
    with read_session(services.library.engine) as session:
        (answer_id,) = session.exec(select(col(AnswerRow.id)))
    assert [proof.quotation_id for proof in receipts.receipt(services.library, answer_id).proofs] == [1]


def test_an_authority_without_its_certificates_is_refused_at_start(services: Services, tmp_path: Path) -> None:
    engine = services.library.engine
    given = {"DATELINE_DATA_DIR": str(tmp_path), "DATELINE_TIMESTAMP_URL": "https://stamps.example.org/"}
    with pytest.raises(SettingsError, match="needs DATELINE_TIMESTAMP_CERTIFICATES"):
        stamper_of(Settings.read(**given), engine)
    (tmp_path / "empty.pem").write_text("")
    for path in (tmp_path / "missing.pem", tmp_path / "empty.pem"):
        with pytest.raises(SettingsError, match=r"is not a PEM file|holds no root"):
            stamper_of(Settings.read(**given, DATELINE_TIMESTAMP_CERTIFICATES=str(path)), engine)
    assert stamper_of(Settings.read(DATELINE_DATA_DIR=str(tmp_path)), engine) is None
