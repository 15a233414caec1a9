"""Question → Answer: the outcome, its incidents, what was searched, and a receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from retrieval.answering.coverage import CoverageReader
from retrieval.answering.outcomes import doubts_of, outcome_after, outcome_before
from retrieval.answering.pages import Showing
from retrieval.answers import Answer, Coverage, Outcome
from retrieval.errors import QuestionError, StoreFullError
from retrieval.library.answered import receipts
from retrieval.library.answered.late_writes import LateWrites, Write
from retrieval.library.answered.receipts import QuotationRef
from retrieval.library.articles import Library
from retrieval.library.learned.loading import refresh
from retrieval.library.shared.read_replica import ReadReplica
from retrieval.places.place import PlaceKind
from retrieval.questions.question import Change, Question, Turn
from retrieval.questions.reader import MOST_TURNS, QuestionReader
from retrieval.questions.widening import Widening, widened
from retrieval.search.beyond import look_up
from retrieval.search.last_report import last_report
from retrieval.search.search import Search
from retrieval.stages import Stage, staged
from retrieval.understood import Request, Understood

# Incidents that an answer shows at first: what a phone shows without scrolling for long.
INCIDENTS = 5


@dataclass(frozen=True, slots=True)
class RememberedQuestion:
    """A question as it is remembered: the turns of its dialogue with itself as the last, and the reader's clock."""

    turns: tuple[Turn, ...]
    local: datetime  # in the reader's zone

    @property
    def context(self) -> tuple[Turn, ...]:
        return self.turns[:-1]

    def changed(self, change: Change, local: datetime) -> "RememberedQuestion":
        """The same, as a button changed it."""
        *context, last = self.turns
        return RememberedQuestion((*context, replace(last, changes=(*last.changes, change))), local)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"turns": [turn.plain() for turn in self.turns], "zone": str(self.local.tzinfo)}


class Answerer:
    """Answers questions about one library. It blocks, and is safe to call from several threads."""

    def __init__(
        self, library: Library, reader: QuestionReader, search: Search, replica: ReadReplica | None = None
    ) -> None:
        self.library = library
        self.reader = reader
        self.search = search
        self.coverage = CoverageReader(library.engine)
        self.late = LateWrites(library.engine)
        self._replica = replica

    def ask(
        self,
        text: str,
        *,
        now: datetime,
        zone: ZoneInfo,
        context: Sequence[str | Turn] = (),
        after: str | None = None,
        limit: int = INCIDENTS,
        first_weekday: int | None = None,
    ) -> Answer:
        """The answer to a question asked at `now` by a reader whose clock is `zone` and weeks begin on `first_weekday`.

        `context` are the earlier questions of the same chat, oldest first; `after` is the id of the answer that the
        question follows, which brings its own. At most `limit` incidents are shown. "More" after an answer goes on
        with that answer, under its id.
        """
        local = now.astimezone(zone)
        followed = self._dialogue(after) if after else ()
        earlier = [*followed, *(turn if isinstance(turn, Turn) else Turn(turn, local.date()) for turn in context)]
        remembered = RememberedQuestion(
            (*earlier[-MOST_TURNS:], Turn(text, local.date(), first_weekday=first_weekday)), local
        )
        question = self._understand(remembered)
        if question.page and after and followed:
            return self._next_page(after, now, limit)
        return self._answer(question, remembered, limit)

    def _next_page(self, answer_id: str, now: datetime, limit: int) -> Answer:
        """What comes after all that an answer has shown; behind one that had nothing, another page of nothing."""
        shown = receipts.shown(self.library.engine, answer_id)
        answer = self.more(answer_id, after=shown, now=now, limit=limit)
        return answer if shown or answer.outcome is Outcome.ANSWERED else replace(answer, first=limit)

    def more(self, answer_id: str, *, after: int, now: datetime, limit: int = INCIDENTS) -> Answer:
        """The incidents of an earlier answer after the first `after`.

        `QuestionError` when it is forgotten.
        """
        remembered = self._recall(answer_id, now)
        answer, quotations = self._compose(self._understand(remembered), remembered, after, limit)
        return self._noted(answer, answer_id, partial(receipts.add_more, answer_id=answer_id, quotations=quotations))

    def widen(self, answer_id: str, widening: Widening, *, now: datetime) -> Answer:
        """The same question asked more widely.

        `QuestionError` when the answer is forgotten.
        """
        remembered = self._recall(answer_id, now)
        return self._change(remembered, widened(self._understand(remembered), widening, remembered.local.date()))

    def choose(self, answer_id: str, place_id: str, *, now: datetime) -> Answer:
        """The same question about another place of that name.

        `QuestionError` when the answer is forgotten.
        """
        return self._change(self._recall(answer_id, now), Change(place_ids=(place_id,)))

    def is_kept(self, answer_id: str) -> bool:
        """Whether the question of an answer is still kept, so that its buttons work."""
        try:
            receipts.asked(self.library.engine, answer_id)
        except QuestionError:
            return False
        return True

    def turns_before(self, answer_id: str) -> tuple[Turn, ...]:
        """The questions that the question of an answer followed, or none where they are no longer kept."""
        return self._dialogue(answer_id)[:-1]

    def question_of(self, answer_id: str, now: datetime) -> tuple[Question, dict[str, Any]]:
        """The question of an answer as it was understood, and as it is kept.

        `QuestionError` when it is forgotten.
        """
        remembered = self._recall(answer_id, now)
        return self._understand(remembered), remembered.plain()

    def ask_again(self, kept: Mapping[str, Any], now: datetime) -> Answer:
        """The answer that a kept question has now.

        "This week" stays the week in which it was asked.
        """
        remembered = self._restore(kept, now)
        return self._answer(self._understand(remembered), remembered, INCIDENTS)

    def _change(self, remembered: RememberedQuestion, change: Change) -> Answer:
        changed = remembered.changed(change, remembered.local)
        question = replace(self._understand(changed), today=remembered.local.date())
        return self._answer(question, changed, INCIDENTS)

    def _recall(self, answer_id: str, now: datetime) -> RememberedQuestion:
        """A kept question, on the day on which it was asked ("this week" stays that week), and the reader's now."""
        return self._restore(receipts.asked(self.library.engine, answer_id), now)

    def _restore(self, kept: Mapping[str, Any], now: datetime) -> RememberedQuestion:
        turns = tuple(map(Turn.from_plain, kept["turns"]))
        return RememberedQuestion(turns, now.astimezone(ZoneInfo(kept["zone"])))

    def _dialogue(self, answer_id: str) -> tuple[Turn, ...]:
        """The questions that led to an answer, its own last, or none where they are no longer kept."""
        try:
            kept = receipts.asked(self.library.engine, answer_id)
        except QuestionError:
            return ()
        return tuple(map(Turn.from_plain, kept["turns"]))

    @staged(Stage.UNDERSTAND)
    def _understand(self, remembered: RememberedQuestion) -> Question:
        refresh(self.library.engine, self.reader.gazetteer)
        last = remembered.turns[-1]
        question = self.reader.understand(last.text, last.today, remembered.context, first_weekday=last.first_weekday)
        for change in last.changes:
            question = self.reader.read_as(question, change)
        return question

    def _answer(self, question: Question, remembered: RememberedQuestion, limit: int) -> Answer:
        answer, quotations = self._compose(question, remembered, question.page * limit, limit)
        answer_id = receipts.new_id(self.library.engine)
        receipt = partial(
            receipts.add,
            answer_id=answer_id,
            answered_at=datetime.now(UTC),
            outcome=answer.outcome,
            question=remembered.plain(),
            quotations=quotations,
        )
        return self._noted(answer, answer_id, receipt)

    @staged(Stage.RECEIPT)
    def _noted(self, answer: Answer, answer_id: str, receipt: Write) -> Answer:
        """An answer with its receipt, which may be written a moment later; without one where there is no room for it.

        Whoever asks does not wait for a disk.
        """
        try:
            self.late.write(receipt)
        except StoreFullError:
            return answer
        return replace(answer, answer_id=answer_id)

    def _compose(
        self, question: Question, remembered: RememberedQuestion, after: int, limit: int
    ) -> tuple[Answer, Sequence[QuotationRef]]:
        """The answer without its id, and its quotations, read from the replica where there is one."""
        compose = partial(self._looked_up, question, remembered, after, limit)
        return compose() if self._replica is None else self._replica.read(compose)

    def _looked_up(
        self, question: Question, remembered: RememberedQuestion, after: int, limit: int
    ) -> tuple[Answer, Sequence[QuotationRef]]:
        outcome = outcome_before(question)
        if outcome is not None:
            return replace(self._without_incidents(question, remembered, outcome), first=after), []
        with self.search.indexer.backlog.priority.of_question():
            found = look_up(question, self.reader, self.search)
        question = found.question
        showing = Showing(self.library, self.reader.gazetteer, self.search.thesaurus)
        page = showing.page(found, after, limit)
        outcome = outcome_after(question, found.considered, page.answers)
        answer = replace(
            self._without_incidents(question, remembered, outcome),
            incidents=page.incidents,
            first=after,
            total=page.total,
            index_away=found.asked.index_away,
            waiting=0 if question.place_ids or question.interval else self.search.indexer.backlog.waiting(),
        )
        if outcome is not Outcome.ANSWERED and not page.incidents:
            return self._with_last_report(answer, question)
        return answer, page.quotations

    def _without_incidents(self, question: Question, remembered: RememberedQuestion, outcome: Outcome) -> Answer:
        understood = Understood(
            places=question.places,
            period=question.period,
            topic=question.topic,
            doubts=doubts_of(question),
            focus=question.focus,
            counted=question.counted,
            inherited=tuple(sorted(question.inherited)),
            excluded=question.excluded,
            order=question.order,
            inside=question.inside,
            requests=question.requests,
        )
        return Answer(
            answer_id="",
            question=question.text,
            now=remembered.local,
            understood=understood,
            outcome=outcome,
            incidents=(),
            coverage=self._coverage(question, remembered.local),
            held=self.coverage.publishers(remembered.local) if Request.SOURCES in question.requests else (),
            choices=question.choices if outcome is Outcome.UNCLEAR else (),
            context=tuple(turn.text for turn in remembered.context),
        )

    def _with_last_report(self, answer: Answer, question: Question) -> tuple[Answer, Sequence[QuotationRef]]:
        """An answer without incidents, with the last related report where there is one."""
        quoted = last_report(self.library, self.search, question)
        if quoted is None:
            return answer, []
        excerpt = quoted.excerpt
        coverage = replace(answer.coverage, last_match=excerpt)
        return replace(answer, coverage=coverage), [QuotationRef(0, quoted.version_id, excerpt.start, excerpt.end)]

    @staged(Stage.COVERAGE)
    def _coverage(self, question: Question, local: datetime) -> Coverage:
        """What was searched: the governorates around the asked places, since who covers one would report them."""
        gazetteer = self.reader.gazetteer
        areas = frozenset(self._governorate(place.id) for place in question.places)
        return self.coverage.of(areas, {id_ for area in areas for id_ in gazetteer.within(area)}, local)

    def _governorate(self, place_id: str) -> str:
        around = self.reader.gazetteer.ancestors(place_id)
        return next((place.id for place in around if place.kind is PlaceKind.GOVERNORATE), place_id)
