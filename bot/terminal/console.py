"""The same bot in a terminal: what is typed becomes updates, what is sent is printed."""

import asyncio
import logging
import sys

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from bot.app import build_application
from bot.context import AnyApplication, phrases_of_answer
from bot.delivery.courier import deliveries_sent
from bot.feeding.job_progress import progress_shown
from bot.messages.answer import render_answer
from bot.messages.layout.harmless import harmless
from bot.observing.logs import log_harmlessly
from bot.phrases.catalogues import phrases_for
from bot.settings import BotSettings
from bot.terminal.display import Terminal
from bot.terminal.request import TERMINAL, TerminalRequest
from bot.terminal.typed_lines import TypedLines, typed_lines
from bot.upkeep import upkeep
from retrieval.answers import Answer
from retrieval.services import Services, open_services

WELCOME = "Type a question, or the number of a button. /new forgets the questions before; /quit or Ctrl-D ends.\n"


def run_chat(settings: BotSettings) -> None:
    """Talk to the bot on standard input and output until /quit or the end of input.

    No token, no network. Input that is not typed is answered line by line. `StoreError` where the library does not
    open.
    """
    log_harmlessly(logging.WARNING, "%(levelname)s: %(message)s")
    console = Console(highlight=False)
    with open_services(settings) as services, typed_lines(sys.stdin) as lines:
        asyncio.run(converse(settings, services, lines, console))


async def converse(settings: BotSettings, services: Services, lines: TypedLines, console: Console) -> None:
    """Answer what is typed, one line after the other, until there is no more."""
    terminal = Terminal(console)
    request = TerminalRequest(terminal, lines, settings.now, opening=["/start"] if lines.interactive else [])
    application = build_application(settings, services, request=request)
    request.is_ready = application.bot_data.ready.is_set
    if lines.interactive:
        terminal.remark(WELCOME)
    state, bot = application.bot_data, application.bot
    async with upkeep(state), progress_shown(bot, state), application, deliveries_sent(bot, state, TERMINAL):
        await _until_the_end(application, request)


def print_heading(words: str) -> None:
    """Print a line across the terminal, which begins with words."""
    Console(highlight=False).print(Rule(Text(harmless(words), style="bold"), align="left"))


def print_answer(answer: Answer, console: Console | None = None) -> None:
    """Print an answer as a reader of the bot sees it, in the language of the question."""
    terminal = Terminal(console or Console(highlight=False))
    for message in render_answer(answer, phrases_of_answer(answer, phrases_for(None))):
        terminal.show(message.text, message.entities, message.keyboard)


async def _until_the_end(application: AnyApplication, request: TerminalRequest) -> None:
    """Handle one line after the other, until there are no more or the upkeep has failed."""
    failed = asyncio.create_task(application.bot_data.stopping.wait())
    while not request.ended and not failed.done():
        handling = asyncio.create_task(_handle_next(application))
        await asyncio.wait({handling, failed}, return_when=asyncio.FIRST_COMPLETED)
        if not handling.done():
            handling.cancel()
        else:
            handling.result()
    failed.cancel()


async def _handle_next(application: AnyApplication) -> None:
    for update in await application.bot.get_updates():
        await application.process_update(update)
