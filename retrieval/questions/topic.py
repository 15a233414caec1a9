"""What a question is about beside its places and its period: topics of the thesaurus, and words that it lacks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.questions.dialogue_words import Cues
from retrieval.questions.words import Span, touches
from retrieval.text.folding import fold
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import Thesaurus, TopicMention


@dataclass(frozen=True, slots=True)
class AskedTopic:
    """What one question is about, in the parts that `Question` has."""

    words: str
    query: TopicQuery
    details: frozenset[str]
    wording: tuple[str, ...]
    names: tuple[str, ...]


def topic_of(rest: str, content: Sequence[re.Match[str]], cues: Cues, thesaurus: Thesaurus) -> AskedTopic:
    """What a question is about.

    `rest` is the question with its places and its times made blank, `content` are the words of it that are no fillers.
    """
    kinds = _spans(thesaurus.find(rest))
    about = [word for word in content if fold(word[0]) not in cues.spoken or touches(word.span(), kinds)]
    unlisted = [word for word in about if not touches(word.span(), kinds)]
    details = thesaurus.find_details(rest)
    particulars = _spans([*details, *thesaurus.find_actors(rest)])
    return AskedTopic(
        words=" ".join(word[0] for word in about),
        query=thesaurus.query(rest),
        details=frozenset(mention.key for mention in details),
        wording=tuple(dict.fromkeys(filter(None, (fold(word[0]) for word in unlisted)))),
        names=tuple(word[0] for word in unlisted if not touches(word.span(), particulars)),
    )


def _spans(mentions: Iterable[TopicMention]) -> list[Span]:
    return [(mention.start, mention.end) for mention in mentions]
