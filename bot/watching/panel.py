"""A chat's watches, and one of them, as messages with buttons.

What these do stands in `bot.watching.buttons`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit

from bot.messages.buttons import LONGEST_LABEL, WIDTH, alike
from bot.messages.layout.message import OutMessage
from bot.messages.layout.rich_text import TextBuilder
from bot.messages.names import foreign, place_name, whole_area
from bot.outbox.schedule import Clock, QuietHours
from bot.phrases.catalogues import Phrases
from bot.watching.words import rhythm_of, watched
from retrieval.library.incident_models import Rhythm, Watch
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Place, PlaceKind
from retrieval.understood import PlaceChoice
from retrieval.watches.terms import RADII, Narrower, Terms

# Watches on a page: a phone shows them and their buttons at once.
A_PAGE = 8

# The hours that are offered for a digest: morning, noon, end of work, evening.
HOURS = (6, 7, 8, 9, 12, 17, 18, 20, 22)

Row = list[InlineKeyboardButton]


@dataclass(frozen=True, slots=True)
class Frame:
    """What every panel needs: the language, the places, the chat's clock."""

    phrases: Phrases
    gazetteer: Gazetteer
    clock: Clock


def panel(watch: Watch, frame: Frame, opening: Sequence[str] = ()) -> OutMessage:
    """One watch: what it is for, how often it tells, and the buttons that change it."""
    phrases, terms = frame.phrases, Terms.from_plain(watch.terms)
    text = TextBuilder().bold(watched(terms, phrases, frame.gazetteer)).add("\n")
    lines = [f"{rhythm_of(watch, phrases)} · {clock_line(frame.clock, phrases)}", *opening]
    return OutMessage(*text.add("\n".join(lines)).build(), keyboard=_panel_buttons(watch, terms, frame))


def listing(watches: Sequence[Watch], page: int, frame: Frame) -> OutMessage:
    """All watches of a chat, a button each, a page at a time."""
    phrases = frame.phrases
    if not watches:
        return OutMessage(phrases.gettext("Nothing is watched here. /watch and a place watches it: /watch Sere Kaniye"))
    last = (len(watches) - 1) // A_PAGE
    page = min(max(page, 0), last)
    shown = watches[page * A_PAGE : (page + 1) * A_PAGE]
    counted = phrases.ngettext("{count} watch", "{count} watches", len(watches))
    text = TextBuilder().bold(counted).add(f" · {clock_line(frame.clock, phrases)}\n")
    rows: list[Row] = []
    for number, watch in enumerate(shown, page * A_PAGE + 1):
        words = watched(Terms.from_plain(watch.terms), phrases, frame.gazetteer)
        text.add(f"{phrases.number(number)} · {words} · {rhythm_of(watch, phrases)}\n")
        rows.append([_button(f"{phrases.number(number)} · {words}", f"w:show:{watch.id}")])
    turns = [
        *([_button(phrases.gettext("Back"), f"w:list:{page - 1}")] if page else []),
        *([_button(phrases.gettext("More"), f"w:list:{page + 1}")] if page < last else []),
    ]
    return OutMessage(*text.build(), keyboard=InlineKeyboardMarkup([*rows, *([turns] if turns else [])]))


def hours(watch: Watch, frame: Frame) -> OutMessage:
    """At which hour a digest comes."""
    rows = _rows([_button(f"{hour:02}:00", f"w:hour:{watch.id}:{hour}") for hour in HOURS], 3)
    back = [_button(frame.phrases.gettext("Back"), f"w:show:{watch.id}")]
    return OutMessage(
        frame.phrases.gettext("At which hour, on the clock {zone}?", zone=str(frame.clock.zone)),
        keyboard=InlineKeyboardMarkup([*rows, back]),
    )


def radii(lat: float, lon: float, phrases: Phrases, also: Row) -> InlineKeyboardMarkup:
    """How far around a location."""
    row = [
        _button(phrases.gettext("{km} km", km=phrases.number(km)), f"w:around:{lat:.4f}:{lon:.4f}:{km}") for km in RADII
    ]
    return InlineKeyboardMarkup([*_rows(row, 3), *([also] if also else [])])


def clock_line(clock: Clock, phrases: Phrases) -> str:
    """ "Asia/Damascus, quiet from 22:00 to 07:00" """
    zone = str(clock.zone).replace("_", " ")
    if clock.quiet is None:
        return zone
    return phrases.gettext(
        "{zone}, quiet from {start} to {end}", zone=zone, start=wall(clock.quiet.start), end=wall(clock.quiet.end)
    )


def wall(minute: int) -> str:
    """ "07:00" for 420 minutes after midnight"""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def quiet_night() -> QuietHours:
    """What the button offers: a night's sleep."""
    return QuietHours(22 * 60, 7 * 60)


def _panel_buttons(watch: Watch, terms: Terms, frame: Frame) -> InlineKeyboardMarkup:
    phrases = frame.phrases
    stop = _button(phrases.gettext("Stop"), f"w:stop:{watch.id}")
    every = _button(phrases.gettext("What I watch"), "w:list:0")
    if watch.answer_id is not None:  # a standing question has nothing to narrow
        return InlineKeyboardMarkup([[stop, every]])
    rows = [
        *_rows([*_narrower(watch, terms, frame), *_wider(watch, terms, frame)], WIDTH),
        *_rows(_rhythms(watch, frame), WIDTH),
        [_pause(watch, phrases), stop],
        [_button(phrases.gettext("Share"), f"w:share:{watch.id}"), every],
    ]
    return InlineKeyboardMarkup(rows)


def _narrower(watch: Watch, terms: Terms, frame: Frame) -> Row:
    phrases = frame.phrases
    row = []
    if terms.publishers == 1:
        row.append(_button(phrases.gettext("Only with 2 publishers"), f"w:pub:{watch.id}:2"))
    if not terms.killed:
        row.append(_button(phrases.gettext("Only with people killed"), f"w:kill:{watch.id}:1"))
    if terms.circle is not None and (smaller := [km for km in RADII if km < terms.circle.km]):
        row.append(
            _button(phrases.gettext("{km} km", km=phrases.number(smaller[-1])), f"w:km:{watch.id}:{smaller[-1]}")
        )
    return row


def _wider(watch: Watch, terms: Terms, frame: Frame) -> Row:
    phrases = frame.phrases
    row = []
    if terms.publishers > 1:
        row.append(_button(phrases.gettext("From 1 publisher on"), f"w:pub:{watch.id}:1"))
    if terms.killed:
        row.append(_button(phrases.gettext("Also without people killed"), f"w:kill:{watch.id}:0"))
    if terms.circle is not None and (larger := [km for km in RADII if km > terms.circle.km]):
        row.append(_button(phrases.gettext("{km} km", km=phrases.number(larger[0])), f"w:km:{watch.id}:{larger[0]}"))
    if terms.topics and (terms.places or terms.circle):
        row.append(_button(phrases.gettext("All topics"), f"w:all:{watch.id}"))
    areas = enumerate(areas_around(terms, frame))
    row += [_button(label, f"w:up:{watch.id}:{number}") for number, (label, _) in areas]
    if terms.narrower is not None:
        row.append(
            _button(phrases.gettext("Back to {place}", place=_first_place(terms.narrower, frame)), f"w:down:{watch.id}")
        )
    return row


def _first_place(narrower: Narrower, frame: Frame) -> str:
    """The place that was watched before the watch was widened, as the reader spelt it."""
    id_, words = narrower.places[0]
    place = frame.gazetteer.get(id_)
    name = place_name(frame.phrases, PlaceChoice(id_, place.name, (), place.country)) if place is not None else id_
    return foreign(frame.phrases, words, LONGEST_LABEL) or name


def areas_around(terms: Terms, frame: Frame) -> list[tuple[str, Place]]:
    """What a watch on one place can be widened to, with words for it: what lies around it, and its governorate."""
    if len(terms.places) != 1:
        return []
    place = frame.gazetteer.get(terms.places[0][0])
    above = [one for one in frame.gazetteer.ancestors(terms.places[0][0]) if one.kind is not PlaceKind.COUNTRY]
    if place is None or not above:
        return []
    nearest, largest = above[0], above[-1]
    own = terms.places[0][1] or place_name(frame.phrases, PlaceChoice(place.id, place.name, (), place.country))
    return [(_area(one, place, own, frame), one) for one in dict.fromkeys((nearest, largest))]


def _area(area: Place, place: Place, own: str, frame: Frame) -> str:
    """ "All of Hasakah governorate", in the reader's spelling where it is named after their place."""
    is_seat = area.kind is not PlaceKind.GOVERNORATE and frame.gazetteer.seat(area.id) == place
    is_named_after = is_seat or alike(area.name, place.name)
    return whole_area(frame.phrases, area, own if is_named_after else "", LONGEST_LABEL)


def _rhythms(watch: Watch, frame: Frame) -> Row:
    phrases = frame.phrases
    labels = {
        Rhythm.INSTANT: phrases.gettext("At once"),
        Rhythm.DAILY: phrases.gettext("Daily"),
        Rhythm.WEEKLY: phrases.gettext("Weekly"),
    }
    row = [_button(label, f"w:every:{watch.id}:{rhythm}") for rhythm, label in labels.items() if rhythm != watch.rhythm]
    if watch.rhythm != Rhythm.INSTANT:
        row.append(_button(phrases.gettext("Another hour"), f"w:hours:{watch.id}"))
    elif frame.clock.quiet is None:
        row.append(_button(phrases.gettext("Quiet from 22:00 to 07:00"), f"w:night:{watch.id}"))
    return row


def _pause(watch: Watch, phrases: Phrases) -> InlineKeyboardButton:
    if watch.paused:
        return _button(phrases.gettext("Go on"), f"w:go:{watch.id}")
    return _button(phrases.gettext("Pause"), f"w:pause:{watch.id}")


def _button(label: str, data: str) -> InlineKeyboardButton:
    if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError(f"{data} is longer than a button carries")
    return InlineKeyboardButton(label, callback_data=data)


def _rows(buttons: Row, width: int) -> list[Row]:
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]
