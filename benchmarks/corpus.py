"""The development corpus in a library of its own, imported once and read again when the code has changed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
DATELINE = str(Path(sys.executable).with_name("dateline"))

ARTICLES = Path("data/airwars/articles.jsonl.gz")
PLACES = Path("data/gazetteer/places.csv")


def environment(data_dir: Path) -> dict[str, str]:
    """The environment of a command that works in `data_dir`, with no other setting of Dateline."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "TELEGRAM_"))}
    return {**kept, "DATELINE_DATA_DIR": str(data_dir)}


def development_library(shared: Path) -> Path:
    """The data dir with the development corpus and its places.

    Imported the first time (some three minutes); when the code has changed since, places, dates and topics are
    recognised anew, and vectors stay.
    """
    data_dir = CACHE / "eval"
    stamp = data_dir / "code"
    if not stamp.exists():
        _dateline(data_dir, "places", "import", str(shared / PLACES))
        _dateline(data_dir, "import", str(shared / ARTICLES))
    elif stamp.read_text() != code_stamp():
        subprocess.run([sys.executable, "-m", "benchmarks.read_again"], env=environment(data_dir), check=True, cwd=ROOT)
    stamp.write_text(code_stamp())
    return data_dir


def code_stamp() -> str:
    """A digest of what decides how articles are read."""
    digest = hashlib.sha256()
    for package in ("retrieval", "ingest"):
        for path in sorted((ROOT / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _dateline(data_dir: Path, *arguments: str) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([DATELINE, *arguments], env=environment(data_dir), check=False)
    if done.returncode not in (0, 1):  # 1: some items could not be read, and were named
        raise SystemExit(done.returncode)
