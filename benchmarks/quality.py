"""Quality of answers on the development questions: `make eval`."""

import argparse
import subprocess
import sys
from pathlib import Path

from benchmarks.corpus import ARTICLES, CACHE, DATELINE, development_library, environment

QUESTIONS = ("dev", "natural_dev")


def main() -> None:
    """Import the development corpus once, ask every question, print the scorer's tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/ and eval/")
    parser.add_argument("--by", default="kind,lang", help="a table for each of these")
    options = parser.parse_args()
    if not (options.shared / ARTICLES).exists():
        sys.exit(
            f"{options.shared / ARTICLES} is missing: name the folder with the development data, make eval SHARED=…"
        )
    data_dir = development_library(options.shared)
    for name in QUESTIONS:
        sys.stdout.write(f"\n{name}\n{'=' * len(name)}\n")
        sys.stdout.flush()
        _score(options.shared, data_dir, name, options.by)


def _score(shared: Path, data_dir: Path, name: str, by: str) -> None:
    subprocess.run(
        [
            sys.executable,
            str(shared / "eval/score.py"),
            "--questions",
            str(shared / f"data/questions/{name}.jsonl"),
            "--articles",
            str(shared / ARTICLES),
            "--ask",
            f"{DATELINE} ask --json -",
            "--save",
            str(CACHE / f"answers-{name}.jsonl"),
            "--by",
            by,
        ],
        env=environment(data_dir),
        check=True,
    )


if __name__ == "__main__":
    main()
