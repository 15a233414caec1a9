"""The period that a question asks about: its words about time, read as an interval of dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from retrieval.dates.expressions.meaning import Undated
from retrieval.dates.expressions.spans import DateSpan
from retrieval.dates.intervals import Interval, span
from retrieval.dates.named import find_dates
from retrieval.dates.period_parsing import FoundPeriod, combine
from retrieval.dates.words.line import Line, read_line


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """The words of a question that name its period, and what they mean.

    `text` is `question[start:end]`, in code points. Without an interval `reason` says why, and "recently" is undatable,
    too. `left_out` are the other periods of the question that have no date in common with this one, or no date at all.
    """

    start: int
    end: int
    text: str
    interval: Interval | None
    reason: Undated | None = None
    left_out: tuple[PeriodMention, ...] = ()
    to_come: int = 0  # days of the interval that lie behind `today` and were left out
    parts: tuple[tuple[int, int], ...] = ()  # without what stands between: "yesterday in Kobani in 2019"

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the words of time stand, those that were left out included."""
        return [part for mention in (self, *self.left_out) for part in mention.parts]


def find_period(text: str, today: date) -> PeriodMention | None:
    """The period a question asks about, as inclusive dates that never reach past `today`, or None.

    `today` is the date where the question is asked. English, Arabic, Kurmanji and Turkish, also mixed. The week starts
    on Monday; a weekday is the most recent one, today included; a month without a year the most recent that has begun;
    "past N days" are the N dates that end today, "past week" the seven; "last week" is the calendar week before this
    one; N hours reach back N / 24 days, so that 24 hours begin yesterday; "last night" is yesterday and today; "before
    3 May" begins where dates begin for us, in 1970. Periods that are joined ("in March and in May") are one, from the
    first date to the last; of several others the shortest is taken, with what the rest have in common with it.
    Takes time linear in the length of the text.
    """
    line = read_line(text, mend_slips=True)
    claims = _claims(line, find_dates(text, line, today, question=True), today)
    if not claims:
        return None
    asked, *others = claims
    interval, left_out = asked.interval, []
    for claim in others:
        common = claim.interval.intersection(interval) if claim.interval and interval else None
        interval = common or interval
        if common is None:
            left_out.append(claim)
    rest = tuple(_mention(text, claim) for claim in sorted(left_out, key=lambda claim: claim.start))
    to_come = asked.to_come if interval == asked.interval else 0
    return replace(_mention(text, asked), interval=interval, to_come=to_come, left_out=rest)


def _claims(line: Line, spans: list[DateSpan], today: date) -> list[FoundPeriod]:
    """What is claimed about the period, the one to be taken first.

    Vague words count only where nothing else is said.
    """
    claims = [_until_today(claim, today) for claim in combine(line, spans, today)]
    firm = [claim for claim in claims if claim.reason is not Undated.VAGUE]
    return sorted(firm, key=_narrowness) if firm else claims[:1]


def _narrowness(claim: FoundPeriod) -> tuple[bool, int, int]:
    """The order in which claims are taken.

    Dated ones come first, the shortest of them, of equal ones the latest. Then comes what is to come.
    """
    interval = claim.interval
    if interval is None:
        return True, int(claim.reason is not Undated.FUTURE), claim.start
    return False, interval.days, -interval.end.toordinal()


def _until_today(claim: FoundPeriod, today: date) -> FoundPeriod:
    interval = claim.interval
    if interval is None:
        return claim
    if interval.start > today:
        return replace(claim, interval=None, reason=Undated.FUTURE)
    to_come = max((interval.end - today).days, 0)
    return replace(claim, interval=span(interval.start, min(interval.end, today)), to_come=to_come)


def _mention(text: str, claim: FoundPeriod) -> PeriodMention:
    reason = Undated.UNDATABLE if claim.reason is Undated.VAGUE else claim.reason
    words = text[claim.start : claim.end]
    return PeriodMention(claim.start, claim.end, words, claim.interval, reason, parts=claim.parts)
