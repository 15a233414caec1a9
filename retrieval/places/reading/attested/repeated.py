"""Names that an article has attested once and writes again without a word such as "village" beside them."""

import re
from collections.abc import Iterator, Mapping

from retrieval.places.keys import PlaceKey
from retrieval.places.names import is_arabic
from retrieval.places.words import is_ordinary

# Shorter names are too often other words.
SHORTEST = 4

# What Arabic writes on to the front of a name.
_PARTICLES = "(?:[وف]?[بلك]?)"


class RepeatedNames:
    """Finds the names of one article wherever they stand in it, as they are spelled there."""

    def __init__(self, places: Mapping[str, PlaceKey]) -> None:
        """Take the places of names; ordinary words and short ones are left out."""
        self._places = {name: key for name, key in places.items() if len(name) >= SHORTEST and not is_ordinary(name)}
        names = sorted(self._places, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(_written, names))})(?!\w)") if names else None

    def found_in(self, text: str) -> Iterator[tuple[int, int, PlaceKey]]:
        """Where in a text which place is named."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            name = next((one for one in (match[0], *_without_particles(match[0])) if one in self._places), None)
            if name is not None:
                yield match.end() - len(name), match.end(), self._places[name]


def _written(name: str) -> str:
    return (_PARTICLES if is_arabic(name) else "") + re.escape(name)


def _without_particles(word: str) -> Iterator[str]:
    yield from (word[cut:] for cut in (1, 2))
