"""A bot that is busy: articles come in with their captured bytes, readers ask and watch, documents wait to be read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import select

from bot.inbox.intake import Intake as Inbox
from bot.inbox.seal import Seal
from bot.inbox.updates import NewUpdate
from bot.operating.checks.checking import check_library
from bot.operating.checks.finding import Finding
from ingest.feeding.jobs import Asker, JobKind, Jobs
from ingest.keeping.captures import Captures, Raw, capture_of
from retrieval.library.answered.receipts import receipt
from retrieval.library.database import read_session
from retrieval.library.models import AnswerRow
from retrieval.services import Services
from retrieval.settings import Settings
from tests.keeping import draft, keep
from tests.telegram import TelegramServer

# Words of questions that must stand in no file but the library's.
PLANTED = "quibblewock"
QUESTION = f"{PLANTED} shelling in Tal Tamr this week"
STANDING = f"{PLANTED} kidnapping in Kobani this week"

PLACES = ("Tal Tamr", "Ras al-Ain", "Qamishli")


def brings(services: Services, number: int) -> None:
    """Let an article come in, with the bytes that it was read from."""
    place = PLACES[number % len(PLACES)]
    text = f"Shells fell on {place} on Saturday and {number + 2} people were wounded, residents of the quarter said."
    url = f"https://north-wire.example.org/{number}"
    captures = Captures.of(services.library.engine, services.settings)
    capture = captures.keep(Raw(url, url, f"<p>{text}</p>".encode() * 20, datetime.now(UTC), "text/html", 200, {}))
    keep(services, replace(draft(text, date(2024, 11, 16), url=url), capture_id=capture))


@asynccontextmanager
async def at_work(server: TelegramServer, services: Services, articles: int, questions: int) -> AsyncIterator[None]:
    """Articles come in and readers ask for the length of the block, and until all of them are done."""

    async def asks(number: int) -> None:
        reader = server.user(f"Reader {number}", id=5_000 + number)
        reader.sends(QUESTION.replace("Tal Tamr", PLACES[number % len(PLACES)]))
        await reader.next_message(within=120)

    async def all_ask() -> None:
        for number in range(questions):
            await asks(number)

    async def all_come_in() -> None:
        for number in range(articles):
            await asyncio.to_thread(brings, services, number)

    work = [asyncio.create_task(all_ask()), asyncio.create_task(all_come_in())]
    try:
        yield
    finally:
        await asyncio.gather(*work)


def waits(services: Services, token: str, folder: Path) -> str:
    """Let an update wait to be dealt with, and a document to be read.

    The result is the document's job.
    """
    Inbox(services.library.engine, 77, Seal(token)).take([NewUpdate(1, 4, {"text": QUESTION})])
    payload = {"name": "report.txt", "shown": "report.txt", "url": "https://t.me/news/1", "mime_type": "text/plain"}
    job = Jobs(services.library.engine).ask(JobKind.DOCUMENT, payload, Asker(4711, 4711), datetime.now(UTC))
    (folder / "inbox" / job).mkdir(parents=True)
    (folder / "inbox" / job / "report.txt").write_text("Two shells fell near Tal Tamr on Saturday.")
    return job


def unproven(services: Services) -> list[str]:
    """The answers of which a quotation, or the bytes that it was read from, cannot be proven any more."""
    captures = Captures.of(services.library.engine, services.settings)
    with read_session(services.library.engine) as session:
        ids = list(session.exec(select(AnswerRow.id)))
    wrong = []
    for id_ in ids:
        for proof in receipt(services.library, id_).proofs:
            capture = capture_of(services.library.engine, proof.slice.version.capture_id or 0) if proof.slice else None
            if capture is None or not captures.read(capture):
                wrong.append(id_)
    return wrong


def found_by_check(settings: Settings) -> list[Finding]:
    """What `dateline check` finds."""
    return list(check_library(settings, lambda _what, _done, _total: None))
