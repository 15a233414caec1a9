"""A question → the passages that pass every gate, best first."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Engine

from retrieval.errors import IndexUnavailableError
from retrieval.index.embedding import Embedder, Vectors
from retrieval.index.indexing import Indexer
from retrieval.index.nearest import Neighbour
from retrieval.index.vectors import ExactIndex
from retrieval.library import lexical
from retrieval.library.database import read_session
from retrieval.library.models import Role
from retrieval.passages.candidates import candidates
from retrieval.passages.passage import Candidate, Scored, SearchResult
from retrieval.questions.question import Question
from retrieval.search.exclusions import without_excluded
from retrieval.search.gates import has_own_evidence, is_on_topic
from retrieval.search.names import NO_NAMES, HeldNames, held_names
from retrieval.search.order import Rankings, Wanted, in_order
from retrieval.stages import Stage, staged
from retrieval.text.phonetics import sounds_of_names
from retrieval.topics.thesaurus import Thesaurus
from retrieval.understood import Order

# Letters of a sound word that no other word of a report shares by chance: its mark and four consonants. With three,
# "Narnia" sounds like نيران, fires.
UNMISTAKABLE = 5

# How far down each ranking a passage may stand and still be considered, where nothing narrows the question.
DEPTH = 200

# Up to so many passages are compared with the vectors in SQL: 1,500 take 5 ms there, and their ids alone 15 to 50 ms
# in Chroma (1.5.9, 100,000 passages).
FEW = 1_500

# Passages handed on to be grouped: five incidents of three excerpts, many times over.
MOST_RESULTS = 100


class _SimilarPassages(NamedTuple):
    """Ids of the passages that are most like a question, best first, and whether the index was away."""

    by_meaning: list[int]
    by_wording: list[int]
    names: HeldNames
    index_away: bool
    vector: Vectors


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

    def find(self, question: Question, vector: Vectors | None = None) -> SearchResult:
        """The passages that answer a question: each satisfies its place, its period and its topic.

        `vector` is the question's where an earlier search has made it.
        """
        if question.place_ids or question.interval:
            return self._find_narrowed(question, vector)
        similar = self._similar(question, None, vector)
        narrowed = self._narrowed(question, {*similar.by_meaning, *similar.by_wording, *similar.names.shares})
        return self._ranked(question, self._passing(question, narrowed), similar, len(narrowed))

    def is_in_place(self, question: Question, candidate: Candidate) -> bool:
        """Whether the passage says that it happened there: a dateline only says where a report was written."""
        return not question.place_ids or candidate.place_role not in (None, Role.DATELINE)

    def is_on_topic(self, question: Question, candidate: Candidate) -> bool:
        """Whether the passage tells what was asked about (see `retrieval.search.gates`)."""
        return is_on_topic(question.topics, candidate, self.thesaurus)

    def without_excluded(self, question: Question, passages: Sequence[Candidate]) -> list[Candidate]:
        """The passages that are about nothing that the question leaves out (see `retrieval.search.exclusions`)."""
        return without_excluded(question, passages, self.engine, self.thesaurus)

    def _find_narrowed(self, question: Question, vector: Vectors | None) -> SearchResult:
        """The same where a place or a period narrows the choice: what passes is ranked, and nothing else is read."""
        narrowed = self._narrowed(question, None)
        considered = sum(self.is_in_place(question, candidate) for candidate in narrowed)
        passing = self._passing(question, narrowed)
        if not passing:
            return SearchResult((), considered)
        return self._ranked(question, passing, self._similar(question, _ids(passing), vector), considered)

    @staged(Stage.NARROW)
    def _narrowed(self, question: Question, passage_ids: Collection[int] | None) -> list[Candidate]:
        """The passages that concern the place and the period, among `passage_ids` where these are given."""
        return candidates(
            self.engine,
            places=question.place_ids,
            interval=question.interval,
            today=question.today,
            passage_ids=passage_ids,
        )

    def _passing(self, question: Question, narrowed: Iterable[Candidate]) -> list[Candidate]:
        """Those that pass the gates: evidence of their own, the place, the topic, and what the question leaves out."""
        passing = [
            candidate
            for candidate in narrowed
            if has_own_evidence(candidate)
            and self.is_in_place(question, candidate)
            and self.is_on_topic(question, candidate)
        ]
        return self.without_excluded(question, passing)

    def _ranked(
        self, question: Question, passing: Sequence[Candidate], similar: _SimilarPassages, considered: int
    ) -> SearchResult:
        """What passed, best first, after the last gate: the words as topic."""
        passing = self._passing_by_words(question, passing, similar.names)
        rankings = Rankings(similar.by_meaning, similar.by_wording, similar.names)
        ranked = in_order(passing, rankings, Wanted.of(question, self.thesaurus))
        return SearchResult(tuple(_most(ranked, question.order)), considered, similar.index_away, similar.vector)

    def _passing_by_words(
        self, question: Question, passing: Sequence[Candidate], names: HeldNames
    ) -> Sequence[Candidate]:
        """Those that hold the question's words, which are its topic where it has neither a place nor another topic.

        Two names side by side are enough: a person's. Who is asked about by name has to be named so.
        """
        if question.names_person and not question.place_ids:
            return [candidate for candidate in passing if candidate.passage_id in names.together]
        if question.place_ids or question.topics or not question.wording:
            return passing
        holding = self._holding_words(question, _ids(passing)) | names.together
        return [candidate for candidate in passing if candidate.passage_id in holding]

    def _similar(self, question: Question, within: Sequence[int] | None, vector: Vectors | None) -> _SimilarPassages:
        vector = self._vector(question) if vector is None else vector
        neighbours, index_away = self._nearest(vector, within)
        by_meaning, by_wording = [n.passage_id for n in neighbours], self._by_wording(question, within)
        return _SimilarPassages(by_meaning, by_wording, self._names(question, within), index_away, vector)

    @staged(Stage.EMBED)
    def _vector(self, question: Question) -> Vectors:
        return self.embedder.query(question.meaning or question.text)

    @staged(Stage.NEAREST)
    def _nearest(self, vector: Vectors, within: Sequence[int] | None) -> tuple[list[Neighbour], bool]:
        """The nearest passages, and whether the index was away.

        While it is away they come from the vectors in SQL. A few passages are compared there in any case: Chroma takes
        longer to look up their ids.
        """
        away = self.index_expected and not self.indexer.owns_index
        if within is not None and len(within) <= FEW:
            return ExactIndex(self.engine).nearest(vector, limit=len(within), within=within), away
        try:
            indexed = None if within is None else self.indexer.indexed_among(within)
            return self.indexer.index.nearest(vector, limit=DEPTH, within=indexed), away
        except IndexUnavailableError:
            return ExactIndex(self.engine).nearest(vector, limit=DEPTH, within=within), True

    def _by_wording(self, question: Question, within: Sequence[int] | None) -> list[int]:
        with read_session(self.engine) as session:
            return lexical.ranked(session, question.wording, limit=DEPTH, within=within)

    def _names(self, question: Question, within: Sequence[int] | None) -> HeldNames:
        """What passages hold of the question's names, in whatever script and spelling."""
        if not question.names:
            return NO_NAMES
        with read_session(self.engine) as session:
            return held_names(session, question.names, within)

    def _holding_words(self, question: Question, within: Sequence[int]) -> set[int]:
        """The passages that hold at least half of the question's words: one in common would be a coincidence.

        A word with enough consonants to be nothing else is also held where it is spelt as it sounds.
        """
        limit = len(within)
        counts: Counter[int] = Counter()
        with read_session(self.engine) as session:
            for word in question.wording:
                sounds = [sound for sound in sounds_of_names([word]) if len(sound) >= UNMISTAKABLE]
                spelt = lexical.ranked(session, [word], limit=limit, within=within)
                counts.update({*spelt, *lexical.ranked(session, sounds, limit=limit, within=within, whole=True)})
        return {passage_id for passage_id, count in counts.items() if 2 * count >= len(question.wording)}


def _most(ranked: Sequence[Scored], order: Order) -> Sequence[Scored]:
    """The passages that are handed on, best first: the best ones, or the newest ones where these are asked for."""
    if order is Order.RELEVANCE or len(ranked) <= MOST_RESULTS:
        return ranked[:MOST_RESULTS]
    newest = sorted(ranked, key=lambda scored: scored.passage.day, reverse=True)[:MOST_RESULTS]
    kept = {scored.passage.passage_id for scored in newest}
    return [scored for scored in ranked if scored.passage.passage_id in kept]


def _ids(passages: Iterable[Candidate]) -> list[int]:
    return [passage.passage_id for passage in passages]
