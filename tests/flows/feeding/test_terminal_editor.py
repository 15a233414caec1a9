"""Whoever sits at the machine feeds the library from `dateline chat --as-editor`, and from no chat without it."""

import asyncio
import io
from contextlib import ExitStack
from pathlib import Path

import pytest
from rich.console import Console

from bot.context import TERMINAL
from bot.settings import BotSettings
from bot.terminal.console import converse
from bot.terminal.request import FOR_EDITORS
from bot.terminal.typed_lines import TypedLines
from ingest.feeding.feeding import open_feeding
from ingest.feeding.jobs import Asker, JobKind, Jobs
from ingest.feeding.models import Job
from retrieval.library.models import Article
from retrieval.services import Services
from tests.bot.running import NOW
from tests.flows.feeding.test_feeding import COMMANDS
from tests.flows.newsroom import at, count
from tests.web.server import WebServer

NOTE = "A quiet day\n\nTwo shells fell near Ras al-Ain on Friday 15 November 2024, an official said.\n"


async def chat(services: Services, *typed: str, as_editor: bool = True) -> str:
    """What the chat prints."""
    waiting, out = iter(typed), io.StringIO()
    admins = str(TERMINAL) if as_editor else ""
    settings = BotSettings.read(_env_file=None, DATELINE_NOW=NOW, DATELINE_ADMINS=admins)
    lines = TypedLines(lambda: next(waiting, None), interactive=False)
    with ExitStack() as stack:
        opening = stack.enter_context
        feeding = await asyncio.to_thread(opening, open_feeding(services)) if as_editor else None
        await converse(settings, services, lines, Console(file=out, width=100, highlight=False), feeding)
    return out.getvalue()


async def test_files_and_addresses_are_read_and_can_be_asked_about_in_the_next_line(
    services: Services, web: WebServer, tmp_path: Path
) -> None:
    (tmp_path / "a note.txt").write_text(NOTE, encoding="utf-8")
    said = await chat(
        services, f"/ingest '{tmp_path}/a note.txt'", f"/ingest {at(web, '/story')}", "Ras al-Ain this week"
    )
    assert said.count("1 added") == 2 and count(services, Article) == 2
    assert "▎ Two shells fell near Ras al-Ain on Friday 15 November 2024, an official said." in said


async def test_several_files_of_one_line_are_read_and_what_is_none_is_named(services: Services, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(NOTE, encoding="utf-8")
    (tmp_path / "two.txt").write_text(NOTE.replace("Two", "Three"), encoding="utf-8")
    said = await chat(services, f"/ingest {tmp_path}/one.txt {tmp_path}/no.txt {tmp_path} {tmp_path}/two.txt")
    assert count(services, Article) == 2
    assert f"There is no file {tmp_path}/no.txt." in said
    assert f"{tmp_path} is a folder; `dateline import` reads folders." in said


async def test_the_same_line_in_a_later_chat_is_another_job(services: Services, web: WebServer) -> None:
    line = f"/ingest {at(web, '/story')}"
    await chat(services, line)
    assert "1 known already" in await chat(services, line)
    assert count(services, Job) == 2


async def test_jobs_of_other_chats_are_not_shown_in_the_terminal(services: Services) -> None:
    jobs = Jobs(services.library.engine)
    other = jobs.ask(JobKind.MESSAGE, {"url": "u", "text": ""}, Asker(4711, 4711), services.settings.now(), 1)
    jobs.shown_in(other, 17)
    assert "read" not in await chat(services, "/new")
    assert jobs.untold() == [other]


@pytest.mark.parametrize("line", [*COMMANDS, "/invite", "/audit 5"])
async def test_without_an_editors_rights_each_command_of_theirs_is_one_line(services: Services, line: str) -> None:
    said = await chat(services, line, as_editor=False)
    assert said == f"{line.split()[0]} is for editors: start `dateline chat --as-editor`.\n"


def test_the_commands_that_are_for_editors_are_those_that_the_bot_refuses_to_others() -> None:
    assert {line.split()[0] for line in COMMANDS} | {"/invite"} == set(FOR_EDITORS)
