"""Which informal regions a question means, beside the places that it names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.names import Span
from retrieval.places.place import PlaceKind, PlaceMention
from retrieval.places.regions import Region
from retrieval.places.toponyms import Line
from retrieval.places.words import place_words


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A region as a question names it, with the places of the very same name."""

    span: Span
    region: Region
    namesakes: tuple[str, ...]

    def mention(self, line: Line) -> PlaceMention:
        """The region as a place that is asked about."""
        start, end = self.span.start, self.span.end
        return PlaceMention(start, end, line.text[start:end], self.region.place_id, self.namesakes, "area")


def named_regions(gazetteer: Gazetteer, line: Line, spans: Sequence[Span]) -> list[NamedRegion]:
    """The regions that a question names.

    `spans` are the names of places in it. A region is not meant where a longer name of a place stands, nor where it is
    the side of one: "rojavayê Kobanê", west of Kobani.
    """
    found = []
    for one in gazetteer.region_names.find(line):
        inside = [span for span in spans if span.start < one.span.end and one.span.start < span.end]
        same = [number for span in inside for number in gazetteer.toponyms.entries[span.entry].places]
        ids = tuple(dict.fromkeys(gazetteer.place(number).id for number in same))
        longer = any(span.end - span.start > one.span.end - one.span.start for span in inside)
        if not longer and one.region.place_id not in ids and not _is_side(line, one.span, spans):
            kept = [span for span in inside if (span.start, span.end) == (one.span.start, one.span.end)]
            found.append(NamedRegion(one.span, one.region, ids if kept else ()))
    return found


def _is_side(line: Line, region: Span, spans: Sequence[Span]) -> bool:
    if region.first_word != region.last_word:
        return False
    word = line.all_words[region.first_word]
    compass = word in place_words().directions or place_words().before.get(word) == "side"
    return compass and any(span.first_word == region.last_word + 1 for span in spans)


def without_wider(gazetteer: Gazetteer, regions: Iterable[NamedRegion], place_ids: Iterable[str]) -> list[NamedRegion]:
    """The regions without those that only say where a place of the question lies: "Kobani, north-east Syria"."""
    asked = {id_ for id_ in place_ids if not _is_country(gazetteer, id_)}
    return [one for one in regions if asked.isdisjoint(gazetteer.within(one.region.place_id))]


def _is_country(gazetteer: Gazetteer, place_id: str) -> bool:
    place = gazetteer.get(place_id)
    return place is not None and place.kind is PlaceKind.COUNTRY
