"""How the elements of a number stand together in each language.

All four languages count in hundreds, thousands and millions, the larger first. They differ below a hundred: Arabic puts
the unit before the ten ("خمسة وعشرون"), and only Arabic and Kurmanji join the parts by "and".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.numerals.lexicon import SCALES, Atom, Rank

Found = tuple[float, int]  # what a number is worth, and the index behind its last element


@dataclass(frozen=True, slots=True)
class Element:
    """A word of a number, or digits (without an atom), with the first and the last token that it takes up."""

    atom: Atom | None
    first: int
    last: int
    value: float | None = None  # of digits that can be read
    is_part: bool = False
    is_from: bool = False

    @property
    def rank(self) -> Rank | None:
        """Where in a number it may stand; None for digits."""
        return None if self.atom is None else self.atom.rank

    @property
    def counts(self) -> bool:
        """Whether it says an amount by itself, however vague."""
        return self.rank not in (Rank.AND, Rank.ARTICLE, Rank.HALF)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The numbers of one language among the elements of a sentence."""

    language: str
    elements: Sequence[Element]

    def longest(self, at: int) -> Found | None:
        """The number that begins at an element, as long as it goes on; None where none begins."""
        return self._fraction(at) or self._dozens(at) or self._scaled(at)

    # Looking at elements

    def _rank(self, at: int) -> Rank | None:
        return self.elements[at].rank if at < len(self.elements) else None

    def _atom(self, at: int) -> Atom | None:
        return self.elements[at].atom if at < len(self.elements) else None

    def _follows(self, at: int) -> bool:
        """Whether an element stands directly behind the one before it."""
        return 0 < at < len(self.elements) and self.elements[at].first <= self.elements[at - 1].last + 1

    def _is_next(self, at: int, rank: Rank) -> bool:
        return self._follows(at) and self._rank(at) is rank

    def _joined(self, at: int, *, needed: bool) -> int | None:
        """The index of what goes on with a number here, behind its "and"; None where nothing does."""
        if self._is_next(at, Rank.AND):
            return at + 1 if self._follows(at + 1) else None
        if needed and not self._is_and_eleven(at):
            return None
        return at if self._follows(at) else None

    def _is_and_eleven(self, at: int) -> bool:
        """Whether "وأحد عشر" stands here: without its hamza it looks like "one" and not like "and one"."""
        atom = self._atom(at)
        return self.language == "ar" and atom is not None and atom.value == 1 and self._is_next(at + 1, Rank.TEEN)

    @property
    def _needs_and(self) -> bool:
        """Whether hundreds and what follows them are joined by "and"."""
        return self.language in ("ar", "ku")

    # Millions, thousands and the rest, the larger before the smaller

    def _scaled(self, at: int) -> Found | None:
        total, behind = 0.0, at
        for rank, scale in SCALES.items():
            start = at if behind == at else self._joined(behind, needed=False)
            part = None if start is None else self._times(start, rank, scale)
            if part is None:
                continue
            total, behind = total + part[0], part[1]
            if (half := self._and_half(behind)) is not None:
                return total + scale / 2, half
        start = at if behind == at else self._joined(behind, needed=self._needs_and and self.language == "ar")
        rest = None if start is None else self._group(start)
        if rest is None or (behind > at and rest[0] >= 1_000):
            return (total, behind) if behind > at else None
        return total + rest[0], rest[1]

    def _times(self, at: int, rank: Rank, scale: int) -> Found | None:
        """A count of thousands or millions: "three thousand", "12 ألف", "ألفان", "two and a half thousand"."""
        atom = self._atom(at)
        if atom is not None and atom.rank is rank:
            if atom.needs_count:
                return None
            return float(scale * 2 if atom.is_pair else scale), at + 1
        if self._rank(at) is Rank.ARTICLE and self._is_next(at + 1, rank):
            return float(scale), at + 2
        if (count := self._group(at)) is None:
            return None
        value, behind = count
        if (half := self._and_half(behind)) is not None and self._is_next(half, rank):
            value, behind = value + 0.5, half
        return (value * scale, behind + 1) if self._is_next(behind, rank) else None

    # Halves and dozens

    def _and_half(self, at: int) -> int | None:
        """The index behind "and a half", "ونصف", "buçuk"."""
        start = self._joined(at, needed=self.language != "tr")
        if start is not None and self._rank(start) is Rank.ARTICLE:
            start = start + 1 if self._follows(start + 1) else None
        return start + 1 if start is not None and self._rank(start) is Rank.HALF else None

    def _fraction(self, at: int) -> Found | None:
        """Half of a scale or of a dozen: "half a million", "نصف مليون", "half a dozen"."""
        if self._rank(at) is not Rank.HALF:
            return None
        behind = at + 2 if self._is_next(at + 1, Rank.ARTICLE) else at + 1
        rank = self._rank(behind) if self._follows(behind) else None
        if rank is Rank.DOZEN:
            return 6.0, behind + 1
        return (SCALES[rank] / 2, behind + 1) if rank in SCALES else None

    def _dozens(self, at: int) -> Found | None:
        """Twelves: "a dozen", "two dozen"."""
        if self._rank(at) is Rank.DOZEN:
            return 12.0, at + 1
        count = (1.0, at + 1) if self._rank(at) is Rank.ARTICLE else self._group(at)
        if count is None or not self._is_next(count[1], Rank.DOZEN):
            return None
        return 12 * count[0], count[1] + 1

    # Below a thousand

    def _group(self, at: int) -> Found | None:
        """A number below a thousand in words, or any in digits."""
        if at >= len(self.elements):
            return None
        if self.elements[at].atom is None:
            value = self.elements[at].value
            return None if value is None else (float(value), at + 1)
        hundreds = self._hundreds(at)
        if hundreds is None:
            return self._small(at)
        value, behind = hundreds
        start = self._joined(behind, needed=self._needs_and)
        rest = None if start is None else self._small(start)
        return hundreds if rest is None else (value + rest[0], rest[1])

    def _hundreds(self, at: int) -> Found | None:
        rank, atom = self._rank(at), self._atom(at)
        if atom is not None and rank in (Rank.HUNDREDS, Rank.HUNDRED) and not atom.needs_count:
            return float(atom.value), at + 1
        if rank in (Rank.ARTICLE, Rank.UNIT) and self._is_next(at + 1, Rank.HUNDRED):
            return 100.0 * (atom.value if atom is not None else 1), at + 2
        return None

    def _small(self, at: int) -> Found | None:
        """A number below a hundred."""
        atom = self._atom(at)
        if atom is None or atom.rank not in (Rank.UNIT, Rank.TEEN, Rank.TENS):
            return None
        if self.language == "ar":
            return self._arabic(at, atom)
        opens = atom.rank is Rank.TENS or (self.language == "tr" and atom.value == 10)
        start = self._joined(at + 1, needed=self.language == "ku") if opens else None
        unit = None if start is None or self._is_bare_and(at + 1) else self._atom(start)
        if (
            unit is not None
            and unit.rank is Rank.UNIT
            and start is not None
            and not self._is_next(start + 1, Rank.HUNDRED)
        ):
            return float(atom.value + unit.value), start + 1
        return float(atom.value), at + 1

    def _is_bare_and(self, at: int) -> bool:
        """Whether an "and" stands here in a language that joins tens and units without one."""
        return self.language != "ku" and self._is_next(at, Rank.AND)

    def _arabic(self, at: int, atom: Atom) -> Found:
        """The unit comes first: "خمسة عشر", "خمسة وعشرون"."""
        following = self._atom(at + 1) if self._follows(at + 1) else None
        if atom.rank is Rank.UNIT and following is not None and (following.rank, following.value) == (Rank.TEEN, 10):
            return float(atom.value + 10), at + 2
        start = self._joined(at + 1, needed=True) if atom.rank is Rank.UNIT else None
        tens = None if start is None else self._atom(start)
        if tens is not None and tens.rank is Rank.TENS and start is not None:
            return float(atom.value + tens.value), start + 1
        return float(atom.value), at + 1
