"""Which known place a misspelt or newly transliterated name means, if one can be told.

The bounds are costs a consonant (see `retrieval.places.similarity`), measured by leaving each name of
`place_names.tsv` out and looking for it by the others: below a tenth nineteen of twenty guesses are right for
prominent places. What a question's words leave open decides how strict to be: "in Kobnai" can only be a place, "sincer"
need not be one.
"""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from retrieval.places.families import PROMINENT, Family
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.names import Entry, is_arabic, letters_of
from retrieval.places.reading.asked.placing import Placing
from retrieval.places.words import facilities, is_elsewhere, is_ordinary
from retrieval.text.folding import fold
from retrieval.text.phonetics import consonants, respelled

# Costs a consonant: of a name with the very same consonants, and of one with others, that stands where a place would;
# of words that little marks as a place; of names that only sound the same. `NEVER` is below any cost.
ALIKE, NEAR, NEARER, HEARD = 0.25, 0.17, 0.1, 0.0
NEVER = -1.0

# Consonants from which a well-known place is worth asking back about, and up to which a name has to sound the same.
LONG, SHORT = 4, 2

# Letters from which one that is wrong, missing, doubled or out of its place makes no other word; Arabic leaves the
# short vowels out.
SLIP, SLIP_ARABIC = 6, 6

# Costs that differ by less do not tell which name was meant.
EQUALLY = 0.1


@dataclass(frozen=True, slots=True)
class Guess:
    """The families that a name may mean, best first: one reading where `is_clear`, else choices to offer."""

    entry: int
    families: tuple[Family, ...]
    is_clear: bool


def guess(gazetteer: Gazetteer, name: str, placing: Placing) -> Guess | None:
    """What a name that is not in the gazetteer may mean, or None where nothing is near enough."""
    count = len(consonants(name))
    if count < SHORT or is_ordinary(name) or is_elsewhere(name) or facilities().issuperset(fold(name).split()):
        return None
    near = _near(gazetteer, name, placing)
    if not near:
        return None
    best = [(entry, family) for cost, entry, family in near if cost <= near[0][0] + EQUALLY]
    chosen = _distinct(best)
    known = [family for family in chosen if family.prior >= PROMINENT]
    first = known[:1] or chosen[:1]
    clear = len(known) == 1 or (not known and _one_name(gazetteer, best))
    return Guess(best[0][0], (*first, *(family for family in chosen if family not in first)), clear)


def _near(gazetteer: Gazetteer, name: str, placing: Placing) -> list[tuple[float, int, Family]]:
    """The families that a name may mean, with what the difference costs and the entry that is near, best first."""
    count, found = len(consonants(name)), []
    for entry, cost in gazetteer.spellings.near(name):
        if cost > count * ALIKE:
            break  # no bound is higher, and one name may be that of hundreds of villages
        alike = _Likeness.of(name, gazetteer.toponyms.entries[entry])
        found += [
            (cost, entry, family)
            for family in gazetteer.families_of(entry)
            if cost <= count * _bound(gazetteer, family, placing, alike)
        ]
    return found


def announced(gazetteer: Gazetteer, name: str) -> tuple[Family, ...]:
    """The families that a name behind a word such as "village" may mean, best first; none where it is not clear."""

    def cost(spelled: str) -> float:
        near = gazetteer.spellings.near(spelled)
        return near[0][1] if near else len(spelled)

    found = guess(gazetteer, min(respelled(name), key=cost), Placing.CERTAIN)
    return found.families if found is not None and found.is_clear else ()


def choices(gazetteer: Gazetteer, name: str) -> list[Family]:
    """The families of prominent places that a name nobody knows is near to, nearest first."""
    count = len(consonants(name))
    if count < LONG or is_ordinary(name) or is_elsewhere(name):
        return []
    near = [
        (entry, family)
        for entry, cost in gazetteer.spellings.near(name)
        if cost / count <= NEAR
        for family in gazetteer.families_of(entry)
        if family.prior >= PROMINENT and _is_at_home(gazetteer, family)
    ]
    return _distinct(near)


def _bound(gazetteer: Gazetteer, family: Family, placing: Placing, alike: "_Likeness") -> float:
    """The cost a consonant up to which a family may be meant."""
    known, at_home = family.prior >= PROMINENT, _is_at_home(gazetteer, family)
    if placing is Placing.NONE or not (known or at_home):
        return NEVER
    if not at_home:
        return NEARER if placing is Placing.CERTAIN and alike.same and alike.consonants > SHORT else NEVER
    if known and alike.slip:
        return ALIKE
    if placing is Placing.BARE and alike.long and alike.same and alike.consonants >= LONG:
        return NEARER  # typed in small letters: four consonants in a row are no other word's by chance
    if known and alike.long and alike.consonants > SHORT and placing is Placing.BARE:
        return HEARD
    if alike.consonants <= SHORT:
        return HEARD if known and placing is Placing.CERTAIN else NEVER
    return _bound_at_home(known, placing, alike)


def _bound_at_home(known: bool, placing: Placing, alike: "_Likeness") -> float:
    if placing is Placing.CERTAIN:
        return ALIKE if alike.same else NEAR if known else NEVER
    if placing is Placing.BARE:
        return NEVER
    if alike.consonants >= LONG:
        return NEARER if known or alike.same else NEVER
    return HEARD if known else NEVER


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How a name and a known one differ: whether the consonants are the same, and whether one letter slipped.

    `long` names are unlike other words.
    """

    consonants: int
    same: bool
    slip: bool
    long: bool

    @classmethod
    def of(cls, name: str, entry: Entry) -> "_Likeness":
        bones, letters = consonants(name), letters_of(name)
        long = len(letters) >= (SLIP_ARABIC if is_arabic(letters) else SLIP)
        slip = long and OSA.distance(letters, entry.letters, score_cutoff=1) == 1
        return cls(len(bones), bones == consonants(entry.written), slip, long)


def _is_at_home(gazetteer: Gazetteer, family: Family) -> bool:
    return gazetteer.place(family.numbers[0]).country == gazetteer.home


def _distinct(near: list[tuple[int, Family]]) -> list[Family]:
    """The families of which no earlier one has a member, in their order."""
    families: list[Family] = []
    taken: set[int] = set()
    for _, family in near:
        if taken.isdisjoint(family.numbers):
            families.append(family)
            taken.update(family.numbers)
    return families


def _one_name(gazetteer: Gazetteer, near: list[tuple[int, Family]]) -> bool:
    """Whether places share one name in several spellings, and are namesakes: not several names that are near."""
    return len({_consonants(gazetteer, entry) for entry, _ in near}) == 1


def _consonants(gazetteer: Gazetteer, entry: int) -> str:
    return consonants(gazetteer.toponyms.entries[entry].written)
