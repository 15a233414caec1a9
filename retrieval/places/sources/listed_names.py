"""What of a listed name could stand in a text."""

import re
import unicodedata

from retrieval.places.names import name_key
from retrieval.text.length import is_longer

_NO_NAME = frozenset({"none", "null", "nan", "n/a", "na", "unknown", "unnamed", "غير معروف"})
_FIRST_PART = re.compile(r"\s*[,،:;(\[/]|\s+[-–—]\s+")
_SEVERAL = re.compile(r"\s(?:and|&|و)\s|,.*,.*,", re.IGNORECASE)
_MEASURED = re.compile(r"\d\s*km\b|\d{3,}", re.IGNORECASE)
_DESCRIPTION = re.compile(
    r"\b(?:countryside|desert|road|highway|various|locations?|between|crossing|crossroads|roundabout|checkpoint"
    r"|unspecified|province of|(?:north|south|east|west) of)\b|ريف|طريق|بادية",
    re.IGNORECASE,
)
_MACHINE_MADE = re.compile(r"(?:nahyt|mrkz)\b")
_KIND_BEFORE = re.compile(
    r"(?:(?:near|outskirts of|village of|town of|city of|area of|nahiyat|markaz|nāḩiyat)\s+|"
    r"(?:قرية|بلدة|مدينة|محافظة|منطقة|ناحية|قرب)\s+|مركز\s+(?=\S))",
    re.IGNORECASE,
)
_KIND_AFTER = re.compile(
    r"\s+(?:village|town|city|area|district|subdistrict|governorate|province|neighbou?rhood)$",
    re.IGNORECASE,
)
_GOVERNORATES = frozenset({"ريف دمشق", "Damascus Countryside"})

# Characters: the longest Syrian place name in GeoNames has 38.
LONGEST = 60


def clean_name(listed: str) -> str | None:
    """The name without what lists add to it (kind, qualifier in brackets), or None where none is left.

    None also for a list of several places and for descriptions ("1 km from …").
    """
    name = " ".join("".join(char for char in listed if not _is_mark(char)).split())
    if name.lower() in _NO_NAME or _MACHINE_MADE.match(name) or _SEVERAL.search(name):
        return None
    name = _FIRST_PART.split(name, maxsplit=1)[0].strip(" .'\"")
    while (
        shorter := _KIND_AFTER.sub("", _KIND_BEFORE.sub("", name, count=1) if _KIND_BEFORE.match(name) else name)
    ) != name:
        name = shorter
    if (
        is_longer(name, LONGEST)
        or _MEASURED.search(name)
        or (_DESCRIPTION.search(name) and name not in _GOVERNORATES)
        or name_key(name) is None
    ):
        return None
    return name


def _is_mark(char: str) -> bool:
    """Whether it is a direction mark or an Arabic vowel sign."""
    return unicodedata.category(char) == "Cf" or "\u064b" <= char <= "\u0652"
