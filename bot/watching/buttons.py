"""The buttons below a watch: narrower, wider, another rhythm, a pause, the end.

The list of all watches is here as well.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable

from telegram import Update

from bot.context import Context, phrases_of
from bot.messages.layout.message import OutMessage
from bot.transport.sending import edit, reply
from bot.transport.updates import acknowledge, language_of, say_not_in_use, thread_of
from bot.watching.managers import for_managers
from bot.watching.panel import Frame, areas_around, hours, listing, panel, quiet_night
from bot.watching.watching import frame_of, share_link
from retrieval.library.incident_models import Rhythm, Watch
from retrieval.topics.query import ANY_TOPIC
from retrieval.watches.terms import MOST_KILLED, MOST_PUBLISHERS, RADII, Circle, Terms

LIST = re.compile(r"w:list:(?P<page>-?\d{1,3})$")
CHANGE = re.compile(
    r"w:(?P<act>show|pub|kill|km|up|down|all|every|hours|hour|night|pause|go|stop|share):(?P<watch>\d{1,12})(?::(?P<value>\w{1,10}))?$"
)

Act = Callable[["_Press"], Awaitable[OutMessage | None]]


class _Press:
    """A press of a button below a watch of this chat."""

    def __init__(self, update: Update, context: Context, watch: Watch, value: str, frame: Frame) -> None:
        self.update, self.context, self.watch, self.value, self.frame = update, context, watch, value, frame
        self.watches = context.services.watches
        self.outbox = context.bot_data.outbox
        self.phrases = phrases_of(update)
        self.terms = Terms.from_plain(watch.terms)

    @property
    def id(self) -> int:
        """The watch's id."""
        return self.watch.id or 0

    @property
    def number(self) -> int:
        """The value as a number.

        -1 where it is none.
        """
        return int(self.value) if self.value.isascii() and self.value.isdigit() else -1

    async def refreshed(self, *opening: str) -> OutMessage | None:
        """The watch as it is now.

        What waits because of it is planned anew.
        """
        chat_id = self.watch.chat_id
        await asyncio.to_thread(self.context.bot_data.planner.plan_again, chat_id, self.context.now)
        watch = await asyncio.to_thread(self.watches.get, self.id)
        frame = await asyncio.to_thread(frame_of, self.update, self.context)
        return panel(watch, frame, opening) if watch is not None else None

    async def with_terms(self, terms: Terms) -> OutMessage | None:
        """The watch with other terms, where it is not watched for already."""
        if await asyncio.to_thread(self.watches.change, self.id, terms) is None:
            return panel(self.watch, self.frame, [self.phrases.gettext("This is watched already.")])
        return await self.refreshed()


@for_managers
async def watches(update: Update, context: Context) -> None:
    """Answer /watches."""
    await asyncio.to_thread(context.bot_data.readers.note_language, thread_of(update).chat_id, language_of(update))
    await reply(update, context, await _listing(0, update, context))


@for_managers
async def turn(update: Update, context: Context) -> None:
    """Show another page of the list, in the place of this one.

    Below an alert it comes in a message of its own.
    """
    query = update.callback_query
    if query is None or not context.matches:
        return
    await acknowledge(query)
    await _show(await _listing(int(context.matches[0]["page"]), update, context), update, context)


@for_managers
async def change(update: Update, context: Context) -> None:
    """Do what a button below a watch says.

    Nothing where the watch is not this chat's, or no more.
    """
    query = update.callback_query
    if query is None or not context.matches:
        return
    found = context.matches[0]
    watch = await asyncio.to_thread(context.services.watches.get, int(found["watch"]))
    if watch is None or watch.chat_id != thread_of(update).chat_id:
        await acknowledge(
            query, phrases_of(update).gettext("This watch has ended. /watches shows those that there are.")
        )
        return
    frame = await asyncio.to_thread(frame_of, update, context)
    shown = await _ACTS[found["act"]](_Press(update, context, watch, found["value"] or "", frame))
    if shown is None:
        await say_not_in_use(update)
        return
    await acknowledge(query)
    await _show(shown, update, context, in_place=found["act"] != "share")


async def _listing(page: int, update: Update, context: Context) -> OutMessage:
    watches = await asyncio.to_thread(context.services.watches.of_chat, thread_of(update).chat_id)
    return listing(watches, page, await asyncio.to_thread(frame_of, update, context))


async def _show(message: OutMessage, update: Update, context: Context, *, in_place: bool = True) -> None:
    """Show a panel in the place of the one that was pressed.

    An alert stays what it is.
    """
    query = update.callback_query
    pressed = query.message if query is not None else None
    if (
        in_place
        and pressed is not None
        and await asyncio.to_thread(_is_panel, pressed.chat.id, pressed.message_id, context)
    ):
        await edit(context.bot, pressed.chat.id, pressed.message_id, message)
    else:
        await reply(update, context, message)


def _is_panel(chat_id: int, message_id: int, context: Context) -> bool:
    return not context.bot_data.outbox.is_delivery(chat_id, message_id)


async def _panel(press: _Press) -> OutMessage | None:
    return panel(press.watch, press.frame)


async def _publishers(press: _Press) -> OutMessage | None:
    is_sound = 1 <= press.number <= MOST_PUBLISHERS
    return await press.with_terms(press.terms.changed(publishers=press.number)) if is_sound else None


async def _killed(press: _Press) -> OutMessage | None:
    is_sound = 0 <= press.number <= MOST_KILLED
    return await press.with_terms(press.terms.changed(killed=press.number)) if is_sound else None


async def _radius(press: _Press) -> OutMessage | None:
    circle = press.terms.circle
    if circle is None or press.number not in RADII:
        return None
    return await press.with_terms(press.terms.changed(circle=Circle(circle.lat, circle.lon, press.number)))


async def _up(press: _Press) -> OutMessage | None:
    """One of the areas around the place."""
    around = [place.id for _, place in areas_around(press.terms, press.frame)]
    if not 0 <= press.number < len(around):
        return None
    return await press.with_terms(press.terms.widened_to(around[press.number]))


async def _down(press: _Press) -> OutMessage | None:
    """The place that was watched before it was widened."""
    narrower = press.terms.narrowed_again()
    return None if narrower is None else await press.with_terms(narrower)


async def _all_topics(press: _Press) -> OutMessage | None:
    terms = press.terms.changed(topics=ANY_TOPIC, topic="")
    return None if terms.is_everything else await press.with_terms(terms)


async def _every(press: _Press) -> OutMessage | None:
    if press.value not in list(Rhythm):
        return None
    weekday = press.context.now.astimezone(press.frame.clock.zone).weekday()
    await asyncio.to_thread(press.watches.set_rhythm, press.id, Rhythm(press.value), None, weekday)
    return await press.refreshed()


async def _hours(press: _Press) -> OutMessage | None:
    return hours(press.watch, press.frame)


async def _hour(press: _Press) -> OutMessage | None:
    if not 0 <= press.number <= 23:
        return None
    await asyncio.to_thread(press.watches.set_rhythm, press.id, press.watch.rhythm, press.number)
    return await press.refreshed()


async def _night(press: _Press) -> OutMessage | None:
    quiet = quiet_night()
    readers = press.context.bot_data.readers
    await asyncio.to_thread(readers.set, press.watch.chat_id, quiet_from=quiet.start, quiet_until=quiet.end)
    return await press.refreshed(press.phrases.gettext("What waits at night comes in one message in the morning."))


async def _pause(press: _Press) -> OutMessage | None:
    await asyncio.to_thread(press.watches.pause, press.id, True)
    return await press.refreshed()


async def _go_on(press: _Press) -> OutMessage | None:
    await asyncio.to_thread(press.watches.pause, press.id, False)
    return await press.refreshed()


async def _stop(press: _Press) -> OutMessage | None:
    await asyncio.to_thread(press.watches.stop, [press.id])
    await asyncio.to_thread(press.outbox.unwatch, [press.id])
    return OutMessage(press.phrases.gettext("This is not watched any more. /watch and a place watches another one."))


async def _share(press: _Press) -> OutMessage | None:
    link = share_link(press.watch, press.context.bot.username)
    if link is None:
        return OutMessage(press.phrases.gettext("This watch has more to it than a link can carry."))
    return OutMessage(press.phrases.gettext("Whoever opens this link can watch the same: {link}", link=link))


_ACTS: dict[str, Act] = {
    "show": _panel,
    "pub": _publishers,
    "kill": _killed,
    "km": _radius,
    "up": _up,
    "down": _down,
    "all": _all_topics,
    "every": _every,
    "hours": _hours,
    "hour": _hour,
    "night": _night,
    "pause": _pause,
    "go": _go_on,
    "stop": _stop,
    "share": _share,
}
