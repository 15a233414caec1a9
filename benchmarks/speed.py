"""Speed and memory, as ratios taken in one run: `make bench`.

The machine may be shared and noisy, so each figure is a ratio of two things measured in turn: what Dateline takes,
and the floor that no implementation with the same model goes below.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpus import ARTICLES, DATELINE, ROOT, environment
from benchmarks.large import large_library

ROUNDS = 5
QUESTIONS = 40


def main() -> None:
    """Measure the four ratios and print each beside its bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/")
    parser.add_argument("--only", choices=list(MEASURES), action="append", help="only these")
    options = parser.parse_args()
    if not (options.shared / ARTICLES).exists():
        sys.exit(
            f"{options.shared / ARTICLES} is missing: name the folder with the development data, make bench SHARED=…"
        )
    large = large_library(options.shared)
    missed = [name for name in options.only or MEASURES if not MEASURES[name](options.shared, large)]
    sys.stdout.write(f"\n{'all within their bounds' if not missed else 'missed: ' + ', '.join(missed)}\n")


def import_speed(shared: Path, large: Path) -> bool:
    """Import, against encoding the same passages and nothing else."""
    done = _child("import_speed", large, str(shared / ARTICLES))
    ratio = done["encode_s"] / done["import_s"]
    return _said(
        "import / encoding alone",
        ratio,
        ratio >= 0.8,
        "≥ 0.8",
        f"{done['passages']} passages, import {done['import_s']:.1f} s, encoding {done['encode_s']:.1f} s",
    )


def warm_question(shared: Path, large: Path) -> bool:
    """A warm question on 100,000 passages, against encoding it and one pass over all vectors."""
    good = True
    for scope, found in _child("warm_question", large, str(QUESTIONS)).items():
        ratio = found["question_ms"] / found["floor_ms"]
        good &= _said(
            f"warm question, {scope}",
            ratio,
            ratio <= 2,
            "≤ 2",
            f"median {found['question_ms']:.1f} ms, floor {found['floor_ms']:.1f} ms, {found['passages']} passages",
        )
    return good


def cold_question(shared: Path, large: Path) -> bool:
    """`dateline ask` from cold, against importing its libraries and loading the model."""
    demo = ROOT / ".cache" / "demo"
    subprocess.run([DATELINE, "demo"], env=environment(demo), check=True, stdout=subprocess.DEVNULL)
    ask = [DATELINE, "ask", "--json", "--now", "2024-11-17T12:00:00+03:00", "what happened in Sere Kaniye this week"]
    load = [sys.executable, "-m", "benchmarks.floors", "load"]
    pairs = [(_seconds(ask, demo), _seconds(load, demo)) for _ in range(ROUNDS)]
    ratio = statistics.median(asked / loaded for asked, loaded in pairs)
    asked_s, loaded_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    return _said(
        "cold question / loading alone",
        ratio,
        ratio <= 1.5,
        "≤ 1.5",
        f"median {asked_s:.1f} s, loading {loaded_s:.1f} s",
    )


def memory(shared: Path, large: Path) -> bool:
    """The bot answering from 100,000 passages, against the loaded model alone; peak resident memory."""
    bot = _peak([sys.executable, "-m", "benchmarks.floors", "answer", str(large), "20"], large)
    model = _peak([sys.executable, "-m", "benchmarks.floors", "load"], large)
    return _said("memory / model alone", bot / model, bot / model <= 2, "≤ 2", f"{bot} MB, model {model} MB")


MEASURES: dict[str, Callable[[Path, Path], bool]] = {
    "import": import_speed,
    "warm": warm_question,
    "cold": cold_question,
    "memory": memory,
}


def _child(name: str, large: Path, *arguments: str) -> dict:
    """What a measurement in a process of its own prints as its last line."""
    command = [sys.executable, "-m", "benchmarks.floors", name, str(large), *arguments]
    done = subprocess.run(command, env=environment(large), check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return json.loads(done.stdout.splitlines()[-1])


def _seconds(command: list[str], data_dir: Path) -> float:
    start = time.monotonic()
    subprocess.run(command, env=environment(data_dir), check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.monotonic() - start


def _peak(command: list[str], data_dir: Path) -> int:
    """The peak resident memory of a command, in MB, by the operating system's own account."""
    process = subprocess.Popen(command, env=environment(data_dir), stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_maxrss // 1024


def _said(name: str, ratio: float, good: bool, bound: str, detail: str) -> bool:
    sys.stdout.write(f"{name:<34} {ratio:5.2f}  {bound:<6} {'ok    ' if good else 'MISSED'} {detail}\n")
    sys.stdout.flush()
    return good


if __name__ == "__main__":
    main()
