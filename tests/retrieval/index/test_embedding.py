"""Vectors of texts, by the model that ships; the one module of the tests that loads it besides the sample story."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import SettingsError, StoreError
from retrieval.index import default_model
from retrieval.index.default_model import PREPARED, prepare_default_model
from retrieval.index.embedding import Embedder, SentenceTransformerEmbedder, Vectors
from retrieval.settings import DEFAULT_MODEL
from tests.fakes import WordEmbedder

SHELLING = {
    "en": "Artillery shells fell on a village this morning and three residents were wounded.",
    "ar": "سقطت قذائف مدفعية صباح اليوم على قرية وأصيب ثلاثة من سكانها بجروح.",
    "tr": "Bu sabah bir köye top mermileri düştü ve üç köylü yaralandı.",
}
FAIR = {
    "en": "The book fair opens on Thursday with readings for children and free entry.",
    "ar": "يفتتح معرض الكتاب يوم الخميس بقراءات للأطفال والدخول مجاني.",
    "tr": "Kitap fuarı perşembe günü çocuklar için okumalarla açılıyor, giriş ücretsiz.",
}


@pytest.fixture(scope="session")
def model(model_dir: Path) -> SentenceTransformerEmbedder:
    """The default model, loaded once."""
    return SentenceTransformerEmbedder(DEFAULT_MODEL, model_dir)


@pytest.fixture(params=["words", "model"])
def embedder(request: pytest.FixtureRequest) -> Iterator[Embedder]:
    """Every embedder that the tests rely on."""
    yield WordEmbedder() if request.param == "words" else request.getfixturevalue("model")


def norms(vectors: Vectors) -> Vectors:
    return np.linalg.norm(np.atleast_2d(vectors), axis=1)


class TestEveryEmbedder:
    """What the rest of the product relies on, whichever model it is."""

    def test_vectors_have_the_dimension_of_the_card(self, embedder: Embedder) -> None:
        dimension = embedder.card.dimension
        assert embedder.query("shells").shape == (dimension,)
        assert embedder.passages(["shells", "a fair"]).shape == (2, dimension)

    def test_vectors_are_single_precision_and_of_unit_length(self, embedder: Embedder) -> None:
        for vectors in (embedder.query("shells"), embedder.passages(["shells", "", "👍", "x" * 5_000])):
            assert vectors.dtype == np.float32
            assert norms(vectors) == pytest.approx(1.0, abs=1e-3)

    def test_no_passages_give_no_vectors(self, embedder: Embedder) -> None:
        assert len(embedder.passages([])) == 0

    def test_the_same_text_has_the_same_vector(self, embedder: Embedder) -> None:
        assert embedder.query(SHELLING["en"]) == pytest.approx(embedder.query(SHELLING["en"]))

    def test_a_passage_has_one_vector_whatever_stands_beside_it_in_the_batch(self, embedder: Embedder) -> None:
        alone = embedder.passages([SHELLING["en"]])[0]
        beside = embedder.passages([FAIR["en"] * 9, SHELLING["en"], ""])[1]
        assert float(alone @ beside) == pytest.approx(1.0, abs=1e-3)

    def test_white_space_around_a_text_changes_nothing(self, embedder: Embedder) -> None:
        padded = embedder.query(f"\n  {SHELLING['en']} \t")
        assert float(padded @ embedder.query(SHELLING["en"])) == pytest.approx(1.0, abs=1e-3)

    def test_a_text_with_the_words_of_the_question_is_nearer_than_one_without(self, embedder: Embedder) -> None:
        near, far = embedder.passages([SHELLING["en"], FAIR["en"]])
        question = embedder.query("artillery shells on a village")
        assert float(question @ near) > float(question @ far)

    def test_the_card_names_the_prompts_that_set_questions_and_passages_apart(self, embedder: Embedder) -> None:
        assert (embedder.card.query_prompt, embedder.card.passage_prompt) == ("query: ", "passage: ")

    def test_it_can_be_warmed_up_more_than_once(self, embedder: Embedder) -> None:
        embedder.warm_up()
        embedder.warm_up()


@pytest.mark.parametrize("asked", ["en", "ar", "tr"])
@pytest.mark.parametrize("told", ["en", "ar", "tr"])
def test_texts_of_one_matter_are_nearer_than_others_across_languages(
    model: SentenceTransformerEmbedder, asked: str, told: str
) -> None:
    question = model.query({"en": "shelling of a village", "ar": "قصف قرية", "tr": "köye topçu atışı"}[asked])
    near, far = model.passages([SHELLING[told], FAIR[told]])
    assert float(question @ near) > float(question @ far)


def test_the_prompts_are_put_before_the_texts(model: SentenceTransformerEmbedder) -> None:
    inside, card = model._model()
    bare = inside.encode(
        [card.query_prompt + "shells", card.passage_prompt + "shells", "shells"], normalize_embeddings=True
    )
    assert model.query("shells") == pytest.approx(bare[0], abs=1e-4)
    assert model.passages(["shells"])[0] == pytest.approx(bare[1], abs=1e-4)
    assert float(model.query("shells") @ bare[2]) < 0.999


def test_the_card_names_the_model_as_it_is_set(model: SentenceTransformerEmbedder) -> None:
    assert (model.card.name, model.card.dimension) == (DEFAULT_MODEL, 384)


def test_a_folder_is_a_model_too(model_dir: Path) -> None:
    folder = str(model_dir / DEFAULT_MODEL)
    embedder = SentenceTransformerEmbedder(folder, model_dir)
    assert (embedder.card.name, embedder.card.dimension) == (folder, 384)


def test_the_model_is_loaded_at_the_first_question_and_no_sooner(model_dir: Path) -> None:
    assert SentenceTransformerEmbedder(DEFAULT_MODEL, model_dir)._loaded is None


def test_a_model_that_does_not_exist_is_refused_in_one_line(
    model_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for name in (str(tmp_path / "nowhere"), str(tmp_path)):
        with pytest.raises(SettingsError, match=f"DATELINE_EMBEDDING_MODEL={name} is neither") as refused:
            SentenceTransformerEmbedder(name, model_dir).warm_up()
        assert "\n" not in str(refused.value)


def test_preparing_a_model_that_is_there_leaves_it_as_it_is(model_dir: Path) -> None:
    before = (model_dir / DEFAULT_MODEL / PREPARED).stat().st_mtime_ns
    assert prepare_default_model(model_dir / DEFAULT_MODEL) == model_dir / DEFAULT_MODEL
    assert (model_dir / DEFAULT_MODEL / PREPARED).stat().st_mtime_ns == before


def test_a_place_that_cannot_hold_the_model_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match=r"cannot prepare the model in .*file"):
        prepare_default_model(tmp_path / "file" / "model")


def test_weights_of_another_origin_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = default_model._weights_file().read_bytes()
    for altered in (source[:-1], source[:1000] + b"\0" + source[1001:], source + b"x", b""):
        (tmp_path / "weights").write_bytes(altered)
        monkeypatch.setattr(default_model, "_weights_file", lambda: tmp_path / "weights")
        with pytest.raises(StoreError, match=r"is not the file of weights .* reinstall it with: pip install"):
            prepare_default_model(tmp_path / "model")
        assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("change", ["altered", "cut", "added", "removed", "unpacked by an older Dateline"])
def test_a_model_that_was_changed_after_it_was_unpacked_is_unpacked_anew(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpack(_source: Path, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "part").mkdir(parents=True)
        (folder / "part" / "config.json").write_text("{}")
        (folder / "model.safetensors").write_bytes(b"weights")
        (folder / PREPARED).write_text(default_model._hashes(folder))
        unpacked.append(folder)

    unpacked: list[Path] = []
    monkeypatch.setattr(default_model, "_unpack", unpack)
    folder = prepare_default_model(tmp_path / "model")
    prepare_default_model(folder)
    assert len(unpacked) == 1
    match change:
        case "altered":
            (folder / "model.safetensors").write_bytes(b"Weights")
        case "cut":
            (folder / "model.safetensors").write_bytes(b"")
        case "added":
            (folder / "part" / "modeling.py").write_text("raise SystemExit")
        case "removed":
            (folder / "part" / "config.json").unlink()
        case _:
            (folder / PREPARED).write_text("")
    prepare_default_model(folder)
    assert len(unpacked) == 2
    assert default_model.is_as_unpacked(folder)
