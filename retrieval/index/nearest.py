"""The passages that are nearest to a question: what is found, and what finds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval.index.embedding import Vectors


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A passage and the cosine of its vector to the question's."""

    passage_id: int
    similarity: float


class VectorIndex(Protocol):
    """Finds the passages whose vectors are nearest.

    Raises `IndexUnavailableError` when it cannot.
    """

    def nearest(self, vector: Vectors, *, limit: int, within: Sequence[int] | None = None) -> list[Neighbour]:
        """The nearest passages, best first.

        Only those in `within`, where it is given.
        """
