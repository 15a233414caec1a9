"""A question that its reader corrects: the answer below it becomes the one to what it says now."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from telegram import Bot, Update
from telegram.error import BadRequest

from bot.asking.asking import question_words
from bot.asking.dialogue import about_to_show, remember
from bot.context import Context, phrases_of, phrases_of_answer
from bot.inbox.updates import SentMessage
from bot.messages.answer import render_answer
from bot.messages.layout.message import OutMessage
from bot.transport.persistence import persistently
from bot.transport.sending import Destination, destination_of, edit, send


async def edited(update: Update, context: Context) -> None:
    """Answer a question as it reads now, in the messages that answered it before.

    Nothing where it had no answer: what was no question does not become one.
    """
    message = update.edited_message
    if message is None:
        return
    to, services = destination_of(message), context.services
    shown = await asyncio.to_thread(services.dialogues.shown_for, to.chat_id, message.message_id)
    if not shown:
        return
    settings = await context.settings_of(to.chat_id)
    answer = await context.look_up(
        services.answerer.ask,
        question_words(message, context.bot.username),
        now=context.now,
        zone=context.bot_data.readers.clock(settings).zone,
        first_weekday=settings.first_weekday,
        context=await asyncio.to_thread(services.answerer.turns_before, shown[0].answer_id),
    )
    rendered = render_answer(answer, phrases_of_answer(answer, phrases_of(update)))
    about_to_show(answer.answer_id)
    now_shown = await _show(rendered, [one.message_id for one in shown], to, context.bot)
    await asyncio.to_thread(services.dialogues.replaced, to.chat_id, [one.message_id for one in shown])
    await remember(now_shown, to, answer.answer_id, context, message.message_id)


async def _show(rendered: Sequence[OutMessage], before: Sequence[int], to: Destination, bot: Bot) -> list[SentMessage]:
    """Bring messages up to others, with further ones where they are more, and without those that are too many."""
    for message_id, message in zip(before, rendered, strict=False):
        await edit(bot, to.chat_id, message_id, message)
    for message_id in before[len(rendered) :]:
        with suppress(BadRequest):  # it is gone already
            await persistently(lambda number=message_id: bot.delete_message(to.chat_id, number))  # type: ignore[misc]
    kept = [SentMessage(to.chat_id, message_id) for message_id in before[: len(rendered)]]
    return [*kept, *await send(bot, to, rendered[len(before) :])]
