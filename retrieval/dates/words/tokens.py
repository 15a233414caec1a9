"""What a token of a text is by itself: a word about time, a number of a date, a mark, or nothing of these."""

from __future__ import annotations

import re
from functools import cache

from retrieval.dates.words import numerals
from retrieval.dates.words.lexicon import LONGEST_WORD, Node, look_up
from retrieval.dates.words.signs import LONG_UNIT, RECENT, UNIT, WEAK, Sign
from retrieval.dates.words.table import Meaning
from retrieval.text.words import Memo

# The group of the token pattern that is a word.
WORD = 1

# Signs without one of which there is no date (compare `trigger` in `retrieval.dates.expressions.grammar`).
DATE_SIGNS = frozenset(
    RECENT
    + UNIT
    + WEAK
    + Sign.FULL_DATE
    + Sign.MONTH_YEAR
    + Sign.DAY_MONTH
    + Sign.YEAR
    + Sign.ORDINAL
    + Sign.MONTH
    + Sign.WEEKDAY
    + Sign.RELATIVE_DAY
    + Sign.AGO
    + Sign.DAYPART
    + Sign.SEASON
    + Sign.PART
    + Sign.HALF
    + Sign.FEAST
)

_DASHES = "-–—−‐‑"
_MARKS: dict[str, str] = {
    **dict.fromkeys(_DASHES, Sign.DASH),
    **dict.fromkeys(",،", Sign.COMMA),
    **dict.fromkeys("+&", Sign.AND),
    "/": Sign.SLASH,
    "(": Sign.OPENING,
    ")": Sign.CLOSING,
    ".": Sign.DOT,
}

# What may follow a number without a space: 9may, 3gün.
_JOINED = Sign.WEAK_MONTH + Sign.MONTH + LONG_UNIT + Sign.HOUR + Sign.DAY


@cache
def token_pattern() -> re.Pattern[str]:
    """The pattern of a token: a word, a number with what is joined to it, a mark or the end of a sentence."""
    letter = r"[^\W\d_]"
    mark = r"[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200d]"
    word = rf"{letter}++(?:(?:{mark}|['’ʼ‘](?={letter})){letter}*+)*+"
    return re.compile(rf"({word})|(?=[\d'’‘])({numerals.PATTERN})|[,،؛/()+&.{re.escape(_DASHES)}\n;:!?؟…|•]")


# What a token is by itself: a word about time, a number of a date, a mark, or nothing of these.
Known = Node | Meaning | str | None


@cache
def known_tokens() -> Memo[Known]:
    """What each token is by itself, or None where it says nothing about time."""
    return Memo(_classify)


def _classify(token: str) -> Known:
    is_number = token[0].isdecimal() or token[0] in numerals.APOSTROPHES
    if not is_number and not token[0].isalnum():
        return _MARKS.get(token, Sign.BREAK.value)
    if len(token) > LONGEST_WORD:
        return None
    return numerals.read_number(token) or _with_a_word(token) or None if is_number else look_up(token)


@cache
def may_be_date() -> Memo[bool]:
    """Whether a token can stand for what makes a date: a month, a day, a unit of time, "last", a date in digits."""
    return Memo(_has_date_sign)


def _has_date_sign(token: str) -> bool:
    known = known_tokens()[token]
    if known is None or isinstance(known, str):
        return False
    if isinstance(known, Node):
        return any(sign in DATE_SIGNS for sign in known.signs())
    return any(sign in DATE_SIGNS for sign, _ in known)


def _with_a_word(written: str) -> Meaning:
    """A number joined to a month or a unit: 9may, 3gün."""
    digits, ending = numerals.split_ending(written)
    node = look_up(ending) if 0 < len(ending) <= LONGEST_WORD else None
    if node is None or not node.alone or node.alone[0].meaning[0][0] not in _JOINED:
        return ()
    number = numerals.read_number(digits)
    return (*number, *node.alone[0].meaning) if number else ()
