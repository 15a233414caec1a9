"""Expressions that name years and parts of years: "in 2022", "early 2022", "Q2 2023", "last summer"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from retrieval.dates.expressions.meaning import Anchor, Grain, Meaning, SpanRule, half_of_year, months_of, part_of_year
from retrieval.dates.expressions.parts import half_asked, part_asked, part_is_in_place, unit_shift, year_asked
from retrieval.dates.expressions.phrases import Phrase
from retrieval.dates.intervals import latest_month, month_around, span, year_of
from retrieval.dates.words.signs import Sign


def _part_of_year(phrase: Phrase, today: date) -> Meaning | None:
    year = phrase.value(Sign.YEAR)
    if year is None or not part_is_in_place(phrase, Sign.YEAR):
        return None
    half = half_asked(phrase)
    interval = half_of_year(year, half) if half else part_of_year(year, part_asked(phrase))
    return Meaning(interval, Grain.YEAR, Anchor.ABSOLUTE)


def _quarter(phrase: Phrase, today: date) -> Meaning | None:
    year, quarter = year_asked(phrase, today, []), phrase.value(Sign.ORDINAL) or 4
    if quarter > 4:
        return None
    if year is None:
        return _latest_quarter(quarter, today) if phrase.find(Sign.ORDINAL) else _near_quarter(phrase, today)
    return Meaning(months_of(year, 3 * quarter - 2, 3 * quarter), Grain.YEAR, Anchor.ABSOLUTE)


def _quarter_by_number(phrase: Phrase, today: date) -> Meaning | None:
    """A quarter alone: "Q4", "4. çeyrek"."""
    quarter, year = phrase.value(Sign.ORDINAL + Sign.DAY_NUMBER) or 0, phrase.value(Sign.YEAR)
    if not 1 <= quarter <= 4:
        return None
    if year is None:
        return _latest_quarter(quarter, today)
    return Meaning(months_of(year, 3 * quarter - 2, 3 * quarter), Grain.YEAR, Anchor.ABSOLUTE)


def _latest_quarter(quarter: int, today: date) -> Meaning:
    start = latest_month(3 * quarter - 2, today, False, False)
    return Meaning(months_of(start.year, start.month, start.month + 2), Grain.YEAR, Anchor.FLOATING)


def _near_quarter(phrase: Phrase, today: date) -> Meaning:
    """A quarter beside the present one: "this quarter", "last quarter"."""
    month = month_around(today, -((today.month - 1) % 3) + 3 * unit_shift(phrase)).start
    return Meaning(months_of(month.year, month.month, month.month + 2), Grain.MONTH, Anchor.RELATIVE)


def _season(phrase: Phrase, today: date) -> Meaning | None:
    year, month = year_asked(phrase, today, []), phrase.value(Sign.SEASON) or 3
    anchor = Anchor.ABSOLUTE if year else Anchor.RELATIVE
    start = date(year, month, 1) if year else latest_month(month, today, False, False)
    season = span(start, month_around(start, 2).end)
    if not year and phrase.find(Sign.LAST) and season.end >= today:
        season = span(month_around(start, -12).start, month_around(start, -10).end)
    return Meaning(season, Grain.YEAR, anchor)


def _plain_year(phrase: Phrase, today: date) -> Meaning | None:
    year = phrase.value(Sign.YEAR)
    counted = phrase.before is not None and phrase.before.word in {"on", "at", "over", "within"}
    if year is None or counted or (phrase.behind is not None and phrase.behind.sign in Sign.HOUR + Sign.DAY):
        return None
    return Meaning(year_of(year), Grain.YEAR, Anchor.ABSOLUTE)


def _bare_year(phrase: Phrase, today: date) -> Meaning | None:
    """A year alone counts when it is of the last twenty or soon to come: "2254" is a resolution, "1975" a model."""
    year = phrase.value(Sign.YEAR) or 0
    return Meaning(year_of(year), Grain.YEAR, Anchor.ABSOLUTE) if today.year - 20 < year <= today.year + 2 else None


RULES: Mapping[str, SpanRule] = {
    "part_of_year": _part_of_year,
    "quarter": _quarter,
    "quarter_by_number": _quarter_by_number,
    "season": _season,
    "year": _plain_year,
    "bare_year": _bare_year,
}
