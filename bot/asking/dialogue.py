"""Which dialogue a message belongs to: the answer that it replies to, or the last one of its chat."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message, Update

from bot.context import Context, phrases_of
from bot.inbox.handling import current
from bot.inbox.updates import SentMessage
from bot.messages.layout.message import OutMessage
from bot.transport.sending import Destination, destination_of, send
from retrieval.questions.question import Turn
from retrieval.text.length import is_longer

# Characters: somebody else's message that is longer is no question to go on with, but an article that was passed on.
LONGEST_QUESTION = 300


@dataclass(frozen=True, slots=True)
class Before:
    """What a question follows: an answer, or what somebody else asked."""

    answer_id: str | None = None
    turns: tuple[Turn, ...] = ()


async def new(update: Update, context: Context) -> None:
    """Answer /new: what was asked before is left out from now on."""
    message = update.effective_message
    if message is None:
        return
    to = destination_of(message)
    await asyncio.to_thread(context.services.dialogues.forget, to.chat_id, to.thread_id)
    sentence = phrases_of(update).gettext("The next question stands on its own.")
    await send(context.bot, to, [OutMessage(sentence)])


async def before(message: Message | None, to: Destination, context: Context) -> Before:
    """What a message follows: what it replies to, else the last answer of its chat and forum topic."""
    dialogues = context.services.dialogues
    replied = replied_to(message) if message else None
    if replied is None:
        return Before(await asyncio.to_thread(dialogues.latest, to.chat_id, to.thread_id))
    if is_own(replied):
        return Before(await asyncio.to_thread(dialogues.shown_in, to.chat_id, replied.message_id))
    words = (replied.text or "").strip()
    if not words or is_longer(words, LONGEST_QUESTION):
        return Before()
    asked_at = min(replied.date, context.now)  # the clock may be frozen
    return Before(turns=(Turn(words, asked_at.astimezone(context.bot_data.settings.zone).date()),))


def replied_to(message: Message) -> Message | None:
    """The message that a person replies to.

    Every message of a forum topic replies to the one that opened it.
    """
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def is_own(message: Message) -> bool:
    """Whether the bot itself sent a message."""
    return message.from_user is not None and message.from_user.id == message.get_bot().id


def about_to_show(answer_id: str) -> None:
    """Note that the next messages show an answer.

    A process may end between sending them and `remember`; what is begun anew then makes another answer, does not send
    it, and has to remember the one whose buttons the reader sees.
    """
    handling = current.get()
    if handling is not None:
        handling.shows(answer_id)


async def remember(
    messages: Sequence[SentMessage], to: Destination, answer_id: str, context: Context, asked_in: int | None = None
) -> None:
    """Note that these messages show an answer, so that the next question can go on with it.

    Not one without a receipt. `asked_in` is the message that asked, whose edits change the answer.
    """
    if not messages or not answer_id:
        return
    chat_id = messages[0].chat_id  # a group may have moved on the way
    ids = [message.message_id for message in messages]
    handling = current.get()
    for shown in dict.fromkeys([*(handling.answers if handling else ()), answer_id]):
        await asyncio.to_thread(context.services.dialogues.remember, chat_id, to.thread_id, ids, shown, asked_in)
