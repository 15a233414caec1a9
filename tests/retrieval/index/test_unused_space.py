"""What stands in an index file beyond its vectors is blank, and the vectors are as they were."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.index.chroma import ChromaFolder
from retrieval.index.unused_space import blank_unused

PLANTED = b"what happened in Sere Kaniye"


def unit(number: int, dimension: int = 16) -> np.ndarray:
    made = np.random.default_rng(7).normal(size=(number, dimension)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def filled(folder: Path, number: int) -> str:
    """A folder with so many vectors, closed; its generation."""
    store = ChromaFolder(folder)
    generation, index = store.create()
    if number:
        index.upsert(range(number), unit(number))
    index.nearest(unit(1)[0], limit=1)
    store.close()
    return generation


def plant(folder: Path, used: int, size: int) -> None:
    """Put words where no vector stands."""
    for name, each in (("data_level0.bin", size), ("length.bin", 4)):
        (file,) = folder.rglob(name)
        data = file.read_bytes()
        rest = len(data) - used * each
        file.write_bytes(data[: used * each] + (PLANTED * (rest // len(PLANTED) + 1))[:rest])


def holds(folder: Path) -> bool:
    return any(PLANTED[:12] in file.read_bytes() for file in folder.rglob("*.bin"))


# A hundred places are allocated and written at first; the file is written again once a thousand vectors have come.
@pytest.mark.parametrize("number", [1, 5, 400])
@pytest.mark.parametrize("when", ["at the next start", "at the end"])
def test_remains_of_memory_are_blanked(tmp_path: Path, number: int, when: str) -> None:
    generation = filled(tmp_path, number)
    head = next(tmp_path.rglob("header.bin")).read_bytes()
    held, size = int.from_bytes(head[20:28], "little"), int.from_bytes(head[28:36], "little")
    plant(tmp_path, held, size)
    assert holds(tmp_path)
    store = ChromaFolder(tmp_path)
    index = store.open(generation)
    assert index is not None and not holds(tmp_path)
    if when == "at the end":
        plant(tmp_path, held, size)
    found = [index.nearest(vector, limit=1)[0].passage_id for vector in unit(number)[::97]]
    store.close()
    assert not holds(tmp_path)
    assert found == list(range(0, number, 97))


def test_vectors_are_found_after_any_number_of_starts(tmp_path: Path) -> None:
    generation = filled(tmp_path, 1_200)
    for start in range(3):
        store = ChromaFolder(tmp_path)
        index = store.open(generation)
        assert index is not None
        assert [index.nearest(vector, limit=1)[0].passage_id for vector in unit(1_200)[::100]] == [
            *range(0, 1_200, 100)
        ]
        index.upsert(range(1_200 + start * 500, 1_700 + start * 500), -unit(500))
        store.close()
    assert not any(file.stat().st_size == 0 for file in tmp_path.rglob("data_level0.bin"))


@pytest.mark.parametrize("head", [b"", b"\x02" + bytes(99), bytes(36), b"\x01\0\0\0" + b"\xff" * 96])
def test_a_file_in_another_format_is_left_alone(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "header.bin").write_bytes(head)
    (tmp_path / "data_level0.bin").write_bytes(PLANTED)
    (tmp_path / "length.bin").write_bytes(PLANTED)
    blank_unused(tmp_path)
    assert (tmp_path / "data_level0.bin").read_bytes() == (tmp_path / "length.bin").read_bytes() == PLANTED
