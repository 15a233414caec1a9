"""What goes wrong on the way to one chat: it concerns that chat alone, and nothing is lost."""

import asyncio

import pytest
from sqlmodel import col, select, update
from telegram import Update

from bot.context import Context
from bot.membership import moved
from bot.messages.layout.message import OutMessage
from bot.models import ChatSettings, Delivery
from retrieval.library.database import read_session, write_transaction
from retrieval.services import Services
from retrieval.watches.terms import Terms
from tests.bot.running import until
from tests.flows.watching.scene import (
    CLASH,
    HIGHER,
    SHELLS,
    SHELLS_TOO,
    MovedClock,
    clock,
    from_bot,
    in_a_hurry,
    nothing_more_comes,
    report,
    says,
    server,
    watching_bot,
)
from tests.telegram import TelegramServer
from tests.telegram.people.users import User

__all__ = ["clock", "in_a_hurry", "server"]

pytestmark = pytest.mark.usefixtures("in_a_hurry")


def rows(services: Services) -> list[Delivery]:
    with read_session(services.library.engine) as session:
        return list(session.exec(select(Delivery).order_by(col(Delivery.id))))


async def test_a_pause_that_telegram_asks_for_delays_one_chat_and_no_other(
    server: TelegramServer, services: Services, clock: MovedClock
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    async with watching_bot(server, services):
        await says(amina, "/watch Tal Tamr")
        await says(azad, "/watch Tal Tamr")
        server.fail_next("sendMessage", "too many requests", retry_after=1)
        report(services, SHELLS)
        both = asyncio.gather(amina.next_message(), azad.next_message())
        await until(lambda: len(from_bot(server, amina.chat)) + len(from_bot(server, azad.chat)) == 3)
        with read_session(services.library.engine) as session:
            held = session.exec(select(ChatSettings).where(col(ChatSettings.free_at) > 0)).all()
        await both
    assert held
    server.assert_well_behaved()


async def test_a_message_whose_outcome_is_open_is_sent_again_and_counted(
    server: TelegramServer, services: Services, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.settling.FIRST_PAUSE", 0.05)
    amina = server.user("Amina")
    async with watching_bot(server, services):
        await says(amina, "/watch Hasakah")
        server.fail_next("sendMessage", "answer lost")
        report(services, SHELLS)
        await amina.next_message()
        await amina.next_message()
        await until(lambda: rows(services)[0].message_id is not None)
        server.fail_next("sendMessage", "server error")
        server.fail_next("sendMessage", "bad gateway")
        report(services, CLASH)
        await amina.next_message()
        await until(lambda: all(row.message_id is not None for row in rows(services)))
    assert [(row.uncertain, row.in_flight, row.failed) for row in rows(services)] == [
        (1, False, None),
        (0, False, None),
    ]
    assert len(from_bot(server, amina.chat)) == 4


async def test_an_edit_whose_outcome_is_open_is_repeated_without_harm(
    server: TelegramServer, services: Services, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.settling.FIRST_PAUSE", 0.05)
    amina = server.user("Amina")
    async with watching_bot(server, services):
        await says(amina, "/watch Tal Tamr")
        report(services, SHELLS)
        told = await amina.next_message()
        server.fail_next("editMessageText", "answer lost")
        report(services, SHELLS_TOO, "Jazira Post")
        await amina.chat.next_edit(of=told)
        await until(lambda: rows(services)[0].due_at is None)
    assert rows(services)[0].uncertain == 0 and len(from_bot(server, amina.chat)) == 2


async def test_a_message_that_telegram_will_not_take_is_given_up_and_the_next_one_arrives(
    server: TelegramServer, services: Services, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services):
        await says(amina, "/watch Hasakah")
        with monkeypatch.context() as patched:
            patched.setattr("bot.delivery.alerts.alert", lambda *_: OutMessage("x" * 5000))
            report(services, SHELLS)
            await until(lambda: bool(rows(services)) and rows(services)[0].failed is not None)
        report(services, CLASH)
        told = await amina.next_message()
        status = rows(services)
    assert told.words.startswith("Ras al-Ain")
    assert status[0].failed is not None and status[0].due_at is None


async def test_a_message_that_is_gone_or_two_days_old_gets_a_reply(
    server: TelegramServer, services: Services, clock: MovedClock
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services):
        await says(amina, "/watch Tal Tamr")
        report(services, SHELLS)
        told = await amina.next_message()
        clock.passes(hours=49)
        report(services, SHELLS_TOO, "Jazira Post")
        addition = await amina.next_message()
        report(services, HIGHER, "Levant Daily")
        higher = await amina.next_message()
        await until(lambda: rows(services)[0].due_at is None)
    assert addition.reply_to is told and addition.silent and SHELLS_TOO in addition.words
    assert higher.reply_to is told and not higher.silent and "seven people" in higher.words
    assert told.was == []


async def test_who_is_not_let_in_any_more_is_told_nothing(
    server: TelegramServer, services: Services, clock: MovedClock
) -> None:
    owner, amina = server.user("Noor", id=4712), server.user("Amina")
    async with watching_bot(server, services, DATELINE_ACCESS="closed", DATELINE_ADMINS="4712"):
        await says(owner, "/watch Tal Tamr")
        amina.starts()
        await amina.next_message()
        services.watches.add(amina.id, None, terms(services, owner), clock.now)
        report(services, SHELLS)
        await owner.next_message()
        await until(lambda: len(rows(services)) == 2)
        await nothing_more_comes()
    assert len(from_bot(server, amina.chat)) == 1


async def test_who_comes_back_after_days_is_told_only_what_is_still_news(
    server: TelegramServer, services: Services, clock: MovedClock
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services):
        await says(amina, "/watch Hasakah")
        amina.blocks_bot()
        await server.delivered()
        report(services, SHELLS)
        await until(lambda: len(rows(services)) == 1)
        clock.passes(days=3)
        amina.unblocks_bot()
        await server.delivered()
        await says(amina, "/watches")
        await nothing_more_comes()
    assert len(from_bot(server, amina.chat)) == 2


def terms(services: Services, person: User) -> Terms:
    return Terms.from_plain(services.watches.of_chat(person.id)[0].terms)


async def test_a_deleted_account_is_left_alone(server: TelegramServer, services: Services, clock: MovedClock) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services):
        await says(amina, "/watch Hasakah")
        amina.deactivates()
        report(services, SHELLS)
        report(services, CLASH)
        await until(lambda: len(rows(services)) == 2)
        await nothing_more_comes()
        with read_session(services.library.engine) as session:
            settings = session.exec(select(ChatSettings)).one()
    assert settings.unreachable_since is not None and amina.chat.refusals == 1


async def test_what_was_taken_on_by_a_process_that_is_no_more_is_taken_on_at_the_next_start(
    server: TelegramServer, services: Services, clock: MovedClock
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services):
        await says(amina, "/watch Hasakah")
        await says(amina, "/mute 1h")
        report(services, SHELLS)
        await until(lambda: len(rows(services)) == 1)
    with write_transaction(services.library.engine) as session:
        session.execute(update(Delivery).values(taken=True, in_flight=True, free_at=1e12))
    clock.passes(hours=2)
    async with watching_bot(server, services):
        await amina.next_message()
    assert rows(services)[0].uncertain == 1


async def test_a_message_that_was_deleted_gets_no_edit_and_what_is_new_comes_by_itself(
    server: TelegramServer, services: Services, clock: MovedClock
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services):
        await says(amina, "/watch Tal Tamr")
        report(services, SHELLS)
        told = await amina.next_message()
        told.deleted = True
        report(services, SHELLS_TOO, "Jazira Post")
        addition = await amina.next_message()
        await until(lambda: rows(services)[0].due_at is None)
    assert addition.silent and SHELLS_TOO in addition.words and addition.reply_to is None


async def test_a_button_pressed_by_who_has_no_say_or_below_a_watch_that_has_ended_changes_nothing(
    server: TelegramServer, services: Services, clock: MovedClock
) -> None:
    amina, azad = server.user("Amina"), server.user("Azad")
    group = server.group("Newsroom", amina, azad)
    async with watching_bot(server, services):
        panel = await says(amina, f"/watch@{server.bot.username} Tal Tamr", group)
        refused = await azad.presses("Stop", panel).answer()
        (watch,) = services.watches.of_chat(group.id)
        stopped = amina.presses("Stop", panel)
        await stopped.answer()
        await group.next_edit(of=panel)
        ended = await amina.presses(f"w:pause:{watch.id}", panel, forged=True).answer()
        rubbish = await amina.presses("w:pub:1:2:3:rubbish", panel, forged=True).answer()
    assert "administrators decide" in str(refused) and "has ended" in str(ended)
    assert "no longer in use" in str(rubbish)
    assert services.watches.of_chat(group.id) == []
    server.assert_well_behaved()


async def test_who_blocks_the_bot_and_takes_it_back_at_once_is_told(
    server: TelegramServer, services: Services, clock: MovedClock
) -> None:
    amina = server.user("Amina")
    async with watching_bot(server, services):
        await says(amina, "/watch Hasakah")
        for text in (SHELLS, CLASH):
            server.fail_next("sendMessage", "blocked")
            report(services, text)
            await until(lambda: bool(server.requests.of("sendMessage")[-1].status == 403))
            amina.blocks_bot()
            amina.unblocks_bot()
            await amina.next_message()
    assert all(row.due_at is None for row in rows(services))


async def test_what_is_sent_to_a_group_before_it_is_known_that_it_moved_is_told_once_where_it_is_now(
    server: TelegramServer, services: Services, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_told = asyncio.Event()

    async def moved_later(update: Update, context: Context) -> None:
        await is_told.wait()
        await moved(update, context)

    monkeypatch.setattr("bot.app.moved", moved_later)
    amina = server.user("Amina")
    group = server.group("Newsroom", amina)
    async with watching_bot(server, services):
        await says(amina, f"/watch@{server.bot.username} Tal Tamr", group)
        successor = group.upgrades()
        report(services, SHELLS)
        told = await successor.next_message()
        is_told.set()
        report(services, HIGHER, "Levant Daily")
        higher = await successor.next_message()
        await nothing_more_comes()
    assert told.words.startswith("Tal Tamr") and "7 killed" in higher.words
    assert [call.status for call in server.requests.of("sendMessage")].count(400) == 1
    assert [(row.chat_id, row.uncertain, row.in_flight) for row in rows(services)] == [(successor.id, 0, False)]
