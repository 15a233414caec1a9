"""The rules for dates: the ways to write each kind of expression, in the names of signs, with examples.

See `docs/alphabets.md`, which also tells how to add a rule.
"""

from __future__ import annotations

from typing import NamedTuple

# Phrases that many rules have in common.
PHRASES = {
    "THE_NTH": "ARTICLE? NTH",
    "NTHS": "THE_NTH (?: [COMMA AND] THE_NTH){0,5}",
    "MONTH_NAME": """
        (?: MONTH_UNIT [ARTICLE OF]?)? MONTH (?: [SLASH OPENING DASH] MONTH CLOSING?)? DOT?
        (?: MONTH_UNIT (?! [THIS LAST]))?
    """,
    "ITS_YEAR": """
        [COMMA SLASH]? LINK{0,2} YEAR_UNIT? YEAR (?: YEAR_UNIT (?! [THIS LAST]))?
        | LINK{0,2} (?: NEAR YEAR_UNIT | YEAR_UNIT NEAR)
    """,
    # "may 22"
    "SHORT_YEAR": """
        COMMA? DAY_NUMBER
        (?! [DASH SLASH DAY_NUMBER MONTH MONTH_UNIT HOUR DAY WEEK YEAR_UNIT AND] | COMMA DAY_NUMBER)
    """,
    "WHICH_PART": "[ORDINAL LAST] ARTICLE? HALF | HALF [ORDINAL LAST PAST] | PART | HALF",
    # this, last, next: "5 حزيران الماضي"
    "NEAR_BEHIND": "NEAR (?! [UNIT NUMBER])",
    "BEFORE_DATE": """
        (?: DAYPART LINK{0,2})? (?: RELATIVE_DAY DAYPART? [COMMA OPENING]?)?
        (?: (?: DAY [ARTICLE PREPOSITION]?)? WEEKDAY DAYPART? DAY? LAST?
            [COMMA DOT OPENING SLASH DASH]? [ARTICLE PREPOSITION]{0,2})?
        DAY? ARTICLE?
    """,
    "BEHIND_DATE": """
        (?: [COMMA OPENING]? DAY? WEEKDAY DAY? DAYPART? CLOSING? | [ARTICLE PREPOSITION]{0,2} DAYPART)?
    """,
    "DAYPART_BEHIND": "(?: [ARTICLE PREPOSITION]{0,2} DAYPART)?",
    "NO_DAY_BEHIND": "(?! LINK{0,3} DAY? DATED)",
    # 3, three, twenty-five
    "HOW_MANY": "(?: COUNT DASH)? NUMBER",
}


class Rule(NamedTuple):
    """One kind of expression: what is written so, separated by semicolons, and the ways to write it.

    Some kinds count in questions only: an article says more clearly what it means.
    """

    examples: str
    ways: str
    in_articles: bool = True


# The rules by name, the one to be preferred first.
RULES = {
    "numeric": Rule("2022-05-03; Friday 3/5/2022", "BEFORE_DATE FULL_DATE BEHIND_DATE"),
    "month_year": Rule("05/2022", "MONTH_YEAR", in_articles=False),
    "days": Rule(
        "3-7 May 2022; between 3 and 7 May; the 3rd to the 7th of May; May 3-7; between May 3 and 7",
        """
        (?: DAYPART LINK{0,2})? (?: [BETWEEN OF] PREPOSITION?)? (?: NTHS JOINT THE_NTH | DAY_MONTH)
            [ARTICLE OF]{0,2} MONTH_NAME (?: YEAR_ASKED | NEAR_BEHIND)?
            (?: [ARTICLE BETWEEN_BEHIND]{0,2} BETWEEN_BEHIND | DAYPART)?
        | MONTH_NAME THE_NTH (?: RANGE | COMMA THE_NTH AND) THE_NTH (?! [ARTICLE OF]? MONTH) (?: ITS_YEAR)?
        | MONTH_NAME THE_NTH AND THE_NTH [ARTICLE BETWEEN_BEHIND]{0,2} BETWEEN_BEHIND
        | BETWEEN MONTH_NAME THE_NTH AND THE_NTH (?! [ARTICLE OF]? MONTH) (?: ITS_YEAR)?
        """,
    ),
    "days_numeric": Rule("3 - 7.5.2022", "DAY_NUMBER DOT? RANGE FULL_DATE"),
    "part_of_month": Rule(
        "early May 2022; second half of May; آخر أيار; Mayıs'ın sonunda",
        """
        WHICH_PART DASH? LINK{0,3} MONTH_NAME YEAR_ASKED?
        | PAST MONTH_NAME YEAR_ASKED?
        | MONTH_NAME YEAR_ASKED? (?: PART | [ORDINAL PAST] HALF)
        """,
    ),
    "day_month": Rule(
        "3 May 2022; Friday the 3rd of May; 03-May-22",
        """
        DAY_NUMBER DASH MONTH DASH [DAY_NUMBER YEAR]
        | BEFORE_DATE NTH [ARTICLE OF SLASH]{0,2} MONTH_NAME (?: YEAR_ASKED | NEAR_BEHIND)? BEHIND_DATE
        """,
    ),
    "month_day": Rule(
        "May 3, 2022; Friday, Dec. 3",
        """
        BEFORE_DATE MONTH_NAME THE_NTH (?! [DASH SLASH]? MONTH | [DAY WEEK QUARTER HALF MONTH_UNIT])
            YEAR_ASKED? BEHIND_DATE
        """,
    ),
    "year_month": Rule(
        "2022 Mayıs; 2022-May-3",
        "YEAR DASH MONTH DASH DAY_NUMBER | YEAR YEAR_UNIT? [ARTICLE OF]? MONTH_NAME THE_NTH?",
    ),
    "day_of_near_month": Rule(
        "the 5th of last month; geçen ayın 5'i",
        """
        DAY? ARTICLE? NTH [ARTICLE OF]{0,2} (?: [THIS LAST] MONTH_UNIT | MONTH_UNIT [THIS LAST])
        | [THIS LAST] MONTH_UNIT NTH (?! [HALF WEEK QUARTER DAY])
        """,
    ),
    "month": Rule(
        "in May; last May; May last year",
        "(?: NEAR ARTICLE?)? MONTH_NAME (?: ITS_YEAR | RECENT (?! [UNIT NUMBER]))?",
    ),
    "weekday_of_week": Rule(
        "Friday last week; last week on Friday",
        """
        DAY? WEEKDAY DAYPART? LINK{0,2} (?: NEAR WEEK | WEEK NEAR) DAYPART_BEHIND
        | (?: NEAR ARTICLE? WEEK | WEEK NEAR) [LINK YEAR_UNIT COMMA]{0,2} DAY? WEEKDAY DAY? DAYPART_BEHIND
        """,
    ),
    "past_units": Rule(
        "the last 3 days; 3 rojên dawî; الأيام الثلاثة الماضية; the past week",
        """
        RECENT ARTICLE? HOW_MANY ARTICLE? UNIT
        | ARTICLE? HOW_MANY ARTICLE? [LAST PAST NEXT] UNIT
        | HOW_MANY ARTICLE? UNIT RECENT
        | UNIT ARTICLE? NUMBER [LAST PAST NEXT]
        | PAST [HOUR DAY LONG_UNIT]
        | THIS? [HOUR DAY LONG_UNIT] PAST
        | LAST ARTICLE? HOUR
        | HOUR LAST
        | NEXT ARTICLE? DAY
        | (?<= PREPOSITION) HOW_MANY UNIT (?! WORD)
        """,
    ),
    "ago": Rule(
        "2 days ago; a week ago today; قبل يومين",
        """
        (?: HOW_MANY ARTICLE? | ARTICLE)? UNIT AGO (?: RELATIVE_DAY (?! DAYPART))?
        | BEFORE NUMBER? UNIT (?! [YEAR MONTH HIJRI_MONTH ARTICLE OF LAST THIS])
        """,
    ),
    "since_units": Rule(
        "since 2 days; since a week; 3 günden beri; ji sê rojan ve",
        """
        OF NUMBER? UNIT AND
        | SINCE HOW_MANY ARTICLE? UNIT AGO
        | (?: [SINCE OF] (?: COUNT DASH)? NUMBER? | SINCE ARTICLE) UNIT
            (?! [YEAR MONTH HIJRI_MONTH ARTICLE OF LAST THIS DAYPART WEEKDAY PART NTH])
        | HOW_MANY UNIT AGO? SINCE_BEHIND
        """,
    ),
    "part_of_unit": Rule(
        "the beginning of the year; late last month; geçen ayın sonunda",
        """
        WHICH_PART DASH? LINK{0,3} (?: NEAR ARTICLE? LONG_UNIT | LONG_UNIT NEAR | LONG_UNIT (?! [YEAR HIJRI_MONTH]))
        | NEAR? LONG_UNIT (?: PART | ORDINAL HALF)
        """,
    ),
    "part_of_year": Rule(
        "early 2022; 2022'nin ikinci yarısı",
        """
        WHICH_PART DASH? LINK{0,3} YEAR_UNIT? YEAR YEAR_UNIT?
        | YEAR YEAR_UNIT? (?: PART | [ORDINAL LAST] HALF)
        | YEAR DASH? NOT_TIME ORDINAL HALF
        """,
    ),
    "quarter": Rule(
        "this quarter; the second quarter of 2022; Q2 2023; in the first quarter",
        """
        [THIS LAST] ARTICLE? QUARTER
        | QUARTER [THIS LAST]
        | YEAR YEAR_UNIT? [ORDINAL LAST PAST] QUARTER
        | YEAR DASH? NOT_TIME ORDINAL QUARTER
        | (?: [ORDINAL LAST PAST] ARTICLE? QUARTER | QUARTER ARTICLE? [ORDINAL LAST PAST]) LINK{0,3}
            (?: YEAR_UNIT? YEAR YEAR_UNIT? | [THIS LAST] ARTICLE? YEAR_UNIT | YEAR_UNIT [THIS LAST] | YEAR_UNIT)
        | [THIS LAST]? YEAR_UNIT [ORDINAL LAST PAST] QUARTER
        | (?: (?<= PLACING ARTICLE) | (?<= PLACING NOT_TIME)) ORDINAL QUARTER
        """,
    ),
    "season": Rule(
        "summer 2022; last winter; the summer of last year",
        """
        SEASON LINK{0,2} (?: YEAR_UNIT? YEAR YEAR_UNIT? | NEAR YEAR_UNIT)
        | [THIS LAST] ARTICLE? SEASON
        | SEASON [THIS LAST]
        | YEAR YEAR_UNIT? SEASON
        """,
    ),
    "unit": Rule("this week; geçen ay; الشهر الماضي", "NEAR ARTICLE? [DAY LONG_UNIT] | [DAY LONG_UNIT] NEAR"),
    "weekend": Rule("last weekend; at the weekend", "(?: RECENT ARTICLE?)? WEEKEND RECENT?"),
    "night_between": Rule(
        "the night of Friday to Saturday; ليل الجمعة - السبت; cumayı cumartesiye bağlayan gece",
        """
        DAYPART [LINK BETWEEN]{0,2} DAY? WEEKDAY [DASH SLASH AND TO OF]{0,2} ARTICLE? DAY? WEEKDAY
        | DAY? WEEKDAY [DASH SLASH] WEEKDAY COMMA? ARTICLE? DAYPART
        | WEEKDAY WEEKDAY NOT_TIME DAYPART
        | (?: RELATIVE_DAY DAYPART | DAYPART) DAY? WEEKDAY [DASH TO] DAY? WEEKDAY
        | DAY? WEEKDAY DAYPART [DASH TO] DAY? WEEKDAY
        """,
    ),
    "relative_day": Rule(
        "yesterday evening; صباح اليوم السبت; this morning; منذ ساعات الصباح",
        """
        (?: DAYPART HOUR? LINK{0,2})? DAY? RELATIVE_DAY
            (?: DAYPART? [COMMA OPENING]? ARTICLE? OPENING? DAY? WEEKDAY DAY? CLOSING?)? DAYPART_BEHIND
        | THIS HOUR? DAYPART
        | DAYPART THIS
        | [SINCE OF] ARTICLE? HOUR? ARTICLE? DAYPART (?! [ARTICLE PREPOSITION]{0,2} DAY? [OF DATED])
        """,
    ),
    "early_hours": Rule(
        "in the early hours; since the early hours of the morning; منذ ساعات الصباح الأولى; "
        "sabahın erken saatlerinde; ji serê sibehê ve",
        """
        (?<! [DATED DAY_MONTH]) (?: SINCE ARTICLE?)? (?: PART HOUR | HOUR PART ARTICLE?)
            [ARTICLE OF]{0,2} DAYPART NO_DAY_BEHIND
        | SINCE HOUR [ARTICLE OF]? DAYPART ORDINAL? NO_DAY_BEHIND
        | OF DAYPART AND NO_DAY_BEHIND
        | (?<= ARTICLE) PART HOUR (?! LINK{0,3} DAY? [DATED DAYPART])
        """,
    ),
    "weekday": Rule(
        "Friday night; last Friday; يوم الجمعة الماضي",
        """
        (?: DAYPART HOUR? LINK{0,2} | HOUR LINK{1,2})? (?: NEAR ARTICLE?)? DAY? WEEKDAY DAYPART? DAY?
            (?: ARTICLE? NEAR_BEHIND)? DAYPART_BEHIND
        """,
    ),
    "year": Rule(
        "in 2022; عام 2022; 2022 yılında; 2021 and 2022",
        """
        YEAR_UNIT YEAR YEAR_UNIT?
        | YEAR YEAR_UNIT
        | (?<= [PLACING BETWEEN OF]) YEAR
        | (?<= SINCE ARTICLE) YEAR
        | YEAR (?= [SINCE_BEHIND UNTIL_BEHIND AFTER_BEHIND BETWEEN_BEHIND AGO])
        | (?<= YEAR [AND TO DASH]) YEAR
        | YEAR (?= [AND TO DASH] YEAR)
        """,
    ),
    "day_of_month": Rule(
        "on the 5th; ayın 5'i; شهر 5; يوم 5; between the 3rd and the 7th",
        """
        (?: (?<= [PLACING BETWEEN]) | (?<= [PLACING BETWEEN] ARTICLE) | (?<= [WEEK DAYPART] OF ARTICLE)) ORDINAL
            (?: OF ARTICLE MONTH_UNIT)? (?! [UNIT QUARTER HALF MONTH WEEKDAY THING ORDINAL])
        | ORDINAL OF ARTICLE MONTH_UNIT
        | (?<= PREPOSITION) NTH MONTH_UNIT
        | MONTH_UNIT [NTH COUNT] (?! LINK{0,2} EVENT | OF ARTICLE? NOT_TIME) (?: YEAR | COMMA? DAY_NUMBER)?
        | DAY NTH (?! WORD)
        | (?<= BETWEEN ORDINAL AND) ORDINAL
        | (?<= BETWEEN ARTICLE ORDINAL AND ARTICLE) ORDINAL
        """,
        in_articles=False,
    ),
    "day_slash_month": Rule(
        "on 3/5; 3/5 - 7/5/2022",
        """
        (?<= [PLACING BETWEEN DAY TO WEEK OF ARTICLE]) DAY_MONTH
        | (?<= BETWEEN DAY_MONTH [AND TO]) DAY_MONTH
        | WEEKDAY DAY_MONTH
        | DAY_MONTH (?= DOT? JOINT [DAY_MONTH FULL_DATE])
        | (?<= DAY_MONTH DASH) DAY_MONTH
        """,
        in_articles=False,
    ),
    "bare_day_month": Rule("shelling 3/5", "(?<! [NUMBER SLASH]) DAY_MONTH (?! [UNIT OF SLASH])", in_articles=False),
    "bare_year": Rule("attacks 2021", "YEAR", in_articles=False),
}
