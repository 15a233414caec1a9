"""Which figures a question asks for: "how many were killed"."""

from collections.abc import Iterator
from itertools import chain

from retrieval.figures.kinds import FigureKind
from retrieval.figures.sentences import words_known
from retrieval.questions.dialogue_words import Cues
from retrieval.text.words import plain, tokens
from retrieval.topics.query import TopicQuery

# Kinds of incident whose figure has a kind of its own; words of the thesaurus are more than those that state figures.
_BY_TOPIC = {
    "arrest": FigureKind.DETAINED,
    "abduction": FigureKind.ABDUCTED,
    "displacement": FigureKind.DISPLACED,
}
_CASUALTIES = (FigureKind.KILLED, FigureKind.INJURED)


def figures_asked(text: str, cues: Cues, topics: TopicQuery) -> tuple[FigureKind, ...]:
    """The kinds of figures that a question counts, in the order of `FigureKind`.

    There are none where it counts nothing. "How many?" and "how many people" count casualties. "How many drone strikes"
    counts what an answer counts anyway.
    """
    if not cues.counts:
        return ()
    named = set(_kinds_in(text)) | {_BY_TOPIC[key] for key in topics.keys if key in _BY_TOPIC}
    if not named and (cues.people or not (topics or cues.anything)):
        return _CASUALTIES
    return tuple(kind for kind in FigureKind if kind in named)


def _kinds_in(text: str) -> Iterator[FigureKind]:
    """The kinds that words of a text count, in any of the languages: "killed", "hatin kuştin"."""
    words = [match[0] for match in tokens(text)]
    known = words_known()
    for place, word in enumerate(words):
        following = [plain(other) for other in words[place + 1 : place + 4]]
        meanings = [*chain(*known[word].units)]
        meanings += [
            phrase.meaning
            for phrase in chain(*known[word].phrases)
            if list(phrase.rest) == following[: len(phrase.rest)]
        ]
        yield from (meaning.kind for meaning in meanings if meaning.kind is not None)
