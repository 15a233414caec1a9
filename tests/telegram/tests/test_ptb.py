"""The server against python-telegram-bot: what the library makes of its answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from tests.bot.running import until
from tests.ports import free_port
from tests.telegram.server import TelegramServer

SECRET = "loopback-secret"


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("Louder", callback_data="louder"))
    await update.effective_message.reply_text(str(update.effective_message.text), reply_markup=keyboard)


async def louder(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None and query.message is not None
    await query.answer("done")
    await query.edit_message_text(str(query.message.text).upper())  # type: ignore[attr-defined]


def application(server: TelegramServer) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = Application.builder().token(server.token).base_url(f"{server.base_url}/bot")
    app = builder.base_file_url(f"{server.file_base_url}/file/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(louder))
    return app


@asynccontextmanager
async def polling(server: TelegramServer) -> AsyncIterator[None]:
    app = application(server)
    async with app:
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0)
        await app.start()
        yield
        await app.updater.stop()
        await app.stop()


@asynccontextmanager
async def webhook(server: TelegramServer) -> AsyncIterator[None]:
    app = application(server)
    port = free_port()
    async with app:
        assert app.updater is not None
        await app.updater.start_webhook(
            "127.0.0.1", port, "hook", webhook_url=f"http://127.0.0.1:{port}/hook", secret_token=SECRET
        )
        await app.start()
        yield
        await app.updater.stop()
        await app.stop()


def bot_of(server: TelegramServer) -> Bot:
    return Bot(server.token, f"{server.base_url}/bot", f"{server.file_base_url}/file/bot")


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_of(server) as bot:
        yield bot


@pytest.mark.parametrize("way", [polling, webhook])
async def test_a_conversation_goes_back_and_forth(server: TelegramServer, way: Any) -> None:
    amina = server.user()
    async with way(server):
        amina.sends("good morning")
        answer = await amina.next_message()
        press = amina.presses("Louder", answer)
        assert (await press.answer()).text == "done"
        await amina.chat.next_edit(of=answer)
    assert answer.text == "GOOD MORNING"
    assert answer.was == ["good morning"]
    assert answer.buttons == []
    server.assert_well_behaved()


@pytest.mark.parametrize("way", [polling, webhook])
async def test_a_naive_bot_handles_a_redelivered_update_twice(server: TelegramServer, way: Any) -> None:
    amina = server.user()
    async with way(server):
        amina.sends("once")
        await amina.next_message()
        server.redeliver(server.updates[0]["update_id"])
        assert (await amina.next_message()).text == "once"


async def test_a_webhook_is_tried_again_until_it_accepts(server: TelegramServer) -> None:
    amina = server.user()
    async with webhook(server):
        target = server.world.webhook.target
        assert target is not None and target.secret == SECRET
        await server.world.webhook.set(type(target)(target.url, "another-secret"))
        amina.sends("hello")
        while server.world.webhook.last_error is None:
            await server.world.updates.change()
        assert "403" in server.world.webhook.last_error[1]
        await server.world.webhook.set(target)
        assert (await amina.next_message()).text == "hello"


async def test_a_blocked_bot_is_forbidden_to_write(server: TelegramServer, bot: Bot) -> None:
    amina = server.user()
    amina.sends("hi")
    amina.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(amina.id, "still there?")


async def test_an_upgraded_group_says_where_it_went(server: TelegramServer, bot: Bot) -> None:
    group = server.group("Newsroom", server.user())
    successor = group.upgrades()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "hello")
    assert moved.value.new_chat_id == successor.id
    assert (await bot.send_message(successor.id, "hello")).chat.type == "supergroup"


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_flood_control_names_the_seconds_to_wait(server: TelegramServer, bot: Bot) -> None:
    amina = server.user()
    amina.sends("hi")
    server.fail_next("sendMessage", "too many requests", retry_after=7)
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(amina.id, "one")
    assert flood.value._retry_after == timedelta(seconds=7)
    with pytest.raises(RetryAfter):
        await bot.send_message(amina.id, "two")
    assert [slip.where for slip in server.violations] == ["sendMessage"]


async def test_a_second_poller_ends_the_first(server: TelegramServer, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await server.connected()
    async with bot_of(server) as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        server.user().sends("for the survivor")
        assert len(await second) == 1


async def test_polling_beside_a_webhook_is_a_conflict(server: TelegramServer, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match="while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_message_may_arrive_though_its_answer_does_not(server: TelegramServer, bot: Bot) -> None:
    amina = server.user()
    amina.sends("hi")
    server.fail_next("sendMessage", "no answer")
    with pytest.raises(TimedOut):
        await bot.send_message(amina.id, "slow", read_timeout=0.05)
    await until(lambda: amina.chat.messages[-1].text == "slow")  # it may arrive after nobody waits for it any more
    server.fail_next("sendMessage", "answer lost")
    with pytest.raises(NetworkError):
        await bot.send_message(amina.id, "lost")
    server.fail_next("sendMessage", "disconnected")
    with pytest.raises(NetworkError):
        await bot.send_message(amina.id, "never came")
    assert [message.text for message in amina.chat.messages] == ["hi", "slow", "lost"]


async def test_the_library_understands_chats_members_and_files(server: TelegramServer, bot: Bot) -> None:
    amina, bashir = server.user(), server.user("Bashir")
    group = server.supergroup("Newsroom", amina, bashir)
    assert (await bot.get_chat(group.id)).title == "Newsroom"
    assert (await bot.get_chat_member(group.id, amina.id)).status == "creator"
    assert [admin.user.id for admin in await bot.get_chat_administrators(group.id)] == [amina.id]
    amina.sends_document(b"url,title", "sources.csv", "text/csv")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.document is not None
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"url,title"


async def test_a_chat_that_nobody_opened_is_refused(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(1, "anybody?")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(server.user().id, "nice to meet you")
