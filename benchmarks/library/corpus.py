"""The development corpus in a library of its own, imported once and recognised anew when what reads it has changed."""

import gzip
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.library.sources import ROOT, digest, sources
from retrieval.settings import Settings

CACHE = ROOT / ".cache"
DATELINE = str(Path(sys.executable).with_name("dateline"))

ARTICLES = Path("data/airwars/articles.jsonl.gz")
PLACES = Path("data/gazetteer/places.csv")
QUESTIONS = Path("data/questions")

MADE_FROM = "made-from.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """Digests of what a library was made from."""

    articles: str
    places: str
    recognition: str


def run(command: list[str], data_dir: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command on the library in `data_dir`; no other setting of the person who runs it reaches it.

    It starts in that folder, so that a `.env` of the work tree, which may name a newsroom's database, stays unread.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    return subprocess.run(command, env=environment(data_dir), cwd=data_dir, text=True, **options)


def environment(data_dir: Path) -> dict[str, str]:
    """The environment of a command that works in `data_dir`, with no other setting of Dateline."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "TELEGRAM_"))}
    return {**kept, "DATELINE_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}


def settings_of(data_dir: Path) -> Settings:
    """The settings of a command that works in `data_dir`, for this process."""
    with patch.dict(os.environ, environment(data_dir), clear=True):
        return Settings.read(_env_file=None)


def require(shared: Path, make: str) -> None:
    """Leave with a sentence where the development data are missing."""
    if not (shared / ARTICLES).exists():
        sys.exit(f"{shared / ARTICLES} is missing: name the folder with the development data, make {make} SHARED=…")


def development_library(shared: Path) -> Path:
    """The data dir with the development corpus and its places.

    Imported where the articles or the places are others than before; recognised anew, while vectors stay, where the
    code or the word lists that recognise have changed; else as it was.
    """
    data_dir = CACHE / "eval"
    origin, kept = _origin(shared), _kept(data_dir)
    if kept == origin:
        _say("The development library is as it was.")
        return data_dir
    is_new = not (data_dir / "dateline.sqlite3").exists()
    if kept is None or (kept.articles, kept.places) != (origin.articles, origin.places):
        _say("Importing the development corpus: about ten minutes the first time, one where its vectors are there.")
        _dateline(data_dir, "places", "import", str((shared / PLACES).resolve()))
        _dateline(data_dir, "import", str((shared / ARTICLES).resolve()))
    if not is_new and (kept is None or kept.recognition != origin.recognition):
        _say("What recognises places, dates and topics has changed: recognising anew, about a minute.")
        run([sys.executable, "-m", "benchmarks.library.read_again"], data_dir, check=True)
    (data_dir / MADE_FROM).write_text(json.dumps(asdict(origin)))
    return data_dir


def recognition_stamp() -> str:
    """A digest of what decides how articles are read: the code that recognises, and its lists of words."""
    lists = sorted(path for path in (ROOT / "retrieval" / "data").iterdir() if path.is_file())
    return digest([*sources("ingest.keeping.recognition", "retrieval.library.place_store"), *lists])


def articles(shared: Path) -> list[dict[str, Any]]:
    """The development articles, as they are imported."""
    with gzip.open(shared / ARTICLES, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def question_files(shared: Path) -> dict[str, list[dict[str, Any]]]:
    """The questions of each file whose answers are known, by the file's name."""
    found = {}
    for path in sorted((shared / QUESTIONS).glob("*.jsonl")):
        questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        if questions and all("gold" in question and "expect" in question for question in questions):
            found[path.stem] = questions
    return found


def _origin(shared: Path) -> Origin:
    return Origin(digest([shared / ARTICLES]), digest([shared / PLACES]), recognition_stamp())


def _kept(data_dir: Path) -> Origin | None:
    """What the library says that it was made from; None where it says nothing, as after an interrupted import."""
    try:
        return Origin(**json.loads((data_dir / MADE_FROM).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _dateline(data_dir: Path, *arguments: str) -> None:
    done = run([DATELINE, *arguments], data_dir)
    if done.returncode not in (0, 1):  # 1: some items could not be read, and were named
        raise SystemExit(done.returncode)
