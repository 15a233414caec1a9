"""Messages on their way out: to the right chat and thread, again where Telegram was not reached, and each once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from telegram import Bot, ForceReply, LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.context import Context
from bot.inbox.handling import Handling, current
from bot.inbox.updates import SentMessage
from bot.messages.layout.message import OutMessage
from bot.transport.failures import may_have_arrived
from bot.transport.persistence import persistently

log = logging.getLogger(__name__)

# Between two actions: Telegram shows one for five seconds.
TYPING_SECONDS = 4.0

# How long an answer waits for an action that is still on its way.
LAST_ACTION_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an answer goes."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


def destination_of(message: Message, *, reply: bool = True) -> Destination:
    """The chat and thread of a message.

    In a group the answer is a reply to it, if wanted.
    """
    in_group = message.chat.type != ChatType.PRIVATE
    return Destination(
        chat_id=message.chat.id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        reply_to=message.message_id if reply and in_group else None,
    )


async def send(bot: Bot, to: Destination, messages: Sequence[OutMessage]) -> list[SentMessage]:
    """Send messages in order, the first one as a reply where that is wanted, until Telegram has taken them.

    The result is the messages as Telegram took them.
    """
    sent: list[SentMessage] = []
    for message in messages:
        posted = await _send_one(bot, to, message)
        to = replace(to, chat_id=posted.chat_id, reply_to=None)
        sent.append(posted)
    return sent


async def reply(update: Update, context: Context, said: str | OutMessage) -> SentMessage | None:
    """Answer the message that an update is about.

    The result is our message as Telegram took it, None where the update is about none.
    """
    message = update.effective_message
    if message is None:
        return None
    (sent,) = await send(context.bot, destination_of(message), [OutMessage(said) if isinstance(said, str) else said])
    return sent


@asynccontextmanager
async def typing(bot: Bot, to: Destination) -> AsyncIterator[None]:
    """Show "typing…" in the chat for as long as the block takes."""
    done = asyncio.Event()
    actions = asyncio.create_task(_keep_typing(bot, to, done))
    try:
        yield
    finally:
        done.set()
        await asyncio.wait({actions}, timeout=LAST_ACTION_SECONDS)
        actions.cancel()


async def _send_one(bot: Bot, to: Destination, message: OutMessage) -> SentMessage:
    """Send one message, after a group that has moved to a new id in the meantime.

    Not where it was sent before the handler was begun anew.
    """
    handling = current.get()
    before = handling.sent_before() if handling else None
    if before is not None:
        return before
    try:
        sent = await _send_noted(bot, to, message, handling)
    except ChatMigrated as moved:
        sent = await _send_noted(bot, Destination(moved.new_chat_id), message, handling)
    if handling:
        await handling.note_sent(sent)
    return sent


async def _send_noted(bot: Bot, to: Destination, message: OutMessage, handling: Handling | None) -> SentMessage:
    """Send one message until Telegram has taken it, each attempt with a note that it is on its way."""
    known = False  # what became of an attempt of a process that ended is not

    async def attempt() -> SentMessage:
        nonlocal known
        if handling:
            await handling.hand_over(known=known)
        try:
            posted = await post(bot, to, message)
        except TelegramError as error:
            known = not may_have_arrived(error)
            raise
        return SentMessage(posted.chat.id, posted.message_id)

    return await persistently(attempt)


async def post(
    bot: Bot, to: Destination, message: OutMessage, *, silent: bool = False, rate_limit_args: object = None
) -> Message:
    """Send one message, once.

    `silent` sends it without a sound; `rate_limit_args` are as `bot.transport.rate_limiter` reads them.
    """
    markup = message.keyboard or (ForceReply(selective=True) if message.asks else None)
    reply = ReplyParameters(to.reply_to, allow_sending_without_reply=True) if to.reply_to else None
    return await bot.send_message(
        to.chat_id,
        message.text,
        entities=message.entities,
        reply_markup=markup,
        message_thread_id=to.thread_id,
        reply_parameters=reply,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=silent or None,
        **({"rate_limit_args": rate_limit_args} if rate_limit_args else {}),  # type: ignore[arg-type]  # of ExtBot only
    )


async def edit(bot: Bot, chat_id: int, message_id: int, message: OutMessage) -> None:
    """Bring a message of ours up to another one, until Telegram has taken it.

    Nothing where it says that already.
    """
    await persistently(lambda: edit_once(bot, chat_id, message_id, message))


async def edit_once(
    bot: Bot, chat_id: int, message_id: int, message: OutMessage, *, rate_limit_args: object = None
) -> None:
    """The same in one attempt."""
    try:
        await bot.edit_message_text(
            message.text,
            chat_id,
            message_id,
            entities=message.entities,
            reply_markup=message.keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            **({"rate_limit_args": rate_limit_args} if rate_limit_args else {}),  # type: ignore[arg-type]
        )
    except BadRequest as error:
        if "message is not modified" not in error.message.lower():
            raise


async def _keep_typing(bot: Bot, to: Destination, done: asyncio.Event) -> None:
    while not done.is_set():
        try:
            await bot.send_chat_action(to.chat_id, ChatAction.TYPING, message_thread_id=to.thread_id)
            await asyncio.wait_for(done.wait(), TYPING_SECONDS)
        except TimeoutError:
            continue
        except TelegramError as error:
            log.debug("no typing action: %s", error)
            return
