"""Informal regions ("north-east Syria", "the Badia", "the M4"): what they hold, their names, and who says so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from retrieval import data
from retrieval.places.names import Span
from retrieval.places.place import Place, PlaceKind
from retrieval.places.toponyms import Line, Toponyms
from retrieval.text.folding import fold

LANGUAGES = ("en", "ar", "ku", "tr")

# Letters of an acronym or of the number of a road: "NES", "M4".
LONGEST_SIGN = 4


@dataclass(frozen=True, slots=True)
class Region:
    """A region as `data/regions.toml` describes it.

    Its head says what each part means. `not_after` are folded words before a name that make it something else:
    "قناة الجزيرة" is a broadcaster.
    """

    id: str
    name: str
    names: tuple[str, ...]
    note: Mapping[str, str]
    holds: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    circle: tuple[float, float, float] | None = None
    place: str | None = None
    not_after: frozenset[str] = frozenset()

    @property
    def place_id(self) -> str:
        """The id of the place that it is in the gazetteer."""
        return self.place or self.id

    def stretches(self) -> Iterable[tuple[str, str]]:
        """The ids at both ends of each stretch of the road, if it is one."""
        return pairwise(self.along)


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A region named in a question: where its name stands, by words and by characters."""

    span: Span
    region: Region


class RegionNames:
    """The names of regions, ready to be found."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions = tuple(regions)
        named = [(name, number) for number, region in enumerate(self._regions) for name in region.names]
        self._toponyms = Toponyms((name, number) for name, number in named if not _is_sign(name))
        self._signs = {fold(name): number for name, number in named if _is_sign(name)}

    def find(self, line: Line) -> list[RegionMention]:
        """The regions that a text names, the longest name where several fit, in order."""
        found = [(span, self._toponyms.entries[span.entry].places[0]) for span in self._toponyms.spans(line)]
        within = {word for span, _ in found for word in range(span.first_word, span.last_word + 1)}
        found += [(span, number) for span, number in self._signs_in(line) if span.first_word not in within]
        mentions = (RegionMention(span, self._regions[number]) for span, number in found)
        return sorted((one for one in mentions if _is_meant(one, line)), key=lambda one: one.span.start)

    def _signs_in(self, line: Line) -> Iterator[tuple[Span, int]]:
        for index, word in enumerate(line.all_words):
            number = self._signs.get(word)
            start, end = line.word_start(index), line.word_end(index)
            if number is not None and (word[-1].isdigit() or line.text[start:end].isupper()):
                yield Span(start, end, -1, index, index, False, "", ""), number


def _is_sign(name: str) -> bool:
    """Whether a name is an acronym or the number of a road, too short to be found as names are: "NES", "M4"."""
    return len(name) <= LONGEST_SIGN and name.isupper()


def _is_meant(mention: RegionMention, line: Line) -> bool:
    index = mention.span.first_word
    return not index or line.all_words[index - 1] not in mention.region.not_after


def as_place(region: Region, parts: Iterable[Place], parent_id: str | None) -> Place:
    """A region as a place of the gazetteer, in the middle of what it holds."""
    placed = [(place.lat, place.lon) for place in parts if place.lat is not None and place.lon is not None]
    if region.circle is not None:
        placed = [region.circle[:2]]
    lat = sum(lat for lat, _ in placed) / len(placed) if placed else None
    lon = sum(lon for _, lon in placed) / len(placed) if placed else None
    country = next((place.country for place in parts), "")
    return Place(region.id, region.name, PlaceKind.AREA, country, lat, lon, parent_id, 0)


@cache
def default_regions() -> tuple[Region, ...]:
    """The regions that ship with Dateline."""
    listed = data.toml("regions.toml")
    return tuple(map(_region, listed["region"]))


def _region(entry: Mapping[str, Any]) -> Region:
    circle = entry.get("circle")
    return Region(
        id=entry["id"],
        name=entry["en"][0],
        names=tuple(name for language in LANGUAGES for name in entry[language]),
        note=entry["note"],
        holds=tuple(entry.get("holds", ())),
        along=tuple(entry.get("along", ())),
        circle=(circle[0], circle[1], circle[2]) if circle else None,
        place=entry.get("place"),
        not_after=frozenset(map(fold, entry.get("not_after", ()))),
    )
