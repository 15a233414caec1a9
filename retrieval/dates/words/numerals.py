"""Numbers in texts: days, years, counts, and dates written in digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from retrieval.dates.intervals import safe_date
from retrieval.dates.words.signs import Sign
from retrieval.text.folding import fold_word

# A sign and its value.
Read = tuple[Sign, int]

# The value of a date in digits that no calendar has, such as 31/02/2022.
IMPOSSIBLE = 0

# Four digits between these are a year, others a count.
FIRST_YEAR, LAST_YEAR = 1900, 2099

# Years of the moon that can be told from other numbers, and that the calendar's tables hold.
FIRST_HIJRI, LAST_HIJRI = 1343, 1500

# What may be joined to a number: an ending, a unit or a month.
_LETTERS = r"[^\W\d_]{1,14}"
_ALONE = r"(?<![\d][./:-])(?<!\d)"
_AT_THE_END = r"(?![./:-]?\d)"
_ALTERNATIVES = (
    # 2022-05-03, 3/5/2022, 3.5.22 and what is joined to them
    rf"{_ALONE}\d{{1,4}}(?:(?: ?/ ?\d{{1,2}}){{2}}|(?:-\d{{1,2}}){{2}}|(?:\.\d{{1,2}}){{2}})\d{{0,2}}{_AT_THE_END}"
    rf"(?:T\d+|['’ʼ]{_LETTERS})?",
    r"\d+(?:[:٫٬]\d+)+",  # times and decimals
    r"\d{1,3}(?:,\d{3})+(?!\d)",  # thousands
    rf"{_ALONE}\d{{1,4}}[./]\d{{1,4}}{_AT_THE_END}",  # 3/5, 05/2022
    rf"{_ALONE}\d{{4}}-\d{{2}}{_AT_THE_END}",  # 2022-05
    rf"\d+(?:['’ʼ]?{_LETTERS}|[%٪])?",  # 5th, 2022'de, 48h
    r"['’‘]\d{2}(?!\d)",  # '22
)
# Numbers with what is joined to them, for use inside the pattern of a token.
PATTERN = "|".join(_ALTERNATIVES)

# Digits of a number that may belong to a date: those of a year.
_LONGEST = 4

APOSTROPHES = ("'", "’", "‘")
_PARTS = re.compile(r"\d+")
_ORDINAL_ENDINGS = {"st", "nd", "rd", "th", "inci", "uncu", "nci", "ncu", "em", "emin"}
_TURKISH_ENDINGS = (
    "i u si su yi yu da de ta te dan den tan ten in un nin nun a e ya ye sinda sinde inda inde unda unde unun inin"
    " sinden sindan nde nda ndan nden inden indan unden undan"
)
_TURKISH = frozenset(_TURKISH_ENDINGS.split())
_KURMANJI = {"e", "an", "a", "en", "ye", "yan", "ane", "emin"}
_JOINED_UNITS = {"h": Sign.HOUR, "hr": Sign.HOUR, "hrs": Sign.HOUR, "hours": Sign.HOUR, "d": Sign.DAY} | {
    "days": Sign.DAY,
    "day": Sign.DAY,
    "w": Sign.WEEK,
    "week": Sign.WEEK,
    "mo": Sign.MONTH_UNIT,
    "mos": Sign.MONTH_UNIT,
    "mth": Sign.MONTH_UNIT,
    "y": Sign.YEAR_UNIT,
    "yr": Sign.YEAR_UNIT,
    "yrs": Sign.YEAR_UNIT,
    "sa": Sign.HOUR,
    "hf": Sign.WEEK,
    "wk": Sign.WEEK,
    "wks": Sign.WEEK,
    "weeks": Sign.WEEK,
    "saat": Sign.HOUR,
    "gun": Sign.DAY,
    "يوم": Sign.DAY,
    "ايام": Sign.DAY,
    "ساعه": Sign.HOUR,
}


def split_ending(written: str) -> tuple[str, str]:
    """The digits of a number and the letters joined to it: ("9", "may")."""
    digits = _PARTS.match(written)
    return (digits[0], written[digits.end() :].lstrip("'’ʼ")) if digits else ("", "")


@lru_cache(maxsize=1 << 12)
def read_number(written: str) -> tuple[Read, ...]:
    """The signs of a number as it is written, none where it cannot belong to a date (times, decimals, "9mm")."""
    parts = _PARTS.findall(written)
    if any(len(digits) > _LONGEST for digits in parts):
        return ()
    values, rest = [int(digits) for digits in parts], _PARTS.sub("", written)
    if any(mark in rest for mark in ":,٫٬"):
        return ()
    if len(values) == 1:
        return tuple(_plain(2000 + values[0]) if rest in APOSTROPHES else _joined(values[0], fold_word(rest)))
    if len(values) == 2:
        return tuple(_pair(values[0], values[1], rest))
    first, second, third, *_ = values  # the hour of 2022-05-03T10:00 comes fourth
    return tuple(_full_date(first, second, third, rest))


def _full_date(first: int, second: int, third: int, separators: str) -> Iterator[Read]:
    if first >= FIRST_YEAR:
        yield _date(first, second, third)
    elif third >= FIRST_YEAR:
        yield _date(third, second, first) if second <= 12 else _date(third, first, second)
    elif FIRST_HIJRI <= third <= LAST_HIJRI or FIRST_HIJRI <= first <= LAST_HIJRI:
        yield _hijri_date(max(first, third), second, min(first, third))
    elif 10 <= third <= 40 and "-" not in separators and first <= 31 and second <= 12:
        yield _date(2000 + third, second, first)


def _date(year: int, month: int, day: int) -> Read:
    found = safe_date(year, month, day) if year <= LAST_YEAR else None
    return Sign.FULL_DATE, found.toordinal() if found else IMPOSSIBLE


def _hijri_date(year: int, month: int, day: int) -> Read:
    """A date of the moon in digits: 15/7/1446."""
    from hijridate import Hijri

    try:
        return Sign.FULL_DATE, date(*Hijri(year, month, day).to_gregorian().datetuple()).toordinal()
    except (ValueError, OverflowError):
        return Sign.FULL_DATE, IMPOSSIBLE


def _pair(first: int, second: int, separator: str) -> Iterator[Read]:
    if FIRST_YEAR <= first <= LAST_YEAR and 1 <= second <= 12:
        yield Sign.MONTH_YEAR, first * 100 + second
    elif FIRST_YEAR <= second <= LAST_YEAR and 1 <= first <= 12:
        yield Sign.MONTH_YEAR, second * 100 + first
    elif 1 <= first <= 31 and 1 <= second <= 12:
        yield Sign.DAY_MONTH, second * 100 + first
    elif 1 <= first < second <= 31 and separator == "/":  # 24/25 May
        yield from ((Sign.DAY_NUMBER, first), (Sign.DASH, 0), (Sign.DAY_NUMBER, second))


def _joined(value: int, ending: str) -> Iterator[Read]:
    """A number with an ending: 5th, 5'inde, 2022an, 48h."""
    if ending in _JOINED_UNITS:
        yield from _plain(value)
        yield _JOINED_UNITS[ending], 1
    elif ending == "ه" and FIRST_HIJRI <= value <= LAST_HIJRI:  # 1446هـ
        yield from _plain(value)
    elif ending == "و":
        yield from _plain(value)
        yield Sign.AND, 1
    elif ending in _ORDINAL_ENDINGS and 1 <= value <= 31:
        yield Sign.ORDINAL, value
    elif not ending or ending in _TURKISH or ending in _KURMANJI:
        yield from _plain(value)


def _plain(value: int) -> Iterator[Read]:
    sign = _sign_of(value)
    if sign is not None:
        yield sign, value


@cache
def _sign_of(value: int) -> Sign | None:
    if 1 <= value <= 31:
        return Sign.DAY_NUMBER
    if FIRST_YEAR <= value <= LAST_YEAR:
        return Sign.YEAR
    if FIRST_HIJRI <= value <= LAST_HIJRI:
        return Sign.HIJRI_YEAR
    return Sign.COUNT if 32 <= value <= 999 else None
