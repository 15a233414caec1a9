"""The grammar of dates: which words, in which order, name a stretch of days.

A text is matched as a string of signs, one letter for each word: "on 3 May" is "pdM". See `docs/alphabets.md`.
"""

from __future__ import annotations

import re
from functools import cache

from retrieval.dates.expressions import ordinal_rules
from retrieval.dates.expressions import rules as date_rules
from retrieval.dates.words.signs import LETTERS
from retrieval.text.outline import Alphabet, in_letters, pattern

# All rules by name, the one to be preferred first.
RULES = ordinal_rules.RULES | date_rules.RULES

_PHRASES = date_rules.PHRASES | ordinal_rules.PHRASES

# Most of a text, which is skipped at once: no expression begins so.
_BEGINS = "(?= [^ NOT_TIME PREPOSITION ARTICLE AND COMMA BREAK DOT OPENING CLOSING SLASH TO DASH])"

_TRIGGER = """
    [FULL_DATE MONTH_YEAR DAY_MONTH ORDINAL MONTH WEEKDAY WEAK_MONTH WEAK_WEEKDAY WEEKEND RELATIVE_DAY YEAR
        RECENT AGO DAYPART SEASON PART HALF FEAST HIJRI_MONTH]
    | WEEK NUMBER | DAY_NUMBER DOT [WEEK MONTH_UNIT QUARTER] | NUMBER [HOUR DAY LONG_UNIT]
    | [SINCE OF BEFORE] NUMBER? [HOUR DAY LONG_UNIT]
    | SINCE ARTICLE [HOUR DAY LONG_UNIT]
    | [MONTH_UNIT DAY] NUMBER
    | NTH MONTH_UNIT
    | NUMBER [HOUR DAY LONG_UNIT] SINCE_BEHIND
    | PREPOSITION NUMBER [HOUR DAY LONG_UNIT]
"""


@cache
def trigger() -> re.Pattern[str]:
    """Signs without which there is no expression at all."""
    return pattern(_TRIGGER, Alphabet(LETTERS))


@cache
def rules(*, question: bool) -> dict[str, re.Pattern[str]]:
    """The rules by name, the one to be preferred first."""
    alphabet = _alphabet(question)
    return {name: pattern(rule.ways, alphabet) for name, rule in RULES.items() if question or rule.in_articles}


@cache
def any_rule(*, question: bool) -> re.Pattern[str]:
    """All rules in one pattern, where the group that matched has the name of the rule."""
    names = "|".join(f"(?P<{name}>{rule.pattern})" for name, rule in rules(question=question).items())
    return re.compile(f"{in_letters(_BEGINS, _alphabet(question))}(?:{names})")


def _alphabet(question: bool) -> Alphabet:
    """The names in which rules are written. A question may write a year in two digits, an article not."""
    return Alphabet(LETTERS, _PHRASES | {"YEAR_ASKED": "ITS_YEAR | SHORT_YEAR" if question else "ITS_YEAR"})
