"""What a question asks for besides reports of events: a map, a file, what the library holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from retrieval import data
from retrieval.questions.words import Span, is_filler, words_outside
from retrieval.text.folding import fold
from retrieval.understood import Request

_AND = "و"  # in Arabic written as part of the next word

Form = tuple[str, ...]  # folded words in a row


@dataclass(frozen=True, slots=True)
class AskedRequests:
    """What one text asks for, and where it says so."""

    requests: tuple[Request, ...] = ()
    spans: tuple[Span, ...] = ()


def read_requests(text: str) -> AskedRequests:
    """What a question asks for besides reports of events; nothing where it has no word for it."""
    words = words_outside(text, ())
    folded = [fold(word[0]) for word in words]
    found = list(_found(folded, _forms("anywhere")))
    taken = {at for start, length, _ in found for at in range(start, start + length)}
    alone = [one for one in _found(folded, _forms("alone")) if one[0] not in taken]
    taken_too = taken | {at for start, length, _ in alone for at in range(start, start + length)}
    if all(at in taken_too or is_filler(word[0]) for at, word in enumerate(words)):
        # "Is it true?" alone asks who says so, of the answer before.
        found = [*(one for one in found if one[2] is not Request.VERDICT), *alone]
    spans = tuple((words[start].start(), words[start + length - 1].end()) for start, length, _ in found)
    return AskedRequests(tuple(dict.fromkeys(request for _, _, request in found)), spans)


def _found(
    folded: Sequence[str], forms: Mapping[str, Sequence[tuple[Form, Request]]]
) -> Iterator[tuple[int, int, Request]]:
    """The forms in a row of words: where each begins, its length, what it asks for; the longest first, none twice."""
    at = 0
    while at < len(folded):
        length = 1
        for form, request in _beginning(folded[at], forms):
            if tuple(folded[at + 1 : at + len(form)]) == form[1:]:
                yield at, len(form), request
                length = len(form)
                break
        at += length


def _beginning(word: str, forms: Mapping[str, Sequence[tuple[Form, Request]]]) -> Iterator[tuple[Form, Request]]:
    yield from forms.get(word, ())
    if word[:1] == _AND:
        yield from forms.get(word[1:], ())


@cache
def _forms(kind: str) -> Mapping[str, Sequence[tuple[Form, Request]]]:
    """The forms that count `anywhere` or `alone`, by their first word, the longest first."""
    listed = data.toml("requests.toml")
    every = {
        (tuple(fold(form).split()), Request(name))
        for name, table in listed.items()
        for forms in table.get(kind, {}).values()
        for form in forms
    }
    by_word: dict[str, list[tuple[Form, Request]]] = {}
    for form, request in sorted(every, key=lambda one: (-len(one[0]), one)):
        by_word.setdefault(form[0], []).append((form, request))
    return by_word
