"""Lines from standard input, read only when one is wanted, never holding up the event loop or the exit."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import TextIO

PROMPT = "› "

WantedLine = tuple[asyncio.AbstractEventLoop, asyncio.Future[str | None]]


class TypedLines:
    """Hands out lines one at a time.

    A thread of its own waits for them.
    """

    def __init__(self, read: Callable[[], str | None], *, interactive: bool) -> None:
        self.interactive = interactive
        self._read = read
        self._wanted: SimpleQueue[WantedLine] = SimpleQueue()
        # A daemon: nothing wakes a thread that waits for a key, and nobody should have to press one to leave.
        threading.Thread(target=self._work, name="typed lines", daemon=True).start()

    async def next(self) -> str | None:
        """The next line without its line break.

        None at the end of input.
        """
        loop = asyncio.get_running_loop()
        line: asyncio.Future[str | None] = loop.create_future()
        self._wanted.put((loop, line))
        return await line

    def _work(self) -> None:
        while True:
            loop, wanted = self._wanted.get()
            line = self._read()
            with suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(_hand_over, wanted, line)


@contextmanager
def typed_lines(stdin: TextIO) -> Iterator[TypedLines]:
    """Lines of a terminal, with a prompt and editing, or of a file or pipe."""
    if not stdin.isatty():
        yield TypedLines(_line_reader(stdin), interactive=False)
        return
    with _terminal_restored(stdin):
        yield TypedLines(_prompt, interactive=True)


def _hand_over(wanted: asyncio.Future[str | None], line: str | None) -> None:
    if not wanted.done():
        wanted.set_result(line)


def _prompt() -> str | None:
    try:
        return input(PROMPT)
    except EOFError:
        return None


def _line_reader(stdin: TextIO) -> Callable[[], str | None]:
    """Reads past Python's buffer, whose lock a waiting thread would hold when the program ends."""
    raw = open(stdin.fileno(), "rb", buffering=0, closefd=False)  # noqa: SIM115 - closing it would close stdin

    def read() -> str | None:
        line = raw.readline()
        return line.decode("utf-8", "replace").rstrip("\r\n") if line else None

    return read


@contextmanager
def _terminal_restored(stdin: TextIO) -> Iterator[None]:
    """Leave the terminal as it was: Ctrl-C may come while the line editor has it."""
    if sys.platform == "win32":
        yield
        return
    # Here, since Windows has neither.
    import readline  # noqa: F401 - gives `input` history and editing
    import termios

    before = termios.tcgetattr(stdin.fileno())
    try:
        yield
    finally:
        termios.tcsetattr(stdin.fileno(), termios.TCSADRAIN, before)
