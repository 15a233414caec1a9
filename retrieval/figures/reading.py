"""Killed, injured, detained, abducted and displaced people, as a text states them and in its words.

A sentence becomes a string of one letter a word (`retrieval.figures.outline`), and patterns over that string find the
statements: "npuk" is a number, a word for people, "were" and "killed" (see `docs/alphabets.md`). The patterns are
bounded, so a text is read in linear time. What is read, and what is not:

- "including two children" is a part of a count that was given, never a claim of its own.
- People who are named one by one before one predicate are counted together, as one counts them by hand: "the
  commander and seven guards were killed" is 8, "a man, a woman and two others" is 4. Two numbers are never
  added: "3 civilians and 5 fighters were killed" makes two claims.
- "Dozens", "several", "killed and wounded 16" (which of both?) and "no casualties" make no claim.
- A total over months or years is a claim marked `cumulative`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from retrieval.figures.kinds import FigureKind
from retrieval.figures.lexicon import WordMeaning
from retrieval.figures.outline import outline_of
from retrieval.figures.patterns import person, statement
from retrieval.figures.roles import NUMBERS, STATING, Role
from retrieval.figures.sentences import Sentence, Word, read_sentence, words_known
from retrieval.text.words import tokens, words_of

# How many words before "since the start of the year" a total may end; parts of it ("including …") do not count.
NEAR = 8


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
    """The figures that a text states, in the order of the words that state them."""
    matches = tokens(text)
    known = words_known()
    words = [known[word] for word in words_of(text)]
    claims: list[Claim] = []
    carried = False
    for first, last, may_state in _sentences(words):
        introduces = _introduces_list(text, matches[last - 1].end())
        if may_state or introduces:
            sentence = read_sentence(matches[first:last], words[first:last])
            if not sentence.states and not introduces:
                carried = False
                continue
            roles = outline_of(sentence)
            claims += _mark_cumulative(list(_claims(text, sentence, roles)), sentence, roles, carried)
            carried = (carried or Role.CUMULATIVE in roles) and introduces
        else:
            carried = False
    return claims


def _sentences(words: list[Word]) -> Iterator[tuple[int, int, bool]]:
    """The first word of each sentence, the one after its last, and whether it may state a figure."""
    stating = [place for place, word in enumerate(words) if word.may_state]
    if not stating:
        return
    stops = [place for place, word in enumerate(words) if word.stop]
    for before, stop in pairwise([-1, *stops, len(words)]):
        if stop - before > 1:
            following = bisect_left(stating, before)
            yield before + 1, stop, following < len(stating) and stating[following] < stop


def _introduces_list(text: str, end: int) -> bool:
    """Whether a list follows the sentence that ends here, or the next item of one: "as follows:", "•"."""
    return text[end : end + 1] == ":" or text[end : end + 4].lstrip(" .;\n").startswith("•")


def _claims(text: str, sentence: Sentence, roles: str) -> Iterator[Claim]:
    """The claims of one sentence.

    "The toll rose to three after a wounded man died" is one claim: those who died behind a toll are in it.
    """
    toll: re.Match[str] | None = None
    for match in statement(sentence.language).finditer(roles):
        toll = match if match["toll"] else toll
        if toll and match is not toll and _is_in(toll, match, roles):
            continue
        yield from _stated(text, sentence, roles, match)


def _is_in(toll: "re.Match[str]", match: "re.Match[str]", roles: str) -> bool:
    """Whether who is hurt behind a toll that rose is counted in it: no comma, "and" or "while" is between."""
    between = roles[toll.end() : match.start()]
    return Role.TO in toll[0] and not any(role in _PARTS_TOLLS for role in between)


# What makes of the words behind a toll a statement of its own.
_PARTS_TOLLS = frozenset(Role.COMMA + Role.AND + Role.WHILE)


def _stated(text: str, sentence: Sentence, roles: str, match: "re.Match[str]") -> Iterator[Claim]:
    """The claims of one statement."""
    kind = _kind(sentence, roles, match)
    if match["mixed"] or kind is None:
        return
    first, last = match.span()
    counted = [people.span() for people in person(sentence.language).finditer(roles, first, last)]
    if match["toll"]:
        counted = [match.span("number")]
    if len(counted) > 1 and not _counted_together(sentence, roles, counted):
        for span in counted:
            yield _claim(text, sentence, kind, span, [span])
    else:
        yield _claim(text, sentence, kind, (first, last), counted or [(first, last)])


def _kind(sentence: Sentence, roles: str, match: "re.Match[str]") -> FigureKind | None:
    stated = (sentence.meanings[place].kind for place in range(*match.span()) if roles[place] in STATING)
    kinds = [kind for kind in stated if kind]
    return None if not kinds else kinds[0] if match["after"] or match["toll"] else kinds[-1]


def _counted_together(sentence: Sentence, roles: str, spans: list[tuple[int, int]]) -> bool:
    """Whether people listed together make one count: at most one number, or "others" at the end.

    The Turkish "one" is no number here: it is the article as well.
    """
    first, last = spans[-1]
    if sentence.language == "tr":
        numbers = [any(sentence.meanings[place].value > 1 for place in range(a, b)) for a, b in spans]
    else:
        numbers = [Role.NUMBER in roles[a:b] for a, b in spans]
    return Role.OTHERS in roles[first:last] or sum(numbers) <= 1


def _claim(
    text: str, sentence: Sentence, kind: FigureKind, span: tuple[int, int], counted: list[tuple[int, int]]
) -> Claim:
    parts = [sentence.meanings[first:last] for first, last in counted]
    amounts = [_amount(part) for part in parts]
    start, end = sentence.start(span[0]), sentence.end(span[1] - 1)
    return Claim(
        kind=kind,
        low=sum(low for low, _ in amounts),
        high=sum(high for _, high in amounts),
        start=start,
        end=end,
        text=text[start:end],
        qualifier=next((meaning.qualifier for part in parts for meaning in part if meaning.qualifier), None),
    )


# What says how many.
_COUNTS = frozenset(NUMBERS + Role.SOME)


def _amount(meanings: list[WordMeaning]) -> tuple[int, int]:
    """How many people a few words count: the number, two for an Arabic dual, else one."""
    for meaning in meanings:
        if meaning.role in _COUNTS:
            return meaning.value, meaning.high or meaning.value
    two = any(meaning.role in (Role.PAIR, Role.VICTIM_PAIR) for meaning in meanings)
    return (2, 2) if two else (1, 1)


def _mark_cumulative(claims: list[Claim], sentence: Sentence, roles: str, carried: bool) -> list[Claim]:
    """The claims, totals marked: what follows "since the start of the year", and what stands right before it."""
    if carried:
        return [replace(claim, cumulative=True) for claim in claims]
    if Role.CUMULATIVE not in roles or not claims:
        return claims
    place = roles.index(Role.CUMULATIVE)
    comma = roles.rfind(Role.COMMA, 0, place)
    near = [at for at in range(place) if roles[at] != Role.PART][-NEAR:]
    since = max(sentence.start(near[0] if near else 0), sentence.end(comma) if comma >= 0 else 0)
    return [replace(claim, cumulative=True) if claim.end > since else claim for claim in claims]
