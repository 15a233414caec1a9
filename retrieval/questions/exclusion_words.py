"""The words by which a question leaves something out, and where they stand in it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from retrieval import data
from retrieval.places.words import place_words
from retrieval.questions.words import Span, is_filler, words_outside
from retrieval.text.folding import fold

AND = "و"  # in Arabic written as part of the next word

# "-drone" behind a space: a dash between words stands for itself, one before a digit is a minus or a range.
_MINUS = re.compile(r"(?<=\S\s)[-−](?=[^\W\d_]{2})")

# Words before "not" among which the verb stands that it denies: "did the Turkish army not".
DENIED_FROM = 4

Form = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """One such word: where it stands, on which side of it stands what it leaves out, and how firmly it says so."""

    start: int
    end: int
    behind: bool = False  # what is left out stands before it
    loose: bool = False  # it may deny instead
    denies: bool = False  # it does


def cues_of(text: str) -> list[Cue]:
    """The words of exclusion of a question, in order, none overlapping another."""
    words = [(word.start(), word.end(), fold(word[0])) for word in words_outside(text, ())]
    folded = [word for _, _, word in words]
    found = [Cue(match.start(), match.end()) for match in _MINUS.finditer(text)]
    at = 0
    while at < len(words):
        kind, length = _longest(folded, at)
        if kind in ("before", "loose", "behind"):
            denies = kind == "loose" and _is_denied(folded, at)
            cue = Cue(words[at][0], words[at + length - 1][1], kind == "behind", kind == "loose", denies)
            found.append(cue)
        at += max(length, 1)
    return sorted(found, key=lambda cue: cue.start)


def is_small(word: str, loose: bool) -> bool:
    """Whether a word may stand between a word of exclusion and what it leaves out."""
    folded = fold(word)
    if folded in _lists().small or folded.removeprefix(AND) in _lists().small:
        return True
    words = place_words()
    return not loose and (is_filler(word) or words.is_around_names(words.bare(folded)))


def joins(between: str, comma: bool) -> bool:
    """Whether nothing but a word that joins a list stands between two of its members."""
    words = fold(between).split()
    joining = [word for word in words if word in _lists().joining]
    small = all(word in _lists().joining or word in _lists().small for word in words)
    return small and (bool(joining) or (comma and re.search("[,،]", between) is not None))


def _is_denied(folded: Sequence[str], at: int) -> bool:
    """Whether a word denies what a verb says: "did the SDF not attack"; behind "that" it leaves out again."""
    lists = _lists()
    before = folded[max(at - DENIED_FROM, 0) : at]
    return folded[at] in lists.denials or (not lists.denying.isdisjoint(before) and "that" not in before)


def _longest(folded: Sequence[str], at: int) -> tuple[str | None, int]:
    """The kind and the length of the longest form that begins at a word."""
    word = folded[at]
    for first in (word, word.removeprefix(AND)):
        for kind, form in _lists().forms.get(first, ()):
            if tuple(folded[at + 1 : at + len(form)]) == form[1:]:
                return kind, len(form)
    return None, 1


@dataclass(frozen=True, slots=True)
class _Lists:
    forms: Mapping[str, tuple[tuple[str, Form], ...]]  # by their first word, the longest first
    joining: frozenset[str]
    small: frozenset[str]
    denying: frozenset[str]
    denials: frozenset[str]  # contracted: "didnt"


@cache
def _lists() -> _Lists:
    listed = data.toml("exclusions.toml")
    forms = [(kind, form) for kind in ("before", "loose", "behind", "idle") for form in _forms(listed[kind])]
    by_word: dict[str, list[tuple[str, Form]]] = {}
    for kind, form in sorted(forms, key=lambda one: -len(one[1])):
        by_word.setdefault(form[0], []).append((kind, form))
    denying = _words(listed["denying"])
    return _Lists(
        {word: tuple(found) for word, found in by_word.items()},
        _words(listed["joining"]),
        _words(listed["small"]),
        denying,
        frozenset(word + "nt" for word in denying) | {"dont", "cant", "wont"},
    )


def _forms(by_language: Mapping[str, Iterable[str]]) -> Iterator[Form]:
    return (tuple(fold(form).split()) for forms in by_language.values() for form in forms)


def _words(by_language: Mapping[str, Iterable[str]]) -> frozenset[str]:
    return frozenset(word for form in _forms(by_language) for word in form)


def whole_words(text: str, span: Span) -> Span:
    """A span with the rest of the words in which it begins and ends: particles and case endings."""
    start, end = span
    while start > 0 and _is_letter(text[start - 1]):
        start -= 1
    while end < len(text) and _is_letter(text[end]):
        end += 1
    return start, end


def _is_letter(char: str) -> bool:
    return char.isalnum() or char in "'’\u200c\u0640" or "\u0300" <= char <= "\u036f" or "\u064b" <= char <= "\u0652"
