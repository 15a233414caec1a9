"""A passage as a string of letters, one for each word, with the letters at which its mentions stand."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from re import Match

from retrieval.clauses.lexicon import ATTACHED, Word, capitals, endings, language_of, words_known
from retrieval.clauses.signs import DAY, PLACE, Sign
from retrieval.text.folding import fold
from retrieval.text.words import plain, tokens

_APOSTROPHES = frozenset("'’‘ʼ`´′")
_MENTIONS = frozenset(PLACE + DAY)


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a text that is a mention, and its letter."""

    start: int
    end: int
    sign: Sign


@dataclass(slots=True)
class Outline:
    """The letters of a passage.

    `starts` has where the word of each letter begins in the text; `at` the letter of each mention, -1 where it has
    none of its own.
    """

    letters: str
    starts: list[int]
    at: list[int]


def place_sign(name: str) -> Sign:
    """The letter of a place, by its name."""
    return Sign.CAPITAL if fold(name) in capitals() else Sign.TOWN


def outline(text: str, marked: Sequence[Marked]) -> Outline:
    """The letters of a text whose mentions are `marked`, in any order; where two overlap the earlier counts."""
    matches = tokens(text)
    known = words_known()
    words = [known[match[0]] for match in matches]
    language = language_of(sum(word.votes for word in words))
    letters = [word.letters[language] for word in words]
    for place, word in enumerate(words):
        if word.phrases and letters[place]:
            _join(matches, letters, place, word)
    return _with_mentions(text, matches, letters, marked)


def _join(matches: Sequence[Match[str]], letters: list[str], place: int, word: Word) -> None:
    """Give the first word of a phrase its letter, and the others none."""
    for rest, letter in word.phrases:
        following = matches[place + 1 : place + 1 + len(rest)]
        if len(following) == len(rest) and all(plain(m[0]) == r for m, r in zip(following, rest, strict=True)):
            letters[place : place + 1 + len(rest)] = [letter] + [""] * len(rest)
            return


def _with_mentions(text: str, matches: Sequence[Match[str]], letters: list[str], marked: Sequence[Marked]) -> Outline:
    firsts = [match.start() for match in matches]
    ends = [match.end() for match in matches]
    owner: dict[int, int] = {}
    for number in sorted(range(len(marked)), key=lambda n: marked[n].start):
        mention = marked[number]
        first = bisect_left(ends, mention.start + 1)
        last = max(first, bisect_left(firsts, mention.end) - 1)
        if first >= len(matches) or first in owner or letters[first] == "":
            continue
        owner[first] = number
        letters[first] = _attached(text[firsts[first] : mention.start]) + mention.sign.value
        letters[first + 1 : last + 1] = [""] * (last - first)
        letters[last] += _ending(text, mention.end, ends[last], matches, letters, last)
    return _built(letters, firsts, owner, len(marked))


def _attached(before: str) -> str:
    """The letter of an Arabic preposition that is written on to the name."""
    return ATTACHED.get(before.lstrip("وف")[:1], "")


def _ending(text: str, end: int, word_end: int, matches: Sequence[Match[str]], letters: list[str], last: int) -> str:
    """The letter of a case ending, in the same word or as the next one behind an apostrophe."""
    if word_end > end:
        return endings().get(fold(text[end:word_end]), "")
    following = last + 1
    if following < len(matches) and matches[following].start() == end + 1 and text[end] in _APOSTROPHES:
        letters[following] = ""
        return endings().get(plain(matches[following][0]), "")
    return ""


def _built(letters: Sequence[str], firsts: Sequence[int], owner: dict[int, int], count: int) -> Outline:
    starts = [start for start, letter in zip(firsts, letters, strict=True) for _ in letter]
    at = [-1] * count
    place = 0
    for token, letter in enumerate(letters):
        if (number := owner.get(token)) is not None:
            at[number] = place + next(n for n, sign in enumerate(letter) if sign in _MENTIONS)
        place += len(letter)
    return Outline("".join(letters), starts, at)
