"""The bot in a terminal, with lines instead of Telegram."""

import io
import os
import subprocess
import sys
from collections.abc import Sequence

import pytest
from rich.console import Console

from bot.settings import BotSettings
from bot.terminal.console import converse
from bot.terminal.typed_lines import TypedLines, typed_lines
from retrieval.errors import StoreError
from retrieval.questions.widening import Widening
from tests.bot.fakes import CLASH, FakeAnswerer, FakeServices, answered, clash, killing, silent
from tests.telegram.feed import PATIENCE


async def chat(services: FakeServices, *typed: str, interactive: bool = False) -> str:
    out = io.StringIO()
    lines = TypedLines(_reader(typed), interactive=interactive)
    settings = BotSettings.read(_env_file=None, DATELINE_NOW="2024-11-17T12:00:00+03:00")
    await converse(settings, services, lines, Console(file=out, width=100, highlight=False))  # type: ignore[arg-type]
    return out.getvalue()


def _reader(typed: Sequence[str]):  # type: ignore[no-untyped-def]
    waiting = iter(typed)
    return lambda: next(waiting, None)


async def test_each_line_is_answered_in_order_until_there_are_no_more() -> None:
    answerer = FakeAnswerer()
    text = await chat(FakeServices(answerer), "Sere Kaniye this week", "", "  and Kobani  ")
    assert answerer.asked == ["Sere Kaniye this week", "and Kobani"]
    assert text.count(f"▎ {CLASH}") == 2


async def test_a_number_presses_the_button_of_the_last_answer() -> None:
    answerer = FakeAnswerer(answered(clash(), killing(), total=7), further=silent())
    text = await chat(FakeServices(answerer), "Sere Kaniye", "2")
    assert "[1] More  [2] Last 30 days" in text
    assert answerer.calls == [("widen", "A7F3Q2", Widening.LAST_30_DAYS)]
    assert "Tal Tamr (Hasakah)" in text


async def test_a_button_that_holds_something_shows_it() -> None:
    text = await chat(FakeServices(), "Sere Kaniye", "2", "6")
    assert "\nhttps://north.example.org/1#:~:text=A\n" in text
    assert f"\n“{CLASH}” North Wire, 16 Nov 2024, https://north.example.org/1\n" in text


async def test_a_number_without_a_button_is_a_question() -> None:
    answerer = FakeAnswerer()
    await chat(FakeServices(answerer), "2024", "Sere Kaniye", "99")
    assert answerer.asked == ["2024", "Sere Kaniye", "99"]


async def test_commands_work_and_quit_ends() -> None:
    answerer = FakeAnswerer()
    text = await chat(FakeServices(answerer), "/help", "/quit", "never asked")
    assert "It writes nothing about events itself." in text and "[1] What happened in Sere Kaniye" in text
    assert answerer.asked == []


async def test_a_line_follows_the_answer_before_it_until_new_forgets_it() -> None:
    answerer = FakeAnswerer()
    text = await chat(FakeServices(answerer), "Sere Kaniye this week", "and Kobani?", "/new", "Tal Tamr")
    assert answerer.followed == [(), "A7F3Q2", ()]
    assert "The next question stands on its own." in text


async def test_at_a_terminal_the_bot_greets_first() -> None:
    text = await chat(FakeServices(), interactive=True)
    assert text.startswith("Type a question, or the number of a button.")
    assert "word-for-word quotations" in text


async def test_a_forgotten_answer_is_said_to_be() -> None:
    answerer = FakeAnswerer(answered(clash()), further=silent())
    text = await chat(FakeServices(answerer), "Sere Kaniye", "1", "1")
    assert "This answer is no longer kept. Send the question again." in text


async def test_an_error_is_one_sentence_and_the_chat_goes_on() -> None:
    answerer = FakeAnswerer(error=RuntimeError("broken"))
    text = await chat(FakeServices(answerer), "Sere Kaniye", "/help")
    assert "This did not work" in text and "It writes nothing" in text


async def test_a_library_that_cannot_be_kept_up_ends_the_chat() -> None:
    class Broken(FakeServices):
        def warm_up(self) -> None:
            raise StoreError("the model is damaged")

    with pytest.raises(StoreError, match="the model is damaged"):
        await chat(Broken(), *["Sere Kaniye"] * 50)


async def test_lines_of_a_pipe_are_read_as_they_are_wanted() -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, "one\r\nرأس العين\n\xff".encode("latin-1", "replace").replace(b"?", b""))
    os.write(write_end, b"\n\xffthree")
    os.close(write_end)
    with os.fdopen(read_end) as stdin, typed_lines(stdin) as lines:
        assert not lines.interactive
        assert await lines.next() == "one"
        assert (await lines.next() or "").strip() == ""
        assert await lines.next() == "\ufffd"
        assert await lines.next() == "\ufffdthree"
        assert await lines.next() is None


def test_the_program_ends_while_a_line_is_still_waited_for() -> None:
    script = (
        "import asyncio, sys\n"
        "from bot.terminal.typed_lines import typed_lines\n"
        "async def main():\n"
        "    with typed_lines(sys.stdin) as lines:\n"
        "        waiting = asyncio.ensure_future(lines.next())\n"
        "        await asyncio.sleep(0)\n"
        "        while not lines._wanted.empty():\n"
        "            await asyncio.sleep(0.001)\n"
        "        waiting.cancel()\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.wait(timeout=PATIENCE) == 0
        assert child.stderr and child.stderr.read() == b""
