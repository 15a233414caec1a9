"""An embedder that encodes each question once, however often it is asked."""

from collections.abc import Sequence

from retrieval.index.embedding import Embedder, ModelCard, Vectors


class RememberedQueries:
    """Another embedder, with the vectors of the questions remembered."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    @property
    def card(self) -> ModelCard:
        """The model's identity."""
        return self._embedder.card

    def warm_up(self) -> None:
        """Load the model."""
        self._embedder.warm_up()

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        if text not in self._known:
            self._known[text] = self._embedder.query(text)
        return self._known[text]

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages."""
        return self._embedder.passages(texts)
