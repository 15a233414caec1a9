"""Strangers' text made fit for a terminal: nothing in it gives orders, hides, or turns what stands there.

Terminals act on control characters of two ranges (C0 and C1, ECMA-48); the characters of Unicode that turn the
direction of what follows them make one name look like another (CVE-2021-42574), and those that are not seen make two.
"""

import re
import unicodedata

REPLACED = "\N{REPLACEMENT CHARACTER}"

_EMBEDDING, _END_OF_EMBEDDING = "\u202a\u202b", "\u202c"
_ISOLATE, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_TURNS = frozenset(_EMBEDDING + _ISOLATE + _END_OF_EMBEDDING + _END_OF_ISOLATE)

# Marks that give a neighbour its direction and turn nothing else, and the Arabic signs that are seen.
_KEPT = frozenset("\u200e\u200f\u061c\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
# Between letters of other scripts these are spelling, as in Persian; elsewhere they only hide.
_JOINERS = frozenset("\u200c\u200d")
# Letters and marks by their category that nobody sees.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_SELECTORS = re.compile("[\U000e0100-\U000e01ef]")

# What JSON and XML leave as it is, and a terminal should not get.
_IN_DATA = ("Cc", "Cf", "Cs", "Zl", "Zp")


def harmless(text: str) -> str:
    """The text with a sign in the place of each character that could mislead.

    Line breaks and tabs stay. Marks that turn the direction stay where each of them ends on its line; those that turn
    letters round never do.
    """
    return "\n".join(map(_line, text.split("\n")))


def harmless_json(text: str) -> str:
    """JSON that means the same, with such characters as escapes."""
    return "".join(_escaped(character) if _is_escaped(character) else character for character in text)


def harmless_xml(text: str) -> str:
    """XML that means the same, with such characters as references."""
    return "".join(f"&#x{ord(character):x};" if _is_escaped(character) else character for character in text)


def _line(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    ended = _balanced(line)
    return "".join(
        character if (at in ended if character in _TURNS else _is_seen(line, at)) else REPLACED
        for at, character in enumerate(line)
    )


def _is_seen(line: str, at: int) -> bool:
    """Whether a character, which turns nothing, is seen for what it is."""
    character = line[at]
    if character in _JOINERS:
        return _is_joined(line[at - 1 : at]) and _is_joined(line[at + 1 : at + 2])
    if character in _BLANKS or _SELECTORS.match(character):
        return False
    hidden = unicodedata.category(character) in _IN_DATA
    return not hidden or character == "\t" or character in _KEPT


def _is_joined(neighbour: str) -> bool:
    return bool(neighbour) and not neighbour.isascii() and unicodedata.category(neighbour)[0] in "LMS"


def _balanced(line: str) -> set[int]:
    """Where the marks stand that turn the direction and end on their line, with those that end them."""
    open_: list[int] = []
    isolates, paired = 0, set[int]()
    for at, character in enumerate(line):
        if character in _EMBEDDING or character in _ISOLATE:
            open_.append(at)
            isolates += character in _ISOLATE
        elif character == _END_OF_EMBEDDING and open_ and line[open_[-1]] in _EMBEDDING:
            paired |= {open_.pop(), at}
        elif character == _END_OF_ISOLATE and isolates:
            while line[open_[-1]] in _EMBEDDING:  # an isolate ends whatever is open inside it
                open_.pop()
            paired |= {open_.pop(), at}
            isolates -= 1
    return paired


def _is_escaped(character: str) -> bool:
    if character in "\n\t" or (character.isascii() and character.isprintable()):
        return False
    return unicodedata.category(character) in _IN_DATA or character in _BLANKS or bool(_SELECTORS.match(character))


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
