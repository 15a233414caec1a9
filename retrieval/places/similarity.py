"""Names that are spelt almost alike: other transliterations and slips of the finger."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.places.names import Entry, is_arabic
from retrieval.text.phonetics import VOWELS, consonants, heard, without_vowels

# Names of fewer consonants are like too many others.
LEAST_CONSONANTS = 2

# How many names with much the same consonants are weighed, those with the fewest differing sounds.
MOST_COMPARED = 16

# What differences cost: another or a missing vowel, a missing h, consonants that transliterations confuse, Arabic
# letters that only a dot tells apart, two sounds that changed places, any other consonant.
VOWEL, MUTE, CONFUSED, DOTTED, TWISTED, CONSONANT = 0.25, 0.4, 0.3, 0.5, 0.25, 1.0

_COARSE = str.maketrans({**dict.fromkeys("dt", "t"), **dict.fromkeys("$jzs", "s"), **dict.fromkeys("xhk", "k")})
_PAIRS = ("xh", "xk", "hk", "s$", "sz", "sj", "$j", "zj", "zd", "td", "tz", "ts", "fb")
_DOTS = ("jh", "jx", "rz", "kf", "bt", "bn", "tn")
_COSTS = {pair: CONFUSED for written in _PAIRS for pair in (written, written[::-1])}
_COSTS_ARABIC = {pair: DOTTED for written in _DOTS for pair in (written, written[::-1])} | _COSTS


class Spellings:
    """The names of a gazetteer by their consonants."""

    def __init__(self, entries: Sequence[Entry], is_prominent: Callable[[int], bool]) -> None:
        """Take names, and which of them (by number) are known widely enough to be found with a consonant wrong."""
        self._entries = entries
        self._is_prominent = is_prominent

    def near(self, name: str) -> list[tuple[int, float]]:
        """The entries in the same script that sound like a name, with what their difference costs, best first.

        Those with confused consonants or other vowels; of the prominent ones also those with one consonant more,
        less, or out of its place.
        """
        bones = consonants(name).translate(_COARSE)
        if len(bones) < LEAST_CONSONANTS:
            return []
        numbers = set(self._by_bones.get(bones, ()))
        for shorter in (bones, *_shortened(bones)):
            numbers.update(self._prominent.get(shorter, ()))
        sounds, arabic = heard(name), is_arabic(name)
        same = [number for number in numbers if is_arabic(self._entries[number].letters) == arabic]
        costs = _COSTS_ARABIC if arabic else _COSTS
        weighed = [(number, apart(sounds, self._heard[number], costs)) for number in self._nearest(sounds, same)]
        return sorted(weighed, key=lambda one: (one[1], one[0]))

    def _nearest(self, sounds: str, numbers: Sequence[int]) -> Sequence[int]:
        """The few of many names that are worth weighing."""
        if len(numbers) <= MOST_COMPARED:
            return numbers
        told = [self._heard[number] for number in numbers]
        best = process.extract(sounds, told, scorer=OSA.distance, limit=MOST_COMPARED)
        return [numbers[index] for _, _, index in best]

    @cached_property
    def _heard(self) -> list[str]:
        return [heard(entry.written) for entry in self._entries]

    @cached_property
    def _by_bones(self) -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = defaultdict(list)
        for number in range(len(self._entries)):
            numbers[without_vowels(self._heard[number]).translate(_COARSE)].append(number)
        return dict(numbers)

    @cached_property
    def _prominent(self) -> dict[str, list[int]]:
        """The prominent names by their consonants, and by all but one of them."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for bones, sharing in self._by_bones.items():
            known = [number for number in sharing if self._is_prominent(number)]
            if known:
                for shorter in {bones, *_shortened(bones)}:
                    numbers[shorter] += known
        return dict(numbers)


def apart(one: str, other: str, costs: Mapping[str, float] = _COSTS) -> float:
    """What the differences between two heard names cost: the cheapest way to turn one into the other.

    `costs` are those of pairs of consonants that are easily taken for each other.
    """
    before: list[float] = []
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _missing(sound))
    for n, sound in enumerate(one, 1):
        earlier, before, row = before, row, [row[0] + _missing(sound)]
        for m, to in enumerate(other, 1):
            cost = min(
                before[m] + _missing(sound), row[m - 1] + _missing(to), before[m - 1] + _changed(sound, to, costs)
            )
            if n > 1 and m > 1 and sound == other[m - 2] and to == one[n - 2] and sound != to:
                cost = min(cost, earlier[m - 2] + TWISTED)
            row.append(cost)
    return row[-1]


def _missing(sound: str) -> float:
    return VOWEL if sound in VOWELS else MUTE if sound == "h" else CONSONANT


def _changed(sound: str, to: str, costs: Mapping[str, float]) -> float:
    if sound == to:
        return 0.0
    vowels = (sound in VOWELS) + (to in VOWELS)
    if vowels:
        return VOWEL if vowels == 2 else CONSONANT
    return costs.get(sound + to, CONSONANT)


def _shortened(bones: str) -> list[str]:
    """The consonants without any one of them."""
    return [bones[:at] + bones[at + 1 :] for at in range(len(bones))]
