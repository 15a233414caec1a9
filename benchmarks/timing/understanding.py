"""The time that understanding a question takes, by the number of names known.

Run by `python -m benchmarks.timing.understanding`.
Time is the processor's, and the median over questions of a dozen sorts, each of which is new: nothing of it was read
before. Names beyond those that ship are invented from syllables of the region, and lie anywhere in it.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.regions import default_regions
from retrieval.places.sources.shipped import builtin_places
from retrieval.questions.reader import QuestionReader
from retrieval.topics.thesaurus import default_thesaurus

SIZES = (10_000, 100_000, 1_000_000)
MOST_MS = 3.0
"""Milliseconds at the first size: a hundredth of what a reader notices, a tenth of encoding the question."""

QUESTIONS = 300
MISSPELT = 1 / 3
SEED = 20241117
TODAY = date(2024, 11, 17)
COUNTRIES = frozenset({"SY", "IQ", "TR"})

# Each is asked of places that ship, of invented ones, and of some that are misspelt.
SORTS = (
    "what happened in {} this week",
    "{} yesterday?",
    "any drone strikes near {} since 3 May",
    "how many were killed in {} in October 2023",
    "villages of {} and {} last month",
    "north of {} between 3 and 7 May 2024",
    "ماذا حدث في {} أمس",
    "قصف على ريف {} منذ الجمعة",
    "li {} çi qewimî vê hefteyê",
    "{} kırsalında geçen hafta ne oldu",
    "who shelled the market",
    "was a journalist wounded near the camp last night",
)
SYLLABLES = (
    "ba", "bar", "dar", "der", "gir", "had", "ham", "jar", "kaf", "kar", "lam", "mar", "nah",
    "qam", "ram", "sal", "sin", "tal", "tel", "zar", "zin", "ur", "wad", "hir", "kan", "dol",
)  # fmt: skip


class Scale(NamedTuple):
    """Milliseconds a question for each number of names."""

    milliseconds: dict[int, float]

    @property
    def growth(self) -> float:
        """How many times longer a question takes with the most names than with the fewest."""
        return self.milliseconds[max(self.milliseconds)] / self.milliseconds[min(self.milliseconds)]


def main() -> None:
    """Print the median for each number of names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="names at most (default: %(default)s)")
    scale = measured([size for size in SIZES if size <= parser.parse_args().most])
    for size, milliseconds in scale.milliseconds.items():
        sys.stdout.write(f"{size:>9,} names {milliseconds:6.2f} ms a question\n")
    sys.stdout.write(f"{scale.growth:.2f} times as long with the most names\n")


def measured(sizes: Sequence[int] = SIZES) -> Scale:
    """The median time of understanding a question, by the number of names."""
    return Scale({size: _median_ms(size) for size in sizes})


def _median_ms(size: int) -> float:
    gazetteer = _gazetteer(size)
    reader = QuestionReader(gazetteer, default_thesaurus())
    chance = random.Random(SEED)
    asked = list(_questions([name.name for name in gazetteer.names], chance))
    for question in asked[: len(SORTS)]:  # builds what is built when it is first asked for
        reader.understand(question, TODAY)
    return statistics.median(_ms(reader, question) for question in asked[len(SORTS) :])


def _ms(reader: QuestionReader, question: str) -> float:
    start = time.process_time()
    reader.understand(question, TODAY)
    return 1000 * (time.process_time() - start)


def _gazetteer(size: int) -> Gazetteer:
    """The gazetteer that ships, cut or filled up to `size` names."""
    places, names = builtin_places(COUNTRIES)
    kept = names[:size]
    known = {name.place_id for name in kept}
    invented = list(_invented(size - len(kept)))
    return Gazetteer(
        [*(place for place in places if place.id in known), *(place for place, _ in invented)],
        [*kept, *(name for _, name in invented)],
        regions=default_regions(),
    )


def _invented(count: int) -> Iterator[tuple[Place, PlaceName]]:
    """Villages, each with one name of two or three words' worth of syllables."""
    chance = random.Random(SEED)
    for number in range(max(0, count)):
        id_, name = f"invented:{number}", _name(chance)
        lat, lon = chance.uniform(32.5, 37.2), chance.uniform(35.8, 42.3)
        yield Place(id_, name, PlaceKind.VILLAGE, "SY", lat, lon, None, 0), PlaceName(id_, name, "en")


def _name(chance: random.Random) -> str:
    words = ("".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))) for _ in range(chance.randint(1, 2)))
    return " ".join(word.capitalize() for word in words)


def _questions(names: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Questions of every sort in turn, a third of their names misspelt."""
    for number in range(QUESTIONS + len(SORTS)):
        sort = SORTS[number % len(SORTS)]
        chosen: Iterable[str] = chance.choices(names, k=sort.count("{}"))
        yield sort.format(*(_misspelt(name, chance) if chance.random() < MISSPELT else name for name in chosen))


def _misspelt(name: str, chance: random.Random) -> str:
    """The name with two neighbouring letters exchanged."""
    at = chance.randrange(max(1, len(name) - 1))
    return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]


if __name__ == "__main__":
    main()
