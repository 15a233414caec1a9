"""The alphabet of dates: the letters that words about time stand for, and those of them that go together.

A sentence is written as a string of these letters, and the grammar of dates is written in their names. See
`docs/alphabets.md`.
"""

from __future__ import annotations

from enum import StrEnum


class Sign(StrEnum):
    """What a word is to the grammar of dates, as one letter.

    "Weak" names are everyday words as well ("may", "sat"); they count only where their neighbours say so.
    """

    DAY_NUMBER = "d"  # 1 to 31, in digits
    ORDINAL = "o"  # first, 5th
    COUNT = "n"  # other numbers, and numerals in words
    YEAR = "y"  # four digits, or '22
    FULL_DATE = "N"  # 2022-05-03, 3/5/2022
    DAY_MONTH = "z"  # 3/5
    MONTH_YEAR = "q"  # 05/2022
    MONTH = "M"
    WEAK_MONTH = "m"
    WEEKDAY = "W"
    WEAK_WEEKDAY = "w"
    HOUR = "h"
    DAY = "j"
    WEEK = "k"
    WEEKEND = "e"
    MONTH_UNIT = "g"
    QUARTER = "v"
    YEAR_UNIT = "r"
    THIS = "T"
    LAST = "L"  # the calendar unit before this one
    PAST = "G"  # the time up to now: "the past week", "son hafta"
    NEXT = "X"
    RELATIVE_DAY = "D"  # its value: days from today
    DAYPART = "R"
    PART = "P"  # early, middle, late
    HALF = "H"
    SEASON = "I"  # its value: the month it begins
    FEAST = "Y"  # a day of the year with a name; its value: month * 100 + day, or a feast of the moon
    HIJRI_MONTH = "J"  # Ramadan, Rajab: a month of the moon; its value: 1 to 12
    HIJRI_YEAR = "~"  # 1446
    TOLD_DAY = "Q"  # the same day, the day after: counted from the question before; its value: days
    SINCE = "S"
    SINCE_BEHIND = "s"  # stands behind its date, as Turkish "beri" does
    UNTIL = "u"
    UNTIL_BEHIND = "U"
    BETWEEN = "B"
    BETWEEN_BEHIND = "b"
    BEFORE = "E"
    AGO = "A"  # behind a length of time: ago; behind a date: before it
    AFTER = "F"
    AFTER_BEHIND = "f"
    PREPOSITION = "p"
    ARTICLE = "t"  # articles and other words that change nothing
    OF = "O"  # of, from
    AND = "a"
    TO = "i"
    DASH = "-"
    EVENT = "C"  # something that has a date, but not one we know
    VAGUE = "c"  # recently, these days
    NAMED = "!"  # streets, schools, brigades: the date behind them is their name
    NAMED_BEHIND = "="  # stadium, parkı: the date before it is its name
    THING = "#"  # what an ordinal counts: the fifth floor, the 17th division
    WILL = "V"
    WILL_BEHIND = "l"  # stands behind its date, as Turkish verbs do
    CREDIT = "K"  # photographs and archives: a date beside them is theirs
    COMMA = ","
    SLASH = "/"
    DOT = "."
    OPENING = "("
    CLOSING = ")"
    BREAK = "|"  # the end of a sentence
    NOT_TIME = "x"  # a run of other words


# The signs that go together in many rules. Such a name stands for any of its signs.
NTH = Sign.DAY_NUMBER + Sign.ORDINAL  # a day of a month: "3", "3rd"
NUMBER = Sign.DAY_NUMBER + Sign.COUNT  # how many: "3", "forty"
NEAR = Sign.THIS + Sign.LAST + Sign.NEXT
RECENT = NEAR + Sign.PAST
LONG_UNIT = Sign.WEEK + Sign.MONTH_UNIT + Sign.YEAR_UNIT
UNIT = LONG_UNIT + Sign.HOUR + Sign.DAY + Sign.WEEKEND
LINK = Sign.ARTICLE + Sign.OF + Sign.PREPOSITION  # small words: "in the", "of the"
RANGE = Sign.DASH + Sign.TO + Sign.UNTIL  # between the ends of a range: "3 to 7"
JOINT = RANGE + Sign.AND  # between two dates: "3 and 7"
PLACING = Sign.PREPOSITION + Sign.SINCE + Sign.UNTIL + Sign.BEFORE + Sign.AFTER  # before a date: "on", "since"
DATED = NTH + Sign.WEEKDAY + Sign.RELATIVE_DAY + Sign.FULL_DATE + Sign.MONTH  # what a date begins with
WEAK = Sign.WEAK_MONTH + Sign.WEAK_WEEKDAY

# The names of signs, and of signs that go together, as patterns are written in them.
LETTERS = {sign.name: sign.value for sign in Sign} | {
    "NTH": NTH,
    "NUMBER": NUMBER,
    "NEAR": NEAR,
    "RECENT": RECENT,
    "LONG_UNIT": LONG_UNIT,
    "UNIT": UNIT,
    "LINK": LINK,
    "RANGE": RANGE,
    "JOINT": JOINT,
    "PLACING": PLACING,
    "DATED": DATED,
    "THING": Sign.THING + Sign.NAMED_BEHIND,
    "WORD": "".join(sign for sign in Sign if sign.isalpha()),
}
