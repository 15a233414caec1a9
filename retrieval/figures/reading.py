"""Killed, injured, detained, abducted and displaced people, as a text states them and in its words.

A sentence becomes a string of one letter a word (`retrieval.figures.lexicon.ROLES`), and patterns over that
string find the statements: "npuk" is a number, a word for people, "were" and "killed". The patterns are
bounded, so a text is read in linear time. What is read, and what is not:

- "including two children" is a part of a count that was given, never a claim of its own.
- People who are named one by one before one predicate are counted together, as a reader counts them: "the
  commander and seven guards were killed" is 8, "a man, a woman and two others" is 4. Two numbers are never
  added: "3 civilians and 5 fighters were killed" makes two claims.
- "Dozens", "several", "killed and wounded 16" (which of both?) and "no casualties" make no claim.
- A total over months or years is a claim marked `cumulative`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from retrieval.figures.lexicon import TELLING, FigureKind, WordMeaning
from retrieval.figures.patterns import person, statement
from retrieval.figures.sentences import Sentence, Word, read_sentence, words_known
from retrieval.text.words import tokens, words_of

__all__ = ["Claim", "FigureKind", "StatedFigure", "find_figures"]

NEAR = 8
"""How many words before "since the start of the year" a total may end; parts of it ("including …") do not count."""


class StatedFigure(NamedTuple):
    """What of a claim two reports may agree in: the kind, the lowest and the highest number."""

    kind: FigureKind
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure as stated: `text` is exactly the passage's characters from `start` to `end`."""

    kind: FigureKind
    low: int
    high: int
    start: int
    end: int
    text: str
    qualifier: str | None = None  # "at least", "more than", "up to", "about"
    cumulative: bool = False  # a total over months or years, not of one event

    @property
    def stated(self) -> StatedFigure:
        """The claim without its words."""
        return StatedFigure(self.kind, self.low, self.high)


def find_figures(text: str) -> list[Claim]:
    """Give every figure that a text states, in the order of the words that state it."""
    matches = tokens(text)
    known = words_known()
    words = [known[word] for word in words_of(text)]
    claims: list[Claim] = []
    carried = False
    for first, last, telling in _sentences(words):
        introduces = _introduces_list(text, matches[last - 1].end())
        if telling or introduces:
            sentence = read_sentence(matches[first:last], words[first:last])
            roles = _roles(sentence)
            claims += _mark_cumulative(list(_claims(text, sentence, roles)), sentence, roles, carried)
            carried = (carried or "c" in roles) and introduces
        else:
            carried = False
    return claims


def _sentences(words: list[Word]) -> Iterator[tuple[int, int, bool]]:
    """Give the first word of each sentence, the one after its last, and whether it may state a figure."""
    telling = [place for place, word in enumerate(words) if word.telling]
    if not telling:
        return
    stops = [place for place, word in enumerate(words) if word.stop]
    for before, stop in pairwise([-1, *stops, len(words)]):
        if stop - before > 1:
            told = bisect_left(telling, before)
            yield before + 1, stop, told < len(telling) and telling[told] < stop


def _introduces_list(text: str, end: int) -> bool:
    """Say whether a list follows the sentence that ends here, or the next item of one: "as follows:", "•"."""
    return text[end : end + 1] == ":" or text[end : end + 4].lstrip(" .;\n").startswith("•")


# Roles


def _roles(sentence: Sentence) -> str:
    """Give the sentence as a string of roles, with parts, negations, ages and counted things masked."""
    roles = "".join([reading.role for reading in sentence.readings])
    for pattern in _masks():
        roles = pattern.sub(_masked, roles)
    if sentence.language == "ar":
        roles = _one_family().sub(_masked, _with_ones(roles, sentence)).replace("1", "n")
    return _mask_parts(roles, sentence) if "i" in roles else roles


def _masked(match: "re.Match[str]") -> str:
    return match[0].translate(_MASKED)


_MASKED = str.maketrans("nN1sSdplaOovVm", "xxxxxxxxxxxxxx")


def _with_ones(roles: str, sentence: Sentence) -> str:
    """Give the roles with each number one set apart, since in Arabic it may be an adjective."""
    ones = [place for place, role in enumerate(roles) if role == "n" and sentence.readings[place].value == 1]
    letters = list(roles)
    for place in ones:
        letters[place] = "1"
    return "".join(letters)


@cache
def _one_family() -> re.Pattern[str]:
    return re.compile(r"(?<=[espvl])1")  # of one family, one person


@cache
def _masks() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(r"z[^,&]{0,4}"),  # no civilian was killed
        re.compile(r"yn"),  # aged 14
        re.compile(r"(?<=,)n(?=,)"),  # Rezan, 23, was killed
        re.compile(r"(?<=,)n(?=i[spd])"),  # seven civilians, three of them children
        re.compile(r"n(?=[xol]?s?e(?![psd]))"),  # 5 houses, 16 years; but 5 family members
    )


def _mask_parts(roles: str, sentence: Sentence) -> str:
    """Mask what follows "including", up to the next predicate."""
    masked, inside = list(roles), False
    outer: FigureKind | None = None
    for place, role in enumerate(roles):
        if role in "kfbtTu":
            inside = False
        elif role == "i":
            inside = True
        elif inside and role in "nNsSdplaohOmvV&" and not _stands_alone(roles, sentence, place, outer):
            masked[place] = "_"
        outer = outer if inside else sentence.readings[place].kind or outer
    return "".join(masked)


def _stands_alone(roles: str, sentence: Sentence, place: int, outer: FigureKind | None) -> bool:
    """Say whether a count inside a part is one of its own: "others", or "10 hurt, including 2 dead"."""
    if roles[place] == "n" and roles[place + 1 : place + 2] == "o":
        return True
    victims = place + 1 if roles[place] == "n" else place
    return roles[victims : victims + 1] in ("m", "v", "V") and sentence.readings[victims].kind != outer


def _claims(text: str, sentence: Sentence, roles: str) -> Iterator[Claim]:
    """Give the claims of one sentence."""
    for match in statement(sentence.language).finditer(roles):
        first, last = match.span()
        told = (sentence.readings[place].kind for place in range(first, last) if roles[place] in TELLING)
        kinds = [kind for kind in told if kind]
        if match["mixed"] or not kinds:
            continue
        kind = kinds[0] if match["after"] or match["toll"] else kinds[-1]
        counted = [people.span() for people in person(sentence.language).finditer(roles, first, last)]
        if match["toll"]:
            counted = [match.span("number")]
        if len(counted) > 1 and not _counted_together(sentence, roles, counted):
            for span in counted:
                yield _claim(text, sentence, kind, span, [span])
        else:
            yield _claim(text, sentence, kind, (first, last), counted or [(first, last)])


def _counted_together(sentence: Sentence, roles: str, spans: list[tuple[int, int]]) -> bool:
    """Say whether people listed together make one count: at most one number, or "others" at the end.

    The Turkish "one" is no number here: it is the article as well.
    """
    first, last = spans[-1]
    if sentence.language == "tr":
        numbers = [any(sentence.readings[place].value > 1 for place in range(a, b)) for a, b in spans]
    else:
        numbers = ["n" in roles[a:b] for a, b in spans]
    return "o" in roles[first:last] or sum(numbers) <= 1


def _claim(
    text: str, sentence: Sentence, kind: FigureKind, span: tuple[int, int], counted: list[tuple[int, int]]
) -> Claim:
    parts = [sentence.readings[first:last] for first, last in counted]
    amounts = [_amount(part) for part in parts]
    start, end = sentence.start(span[0]), sentence.end(span[1] - 1)
    return Claim(
        kind=kind,
        low=sum(low for low, _ in amounts),
        high=sum(high for _, high in amounts),
        start=start,
        end=end,
        text=text[start:end],
        qualifier=next((reading.qualifier for part in parts for reading in part if reading.qualifier), None),
    )


def _amount(readings: list[WordMeaning]) -> tuple[int, int]:
    """Give how many people a few words count: the number, two for an Arabic dual, else one."""
    for reading in readings:
        if reading.role in "nN":
            return reading.value, reading.high or reading.value
    two = any(reading.role in "dV" for reading in readings)
    return (2, 2) if two else (1, 1)


def _mark_cumulative(claims: list[Claim], sentence: Sentence, roles: str, carried: bool) -> list[Claim]:
    """Mark the totals: what follows "since the start of the year", and what stands right before it."""
    if carried:
        return [replace(claim, cumulative=True) for claim in claims]
    if "c" not in roles or not claims:
        return claims
    place = roles.index("c")
    comma = roles.rfind(",", 0, place)
    near = [at for at in range(place) if roles[at] != "_"][-NEAR:]
    since = max(sentence.start(near[0] if near else 0), sentence.end(comma) if comma >= 0 else 0)
    return [replace(claim, cumulative=True) if claim.end > since else claim for claim in claims]
