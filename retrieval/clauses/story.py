"""Which passages of an article its opening lends its days: not those behind the turn from the news to its background.

News is written as an inverted pyramid: what happened, then what stands around it. Once a passage tells of months and
years, what follows without a day of its own tells how life is there, what observers warn of and what things cost.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from retrieval import data
from retrieval.clauses.telling import DAYS, Telling
from retrieval.dates.events import EventDate
from retrieval.text.folding import fold
from retrieval.text.headings import is_bare, is_heading


def headings(texts: Sequence[str]) -> frozenset[int]:
    """The numbers of the passages that are headings of the next one."""
    below = [*texts[1:], ""]
    return frozenset(number for number, text in enumerate(texts) if is_heading(text, below[number]))


def links(texts: Sequence[str]) -> frozenset[int]:
    """The numbers of the passages that are headlines of other articles.

    They are lines without a stop behind sentences, and stand over no paragraph.
    """
    first = next((number for number, text in enumerate(texts) if not is_bare(text)), len(texts))
    return frozenset(number for number in range(first, len(texts)) if is_bare(texts[number])) - headings(texts)


def with_asides(tellings: Sequence[Telling], openings: Collection[int], linked: Collection[int]) -> Iterator[Telling]:
    """The same, those marked that have no part in the days of their article.

    Such a passage only tells an old story, or it gives no day and is `linked` or stands behind the turn to the
    background: the first passage beside the `openings` that is dated by months or years, or tells an old story beside
    something else. There, "today" alone means nowadays and is no day.
    """
    has_turned = False
    for number, telling in enumerate(tellings):
        dates = [event for event in telling.dates if not _is_nowadays(event)]
        is_dated = any(event.precision in DAYS for event in dates)
        is_of_the_past = telling.is_old or telling.has_old or bool(dates)
        has_turned = has_turned or (number not in openings and not is_dated and is_of_the_past)
        is_aside = not is_dated and (has_turned or number in linked)
        yield replace(telling, dates=dates, is_aside=True) if is_aside else telling


def _is_nowadays(event: EventDate) -> bool:
    return fold(event.text) in _nowadays()


@cache
def _nowadays() -> frozenset[str]:
    return frozenset(map(fold, data.toml("clauses.toml")["nowadays"]))
