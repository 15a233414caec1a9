"""What a token of a text is by itself: a word about time, a number of a date, a mark, or nothing of these."""

from __future__ import annotations

import re
from functools import cache

from retrieval.dates.words import ar, en, ku, numerals, tr
from retrieval.dates.words.lexicon import LONGEST_WORD, Node, Sense, look_up
from retrieval.dates.words.signs import LONG_UNIT, RECENT, UNIT, WEAK, Sign
from retrieval.dates.words.table import Meaning
from retrieval.text.folding import fold_word
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
    + Sign.HIJRI_MONTH
)

_TABLES = (en.TABLE, tr.TABLE, ar.TABLE, ku.TABLE)

# Letters of Kurmanji that are written without their signs.
_PLAIN = {"î": "i", "û": "u", "ç": "c"}

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
    month = _numbered_month().pattern
    word = rf"{letter}++(?:(?:{mark}|['’ʼ‘](?={letter})){letter}*+)*+"
    return re.compile(
        rf"(?:{month})|({word})|(?=[\d'’‘])({numerals.PATTERN})|[,،؛/()+&.{re.escape(_DASHES)}\n;:!?؟…|•]"
    )


@cache
def _numbered_month() -> re.Pattern[str]:
    """The pattern of a month that is told by a number behind a name that two months share: تشرين 1, kanûna 2yan.

    A name of one letter has its number joined to it (ت1).
    """
    names = [name for table in _TABLES for name in table.numbered_months]
    listed = "|".join(re.escape(name) + (" ?" if len(name) > 1 else "") for name in names)
    spelt = re.sub("[îûç]", lambda found: f"[{found[0]}{_PLAIN[found[0]]}]", listed)
    return re.compile(rf"(?<![^\W_])[وبلف]{{0,2}}(?i:{spelt})[12١٢۱۲](?:['’]?(?:y?an|y?ê|em|emîn)\b)?(?![\w:./])")


@cache
def _numbered_months() -> dict[str, tuple[tuple[int, int], frozenset[str]]]:
    return {
        fold_word(name): (months, frozenset([table.language]))
        for table in _TABLES
        for name, months in table.numbered_months.items()
    }


def _month_by_number(token: str) -> Node | None:
    """What such a month stands for, None for other tokens."""
    found = _numbered_month().fullmatch(token)
    if found is None:
        return None
    digit = next(character for character in token if character.isdecimal())
    name = fold_word(token[: token.index(digit)].strip())
    for cut in range(3):
        if name[cut:] in _numbered_months():
            months, languages = _numbered_months()[name[cut:]]
            return Node([Sense(((Sign.MONTH, months[int(digit) - 1]),), languages)])
    return None


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
    if token[-1].isalnum() and (month := _month_by_number(token)):
        return month
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
