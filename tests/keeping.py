"""Articles written for a test, kept as an import keeps them, and questions about them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from ingest.formats.drafts import ArticleDraft
from ingest.keeping.pipeline import Pipeline, Report
from retrieval.answers import Answer
from retrieval.article import PublishedPrecision
from retrieval.services import Services

DAMASCUS = ZoneInfo("Asia/Damascus")
NOW = datetime(2024, 11, 17, 12, tzinfo=DAMASCUS)  # a Sunday
TODAY = NOW.date()

_numbers = count(1)


def draft(
    text: str,
    published: date | None = date(2024, 11, 16),
    *,
    publisher: str = "North Wire",
    title: str = "",
    url: str | None = None,
    language: str | None = "en",
) -> ArticleDraft:
    """An article; each has an address of its own unless one is given."""
    number = next(_numbers)
    return ArticleDraft(
        url=url or f"https://{publisher.lower().replace(' ', '-')}.example.org/{number}",
        title=title,
        text=text,
        published_at=datetime.combine(published, time(), UTC) if published else None,
        published_precision=PublishedPrecision.DAY if published else None,
        publisher=publisher,
        language=language,
        source=f"articles.jsonl:{number}",
    )


def keep(services: Services, *drafts: ArticleDraft) -> Report:
    """Keep articles as an import does."""
    return Pipeline(services).keep_all(drafts)


def ask(
    services: Services, question: str, *, now: datetime = NOW, context: Sequence[str] = (), **options: Any
) -> Answer:
    """Ask as a reader in Damascus would."""
    return services.answerer.ask(question, now=now, zone=DAMASCUS, context=context, **options)


def texts(answer: Answer) -> list[list[str]]:
    """The words of the excerpts, incident by incident."""
    return [[excerpt.text for excerpt in incident.excerpts] for incident in answer.incidents]
