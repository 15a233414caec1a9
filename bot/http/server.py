"""HTTP servers in the bot's own event loop: what they are bound to, and how they stop."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.settings import Listen
from retrieval.errors import SettingsError

# Seconds that a stop waits for requests that are being answered; whoever sent one that is cut off sends it again.
STOP_SECONDS = 5

# Bytes of the head of a request: Telegram's has some hundred.
LARGEST_HEAD = 16 * 1024

# Addresses of a name that this machine does not have, such as those of IPv6 where there is none.
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


class _Server(uvicorn.Server):
    """Leaves the signals of the process to the bot, which stops it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(app: ASGIApp, sockets: Sequence[socket.socket], ended: Callable[[], object]) -> AsyncIterator[None]:
    """Serve for the length of the block, and then answer what has arrived.

    `ended` is called when nothing is served any more, whatever the reason; a failure is raised at the end.
    """
    server = _Server(_config(app))
    task = asyncio.create_task(server.serve(list(sockets)), name="http")
    task.add_done_callback(lambda _: ended())
    try:
        yield
    finally:
        server.should_exit = True
        await task


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",  # the one of its parsers that bounds the head of a request
        h11_max_incomplete_event_size=LARGEST_HEAD,
        ws="none",
        lifespan="off",
        log_config=None,  # what it logs goes where the bot's log goes
        access_log=False,  # which would be a list of addresses
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


def bound(at: Listen, setting: str) -> list[socket.socket]:
    """Sockets that listen at every address of a host.

    `SettingsError` names the setting where that is not possible.
    """
    try:
        with ExitStack() as opened:
            sockets = list(_bound(at, opened))
            opened.pop_all()
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]  # Python adds the address
        raise SettingsError(
            f"{setting}={at.host}:{at.port} cannot be bound: {reason}. Free the port or choose another one."
        ) from error
    return sockets


def _bound(at: Listen, opened: ExitStack) -> Iterator[socket.socket]:
    found = socket.getaddrinfo(at.host, at.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    missing: OSError | None = None
    is_bound = False
    for family, *_, address in found:
        try:
            yield opened.enter_context(socket.create_server(address[:2], family=family))
            is_bound = True
        except OSError as error:
            if error.errno not in _NOT_HERE:
                raise
            missing = error
    if missing is not None and not is_bound:
        raise missing
