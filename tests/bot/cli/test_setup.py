"""`dateline init`: what it asks, what it checks with Telegram, and what it writes."""

import asyncio
import os
import pty
import stat
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import BotSettings
from tests.bot.commands import Dateline
from tests.ports import free_port
from tests.telegram import TelegramServer
from tests.telegram.feed import PATIENCE

ROOT = Path(__file__).parents[3]
MAIN = "from bot.cli.start import main\nmain()\n"
OTHER = "# mine\nDATELINE_CONTACT=desk@example.org\nPOSTGRES_PASSWORD=x\n"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder in which the command is given."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Typist:
    """Somebody at a terminal who answers what a program asks."""

    def __init__(self, process: "asyncio.subprocess.Process", master: int) -> None:
        self.process = process
        self.seen = ""
        self._master = master
        self._new = asyncio.Event()
        asyncio.get_running_loop().add_reader(master, self._read)

    async def sees(self, words: str) -> None:
        while words not in self.seen:
            self._new.clear()
            try:
                await asyncio.wait_for(self._new.wait(), PATIENCE)
            except TimeoutError:
                raise AssertionError(f"{words!r} is not in {self.seen!r}") from None

    async def answers(self, question: str, answer: str) -> None:
        await self.sees(question)
        self.seen = self.seen.partition(question)[2]
        os.write(self._master, f"{answer}\n".encode())

    async def ends(self) -> int:
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    def _read(self) -> None:
        try:
            self.seen += os.read(self._master, 65536).decode("utf-8", "replace")
        except OSError:  # the program has ended
            asyncio.get_running_loop().remove_reader(self._master)
        self._new.set()


async def at_a_terminal(server: TelegramServer, folder: Path, **environment: str) -> Typist:
    """`dateline init` in a terminal of its own."""
    master, slave = pty.openpty()
    own = {"PYTHONPATH": str(ROOT), "TELEGRAM_API_BASE": server.base_url, "TERM": "dumb", **environment}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", MAIN, "init"),
        cwd=folder,
        env={**os.environ, **own},
        # Its own terminal: a token is read from there, and Ctrl-C comes from there.
        preexec_fn=partial(os.login_tty, slave),
        pass_fds=[slave],
    )
    os.close(slave)
    return Typist(process, master)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_what_is_asked_is_checked_written_and_never_shown(server: TelegramServer, folder: Path) -> None:
    typist = await at_a_terminal(server, folder)
    await typist.answers("Token: ", "123:not-the-one")
    await typist.sees("Telegram refuses this token")
    await typist.answers("Token: ", server.token)
    await typist.sees(f"This is the token of @{(await bot_name(server))}.")
    await typist.answers("Owner", "@amina")
    await typist.sees("has @amina where numeric Telegram user ids are expected")
    await typist.answers("Owner", "4711")
    await typist.answers("Countries", "SY,UK")
    await typist.sees("GB may be meant")
    await typist.answers("Countries", "sy")
    await typist.answers("Clock", "")
    await typist.sees("dateline run")
    assert await typist.ends() == 0
    assert server.token not in typist.seen
    written = dotenv_values(folder / ".env")
    assert written == {"TELEGRAM_TOKEN": server.token, "DATELINE_ADMINS": "4711", "DATELINE_REGION": "sy"}
    assert mode(folder / ".env") == 0o600


async def bot_name(server: TelegramServer) -> str:
    from telegram import Bot

    async with Bot(server.token, base_url=f"{server.base_url}/bot") as bot:
        return bot.username


async def test_whoever_sends_the_code_becomes_the_owner_and_nobody_else(server: TelegramServer, folder: Path) -> None:
    (folder / "token").write_text(server.token, encoding="utf-8")
    typist = await at_a_terminal(server, folder, TELEGRAM_TOKEN_FILE=str(folder / "token"))
    await typist.answers("Token: ", "")
    await typist.answers("Owner", "")
    await typist.sees("/start ")
    await typist.sees("\r\n\r\n")
    code = typist.seen.partition("/start ")[2].split()[0]
    stranger, owner = server.user("Stranger"), server.user("Amina")
    stranger.sends("/start 00000000")
    stranger.sends(code)
    owner.sends(f"/start {code}")
    await typist.sees(f"The owner is {owner.id}.")
    await typist.answers("Countries", "")
    await typist.answers("Clock", "")
    assert await typist.ends() == 0
    assert dotenv_values(folder / ".env") == {"DATELINE_ADMINS": str(owner.id)}


async def test_a_group_cannot_become_the_owner_and_nothing_is_lost_meanwhile(
    server: TelegramServer, folder: Path
) -> None:
    (folder / "token").write_text(server.token, encoding="utf-8")
    amina = server.user("Amina")
    amina.sends("what happened in Sere Kaniye this week")
    typist = await at_a_terminal(server, folder, TELEGRAM_TOKEN_FILE=str(folder / "token"))
    await typist.answers("Token: ", "")
    await typist.answers("Owner", "")
    await typist.sees("/start ")
    await typist.sees("\r\n\r\n")
    code = typist.seen.partition("/start ")[2].split()[0]
    group = server.group("Newsroom", amina)
    amina.sends(f"/start {code}", group)
    amina.sends(f"/start {code}")
    await typist.sees(f"The owner is {amina.id}.")
    typist.process.kill()
    await typist.process.wait()
    from telegram import Bot

    async with Bot(server.token, base_url=f"{server.base_url}/bot") as bot:
        waiting = await bot.get_updates()
    assert waiting[0].message is not None and waiting[0].message.text == "what happened in Sere Kaniye this week"


async def test_a_file_that_is_there_is_changed_on_confirmation_only(server: TelegramServer, folder: Path) -> None:
    (folder / ".env").write_text(OTHER, encoding="utf-8")
    for answer in ("n", "y"):
        typist = await at_a_terminal(server, folder)
        await typist.answers("Token: ", "")
        await typist.answers("Owner", "17")
        await typist.answers("Countries", "")
        await typist.answers("Clock", "Europe/Berlin")
        await typist.answers("Change DATELINE_ADMINS, DATELINE_TIMEZONE in it?", answer)
        assert await typist.ends() == 0
        changed = "DATELINE_ADMINS=17\nDATELINE_TIMEZONE=Europe/Berlin\n" if answer == "y" else ""
        assert (folder / ".env").read_text(encoding="utf-8") == OTHER + changed
    assert mode(folder / ".env") == 0o600


async def test_ctrl_c_at_a_question_writes_nothing(server: TelegramServer, folder: Path) -> None:
    typist = await at_a_terminal(server, folder)
    await typist.answers("Token: ", "")
    await typist.answers("Owner", "\x03")
    assert await typist.ends() == 130
    assert not (folder / ".env").exists() and "Traceback" not in typist.seen


async def test_without_questions_everything_comes_from_options(server: TelegramServer, folder: Path) -> None:
    (folder / "token").write_text(server.token + "\n", encoding="utf-8")
    arguments = ("init", "--token-file", "token", "--owner", "17,23", "--region", "SY", "--timezone", "Asia/Damascus")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", MAIN, *arguments),
        env={**os.environ, "PYTHONPATH": str(ROOT), "TELEGRAM_API_BASE": server.base_url},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    said = (await process.communicate())[0].decode()
    assert process.returncode == 0 and "dateline run" in said and server.token not in said
    settings = BotSettings.read(_env_file=folder / ".env")
    assert (settings.required_token, settings.admins, settings.region) == (server.token, {17, 23}, {"SY"})


def test_a_telegram_that_is_away_is_said_and_the_token_kept(
    dateline: Dateline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_API_BASE", f"http://127.0.0.1:{free_port()}")
    ran = dateline("init", "--token-file", "-", stdin="123:abc\n")
    assert ran.status == 0 and "The token was not checked." in ran.out
    assert dotenv_values(folder / ".env") == {"TELEGRAM_TOKEN": "123:abc"}


def test_without_a_terminal_a_file_that_is_there_stays_as_it_is_unless_told(dateline: Dateline, folder: Path) -> None:
    (folder / ".env").write_text(OTHER, encoding="utf-8")
    refused = dateline("init", "--owner", "17")
    assert refused.status == 2 and "--yes changes DATELINE_ADMINS in it" in refused.err
    assert (folder / ".env").read_text(encoding="utf-8") == OTHER
    assert dateline("init", "--owner", "17", "--yes").status == 0
    assert (folder / ".env").read_text(encoding="utf-8") == f"{OTHER}DATELINE_ADMINS=17\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--owner", "@amina"), "DATELINE_ADMINS has @amina"),
        (("--region", "XX"), "DATELINE_REGION has XX"),
        (("--timezone", "Damascus"), "DATELINE_TIMEZONE is not a time zone"),
        (("--token-file", "nowhere"), "nowhere cannot be read"),
    ],
)
def test_a_wrong_option_is_one_line_and_nothing_is_written(
    dateline: Dateline, folder: Path, arguments: tuple[str, str], said: str
) -> None:
    ran = dateline("init", *arguments)
    assert ran.status == 2 and said in ran.err and ran.err.count("\n") == 1
    assert not (folder / ".env").exists()


def test_a_link_to_a_file_elsewhere_stays_a_link(dateline: Dateline, folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "settings").write_text(OTHER, encoding="utf-8")
    (folder / ".env").symlink_to(folder / "elsewhere" / "settings")
    assert dateline("init", "--region", "IQ", "--yes").status == 0
    assert (folder / ".env").is_symlink()
    assert "DATELINE_REGION=IQ" in (folder / "elsewhere" / "settings").read_text(encoding="utf-8")
