"""The words by which a question goes on with the one before it, and says what it wants to see first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from retrieval import data
from retrieval.questions.words import is_filler
from retrieval.text.folding import fold
from retrieval.understood import Focus

Form = tuple[str, ...]  # folded words in a row
Forms = Mapping[str, tuple[Form, ...]]  # by their first word, the longest first

_AND = "و"  # in Arabic written as part of the next word

_INITIAL = re.compile(r"\s*\w\.")  # "U.S. forces": not the Kurmanji "û"

_FOCUSES = {
    "sources": Focus.SOURCES,
    "actors": Focus.ACTORS,
    "when": Focus.WHEN,
    "where": Focus.WHERE,
}


@dataclass(frozen=True, slots=True)
class Cues:
    """What the words of a question say about the dialogue that it stands in."""

    goes_on: bool = False  # "and …", "… too": it keeps what it does not name
    anything: bool = False  # "what happened": no topic narrows it
    every_place: bool = False
    every_date: bool = False
    more: bool = False  # it is nothing but "more"
    latest: bool = False  # "latest", "the last …": the newest first
    counts: bool = False  # "how many"
    people: bool = False  # it names people, or casualties of any sort
    focus: Focus | None = None  # but for figures, which need to know what is counted
    focus_alone: Focus | None = None  # where the question names nothing to search for: "when?", "source?"
    spoken: frozenset[str] = frozenset()  # its folded words that say only this: no topic


def cues_in(text: str, left: Sequence[str]) -> Cues:
    """What the words of a question say about its dialogue.

    `left` are its words that are neither place, period nor filler. "More" or "source?" tell something only where no
    other word is left.
    """
    words, lexicon = fold(text).split(), _lexicon()
    rest = {part for word in left for part in fold(word).split()}
    cues = {name: _forms_in(forms, words) for name, forms in lexicon.items()}
    alone = {name for name in cues if name.endswith(".alone") and cues[name] and rest <= _words(cues[name])}
    return Cues(
        goes_on=_is_opening(text, words, lexicon["opening"]) or bool(cues["anywhere_in_it"]),
        anything=bool(cues["anything"]),
        every_place=bool(cues["every_place"]),
        every_date=bool(cues["every_date"]),
        more="more.alone" in alone,
        latest=bool(cues["latest"]),
        counts=bool(cues["count"]),
        people=bool(cues["people"]),
        focus=next((focus for name, focus in _FOCUSES.items() if cues[name]), None),
        focus_alone=next((focus for name, focus in _FOCUSES.items() if f"{name}.alone" in alone), None),
        spoken=frozenset(
            word for name in cues if _is_no_topic(name, alone, bool(cues["count"])) for word in _words(cues[name])
        ),
    )


def is_courtesy(text: str) -> bool:
    """Whether a text is nothing but thanks, a greeting or abuse, whatever places are called like it."""
    words = fold(text).split()
    cues = {name: _words(_forms_in(forms, words)) for name, forms in _lexicon().items()}
    kind = cues.pop("courtesy")
    return bool(kind) and not any(cues.values()) and all(word in kind or is_filler(word) for word in words)


def _is_no_topic(name: str, alone: set[str], counts: bool) -> bool:
    """Whether the words of this list are none that a question is about.

    People are a topic, unless they are counted.
    """
    if name.endswith(".alone"):
        return name in alone
    return counts if name == "people" else name != "anything"


def _is_opening(text: str, words: Sequence[str], forms: Forms) -> bool:
    """Whether the question opens with "and" or its like, in Arabic also as part of a word: "وفي …"."""
    if not words or _INITIAL.match(text):
        return False
    attached = words[0][:1] == _AND and is_filler(words[0][1:])  # a place that it was part of is blank already
    return attached or next(_at(forms, words, 0), None) is not None


def _forms_in(forms: Forms, words: Sequence[str]) -> list[Form]:
    """The words of each form that stands in a question, as they stand there."""
    return [form for place in range(len(words)) for form in _at(forms, words, place)]


def _at(forms: Forms, words: Sequence[str], place: int) -> Iterator[Form]:
    word = words[place]
    for first in (word, word[1:]) if word[0] == _AND else (word,):
        for form in forms.get(first, ()):
            if tuple(words[place + 1 : place + len(form)]) == form[1:]:
                yield (word, *form[1:])


def _words(forms: Sequence[Form]) -> set[str]:
    return {word for form in forms for word in form}


@cache
def _lexicon() -> dict[str, Forms]:
    return dict(_lists(data.toml("dialogue.toml")))


def _lists(data: Mapping[str, Any]) -> Iterator[tuple[str, Forms]]:
    """Each list of all languages. Words that count only alone have a list of their own."""
    for name, table in data.items():
        for key, by_language in ((name, table), (f"{name}.alone", table.get("alone", {}))):
            listed = [forms for language, forms in by_language.items() if language != "alone"]
            yield key, _by_first_word([tuple(fold(form).split()) for forms in listed for form in forms])


def _by_first_word(forms: Sequence[Form]) -> Forms:
    by_word: dict[str, list[Form]] = {}
    for form in sorted(set(forms), key=len, reverse=True):
        by_word.setdefault(form[0], []).append(form)
    return {word: tuple(listed) for word, listed in by_word.items()}
