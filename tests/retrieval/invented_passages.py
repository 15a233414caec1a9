"""Passages as a search finds them, invented for tests of what is made of them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

from retrieval.answers import EventWhen
from retrieval.dates.events import Precision
from retrieval.dates.intervals import Interval, one_day
from retrieval.passages.passage import Candidate, Scored
from retrieval.passages.texts import PassageTexts

FRIDAY, SATURDAY = date(2024, 11, 15), date(2024, 11, 16)
NOON = datetime(2024, 11, 16, 12, tzinfo=UTC)
CLASH = frozenset({"armed_clash"})

_numbers = count(1)


def passage(
    publisher: str = "North Wire",
    *,
    article: str = "",
    event: date | Interval | EventWhen | None = FRIDAY,
    published: datetime | None = NOON,
    topics: frozenset[str] = CLASH,
    article_topics: frozenset[str] = frozenset(),
) -> Scored:
    """A passage of an article of its own, unless one is named; its event is a day, a range, or as given."""
    number = next(_numbers)
    candidate = Candidate(
        passage_id=number,
        version_id=number,
        article_id=article or f"article {number}",
        ordinal=0,
        start=0,
        end=9,
        topics=topics,
        article_topics=article_topics,
        publisher=publisher,
        published_at=published,
        event=_when(event),
    )
    return Scored(candidate, 1.0)


def _when(event: date | Interval | EventWhen | None) -> EventWhen | None:
    days = one_day(event) if isinstance(event, date) else event
    if isinstance(days, Interval):
        return EventWhen(days, Precision.DAY if days.days == 1 else Precision.DAYS)
    return days


def month(year: int, number: int) -> EventWhen:
    """A whole month, as background is dated."""
    return EventWhen(Interval(date(year, number, 1), date(year, number, 28)), Precision.MONTH)


class _Texts:
    """Stands in for the library: each version is the text that a test gives it."""

    def __init__(self, texts: dict[int, str], whole: dict[int, str], urls: dict[int, str]) -> None:
        self.texts, self.whole, self.urls = texts, whole, urls
        self.reads = 0

    def slices(self, spans: Iterable[tuple[int, int, int]]) -> list[Any]:
        self.reads += 1
        return [self._slice(version) for version, _, _ in spans]

    def _slice(self, version: int) -> Any:
        if version not in self.texts:
            return None
        text = self.texts[version]
        return SimpleNamespace(
            text=text,
            version=SimpleNamespace(text=self.whole.get(version, text)),
            article=SimpleNamespace(url=self.urls.get(version, ""), speaker=None),
        )


def texts_of(
    texts: Iterable[tuple[Scored, str]],
    whole: dict[int, str] | None = None,
    urls: dict[int, str] | None = None,
) -> PassageTexts:
    """What passages say; `whole` gives the text of the article where it is longer, `urls` its address."""
    pairs = list(texts)
    library: Any = _Texts({s.passage.version_id: text for s, text in pairs}, whole or {}, urls or {})
    return PassageTexts(library, [scored for scored, _ in pairs])
