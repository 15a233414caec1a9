"""What a passage attests of places that no gazetteer has: a name, what it is, and the known place that it lies by."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from retrieval.places.extent import position_of
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import distance_km
from retrieval.places.learned.place import (
    LEAST_CONSONANTS,
    ONE_PLACE_KM,
    Anchor,
    Attestation,
    Settlement,
    skeleton_of,
)
from retrieval.places.place import Place, PlaceKind, PlaceMention
from retrieval.places.reading.attested.announced import Announced, announced_in
from retrieval.places.similarity import VOWEL, apart
from retrieval.text.phonetics import consonants, heard

# How far a name may lie from the known place of its sentence, by what that place is; see `retrieval.places.reach`
# for the sizes of subdistricts and districts. A governorate is a circle of 60 km (185,180 km² / 14 is one of 65).
_RADIUS_KM = {
    PlaceKind.GOVERNORATE: 60,
    PlaceKind.DISTRICT: 30,
    PlaceKind.SUBDISTRICT: 15,
    PlaceKind.AREA: 30,
    PlaceKind.CITY: 20,
    PlaceKind.TOWN: 15,
    PlaceKind.VILLAGE: 10,
    PlaceKind.SITE: 10,
}

# A quarter lies in its town.
_INSIDE_KM = 5

# A place that only the passage names, and one that only the opening of the article names, is a weaker hint.
_OF_PASSAGE_KM, _OF_ARTICLE_KM = 10, 20

# What stands before a name places it less often than what follows: "in Afrin, shells hit the village of X near Y".
_BEFORE = 3

_SENTENCE_END = re.compile(r"[.!?؟\n؛;](?=\s|$)")
_QUARTERS = (Settlement.QUARTER, Settlement.JUNCTION)


class Attested(NamedTuple):
    """An attestation with the offsets of its name; or the known place that it turns out to be."""

    start: int
    end: int
    attestation: Attestation
    known: str | None


@dataclass(frozen=True, slots=True)
class AttestationReader:
    """Reads attestations beside what one gazetteer knows."""

    gazetteer: Gazetteer

    def attested(self, text: str, mentions: Sequence[PlaceMention], opening: Sequence[str]) -> Iterator[Attested]:
        """The names in a text that are in no list and lie near a place that is.

        `mentions` are the known places of the text, `opening` the ids of those of its article's title and lead.
        """
        names = [one for one in announced_in(text) if not _overlaps(one, mentions)]
        ends = [match.end() for match in _SENTENCE_END.finditer(text)] if names else []
        for one in names:
            name = text[one.start : one.end]
            if len(skeleton_of(name)) < LEAST_CONSONANTS:
                continue
            anchor = self._anchor(one, mentions, ends, opening)
            if anchor is not None:
                attestation = Attestation(name, one.settlement, anchor)
                yield Attested(one.start, one.end, attestation, self._known(attestation))

    def _anchor(
        self, one: Announced, mentions: Sequence[PlaceMention], ends: Sequence[int], opening: Sequence[str]
    ) -> Anchor | None:
        """The place of the name's sentence, else of its passage, else of its article."""
        sentence = bisect_right(ends, one.start)
        near = sorted(mentions, key=lambda mention: _distance(one, mention))
        same = [mention for mention in near if bisect_right(ends, mention.start) == sentence]
        others = [mention for mention in near if mention not in same]
        for mention, more in [*((m, 0) for m in same), *((m, _OF_PASSAGE_KM) for m in others)]:
            if anchor := self._at(mention.place_id, one.settlement, mention.cue, more):
                return anchor
        found = (self._at(id_, one.settlement, None, _OF_ARTICLE_KM) for id_ in opening)
        return next((anchor for anchor in found if anchor is not None), None)

    def _at(self, place_id: str, settlement: Settlement, cue: str | None, more: int) -> Anchor | None:
        """By this place; None where it says too little: a country, or no position."""
        place = self.gazetteer.get(place_id)
        seat = position_of(place) or position_of(self.gazetteer.seat(place_id))
        if place is None or seat is None or place.kind is PlaceKind.COUNTRY:
            return None
        inside = settlement in _QUARTERS and not place.kind.is_unit
        radius = _INSIDE_KM if inside and cue != "near" else _RADIUS_KM[place.kind]
        parent = place.id if inside or place.kind.is_unit else self._unit_around(place)
        return Anchor(place.id, parent, place.country, *seat, radius + more)

    def _unit_around(self, place: Place) -> str | None:
        return next((above.id for above in self.gazetteer.ancestors(place.id) if above.kind.is_unit), None)

    def _known(self, attestation: Attestation) -> str | None:
        """The settlement near there that a list has with the same consonants: the same one, in another spelling."""
        at, found = attestation.anchor, []
        for place in self.gazetteer.sounding(consonants(attestation.name)):
            if place.kind.is_unit or place.lat is None or place.lon is None:
                continue
            km = distance_km(at.lat, at.lon, place.lat, place.lon)
            if km <= max(ONE_PLACE_KM, at.radius_km) and self._is_alike(attestation.name, place):
                found.append((km, place.id))
        return min(found, default=(0.0, None))[1]

    def _is_alike(self, name: str, place: Place) -> bool:
        """Whether names of two consonants have much the same vowels too; more consonants tell enough."""
        if len(consonants(name)) > LEAST_CONSONANTS:
            return True
        sounds = heard(name)
        return any(apart(sounds, heard(other)) <= VOWEL for other in self.gazetteer.names_of(place.id))


def _distance(one: Announced, mention: PlaceMention) -> int:
    if mention.start >= one.end:
        return mention.start - one.end
    return _BEFORE * (one.start - mention.end)


def _overlaps(one: Announced, mentions: Sequence[PlaceMention]) -> bool:
    return any(one.start < mention.end and mention.start < one.end for mention in mentions)
