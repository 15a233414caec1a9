"""How dates and the words around them make periods: "since", "between … and …", "in the week of …".

A question is matched as a string of letters, one for each date or word, and the rules are written in the names of
these letters. See `docs/alphabets.md`, which also tells how to add a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from retrieval.dates.period_meanings import (
    Result,
    after,
    alone,
    before,
    beside,
    between,
    clause,
    counted,
    since,
    told,
    undatable,
    unread,
    until,
    vague,
    week_of,
)
from retrieval.dates.period_pieces import DATE, Piece
from retrieval.dates.words.signs import LETTERS
from retrieval.text.outline import Alphabet, pattern


class PeriodRule(NamedTuple):
    """One way to name a period: what is written so, separated by semicolons, the pattern, and what it means.

    `mean` takes the matched pieces and the day on which is asked; it gives None where the words are no period after
    all.
    """

    examples: str
    ways: str
    mean: Callable[[list[Piece], date], Result | None]


# The rules by name, the one to be preferred first.
RULES = {
    "between": PeriodRule(
        "Monday, Tuesday and Wednesday; between 28 April and 3 May; from Monday to Wednesday; "
        "pazartesiden cumaya kadar",
        """
        DATE (?: COMMA [ARTICLE PREPOSITION]{0,2} DATE){1,6} COMMA? AND [ARTICLE PREPOSITION]{0,2} DATE
        | [BETWEEN OF SINCE]? [ARTICLE PREPOSITION]{0,2} DATE [ARTICLE COMMA DOT]{0,2} JOINT
            [ARTICLE PREPOSITION]{0,2} DATE (?: [ARTICLE BETWEEN_BEHIND]{0,2} BETWEEN_BEHIND | UNTIL_BEHIND)?
        | BETWEEN [ARTICLE PREPOSITION]{0,2} DATE DATE
        | DATE DATE (?: UNTIL_BEHIND | [ARTICLE BETWEEN_BEHIND]{0,2} BETWEEN_BEHIND)
        """,
        between,
    ),
    "week_of": PeriodRule(
        "in the week of 3 May; Monday in the week of 3 May; 3 Mayıs haftasında",
        "(?: DATE LINK{0,2})? WEEK PART? LINK{0,3} DATE | DATE WEEK",
        week_of,
    ),
    "since": PeriodRule(
        "since Friday; since the earthquake of 6 February; cumadan beri; ji înê ve; من الجمعة",
        """
        [SINCE OF]? LINK{0,3} DATE [ARTICLE PREPOSITION]? EVENT? SINCE_BEHIND
        | SINCE LINK{0,3} OF_EVENT? DATE
        | (?<! [ORDINAL PAST PART NUMBER UNIT] NOT_TIME) OF ARTICLE? DATE (?: AND (?! DATE))?
        """,
        since,
    ),
    "counted": PeriodRule(
        "the day after 3 May; the week before 3 May; two days after 3 May",
        "(?: NUMBER? [DAY WEEK] [AFTER BEFORE] | TOLD_DAY [ARTICLE OF]?) ARTICLE? DATE | DATE TOLD_DAY",
        counted,
    ),
    "after": PeriodRule(
        "after 3 May; after the earthquake of 6 February; 3 Mayıs'tan sonra",
        "AFTER [ARTICLE PREPOSITION]{0,2} OF_EVENT? DATE | DATE EVENT? AFTER_BEHIND",
        after,
    ),
    "before": PeriodRule(
        "before 3 May; 3 Mayıs'tan önce",
        "BEFORE [ARTICLE PREPOSITION]{0,2} OF_EVENT? DATE | DATE EVENT? AGO",
        before,
    ),
    "until": PeriodRule(
        "until 3 May; 3 Mayıs'a kadar",
        "UNTIL [ARTICLE PREPOSITION]{0,2} OF_EVENT? DATE | DATE UNTIL_BEHIND",
        until,
    ),
    "beside": PeriodRule(
        "yesterday in 2019; on the 5th, in May 2022",
        "DATE [LINK COMMA]{0,3} (?: NOT_TIME PREPOSITION [ARTICLE OF]{0,2})? DATE",
        beside,
    ),
    "alone": PeriodRule("3 May; last week", "DATE", alone),
    "undatable": PeriodRule(
        "since the ceasefire; before the start of the war; ateşkesten beri; ji destpêka şer ve; during the siege",
        """
        PLACING ARTICLE{0,2} (?: PART [ARTICLE OF]{0,3})? EVENT
        | EVENT PART? [SINCE_BEHIND AGO AFTER_BEHIND]
        | OF PART? EVENT AND
        | BETWEEN ARTICLE{0,2} EVENT
        | EVENT
        """,
        undatable,
    ),
    "clause": PeriodRule(
        "since they left; since the start of the raids; rejimin düşüşünden beri",
        """
        SINCE ARTICLE{0,2} (?: PART [ARTICLE OF]{0,3})? NOT_TIME
        | OF PART NOT_TIME AND
        | NOT_TIME PART? SINCE_BEHIND
        """,
        clause,
    ),
    "unread": PeriodRule(
        "the third week of the siege; الأسبوع الثالث من الحصار; the third day of the raids",
        """
        ORDINAL [ARTICLE OF DASH TO]{0,2} DATE
        | [LAST PAST] ARTICLE? NUMBER DATE
        | WHICH (?: [ARTICLE OF] | NUMBER)? [DAY WEEK WEEKEND MONTH_UNIT QUARTER HALF YEAR_UNIT] (?: OF ARTICLE? DATE)?
        | [WEEK WEEKEND MONTH_UNIT QUARTER] ARTICLE? [ORDINAL PAST LAST] (?: OF ARTICLE? DATE)?
        | NUMBER? UNIT [AGO SINCE_BEHIND]
        | [FULL_DATE MONTH_YEAR QUARTER]
        | NTH? HIJRI_MONTH HIJRI_YEAR
        """,
        unread,
    ),
    "told": PeriodRule("the same day; اليوم التالي; ertesi gün; heman roj", "[PREPOSITION OF]{0,2} TOLD_DAY", told),
    "vague": PeriodRule("recently; مؤخراً; son zamanlarda", "[PREPOSITION OF]{0,2} VAGUE", vague),
}


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of the rules by name, in their order."""
    alphabet = Alphabet(
        LETTERS | {"DATE": DATE}, {"OF_EVENT": "EVENT EVENT? LINK{0,3}", "WHICH": "[ORDINAL LAST PAST]"}
    )
    return {name: pattern(rule.ways, alphabet) for name, rule in RULES.items()}
