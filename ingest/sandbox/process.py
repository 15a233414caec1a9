"""One sandbox, as the process that asks it sees it: started, asked, waited for within bounds, and ended."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ingest.sandbox.bounds import MOST_ANSWERED, Bounds
from ingest.sandbox.wire import HEAD, packed

# Bytes that are taken from a pipe at a time, Linux's default of what it holds.
_PIECE = 2**16
# Seconds in which a process that has closed its pipe is gone.
_GOING = 5
# What a sandbox is told of the outside: where its modules are, and how text is written there.
_TOLD = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT")


class SandboxEnded(Exception):
    """The process ended or had to be ended before it had answered: `str()` says why, as the end of a sentence."""


class Sandbox:
    """A process that reads strangers' bytes. It serves one request at a time, and is asked by one thread at a time."""

    def __init__(self, bounds: Bounds, starter: ThreadPoolExecutor) -> None:
        """Start it in `starter`'s thread: Linux ends it when the thread that started it ends."""
        self._bounds = bounds
        self._process = starter.submit(_started, bounds).result()
        self.is_usable = True

    def ask(self, said: Mapping[str, Any], body: bytes = b"") -> Iterator[dict[str, Any]]:
        """The answers to a request, each as it comes, without the last one, which only ends them.

        Raises `SandboxEnded` where the process does not answer within its bounds, or says what is no answer. Unless all
        answers are taken, it cannot be used again.
        """
        self.is_usable = False
        self._send(packed(said, body))
        while True:
            answer = self._receive()
            if answer.get("last"):
                self.is_usable = not answer.get("worn")
                if why := answer.get("ended"):
                    raise SandboxEnded(_said_of(str(why), self._bounds))
                if "unreadable" in answer:
                    yield answer
                return
            yield answer

    def is_alive(self) -> bool:
        """Whether it is still there."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it, whatever it is at."""
        self.is_usable = False
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _send(self, message: bytes) -> None:
        view, deadline = memoryview(message), self._deadline()
        pipe = self._pipe(self._process.stdin)
        try:
            while view:
                self._wait_for(pipe, selectors.EVENT_WRITE, deadline)
                view = view[os.write(pipe, view[:_PIECE]) :]
        except BrokenPipeError:
            raise self._ended() from None

    def _receive(self) -> dict[str, Any]:
        deadline = self._deadline()
        text, body = HEAD.unpack(self._read(HEAD.size, deadline))
        if text > MOST_ANSWERED or body:
            raise self._refused("gave more text than an article has")
        try:
            answer = json.loads(self._read(text, deadline))
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise self._refused("gave what is no answer")
        return answer

    def _read(self, size: int, deadline: float) -> bytes:
        pipe, held = self._pipe(self._process.stdout), bytearray()
        while len(held) < size:
            self._wait_for(pipe, selectors.EVENT_READ, deadline)
            piece = os.read(pipe, min(_PIECE, size - len(held)))
            if not piece:
                raise self._ended()
            held += piece
        return bytes(held)

    def _wait_for(self, pipe: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                self.end()
                raise SandboxEnded(_said_of("time", self._bounds))

    def _ended(self) -> SandboxEnded:
        """What became of the process, which has closed its pipe."""
        try:
            code = self._process.wait(_GOING)
        except subprocess.TimeoutExpired:
            code = 0
        self.end()
        if code == -signal.SIGXCPU:
            return SandboxEnded(_said_of("time", self._bounds))
        name = signal.Signals(-code).name if code < 0 else f"status {code}"
        return SandboxEnded(_said_of(name, self._bounds))

    def _refused(self, why: str) -> SandboxEnded:
        self.end()
        return SandboxEnded(why)

    def _deadline(self) -> float:
        return time.monotonic() + self._bounds.waiting

    def _pipe(self, pipe: Any) -> int:
        if pipe is None or pipe.closed:
            raise SandboxEnded(_said_of("closed", self._bounds))
        return int(pipe.fileno())


def _started(bounds: Bounds) -> "subprocess.Popen[bytes]":
    """The process, with an environment of its own: no token, no setting and no password goes there."""
    told = {name: os.environ[name] for name in _TOLD if name in os.environ}
    process = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "ingest.sandbox.child",
            str(os.getpid()),
            str(bounds.seconds),
            str(bounds.memory),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**told, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # Ctrl-C is for the one that asks
        bufsize=0,
    )
    if process.stdin is not None:
        os.set_blocking(process.stdin.fileno(), False)
    return process


def _said_of(why: str, bounds: Bounds) -> str:
    match why:
        case "time":
            return f"could not be read within {bounds.seconds} seconds"
        case "memory":
            return f"needs more than {bounds.memory // 2**20} MiB of memory to be read"
        case _:
            return f"ended the process that read it ({why})"
