"""Numbers that may be half read, and words that may be numbers which nobody knows: both state nothing.

"Fiftyy people" are not one, "üç yüzz beş kişi" are not five. Such a unit becomes UNREADABLE, over which no statement
reaches.
"""

from collections.abc import Sequence

from retrieval.figures.lexicon import WordMeaning
from retrieval.figures.ranges import Row, Tokens
from retrieval.figures.roles import NUMBERS, Role
from retrieval.numerals.lexicon import lexicons
from retrieval.numerals.reading import Numeral
from retrieval.text.words import plain

_UNREADABLE = WordMeaning(Role.UNREADABLE)

# One person, in languages that count with the singular: "elli kişi", "خمسون شخصاً".
_SINGULAR = frozenset(Role.PERSON + Role.PERSON_OBJECT)

# People before whom a year, a time or a date may be a count.
_PEOPLE = _SINGULAR | frozenset(Role.PERSONS + Role.PAIR + Role.VICTIM + Role.VICTIMS)

# A word that is not listed, whatever its shape.
_UNKNOWN = frozenset(Role.UNKNOWN + Role.TRADE)

# Signs behind a word that make it a name, or the end of what stands before a number.
_MARKS = frozenset("\"”»“'’):|–—")

# The second word of the Arabic teens.
_TEN = "عشر"
_TEN_BEFORE = "عشره"

# What stands before a count and before no year.
_BEFORE_COUNTS = frozenset(Role.COMMA + Role.QUALIFIER + Role.HARM + Role.HARM_BEFORE + Role.COMMON + Role.AND)

# What stands before a place, a time or a manner, and hence never before a number.
_BEFORE_NAMES = frozenset(Role.PREPOSITION + Role.OF)


def mark_half_read(language: str, matches: Tokens, row: Row, numbers: Sequence[tuple[int, Numeral]]) -> None:
    """Make unreadable each number that may be the rest of a longer one; `numbers` are with their units."""
    meanings = row[0]
    for place, numeral in numbers:
        role = meanings[place].role
        if role is Role.COMMON and _role(row, place + 1) in _PEOPLE:
            meanings[place] = _year_or_count(row, place, numeral)
        elif role in NUMBERS and _is_half(language, matches, row, place, numeral):
            meanings[place] = _UNREADABLE


def _year_or_count(row: Row, place: int, numeral: Numeral) -> WordMeaning:
    """What digits before people are that may be a year: "2000 people" are a count, "in 2000 people" may not be."""
    counts = row[0][place + 1].is_generic and _role(row, place - 1) in _BEFORE_COUNTS
    return WordMeaning(Role.NUMBER, value=numeral.value) if counts and numeral.value else _UNREADABLE


def mark_unknown(language: str, matches: Tokens, row: Row) -> None:
    """Make unreadable each unknown word that stands where people of any kind are counted: "zabrov people"."""
    meanings = row[0]
    for place, meaning in enumerate(meanings):
        generic = meaning.is_generic or (language == "tr" and meaning.role in _SINGULAR)
        if not (generic or meaning.role in _SINGULAR) or not is_unknown(matches, row, place - 1):
            continue
        if generic or lexicons()[language].resembles(_written(matches, row, place - 1)):
            meanings[place - 1] = _UNREADABLE


def is_unknown(matches: Tokens, row: Row, place: int) -> bool:
    """Whether the unit at a place is a word that may be a number which nobody knows: no name, and behind no "in"."""
    if _role(row, place) not in _UNKNOWN or _role(row, place - 1) in _BEFORE_NAMES:
        return False
    token = matches[row[1][place]]
    is_marked = token.string[token.end() : token.end() + 1] in _MARKS
    return not is_marked and (not place or not token[0][0].isupper())


def _is_half(language: str, matches: Tokens, row: Row, place: int, numeral: Numeral) -> bool:
    return _lacks_a_beginning(language, matches, row, place, numeral) or _lacks_an_end(language, matches, row, place)


def _lacks_a_beginning(language: str, matches: Tokens, row: Row, place: int, numeral: Numeral) -> bool:
    joined = _role(row, place - 1) is Role.AND  # zabrov and five people
    before = place - 2 if joined else place - 1
    if numeral.is_in_digits or _role(row, before) is Role.TRADE or not is_unknown(matches, row, before):
        return False
    if _is_number(row, before - 1) or lexicons()[language].resembles(_written(matches, row, before)):
        return True
    if joined or language in ("en", "tr"):
        return _is_generic(row, place + 1) or (numeral.opens_with_scale and not joined)
    return numeral.opens_with_scale or (language == "ar" and _is_teen(matches, row, place, numeral))


def _is_teen(matches: Tokens, row: Row, place: int, numeral: Numeral) -> bool:
    """Whether an Arabic number may be the end of a teen: "عشر", or "عشرة" before a thousand or people of any kind."""
    word = plain(_written(matches, row, place))
    before_people = _role(row, place + 1) in _SINGULAR or _is_generic(row, place + 1)
    return word == _TEN or (word == _TEN_BEFORE and (numeral.last > numeral.first or before_people))


def _lacks_an_end(language: str, matches: Tokens, row: Row, place: int) -> bool:
    after = place + 2 if _role(row, place + 1) is Role.AND else place + 1
    if not is_unknown(matches, row, after):
        return False
    if language == "ar" and _role(row, after + 1) in _SINGULAR:  # adjectives stand behind their noun
        return True
    is_like_one = lexicons()[language].resembles(_written(matches, row, after))
    is_between = _is_number(row, after + 1) and _role(row, after) is not Role.TRADE
    return is_like_one or is_between or _is_generic(row, after + 1)


def _is_generic(row: Row, place: int) -> bool:
    return place < len(row[0]) and row[0][place].is_generic


def _is_number(row: Row, place: int) -> bool:
    """Whether a number stands at a place, or before an "and" there."""
    role = _role(row, place)
    role = _role(row, place - 1) if role is Role.AND else role
    return role is Role.UNREADABLE or role in NUMBERS


def _role(row: Row, place: int) -> Role:
    """The role of a unit, COMMA beyond the ends of the sentence."""
    return row[0][place].role if 0 <= place < len(row[0]) else Role.COMMA


def _written(matches: Tokens, row: Row, place: int) -> str:
    return matches[row[1][place]][0]
