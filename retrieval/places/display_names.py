"""The names that readers of a language use for the region's towns and provinces, from our own files.

Lists of the world's places hold every spelling that was ever seen, in no order. Here the first name in a column is the
usual one, so that an Arabic line can say "رأس العين" where the library says "Ras al-Ain".
"""

from functools import cache

from retrieval import data
from retrieval.text.folding import fold

# The library's own names are the English ones.
LANGUAGES = ("ar", "ku", "tr")


def usual_name(place_id: str, language: str) -> str | None:
    """The usual name of a place in a language, None where our files have none."""
    return _names().get((place_id, language))


def usual_area(name: str, country: str, language: str) -> str | None:
    """The usual name of a province or district by its English name and country, None if it is not known."""
    place_id = _areas().get((country.upper(), fold(name)))
    return usual_name(place_id, language) if place_id else None


@cache
def _names() -> dict[tuple[str, str], str]:
    names = {
        (row["id"], language): row[language].split("|")[0]
        for file in ("admin_units.tsv", "admin1.tsv", "place_names.tsv")
        for row in data.rows(file)
        for language in LANGUAGES
        if row.get(language)
    }
    for row in data.rows("admin1.tsv"):  # a governorate of Syria is called like its seat
        for language in LANGUAGES:
            if seat := names.get((row["seat"], language)):
                names.setdefault((row["id"], language), seat)
    return names


@cache
def _areas() -> dict[tuple[str, str], str]:
    """Ids of provinces and districts by country and folded English name.

    Of namesakes the largest.
    """
    found: dict[tuple[str, str], str] = {}
    for file in ("admin1.tsv", "admin_units.tsv"):  # the units of Syria come from the largest to the smallest
        for row in data.rows(file):
            for name in filter(None, (row.get("name"), *(row["en"] or "").split("|"))):
                found.setdefault((row.get("country") or "SY", fold(name)), row["id"])
    return found
