"""Who has the say over what a chat is told, and where they act: a person in private, administrators in a group."""

from functools import wraps

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.context import Context, phrases_of
from bot.people.rights import acting_person
from bot.transport.sending import reply
from bot.transport.updates import Handler

_MANAGERS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def may_manage(update: Update, context: Context) -> bool:
    """Whether the person who acts has the say over what a chat watches: in a group its administrators have."""
    chat, person = update.effective_chat, acting_person(update)
    if chat is None or chat.type == ChatType.CHANNEL:
        return False
    if chat.type == ChatType.PRIVATE:
        return person == chat.id
    if _is_anonymous_administrator(update):
        return True
    if person is None:
        return False
    try:
        return (await context.bot.get_chat_member(chat.id, person)).status in _MANAGERS
    except TelegramError:
        return False


def for_managers(handler: Handler) -> Handler:
    """A command or button for a person in private and for the administrators of a group.

    Others are told so.
    """

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        if await may_manage(update, context):
            await handler(update, context)
            return
        sentence = phrases_of(update).gettext("In a group its administrators decide what is watched.")
        if update.callback_query is not None:
            await update.callback_query.answer(sentence)
        else:
            await reply(update, context, sentence)

    return guarded


def _is_anonymous_administrator(update: Update) -> bool:
    """Administrators may write in the name of their group, and nobody else can."""
    message = update.message
    return message is not None and message.sender_chat is not None and message.sender_chat.id == message.chat.id
