"""The container files: what can be checked of them without an engine; `tests/flows` runs their start commands."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml

from retrieval.settings import EXAMPLES

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8"))
BOT, CHROMA = COMPOSE["services"]["bot"], COMPOSE["services"]["chroma"]


def instructions(name: str) -> list[str]:
    """The arguments of each instruction of the Dockerfile with that name, continued lines joined."""
    whole = re.sub(r"\\\n\s*", "", DOCKERFILE)
    return [line.removeprefix(name).strip() for line in whole.splitlines() if line.startswith(f"{name} ")]


def position(text: str) -> int:
    """Where something stands in the Dockerfile."""
    return DOCKERFILE.index(text)


class TestDockerfile:
    def test_what_is_copied_exists_and_is_sent_to_the_engine(self) -> None:
        sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        for copied in instructions("COPY"):
            for source in copied.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert f"!{source}" in sent, source

    def test_the_dependencies_are_a_layer_before_the_code(self) -> None:
        assert (
            position("COPY pyproject.toml") < position("--requirement") < position("COPY bot") < position("--no-deps")
        )

    def test_the_dependencies_are_those_of_the_project(self) -> None:
        code = re.search(r'python -c "(.+?)" +> /tmp/requirements\.txt', "\n".join(instructions("RUN")))
        assert code
        command = [sys.executable, "-c", code[1]]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
        assert listed == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]

    def test_it_does_not_run_as_root(self) -> None:
        assert instructions("USER") == ["dateline"]
        assert position("USER dateline") < position("ENTRYPOINT")
        assert "install -d -o dateline -g dateline /data" in DOCKERFILE

    def test_it_is_told_to_stop_as_the_bot_expects(self) -> None:
        assert instructions("STOPSIGNAL") == ["SIGTERM"]
        assert json.loads(instructions("ENTRYPOINT")[0]) == ["dateline"]


class TestCompose:
    def test_every_setting_of_the_bot_is_known(self) -> None:
        assert set(BOT["environment"]) <= set(EXAMPLES)

    def test_what_it_asks_of_the_environment_is_in_the_example_or_said(self) -> None:
        asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker" / "compose.yaml").read_text()))
        written = (ROOT / ".env.example").read_text() + (ROOT / "docker" / "compose.yaml").read_text().split("name:")[0]
        assert [name for name in asked if name not in written and name != "DATELINE_PORT"] == []

    def test_the_bot_waits_for_both_stores_to_be_healthy(self) -> None:
        assert {name: how["condition"] for name, how in BOT["depends_on"].items()} == {
            "db": "service_healthy",
            "chroma": "service_healthy",
        }
        assert all("healthcheck" in COMPOSE["services"][name] for name in BOT["depends_on"])

    def test_what_is_kept_is_on_volumes(self) -> None:
        mounted = {
            volume.partition(":")[0] for service in COMPOSE["services"].values() for volume in service["volumes"]
        }
        assert mounted == set(COMPOSE["volumes"])
