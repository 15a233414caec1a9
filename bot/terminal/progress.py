"""What shows on a terminal that something is being done: bars and spinners, on standard error, nothing elsewhere."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

    from retrieval.services import Services
    from retrieval.settings import Settings


def bars() -> "Progress":
    """Progress bars on a terminal, nothing elsewhere.

    They stand on standard error, so that output can be piped.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def spinner(what: str) -> AbstractContextManager[object]:
    """A spinner for the length of the block, on a terminal."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    return console.status(Text(what, style="dim")) if console.is_terminal else nullcontext()


@contextmanager
def opened(settings: "Settings", **how: Any) -> "Iterator[Services]":
    """Everything below the bot, opened as `open_services` does, with a spinner until then."""
    with ExitStack() as stack:
        with spinner("opening the library …"):
            # Seconds of imports on a slow machine.
            from retrieval.services import open_services

            services = stack.enter_context(open_services(settings, **how))
        yield services
