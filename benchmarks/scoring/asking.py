"""Questions put to the product through its contract, `dateline ask --json -`, and the scorer that judges answers."""

import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from benchmarks.library.corpus import DATELINE, environment
from benchmarks.library.progress import counting

Question = dict[str, Any]
AnswerJson = dict[str, Any]

ASKED = ("id", "question", "now", "tz", "context")  # what the product is told of a question


def load_scorer(shared: Path) -> ModuleType:
    """The scorer in the shared folder, as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{shared / 'eval' / 'score.py'} cannot be loaded")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def ask_all(questions: Sequence[Question], data_dir: Path, name: str) -> list[AnswerJson]:
    """The answers of `dateline ask` to the questions, in a process of its own; `name` is shown with the progress."""
    process = subprocess.Popen(
        [DATELINE, "ask", "--json", "-"],
        env=environment(data_dir),
        cwd=data_dir,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        bufsize=1,
    )
    assert process.stdin and process.stdout
    threading.Thread(target=_feed, args=(process.stdin, questions), daemon=True).start()
    answers = []
    with counting(f"questions of {name} answered", len(questions)) as count:
        for line in process.stdout:
            answers.append(json.loads(line))
            count(1)
    if process.wait():
        sys.exit(f"dateline ask ended with status {process.returncode}")
    return answers


def _feed(stream: IO[str], questions: Sequence[Question]) -> None:
    with stream:
        for question in questions:
            known = {key: question[key] for key in ASKED if key in question}
            stream.write(json.dumps(known, ensure_ascii=False) + "\n")
