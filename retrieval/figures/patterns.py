"""Patterns over the roles of a sentence's words: people with their count, and the ways to state a figure.

The patterns are written in the names of `retrieval.figures.roles`; every repetition is bounded, so a text is read in
linear time. See `docs/alphabets.md`, which also tells how to add a way.
"""

import re
from functools import cache
from typing import NamedTuple

from retrieval.figures.roles import LETTERS
from retrieval.text.outline import Alphabet, pattern


class Way(NamedTuple):
    """One way to state a figure: what is stated so, separated by semicolons, and its pattern."""

    examples: str
    words: str


# In Arabic, people with their count: "خمسة شبان", "جندي", "آخر", also the dual.
_ARABIC = {
    "SOMEBODY": """
        QUALIFIER? NUMBER
            (?: OF? OTHER{0,2}? [PERSON PERSONS PAIR COUNTED OTHERS]
            | TRADE
            | (?! [OTHER UNREADABLE THING AGE VICTIMS VICTIM VICTIM_PAIR COUNTED]))
        | [PERSON THE_PERSON] (?! THE_NUMBER) NUMBER?
        | PAIR NUMBER?
        | [PERSONS PAIR] THE_NUMBER
        | PERSONS NUMBER (?! [PERSON PERSONS VICTIMS COUNTED THING VICTIM PAIR])
        | ANOTHER
    """,
    "PEOPLE": "SOMEBODY (?: [FILLER PART INCLUDING COMMA]{0,4} AND SOMEBODY){0,3}",
    # three of the wounded died
    "SOME_OF_THEM": "QUALIFIER? NUMBER (?= OF VICTIMS)",
    # a family of five
    "FAMILY": "THING OTHER? OF (?= QUALIFIER? NUMBER) PEOPLE",
}

# In the other languages: "five young men", "a soldier", "another".
_OTHER = {
    "SOMEBODY": """
        THE? QUALIFIER? NUMBER QUALIFIER?
            (?: OF? THE? [OTHER PERSON COUNTED THING PART]{0,3}? [PERSON PERSONS PAIR OTHERS]+
            | OTHER? TRADE
            | (?! [OTHER UNREADABLE ARTICLE THING AGE COUNTED PERSONS OF]))
        | [ARTICLE THE] [OTHER PERSON COUNTED]{0,3}? PERSON (?! [THING PERSONS])
        | (?<= [HARM HARM_BEFORE]) ARTICLE OTHER? TRADE
        | ARTICLE OTHER? TRADE (?= BE BE? [HARM HARM_BEHIND] | AND | HARM_BEHIND)
        | (?<= AND) ARTICLE TRADE
        | ANOTHER [OTHER PERSON]?
        | PERSON (?! [THING PERSONS PERSON])
    """,
    "LISTED": "(?: [FILLER THE INCLUDING PART THING]{0,5} COMMA? AND | COMMA) SOMEBODY",
    # A list ends in "and": after "killed three people, a medic" it goes on with "said".
    "LIST_TO_ITS_END": "(?: COMMA SOMEBODY){0,2} [FILLER THE INCLUDING PART THING]{0,5} COMMA? AND SOMEBODY",
    # "killed 3 and 5 were wounded": the 5 are not killed.
    "NO_OTHER_HARM": """
        (?! [FILLER THE OTHERS]{0,6} BE{1,3} [OTHER BE]? [HARM HARM_BEHIND])
        (?! OTHER? [HARM HARM_BEHIND VICTIMS])
    """,
    # "were killed", "were later found and killed"
    "PASSIVE": """
        [FILLER THE ARTICLE THING PART COMMA INCLUDING COUNTED OTHERS]{0,12}? BE [OTHER BE]{0,2} [HARM HARM_BEHIND]
    """,
    # "nine soldiers, including a commander, dead"; not "two gunmen killed a man"
    "ADJACENT": """
        (?: COMMA? INCLUDING [PART COMMA OTHER]{1,8})? OTHER? [HARM VICTIMS]
        (?! QUALIFIER? NUMBER | ARTICLE | THE | PERSON | UNKNOWN)
    """,
    # "an injured nurse died": killed, and not injured as well
    "OF_WOUNDS": """
        (?: QUALIFIER? NUMBER (?: OF THE?)? OTHER? HARM OTHER? [PERSON PERSONS TRADE]?
        | [ARTICLE THE ANOTHER]? OTHER? HARM OTHER? [PERSON TRADE])
        FILLER{0,4}? HARM_BEHIND
    """,
}

# Which of both a number counts is not said. "5 killed and wounded 3" is two claims.
_MIXED = Way(
    "16 killed and wounded; The attack left killed and wounded 16; 16 قتيلا وجريحا",
    """
    QUALIFIER? NUMBER [OTHER PERSON PERSONS COUNTED OTHERS]{0,3} [HARM HARM_BEFORE] AND [HARM HARM_BEFORE]
        (?! QUALIFIER? NUMBER)
    | (?<! [NUMBER PERSON PERSONS COUNTED OTHERS]) [HARM HARM_BEFORE] AND [HARM HARM_BEFORE] QUALIFIER? NUMBER?
    | QUALIFIER? NUMBER [OTHER PERSON PERSONS COUNTED OTHERS]{0,3} [HARM VICTIMS VICTIM] AND [HARM VICTIMS VICTIM]
        (?! QUALIFIER? NUMBER)
    | (?<= PREPOSITION) [VICTIM VICTIMS] AND [VICTIM VICTIMS]
    """,
)

# The last number of a toll: "in the raid rose from 9 to 12".
_TOLL = Way(
    "The death toll rose to 12; The death toll in the raid rose from 9 to 12; The number of wounded reached 7; "
    "ارتفاع عدد القتلى إلى 12",
    """
    (?: TOLL | NUMBER_OF [THE FILLER PERSONS BE]{0,4} [VICTIMS HARM])
    (?: [^ NUMBERS UNREADABLE TOLL]{0,25} (?: [PREPOSITION OF] NUMBER [^ NUMBERS UNREADABLE TOLL]{0,6})?
        TO [OTHER PREPOSITION SAY THING]{0,2}
        | [^ NUMBERS UNREADABLE TOLL]{0,8} (?= QUALIFIER? NUMBER TO))?
    QUALIFIER? (?P<number> NUMBER) [PERSONS PERSON COUNTED VICTIMS]?
    """,
)

_ARABIC_WAYS = {
    "mixed": _MIXED,
    "toll": _TOLL,
    "victims": Way(
        "ثلاثة قتلى; قتيلان; جريح",
        "QUALIFIER? NUMBER OF? [VICTIMS VICTIM] | VICTIM_PAIR | VICTIM | VICTIMS THE_NUMBER",
    ),
    "after": Way(
        "مقتل ثلاثة مزارعين; استشهد مدنيان; إصابة عائلة من خمسة أشخاص",
        """
        [HARM HARM_BEFORE]
            (?: PEOPLE VICTIM? | SOME_OF_THEM | COUNTED | FAMILY | VICTIM | VICTIM_PAIR
            | [OTHER PREPOSITION PERSONS COUNTED THE_PERSON COMMA]{1,5}? (?= QUALIFIER? NUMBER | [PERSON PAIR]) PEOPLE)
        """,
    ),
    "before": Way(
        "5 مزارعين قتلوا; جنديان استشهدا",
        """
        PEOPLE [FILLER COMMA PART INCLUDING COUNTED QUALIFIER THING AGE]{0,8}? [HARM HARM_BEHIND] (?! SOMEBODY)
        """,
    ),
}

_OTHER_WAYS = {
    "mixed": _MIXED,
    "toll": _TOLL,
    "wounded": Way("An injured nurse died; Two of the wounded guards died", "OF_WOUNDS"),
    "victims": Way(
        "three fatalities; 5 injuries",
        "SOMEBODY VICTIMS | QUALIFIER? NUMBER OTHER{0,2} VICTIMS | VICTIM_PAIR",
    ),
    "after": Way(
        "The shelling killed a woman; killing three farmers, two drivers and a nurse",
        """
        (?: (?<! BE) HARM | HARM_BEFORE) [OTHER THE COUNTED]{0,2}? SOMEBODY (?: LIST_TO_ITS_END NO_OTHER_HARM){0,3}
        """,
    ),
    "before": Way(
        "Four farmers were killed; Two soldiers died; the commander and seven guards were killed; 3 kişi öldü; "
        "Sê kes hatin kuştin",
        """
        SOMEBODY LISTED{0,3}
            (?: PASSIVE | [FILLER THE ARTICLE THING PART COMMA INCLUDING COUNTED]{0,8} HARM_BEHIND | ADJACENT)
        | SOME FILLER{0,5} HARM_BEHIND
        """,
    ),
}

# Roles that can begin a statement; the others are passed over quickly.
_OPENING = """
    (?= [NUMBERS SOME QUALIFIER ARTICLE THE ANOTHER THE_PERSON PERSON PAIR PERSONS HARM HARM_BEFORE TOLL NUMBER_OF
        VICTIM VICTIMS VICTIM_PAIR])
"""


@cache
def person(language: str) -> re.Pattern[str]:
    """The pattern of people with their count."""
    return pattern("SOMEBODY", _alphabet(language))


@cache
def statement(language: str) -> re.Pattern[str]:
    """The pattern of every way to state a figure.

    The group that matched has the name of the way. At a word, the ways are tried in their order.
    """
    ways = "|".join(f"(?P<{name}> {way.words})" for name, way in ways_of(language).items())
    return pattern(f"{_OPENING} (?: {ways})", _alphabet(language))


def ways_of(language: str) -> dict[str, Way]:
    """The ways to state a figure in a language, by name, the one to be preferred first."""
    return _ARABIC_WAYS if language == "ar" else _OTHER_WAYS


def _alphabet(language: str) -> Alphabet:
    return Alphabet(LETTERS, _ARABIC if language == "ar" else _OTHER)
