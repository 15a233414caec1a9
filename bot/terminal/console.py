"""The same bot in a terminal: what is typed becomes updates, what is sent is printed."""

import asyncio
import logging
import sys
from contextlib import nullcontext

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from bot.app import build_application
from bot.context import TERMINAL, AnyApplication, BotState, phrases_of_answer
from bot.delivery.courier import deliveries_sent
from bot.feeding.job_progress import progress_shown
from bot.messages.answer import render_answer
from bot.messages.layout.harmless import harmless
from bot.observing.logs import log_harmlessly
from bot.phrases.catalogues import phrases_for
from bot.settings import BotSettings
from bot.terminal.display import Terminal
from bot.terminal.progress import opened
from bot.terminal.request import TerminalRequest
from bot.terminal.typed_lines import TypedLines, typed_lines
from bot.upkeep import stopped_within, upkeep
from ingest.feeding.feeding import Feeding, open_feeding
from retrieval.answers import Answer
from retrieval.services import Services

WELCOME = "Type a question, or the number of a button. /new forgets the questions before; /quit or Ctrl-D ends.\n"
READING = "Reading to the end what was asked for; Ctrl-C leaves the rest to the next start.\n"

# Seconds between two looks at what is still being read.
LOOK = 0.2


def run_chat(settings: BotSettings, *, as_editor: bool = False) -> None:
    """Talk to the bot on standard input and output until /quit or the end of input.

    No token, no network. Input that is not typed is answered line by line. `as_editor` gives whoever sits there an
    owner's rights, and takes articles in. `StoreError` where the library does not open.
    """
    log_harmlessly(logging.WARNING, "%(levelname)s: %(message)s")
    console = Console(highlight=False)
    # Nobody on Telegram has this id: whoever put it into the settings has not asked for rights here.
    rights = settings.admins | {TERMINAL} if as_editor else settings.admins - {TERMINAL}
    settings = settings.model_copy(update={"admins": rights})
    with (
        opened(settings) as services,
        open_feeding(services) if as_editor else nullcontext() as feeding,
        typed_lines(sys.stdin) as lines,
    ):
        asyncio.run(converse(settings, services, lines, console, feeding))


async def converse(
    settings: BotSettings, services: Services, lines: TypedLines, console: Console, feeding: Feeding | None = None
) -> None:
    """Answer what is typed, one line after the other, until there is no more and everything asked for is read."""
    terminal = Terminal(console)
    request = TerminalRequest(
        terminal,
        lines,
        settings.now,
        opening=["/start"] if lines.interactive else [],
        by_editor=feeding is not None,
    )
    application = build_application(settings, services, feeding=feeding, request=request)
    request.is_ready = application.bot_data.ready.is_set
    if lines.interactive:
        terminal.remark(WELCOME)
    state, bot = application.bot_data, application.bot
    async with upkeep(state), progress_shown(bot, state, TERMINAL), application, deliveries_sent(bot, state, TERMINAL):
        await _until_the_end(application, request, not lines.interactive)
        await _until_all_is_read(state, terminal)


def print_heading(words: str) -> None:
    """Print a line across the terminal, which begins with words."""
    Console(highlight=False).print(Rule(Text(harmless(words), style="bold"), align="left"))


def print_answer(answer: Answer, console: Console | None = None) -> None:
    """Print an answer as a reader of the bot sees it, in the language of the question."""
    terminal = Terminal(console or Console(highlight=False))
    for message in render_answer(answer, phrases_of_answer(answer, phrases_for(None))):
        terminal.show(message.text, message.entities, message.keyboard)


async def _until_the_end(application: AnyApplication, request: TerminalRequest, in_turn: bool) -> None:
    """Handle one line after the other, until there are no more or the upkeep has failed.

    `in_turn`: what a line has asked for is read before the next line is.
    """
    failed = asyncio.create_task(application.bot_data.stopping.wait())
    while not request.ended and not failed.done():
        handling = asyncio.create_task(_handle_next(application, in_turn))
        await asyncio.wait({handling, failed}, return_when=asyncio.FIRST_COMPLETED)
        if not handling.done():
            handling.cancel()
        else:
            handling.result()
    failed.cancel()


async def _handle_next(application: AnyApplication, in_turn: bool) -> None:
    for update in await application.bot.get_updates():
        await application.process_update(update)
    if in_turn:
        await _until_all_is_read(application.bot_data)


async def _until_all_is_read(state: BotState, terminal: Terminal | None = None) -> None:
    """Wait for what was asked for in this chat, and say so where there is a terminal: its end is still to be shown."""
    jobs = state.feeding.jobs if state.feeding else None
    if jobs is None or not await asyncio.to_thread(jobs.untold, TERMINAL):
        return
    if terminal is not None:
        terminal.remark(READING)
    while await asyncio.to_thread(jobs.untold, TERMINAL) and not await stopped_within(state, LOOK):
        pass
