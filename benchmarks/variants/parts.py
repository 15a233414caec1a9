"""The parts of an answer that can be taken away, each from outside, to see what it brings."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from benchmarks.variants.recognised import clauses, roles
from retrieval import data
from retrieval.index.chroma import ChromaIndex
from retrieval.index.nearest import Neighbour
from retrieval.index.vectors import ExactIndex
from retrieval.places.keys import PlaceKey
from retrieval.places.learned.registry import LearnedPlaces
from retrieval.questions.question import Question
from retrieval.search import order
from retrieval.search.search import Search
from retrieval.services import Services
from retrieval.text.folding import fold
from retrieval.topics.thesaurus import Thesaurus
from retrieval.understood import UNDATED, Doubt

Change = Callable[[Question], Question]
Part = Callable[[Services], AbstractContextManager[None]]  # in its context the part is away

ABOUT_PLACES = (Doubt.UNKNOWN_PLACE, Doubt.AMBIGUOUS_PLACE)
ABOUT_PERIODS = (*UNDATED, Doubt.FUTURE)


class ChangedReader:
    """A reader whose questions are changed after they were understood."""

    def __init__(self, reader: Any, change: Change) -> None:
        self._reader = reader
        self._change = change

    def understand(self, *asked: Any, **named: Any) -> Question:
        """The changed question."""
        return self._change(self._reader.understand(*asked, **named))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)


@contextmanager
def places(services: Services) -> Iterator[None]:
    """Know no places, neither by name nor by sound: their names are words like any other."""

    def placeless(question: Question) -> Question:
        names = tuple(place.matched for place in question.places)
        return replace(
            _undoubted(question, ABOUT_PLACES),
            places=(),
            place_ids=frozenset(),
            wording=(*question.wording, *map(fold, names)),
            names=(*question.names, *names),
        )

    with _asked_otherwise(services, placeless):
        yield


@contextmanager
def sounds(services: Services) -> Iterator[None]:
    """Know places only by the names that the gazetteer has."""

    def unheard(question: Question) -> Question:
        return replace(question, place_ids=frozenset(id_ for id_ in question.place_ids if not PlaceKey(id_).is_sound))

    with _asked_otherwise(services, unheard):
        yield


@contextmanager
def learned(services: Services) -> Iterator[None]:
    """Know no places but those of lists."""
    gazetteer = services.gazetteer
    with patch.object(gazetteer, "learned", LearnedPlaces(revision=gazetteer.learned.revision)):
        yield


@contextmanager
def periods(services: Services) -> Iterator[None]:
    """Understand no words of time."""
    with _asked_otherwise(services, lambda question: replace(_undoubted(question, ABOUT_PERIODS), period=None)):
        yield


@contextmanager
def thesaurus(services: Services) -> Iterator[None]:
    """Know no kinds of incident, targets or actors in a question: its words are looked up as words.

    Incidents are still told apart by the kinds that their articles were recognised with.
    """
    answerer = services.answerer
    with patch.object(answerer, "reader", replace(answerer.reader, thesaurus=_no_topics())):
        yield


@contextmanager
def details(services: Services) -> Iterator[None]:
    """Know no words that say more of an incident than its kind: to whom, where, with what."""
    with _asked_otherwise(services, lambda question: replace(question, details=frozenset())):
        yield


@contextmanager
def lexical(_services: Services) -> Iterator[None]:
    """Have no lexical index: it neither orders nor says which passages hold the words of a question."""

    def all_of(_search: Search, _question: Question, within: Sequence[int]) -> set[int]:
        return set(within)

    with patch("retrieval.library.lexical.ranked", lambda *_, **__: []), patch.object(Search, "_holding_words", all_of):
        yield


@contextmanager
def echoes(_services: Services) -> Iterator[None]:
    """Find the question's names only as they are written, not by how they sound in another script."""
    with patch("retrieval.search.names.sounds_of_names", lambda _names: []):
        yield


@contextmanager
def vectors(_services: Services) -> Iterator[None]:
    """Have no vectors: nothing is near."""
    with _nearest(lambda *_, **__: []):
        yield


@contextmanager
def structure(_services: Services) -> Iterator[None]:
    """Order by meaning and wording alone, background like the rest."""
    with patch.object(order, "STRUCTURE", 0.0), patch.object(order, "BACKGROUND", 1.0):
        yield


def without(*parts: Part) -> Part:
    """Take several parts away."""

    @contextmanager
    def away(services: Services) -> Iterator[None]:
        with ExitStack() as stack:
            for part in parts:
                stack.enter_context(part(services))
            yield

    return away


PARTS: dict[str, Part] = {
    "all parts": without(),
    "no places": places,
    "no sounds of names": sounds,
    "no learned places": learned,
    "no clauses": clauses,
    "no roles": roles,
    "no clauses, no roles": without(clauses, roles),
    "no periods": periods,
    "no thesaurus": thesaurus,
    "no details": details,
    "no lexical index": lexical,
    "no echoes of names": echoes,
    "no vectors": vectors,
    "no order by structure": structure,
    "order by wording alone": without(vectors, structure),
    "order by meaning alone": without(lexical, structure),
    "order by structure alone": without(lexical, vectors),
}


def _no_topics() -> Thesaurus:
    """A thesaurus with the tables of the packaged one, and nothing in them."""
    packaged = data.toml("topics.toml")
    return Thesaurus({name: {"words": {}} if "words" in table else {} for name, table in packaged.items()})


@contextmanager
def _asked_otherwise(services: Services, change: Change) -> Iterator[None]:
    with patch.object(services.answerer, "reader", ChangedReader(services.answerer.reader, change)):
        yield


@contextmanager
def _nearest(search_nearest: Callable[..., list[Neighbour]]) -> Iterator[None]:
    with patch.object(ExactIndex, "nearest", search_nearest), patch.object(ChromaIndex, "nearest", search_nearest):
        yield


def _undoubted(question: Question, doubts: Sequence[Doubt]) -> Question:
    return replace(question, doubts=tuple(had for had in question.doubts if had[0] not in doubts))
