"""How things stand in a library, as Prometheus reads it, and that nothing else can become a label."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine
from sqlmodel import SQLModel

from bot.inbox.updates import Lane
from bot.models import Delivery, InboxRow
from bot.observing.gauges import DELIVERY_STATES, REFRESH_SECONDS, SOURCE_STATES, LibraryGauges
from bot.observing.kinds import Call, CallResult, ErrorKind, QuestionResult, UpdateKind, UpdateResult
from bot.observing.metrics import LEVELS, Metrics
from ingest.feeding.health import Kind
from ingest.feeding.jobs import JobState
from ingest.feeding.models import Job
from retrieval.index.backlog import Pending
from retrieval.library.database import write_transaction
from retrieval.library.models import Capture
from retrieval.library.sources import Channel, Feed
from retrieval.stages import Stage

NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)

# Every label of ours, and all that it may say.
LABELS: dict[str, set[str]] = {
    "kind": {*UpdateKind, *ErrorKind, *Kind},
    "result": {*UpdateResult, *QuestionResult, *CallResult},
    "method": set(Call),
    "stage": set(Stage),
    "level": set(LEVELS),
    "lane": set(Lane),
    "state": {*DELIVERY_STATES, *JobState},
    "health": set(SOURCE_STATES),
    "waits_for": {"embed", "index"},
}
# Those of the client's library, about the process.
PROCESS = {"le", "generation", "version", "implementation", "major", "minor", "patchlevel", "python"}


def gauges(engine: Engine, clock: list[float] | None = None) -> LibraryGauges:
    ticks = clock or [0.0]
    return LibraryGauges(engine, lambda: Pending(3, 4), lambda: NOW, clock=lambda: ticks[-1])


def values(collector: LibraryGauges) -> dict[tuple[str, ...], float]:
    """Samples by name and labels, those that are not zero."""
    return {
        (sample.name.removeprefix("dateline_"), *sample.labels.values()): sample.value
        for family in collector.collect()
        for sample in family.samples
        if sample.value
    }


def keep(engine: Engine, rows: Iterable[SQLModel]) -> None:
    with write_transaction(engine) as session:
        session.add_all(list(rows))


def delivery(subject: int, **changes: object) -> Delivery:
    return Delivery(chat_id=1, kind="incident", subject=subject, made_at=NOW, **changes)


def test_updates_that_wait_are_counted_with_the_age_of_the_oldest(engine: Engine) -> None:
    taken = datetime.now(UTC) - timedelta(minutes=3)
    rows = [
        InboxRow(bot_id=1, update_id=1, lane="quick", taken_at=taken),
        InboxRow(bot_id=1, update_id=2, lane="search", taken_at=datetime.now(UTC)),
        InboxRow(bot_id=1, update_id=3, lane="search", taken_at=taken - timedelta(days=1), done_at=NOW),
    ]
    keep(engine, rows)
    found = values(gauges(engine))
    assert (found["updates_waiting", "quick"], found["updates_waiting", "search"]) == (1, 1)
    assert 180 <= found["oldest_update_seconds",] < 600


def test_deliveries_are_counted_by_what_is_left_to_do(engine: Engine) -> None:
    rows = [
        delivery(1, due_at=NOW),
        delivery(2, due_at=NOW + timedelta(hours=1)),
        delivery(3, due_at=NOW - timedelta(hours=1), sent_at=NOW),  # a correction of a message that was sent
        delivery(4, sent_at=NOW),
        delivery(5),
        delivery(6, failed="refused"),
    ]
    keep(engine, rows)
    found = values(gauges(engine))
    counted = {state: found.get(("deliveries", state)) for state in DELIVERY_STATES}
    assert counted == {"due": 2, "later": 1, "sent": 1, "settled": 1, "failed": 1}


def test_sources_are_counted_by_the_worst_that_there_is_to_say(engine: Engine) -> None:
    feed = {"added_at": NOW, "due_at": NOW, "checked_at": NOW, "succeeded_at": NOW, "entries": 5}
    rows = [
        Feed(url="https://a.example.org", title="a", **feed),
        Feed(url="https://b.example.org", title="b", **feed | {"paused": True}),
        Feed(url="https://c.example.org", title="c", **feed | {"failures": 9, "failing_since": NOW - timedelta(days=2),
                                                              "undated": 5}),
        Channel(chat_id=-1001, title="d", added_by=1, added_at=NOW),
    ]  # fmt: skip
    keep(engine, rows)
    found = {labels: count for (name, labels), count in _listed(values(gauges(engine))) if name == "sources"}
    assert found == {("feed", "well"): 1, ("feed", "paused"): 1, ("feed", "failing"): 1, ("channel", "well"): 1}


def test_jobs_captures_and_what_is_not_indexed_are_counted(engine: Engine) -> None:
    capture = {"url": "https://a.example.org", "final_url": "https://a.example.org", "captured_at": NOW, "status": 200}
    rows = [
        Job(id="1", kind="addresses", payload={}, asked_at=NOW),
        Job(id="2", kind="addresses", payload={}, asked_at=NOW, state="done"),
        *(Capture(**capture, sha256=str(size), size=size, warc="a", offset=size) for size in (100, 150)),
    ]
    keep(engine, rows)
    found = values(gauges(engine))
    assert (found["jobs", "waiting"], found["jobs", "done"], found["captures_bytes",]) == (1, 1, 250)
    assert (found["index_lag_passages", "embed"], found["index_lag_passages", "index"]) == (3, 4)


def test_an_empty_library_shows_every_figure_as_zero(engine: Engine) -> None:
    collector = LibraryGauges(engine, lambda: Pending(0, 0), lambda: NOW)
    assert values(collector) == {("database_up",): 1}


def test_a_library_that_is_away_is_said_to_be_and_shows_no_figure(engine: Engine) -> None:
    clock = [0.0]
    collector = gauges(engine, clock)
    assert values(collector)["database_up",] == 1
    with write_transaction(engine) as session:
        session.connection().exec_driver_sql("ALTER TABLE jobs RENAME TO gone")
    assert values(collector)["database_up",] == 1  # of a moment ago
    clock.append(REFRESH_SECONDS)
    assert [sample.value for family in collector.collect() for sample in family.samples] == [0]
    with write_transaction(engine) as session:
        session.connection().exec_driver_sql("ALTER TABLE gone RENAME TO jobs")
    assert values(collector)["database_up",] == 1


def test_every_label_is_of_a_closed_set(engine: Engine) -> None:
    metrics = Metrics()
    metrics.registry.register(gauges(engine))
    families = list(text_string_to_metric_families(metrics.exposition().decode()))
    for family in families:
        for sample in family.samples:
            for label, said in sample.labels.items():
                assert label in PROCESS or said in LABELS[label], (sample.name, label, said)
    assert {label for family in families for sample in family.samples for label in sample.labels} <= {*LABELS, *PROCESS}


def test_a_figure_of_the_database_says_that_all_replicas_show_the_same(engine: Engine) -> None:
    for family in gauges(engine).collect():
        assert "same on every replica" in family.documentation or family.name == "dateline_database_up"


def test_nothing_is_read_before_somebody_asks(engine: Engine) -> None:
    def away() -> Pending:
        raise AssertionError("read too early")

    CollectorRegistry().register(LibraryGauges(engine, away, lambda: NOW))


@pytest.mark.parametrize("made", [1, 2])
def test_metrics_can_be_made_any_number_of_times(made: int) -> None:
    assert all(b"dateline_build_info" in Metrics().exposition() for _ in range(made))


def _listed(found: dict[tuple[str, ...], float]) -> list[tuple[tuple[str, tuple[str, ...]], float]]:
    return [((name, tuple(labels)), count) for (name, *labels), count in found.items()]
