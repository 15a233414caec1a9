"""What the words after /watch ask for: places and topic as in a question, and from how many on it is told."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.reading.reader import near_names
from retrieval.questions.places.naming import MOST_CHOICES
from retrieval.questions.reader import QuestionReader
from retrieval.understood import Doubt, PlaceChoice, UnderstoodPlace
from retrieval.watches.terms import MOST_KILLED, MOST_PUBLISHERS, Terms, terms_of

_COUNTED = {
    "publishers": (
        r"publishers?|sources?|(?:ال)?ناشر(?:ين|ون|ان)?|مصادر|مصدر(?:ين|ان)?|weşanger(?:an)?|çavkanî(?:yan)?|"
        r"yayıncı|kaynak"
    ),
    "killed": r"killed|dead|deaths?|(?:ال)?قتلى|قتيل(?:ا|ين)?|kuştî|kuştin|ölü|öldürülen",
}
_AT_LEAST = r"(?:at least|from|min(?:imum)?|على الأقل|herî kêm|en az)\s+"


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """What is to be watched, and what of the words could not be used."""

    terms: Terms
    places: tuple[UnderstoodPlace, ...] = ()
    unknown: str = ""  # a name that is no place that is known, or that of several
    doubt: Doubt | None = None
    choices: tuple[PlaceChoice, ...] = ()
    left_out: str = ""  # words that are neither place nor topic
    dated: str = ""  # words of time


def read_request(words: str, reader: QuestionReader, gazetteer: Gazetteer, today: date) -> WatchRequest:
    """What the words after /watch ask for, read as a question is, on a reader's calendar."""
    rest, counts = _thresholds(words)
    question = reader.understand(rest, today) if rest.strip() else None
    if question is None:
        return WatchRequest(Terms().changed(**counts))
    doubt, unknown = next(
        ((doubt, said) for doubt, said in question.doubts if doubt in (Doubt.UNKNOWN_PLACE, Doubt.AMBIGUOUS_PLACE)),
        (None, ""),
    )
    terms = terms_of(question, gazetteer).changed(**counts)
    choices = question.choices
    if terms.is_everything and not unknown and question.topic:  # a question may be about anything, a watch may not
        near = (reader.choice(place.id) for place in near_names(gazetteer, question.topic))
        choices = tuple(choice for choice in near if choice is not None)[:MOST_CHOICES]
    return WatchRequest(
        terms=terms,
        places=question.places,
        unknown="" if question.places else unknown or (question.topic if choices else ""),
        doubt=doubt,
        choices=choices,
        left_out="" if question.topics or terms.reaches else question.topic,
        dated=question.period.matched if question.period else "",
    )


def _thresholds(words: str) -> tuple[str, dict[str, int]]:
    """The words without "2 publishers" and "5 killed", and those numbers."""
    counts: dict[str, int] = {}
    for name, pattern in _patterns().items():
        found = pattern.search(words)
        if found is not None:
            most = MOST_PUBLISHERS if name == "publishers" else MOST_KILLED
            counts[name] = min(max(int(found["number"]), 1), most)
            words = words[: found.start()] + " " + words[found.end() :]
    return words, counts


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?:{_AT_LEAST})?(?<!\d)(?P<number>\d{{1,4}})\s*\+?\s*(?:{forms})\b", re.IGNORECASE)
        for name, forms in _COUNTED.items()
    }
