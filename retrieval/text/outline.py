"""Patterns over outlines: sentences that are written as strings, one letter a word.

A pattern is written in the names of those letters. `docs/alphabets.md` tells why, with an example for each alphabet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

# The name of a group, which stays as it is; a class of letters; the name of a letter or of a phrase; space.
_TOKEN = re.compile(r"\(\?P<\w+>|\[\^?[A-Z_\s]+\]|[A-Z_]+|\s+")
_NAME = re.compile(r"[A-Z_]+")


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The names of letters, and of phrases that are written in those names.

    A name may stand for several letters, of which a pattern takes any: "NEAR" for "TLX".
    """

    letters: Mapping[str, str]
    phrases: Mapping[str, str] = field(default_factory=dict)


def pattern(source: str, alphabet: Alphabet) -> re.Pattern[str]:
    """The regular expression for a pattern in words: "[SINCE OF]? LINK{0,3} DATE".

    Names stand for letters, `[A B]` for either of two, `[^ A B]` for none of them, spaces for nothing; all else is
    written as in `re`. A name that the alphabet does not have is a KeyError.
    """
    return re.compile(in_letters(source, alphabet))


def in_letters(source: str, alphabet: Alphabet) -> str:
    """The source of that regular expression."""
    return _TOKEN.sub(partial(_translated, alphabet), source)


def _translated(alphabet: Alphabet, token: re.Match[str]) -> str:
    word = token[0]
    if word.isspace() or word.startswith("("):
        return word.strip()
    if word in alphabet.phrases:
        return f"(?:{in_letters(alphabet.phrases[word], alphabet)})"
    letters = "".join(alphabet.letters[name] for name in _NAME.findall(word))
    if len(letters) == 1 and not word.startswith("[^"):
        return re.escape(letters)
    return f"[{'^' * word.startswith('[^')}{re.escape(letters)}]"
