"""What readers are told of a question that waits, is one of too many, or cannot be handled at all."""

from contextlib import suppress

from telegram import Bot, Message, Update
from telegram.error import Forbidden, TelegramError

from bot.context import phrases_of
from bot.messages.layout.message import OutMessage
from bot.receiving.reading import MOST_WAITING, MOST_WAITING_IN_GROUP
from bot.transport.sending import destination_of, post, send
from bot.transport.updates import acknowledge


async def say_left_out(update: Update, bot: Bot) -> None:
    """Say kindly that so many questions at once are not answered."""
    in_private = update.effective_chat is not None and update.effective_chat.type == "private"
    phrases, most = phrases_of(update), MOST_WAITING if in_private else MOST_WAITING_IN_GROUP
    sentence = phrases.gettext(
        "More than {count} questions were waiting here, so this one and those after it are left out. Ask again once "
        "these are answered.",
        count=phrases.number(most),
    )
    await _say(sentence, update, bot)


async def say_given_up(update: Update, bot: Bot) -> None:
    """Say that something does not work, without trying it once more."""
    sentence = phrases_of(update).gettext("This did not work, and it has been noted. Please try again in a while.")
    if update.callback_query is not None:
        await acknowledge(update.callback_query, sentence)
    else:
        await _say(sentence, update, bot)


async def say_waiting(update: Update, bot: Bot, *, is_starting: bool) -> None:
    """Say that an answer will come, once and without insisting."""
    phrases = phrases_of(update)
    sentence = (
        phrases.gettext("Dateline is just starting; your answer comes here in a moment.")
        if is_starting
        else phrases.gettext("Many questions are coming in; your answer comes here in its turn.")
    )
    if isinstance(update.effective_message, Message):
        with suppress(TelegramError):
            await post(bot, destination_of(update.effective_message), OutMessage(sentence))


async def _say(sentence: str, update: Update, bot: Bot) -> None:
    if isinstance(update.effective_message, Message):
        with suppress(Forbidden):  # who has blocked the bot meanwhile
            await send(bot, destination_of(update.effective_message), [OutMessage(sentence)])
