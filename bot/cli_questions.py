"""The commands that answer: `ask`, `chat` and `demo`."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from retrieval.services import Services
    from retrieval.settings import Settings

SAMPLES = "samples/samples.jsonl"

# Noon of the day on which the sample corpus ends.
DEMO_NOW = "2024-11-17T12:00:00+03:00"
DEMO_QUESTIONS = (
    "what happened in Sere Kaniye this week",
    "how many were hurt in the drone strike near Qamishli in October",
    "anything in Tal Tamr this week",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, as a line of standard input or the command line gives it."""

    question: str
    now: datetime
    zone: ZoneInfo
    context: tuple[str, ...] = ()
    id: Any = None


def ask(
    question: Annotated[list[str], typer.Argument(help="The question, or - to read one a line from standard input.")],
    now: Annotated[
        str | None, typer.Option(help="Answer as at this moment, for example 2024-11-17T12:00:00+03:00.")
    ] = None,
    tz: Annotated[str | None, typer.Option(help="The reader's time zone, for example Europe/Berlin.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most so many incidents.")] = 5,
) -> None:
    """Answer a question as the bot would.

    [bold]dateline ask "what happened in Sere Kaniye this week"[/]

    With - for the question, reads one a line, or one JSON object a line with the keys question, id, now, tz and
    context, and answers each as it comes.
    """
    from retrieval.settings import Settings

    settings = Settings.read()
    first = _Asked(" ".join(question), _moment(now) if now else settings.now(), _zone(tz) if tz else settings.zone)
    with _services(settings) as services:
        if question != ["-"]:
            _print(services, first, as_json, limit)
            return
        for number, line in enumerate(sys.stdin.buffer, 1):
            if line.strip():
                _print(services, _from_line(line, first, number), as_json, limit)


def chat() -> None:
    """Talk to the bot in this terminal: the same bot, no token, no network."""
    from bot.console import run_chat
    from bot.settings import BotSettings

    run_chat(BotSettings.read())


def demo() -> None:
    """Import a sample library (invented articles) into the data dir and ask three questions of it."""
    from rich.console import Console
    from rich.rule import Rule

    from bot.cli_library import keep_with_progress, report_lines
    from ingest.files import read_articles
    from retrieval.settings import Settings

    settings = Settings.read(DATELINE_NOW=DEMO_NOW)
    console = Console(highlight=False)
    with _services(settings) as services:
        items = read_articles([Path(str(files("ingest") / SAMPLES))], now=settings.now())
        report = keep_with_progress(services, items, total=None)
        console.print(report_lines(report, services))
        console.print(f"The clock stands at {settings.now().astimezone(settings.zone):%A %-d %B %Y, %H:%M}.\n")
        for question in DEMO_QUESTIONS:
            console.print(Rule(f"[bold]{question}[/]", align="left"))
            _print(services, _Asked(question, settings.now(), settings.zone), as_json=False, limit=5)
    console.print(Rule("What next", align="left"))
    console.print(
        "  make chat                              ask your own questions, in this terminal\n"
        "  TELEGRAM_TOKEN=… make run              the bot on Telegram; @BotFather gives the token\n"
        "  .venv/bin/dateline import FILE…        your own articles: JSON Lines, HTML, Markdown, feeds, ZIP"
    )


@contextmanager
def _services(settings: "Settings") -> "Iterator[Services]":
    """Opened services, the model loading meanwhile, with what an interrupted import left embedded first."""
    from retrieval.services import open_services

    with open_services(settings, warm=True) as services:
        waiting = services.indexer.pending().unembedded if services.indexer.owns_index else 0
        if waiting:
            typer.echo(f"dateline: embedding {waiting} passages that an interrupted import left", err=True)
        services.catch_up()
        services.tidy()
        yield services


def _print(services: "Services", asked: _Asked, as_json: bool, limit: int) -> None:
    from retrieval.answer_json import answer_json

    answer = services.desk.ask(asked.question, now=asked.now, zone=asked.zone, context=asked.context, limit=limit)
    if as_json:
        sys.stdout.write(json.dumps(answer_json(answer, id_=asked.id), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        return
    from rich.console import Console

    from bot.console import print_answer

    print_answer(answer, Console(highlight=False))


def _from_line(line: bytes, first: _Asked, number: int) -> _Asked:
    """A line of standard input: a JSON object, or else the question itself."""
    text = line.decode("utf-8", "replace").strip()
    if not text.startswith("{"):
        return _Asked(text, first.now, first.zone)
    try:
        given = json.loads(text)
    except ValueError:
        return _Asked(text, first.now, first.zone)
    if not isinstance(given.get("question"), str):
        _refuse(f'line {number} has no "question"; give one as {{"question": "…"}}')
    return _Asked(
        question=given["question"],
        now=_moment(str(given["now"])) if given.get("now") else first.now,
        zone=_zone(str(given["tz"])) if given.get("tz") else first.zone,
        context=tuple(str(earlier) for earlier in given.get("context") or ()),
        id=given.get("id"),
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        _refuse(f"{text} is not a moment; write it like 2024-11-17T12:00:00+03:00")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        _refuse(f"{name} is not a time zone; write it like Asia/Damascus")


def _refuse(message: str) -> NoReturn:
    typer.echo(f"dateline: {message}", err=True)
    raise typer.Exit(2)
