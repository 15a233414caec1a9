"""What of a page is not its story: told by the names of its elements and by the words that introduce it."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lxml.html import HtmlElement

# Characters; a longer paragraph that begins so is a sentence of the story.
LONGEST_LEAD = 240

# Characters; a longer paragraph that begins like a disclaimer goes on with something else.
LONGEST_NOTE = 600

_COLON = re.compile(r"\s*[:|»›>]")
_CUT = re.compile(r"[^a-z0-9]+|(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Boilerplate:
    """The lists of `boilerplate.toml`."""

    never: frozenset[str]
    roles: frozenset[str]
    names: frozenset[str]
    pairs: re.Pattern[str]
    openings: re.Pattern[str]
    disclaimers: re.Pattern[str]


def never_story(tag: object) -> bool:
    """Whether an element of this kind never holds a paragraph of the story.

    Nor do comments and the like.
    """
    return not isinstance(tag, str) or tag.lower() in _known().never


def is_boilerplate(element: HtmlElement) -> bool:
    """Whether an element, by its own name, role or style, holds something beside the story."""
    if never_story(element.tag) or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role", "").lower() in _known().roles or _HIDDEN.search(element.get("style") or ""):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return any(map(_names_boilerplate, named.split()))


def leads_elsewhere(text: str) -> bool:
    """Whether a line is an invitation to read, share or follow something else."""
    return len(text) <= LONGEST_LEAD and _known().openings.match(_without_marks(text)) is not None


def is_furniture(text: str) -> bool:
    """Whether a passage speaks of the article or of the site, and tells nothing: a disclaimer, "Read also: …"."""
    plain = _without_marks(text)
    if len(text) <= LONGEST_NOTE and _known().disclaimers.match(plain):
        return True
    opening = _known().openings.match(plain)
    return opening is not None and len(text) <= LONGEST_LEAD and _COLON.match(plain, opening.end()) is not None


@cache
def _names_boilerplate(name: str) -> bool:
    words = [word.lower() for word in _CUT.split(name) if word]
    known = _known()
    return (
        not known.names.isdisjoint(words)
        or "".join(words) in known.names
        or known.pairs.search(name.lower()) is not None
    )


def _without_marks(text: str) -> str:
    """A text without Arabic vowel signs: "أيضًا", "أيضاً" and "أيضا" begin alike."""
    return "".join(c for c in text if unicodedata.category(c) != "Mn").replace("أيضاا", "أيضا")


@cache
def _known() -> _Boilerplate:
    data = tomllib.loads(files("ingest.formats.pages").joinpath("boilerplate.toml").read_text("utf-8"))
    openings, disclaimers = (_either(data[name]) for name in ("openings", "disclaimers"))
    return _Boilerplate(
        never=frozenset(data["never"]),
        roles=frozenset(data["roles"]),
        names=frozenset(data["names"]),
        pairs=re.compile("|".join(data["pairs"])),
        openings=re.compile(rf"\W*(?:{openings})\b", re.IGNORECASE),
        disclaimers=re.compile(rf"\W*(?:{disclaimers})", re.IGNORECASE),
    )


def _either(listed: dict[str, list[str]]) -> str:
    return "|".join(pattern for patterns in listed.values() for pattern in patterns)
