"""The container files: what can be checked of them without an engine; `tests/flows` runs their start commands."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.http import server
from bot.receiving import dispatcher
from ingest.feeding import durable
from retrieval.settings import EXAMPLES, SECRETS

ROOT = Path(__file__).parents[2]
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
                if source.startswith("--") or "--from=build" in copied:
                    continue
                assert (ROOT / source).exists(), source
                assert f"!{source}" in sent, source

    def test_the_dependencies_are_a_layer_before_the_code(self) -> None:
        assert position("COPY locks") < position("locks/$LOCK.txt") < position("COPY bot") < position("dist/*.whl")

    def test_nothing_is_installed_without_its_hash_but_what_was_built_here(self) -> None:
        installs = re.findall(r"pip install ([^&\n]+)", " ".join(instructions("RUN")))
        assert installs
        for what in installs:
            hashed = "--no-deps --require-hashes -r locks/" in what
            # All that it needs is there by then, unless torch is a CUDA build (locks/torch.txt).
            assert hashed or what.split() == ["--constraint", "constraints.txt", "dist/*.whl"]

    def test_each_lock_that_may_be_named_is_there(self) -> None:
        assert instructions("ARG") == ['PIP_EXTRA_INDEX_URL=""', "LOCK=run"]
        assert (ROOT / "locks" / "traces.txt").exists() and BOT["build"]["args"] == {"LOCK": "${IMAGE_LOCK:-run}"}

    def test_it_says_on_which_ports_it_listens(self) -> None:
        listens = (BOT["environment"][f"{name}_LISTEN"] for name in ("TELEGRAM_WEBHOOK", "DATELINE_METRICS"))
        assert instructions("EXPOSE") == [" ".join(one.rpartition(":")[2] for one in listens)]

    def test_a_list_of_what_is_in_it_is_in_it(self) -> None:
        assert "cyclonedx-py environment --output-file /opt/dateline/sbom.cdx.json" in DOCKERFILE
        assert "COPY --from=build /opt/dateline /opt/dateline" in DOCKERFILE

    def test_the_programs_for_backups_are_as_new_as_the_database(self) -> None:
        server = COMPOSE["services"]["db"]["image"].removeprefix("postgres:")
        assert re.findall(r"postgresql-client-(\d+)", DOCKERFILE) == [server]

    def test_it_does_not_run_as_root(self) -> None:
        assert instructions("USER") == ["dateline"]
        assert position("USER dateline") < position("ENTRYPOINT")
        assert "install -d -m 0700 -o dateline -g dateline /data /backups" in DOCKERFILE
        uid = re.findall(r"--uid (\d+) dateline", DOCKERFILE)[0]
        assert {COMPOSE["services"][name]["user"] for name in ("bot", "backups", "chroma")} == {f"{uid}:{uid}"}

    def test_it_is_told_to_stop_as_the_bot_expects(self) -> None:
        assert instructions("STOPSIGNAL") == ["SIGTERM"]
        assert json.loads(instructions("ENTRYPOINT")[0]) == ["dateline"]


class TestCompose:
    def test_every_setting_of_the_bot_is_known(self) -> None:
        known = {*EXAMPLES, *(f"{name}_FILE" for name in SECRETS)}
        for name in ("bot", "backups"):
            given = {key for key in COMPOSE["services"][name]["environment"] if not key.startswith("BACKUP_")}
            assert given <= known

    def test_what_it_asks_of_the_environment_is_in_the_example_or_said(self) -> None:
        text = (ROOT / "docker" / "compose.yaml").read_text()
        asked = set(re.findall(r"\$\{(\w+)", text))
        ours = {name for name in asked if name.startswith(("DATELINE_", "TELEGRAM_"))}
        assert ours <= set(EXAMPLES)  # any other name of ours in .env would be refused
        written = (ROOT / ".env.example").read_text() + (ROOT / "docs" / "operating.md").read_text()
        assert [name for name in asked if name not in written] == []

    def test_the_bot_waits_for_both_stores_to_be_healthy(self) -> None:
        assert {name: how["condition"] for name, how in BOT["depends_on"].items()} == {
            "db": "service_healthy",
            "chroma": "service_healthy",
        }
        assert all("healthcheck" in COMPOSE["services"][name] for name in BOT["depends_on"])

    def test_what_is_kept_is_on_volumes(self) -> None:
        named = {
            volume.partition(":")[0]
            for service in COMPOSE["services"].values()
            for volume in service["volumes"]
            if not volume.startswith("./")
        }
        assert named == set(COMPOSE["volumes"])

    @pytest.mark.parametrize("name", COMPOSE["services"])
    def test_no_service_has_rights_that_it_does_not_need(self, name: str) -> None:
        service = COMPOSE["services"][name]
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"] and "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"] and "privileged" not in service
        assert service["user"].split(":")[0] not in ("0", "root")
        assert {"mem_limit", "cpus", "pids_limit"} <= service.keys()
        assert service["logging"]["options"].keys() == {"max-size", "max-file"}

    def test_no_port_is_reached_from_another_machine(self) -> None:
        ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", ())]
        assert ports and all(port.startswith("127.0.0.1:") for port in ports)
        assert COMPOSE["networks"]["inside"] == {"internal": True}
        assert {name for name, one in COMPOSE["services"].items() if "outside" in one["networks"]} == {"bot", "grafana"}

    def test_metrics_are_read_inside_only(self) -> None:
        port = BOT["environment"]["DATELINE_METRICS_LISTEN"].rpartition(":")[2]
        scraped = yaml.safe_load((ROOT / "docker" / "prometheus" / "prometheus.yml").read_text(encoding="utf-8"))
        (found,) = scraped["scrape_configs"][0]["dns_sd_configs"]
        assert BOT["expose"] == [port] and (found["names"], found["port"]) == (["bot"], int(port))
        assert not any(port in published for published in BOT["ports"])

    def test_what_is_mounted_from_here_is_there_and_read_only(self) -> None:
        volumes = [volume for service in COMPOSE["services"].values() for volume in service["volumes"]]
        mounted = [volume.split(":") for volume in volumes if volume.startswith("./")]
        assert len(mounted) == 4
        assert all((ROOT / "docker" / source).exists() and mode == "ro" for source, _, mode in mounted)

    def test_a_stop_is_given_the_time_that_it_takes(self) -> None:
        """What is being answered, requests of the webhook and durable work end one after the other."""
        seconds = dispatcher.STOP_SECONDS + server.STOP_SECONDS + durable.STOP_SECONDS
        assert int(BOT["stop_grace_period"].rstrip("s")) > seconds

    def test_secrets_are_files_and_stand_in_no_environment(self) -> None:
        text = (ROOT / "docker" / "compose.yaml").read_text()
        assert re.findall(r"\w*(?:TOKEN|PASSWORD|SECRET)\w*: +(?!/run/secrets/)\S+", text) == []
        for service in COMPOSE["services"].values():
            named = {str(value) for value in service.get("environment", {}).values() if "/run/secrets/" in str(value)}
            assert named == {f"/run/secrets/{secret}" for secret in service.get("secrets", ())}
        ignored = subprocess.run(["git", "check-ignore", *secret_files()], cwd=ROOT, capture_output=True, text=True)
        assert ignored.stdout.split() == secret_files()

    def test_the_parser_of_compose_takes_the_file(self, tmp_path: Path) -> None:
        """With the program of Debian, which is older than the key `name` and knows all others."""
        program = shutil.which("docker-compose")
        assert program, "docker-compose is not installed: apt-get install docker-compose"
        (tmp_path / "compose.yaml").write_text(
            (ROOT / "docker" / "compose.yaml").read_text().replace("name: dateline\n", ""), encoding="utf-8"
        )
        ran = subprocess.run(
            [program, "-f", str(tmp_path / "compose.yaml"), "config", "--quiet"],
            env={"PATH": os.environ["PATH"], "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, "")


def secret_files() -> list[str]:
    """Where the secrets of compose lie."""
    return [f"docker/{secret['file'].removeprefix('./')}" for secret in COMPOSE["secrets"].values()]


class TestBackups:
    """The service that makes backups, with a stand-in for the command that it calls."""

    def once(self, folder: Path, command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        (folder / "dateline").write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        (folder / "dateline").chmod(0o755)
        (folder / "kept").mkdir(exist_ok=True)
        given = {"PATH": f"{folder}:{os.environ['PATH']}", "BACKUP_FOLDER": str(folder / "kept"), "TMPDIR": str(folder)}
        return subprocess.run(
            [str(ROOT / "docker" / "backups.sh"), "once"], env={**given, **environment}, capture_output=True, text=True
        )

    def test_a_backup_gets_its_name_when_it_is_whole(self, tmp_path: Path) -> None:
        assert self.once(tmp_path, 'echo "$1" > "$2"').returncode == 0
        (made,) = (tmp_path / "kept").iterdir()
        assert re.fullmatch(r"dateline-\d{8}T\d{6}Z\.backup", made.name) and made.read_text() == "backup\n"

    def old(self, folder: Path) -> list[Path]:
        """Three backups of before."""
        (folder / "kept").mkdir()
        old = [folder / "kept" / f"dateline-2026010{day}T020000Z.backup" for day in range(1, 4)]
        for one in old:
            one.touch()
        return old

    def test_one_that_fails_leaves_nothing_and_deletes_nothing(self, tmp_path: Path) -> None:
        old = self.old(tmp_path)
        assert self.once(tmp_path, "exit 1", BACKUP_KEEP="1").returncode == 1
        assert sorted((tmp_path / "kept").iterdir()) == old

    def test_what_a_killed_one_left_is_not_taken_for_a_new_one(self, tmp_path: Path) -> None:
        old = self.old(tmp_path)
        self.once(tmp_path, 'echo "$1" > "$2"; kill -9 $PPID')
        assert (tmp_path / "kept" / ".dateline.part").exists()
        assert self.once(tmp_path, "exit 1").returncode == 1
        assert sorted((tmp_path / "kept").iterdir()) == old

    def test_one_that_lacks_captured_bytes_is_kept_with_the_older_ones_and_said(self, tmp_path: Path) -> None:
        old = self.old(tmp_path)
        ran = self.once(tmp_path, 'echo "$1" > "$2"; exit 1', BACKUP_KEEP="1")
        assert ran.returncode == 1 and "something is missing in it" in ran.stderr
        *kept, made = sorted((tmp_path / "kept").iterdir())
        assert kept == old and made.read_text() == "backup\n"

    def test_the_newest_are_kept_and_what_is_no_backup_stays(self, tmp_path: Path) -> None:
        (tmp_path / "kept").mkdir()
        for day in range(1, 6):
            (tmp_path / "kept" / f"dateline-2026010{day}T020000Z.backup").touch()
        (tmp_path / "kept" / "notes.txt").touch()
        assert self.once(tmp_path, 'echo "$1" > "$2"', BACKUP_KEEP="3").returncode == 0
        left = sorted(one.name for one in (tmp_path / "kept").iterdir())
        assert left[:2] == ["dateline-20260104T020000Z.backup", "dateline-20260105T020000Z.backup"]
        assert len(left) == 4 and "notes.txt" in left

    def test_it_stops_when_it_is_told(self, tmp_path: Path) -> None:
        service = subprocess.Popen(
            [str(ROOT / "docker" / "backups.sh")], env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
        )
        while not (tmp_path / "began").exists():
            assert service.poll() is None
        service.terminate()
        assert service.wait(30) == 0
