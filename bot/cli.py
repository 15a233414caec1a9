"""The command `dateline`: every command is a thin layer over what the packages offer.

Heavy libraries are imported inside the commands, so that `--help` and completion answer at once.
"""

import os
import sys
from typing import Annotated

import typer

from bot.cli_library import article, import_articles, places_app, receipt, reindex, status
from bot.cli_questions import ask, chat, demo
from retrieval.errors import DatelineError, SettingsError

HELP = """Answers questions about incidents in a region with verbatim quotations from the articles that you import.

Start with [bold]dateline demo[/], which asks three questions of a sample library. Then:

  dateline import articles.jsonl          put articles in
  dateline ask "what happened in Kobani this week"
  dateline chat                           the bot in this terminal, no token needed
  dateline run                            the bot on Telegram, with TELEGRAM_TOKEN set
"""

app = typer.Typer(
    name="dateline", help=HELP, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
)
app.command("demo")(demo)
app.command("ask")(ask)
app.command("chat")(chat)
app.command("import")(import_articles)
app.add_typer(places_app, name="places")
app.command("article")(article)
app.command("receipt")(receipt)
app.command("status")(status)
app.command("reindex")(reindex)


@app.command()
def run() -> None:
    """Run the bot on Telegram: polling, or a webhook when TELEGRAM_WEBHOOK_URL is set.

    The token comes from @BotFather: open a chat with it, send /newbot, and put what it gives you into
    TELEGRAM_TOKEN or a file named .env here. `dateline chat` needs none.
    """
    from bot.app import run_bot
    from bot.settings import BotSettings

    run_bot(BotSettings.read())


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"dateline {installed('dateline')}")
        raise typer.Exit


def main() -> None:
    """Run the command line; what went wrong is one line on standard error."""
    try:
        app()
    except SettingsError as error:
        _stop(str(error), 2)
    except DatelineError as error:
        _stop(str(error), 1)
    except BrokenPipeError:
        # The reader of our output has gone (`dateline ask … | head`): nothing is wrong, nothing can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _stop(message: str, status: int) -> None:
    typer.echo(f"dateline: {message}", err=True)
    raise SystemExit(status)
