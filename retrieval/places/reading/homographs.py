"""Names of towns that are ordinary words as well, told apart by the grammar around them."""

from dataclasses import dataclass
from functools import cache

from retrieval import data
from retrieval.places.names import Span, is_arabic
from retrieval.places.reading.cues import neighbours
from retrieval.places.toponyms import Line
from retrieval.places.words import KIND_CUES, place_words
from retrieval.text.folding import fold

_TANWIN = "\u064b"
_HAMZA = frozenset("أإ")
_APOSTROPHES = frozenset("'’‘ʼ`´′")
_WORDS = ("verbs", "nouns", "persons", "adjectives", "participles")
_OWN = frozenset(["وهو", "وهي", "وهم", "الذي", "التي", "الذين"])
_INDEFINITE = ("ه", "ات")


@dataclass(frozen=True, slots=True)
class Homographs:
    """The lists of `data/homographs.toml`, folded."""

    lists: dict[str, frozenset[str]]
    behind: dict[str, frozenset[str]]
    before: dict[str, frozenset[str]]
    all_words: frozenset[str]


@cache
def homographs() -> Homographs:
    """The packaged lists, read once."""
    listed = data.toml("homographs.toml")
    lists = {name: frozenset(map(fold, forms)) for name, forms in listed.items() if isinstance(forms, list)}
    behind, before = (
        {fold(word): frozenset(map(fold, beside)) for word, beside in listed[side].items()}
        for side in ("behind", "before")
    )
    return Homographs(lists, behind, before, frozenset().union(behind, before, *(lists[name] for name in _WORDS)))


def is_ordinary_word(line: Line, span: Span, letters: str, cue: str | None) -> bool:
    """Whether a name with these letters is an ordinary word where it stands in an article."""
    if not is_arabic(letters):
        return letters in homographs().lists["latin"] and _is_latin_word(line, span, cue)
    if _TANWIN in line.text[span.start : span.end + 1]:
        return True
    if letters in homographs().lists["hamza"]:
        return not _HAMZA.isdisjoint(line.text[span.start : span.end])
    before, behind = neighbours(line, span)
    word = ("ال" if span.article else "") + letters
    if word not in homographs().all_words or (cue in KIND_CUES and cue not in ("site", "list")):
        return False
    return _is_listed(word, before, behind) or _is_word_by_grammar(word, cue, before, behind)


def _is_latin_word(line: Line, span: Span, cue: str | None) -> bool:
    """Whether neither an article, a capital with a word of place, nor an ending after an apostrophe makes a name."""
    if not line.text[line.word_start(span.first_word)].isupper():
        return True
    has_ending = span.ending != "" and line.text[span.end : span.end + 1] in _APOSTROPHES
    before, _ = neighbours(line, span)
    is_placed = cue in KIND_CUES or (cue == "in" and place_words().cue_before(before) is not None)
    return not (span.article or has_ending or is_placed)


def _is_listed(word: str, before: str, behind: str) -> bool:
    lists = homographs()
    return behind in lists.behind.get(word, ()) or before in lists.before.get(word, ())


def _is_word_by_grammar(word: str, cue: str | None, before: str, behind: str) -> bool:
    lists = homographs().lists
    if word in lists["persons"] and behind in _OWN:
        return True
    if word in lists["nouns"]:
        return _is_described(word, behind)
    if word in lists["verbs"]:
        return cue is None and _is_verb(before, behind)
    if word in lists["adjectives"]:
        return _describes(word, before)
    return word in lists["participles"] and _describes(word, before) and place_words().cue_before(behind) is not None


def _is_described(word: str, behind: str) -> bool:
    """Whether an adjective with the article follows that agrees with a noun in gender."""
    if not behind.startswith("ال") or behind in homographs().lists["any_town"] or _is_of_any_town(behind):
        return False
    is_feminine = word.endswith("ه") or word == "الميادين"
    return behind.endswith("ه") or behind == "الوسطي" if is_feminine else not behind.endswith("ه")


def _is_verb(before: str, behind: str) -> bool:
    """Whether a feminine subject without the article stands before a verb, or its object behind it."""
    if behind.removeprefix("ال") in homographs().lists["objects"]:
        return True
    is_free = place_words().cue_before(behind) is None and not _is_of_any_town(behind) and not behind.endswith("يه")
    return bool(behind) and is_free and _describes("", before)


def _describes(word: str, before: str) -> bool:
    """Whether a noun stands before an adjective, with the article or without as it has."""
    bare = before[1:] if before[:1] in ("و", "ب", "ف") and before[1:3] == "ال" else before
    bare = "ا" + bare if bare.startswith("لل") else bare
    if place_words().cue_before(before) not in (None, "site") or bare in homographs().lists["actors"]:
        return False
    if word.startswith("ال"):
        return bare.startswith(("ال", "الل")) and len(bare) > 3
    return not bare.startswith("ال") and before.endswith(_INDEFINITE) and len(before) > 3


def _is_of_any_town(word: str) -> bool:
    words = place_words()
    return word in words.directions or word in words.times or word in homographs().lists["any_town"]
