"""The rules for what is counted inside a month or a year: weeks, weekdays, first and last days; and for feasts.

They are written as in `rules`, and are preferred to the rules there.
"""

from __future__ import annotations

from retrieval.dates.expressions.rules import Rule

# Phrases that these rules have in common, besides those of `rules`.
PHRASES = {
    "HIJRI": "(?: MONTH_UNIT [ARTICLE OF]?)? HIJRI_MONTH (?: MONTH_UNIT (?! NEAR))? COMMA? (?: HIJRI_YEAR | YEAR)?",
    "NEAR_MONTH": "NEAR ARTICLE? MONTH_UNIT | MONTH_UNIT NEAR | MONTH_UNIT (?! [NTH COUNT YEAR MONTH HIJRI_MONTH])",
    "MONTH_ASKED": "MONTH_NAME (?: YEAR_ASKED | NEAR_BEHIND)? | HIJRI | NEAR_MONTH",
    "YEAR_TOLD": "YEAR_UNIT? YEAR YEAR_UNIT? | NEAR ARTICLE? YEAR_UNIT | YEAR_UNIT NEAR | YEAR_UNIT",
    # Turkish names the whole first: "Mart ayının son", "2024 yılının ilk"
    "MONTH_FIRST": "(?: YEAR YEAR_UNIT?)? MONTH_NAME YEAR_ASKED? | HIJRI | [THIS LAST]? MONTH_UNIT",
    "YEAR_FIRST": "YEAR YEAR_UNIT? | [THIS LAST]? YEAR_UNIT",
    "WHICH": "[ORDINAL LAST PAST PART] ARTICLE?",
    "WHICH_BEHIND": "ARTICLE? [ORDINAL LAST PAST PART]",
    "DAYS": "NUMBER? DAY | NUMBER [WEEK MONTH_UNIT]",
    "NO_DATE_BEHIND": """
        (?! [MONTH WEAK_MONTH HIJRI_MONTH DASH SLASH UNIT LAST PAST NEXT AGO SINCE_BEHIND THING]
            | LINK{0,2} EVENT | OF ARTICLE? NOT_TIME)
    """,
}

RULES = {
    "weekday_of_month": Rule(
        "the last Friday of May; the second Tuesday in last month; الجمعة الأخيرة من أيار; Mayıs'ın son cuması; "
        "înê dawî ya adarê; the first Monday of 2022",
        """
        (?: WHICH DAY? WEEKDAY | DAY? WEEKDAY WHICH_BEHIND) [LINK TO]{1,3} (?: MONTH_ASKED | YEAR_TOLD) DAYPART_BEHIND
        | (?: MONTH_FIRST | YEAR_FIRST) [ORDINAL PAST LAST] WEEKDAY DAY? DAYPART?
        """,
    ),
    "week_of_month": Rule(
        "the first week of May; the last week of May; Mayıs'ın ilk haftası; the second week of last month; "
        "the last weekend of April; geçen ayın ilk haftası",
        """
        (?: [ORDINAL PART PAST] ARTICLE? [WEEK WEEKEND] | [WEEK WEEKEND] ARTICLE? [ORDINAL PAST])
            [LINK TO]{0,3} MONTH_ASKED
        | LAST [WEEK WEEKEND] [ARTICLE OF]{1,2} MONTH_ASKED
        | (?<= ARTICLE) LAST [WEEK WEEKEND] PREPOSITION MONTH_ASKED
        | MONTH_FIRST [ORDINAL PAST] [WEEK WEEKEND]
        """,
    ),
    "days_of_month": Rule(
        "the first days of May; the last five days of April; الأيام الأولى من أيار; the first day of last month; "
        "the first three months of 2021; Nisan'ın son üç günü; اليوم الأول من أيار; the last two weeks of April",
        """
        (?: WHICH DAYS | [DAY MONTH_UNIT] NUMBER? WHICH_BEHIND | NUMBER [DAY WEEK MONTH_UNIT] WHICH_BEHIND)
            [LINK TO]{1,3} (?: MONTH_ASKED | YEAR_TOLD | NEAR ARTICLE? WEEK | WEEK NEAR)
        | PART DAYS HIJRI
        | (?: MONTH_FIRST | YEAR_FIRST | [THIS LAST] WEEK) [ORDINAL PAST] DAYS
        """,
    ),
    "week_number": Rule(
        "week 2; 2. hafta; week 50 of 2021; the second week of 2022; الأسبوع الثاني; 2022-W02; hefteya 2",
        """
        YEAR YEAR_UNIT? (?: DASH? NOT_TIME)? (?: WEEK [DAY_NUMBER COUNT] | ORDINAL WEEK | DAY_NUMBER DOT WEEK)
            NO_DATE_BEHIND
        | YEAR_UNIT (?: ORDINAL | DAY_NUMBER DOT) WEEK
        | WEEK MONTH_YEAR
        | WEEK DAY_NUMBER (?: RANGE | AND) DAY_NUMBER NO_DATE_BEHIND (?: [LINK TO COMMA]{0,3} YEAR_TOLD)?
        | (?<! [NUMBER THIS LAST PAST NEXT]) (?: WEEK [DAY_NUMBER COUNT ORDINAL] | ORDINAL ARTICLE? WEEK
            | DAY_NUMBER DOT WEEK) NO_DATE_BEHIND (?: [LINK TO COMMA SLASH DASH]{0,3} YEAR_TOLD)?
        """,
        in_articles=False,
    ),
    "month_by_number": Rule(
        "3. ayda; 3. ayın 5'i; 2021'in 12. ayı",
        "(?: YEAR YEAR_UNIT?)? DAY_NUMBER DOT MONTH_UNIT (?: NTH | YEAR)?",
        in_articles=False,
    ),
    "quarter_by_number": Rule(
        "Q4; 4. çeyrek 2021; الربع الأول; 2021'in 2. çeyreği",
        """
        (?: YEAR YEAR_UNIT?)? DAY_NUMBER DOT QUARTER YEAR?
        | ORDINAL QUARTER (?! LINK{0,2} [YEAR YEAR_UNIT THIS LAST] | OF)
        | QUARTER ORDINAL (?! LINK{0,2} [YEAR YEAR_UNIT THIS LAST] | OF)
        """,
        in_articles=False,
    ),
    "shorthand": Rule(
        "3d; 48h; 2w", "(?<! [RECENT SINCE BEFORE OF]) NUMBER UNIT (?! [AGO SINCE_BEHIND RECENT])", False
    ),
    "half_more": Rule(
        "a week and a half ago; bir buçuk ay önce; قبل أسبوع ونصف; the last month and a half",
        """
        (?: RECENT ARTICLE? | SINCE ARTICLE?)? (?: [NUMBER ARTICLE] ARTICLE?)? UNIT AND ARTICLE? [HALF PART]
            (?: AGO | SINCE_BEHIND | RECENT)
        | (?: RECENT | SINCE)? NUMBER AND ARTICLE? [HALF PART] UNIT (?: AGO | SINCE_BEHIND)
        | (?: RECENT | SINCE)? (?: DAY_NUMBER COMMA DAY_NUMBER | DAY_MONTH) UNIT (?: AGO | SINCE_BEHIND)
        | RECENT (?: DAY_NUMBER COMMA DAY_NUMBER | DAY_MONTH) UNIT
        | [BEFORE SINCE OF] NUMBER? UNIT AND [HALF PART]
        | [BEFORE SINCE OF] NUMBER AND [HALF PART] UNIT
        | RECENT ARTICLE? NUMBER? UNIT AND ARTICLE? [HALF PART]
        | RECENT ARTICLE? NUMBER AND ARTICLE? [HALF PART] UNIT
        """,
        in_articles=False,
    ),
    "days_up_to": Rule(
        "from 2 to January 7; 2 - May 7 2022; 2'den 7 Ocak'a kadar",
        """
        (?: [BETWEEN OF] PREPOSITION?)? THE_NTH (?: RANGE | AND) MONTH_NAME THE_NTH (?: ITS_YEAR)? BETWEEN_BEHIND?
        | NTH NTH MONTH_NAME YEAR_ASKED? UNTIL_BEHIND
        """,
        in_articles=False,
    ),
    "hijri_day": Rule(
        "15 Rajab 1446; 27 رمضان; Ramazan'ın 3'ü; the 10th of Muharram 1446",
        """
        ARTICLE? NTH DOT? [ARTICLE OF]{0,2} HIJRI
        | HIJRI_MONTH MONTH_UNIT? ARTICLE? NTH (?! [UNIT MONTH THING]) COMMA? HIJRI_YEAR?
        """,
    ),
    "feast": Rule(
        "on Newroz; since Newroz 2023; Newroza 2023an; 2021 Kurban Bayramı; the second day of Eid al-Adha",
        """
        FEAST ORDINAL DAY
        | (?: DAY ORDINAL LINK{0,2} | PART [ARTICLE OF]{0,3} | [THIS LAST] ARTICLE?) FEAST
        | FEAST [THIS LAST] (?! [UNIT NUMBER])
        | YEAR YEAR_UNIT? FEAST (?: DAYPART | DAY)?
        | DAYPART LINK? FEAST YEAR_ASKED?
        | FEAST DAYPART
        | (?: ORDINAL DAY LINK{0,2})? FEAST DAY? YEAR_ASKED?
        """,
        in_articles=False,
    ),
    "part_of_hijri": Rule(
        "the beginning of Ramadan; أواخر رمضان; Ramazan sonunda",
        "PART DASH? LINK{0,3} HIJRI | HIJRI_MONTH MONTH_UNIT? PART",
        in_articles=False,
    ),
    "hijri_month": Rule(
        "in Ramadan; شهر رمضان; Ramadan 2021; since Ramadan; Ramazan 1442",
        """
        (?: NEAR | YEAR YEAR_UNIT?) HIJRI
        | MONTH_UNIT [ARTICLE OF]? HIJRI_MONTH (?: HIJRI_YEAR | YEAR_ASKED | NEAR)?
        | HIJRI_MONTH MONTH_UNIT (?: HIJRI_YEAR | YEAR_ASKED)?
        | HIJRI_MONTH (?: COMMA? HIJRI_YEAR | YEAR_ASKED | NEAR)
        | (?: (?<= [PLACING BETWEEN]) | (?<= [PLACING BETWEEN] ARTICLE)) HIJRI_MONTH
        | HIJRI_MONTH (?= [SINCE_BEHIND UNTIL_BEHIND AFTER_BEHIND AGO])
        | (?<= OF) HIJRI_MONTH (?= AND)
        """,
        in_articles=False,
    ),
}
