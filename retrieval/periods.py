"""The period that a question asks about: its words about time, read as an interval of dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from retrieval.calendar_words.reading import read_line
from retrieval.datespans import find_spans
from retrieval.intervals import Interval, span
from retrieval.periodrules import Claim, combine

__all__ = ["Interval", "PeriodMention", "find_period"]


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """The words of a question that name its period, and what they mean.

    `text` is `question[start:end]`, in code points. Without an interval `reason` says why: "undatable" ("since the
    ceasefire"), "impossible" (31 February), "contradictory" ("yesterday in 2019"), "future".
    """

    start: int
    end: int
    text: str
    interval: Interval | None
    reason: str | None = None


def find_period(text: str, today: date) -> PeriodMention | None:
    """The period a question asks about, as inclusive dates that never reach past `today`; None without one.

    `today` is the reader's date. English, Arabic, Kurmanji and Turkish, also mixed. The week starts on Monday; a
    weekday is the most recent one, today included; a month without a year the most recent that has begun; "past N
    days" are the N dates that end today, "past week" the seven; "last week" is the calendar week before this one;
    N hours reach back N / 24 days, so that 24 hours begin yesterday; "last night" is yesterday and today; "before
    3 May" begins where dates begin for us, in 1970. Of several periods the common dates are taken, else the shortest.
    Takes time linear in the length of the text.
    """
    line = read_line(text)
    claims = combine(line, find_spans(line, today, question=True), today)
    best = _best([_until_today(claim, today) for claim in claims])
    if best is None:
        return None
    return PeriodMention(best.start, best.end, text[best.start : best.end], best.interval, best.reason)


def _until_today(claim: Claim, today: date) -> Claim:
    interval = claim.interval
    if interval is None:
        return claim
    if interval.start > today:
        return Claim(claim.start, claim.end, None, "future")
    return Claim(claim.start, claim.end, span(interval.start, min(interval.end, today)))


def _best(claims: list[Claim]) -> Claim | None:
    dated = [(claim, claim.interval) for claim in claims if claim.interval]
    if not dated:
        return claims[0] if claims else None
    claim, interval = min(dated, key=lambda pair: (pair[1].days, -pair[1].end.toordinal()))
    common = _common(other for _, other in dated)
    return Claim(claim.start, claim.end, common or interval)


def _common(intervals: Iterable[Interval]) -> Interval | None:
    common: Interval | None = None
    for interval in intervals:
        overlap = interval.intersection(common) if common else interval
        if overlap is None:
            return None
        common = overlap
    return common
