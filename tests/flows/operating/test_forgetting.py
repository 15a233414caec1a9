"""Who has everything deleted is found nowhere: in no file and in no table, under no form of their number or words."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlmodel import select

from bot.people.audit import newest
from bot.people.invitation_terms import InvitationTerms
from bot.people.invitations import Invitations
from bot.people.people import People, Role
from ingest.feeding.models import Job
from ingest.keeping.captures import Captures
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Article, Capture, Correction
from retrieval.library.scrubbing import scrub
from retrieval.library.sources import Channel
from retrieval.services import Services
from retrieval.settings import Settings
from tests.bot.running import until
from tests.flows.newsroom import OWNER, count, feeding_bot
from tests.flows.operating.busy import found_by_check
from tests.flows.operating.stores import STORES
from tests.flows.planted import Plant, found_in_files, found_in_tables
from tests.flows.watching.scene import CLASH, report, says
from tests.telegram import TelegramServer
from tests.telegram.people.users import User

READER, USERNAME = 471_100_012_345, "qx_amina_handle"
WORDS, FILE = "quibblewock", "Zebrowska_interview"
PLANTED = [Plant("word", word) for word in (WORDS, USERNAME, "Zebrowska", str(READER))]
STORY = b"Shells near Tal Tamr\n\nTwo shells fell in fields south of Tal Tamr on Saturday, a farmer said."


@pytest.fixture(params=STORES)
def settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A library on either kind of database."""
    if request.param == "PostgreSQL":
        monkeypatch.setenv("DATELINE_DATABASE_URL", request.getfixturevalue("postgres_url"))
    return Settings.read()


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


def found(services: Services) -> set[tuple[str, Plant]]:
    """Where something of the reader is left."""
    tables = found_in_tables(services.library.engine, PLANTED)
    return tables | found_in_files([services.settings.data_dir], PLANTED)


async def does_everything(reader: User, services: Services, article_id: str) -> None:
    """A reader who is an editor leaves something in every place where something of people is kept."""
    await says(reader, "/watch Tal Tamr")
    await says(reader, "/timezone Europe/Berlin")
    asked = reader.sends(f"{WORDS} clash in Ras al-Ain this week")
    answer = await reader.next_message()
    reader.edits(asked, f"{WORDS} again, clash in Ras al-Ain this week")
    await reader.chat.next_edit(of=answer)
    silence = await says(reader, f"{WORDS} kidnapping in Kobani this week")
    reader.presses("Tell me when there is one", silence)
    await says(reader, f"/correct {article_id} publisher North Wire Agency")
    reader.sends_document(STORY, f"{FILE}.txt", "text/plain")
    message = await reader.next_message()
    await until(lambda: "1 added" in message.text)
    await until(lambda: len(services.watches.of_chat(reader.id)) == 2)


@pytest.mark.usefixtures("small_region")
async def test_nothing_of_a_reader_is_found_after_everything_was_deleted(
    server: TelegramServer, services: Services
) -> None:
    engine = services.library.engine
    People(engine).make_editor(READER, OWNER)
    report(services, CLASH)
    with read_session(engine) as session:
        article_id = session.exec(select(Article.id)).one()
    follow_channel(services, by=READER)
    Invitations(engine).make(InvitationTerms(Role.READER, 5, 7), READER, datetime.now(UTC))
    reader = server.user("Amina", id=READER, username=USERNAME)
    async with feeding_bot(server, services):
        await does_everything(reader, services, article_id)
        before = {plant.text for _, plant in found(services)}
        sure = await says(reader, "/forgetme")
        reader.presses("Delete everything", sure)
        await reader.chat.next_edit(of=sure)
        await until(lambda: not found(services))
    assert {str(READER), WORDS, "Zebrowska"} <= before  # the search finds what there is
    assert not found(services)
    assert_what_was_brought_is_still_there(services)


def follow_channel(services: Services, by: int) -> None:
    with write_transaction(services.library.engine) as session:
        now = datetime.now(UTC)
        session.add(Channel(chat_id=-1_001, title="North Wire", added_by=by, added_at=now))


def assert_what_was_brought_is_still_there(services: Services) -> None:
    """Articles, captured bytes and the trail are whole, and the trail says what was done, by nobody that is known."""
    engine = services.library.engine
    assert (count(services, Article), count(services, Job)) == (2, 0)
    captures = Captures(engine, services.settings.data_dir)
    with read_session(engine) as session:
        assert [captures.read(capture) for capture in session.exec(select(Capture))] == [STORY]
        assert session.exec(select(Correction.corrected_by)).all() == [None]
    done = {(entry.action, entry.actor, entry.pseudonym is None) for entry in newest(engine, 20)}
    assert done >= {("correct", None, False), ("ingest", None, False), ("invite", None, False)}
    assert ("editors add", OWNER, False) in done
    assert [one for one in found_by_check(services.settings) if one.kind not in ("permissions", "index")] == []


def test_who_was_removed_does_not_come_back_by_the_same_invitation_by_having_everything_deleted(
    services: Services, chats: Callable[[int], None]
) -> None:
    engine, now = services.library.engine, datetime.now(UTC)
    payload, _ = Invitations(engine).make(InvitationTerms(Role.READER, 5, 7), OWNER, now)
    assert Invitations(engine).redeem(payload, READER, now) is Role.READER
    People(engine).remove(READER, OWNER)
    chats(READER)
    assert Invitations(engine).redeem(payload, READER, now) is None
    assert Invitations(engine).redeem(payload, READER + 1, now) is Role.READER


@pytest.fixture
def chats(services: Services) -> Callable[[int], None]:
    """What deletes everything about a chat."""
    from bot.outbox.chats import Chats

    return Chats(services.library.engine, services.watches, services.settings).forget


def test_what_an_older_version_left_in_free_pages_is_written_over_once(tmp_path: Path, services: Services) -> None:
    engine = services.library.engine
    if engine.dialect.name != "sqlite":
        engine = create_engine(services.settings.sql_url)
        assert scrub(engine)
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete = OFF")
        connection.exec_driver_sql("INSERT INTO facts VALUES ('free_pages', 'not clean')")
        connection.exec_driver_sql(f"INSERT INTO facts VALUES ('a', '{WORDS * 2_000}')")
        connection.commit()
        connection.exec_driver_sql("DELETE FROM facts WHERE key = 'a'")
        connection.commit()
    assert found_in_files([services.settings.data_dir], PLANTED)
    engine.dispose()
    assert scrub(engine) and not found_in_files([services.settings.data_dir], PLANTED)
