"""A question → the passages that pass every gate, best first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from retrieval.errors import IndexUnavailableError
from retrieval.index.chroma import Neighbour
from retrieval.index.embedding import Embedder
from retrieval.index.indexing import Indexer
from retrieval.index.vectors import ExactIndex
from retrieval.library import lexical
from retrieval.library.database import read_session
from retrieval.library.models import Role
from retrieval.passages.candidates import STRENGTH, candidates
from retrieval.passages.passage import Candidate, Scored, SearchResult
from retrieval.questions.question import Question
from retrieval.search.gates import has_own_evidence, is_on_topic
from retrieval.text.phonetics import sounds_of_names
from retrieval.topics.thesaurus import Thesaurus

# Reciprocal rank fusion, Cormack, Clarke and Buettcher, SIGIR 2009. They take 60 for lists of a thousand; what passed
# the gates are tens of passages, among which the first ranks have to count for more.
RRF = 20

# How the report is built counts twice as much as what the question means: it is the same in all languages, while the
# model prefers passages in the question's own.
STRUCTURE = 2.0

# Words that the thesaurus does not know are looked up as letters, and so favour reports in the question's own language.
WORDING = 0.25

# A name that the question gives is what it is about: a quarter, a village, a person.
HEARD = 2.0

# What the build of a report is worth, beside the 4 of a place in the passage's own words (`narrowing.STRENGTH`).
TOLD = 8.0  # it names all kinds, actors and details that were asked
LENT = 0.5  # of that, what only the title or the opening of its article names
NOT_TOLD = 0.5  # what a passage is worth that tells nothing of what was asked, beside the 1 of one that tells all
HEADING = 3.0  # it is a heading: the sentence below says more
LATER = 0.25  # for each passage that comes before it

# Letters of a sound word that no other word of a report shares by chance: its mark and four consonants. With three,
# "Narnia" sounds like نيران, fires.
UNMISTAKABLE = 5

# Paragraphs of background repeat the question's place and topic more often than the lead does.
BACKGROUND = 0.5

# How far down each ranking a passage may stand and still be considered, where nothing narrows the question.
DEPTH = 200

# Up to so many passages are compared with the vectors in SQL: 1,500 take 5 ms there, and their ids alone 15 to 50 ms
# in Chroma (1.5.9, 100,000 passages).
FEW = 1_500

# Passages handed on to be grouped: five incidents of three excerpts, many times over.
MOST_RESULTS = 100


class Search:
    """Finds passages in one library."""

    def __init__(
        self, engine: Engine, embedder: Embedder, indexer: Indexer, thesaurus: Thesaurus, *, index_expected: bool
    ) -> None:
        self.engine = engine
        self.embedder = embedder
        self.indexer = indexer
        self.thesaurus = thesaurus
        self.index_expected = index_expected  # a server was set: answering without it has to be said

    def find(self, question: Question) -> SearchResult:
        """The passages that answer a question: each satisfies its place, its period and its topic.

        Where a question has neither a place nor a topic of the thesaurus, its other words are its topic.
        """
        if question.place_ids or question.interval:
            narrowed = self._narrowed(question, None)
            passing = [c for c in narrowed if self._passes(question, c)]
            concerned = sum(self.is_in_place(question, c) for c in narrowed)
            if not passing:
                return SearchResult((), concerned)
            within = [c.passage_id for c in passing]
            near, away = self._nearest(question, within)
            lexical_ids = self._lexical(question, within)
        else:
            near, away = self._nearest(question, None)
            lexical_ids = self._lexical(question, None)
            narrowed = self._narrowed(question, {n.passage_id for n in near} | set(lexical_ids))
            passing = [c for c in narrowed if self._passes(question, c)]
            concerned = len(narrowed)
        if not question.place_ids and not question.topics and question.wording:
            worded = self._worded(question, [c.passage_id for c in passing])
            passing = [c for c in passing if c.passage_id in worded]
        asked = _Wanted.of(question, self.thesaurus)
        by_structure = _by_structure(passing, asked)
        heard = self._heard(question, [c.passage_id for c in passing])
        ranked = _fused(
            passing,
            [([n.passage_id for n in near], 1), (lexical_ids, WORDING), (heard, HEARD), (by_structure, STRUCTURE)],
            asked,
        )
        return SearchResult(tuple(ranked[:MOST_RESULTS]), concerned, away)

    def _narrowed(self, question: Question, passage_ids: Iterable[int] | None) -> list[Candidate]:
        return candidates(
            self.engine,
            places=question.place_ids,
            interval=question.interval,
            today=question.today,
            passage_ids=None if passage_ids is None else list(passage_ids),
        )

    def _nearest(self, question: Question, within: Sequence[int] | None) -> tuple[list[Neighbour], bool]:
        """The nearest passages; from the vectors in SQL, and saying so, while the index is away.

        A few passages are compared there in any case: Chroma takes longer to look up their ids.
        """
        vector = self.embedder.query(question.meaning or question.text)
        away = self.index_expected and not self.indexer.owns_index
        if within is not None and len(within) <= FEW:
            return ExactIndex(self.engine).nearest(vector, limit=len(within), within=within), away
        try:
            known = None if within is None else self.indexer.indexed_among(within)
            return self.indexer.index.nearest(vector, limit=DEPTH, within=known), away
        except IndexUnavailableError:
            return ExactIndex(self.engine).nearest(vector, limit=DEPTH, within=within), True

    def _lexical(self, question: Question, within: Sequence[int] | None) -> list[int]:
        with read_session(self.engine) as session:
            return lexical.ranked(session, question.wording, limit=DEPTH, within=within)

    def _heard(self, question: Question, within: Sequence[int]) -> list[int]:
        """The passages that hold the question's names, in whatever script and spelling."""
        with read_session(self.engine) as session:
            return lexical.ranked(session, sounds_of_names(question.names), limit=DEPTH, within=within, whole=True)

    def _worded(self, question: Question, within: Sequence[int]) -> set[int]:
        """The passages that hold at least half of the question's words: one in common would be a coincidence.

        A word with enough consonants to be nothing else is also held where it is spelt as it sounds.
        """
        with read_session(self.engine) as session:
            spelt = [lexical.ranked(session, [word], limit=len(within), within=within) for word in question.wording]
            sounds = [
                [sound for sound in sounds_of_names([word]) if len(sound) >= UNMISTAKABLE] for word in question.wording
            ]
            heard = [lexical.ranked(session, one, limit=len(within), within=within, whole=True) for one in sounds]
        held = [{*ids, *more} for ids, more in zip(spelt, heard, strict=True)]
        counts = Counter(passage_id for ids in held for passage_id in ids)
        return {passage_id for passage_id, count in counts.items() if 2 * count >= len(question.wording)}

    def _passes(self, question: Question, candidate: Candidate) -> bool:
        return (
            has_own_evidence(candidate)
            and self.is_in_place(question, candidate)
            and self.is_on_topic(question, candidate)
        )

    def is_in_place(self, question: Question, candidate: Candidate) -> bool:
        """A dateline alone says where a report was written, not where something happened."""
        return not question.place_ids or candidate.place_role not in (None, Role.DATELINE)

    def is_on_topic(self, question: Question, candidate: Candidate) -> bool:
        """Whether the passage tells what was asked about (see `retrieval.search.gates`)."""
        return is_on_topic(question.topics, candidate, self.thesaurus)


def _share(candidate: Candidate) -> float:
    return BACKGROUND if candidate.is_background else 1.0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a question asks to be told, and how much of it a passage tells."""

    keys: tuple[str, ...]
    thesaurus: Thesaurus

    @classmethod
    def of(cls, question: Question, thesaurus: Thesaurus) -> "_Wanted":
        return cls((*question.topics.keys, *question.details), thesaurus)

    def share_told(self, candidate: Candidate) -> float:
        """The share of it that a passage tells, from 0 to 1; what only its article's opening tells counts half."""
        return sum(self._tells(candidate, key) for key in self.keys) / len(self.keys) if self.keys else 1.0

    def _tells(self, candidate: Candidate, key: str) -> float:
        if self.thesaurus.matches(key, candidate.topics):
            return 1.0
        return LENT * self.thesaurus.matches(key, candidate.article_topics)


def _by_structure(passing: Sequence[Candidate], asked: _Wanted) -> list[int]:
    """The order that the build of news gives: own words before lent ones, sentences before headings, lead first."""

    def worth(candidate: Candidate) -> float:
        place = STRENGTH[candidate.place_role] if candidate.place_role else 0
        return place + TOLD * asked.share_told(candidate) - HEADING * candidate.is_heading - candidate.ordinal * LATER

    return [c.passage_id for c in sorted(passing, key=lambda c: (-worth(c), c.ordinal, c.passage_id))]


def _fused(
    passing: Sequence[Candidate], rankings: Sequence[tuple[Sequence[int], float]], asked: _Wanted
) -> list[Scored]:
    """Passages by the weighted sum of their reciprocal ranks; what a ranking does not hold adds nothing.

    Ranks do not say by how much one passage is better than the next, so the share of what was asked that a passage
    tells counts once more.
    """
    scores: dict[int, float] = {}
    for ranking, weight in rankings:
        for rank, passage_id in enumerate(ranking, 1):
            scores[passage_id] = scores.get(passage_id, 0.0) + weight / (RRF + rank)
    scored = [Scored(c, scores.get(c.passage_id, 0.0) * _share(c) * (NOT_TOLD + asked.share_told(c))) for c in passing]
    return sorted(scored, key=lambda s: (-s.score, s.passage.passage_id))
