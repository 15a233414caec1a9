"""Names of places and publishers in a line of ours: the reader's spelling first, then what it was read as."""

from collections.abc import Sequence

from bot.messages.layout.rich_text import inline
from bot.phrases.catalogues import Phrases
from retrieval.answers import Incident
from retrieval.places.display_names import usual_area, usual_name
from retrieval.places.keys import PlaceKey
from retrieval.places.place import Direction, Place, PlaceKind, Reach
from retrieval.text.folding import fold
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Excluded, PlaceChoice, UnderstoodPlace

# Places in the head of an incident, which has to stay one line on a phone.
MOST_PLACE_NAMES = 2


def foreign(phrases: Phrases, words: str, limit: int = 80) -> str:
    """Somebody else's words, fit for a line of ours in its direction."""
    return inline(words, right_to_left=phrases.right_to_left, limit=limit)


def asked_places(phrases: Phrases, places: Sequence[UnderstoodPlace]) -> str:
    """All places of a question in a list, each with what around it was asked for.

    Empty where none was asked.
    """
    ends = {_towards(place) for place in places}
    starts = [place for place in places if place.id not in ends or _towards(place) is not None]
    return phrases.join([_with_reach(phrases, place, places) for place in starts])


def excluded(phrases: Phrases, left_out: Excluded) -> str:
    """All that a question leaves out in a list, empty where it leaves out nothing."""
    thesaurus = default_thesaurus()
    topics = [" + ".join(thesaurus.label(key, phrases.language) for key in sorted(keys)) for keys in left_out.topics]
    actors = [thesaurus.label(key, phrases.language) for key in left_out.actors]
    publishers = [foreign(phrases, name) for name in left_out.publishers]
    return phrases.join([*(asked_place(phrases, place) for place in left_out.places), *topics, *actors, *publishers])


def asked_place(phrases: Phrases, place: UnderstoodPlace) -> str:
    """ "Sere Kaniye (Ras al-Ain, Hasakah)" """
    if not is_renamed(phrases, place):
        return read_as(phrases, place)
    inside = list(filter(None, [place_name(phrases, place), region_of(phrases, place)]))
    return f"{foreign(phrases, place.matched)} ({phrases.gettext(', ').join(inside)})"


def read_as(phrases: Phrases, place: UnderstoodPlace) -> str:
    """ "Tal Tamr (Hasakah)": what the reader's spelling was taken for."""
    region = region_of(phrases, place)
    return f"{place_name(phrases, place)} ({region})" if region else place_name(phrases, place)


def choice_name(phrases: Phrases, choice: PlaceChoice, home: str | None = None) -> str:
    """ "Tell Tamr (Raqqa)", with its country where that is not `home`."""
    around = choice_region(phrases, choice, home)
    return f"{place_name(phrases, choice)} ({around})" if around else place_name(phrases, choice)


def choice_region(phrases: Phrases, choice: PlaceChoice, home: str | None = None) -> str:
    """ "Raqqa", or "Mardin, Türkiye" where the country is not `home`."""
    region = region_of(phrases, choice)
    parts = [region] if region else []
    if choice.country and choice.country != home:
        parts.append(phrases.country(choice.country))
    return phrases.gettext(", ").join(parts)


def place_name(phrases: Phrases, place: UnderstoodPlace | PlaceChoice) -> str:
    """The place's name as the language of the frame has it, else the library's."""
    return foreign(phrases, usual_name(place.id, phrases.language) or place.name)


def place_names(phrases: Phrases, incident: Incident) -> list[str]:
    """The names of an incident's places, in its order."""
    ids = [id_ for id_ in incident.places if not PlaceKey(id_).is_sound]
    if len(ids) != len(incident.place_names):
        return [foreign(phrases, name) for name in incident.place_names]
    pairs = zip(ids, incident.place_names, strict=True)
    return [foreign(phrases, usual_name(id_, phrases.language) or name) for id_, name in pairs]


def area_name(phrases: Phrases, name: str, country: str, limit: int = 80) -> str:
    """The name of an area around a place, as the language of the frame has it, else the library's."""
    return foreign(phrases, usual_area(name, country, phrases.language) or name, limit)


def whole_area(phrases: Phrases, area: Place, own: str = "", limit: int = 80) -> str:
    """ "All of Hasakah governorate", with what it is: a district and a governorate may have one name.

    `own` is the reader's spelling where the area is named after a place that they named.
    """
    name = foreign(phrases, own, limit) if own else area_name(phrases, area.name, area.country, limit)
    match area.kind:
        case PlaceKind.GOVERNORATE if area.country == "TR":
            return phrases.gettext("All of {place} province", place=name)
        case PlaceKind.GOVERNORATE:
            return phrases.gettext("All of {place} governorate", place=name)
        case PlaceKind.DISTRICT:
            return phrases.gettext("All of {place} district", place=name)
        case PlaceKind.SUBDISTRICT:
            return phrases.gettext("All of {place} subdistrict", place=name)
        case _:
            return phrases.gettext("All of {place}", place=name)


def kind_label(phrases: Phrases, incident: Incident) -> str:
    """ "armed clash", in the language of the frame.

    Empty where no kind was recognised.
    """
    return default_thesaurus().label(incident.kind, phrases.language) if incident.kind else ""


def is_renamed(phrases: Phrases, place: UnderstoodPlace) -> bool:
    """Whether the reader's spelling is another than the name that is shown for the place."""
    shown = usual_name(place.id, phrases.language) or place.name
    return bool(place.matched.strip()) and fold(place.matched) != fold(shown)


def region_of(phrases: Phrases, place: UnderstoodPlace | PlaceChoice) -> str:
    """The largest area around a place below its country, its governorate or province.

    Empty where there is none.
    """
    around = [area.name for area in place.within if not _is_country_of(area, place)]
    if not around or fold(around[-1]) == fold(place.name):
        return ""
    return area_name(phrases, around[-1], place.country)


def _is_country_of(area: Place, place: UnderstoodPlace | PlaceChoice) -> bool:
    return area.kind is PlaceKind.COUNTRY and area.country == place.country


def _towards(place: UnderstoodPlace) -> str | None:
    return place.reach.towards if place.reach else None


def _with_reach(phrases: Phrases, place: UnderstoodPlace, places: Sequence[UnderstoodPlace]) -> str:
    """ "north of Tal Tamr (Hasakah), up to 20 km" """
    name = asked_place(phrases, place)
    other = next((asked_place(phrases, one) for one in places if one.id == _towards(place)), None)
    if other is not None:
        return phrases.gettext("between {place} and {other}", place=name, other=other)
    return _around(phrases, name, place.reach) if place.reach else name


def _around(phrases: Phrases, name: str, reach: Reach) -> str:
    if reach.direction is None and reach.km is None:
        return name
    where = _side(phrases, reach.direction, name) if reach.direction else phrases.gettext("around {place}", place=name)
    if reach.km is None:
        return where
    return phrases.gettext("{where}, up to {km} km", where=where, km=phrases.number(reach.km))


def _side(phrases: Phrases, direction: Direction, name: str) -> str:
    sides = {
        Direction.NORTH: phrases.gettext("north of {place}", place=name),
        Direction.NORTHEAST: phrases.gettext("northeast of {place}", place=name),
        Direction.EAST: phrases.gettext("east of {place}", place=name),
        Direction.SOUTHEAST: phrases.gettext("southeast of {place}", place=name),
        Direction.SOUTH: phrases.gettext("south of {place}", place=name),
        Direction.SOUTHWEST: phrases.gettext("southwest of {place}", place=name),
        Direction.WEST: phrases.gettext("west of {place}", place=name),
        Direction.NORTHWEST: phrases.gettext("northwest of {place}", place=name),
    }
    return sides[direction]
