"""The reported cases of understanding: how many of each kind and language come out right."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.library.corpus import DATELINE
from benchmarks.library.sources import ROOT
from benchmarks.scoring.table import Row

CASES = Path("cases/understanding")
MEASURE = "right"

_LINE = re.compile(r"(?P<verdict>pass|FAIL)\s+\S+\s+(?P<lang>\w+)\s+(?P<kind>.+)")


@dataclass(frozen=True, slots=True)
class Case:
    """A case that was asked: its kind, its language, whether what came is right."""

    kind: str
    lang: str
    is_right: bool


def cases(shared: Path) -> list[Row]:
    """The share of cases that are right: of all, of each kind, of each language; none where there are no cases.

    `subprocess.CalledProcessError` where the runner cannot run: it exits with 1 where cases fail, with 2 then.
    """
    folder = shared / CASES
    if not (folder / "cases.jsonl").exists():
        sys.stderr.write(f"{folder / 'cases.jsonl'} is missing: the reported cases are left out.\n")
        return []
    command = [sys.executable, str(folder / "run.py"), DATELINE, str(folder / "cases.jsonl")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, command)
    return rows_of(read(done.stdout))


def read(printed: str) -> list[Case]:
    """The cases of what the runner printed, a line each; its other lines explain faults.

    The kind is what stands before its first colon: "figure: bare hundred" is one of figures.
    """
    found = filter(None, map(_LINE.match, printed.splitlines()))
    return [Case(line["kind"].split(":")[0].split("  (")[0], line["lang"], line["verdict"] == "pass") for line in found]


def rows_of(asked: Sequence[Case]) -> list[Row]:
    """A row for all cases, for each kind and for each language."""
    kinds = dict.fromkeys(sorted(case.kind for case in asked))
    languages = dict.fromkeys(sorted(case.lang for case in asked))
    return [
        _row("all", asked),
        *(_row(kind, [case for case in asked if case.kind == kind]) for kind in kinds),
        *(_row(lang, [case for case in asked if case.lang == lang]) for lang in languages),
    ]


def beside(now: Sequence[Row], before: Iterable[Row]) -> list[Row]:
    """The rows with what the rows of the same names had before."""
    had = {row.name: row.values.get(MEASURE) for row in before}
    return [Row(row.name, row.n, {**row.values, "before": had.get(row.name)}) for row in now]


def _row(name: str, asked: Iterable[Case]) -> Row:
    right = [case.is_right for case in asked]
    return Row(name, len(right), {MEASURE: sum(right) / len(right) if right else None})
