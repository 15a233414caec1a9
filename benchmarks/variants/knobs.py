"""The constants whose values are measured: where each is looked up, and the values to try."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from retrieval.passages.candidates import candidates


@dataclass(frozen=True, slots=True)
class Knob:
    """A constant that can have other values for a while."""

    names: tuple[str, ...]  # every module that looks it up
    values: Sequence[Any]
    recognises: bool = False  # whether articles have to be read again

    @contextmanager
    def turned(self, value: Any) -> Iterator[None]:
        """With `value` in place of the one in the code; `AttributeError` where there is no such constant any more."""
        with ExitStack() as stack:
            for name in self.names:
                stack.enter_context(patch(name, value))
            yield


@dataclass(frozen=True, slots=True)
class DefaultKnob:
    """A constant that is the default of an argument, and so is read only once."""

    function: Callable[..., Any]
    argument: str
    values: Sequence[Any]
    recognises: bool = False

    @contextmanager
    def turned(self, value: Any) -> Iterator[None]:
        """With `value` as the default."""
        with patch.dict(self.function.__kwdefaults__, {self.argument: value}):
            yield


KNOBS: dict[str, Knob | DefaultKnob] = {
    "RRF": Knob(("retrieval.search.order.RRF",), (5, 20, 60)),
    "STRUCTURE": Knob(("retrieval.search.order.STRUCTURE",), (0.0, 0.5, 1.0, 2.0, 4.0)),
    "NOT_TOLD": Knob(("retrieval.search.order.NOT_TOLD",), (0.0, 0.25, 0.5, 1.0, 4.0)),
    "WORDING": Knob(("retrieval.search.order.WORDING",), (0.0, 0.25, 0.5, 1.0)),
    "HEARD": Knob(("retrieval.search.order.HEARD",), (0.0, 1.0, 2.0, 4.0)),
    "NAMED": Knob(("retrieval.search.order.NAMED",), (0.0, 1.0, 2.0, 4.0)),
    "TOGETHER": Knob(("retrieval.search.order.TOGETHER",), (0.0, 1.0, 2.0, 4.0)),
    "TOLD": Knob(("retrieval.search.order.TOLD",), (0.0, 4.0, 8.0, 16.0)),
    "HEADING": Knob(("retrieval.search.order.HEADING",), (0.0, 3.0, 6.0)),
    "HEADING_CHARACTERS": Knob(("retrieval.passages.passage.HEADING_CHARACTERS",), (45, 90, 135)),
    "LATER": Knob(("retrieval.search.order.LATER",), (0.0, 0.25, 1.0)),
    "BACKGROUND": Knob(("retrieval.search.order.BACKGROUND",), (0.25, 0.5, 1.0)),
    "TELLING": Knob(("retrieval.topics.thesaurus.TELLING",), (0.25, 0.5, 0.75)),
    "SAME_NEWS": Knob(("retrieval.incidents.signatures.SAME_NEWS",), (0, 2, 5)),
    "DEPTH": Knob(("retrieval.search.search.DEPTH",), (50, 200, 800)),
    "FEW": Knob(("retrieval.search.search.FEW",), (0, 1_500)),
    "MOST_ROWS": DefaultKnob(candidates, "most", (500, 1_500, 6_000, 24_000)),
    "PREFIX_LETTERS": Knob(("retrieval.library.lexical.PREFIX_LETTERS",), (2, 4, 99)),
    "LEAD_PASSAGES": Knob(("ingest.keeping.recognition.LEAD_PASSAGES",), (1, 2, 3), recognises=True),
    "LEAD_WORDS": Knob(("ingest.keeping.recognition.LEAD_WORDS",), (1, 12, 20), recognises=True),
    "ELSEWHERE_KM": Knob(("ingest.keeping.nearness.ELSEWHERE_KM",), (5.0, 25.0, 5_000.0), recognises=True),
    "QUOTABLE_WORDS": Knob(("ingest.keeping.recognition.QUOTABLE_WORDS",), (1, 4, 8), recognises=True),
}
