"""The alphabet of clauses: the letters that the words of a sentence stand for when its mentions get their roles."""

from enum import StrEnum

from retrieval.text.outline import Alphabet


class Sign(StrEnum):
    """What a word is to the rules, as one letter. All but the marks and mentions are lists of `clauses.toml`."""

    TOWN = "P"
    CAPITAL = "C"  # a place that is often named for its government
    DATE = "D"
    OLD_DATE = "Y"  # one that was long past when the article was published
    COMMA = ","
    STOP = "."
    OTHER = "x"
    AND = "&"
    THAT = "h"
    RELATIVE = "R"  # opens a clause about a thing: who, which, التي, captured
    WHILE = "W"  # opens another clause: after, while, but
    IN = "i"
    FROM = "f"
    TO = "t"
    OF = "o"
    WITH = "w"
    BY = "b"
    CITY = "c"  # stands between a preposition and a name: city of, مدينة
    SAY = "s"
    SOURCE = "q"
    MINISTRY = "m"
    GOVERNMENT = "G"  # the same, behind the capital alone: hükümeti
    SPEECH = "S"  # statement, بيان
    BACKED = "B"
    PERSON = "p"
    NATIVE = "n"  # says that a person is from a place: displaced, أبناء
    NATIVE_BEHIND = "6"  # the same, behind the place: doğumlu
    GIVEN = "g"  # a given name
    RANK = "r"
    RANK_BEHIND = "K"  # behind it: kod adlı
    MOVE = "v"  # what is done with the wounded: taken, نقل
    BRING = "u"  # the same, where care stands behind it: moved
    CARE = "H"
    WOUNDED = "7"  # a person named by an injury: wounded, جريح
    DIE = "8"
    WOUNDS = "9"  # of which somebody dies: of his wounds
    TOLL = "0"
    TRYING = "T"
    REACH = "e"
    NAMED_BEFORE = "N"  # behind it stands a name: شارع, Zanîngeha
    SITE_BEFORE = "U"  # the same, where a city behind it says where it is: ساحة, Qada
    NAMED_BEHIND = "M"  # before it stands a name: Street, Üniversitesi
    ADJECTIVE = "a"  # between a name and such a word: Military
    LIKE = "L"
    LIKE_BEHIND = "k"
    EDITING = "E"
    BORN = "O"
    AGO = "A"  # before a day: a year before it
    SINCE = "I"
    HERE = "!"
    GENITIVE = "1"  # endings of Turkish and English names
    DATIVE = "2"
    LOCATIVE = "3"
    ABLATIVE = "4"
    NATIVE_ENDING = "5"


# Signs that go together in many rules. Such a name stands for any of its signs.
PLACE = Sign.TOWN + Sign.CAPITAL
DAY = Sign.DATE + Sign.OLD_DATE

# The names of signs, and of signs that go together, as patterns are written in them.
LETTERS = {sign.name: sign.value for sign in Sign} | {
    "PLACE": PLACE,
    "DAY": DAY,
    "ENDING": Sign.GENITIVE + Sign.DATIVE + Sign.LOCATIVE + Sign.ABLATIVE + Sign.NATIVE_ENDING,
}

# Where a clause opens and closes, and any word inside one.
PHRASES = {
    "OPENING": r"(?:^|(?<=[STOP COMMA AND THAT RELATIVE WHILE]))",
    "CLOSING": r"(?=$|[STOP COMMA])",
    "WORD": "[^ STOP COMMA THAT]",
}

ALPHABET = Alphabet(LETTERS, PHRASES)
