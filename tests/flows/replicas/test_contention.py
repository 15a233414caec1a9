"""Four replicas that write at once on one PostgreSQL: no deadlock, nothing twice, and none fails because of another."""

import json
from collections import Counter
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url
from sqlmodel import func, select

from bot.models import Delivery, InboxRow
from retrieval.library.database import open_database, read_session
from retrieval.library.models import Article, Version
from tests.flows.processes import start
from tests.flows.replicas.contention import work

REPLICAS, OPERATIONS = 4, 40


def test_four_replicas_do_everything_at_once(postgres_url: str, tmp_path: Path) -> None:
    processes = [start(work, {"PATH": ""}, postgres_url, str(tmp_path), n, OPERATIONS) for n in range(REPLICAS)]
    for process in processes:
        process.join()
    done = [json.loads((tmp_path / f"{number}.json").read_text()) for number in range(REPLICAS)]
    handled = Counter(update for updates, _, _ in done for update in updates)
    sent = Counter(tuple(one) for _, deliveries, _ in done for one in deliveries)
    failures = [failure for _, _, failed in done for failure in failed]
    engine = open_database(postgres_url)
    with read_session(engine) as session:
        finished = session.exec(select(func.count()).where(InboxRow.outcome == "done")).one()
        told = session.exec(select(func.count()).where(Delivery.message_id.is_not(None))).one()  # type: ignore[union-attr]
        articles, versions = (session.exec(select(func.count()).select_from(t)).one() for t in (Article, Version))
    engine.dispose()
    assert failures == []
    assert deadlocks(postgres_url) == 0
    assert set(handled.values()) == {1} and handled.total() == finished
    assert set(sent.values()) == {1} and sent.total() == told
    assert 0 < articles <= versions


def deadlocks(url: str) -> int:
    """How often PostgreSQL had to end a transaction because two waited for each other."""
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
        name = make_url(url).database
        row = connection.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = %s", [name]).fetchone()
    assert row is not None
    return int(row[0])
