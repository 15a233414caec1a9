"""The command `dateline`: every command is a thin layer over what the packages offer.

Heavy libraries are imported inside the commands, so that `--help` and completion answer at once.
"""

import errno
import inspect
import logging
import os
import sys
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from types import TracebackType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli.feeds import FEED_COMMANDS, sources
from bot.cli.library import import_articles, import_places, reindex, status
from bot.cli.operating import backup, check, prune, restore
from bot.cli.output import in_line, say
from bot.cli.people import audit, editors
from bot.cli.places import learned
from bot.cli.proofs import article, receipt
from bot.cli.questions import ask, chat, demo
from bot.cli.record import correct, ingest, reinstate, retract, retry
from bot.cli.setup import init
from retrieval.errors import DatelineError, SettingsError
from retrieval.private_files import closed_to_others

HELP = """Answer questions about incidents in a region with verbatim quotations from the articles that you import.

Start with [bold]dateline demo[/], which asks three questions of a sample library. Then:

  dateline import articles.jsonl                    put articles in
  dateline ask "what happened in Kobani this week"  ask a question
  dateline chat                                     talk to the bot, here
  dateline init                                     set up a bot: token, owner, region
  dateline run                                      run it on Telegram

What can be set (where things are kept, which database, whose clock) stands in .env.example.
"""

# What shells report of a program that Ctrl-C has ended.
INTERRUPTED = 130


class _Interrupted(Exception):
    """Ctrl-C was pressed; what is to be said of it, if anything."""


class _Commands(TyperGroup):
    """The commands, of which Ctrl-C can be told from an exit status that a command chose."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            raise _Interrupted(str(stop)) from stop


def main() -> None:
    """Run the command line.

    What went wrong is one line on standard error, and 1 or 2 the exit status.
    """
    _prepare_streams()
    _prepare_faults()
    try:
        with closed_to_others():
            status = application()(prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
        if status == INTERRUPTED:  # before a command had begun
            raise _Interrupted
    except BrokenPipeError:
        _forget_output()
        status = 1
    except SettingsError as error:
        status = _said(str(error), 2)
    except DatelineError as error:
        status = _said(str(error), 1)
    except typer.TyperException as error:
        status = _said(_usage(error), error.exit_code)
    except typer.Abort:  # Ctrl-C or Ctrl-D at a question
        status = _said("stopped.", INTERRUPTED)
    except _Interrupted as stop:
        status = _said(str(stop) or "stopped.", INTERRUPTED)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        status = _said(f"the output cannot be written: {error.strerror}", 1)
    raise SystemExit(status)


def _prepare_streams() -> None:
    """Give every stream a file (a closed one's number would go to the database) and write UTF-8 in any locale."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w"))  # noqa: SIM115 - for the whole run
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Half a character becomes the escape that JSON writes for it.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _prepare_faults() -> None:
    """Have what nobody foresaw printed and logged like all else: a traceback may quote an article."""
    sys.excepthook = _say_traceback
    if logging.lastResort is not None:  # what commands log that say nothing of where logs go
        logging.lastResort.setFormatter(_LastResort("%(message)s"))


def _say_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    say("".join(traceback.format_exception(kind, error, trace)).rstrip(), err=True)


class _LastResort(logging.Formatter):
    """Formats records as `HarmlessFormatter` does, which is loaded with the first of them."""

    def format(self, record: logging.LogRecord) -> str:
        from bot.observing.logs import HarmlessFormatter

        return HarmlessFormatter("%(message)s").format(record)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"dateline {version('dateline')}")
        raise typer.Exit


def application() -> typer.Typer:
    """The commands, ready to be called."""
    # pretty_exceptions would print the values of variables, readers' questions among them
    app = typer.Typer(
        cls=_Commands, help=HELP, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
    )
    app.callback()(_top)
    for name, command in COMMANDS.items():
        _add(app, name, command)
    _add_group(
        app,
        "places",
        "Add places and names to the gazetteer, and see those that only reports name.",
        {"import": import_places, "learned": learned},
    )
    _add_group(app, "feed", "Follow feeds (RSS, Atom), and see how they are doing.", FEED_COMMANDS)
    return app


def run() -> None:
    """Run the bot on Telegram: polling, or a webhook when TELEGRAM_WEBHOOK_URL is set.

    [bold]TELEGRAM_TOKEN=… dateline run[/]

    The token comes from @BotFather: open a chat with it, send /newbot, and put what it gives you into
    TELEGRAM_TOKEN or a file named .env here. `dateline chat` needs none. SIGTERM stops it in good order.
    """
    from bot.settings import BotSettings

    settings = BotSettings.read()
    _ = settings.required_token  # said before anything is loaded
    from bot.app import run_bot

    run_bot(settings)


COMMANDS: dict[str, Callable[..., None]] = {
    "init": init,
    "demo": demo,
    "import": import_articles,
    "ask": ask,
    "chat": chat,
    "run": run,
    "ingest": ingest,
    "sources": sources,
    "article": article,
    "correct": correct,
    "retract": retract,
    "retry": retry,
    "reinstate": reinstate,
    "receipt": receipt,
    "editors": editors,
    "audit": audit,
    "status": status,
    "reindex": reindex,
    "backup": backup,
    "restore": restore,
    "check": check,
    "prune": prune,
}


def _top(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """The options that stand before a command."""


def _add(app: typer.Typer, name: str, command: Callable[..., Any]) -> None:
    """Add a command whose help is its docstring, each paragraph of which the terminal wraps."""
    paragraphs = inspect.cleandoc(command.__doc__ or "").split("\n\n")
    app.command(name, help="\n\n".join(" ".join(text.split("\n")) for text in paragraphs))(command)


def _add_group(app: typer.Typer, name: str, about: str, commands: dict[str, Callable[..., None]]) -> None:
    group = typer.Typer(help=about, no_args_is_help=True, rich_markup_mode="rich")
    for word, command in commands.items():
        _add(group, word, command)
    app.add_typer(group, name=name)


def _said(message: str, status: int) -> int:
    if message:
        say(in_line(f"dateline: {message}"), err=True)
    return status


def _usage(error: typer.TyperException) -> str:
    """What is wrong with the arguments, and where the right ones stand."""
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    if not message or context is None:
        return message
    return f"{message[:1].lower()}{message[1:]}; see `{context.command_path} --help`"


def _forget_output() -> None:
    """The reader of our output has gone (`dateline ask … | head`): nothing is wrong, nothing more can be said."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
