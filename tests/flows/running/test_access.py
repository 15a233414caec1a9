"""Who gets answers, and how readers are invited."""

import re
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from bot import serving
from bot.context import AnyApplication
from bot.models import Invitation, Person
from bot.people.audit import newest
from bot.people.invitation_terms import InvitationTerms
from bot.people.invitations import Invitations, short_id
from bot.people.people import People, Role
from retrieval.errors import StoreError
from retrieval.library.database import open_database, read_session
from tests.bot.fakes import CLASH, FakeLibrary, FakeServices, silent
from tests.bot.running import WAYS, running, until
from tests.telegram import TelegramServer
from tests.telegram.people.chats import Chat
from tests.telegram.people.messages import Message
from tests.telegram.people.users import User

OWNER, EDITOR, READER = 4711, 4712, 4713
QUESTION = "what happened in Sere Kaniye this week"
TURNED_AWAY = "This bot answers only people to whom its newsroom has given access."


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def services(engine: Engine) -> FakeServices:
    """An invented answer to every question, and a library in which rights are kept: one editor, one reader."""
    People(engine).make_editor(EDITOR, OWNER)
    payload, _ = Invitations(engine).make(InvitationTerms(), EDITOR, datetime.now(UTC))
    Invitations(engine).redeem(payload, READER, datetime.now(UTC))
    return FakeServices(library=FakeLibrary(engine))


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def store(request: pytest.FixtureRequest) -> Engine:
    """An empty library in either database."""
    if request.param == "SQLite":
        return request.getfixturevalue("engine")
    return open_database(request.getfixturevalue("postgres_url"))


def bot(
    server: TelegramServer, services: FakeServices, access: str = "invited", way: str = "polling"
) -> AbstractAsyncContextManager[AnyApplication]:
    """The bot, owned by OWNER."""
    return running(server, services, way, DATELINE_ADMINS=str(OWNER), DATELINE_ACCESS=access)


async def says(person: User, words: str) -> str:
    """What the bot answers to somebody's words."""
    person.sends(words)
    return (await person.next_message()).text or ""


async def starts(person: User, payload: str = "") -> str:
    """What the bot answers to somebody who opens a link."""
    person.starts(payload)
    return (await person.next_message()).text or ""


async def link(editor: User, words: str = "/invite") -> str:
    """The payload of the link that an editor is given."""
    return (await says(editor, words)).split("?start=")[1].split("\n")[0]


def of_the_bot(chat: Chat) -> list[Message]:
    """What the bot has written in a chat."""
    return [message for message in chat.messages if message.sender is chat.world.bot]


def role(services: FakeServices, person: User) -> Role | None:
    return People(services.library.engine).role(person.id)  # type: ignore[arg-type]


# Who gets answers


@pytest.mark.parametrize("way", WAYS)
async def test_owners_editors_and_invited_readers_get_answers_and_nobody_else_does(
    server: TelegramServer, services: FakeServices, way: str
) -> None:
    stranger = server.user("Baran")
    known = [server.user("Noor", id=id_) for id_ in (OWNER, EDITOR, READER)]
    async with bot(server, services, way=way):
        assert [CLASH in await says(person, QUESTION) for person in known] == [True] * 3
        for words in (QUESTION, "/start", "/help", "/ask Kobani", "/editors", "/invite", "/nosuch"):
            assert await says(stranger, words) == TURNED_AWAY
        stranger.sends_document(b"x", "a.txt")
        assert (await stranger.next_message()).text == TURNED_AWAY
    assert services.answerer.asked == [QUESTION] * 3
    server.assert_well_behaved()


async def test_a_closed_bot_answers_editors_and_turns_readers_away(
    server: TelegramServer, services: FakeServices
) -> None:
    editor, reader = server.user(id=EDITOR), server.user(id=READER)
    async with bot(server, services, "closed"):
        assert CLASH in await says(editor, QUESTION)
        assert await says(reader, QUESTION) == TURNED_AWAY
        assert "At present only editors get answers" in await says(editor, "/invite")


async def test_a_namesake_gets_nothing(server: TelegramServer, services: FakeServices) -> None:
    server.user("Noor", id=OWNER, username="noor")
    namesake = server.user("Noor", username="noor")
    async with bot(server, services):
        for words in (QUESTION, "/invite", "/audit"):
            assert await says(namesake, words) == TURNED_AWAY
    assert services.answerer.asked == []


async def test_an_open_bot_answers_everybody(server: TelegramServer, services: FakeServices) -> None:
    async with bot(server, services, "open"):
        assert CLASH in await says(server.user(), QUESTION)


async def test_in_a_group_whoever_has_access_is_answered_and_the_others_hear_nothing(
    server: TelegramServer, services: FakeServices
) -> None:
    reader, stranger = server.user(id=READER), server.user("Baran")
    group, channel = server.supergroup("Desk", reader, stranger), server.channel("Wire")
    async with bot(server, services):
        stranger.sends(f"/ask@{server.bot.username} Kobani", group)
        reader.sends(f"/ask@{server.bot.username} Amuda", group, in_name_of=group)
        reader.sends(f"/ask@{server.bot.username} Derik", group, in_name_of=channel)
        group.adds_bot(stranger)
        reader.sends(f"/ask@{server.bot.username} Tal Tamr", group)
        assert CLASH in (await group.next_message()).text
        await server.delivered()
    assert services.answerer.asked == ["Tal Tamr"]
    assert len(of_the_bot(group)) == 1
    server.assert_well_behaved()


async def test_a_press_of_somebody_without_access_is_answered_with_nothing(
    server: TelegramServer, services: FakeServices
) -> None:
    reader, stranger = server.user(id=READER), server.user("Baran")
    group = server.supergroup("Desk", reader, stranger)
    async with bot(server, services):
        reader.sends(f"/ask@{server.bot.username} Kobani", group)
        answer = await group.next_message()
        assert (await stranger.presses("Last 30 days", answer).answer()).text == ""
        await reader.presses("Last 30 days", answer).answer()
    assert [call[0] for call in services.answerer.calls] == ["widen"]


async def test_a_press_that_is_too_old_to_be_answered_lets_nobody_in(
    server: TelegramServer, services: FakeServices
) -> None:
    reader, stranger = server.user(id=READER), server.user("Baran")
    group = server.supergroup("Desk", reader, stranger)
    async with bot(server, services):
        reader.sends(f"/ask@{server.bot.username} Kobani", group)
        stranger.presses("Last 30 days", await group.next_message()).expires()
        await server.delivered()
    assert services.answerer.calls == []


async def test_an_edited_message_is_no_wish_of_anybody(server: TelegramServer, services: FakeServices) -> None:
    stranger = server.user("Baran")
    async with bot(server, services):
        message = stranger.sends("hello")
        await stranger.next_message()
        services.answerer.answer = silent()
        stranger.edits(message, QUESTION)
        await server.delivered()
    assert [message.text for message in stranger.chat.messages][1:] == [TURNED_AWAY]


async def test_an_inline_query_of_somebody_without_access_finds_nothing(
    server: TelegramServer, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "WANTED", (*serving.WANTED, "inline_query"))
    async with bot(server, services):
        assert await server.user("Baran").asks_inline("Kobani").results() == []


async def test_while_the_library_does_not_open_nobody_but_owners_gets_in_and_groups_hear_nothing(
    server: TelegramServer, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_self: People, _user_id: int) -> Role:
        raise StoreError("the library at db cannot be opened")

    monkeypatch.setattr(People, "role", away)
    monkeypatch.setattr("bot.transport.failures.STORE_PATIENCE", timedelta(0))
    owner, reader = server.user(id=OWNER), server.user(id=READER)
    group = server.supergroup("Desk", owner, reader)
    async with bot(server, services):
        assert (await says(reader, QUESTION)).startswith("This did not work")
        reader.sends(f"/ask@{server.bot.username} Kobani", group)
        owner.sends(f"/ask@{server.bot.username} Tal Tamr", group)
        await group.next_message()
    assert services.answerer.asked == ["Tal Tamr"]
    assert [CLASH in message.text for message in of_the_bot(group)] == [True]


# Invitations


@pytest.mark.parametrize("way", WAYS)
async def test_a_link_makes_a_reader_of_the_first_who_opens_it(
    server: TelegramServer, services: FakeServices, way: str
) -> None:
    editor, first, second = server.user(id=EDITOR), server.user("Amina"), server.user("Baran")
    async with bot(server, services, way=way):
        made = await says(editor, "/invite")
        payload = made.split("?start=")[1].split("\n")[0]
        assert f"https://t.me/{server.bot.username}?start={payload}\n" in made
        assert re.fullmatch(r"[A-Za-z0-9_-]{22,64}", payload) and "1 use left · until" in made
        greeting = await starts(editor)
        assert await starts(first, payload) == greeting
        assert await starts(first, payload) == greeting
        assert await starts(second, payload) == TURNED_AWAY
        assert CLASH in await says(first, QUESTION)
    server.assert_well_behaved()


@pytest.mark.parametrize("access", ["open", "invited"])
async def test_links_that_fit_no_more_are_answered_like_any_start(
    server: TelegramServer, services: FakeServices, engine: Engine, access: str
) -> None:
    editor, baran = server.user(id=EDITOR), server.user("Baran")
    invitations, now = Invitations(engine), datetime.now(UTC)
    revoked, to_revoke = invitations.make(InvitationTerms(), EDITOR, now)
    used_up, _ = invitations.make(InvitationTerms(), EDITOR, now)
    expired, _ = invitations.make(InvitationTerms(days=6), EDITOR, now - timedelta(days=6, minutes=1))
    invitations.redeem(used_up, 99, now)
    async with bot(server, services, access):
        assert "nobody" in await says(editor, f"/invite revoke {short_id(to_revoke)}")
        usual = await starts(baran)
        for payload in (revoked, used_up, expired, "A" * 43, "x"):
            assert await starts(baran, payload) == usual
    assert role(services, baran) is None


async def test_a_role_is_noted_when_the_bot_is_open_as_well(server: TelegramServer, services: FakeServices) -> None:
    editor, amina = server.user(id=EDITOR), server.user("Amina")
    async with bot(server, services, "open"):
        await starts(amina, await link(editor))
    assert role(services, amina) is Role.READER


async def test_only_owners_make_editors(server: TelegramServer, services: FakeServices) -> None:
    owner, editor, amina = server.user(id=OWNER), server.user(id=EDITOR), server.user("Amina")
    async with bot(server, services):
        assert "Owners make editors" in await says(editor, "/invite editor")
        payload = await link(owner, "/invite editor 1 use 14d")
        assert await says(editor, "/invite list") == "No invitation is outstanding."
        listed = await says(owner, "/invite list")
        assert " · editor · 1 use left · until " in listed
        assert "No such invitation" in await says(editor, f"/invite revoke {listed.split(' · ')[0]}")
        assert "You are an editor now." in await starts(amina, payload)
        await amina.next_message()  # the greeting
        await link(amina)
    assert role(services, amina) is Role.EDITOR


async def test_an_editor_who_opens_a_readers_link_stays_one_and_uses_nothing_up(
    server: TelegramServer, services: FakeServices
) -> None:
    owner, editor = server.user(id=OWNER), server.user(id=EDITOR)
    async with bot(server, services):
        payload = await link(owner, "/invite 5 uses 3 days")
        for person in (owner, editor):
            await starts(person, payload)
        assert " · reader · 5 uses left · " in await says(editor, "/invite list")
    assert role(services, editor) is Role.EDITOR


@pytest.mark.parametrize("words", ["/invite 101 uses", "/invite 31 days", "/invite everybody", "/invite 3"])
async def test_terms_that_are_not_understood_are_answered_with_the_right_ones(
    server: TelegramServer, services: FakeServices, words: str
) -> None:
    async with bot(server, services):
        assert "/invite 5 uses 3 days" in await says(server.user(id=OWNER), words)


async def test_a_link_is_opened_by_a_persons_own_act_only(server: TelegramServer, services: FakeServices) -> None:
    editor, amina = server.user(id=EDITOR), server.user("Amina")
    group = server.supergroup("Desk", amina, editor)
    async with bot(server, services, "open"):
        payload = await link(editor)
        amina.forwards(f"/start {payload}", editor)
        await amina.next_message()
        amina.sends(f"/start@{server.bot.username} {payload}", group)
        amina.sends(f"/start@{server.bot.username} {payload}", group, in_name_of=group)
        message = amina.sends("hello")
        await amina.next_message()
        amina.edits(message, f"/start {payload}")
        editor.sends(f"/invite@{server.bot.username}", group)
        await until(lambda: any("private chat" in (message.text or "") for message in group.messages))
    assert role(services, amina) is None


async def test_what_is_done_with_invitations_is_noted_and_the_link_is_kept_nowhere(
    server: TelegramServer, services: FakeServices, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "bot")
    editor, amina = server.user(id=EDITOR), server.user("Amina")
    async with bot(server, services):
        payload = await link(editor, "/invite 2 uses")
        await starts(amina, payload)
        id_ = (await says(editor, "/invite list")).split(" · ")[0]
        await says(editor, f"/invite revoke {id_}")
    noted = [(entry.actor, entry.action, entry.subject) for entry in newest(engine, 3)]
    assert noted == [(EDITOR, "invite revoke", id_), (amina.id, "redeem", id_), (EDITOR, "invite", id_)]
    kept = b"".join(file.read_bytes() for file in Path(str(engine.url.database)).parent.iterdir() if file.is_file())
    assert id_.encode() in kept and payload.encode() not in kept
    assert payload not in caplog.text


async def test_an_owner_sees_how_many_readers_there_are_and_removes_one_for_good(
    server: TelegramServer, services: FakeServices
) -> None:
    owner, reader, amina = server.user(id=OWNER), server.user(id=READER), server.user("Amina")
    async with bot(server, services):
        payload = await link(owner, "/invite 3 uses")
        await starts(amina, payload)
        assert "Readers by invitation: 2" in await says(owner, "/editors")
        assert "Readers by invitation: 1" in await says(owner, f"/editors remove {amina.id}")
        assert await says(amina, QUESTION) == TURNED_AWAY
        assert await starts(amina, payload) == TURNED_AWAY
        assert CLASH in await says(reader, QUESTION)


def test_of_many_who_open_the_last_use_at_one_moment_one_gets_in(store: Engine) -> None:
    payload, _ = Invitations(store).make(InvitationTerms(), None, datetime.now(UTC))

    def opens(user_id: int) -> Role | None:
        return Invitations(store).redeem(payload, user_id, datetime.now(UTC))

    with ThreadPoolExecutor(12) as pool:
        given = list(pool.map(opens, range(1, 13)))
    assert (given.count(Role.READER), given.count(None)) == (1, 11)
    with read_session(store) as session:
        assert session.exec(select(func.count()).select_from(Person)).one() == 1
        assert session.exec(select(Invitation.uses_left)).one() == 0


def test_one_who_opens_a_link_many_times_at_one_moment_uses_one(store: Engine) -> None:
    payload, _ = Invitations(store).make(InvitationTerms(uses=5), None, datetime.now(UTC))
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: Invitations(store).redeem(payload, READER, datetime.now(UTC)), range(8)))
    assert given.count(Role.READER) == 1
    with read_session(store) as session:
        assert session.exec(select(Invitation.uses_left)).one() == 4


async def test_a_corrected_question_is_answered_to_who_gets_answers_and_to_nobody_else(
    server: TelegramServer, services: FakeServices
) -> None:
    reader, stranger = server.user(id=READER), server.user("Baran")
    async with bot(server, services):
        asked, refused = reader.sends(QUESTION), stranger.sends(QUESTION)
        answer = await reader.next_message()
        await stranger.next_message()
        services.answerer.answer = silent()
        stranger.edits(refused, "Kobani")
        reader.edits(asked, "Tal Tamr")
        await reader.chat.next_edit(of=answer)
    assert services.answerer.asked == [QUESTION, "Tal Tamr"]
