"""The Telegram application: which handler answers what, how Telegram is reached, how the bot is started."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from telegram import Update
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.asking import asking, dialogue, edited, greeting
from bot.asking.bots import BotGate
from bot.context import AnyApplication, BotState, Context, context_types
from bot.feeding import articles, channels, feeds, learned_places, taking_in
from bot.membership import membership, moved
from bot.observing.logs import logging_without
from bot.observing.observer import Observer
from bot.observing.traces import open_tracer
from bot.people import administration, inviting
from bot.people.access import gate
from bot.people.rights import is_editor
from bot.serving import serve
from bot.settings import Access, BotSettings
from bot.transport.error_handler import on_error
from bot.transport.rate_limiter import AnswersFirst
from bot.watching import buttons, privacy, times, watching, weeks
from bot.watching.links import LINK_PREFIX
from ingest.feeding.feeding import Feeding, open_feeding
from retrieval.services import Services, open_services

# Answers that may be on their way to Telegram at the same time.
CONNECTIONS = 64

# A token for where nothing is sent anywhere: python-telegram-bot wants one all the same.
NO_TOKEN = "0:none"


class _ByEditor(filters.UpdateFilter):
    """Updates that are an editor's own act, to a bot that takes articles in."""

    def __init__(self, state: BotState) -> None:
        super().__init__()
        self._state = state

    def filter(self, update: Update) -> bool:
        return self._state.feeding is not None and is_editor(self._state, update)


class _Addressed(filters.MessageFilter):
    """Messages of a group that are meant for the bot."""

    def filter(self, message: Any) -> bool:
        return asking.is_addressed(message)


def run_bot(settings: BotSettings) -> None:
    """Run the bot until SIGTERM or SIGINT.

    What is being answered is answered first. `SettingsError` where the token is missing or refused, `StoreError` where
    the library cannot be opened.
    """
    with observed(settings) as observer, open_services(settings) as services, open_feeding(services) as feeding:
        asyncio.run(serve(build_application(settings, services, feeding=feeding, observer=observer)))


@contextmanager
def observed(settings: BotSettings) -> Iterator[Observer]:
    """What measures the bot for the length of the block, in which it logs and traces as the settings say."""
    secrets = [
        settings.required_token,
        *([settings.webhook_secret.get_secret_value()] if settings.webhook_secret else []),
    ]
    with open_tracer(settings.traces_endpoint) as tracer:
        observer = Observer(tracer)
        seen = observer.metrics.log_handler
        with logging_without(*secrets, level=settings.log_level, form=settings.log_format, seen=seen):
            yield observer


def build_application(
    settings: BotSettings,
    services: Services,
    *,
    feeding: Feeding | None = None,
    request: BaseRequest | None = None,
    observer: Observer | None = None,
) -> AnyApplication:
    """The bot with all its handlers, not yet started.

    Without `feeding` it answers and takes nothing in. `request` replaces HTTP: then no token is needed, nothing polls,
    and whoever is there gets answers.
    """
    state = BotState(services, settings, feeding, observer=observer or Observer())
    builder = (
        ApplicationBuilder()
        .token(NO_TOKEN if request else settings.required_token)
        .base_url(f"{settings.api_base}/bot")
        .base_file_url(f"{settings.file_base}/file/bot")
        .context_types(context_types(state))
        .updater(None)
        .job_queue(None)
        .rate_limiter(AnswersFirst(settings.deliveries_a_second, state.observer.call))
    )
    builder.request(request or _http()).get_updates_request(request or _http(connections=1))
    application = builder.build()
    before = before_all(Access.OPEN if request is not None else settings.access)
    for group, handler in enumerate(before, -len(before)):
        application.add_handler(handler, group)
    application.add_handlers(handlers(application.bot_data))
    application.add_error_handler(on_error)
    return application


def before_all(access: Access) -> list[BaseHandler[Update, Context, None]]:
    """What an update passes through before the handler that answers it, in order."""
    by_link = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    return [
        TypeHandler[Update, Context, None](Update, BotGate()),
        CommandHandler("start", inviting.redeem, filters=by_link, has_args=1),
        *([] if access is Access.OPEN else [TypeHandler[Update, Context, None](Update, gate)]),
    ]


def handlers(state: BotState) -> list[BaseHandler[Update, Context, None]]:
    """What answers what.

    The first that fits does.
    """
    editors = _ByEditor(state)
    return [*_commands(editors), *_messages(editors), *_buttons()]


def _commands(editors: filters.UpdateFilter) -> list[BaseHandler[Update, Context, None]]:
    new = filters.UpdateType.MESSAGE
    return [
        CommandHandler("start", watching.opened, filters=new & filters.Regex(rf"^/start(?:@\w+)?\s+{LINK_PREFIX}")),
        CommandHandler("start", greeting.start, filters=new),
        CommandHandler("help", administration.help_, filters=new & editors),
        CommandHandler("help", greeting.help_, filters=new),
        CommandHandler("ask", asking.ask, filters=new),
        CommandHandler("new", dialogue.new, filters=new),
        CommandHandler("watch", watching.watch, filters=new),
        CommandHandler("watches", buttons.watches, filters=new),
        CommandHandler("mute", times.mute, filters=new),
        CommandHandler("quiet", times.quiet, filters=new),
        CommandHandler("timezone", times.timezone, filters=new),
        CommandHandler("week", weeks.week, filters=new),
        CommandHandler("mydata", privacy.mydata, filters=new),
        CommandHandler("forgetme", privacy.forgetme, filters=new),
        CommandHandler("ingest", taking_in.ingest, filters=new),
        CommandHandler("feed", feeds.feed, filters=new),
        CommandHandler("sources", feeds.sources, filters=new),
        CommandHandler("article", articles.article, filters=new),
        CommandHandler("retract", articles.withdraw, filters=new),
        CommandHandler("restore", articles.restore, filters=new),
        CommandHandler("correct", articles.amend, filters=new),
        CommandHandler("places", learned_places.places, filters=new),
        CommandHandler("editors", administration.editors, filters=new),
        CommandHandler("status", administration.status, filters=new),
        CommandHandler("audit", administration.trail, filters=new),
        CommandHandler("invite", inviting.invite, filters=new),
    ]


def _messages(editors: filters.UpdateFilter) -> list[BaseHandler[Update, Context, None]]:
    new, private, groups = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    words, edited_now = filters.TEXT | filters.CAPTION, filters.UpdateType.EDITED_MESSAGE
    text, passed_on = words & ~filters.COMMAND, filters.FORWARDED & words
    return [
        MessageHandler(new & private & passed_on & editors, taking_in.forwarded),
        MessageHandler(new & private & filters.Document.ALL & editors, taking_in.document),
        MessageHandler(new & private & filters.FORWARDED & ~filters.TEXT & editors, taking_in.wordless),
        MessageHandler(filters.UpdateType.CHANNEL_POSTS, channels.published),
        ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, moved),
        MessageHandler(new & private & filters.LOCATION, watching.located),
        MessageHandler(new & private & text, asking.question),
        MessageHandler(new & groups & text & _Addressed(), asking.question),
        MessageHandler(edited_now & words & (private | groups), edited.edited),
        MessageHandler(new & private & filters.COMMAND, greeting.unknown_command),
        MessageHandler(new & private & ~words & ~filters.StatusUpdate.ALL, greeting.not_text),
    ]


def _buttons() -> list[BaseHandler[Update, Context, None]]:
    return [
        CallbackQueryHandler(asking.more, pattern=asking.MORE),
        CallbackQueryHandler(asking.wider, pattern=asking.WIDER),
        CallbackQueryHandler(asking.other_place, pattern=asking.PLACE),
        CallbackQueryHandler(asking.example, pattern=asking.EXAMPLE),
        CallbackQueryHandler(watching.this, pattern=watching.THIS),
        CallbackQueryHandler(watching.tell, pattern=watching.TELL),
        CallbackQueryHandler(watching.around, pattern=watching.AROUND),
        CallbackQueryHandler(watching.other_place, pattern=watching.PLACE),
        CallbackQueryHandler(watching.swap, pattern=watching.SWAP),
        CallbackQueryHandler(watching.accepted, pattern=watching.LINK),
        CallbackQueryHandler(buttons.turn, pattern=buttons.LIST),
        CallbackQueryHandler(buttons.change, pattern=buttons.CHANGE),
        CallbackQueryHandler(times.named_zone, pattern=times.NAMED),
        CallbackQueryHandler(times.zone_of_location, pattern=times.ZONE),
        CallbackQueryHandler(times.mute_button, pattern=times.MUTE),
        CallbackQueryHandler(weeks.chosen, pattern=weeks.DAY),
        CallbackQueryHandler(privacy.decided, pattern=privacy.FORGET),
        CallbackQueryHandler(taking_in.stop, pattern=taking_in.STOP),
        CallbackQueryHandler(taking_in.try_again, pattern=taking_in.AGAIN),
        CallbackQueryHandler(asking.unknown_button),
    ]


def _http(connections: int = CONNECTIONS) -> HTTPXRequest:
    """A client that waits long for an answer, and not long for a connection.

    A phone network may stand between; that nobody is there is noticed quickly.
    """
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=10,
        read_timeout=20,
        write_timeout=20,
        pool_timeout=30,
    )
