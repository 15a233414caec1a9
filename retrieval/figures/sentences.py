"""A sentence as a row of units: words, phrases and numbers, each with its role in stating a figure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache, lru_cache
from itertools import chain

from retrieval.figures.endings import is_denied
from retrieval.figures.lexicon import LANGUAGES, Phrase, WordMeaning, lexicons
from retrieval.figures.numbers import Run, runs_of, with_numbers
from retrieval.figures.ranges import join_ranges
from retrieval.figures.roles import STATING, Role
from retrieval.figures.unreadable import mark_unknown
from retrieval.numerals import lexicon as numerals
from retrieval.text.words import Memo, arabic_analyses, is_stop, plain, without_conjunction


class Counting(IntEnum):
    """Whether a token belongs to numbers: not at all, only beside others ("and"), or by itself."""

    NO = 0
    BESIDE = 1
    ALONE = 2


_NEVER_COUNTS = (Counting.NO,) * len(LANGUAGES)


@dataclass(frozen=True, slots=True)
class Word:
    """All that a token can mean, by the order of LANGUAGES."""

    units: tuple[tuple[WordMeaning, ...], ...]  # one meaning, or two where "and" is attached
    phrases: tuple[tuple[Phrase, ...], ...] = ()  # that it may begin
    tally: int = 0  # what is counted in a sentence, packed for a quick sum
    may_state: bool = False  # may be part of stating a figure
    counts: tuple[Counting, ...] = _NEVER_COUNTS  # whether it may be part of a number, by language
    stop: bool = False


_STATES = frozenset(STATING)


@dataclass(slots=True)
class Sentence:
    """A row of units.

    Unit `i` reaches from token `firsts[i]` to token `lasts[i]`, included.
    """

    language: str
    matches: Sequence["re.Match[str]"]
    meanings: list[WordMeaning]
    firsts: list[int]
    lasts: list[int]
    states: bool = True  # whether it may state a figure; if not, its numbers are not read

    def start(self, unit: int) -> int:
        """Where a unit starts in the text."""
        return self.matches[self.firsts[unit]].start()

    def end(self, unit: int) -> int:
        """Where a unit ends in the text."""
        return self.matches[self.lasts[unit]].end()


def read_sentence(matches: Sequence["re.Match[str]"], words: Sequence[Word]) -> Sentence:
    """The tokens of one sentence as units, in the language that most of them belong to."""
    tally = sum([word.tally for word in words])
    language = _winner(tally)
    firsts = lasts = list(range(len(words)))
    tokens = words
    if _has(tally, _PHRASES):
        words, firsts, lasts = _with_phrases(matches, words, language)
    meanings = [meaning for word in words for meaning in word.units[language]]
    if len(meanings) > len(words):
        places = [place for place, word in enumerate(words) for _ in word.units[language]]
        firsts, lasts = [firsts[place] for place in places], [lasts[place] for place in places]
    name, row = LANGUAGES[language], (meanings, firsts, lasts)
    if _STATES.isdisjoint([meaning.role for meaning in meanings]):
        return Sentence(name, matches, *row, states=False)
    if runs := _runs(matches, tokens, language) if _has(tally, _NUMBERS + language) else []:
        row = with_numbers(name, matches, runs, row)
        row = join_ranges(lexicons()[name].ranges, matches, row)
    if _has(tally, _PEOPLE):
        mark_unknown(name, matches, row)
    return Sentence(name, matches, *row)


def _runs(matches: Sequence["re.Match[str]"], words: Sequence[Word], language: int) -> list[Run]:
    """The runs of tokens in which numbers of a language may be."""
    return runs_of([place for place, word in enumerate(words) if word.counts[language]], matches)


@cache
def words_known() -> Memo[Word]:
    """All that a token can mean in a sentence about figures, for any token."""
    return Memo(_word)


def _word(token: str) -> Word:
    if token[0].isdigit():
        numbers = _tally(_NUMBERS + language for language in range(len(LANGUAGES)))
        return replace(_everywhere(_UNKNOWN), counts=(Counting.ALONE,) * len(LANGUAGES), tally=numbers)
    if not token[0].isalpha():
        return replace(_everywhere(WordMeaning(Role.COMMA)), stop=is_stop(token))
    units = tuple(_read(language, token) for language in LANGUAGES)
    phrases = tuple(tuple(_beginning(language, plain(token))) for language in LANGUAGES)
    counts = tuple(_counting(language, token) for language in LANGUAGES)
    shaped = tuple(found or (_unlisted(language, token),) for language, found in zip(LANGUAGES, units, strict=True))
    stated = [*chain(*shaped), *(phrase.meaning for begun in phrases for phrase in begun)]
    fields = [place for place, found in enumerate(units) if found or counts[place]]
    fields += [_PHRASES] * any(phrases) + [_PEOPLE] * any(_may_be_counted(meaning) for meaning in stated)
    fields += [_NUMBERS + place for place, counting in enumerate(counts) if counting is Counting.ALONE]
    return Word(
        units=shaped,
        phrases=phrases if any(phrases) else (),
        tally=_tally(fields),
        may_state=any(meaning.role in STATING for meaning in stated),
        counts=counts,
    )


def _may_be_counted(meaning: WordMeaning) -> bool:
    return meaning.is_generic or meaning.role in (Role.PERSON, Role.PERSON_OBJECT)


# What a word with the Arabic article does, where that is another thing than without it.
_WITH_ARTICLE = {
    Role.PERSON: Role.THE_PERSON,
    Role.PERSON_OBJECT: Role.THE_PERSON,
    Role.COUNTED: Role.COMMON,
    Role.VICTIM: Role.COMMON,
}
_UNKNOWN = WordMeaning(Role.UNKNOWN)
_AND = WordMeaning(Role.AND)


# Fields of a tally: from 0 the languages that know a word, then whether it may begin a phrase, whether it may be one
# person or people of any kind, before whom an unknown word may be a number, and in which languages it is a number.
_PHRASES = len(LANGUAGES)
_PEOPLE = _PHRASES + 1
_NUMBERS = _PEOPLE + 1
_FIELD = 16


def _tally(fields: Iterable[int]) -> int:
    """One in each of the fields."""
    return sum(1 << _FIELD * field for field in fields)


def _has(tally: int, field: int) -> bool:
    return bool(tally >> _FIELD * field & 0xFFFF)


def _winner(tally: int) -> int:
    """The language with most votes, by its place in LANGUAGES, or the first where none has any."""
    counts = [tally >> _FIELD * language & 0xFFFF for language in range(len(LANGUAGES))]
    return counts.index(max(counts))


def _everywhere(meaning: WordMeaning) -> Word:
    return Word(((meaning,),) * len(LANGUAGES))


def _read(language: str, token: str) -> tuple[WordMeaning, ...]:
    """The meanings of a token in one language, none where that language does not know it."""
    lexicon, folded = lexicons()[language], plain(token)
    if language != "ar":
        meaning = lexicon.look_up(folded, token)
        return (meaning,) if meaning else ()
    for joined, definite, base in arabic_analyses(folded):
        if meaning := lexicon.look_up(base, base):
            meaning = _definite(meaning) if definite else meaning
            return (_AND, meaning) if joined and meaning.role not in (Role.AND, Role.COMMON) else (meaning,)
    return ()


def _counting(language: str, token: str) -> Counting:
    atoms = numerals.lexicons()[language].read(token)
    if any(atom.rank not in _ONLY_BESIDE for atom in atoms):
        return Counting.ALONE
    return Counting.BESIDE if atoms else Counting.NO


# Words of numbers that are none alone.
_ONLY_BESIDE = frozenset({numerals.Rank.AND, numerals.Rank.ARTICLE})


def _unlisted(language: str, token: str) -> WordMeaning:
    return lexicons()[language].unlisted(plain(token), token)


def _definite(meaning: WordMeaning) -> WordMeaning:
    return replace(meaning, role=_WITH_ARTICLE.get(meaning.role, meaning.role))


def _beginning(language: str, folded: str) -> Iterator[Phrase]:
    """The phrases of a language that a folded word may begin, also with an Arabic "and" before it."""
    phrases = lexicons()[language].phrases
    for _, first in without_conjunction(folded) if language == "ar" else [(False, folded)]:
        yield from phrases.get(first, ())


def _with_phrases(
    matches: Sequence["re.Match[str]"], words: Sequence[Word], language: int
) -> tuple[Sequence[Word], list[int], list[int]]:
    """The words with one in the place of each phrase, and the first and last token of each."""
    merged: list[Word] = []
    firsts: list[int] = []
    done = 0
    for place in [place for place, word in enumerate(words) if word.phrases]:
        if place < done or not (phrase := _fitting(matches, place, words[place].phrases[language])):
            continue
        merged += [*words[done:place], _as_word(phrase.meaning)]
        firsts += range(done, place + 1)
        done = place + len(phrase.rest) + 1
    merged += words[done:]
    firsts += range(done, len(words))
    lasts = [following - 1 for following in [*firsts[1:], len(words)]]
    return merged, firsts, lasts


@lru_cache(maxsize=1 << 12)
def _as_word(meaning: WordMeaning) -> Word:
    return _everywhere(meaning)


def _fitting(matches: Sequence["re.Match[str]"], place: int, phrases: tuple[Phrase, ...]) -> Phrase | None:
    """The longest of the phrases, sorted so, whose other words follow."""
    if not phrases or place + 1 == len(matches):
        return None
    second = plain(matches[place + 1][0])
    for phrase in phrases:
        if not _same(phrase.rest[0], second) or place + len(phrase.rest) >= len(matches):
            continue
        following = [plain(match[0]) for match in matches[place + 1 : place + len(phrase.rest) + 1]]
        if all(map(_same, phrase.rest, following)):
            return phrase
    return None


def _same(expected: str, folded: str) -> bool:
    if not expected.endswith("*"):
        return folded == expected
    return folded.startswith(expected[:-1]) and not is_denied(folded[len(expected) - 1 :])
