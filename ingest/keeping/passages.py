"""Texts into paragraphs, sentences and passages: slices by code points, the text itself untouched.

A paragraph ends at any line break. A passage is one or more whole sentences of one paragraph.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from ingest.keeping.sentence_ends import sentence_ends

FEWEST, MOST = 40, 120  # words of a passage, where the paragraph and its sentences allow
# Words; a longer "sentence" is a list or lost its stops, and is cut inside.
LONGEST_SENTENCE = 240
# Characters; no script's words are longer on average, so a longer one counts for several.
LONGEST_WORD = 32

_PARAGRAPH = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CLAUSE_END = re.compile(r"(?:[;:،؛,–—…]|(?<!\.)\.{2,}+)(?=\s)")
_TWELVE_WORDS = re.compile(r"\S{1,320}(?:\s+\S{1,320}){0,11}")
_MANY, _TINY = 500, 6  # see _coarser


@dataclass(frozen=True, slots=True)
class Span:
    """The slice `text[start:end]` of a text, in code points, without white space at its ends."""

    start: int
    end: int


def split_sentences(text: str) -> list[Span]:
    """The sentences of `text` in order.

    Every character but white space is in exactly one.
    """
    return [sentence for paragraph in _paragraphs(text) for sentence in _sentences(text, paragraph)]


def split_passages(text: str) -> list[Span]:
    """The passages of `text` in order.

    Every character but white space is in exactly one.
    A paragraph of up to 120 words is one passage. A longer one is divided between sentences into parts of 40
    to 120 words, as equal as they allow. A sentence over 120 words stays whole up to 240; a longer one is cut
    after its commas and the like, without them between words, and a "word" of over 320 characters anywhere.
    """
    return [passage for paragraph in _paragraphs(text) for passage in _passages(text, paragraph)]


def _paragraphs(text: str) -> Iterator[Span]:
    for line in _PARAGRAPH.finditer(text):
        yield from _trimmed(text, *line.span())


def _sentences(text: str, paragraph: Span) -> list[Span]:
    return _parts(text, paragraph, sentence_ends(text, paragraph.start, paragraph.end))


def _passages(text: str, paragraph: Span) -> list[Span]:
    if _size(text, paragraph) <= MOST:
        return [paragraph]
    pieces = [piece for sentence in _sentences(text, paragraph) for piece in _whole_or_cut(text, sentence)]
    return _joined(text, _coarser(text, pieces))


def _whole_or_cut(text: str, sentence: Span) -> list[Span]:
    """The sentence itself, or its clauses if it is too long to be one."""
    if _size(text, sentence) <= LONGEST_SENTENCE:
        return [sentence]
    ends = (comma.end() for comma in _CLAUSE_END.finditer(text, sentence.start, sentence.end))
    return [piece for clause in _parts(text, sentence, ends) for piece in _clause_or_words(text, clause)]


def _clause_or_words(text: str, clause: Span) -> list[Span]:
    if _size(text, clause) <= MOST:
        return [clause]
    return [Span(*words.span()) for words in _TWELVE_WORDS.finditer(text, clause.start, clause.end)]


def _coarser(text: str, pieces: list[Span]) -> list[Span]:
    """Join the tiny ones of very many pieces, so that `_joined` has few ways to weigh for each."""
    if len(pieces) <= _MANY:
        return pieces
    coarse, words = [pieces[0]], _size(text, pieces[0])
    for piece in pieces[1:]:
        size = _size(text, piece)
        if words < _TINY and words + size <= MOST:
            coarse[-1], words = Span(coarse[-1].start, piece.end), words + size
        else:
            coarse.append(piece)
            words = size
    return coarse


def _joined(text: str, pieces: list[Span]) -> list[Span]:
    """Join neighbouring pieces into the passages whose sizes are nearest to an equal share of the whole."""
    ends = _best_ends([_size(text, piece) for piece in pieces])
    return [Span(pieces[first].start, pieces[last - 1].end) for first, last in pairwise([0, *ends])]


def _best_ends(sizes: list[int]) -> list[int]:
    """After which pieces a passage ends, for the least cost of all ways to join them in order."""
    share = sum(sizes) / ceil(sum(sizes) / MOST)
    costs, begins = [0.0], [0]
    for end in range(1, len(sizes) + 1):
        size, least, best = 0, float("inf"), end - 1
        for begin in range(end - 1, -1, -1):
            size += sizes[begin]
            if size > MOST and begin < end - 1:
                break
            cost = costs[begin] + _cost(size, share)
            if cost < least:
                least, best = cost, begin
        costs.append(least)
        begins.append(best)
    ends = [len(sizes)]
    while begins[ends[-1]]:
        ends.append(begins[ends[-1]])
    return ends[::-1]


def _cost(size: int, share: float) -> float:
    """Weigh a passage by how far it is from an equal share.

    One that is too short weighs as the worst.
    """
    return (size - share) ** 2 + (MOST**2 if size < FEWEST else 0)


def _parts(text: str, whole: Span, ends: Iterable[int]) -> list[Span]:
    """Divide `whole` after each of `ends`."""
    bounds = [whole.start, *(end for end in ends if end < whole.end), whole.end]
    return [part for start, end in pairwise(bounds) for part in _trimmed(text, start, end)]


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The slice without white space at its ends, nothing if that is all there is."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if bare := piece.strip():
        yield Span(start + left, start + left + len(bare))


def _size(text: str, span: Span) -> int:
    """The number of words of a slice, by its characters where they are not parted by spaces."""
    return max(len(text[span.start : span.end].split()), (span.end - span.start) // LONGEST_WORD)
