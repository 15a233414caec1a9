"""The questions that we wrote ourselves over the development articles; their file names articles by id."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.library.sources import ROOT

FILE = ROOT / "benchmarks" / "questions" / "own_dev.jsonl"

OPEN = "own_dev"
KEPT = "own_dev · kept"  # nobody looks at these while rules are written: they are reported as one row

KEPT_OF = 10  # one question of so many is kept


def own_questions(stored: Iterable[Mapping[str, Any]], path: Path = FILE) -> dict[str, list[dict[str, Any]]]:
    """The questions under `OPEN` and `KEPT`, with the addresses of their articles, as the scorer takes them.

    `stored` are the development articles. `KeyError` where an article that answers is not among them.
    """
    addresses = {article["doc_id"]: article["url"] for article in stored}
    found: dict[str, list[dict[str, Any]]] = {OPEN: [], KEPT: []}
    for question in written(path):
        found[KEPT if question["kept"] else OPEN].append(_addressed(question, addresses))
    return found


def written(path: Path = FILE) -> list[dict[str, Any]]:
    """The questions as they stand in the file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def is_to_keep(id_: str) -> bool:
    """Whether the question with that id is one of those that are kept: its digest decides, no hand does."""
    return int(hashlib.sha256(id_.encode()).hexdigest(), 16) % KEPT_OF == 0


def _addressed(question: Mapping[str, Any], addresses: Mapping[str, str]) -> dict[str, Any]:
    """The question with an address for each id of an article."""
    gold = [{"url": addresses[each["article"]], "grade": each["grade"]} for each in question["gold"]]
    return {**question, "gold": gold, "unjudged": [addresses[id_] for id_ in question["unjudged"]]}
