"""A real Prometheus reads the metrics of a running bot; the dashboard and the alerts ask for nothing else."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.observing.gauges import LibraryGauges
from bot.observing.metrics import Metrics
from ingest.keeping.pipeline import Pipeline
from retrieval.services import Services
from retrieval.stages import Stage
from tests.bot.running import WAYS, running
from tests.flows.observing.prometheus import (
    CONFIG,
    DASHBOARD,
    RULES,
    RULES_TEST,
    promtool,
    queries,
    scraping,
)
from tests.flows.running.test_stores import DRAFTS
from tests.ports import free_port
from tests.telegram import TelegramServer

# What Prometheus itself knows of a target, and the words of its language that look like a name of ours.
ITS_OWN = {"up"}
_NAME = re.compile(r"\b(?:dateline|process|python)_\w+|\bup\b")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


def exposition(services: Services) -> bytes:
    """What a bot shows that has done nothing yet."""
    metrics = Metrics()
    metrics.registry.register(
        LibraryGauges(services.library.engine, services.indexer.backlog.pending, services.settings.now)
    )
    return metrics.exposition()


@pytest.mark.parametrize("way", WAYS)
async def test_a_prometheus_reads_what_a_bot_does(
    server: TelegramServer, services: Services, way: str, tmp_path: Path
) -> None:
    listen, amina = f"127.0.0.1:{free_port()}", server.user()
    Pipeline(services).keep_all(DRAFTS)
    async with (
        running(server, services, way, DATELINE_METRICS_LISTEN=listen),
        scraping(tmp_path, listen) as prometheus,
    ):
        amina.sends("what happened in Sere Kaniye this week")
        await amina.next_message()
        amina.sends("/help")
        await amina.next_message()
        await prometheus.until('sum(dateline_questions_total{result="answered"})', 1)
        await prometheus.until('sum(dateline_updates_total{kind="message", result="done"})', 2)
        await prometheus.until('sum(dateline_telegram_calls_total{method="sendMessage", result="taken"})', 2)
        await prometheus.until("dateline_articles", len(DRAFTS))
        for stage in Stage:
            await prometheus.until(f'count(dateline_stage_seconds_count{{stage="{stage}"}} > 0)', 1)
        await prometheus.until('count(dateline_build_info{version!=""})', 1)
        await prometheus.until('up{job="dateline"}', 1)
        for query in queries():
            await prometheus.query(query)


async def test_replicas_are_added_up_and_the_database_is_not(
    server: TelegramServer, services: Services, tmp_path: Path
) -> None:
    Pipeline(services).keep_all(DRAFTS)
    listens = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    async with (
        running(server, services, "webhook", DATELINE_METRICS_LISTEN=listens[0]) as first,
        running(server, services, "webhook", DATELINE_METRICS_LISTEN=listens[1]) as second,
        scraping(tmp_path, *listens) as prometheus,
    ):
        for application in (first, second):
            application.bot_data.observer.failed(KeyError())
        await prometheus.until('sum(dateline_errors_total{kind="internal"})', 2)
        await prometheus.until("count(dateline_articles)", 2)
        await prometheus.until("max(dateline_articles)", len(DRAFTS))


def test_the_metrics_please_the_tool_that_checks_them(services: Services) -> None:
    promtool("check", "metrics", given=exposition(services))


def test_every_query_names_a_figure_that_exists(services: Services) -> None:
    families = text_string_to_metric_families(exposition(services).decode())
    exist = {sample.name for family in families for sample in family.samples} | ITS_OWN
    for query in queries():
        named = set(_NAME.findall(query))
        assert named and named <= exist, (query, named - exist)


def test_every_label_that_a_query_selects_is_said_by_its_figure(services: Services) -> None:
    """A misspelt result matches nothing, and nothing is an empty panel."""
    said: dict[str, set[str]] = {"job": {"dateline"}}
    for family in text_string_to_metric_families(exposition(services).decode()):
        for sample in family.samples:
            for label, value in sample.labels.items():
                said.setdefault(label, set()).add(value)
    for query in queries():
        for label, sign, value in re.findall(r'(\w+)(=~|!=|=)"([^"]*)"', query):
            wanted = value.split("|") if sign == "=~" else [value]
            assert set(wanted) <= said[label], (query, label)


def test_configuration_and_rules_please_the_tool_that_checks_them() -> None:
    assert "SUCCESS" in promtool("check", "config", str(CONFIG))
    assert "SUCCESS" in promtool("check", "rules", str(RULES))
    assert "SUCCESS" in promtool("test", "rules", str(RULES_TEST))


def test_the_dashboard_is_whole() -> None:
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(panel["title"] and panel["description"] and panel["targets"] for panel in panels)
    places = [panel["gridPos"] for panel in panels]
    cells = [
        (x, y) for at in places for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(cells) == len(set(cells)) and max(x for x, _ in cells) < 24


def cells_of(x: int, y: int, w: int, h: int) -> list[tuple[int, int]]:
    return [(column, row) for column in range(x, x + w) for row in range(y, y + h)]
