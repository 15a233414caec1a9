"""Place names that no gazetteer has, by the consonants that they are heard with, in Arabic and Latin script.

Villages are spelled as a reporter hears them, so a name is kept as its consonants (see `retrieval.text.phonetics`).
Names in articles are taken only where a word such as "village" or قرية stands before them: by its sound alone a word
could be anything.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from retrieval.places.keys import PlaceKey, sound_of
from retrieval.text.phonetics import without_article

# Where a name ends is not known, so each length up to three words is taken for a name.
MOST_WORDS = 3

_WORD = r"[^\W\d_]+(?:['’`-][^\W\d_]+)*"

# Words that say that a name follows: of one place, or of several.
_CUES = (
    r"villages?\s+of|towns?\s+of|hamlets?\s+of|(?:قرى|قريتي|قريتى|قريه|قرية|بلدات|بلدتي|بلدة|بلده|مزرعة|مزارع|حي|ناحية|مخيم)"
    r"|gund[êe](?:n|ên)?|bajarok[ae]"
)
_CUED = re.compile(
    rf"(?:^|[\s(“\"«،,–-])(?:[وفبل]{{0,2}})(?:ال)?(?P<cue>{_CUES})[\s“\"«(]+(?P<rest>[^.\n؟?!;؛)]{{2,120}})",
    re.IGNORECASE,
)
# "Shourik village", "Zor Maghar village".
_NAMED_BEFORE = re.compile(
    r"(?<![\w'’`-])(?P<name>(?:[A-ZÇÊÎŞÛ][\w'’`-]*\s+){1,3})(?:[Vv]illage|[Tt]own|[Hh]amlet|[Kk](?:öyü|oyu)\w*)\b"
)
_NEXT_NAME = re.compile(r"\s*(?:[,،]\s*(?:and\s+|و\s*)?|\s+and\s+|\s+و\s*(?=\w))")


class Heard(NamedTuple):
    """A name that no gazetteer needs to have; offsets into the text."""

    start: int
    end: int
    sound: PlaceKey


def sounds_in(text: str) -> Iterator[Heard]:
    """The names that words such as "village of" announce, by their sounds.

    Where a name ends is not known, so up to three words are given, each length as a name of its own.
    """
    for match in _CUED.finditer(text):
        start = match.start("rest")
        for part in _NEXT_NAME.split(match["rest"]):
            at = text.find(part, start)
            start = at + len(part)
            yield from _beginnings(text, at, part)
    for match in _NAMED_BEFORE.finditer(text):
        yield from _endings(match.start("name"), match["name"])


def _beginnings(text: str, at: int, part: str) -> Iterator[Heard]:
    words = list(takewhile(_may_name, re.finditer(_WORD, part)))[:MOST_WORDS]
    for count in range(1, len(words) + 1):
        name = part[words[0].start() : words[count - 1].end()]
        if sound := sound_of(name):
            yield Heard(at + words[0].start(), at + words[count - 1].end(), sound)


def _endings(at: int, name: str) -> Iterator[Heard]:
    words = list(re.finditer(_WORD, name))
    for word in words:
        if sound := sound_of(name[word.start() : words[-1].end()]):
            yield Heard(at + word.start(), at + words[-1].end(), sound)


def _may_name(word: re.Match[str]) -> bool:
    """Latin names have a capital, maybe behind an article; Arabic has none."""
    return not without_article(word[0])[:1].islower()
