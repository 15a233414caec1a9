"""Texts to vectors, by any sentence-transformers model; the default one needs no network."""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import SettingsError
from retrieval.index.default_model import prepare_default_model
from retrieval.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

# Passages encoded together. Measured on two cores: 16 to 64 differ by less than 5%, larger ones only cost memory.
BATCH = 32

# Passages that are embedded together where questions may be asked meanwhile.
FEW = 4


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What must be equal for two vectors to be comparable."""

    name: str
    dimension: int
    query_prompt: str
    passage_prompt: str


class Embedder(Protocol):
    """Turns texts into unit vectors whose dot product is their similarity."""

    @property
    def card(self) -> ModelCard:
        """The model's identity.

        Loads the model when it is not yet.
        """

    def warm_up(self) -> None:
        """Load the model now, so that the first question need not wait."""

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,)."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, shape (len(texts), dimension)."""


class SentenceTransformerEmbedder:
    """An embedder that loads its model once, on first use, whichever thread comes first."""

    def __init__(self, name: str, models_dir: Path) -> None:
        self.name = name
        self.models_dir = models_dir
        self._loading = threading.Lock()
        self._loaded: tuple[SentenceTransformer, ModelCard] | None = None
        self._refused: SettingsError | None = None

    @property
    def card(self) -> ModelCard:
        return self._model()[1]

    def warm_up(self) -> None:
        self.query("warm up")

    def query(self, text: str) -> Vectors:
        model, card = self._model()
        _use_threads(1)
        vector: Vectors = _encode(model, [text], card.query_prompt)[0]
        return vector

    def passages(self, texts: Sequence[str]) -> Vectors:
        model, card = self._model()
        _use_threads(cores_for(len(texts)))
        return _encode(model, texts, card.passage_prompt)

    def _model(self) -> "tuple[SentenceTransformer, ModelCard]":
        with self._loading:
            if self._refused is not None:
                raise self._refused  # a model that a hub was asked for in vain is not asked for again
            if self._loaded is None:
                try:
                    model = _load(self.name, self.models_dir)
                except SettingsError as error:
                    self._refused = error
                    raise
                self._loaded = model, _card(self.name, model)
            return self._loaded


def cores_for(passages: int) -> int:
    """How many cores passages are embedded with: a few are embedded beside questions, so one core is left to those."""
    cores = os.cpu_count() or 1
    return cores if passages > FEW else max(cores - 1, 1)


def _use_threads(count: int) -> None:
    """Let the calls that follow in this thread use so many cores.

    A question is some twenty words: on two idle cores a second thread saves 5 ms of 32, and on busy ones the two wait
    for each other at every layer, and the median went from 32 to 950 ms.
    """
    import torch  # heavy: it loads when it is needed

    torch.set_num_threads(count)


def _encode(model: "SentenceTransformer", texts: Sequence[str], prompt: str) -> Vectors:
    # The tokenizer gives leading and trailing white space pieces of their own: strip it.
    encoded: Any = model.encode(
        [text.strip() for text in texts],
        prompt=prompt,
        batch_size=BATCH,
        normalize_embeddings=True,
        convert_to_numpy=True,
        show_progress_bar=False,
    )
    return np.asarray(encoded, dtype=np.float32)


def _load(name: str, models_dir: Path) -> "SentenceTransformer":
    _quieten()
    from sentence_transformers import SentenceTransformer  # heavy: it loads when it is needed

    where = str(prepare_default_model(models_dir / DEFAULT_MODEL)) if name == DEFAULT_MODEL else name
    try:
        return SentenceTransformer(where, device="cpu")
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"DATELINE_EMBEDDING_MODEL={name} is neither a folder nor a sentence-transformers model "
            f"that can be loaded; leave it empty for {DEFAULT_MODEL}"
        ) from error


def _quieten() -> None:
    """Keep the libraries from drawing progress bars and load reports between the lines of an answer."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")  # each attempt to reach the hub is a warning
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    from transformers.utils import logging as transformers_logging  # heavy: it loads when it is needed

    disable: Callable[[], None] = transformers_logging.disable_progress_bar
    disable()


def _card(name: str, model: "SentenceTransformer") -> ModelCard:
    prompts: dict[str, Any] = model.prompts or {}
    return ModelCard(
        name=name,
        dimension=int(model.get_embedding_dimension() or 0),
        query_prompt=prompts.get("query") or "",
        passage_prompt=prompts.get("passage") or prompts.get("document") or "",
    )
