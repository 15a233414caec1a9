"""What the words beside a name in a text say about it."""

import re

from retrieval.places.names import ARTICLES, Span, is_arabic
from retrieval.places.toponyms import Line
from retrieval.places.words import given_names, place_words

_BREAK = re.compile(r"[.;:!?()\n؛؟/+]|, |، ")
_AGENCY = re.compile(
    r"\s*(?:,\s*[^\W\d_]+(?: [^\W\d_]+)?)?\s*(?:\([^()\n]{2,40}\)\s*[-–—:]|[–—]\s*\S|-\s+\S)"
    r"|\s*[-–—]\s*\(?[^()\n]{2,30}\)?\s*[-–—:\n]"
)
_JOINING = re.compile(r"\s*(?:[,،/]|and\b|or\b|و|û\b|ve\b|\+|&)*\s*(?:و|and\b|the\b|al-|-)?\s*", re.IGNORECASE)


def cue(line: Line, span: Span) -> str | None:
    """The cue of one name, or None where its neighbours say nothing."""
    after = _after(line, span)
    if after is not None and after not in ("site", "near", "organisation"):
        return after
    before = _before(line, span)
    if before is not None and before != "in":
        return before
    if after is not None:
        return after
    if _is_dateline(line, span):
        return "dateline"
    return before or ("in" if span.ending or span.attached.lstrip("وف").startswith(("ب", "ل")) else None)


def is_joined(line: Line, earlier: Span, later: Span) -> bool:
    """Whether two names stand in one list: "A, B and C"."""
    between = line.text[earlier.end : later.start]
    return len(between) <= 12 and bool(between.strip() or later.attached) and _JOINING.fullmatch(between) is not None


def is_part_of_longer_name(line: Line, span: Span) -> bool:
    """Whether a word of longer names ("Tal", "Kafr") stands right before, so that this is half of one."""
    index = span.first_word - 1
    while index >= 0 and line.all_words[index] in ARTICLES:
        index -= 1
    if index < 0 or span.attached.lstrip("ال") or _is_broken(line, index, span):
        return False
    return line.all_words[index] in place_words().generic


def neighbours(line: Line, span: Span) -> tuple[str, str]:
    """The folded words right before and behind a name, empty where a mark parts them from it."""
    before, behind = span.first_word - 1, span.last_word + 1
    has_before = before >= 0 and not _is_broken(line, before, span)
    has_behind = behind < len(line.all_words) and not _BREAK.search(line.text, span.end, line.word_start(behind))
    return line.all_words[before] if has_before else "", line.all_words[behind] if has_behind else ""


def is_of_person(line: Line, span: Span) -> bool:
    """Whether a given name, "Abu" or a rank stands right before, which makes this a person's name."""
    index = span.first_word - 1
    while index >= 0 and line.all_words[index] in ARTICLES:
        index -= 1
    if index < 0 or span.attached.lstrip("ال") or _is_broken(line, index, span):
        return False
    word = line.all_words[index]
    return word in place_words().kinship or word in given_names()


def _before(line: Line, span: Span) -> str | None:
    """The cue in up to three words before the name, nearest first."""
    words = place_words()
    found: str | None = None
    index, steps = span.first_word - 1, 0
    while index >= 0 and steps < 4 and not _is_broken(line, index, span):
        word = line.all_words[index]
        meaning = words.cue_before(word)
        if meaning is None and word not in words.links and word not in ARTICLES:
            break
        if meaning == "countryside" or (meaning is not None and found is None):
            found = meaning
        if found is not None and found not in ("city", "town", "governorate", "district"):
            break
        index, steps = index - 1, steps + 1
    if found == "side" and not is_arabic(span_word(line, span)):
        return "near"
    return found


def _after(line: Line, span: Span) -> str | None:
    """The cue in up to three words after the name.

    Directions and a possessive s may come between.
    """
    words = place_words()
    index, turned = span.last_word + 1, False
    while index < min(len(line.all_words), span.last_word + 4):
        if _BREAK.search(line.text, span.end, line.word_start(index)):
            return None
        word = line.all_words[index]
        if word in words.after:
            return words.after[word]
        if word not in words.directions and word != "s":
            return None
        turned |= is_arabic(word)
        if turned:
            return "part"
        index += 1
    return None


def is_apart(line: Line, word: int, span: Span) -> bool:
    """Whether punctuation stands between a word, before or behind a name, and the name."""
    start, end = (line.word_end(word), span.start) if word < span.first_word else (span.end, line.word_start(word))
    return _BREAK.search(line.text, start, end) is not None


def _is_broken(line: Line, word: int, span: Span) -> bool:
    return _BREAK.search(line.text, line.word_end(word), span.start) is not None


def _is_dateline(line: Line, span: Span) -> bool:
    """Whether the name opens a paragraph and an agency follows: "HASAKAH, Syria (North Wire) –"."""
    begin = line.text.rfind("\n", 0, span.start) + 1
    if line.text[begin : span.start].strip(" \t\u200e\u200f*#"):
        return False
    return _AGENCY.match(line.text, span.end, span.end + 80) is not None


def span_word(line: Line, span: Span) -> str:
    """The first folded word of the name."""
    return line.all_words[span.first_word]


def words_between(line: Line, earlier: Span, later: Span) -> list[str]:
    """The folded words between two names, without attached particles."""
    words = [place_words().bare(word) for word in line.all_words[earlier.last_word + 1 : later.first_word]]
    return [word for word in words if word not in ARTICLES]
