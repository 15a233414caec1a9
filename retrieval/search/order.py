"""The order of what passed the gates: rankings by meaning, wording, sound and structure, fused."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.passages.candidates import STRENGTH
from retrieval.passages.passage import Candidate, Scored
from retrieval.questions.question import Question
from retrieval.search.names import NO_NAMES, HeldNames
from retrieval.topics.thesaurus import Thesaurus

# Reciprocal rank fusion, Cormack, Clarke and Buettcher, SIGIR 2009. They take 60 for lists of a thousand; what passed
# the gates are tens of passages, among which the first ranks have to count for more.
RRF = 20

# The ranking by meaning: what the weights of the others are compared with.
MEANING = 1.0

# How the report is built counts twice as much as what the question means: it is the same in all languages, while the
# model prefers passages in the question's own.
STRUCTURE = 2.0

# Words that the thesaurus does not know are looked up as letters, and so favour reports in the question's own language.
WORDING = 0.25

# A name that the question gives is what it is about: a quarter, a village, a person.
HEARD = 2.0

# What the build of a report is worth, beside the 4 of a place in the passage's own words (`candidates.STRENGTH`).
TOLD = 8.0  # it names all kinds, actors and details that were asked
LENT = 0.5  # of that, what only the title or the opening of its article names
NOT_TOLD = 0.5  # what a passage is worth that names nothing of what was asked, beside the 1 of one that names all
HEADING = 3.0  # it is a heading: the sentence below says more
LATER = 0.25  # for each passage that comes before it

# What the names of a question count for in a passage that holds all of them, and where two of them stand side by side.
NAMED = 2.0
TOGETHER = 2.0

# Paragraphs of background repeat the question's place and topic more often than the lead does.
BACKGROUND = 0.5


@dataclass(frozen=True, slots=True)
class Rankings:
    """Ids of passages, best first, by each sign of what a question is about."""

    by_meaning: Sequence[int]
    by_wording: Sequence[int]
    names: HeldNames = NO_NAMES  # that it gives


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants to be named, and how much of it a passage names."""

    keys: tuple[str, ...]
    thesaurus: Thesaurus

    @classmethod
    def of(cls, question: Question, thesaurus: Thesaurus) -> "Wanted":
        """What a question asks about, with the details that only order."""
        return cls((*question.topics.keys, *question.details), thesaurus)

    def share_in(self, candidate: Candidate) -> float:
        """The share of it that a passage names, from 0 to 1.

        What only the title or the opening of its article names counts half.
        """
        return sum(self._counts(key, candidate) for key in self.keys) / len(self.keys) if self.keys else 1.0

    def _counts(self, key: str, candidate: Candidate) -> float:
        if self.thesaurus.matches(key, candidate.topics):
            return 1.0
        return LENT * self.thesaurus.matches(key, candidate.article_topics)


def in_order(passing: Sequence[Candidate], rankings: Rankings, wanted: Wanted) -> list[Scored]:
    """The passages with their scores, best first."""
    scores = _fused(
        (rankings.by_meaning, MEANING),
        (rankings.by_wording, WORDING),
        (rankings.names.ranking, HEARD),
        (_by_structure(passing, wanted), STRUCTURE),
    )
    scored = [Scored(c, scores.get(c.passage_id, 0.0) * _weight(c, wanted, rankings.names)) for c in passing]
    return sorted(scored, key=lambda s: (-s.score, s.passage.passage_id))


def _fused(*weighted: tuple[Sequence[int], float]) -> dict[int, float]:
    """The weighted sum of the reciprocal ranks of each passage.

    What a ranking does not hold adds nothing.
    """
    scores: dict[int, float] = {}
    for ranking, weight in weighted:
        for rank, passage_id in enumerate(ranking, 1):
            scores[passage_id] = scores.get(passage_id, 0.0) + weight / (RRF + rank)
    return scores


def _weight(candidate: Candidate, wanted: Wanted, names: HeldNames) -> float:
    """What the score of a passage is multiplied by.

    Ranks do not say by how much one passage is better than the next, so the share of what was asked that a passage
    names counts once more, and so does what it holds of the names.
    """
    background = BACKGROUND if candidate.is_background else 1.0
    named = NAMED * names.shares.get(candidate.passage_id, 0.0) + TOGETHER * (candidate.passage_id in names.together)
    return background * (NOT_TOLD + wanted.share_in(candidate)) * (1.0 + named)


def _by_structure(passing: Sequence[Candidate], wanted: Wanted) -> list[int]:
    """The order that the build of news gives: own words before lent ones, sentences before headings, lead first."""

    def worth(candidate: Candidate) -> float:
        place = STRENGTH[candidate.place_role] if candidate.place_role else 0
        return place + TOLD * wanted.share_in(candidate) - HEADING * candidate.is_heading - candidate.ordinal * LATER

    return [c.passage_id for c in sorted(passing, key=lambda c: (-worth(c), c.ordinal, c.passage_id))]
