"""Processes that a test can kill.

Each is forked from one that has imported the product before, so that a start takes a tenth of a second.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        "chromadb",
        "chromadb.api.rust",
        "dbos",
        "tests.flows.watching.delivering",
        "tests.flows.feeding.fed_bot",
        "tests.flows.feeding.importing",
    ]
)


def start(run: Callable[..., None], environment: Mapping[str, str], *arguments: object) -> BaseProcess:
    """A process that runs a function of a module, with so much in its environment and nothing else."""
    process = _FORKS.Process(target=_run, args=(run, dict(environment), arguments), daemon=True)
    process.start()
    return process


def _run(run: Callable[..., None], environment: dict[str, str], arguments: tuple[object, ...]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(silence, stream.fileno())
    run(*arguments)
