"""The commands that answer: `ask`, `chat` and `demo`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import in_line, say, say_json
from bot.terminal.progress import opened, spinner
from retrieval.errors import QuestionError, SettingsError

if TYPE_CHECKING:
    from bot.cli.lines import TypedQuestion
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

WHO_EMBEDS = "`dateline run` or the next `dateline import` sees to them."

# At most 80 columns wide.
WHAT_NEXT = """\
  dateline chat         ask your own questions, in this terminal (in a clone: make chat)
  dateline init         set up a bot on Telegram; @BotFather gives a token
  dateline import FILE  your own articles; --help lists the formats"""


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
    context, and answers each as it comes:

    [bold]dateline ask --json - < questions.txt > answers.jsonl[/]

    A line that cannot be read as a question is reported, and the exit status is then 2.
    """
    from bot.cli.lines import questions_in
    from retrieval.settings import Settings

    settings = Settings.read()
    first = _typed(" ".join(question), now, tz, settings)
    with _services(settings) as services:
        questions = questions_in(sys.stdin.buffer, first) if question == ["-"] else [first]
        refused = sum(not _answered(services, asked, as_json, limit) for asked in questions)
    raise typer.Exit(2 if refused else 0)


def chat(
    as_editor: Annotated[
        bool, typer.Option("--as-editor", help="With an owner's rights: /ingest, /feed, /correct and the others work.")
    ] = False,
) -> None:
    """Talk to the bot in this terminal: the same bot, no token, no network.

    [bold]dateline chat[/]

    Type a question, or the number of a button; /new forgets the questions before, /quit or Ctrl-D ends. Lines from a
    pipe are answered in turn:

    [bold]echo "Kobani this week" | dateline chat[/]

    With --as-editor it takes articles in as well, addresses and files:

    [bold]echo "/ingest https://news.example.org/story report.pdf" | dateline chat --as-editor[/]
    """
    from bot.settings import BotSettings

    settings = BotSettings.read()
    with spinner("starting …"):
        from bot.terminal.console import run_chat

    run_chat(settings, as_editor=as_editor)


def demo() -> None:
    """Import a sample library (invented articles) and ask three questions of it, at the date on which it ends.

    [bold]DATELINE_DATA_DIR=demo dateline demo[/]

    Invented articles do not belong among real ones: a library that holds others is refused.
    """
    from bot.cli.library import keep_with_progress, report_lines
    from bot.cli.lines import TypedQuestion
    from bot.terminal.console import print_heading
    from ingest.formats.files import count_items, read_articles
    from ingest.keeping.pipeline import Report
    from retrieval.settings import Settings

    settings = Settings.read(DATELINE_NOW=DEMO_NOW)
    samples = Path(str(files("ingest") / SAMPLES))
    with _services(settings) as services:
        _refuse_real_articles(services, samples)
        report = Report()
        items = read_articles([samples], now=settings.now())
        keep_with_progress(services, items, count_items([samples]), report)
        say(report_lines(report, services))
        say(f"The clock stands at {settings.now().astimezone(settings.zone):%A %-d %B %Y, %H:%M}.\n")
        for question in DEMO_QUESTIONS:
            print_heading(question)
            _print(services, TypedQuestion(question, settings.now(), settings.zone), as_json=False, limit=5)
    print_heading("What next")
    say(WHAT_NEXT)


def _typed(question: str, now: str | None, zone: str | None, settings: "Settings") -> "TypedQuestion":
    """A question of the command line, with the clock that its options or the settings name."""
    from bot.cli.lines import TypedQuestion, moment, time_zone, whole

    try:
        return TypedQuestion(
            question=whole(question),
            now=moment(now) if now else settings.now(),
            zone=time_zone(zone) if zone else settings.zone,
        )
    except QuestionError as error:
        raise typer.BadParameter(str(error), param_hint="--now or --tz") from error


def _answered(services: "Services", asked: "TypedQuestion | QuestionError", as_json: bool, limit: int) -> bool:
    """Whether a line held a question: it is answered then, else its fault is said."""
    if isinstance(asked, QuestionError):
        say(in_line(f"dateline: {asked}"), err=True)
        return False
    _print(services, asked, as_json, limit)
    return True


def _refuse_real_articles(services: "Services", samples: Path) -> None:
    from ingest.formats.files import count_items

    if services.library.totals()["articles"] > (count_items([samples]) or 0):
        raise SettingsError(
            f"the library in {services.settings.data_dir} holds other articles than the invented ones of the demo; "
            "set DATELINE_DATA_DIR to another folder for it"
        )


@contextmanager
def _services(settings: "Settings") -> "Iterator[Services]":
    """Opened services, the model loading meanwhile. What an earlier import left is embedded after the answers."""
    from retrieval.index.backlog import PIECE

    with opened(settings, warm=True) as services:
        services.tidy()
        yield services
        services.catch_up(most=PIECE)
        if services.indexer.owns_index and (waiting := services.indexer.backlog.pending().unembedded):
            say(f"dateline: {waiting} passages are not searched by meaning yet; {WHO_EMBEDS}", err=True)


def _print(services: "Services", asked: "TypedQuestion", as_json: bool, limit: int) -> None:
    from retrieval.answering.answer_json import answer_json

    with spinner("searching …"):
        answer = services.answerer.ask(
            asked.question, now=asked.now, zone=asked.zone, context=asked.context, limit=limit
        )
    if as_json:
        say_json(answer_json(answer, id_=asked.id))
        return
    from bot.terminal.console import print_answer

    print_answer(answer)
