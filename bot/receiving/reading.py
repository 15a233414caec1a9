"""What an update waits for, and whether somebody waits for its answer, read before it is kept."""

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType, MessageEntityType

from bot.asking.asking import LOOKED_UP, is_addressed
from bot.asking.bots import is_bots
from bot.inbox.updates import Body, Lane, NewUpdate

# Questions of one chat that may wait: more than a person types while one is answered. A group is many persons.
MOST_WAITING = 5
MOST_WAITING_IN_GROUP = 20


def read_update(body: Body, bot: Bot) -> NewUpdate:
    """An update as it is kept.

    `ValueError` where it is shaped as Telegram shapes none.
    """
    update = parsed(body, bot)
    chat, user, message = update.effective_chat, update.effective_user, update.message or update.edited_message
    chat_id = chat.id if chat else user.id if user else 0
    asker = user.id if user else None
    if update.callback_query is not None:
        lane = _lane_of_press(update.callback_query)
        return NewUpdate(update.update_id, chat_id, body, lane, is_press=True, asker=asker)
    if message is None or not _is_asked(message):
        return NewUpdate(update.update_id, chat_id, body)
    # Editors pass on posts by the dozen, so that these are none of too many questions. Bots are told of none.
    is_question = message.forward_origin is None and not is_bots(message)
    most = MOST_WAITING if message.chat.type == ChatType.PRIVATE else MOST_WAITING_IN_GROUP
    return NewUpdate(update.update_id, chat_id, body, Lane.SEARCH, is_question, most, asker=asker)


def parsed(body: Body, bot: Bot) -> Update:
    """An update as handlers see it.

    `ValueError` where it is shaped as Telegram shapes none.
    """
    try:
        if not isinstance(body, dict) or type(body.get("update_id")) is not int:
            raise ValueError("not an update")
        return Update.de_json(body, bot)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("not an update") from error


def _lane_of_press(query: CallbackQuery) -> Lane:
    looked_up = isinstance(query.data, str) and any(pattern.match(query.data) for pattern in LOOKED_UP)
    return Lane.SEARCH if looked_up else Lane.QUICK


def _is_asked(message: Message) -> bool:
    """Whether a message is a question to the bot."""
    words = message.text or message.caption or ""
    first = message.entities[0] if message.entities else None
    if first is not None and first.type == MessageEntityType.BOT_COMMAND and first.offset == 0:
        return words[1 : first.length].partition("@")[0].lower() == "ask"
    return bool(words) and (message.chat.type == ChatType.PRIVATE or is_addressed(message))
