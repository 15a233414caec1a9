"""What a watching chat is told, as messages: an incident, several that waited, a higher toll. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.dates import incident_date, spans_years, time_of_day, weekday_date
from bot.messages.figures import differences, highest
from bot.messages.layout.direction import directed
from bot.messages.layout.message import OutMessage
from bot.messages.layout.rich_text import RichText, TextBuilder, build, utf16_length
from bot.messages.layout.splitting import Section, split
from bot.messages.names import MOST_PLACE_NAMES, foreign, kind_label, place_names
from bot.messages.quotations import quotation
from bot.messages.silence import publishers
from bot.phrases.catalogues import Phrases
from retrieval.answers import Excerpt
from retrieval.figures.kinds import FigureKind
from retrieval.incidents.chronicle import IncidentView
from retrieval.library.answered.shown import QuotedWords

# Incidents of one message: more make one that nobody reads to its end.
MOST_IN_A_BUNDLE = 10

# Of the 4,096 UTF-16 units of a message, what incidents may fill beside its title.
MOST_UNITS = 3_600


@dataclass(frozen=True, slots=True)
class ToldIncident:
    """An incident as one chat is told it: why, with the reader's own spelling of the place, and when it was revised."""

    view: IncidentView
    because: str  # the watch in words
    watch_id: int | None
    own_name: str = ""  # the reader's spelling of the incident's place
    updated_at: datetime | None = None


def alert(told: ToldIncident, now: datetime, phrases: Phrases) -> OutMessage:
    """One incident with its quotations, why it came, and the buttons that change that."""
    head = TextBuilder().bold(_head(told, now, phrases)).add("\n").pieces()
    quotations = [quotation(excerpt, now, phrases) for excerpt in told.view.incident.excerpts]
    said = [_line(line) for line in differences(told.view.incident, phrases)]
    ending = [*said, _footer(told, now, phrases)]
    while len(quotations) > 1 and _length([head, *quotations, *ending]) > MOST_UNITS:
        quotations.pop()
    first, *others = quotations
    return _message([[(*head, *first), *others, *ending]], phrases, alert_buttons(told.watch_id, phrases))


def bundles(
    several: Sequence[ToldIncident], title: str, now: datetime, phrases: Phrases
) -> list[tuple[OutMessage, int]]:
    """Incidents that waited, in as few messages as they fit into.

    Each stands with how many of them it tells.
    """
    made: list[tuple[OutMessage, int]] = []
    waiting = list(several)
    while waiting:
        some = _that_fit(waiting, now, phrases)
        heading = title if not made else phrases.gettext("{title}, continued", title=title)
        made.append((_bundle(heading, some, (), now, phrases), len(some)))
        waiting = waiting[len(some) :]
    return made


def bundle_again(several: Sequence[ToldIncident], title: str, now: datetime, phrases: Phrases) -> OutMessage:
    """The incidents of one message as they are now.

    Those for which it has no room any more are told by their heads alone.
    """
    some = _that_fit(several, now, phrases)
    return _bundle(title, some, several[len(some) :], now, phrases)


def _bundle(
    title: str, whole: Sequence[ToldIncident], heads: Sequence[ToldIncident], now: datetime, phrases: Phrases
) -> OutMessage:
    sections: list[Section] = [[TextBuilder().bold(title).pieces()]]
    years = spans_years([told.view.incident for told in (*whole, *heads)], now)
    sections += [_entry(number, told, now, phrases, with_year=years) for number, told in enumerate(whole, 1)]
    left = enumerate(heads, len(whole) + 1)
    sections += [
        [_line(f"{phrases.number(number)} · {_head(told, now, phrases, with_year=years)}")] for number, told in left
    ]
    return _message(sections, phrases, _bundle_buttons(phrases))


def higher_toll(told: ToldIncident, before: int | None, phrases: Phrases) -> OutMessage:
    """That more people were killed than the chat was told, with who says so."""
    incident = told.view.incident
    stated = [highest(incident, figure, phrases) for figure in incident.figures if figure.kind is FigureKind.KILLED]
    where = phrases.join(place_names(phrases, incident)[:MOST_PLACE_NAMES])
    lines = [phrases.gettext("The toll is higher: {figures}.", figures=phrases.gettext(", ").join(stated))]
    if before is not None:
        lines.append(phrases.ngettext("You were told {count} killed.", "You were told {count} killed.", before))
    text = TextBuilder().bold(" · ".join(filter(None, [where, kind_label(phrases, incident)]))).add("\n")
    return _message([[text.add("\n".join(lines)).pieces()]], phrases, None)


def addition(told: ToldIncident, shown: Collection[QuotedWords], now: datetime, phrases: Phrases) -> OutMessage:
    """What is new of an incident whose message cannot be edited any more, in a reply to it.

    `shown` is what the chat was shown before. Where nothing else is quoted, the newest report is.
    """
    excerpts = told.view.incident.excerpts
    new = [one for one in excerpts if QuotedWords(one.article.id, one.start, one.end) not in shown]
    head = TextBuilder().bold(_head(told, now, phrases)).add("\n")
    quoted = quotation(max(new or excerpts, key=_published), now, phrases)
    said = [_line(line) for line in differences(told.view.incident, phrases)]
    section: Section = [(*head.pieces(), *quoted), *said, _footer(told, now, phrases)]
    return _message([section], phrases, alert_buttons(told.watch_id, phrases))


def alert_buttons(watch_id: int | None, phrases: Phrases) -> InlineKeyboardMarkup | None:
    """ "Mute 24 h", "Only with 2 publishers", "Change".

    None where the watch has ended.
    """
    if watch_id is None:
        return None
    mute = InlineKeyboardButton(phrases.gettext("Mute 24 h"), callback_data="w:mute:24")
    narrow = InlineKeyboardButton(phrases.gettext("Only with 2 publishers"), callback_data=f"w:pub:{watch_id}:2")
    change = InlineKeyboardButton(phrases.gettext("Change"), callback_data=f"w:show:{watch_id}")
    return InlineKeyboardMarkup([[mute, narrow], [change]])


def _bundle_buttons(phrases: Phrases) -> InlineKeyboardMarkup:
    mute = InlineKeyboardButton(phrases.gettext("Mute 24 h"), callback_data="w:mute:24")
    every = InlineKeyboardButton(phrases.gettext("What I watch"), callback_data="w:list:0")
    return InlineKeyboardMarkup([[mute, every]])


def _that_fit(waiting: Sequence[ToldIncident], now: datetime, phrases: Phrases) -> list[ToldIncident]:
    """The first incidents that one message has room for.

    The first one is told in any case.
    """
    fitting: list[ToldIncident] = []
    left = MOST_UNITS
    for number, told in enumerate(waiting[:MOST_IN_A_BUNDLE], 1):
        left -= _length(_entry(number, told, now, phrases, with_year=True))
        if fitting and left < 0:
            break
        fitting.append(told)
    return fitting


def _entry(number: int, told: ToldIncident, now: datetime, phrases: Phrases, *, with_year: bool) -> Section:
    """An incident among others: its head, its first quotation, where reports differ, and why it is here."""
    incident = told.view.incident
    head = TextBuilder().bold(f"{phrases.number(number)} · {_head(told, now, phrases, with_year=with_year)}").add("\n")
    first = quotation(incident.excerpts[0], now, phrases)
    said = [_line(line) for line in differences(incident, phrases)]
    return [(*head.pieces(), *first), *said, _footer(told, now, phrases)]


def _head(told: ToldIncident, now: datetime, phrases: Phrases, *, with_year: bool = False) -> str:
    """ "Sere Kaniye · Fri 15 Nov, night · armed clash · updated 09:12" """
    incident, today = told.view.incident, now.date()
    where = foreign(phrases, told.own_name) or phrases.join(place_names(phrases, incident)[:MOST_PLACE_NAMES])
    parts = [
        where or phrases.gettext("place not stated"),
        incident_date(phrases, incident, now, with_year=with_year),
        kind_label(phrases, incident),
    ]
    if told.updated_at is not None:
        local = told.updated_at.astimezone(now.tzinfo)
        time = time_of_day(phrases, local)
        day = (
            ""
            if local.date() == told.view.opened_at.astimezone(now.tzinfo).date()
            else (weekday_date(phrases, local.date(), today) + " ")
        )
        parts.append(phrases.gettext("updated {moment}", moment=f"{day}{time}"))
    return " · ".join(filter(None, parts))


def _footer(told: ToldIncident, now: datetime, phrases: Phrases) -> RichText:
    """ "Because you watch Al-Hasakah › Ras al-Ain, event 15 Nov, 2 publishers.  A7F3Q2" """
    words = {
        "watch": told.because,
        "event": incident_date(phrases, told.view.incident, now),
        "publishers": publishers(len(told.view.incident.publishers), phrases),
    }
    if told.because:
        because = phrases.gettext("Because you watch {watch}, event {event}, {publishers}.", **words)
    else:
        because = phrases.gettext("Event {event}, {publishers}.", **words)
    return TextBuilder().add(f"{because}  ").code(told.view.answer_id).pieces()


def _published(excerpt: Excerpt) -> float:
    moment = excerpt.article.published_at
    return moment.timestamp() if moment is not None else 0.0


def _length(units: Section) -> int:
    """UTF-16 units, with a blank line after each."""
    return sum(utf16_length(piece.text) for unit in units for piece in unit) + 2 * len(units)


def _line(text: str) -> RichText:
    return TextBuilder().add(text).pieces()


def _message(sections: Sequence[Section], phrases: Phrases, keyboard: InlineKeyboardMarkup | None) -> OutMessage:
    """The first message that the sections fill: what is told here is bounded so that there is no second."""
    laid_out = [[directed(unit, phrases.right_to_left) for unit in section] for section in sections]
    text, entities = build(split(laid_out)[0])
    return OutMessage(text, entities, keyboard)
