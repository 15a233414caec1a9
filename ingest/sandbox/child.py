"""The program of a sandbox: it gives up what it does not need, then answers one request after the other.

What it writes is not believed either: the parent takes JSON of bounded length from it, and nothing else.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

from ingest.formats.drafts import Unreadable
from ingest.sandbox.bounds import Bounds
from ingest.sandbox.privileges import allow_seconds, end_with_parent, lower
from ingest.sandbox.tasks import answers_to
from ingest.sandbox.wire import HEAD, from_words, packed

# Bytes that a process still holds after an item, from which on the next item gets a new one.
_WORN = 400 * 2**20


def main(parent: int, seconds: int, memory: int) -> None:
    """Answer requests until there are no more."""
    end_with_parent(parent)
    lower(memory)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    bounds = Bounds(seconds=seconds, memory=memory)
    while head := requests.read(HEAD.size):
        text, body = HEAD.unpack(head)
        said = json.loads(requests.read(text))
        _answer(said, requests.read(body), answers, bounds)


def _answer(said: dict[str, Any], body: bytes, answers: BinaryIO, bounds: Bounds) -> None:
    """Answer a request; the last answer says that it is the last, and whether this process should be asked again.

    Catches broadly: what no reader foresaw is said by its name, and costs one item.
    """
    allow_seconds(bounds.seconds)
    try:
        for answer in answers_to(said, body):
            answers.write(packed(answer))
            answers.flush()
            allow_seconds(bounds.seconds)
        last: dict[str, Any] = {"worn": _held() > _WORN}
    except Unreadable as error:
        last = {"unreadable": from_words(error.words)}
    except MemoryError:
        last = {"ended": "memory", "worn": True}
    except Exception as error:
        last = {"ended": type(error).__name__, "worn": True}
    answers.write(packed({**last, "last": True}))
    answers.flush()


def _held() -> int:
    """The bytes of memory that this process holds now; 0 where the system does not say it.

    `getrusage` does not do: on Linux, its highest value begins with what the parent held.
    """
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
