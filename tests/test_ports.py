"""Processes of the tests that take ports at the same time take different ones."""

import subprocess
import sys
from pathlib import Path

from tests.ports import END, FIRST, free_port

ROOT = Path(__file__).parents[1]
TAKE = "from tests.ports import free_port; print(*(free_port() for _ in range(200)), flush=True); input()"


def test_processes_that_run_at_the_same_time_are_given_different_ports() -> None:
    ours = [free_port() for _ in range(200)]
    processes = [_taking() for _ in range(4)]
    try:
        theirs = [int(port) for one in processes for port in _line(one).split()]
    finally:
        for one in processes:
            one.communicate("\n")
    taken = ours + theirs
    assert len(taken) == len(set(taken)) == 1_000
    assert all(FIRST <= port < END for port in taken)


def _taking() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", TAKE], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()
