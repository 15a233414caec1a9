"""A real Prometheus, and promtool, as `make test` fetches them."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.ports import free_port
from tests.telegram.feed import PATIENCE

ROOT = Path(__file__).parents[3]
FETCHED = ROOT / ".cache" / "prometheus" / "usr" / "bin"
CONFIG, RULES = ROOT / "docker" / "prometheus" / "prometheus.yml", ROOT / "docker" / "prometheus" / "alerts.yml"
RULES_TEST = RULES.with_name("alerts_test.yml")
DASHBOARD = ROOT / "docker" / "grafana" / "dateline.json"


def program(name: str) -> str:
    """Where a program of Prometheus's stands."""
    found = shutil.which(name, path=os.pathsep.join([str(FETCHED), os.environ.get("PATH", "")]))
    assert found, f"{name} is missing: `make {FETCHED.relative_to(ROOT)}/prometheus` fetches it, as `make test` does"
    return found


def promtool(*arguments: str, given: bytes = b"") -> str:
    """What promtool says, which has to be pleased."""
    ended = subprocess.run([program("promtool"), *arguments], input=given, capture_output=True, timeout=PATIENCE)
    said = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == 0, said
    return said


def queries() -> list[str]:
    """Every query of the dashboard and of the alerts, as Prometheus takes it."""
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    shown = [target["expr"].replace("$__rate_interval", "1m") for panel in panels for target in panel["targets"]]
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [*shown, *(rule["expr"] for group in rules for rule in group["rules"])]


class Prometheus:
    """A server that scrapes."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def query(self, expression: str) -> list[dict[str, Any]]:
        """The samples that an expression gives now."""
        answer = (await self._client.get("/api/v1/query", params={"query": expression})).json()
        assert answer["status"] == "success", answer
        result: list[dict[str, Any]] = answer["data"]["result"]
        return result

    async def value(self, expression: str) -> float | None:
        """The value of an expression that gives one sample; None where it gives none yet."""
        found = await self.query(expression)
        return float(found[0]["value"][1]) if found else None

    async def until(self, expression: str, value: float) -> None:
        """Wait until an expression has a value: a scrape may come late, and what it brought is stale after it."""
        async with asyncio.timeout(PATIENCE):
            while await self.value(expression) != value:  # noqa: ASYNC110 - a scrape announces nothing
                await asyncio.sleep(0.05)


@asynccontextmanager
async def scraping(folder: Path, *addresses: str) -> AsyncIterator[Prometheus]:
    """A Prometheus with our configuration, which scrapes these addresses often, for the length of the block."""
    port, config = free_port(), folder / "prometheus.yml"
    config.write_text(yaml.safe_dump(_with_targets(addresses)), encoding="utf-8")
    with (folder / "prometheus.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            program("prometheus"),
            f"--config.file={config}",
            f"--storage.tsdb.path={folder / 'tsdb'}",
            f"--web.listen-address=127.0.0.1:{port}",
            stdout=log,
            stderr=log,
        )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            await _until_ready(client, process, folder / "prometheus.log")
            yield Prometheus(client)
    finally:
        process.terminate()
        await process.wait()


def _with_targets(addresses: tuple[str, ...]) -> Mapping[str, Any]:
    config: dict[str, Any] = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    (job,) = config["scrape_configs"]
    del job["dns_sd_configs"]
    job["static_configs"] = [{"targets": list(addresses)}]
    config["global"] = {"scrape_interval": "500ms", "scrape_timeout": "500ms", "evaluation_interval": "500ms"}
    return config | {"rule_files": [str(RULES)]}


async def _until_ready(client: httpx.AsyncClient, process: asyncio.subprocess.Process, log: Path) -> None:
    async with asyncio.timeout(PATIENCE):
        while process.returncode is None:
            try:
                if (await client.get("/-/ready")).is_success:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)
    raise AssertionError(f"Prometheus ended; {log} says why")
