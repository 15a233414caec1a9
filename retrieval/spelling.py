"""Names that are spelt almost alike: other transliterations and slips of the finger."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz import fuzz, process

from retrieval.toponyms import Entry, is_arabic

ALIKE = 0.7
"""Likeness from which the same consonants make the same name: "Kafr Aweed" and "Kafar Awaid" have 0.74."""
SHORT_ALIKE = 0.85  # the same where there are only two consonants to go by

_LATIN = (
    ("ch", "$"), ("sh", "$"), ("th", "t"), ("dh", "d"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("ou", ""),
    ("x", "k"), ("q", "k"), ("v", "w"), ("p", "b"),
)  # fmt: skip
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("ثتط", "t"), **dict.fromkeys("ذدض", "d"), **dict.fromkeys("ظز", "z"),
        **dict.fromkeys("سص", "s"),
        **dict.fromkeys("خقك", "k"), **dict.fromkeys("حه", "h"), **dict.fromkeys("عا", ""),
        "ش": "$", "غ": "g", "ج": "j", "ب": "b", "ر": "r", "ف": "f", "ل": "l", "م": "m", "ن": "n", "و": "w",
        "ي": "y",
    }
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiou]|(?<=.)[wy]|h$")


def skeleton(letters: str) -> str:
    """Give the consonants of a folded name in either script; those that transliterations mix up are one."""
    if is_arabic(letters):
        letters = letters.translate(_ARABIC)
    else:
        for written, one in _LATIN:
            letters = letters.replace(written, one)
    return _VOWELS.sub("", _DOUBLED.sub(r"\1", letters))


class Spellings:
    """The names of a gazetteer by their consonants and by their letters."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def alike(self, letters: str) -> list[tuple[int, float]]:
        """Give entries with the same consonants that read much the same, with their likeness, best first."""
        bones = skeleton(letters)
        if len(bones) < 2:
            return []
        least = ALIKE if len(bones) > 2 else SHORT_ALIKE
        scored = [(number, self._likeness(letters, number)) for number in self._by_skeleton.get(bones, ())]
        return sorted((one for one in scored if one[1] >= least), key=lambda one: -one[1])

    def near(self, letters: str, limit: int) -> list[tuple[int, float]]:
        """Give the entries with the most similar letters, with their likeness from 0 to 1, best first."""
        found = process.extract(letters, self._letters, scorer=fuzz.ratio, limit=limit, score_cutoff=60)
        return [(number, score / 100) for _, score, number in found]

    def _likeness(self, letters: str, number: int) -> float:
        """Compare within one script; across scripts the consonants are all there is, and not enough."""
        other = self._entries[number].letters
        return fuzz.ratio(letters, other) / 100 if is_arabic(letters) == is_arabic(other) else 0.0

    @cached_property
    def _letters(self) -> list[str]:
        return [entry.letters for entry in self._entries]

    @cached_property
    def _by_skeleton(self) -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            numbers[skeleton(entry.letters)].append(number)
        return numbers
