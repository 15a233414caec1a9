"""Names of places and publishers in a line of ours: the reader's spelling first, then what it was read as."""

from bot.phrases import Phrases
from bot.rich_text import inline
from retrieval.answers import PlaceChoice, UnderstoodPlace
from retrieval.folding import fold


def foreign(phrases: Phrases, words: str, limit: int = 80) -> str:
    """Somebody else's words, fit for a line of ours in its direction."""
    return inline(words, right_to_left=phrases.right_to_left, limit=limit)


def asked_place(phrases: Phrases, place: UnderstoodPlace) -> str:
    """ "Sere Kaniye (Ras al-Ain, Hasakah)" """
    region = region_of(place)
    if is_renamed(place):
        inside = [foreign(phrases, place.name), *([foreign(phrases, region)] if region else [])]
        return f"{foreign(phrases, place.matched)} ({', '.join(inside)})"
    return f"{foreign(phrases, place.name)} ({foreign(phrases, region)})" if region else foreign(phrases, place.name)


def read_as(phrases: Phrases, place: UnderstoodPlace) -> str:
    """ "Tal Tamr (Hasakah)": what the reader's spelling was taken for."""
    region = region_of(place)
    return f"{foreign(phrases, place.name)} ({foreign(phrases, region)})" if region else foreign(phrases, place.name)


def choice_name(phrases: Phrases, choice: PlaceChoice, home: str | None = None) -> str:
    """ "Tell Tamr (Raqqa)"; with its country where that is not `home`."""
    around = choice_region(phrases, choice, home)
    return f"{foreign(phrases, choice.name)} ({around})" if around else foreign(phrases, choice.name)


def choice_region(phrases: Phrases, choice: PlaceChoice, home: str | None = None) -> str:
    """ "Raqqa", or "Mardin, Türkiye" where the country is not `home`."""
    region = region_of(choice)
    parts = [foreign(phrases, region)] if region else []
    if choice.country and choice.country != home:
        parts.append(phrases.country(choice.country))
    return ", ".join(parts)


def is_renamed(place: UnderstoodPlace) -> bool:
    """Whether the reader's spelling is another than the name that stands in the library."""
    return bool(place.matched.strip()) and fold(place.matched) != fold(place.name)


def region_of(place: UnderstoodPlace | PlaceChoice) -> str:
    """The largest area around a place below its country, its governorate or province; else empty."""
    around = [name for name in place.within if fold(name) not in _country_names(place.country)]
    region = around[-1] if around else ""
    return "" if fold(region) == fold(place.name) else region


def _country_names(code: str) -> frozenset[str]:
    names = {"SY": ("Syria", "Syrian Arab Republic"), "IQ": ("Iraq",), "TR": ("Turkey", "Türkiye")}
    return frozenset(fold(name) for name in names.get(code.upper(), (code,)))
