"""A watch in words: its places from the governorate down, its circle, its topic, and from when it is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.messages.names import area_name, asked_places, excluded, foreign, place_name
from bot.phrases.catalogues import Phrases
from retrieval.library.incident_models import Rhythm, Watch
from retrieval.places.display_names import usual_name
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import distance_km
from retrieval.places.place import Place, PlaceKind, Reach
from retrieval.text.folding import fold
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import PlaceChoice, UnderstoodPlace
from retrieval.watches.terms import Circle, Terms

# Characters of the reader's own words in a line of ours.
LONGEST_WORDS = 40


def watched(terms: Terms, phrases: Phrases, gazetteer: Gazetteer) -> str:
    """ "Al-Hasakah › Ras al-Ain (“Sere Kaniye”) · drone strikes · from 2 publishers on" """
    where = _where(terms, phrases, gazetteer)
    topic = foreign(phrases, terms.topic, LONGEST_WORDS) or _labels(terms, phrases)
    return " · ".join(filter(None, [where, topic, _left_out(terms, phrases, gazetteer), *thresholds(terms, phrases)]))


def thresholds(terms: Terms, phrases: Phrases) -> list[str]:
    """ "from 2 publishers on", "from 5 killed on".

    None where everything is told.
    """
    lines = []
    if terms.publishers > 1:
        lines.append(phrases.ngettext("from {count} publisher on", "from {count} publishers on", terms.publishers))
    if terms.killed:
        lines.append(phrases.ngettext("from {count} killed on", "from {count} killed on", terms.killed))
    return lines


def rhythm_of(watch: Watch, phrases: Phrases) -> str:
    """ "at once", "daily at 08:00", "weekly, Mon at 08:00", "paused" """
    if watch.paused:
        return phrases.gettext("paused")
    if watch.answer_id is not None:
        return phrases.gettext("once, as soon as there is an answer")
    hour = f"{watch.hour:02}:00"
    match watch.rhythm:
        case Rhythm.INSTANT:
            return phrases.gettext("at once")
        case Rhythm.DAILY:
            return phrases.gettext("daily at {hour}", hour=hour)
        case Rhythm.WEEKLY:
            return phrases.gettext("weekly, {day} at {hour}", day=weekday(watch.weekday, phrases), hour=hour)


def weekday(number: int, phrases: Phrases) -> str:
    """The short name of a day of the week, Monday is 0."""
    return phrases.date(date(2024, 1, 1) + timedelta(days=number), "EEE")  # the first of January 2024 was a Monday


def _where(terms: Terms, phrases: Phrases, gazetteer: Gazetteer) -> str:
    if terms.circle is not None:
        return _around(terms.circle, phrases, gazetteer)
    if not terms.places:
        return phrases.gettext("all places")
    if terms.reaches:
        return asked_places(phrases, [*_as_asked(terms, gazetteer)])
    named = [_path(id_, words, phrases, gazetteer) for id_, words in terms.places]
    return phrases.join(named)


def _left_out(terms: Terms, phrases: Phrases, gazetteer: Gazetteer) -> str:
    """ "without Qamishli and drone strikes" """
    if not terms.left_out:
        return ""
    places = tuple(_understood(terms.left_out.places, {}, gazetteer))
    names = excluded(phrases, replace(terms.left_out.events, places=places))
    return phrases.gettext("without {names}", names=names)


def _around(circle: Circle, phrases: Phrases, gazetteer: Gazetteer) -> str:
    """ "25 km around Ras al-Ain", by the place that is nearest to the middle"""
    inside = [place for place in gazetteer.near(circle.lat, circle.lon, circle.km) if not place.kind.is_large]
    if not inside:
        return phrases.gettext("{km} km around a location", km=phrases.number(circle.km))
    nearest = min(inside, key=lambda one: distance_km(circle.lat, circle.lon, one.lat or 0.0, one.lon or 0.0))
    name = place_name(phrases, PlaceChoice(nearest.id, nearest.name, (), nearest.country))
    return phrases.gettext("{km} km around {place}", km=phrases.number(circle.km), place=name)


def _as_asked(terms: Terms, gazetteer: Gazetteer) -> Iterator[UnderstoodPlace]:
    """The places as a question asks for them: "north of Tal Tamr"."""
    return _understood(terms.places, dict(terms.reaches), gazetteer)


def _understood(
    places: Sequence[tuple[str, str]], reaches: Mapping[str, Reach], gazetteer: Gazetteer
) -> Iterator[UnderstoodPlace]:
    for id_, words in places:
        place = gazetteer.get(id_)
        if place is not None:
            yield UnderstoodPlace(
                id=id_,
                name=place.name,
                matched=words or place.name,
                kind=place.kind.value,
                country=place.country,
                lat=place.lat,
                lon=place.lon,
                within=gazetteer.ancestors(id_),
                reach=reaches.get(id_),
            )


def _path(place_id: str, words: str, phrases: Phrases, gazetteer: Gazetteer) -> str:
    place = gazetteer.get(place_id)
    if place is None:
        return foreign(phrases, words, LONGEST_WORDS)
    name = place_name(phrases, PlaceChoice(place.id, place.name, (), place.country))
    above = _governorate(place, gazetteer)
    around = area_name(phrases, above.name, above.country) if above is not None else ""
    path = f"{around} › {name}" if around and fold(around) != fold(name) else name
    names = {fold(place.name), fold(usual_name(place.id, phrases.language) or "")}
    if not words.strip() or fold(words) in names:
        return path
    return phrases.gettext("{path} (“{words}”)", path=path, words=foreign(phrases, words, LONGEST_WORDS))


def _governorate(place: Place, gazetteer: Gazetteer) -> Place | None:
    around = gazetteer.ancestors(place.id)
    return next((above for above in around if above.kind is PlaceKind.GOVERNORATE), None)


def _labels(terms: Terms, phrases: Phrases) -> str:
    thesaurus = default_thesaurus()
    labels = [thesaurus.label(key, phrases.language) for keys in terms.topics.sets for key in sorted(keys)]
    return phrases.gettext(", ").join(labels)
