"""Stand-ins that keep most tests in milliseconds: an embedder without a model."""

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np

from retrieval.index.embedding import ModelCard, Vectors
from retrieval.text.folding import fold

DIMENSION = 64


class WordEmbedder:
    """Texts that share words are near: each folded word adds a direction that its hash chooses."""

    def __init__(self, name: str = "words", dimension: int = DIMENSION) -> None:
        self._card = ModelCard(name, dimension, "query: ", "passage: ")
        self.embedded: list[str] = []

    @property
    def card(self) -> ModelCard:
        return self._card

    def warm_up(self) -> None:
        """Nothing to load."""

    def query(self, text: str) -> Vectors:
        return self._vector(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self._card.dimension), "f4")

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self._card.dimension, np.float32)
        for word in fold(text).split():
            vector += _direction(word, self._card.dimension)
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector + np.float32(self._card.dimension**-0.5)


@cache
def _direction(word: str, dimension: int) -> Vectors:
    """The direction that a word's hash chooses."""
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
    return np.random.default_rng(seed).normal(size=dimension).astype(np.float32)
