"""What is said of words after /watch: how they were read, what was left out, why nothing is watched."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.layout.message import OutMessage
from bot.messages.names import choice_name, foreign, read_as
from bot.phrases.catalogues import Phrases
from bot.watching.request import WatchRequest
from retrieval.library.incident_models import Watch
from retrieval.understood import Doubt
from retrieval.watches.watches import MOST_WATCHES


def readings(request: WatchRequest, phrases: Phrases) -> list[str]:
    """What was read differently, or left out."""
    lines = [
        phrases.gettext(
            "“{words}” read as {place}.", words=foreign(phrases, place.matched), place=read_as(phrases, place)
        )
        for place in request.places
        if place.guessed
    ]
    if request.left_out:
        words = foreign(phrases, request.left_out)
        lines.append(phrases.gettext("“{words}” is no topic that can be watched, so it was left out.", words=words))
    if request.dated:
        words = foreign(phrases, request.dated)
        lines.append(phrases.gettext("“{words}” was left out: a watch looks ahead.", words=words))
    return lines


def other_readings(watch: Watch, request: WatchRequest, phrases: Phrases) -> list[list[InlineKeyboardButton]]:
    """A button for each namesake of the place that was taken."""
    if len(request.places) != 1:
        return []
    place = request.places[0]
    return [
        [
            InlineKeyboardButton(
                phrases.gettext("Meant {places}?", places=choice_name(phrases, choice, home=place.country)),
                callback_data=f"w:swap:{watch.id}:{choice.id}",
            )
        ]
        for choice in place.also
        if len(choice.id.encode()) <= 40
    ]


def unknown_place(request: WatchRequest, phrases: Phrases) -> OutMessage:
    """That a name is no place that is known here, or that of several, with a button for each that may be meant."""
    words = foreign(phrases, request.unknown)
    ambiguous = request.doubt is Doubt.AMBIGUOUS_PLACE
    if not request.choices:
        sentence = phrases.gettext(
            "“{words}” is not a place that is known here. Try another spelling, or the nearest town.", words=words
        )
        return OutMessage(sentence)
    sentence = (
        phrases.gettext("“{words}” is the name of several places. Which one is meant?", words=words)
        if ambiguous
        else phrases.gettext("“{words}” is not a place that is known here. One of these, perhaps?", words=words)
    )
    rows = [
        [InlineKeyboardButton(choice_name(phrases, choice), callback_data=f"w:place:{choice.id}")]
        for choice in request.choices
        if len(choice.id.encode()) <= 56
    ]
    return OutMessage(sentence, keyboard=InlineKeyboardMarkup(rows))


def nothing_named(request: WatchRequest, phrases: Phrases) -> str:
    """Why there is nothing to watch in the words, and what to send instead."""
    if request.left_out:
        return phrases.gettext(
            "“{words}” is neither a place that is known here nor a topic that can be watched. Try another spelling, "
            "or the nearest town; topics are drone strikes, shelling, arrests, demonstrations and the like.",
            words=foreign(phrases, request.left_out),
        )
    return phrases.gettext(
        "Everything everywhere is too much to watch. Name a place or a topic: /watch drone strikes in Hasakah"
    )


def too_many(phrases: Phrases) -> str:
    """That the chat has as many watches as there can be."""
    return phrases.gettext(
        "There are {count} watches here already, as many as there can be. A larger place in the stead of several small "
        "ones makes room: /watches",
        count=phrases.number(MOST_WATCHES),
    )


def how_to(phrases: Phrases) -> str:
    """What can be said after /watch."""
    return phrases.gettext(
        "Send /watch and a place, a topic, or both: /watch Sere Kaniye, /watch drone strikes in Hasakah, /watch Kobani "
        "2 publishers, /watch Raqqa 5 killed. A shared location is watched with what lies around it. /watches shows "
        "and changes what is watched, /mute 8h keeps it quiet for a while."
    )
