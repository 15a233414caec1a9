"""Question → Answer: the outcome, its incidents, what was searched, and a receipt."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from retrieval import receipts
from retrieval.answers import Answer, ArticleRef, Coverage, Doubt, Excerpt, Incident, Outcome, Understood
from retrieval.coverage import CoverageDesk
from retrieval.database import reading
from retrieval.incidents import Group, group, incident, shown
from retrieval.library import Library, Slice
from retrieval.links import link_to
from retrieval.models import Mention, Role
from retrieval.narrowing import Candidate, candidates
from retrieval.periods import Interval
from retrieval.places import PlaceKind
from retrieval.questions import Question, Reader, Reading
from retrieval.search import Found, Search
from retrieval.sounds import PREFIX

INCIDENTS = 5

# Rows among which the last related report is looked for, newest first.
LAST_ROWS = 400

Quotation = tuple[int, int, int, int]  # incident, version id, start, end


class Widening(StrEnum):
    """How a question can be asked again more widely."""

    LAST_7_DAYS = "7d"
    LAST_30_DAYS = "30d"
    ALL_DATES = "all"
    PARENT_PLACE = "up"


class Desk:
    """Answers questions about one library; blocking, and safe to call from several threads."""

    def __init__(self, library: Library, reader: Reader, search: Search) -> None:
        self.library = library
        self.reader = reader
        self.search = search
        self.coverage = CoverageDesk(library.engine)

    def ask(
        self, text: str, *, now: datetime, zone: ZoneInfo, context: Sequence[str] = (), limit: int = INCIDENTS
    ) -> Answer:
        """The answer to a question asked at `now` by a reader whose clock is `zone`.

        `context` are the earlier questions of the same chat, oldest first. At most `limit` incidents are shown.
        """
        local = now.astimezone(zone)
        question = self.reader.understand(text, local.date(), context)
        return self._answer(question, local, {"text": text, "context": list(context)}, limit)

    def more(self, answer_id: str, *, after: int, now: datetime, limit: int = INCIDENTS) -> Answer:
        """The incidents of an earlier answer after the first `after`; `QuestionError` when it is forgotten."""
        kept = receipts.asked(self.library.engine, answer_id)
        question, local = self._asked_again(kept, now)
        answer, quotations = self._compose(question, local, after, limit)
        receipts.record_more(self.library.engine, answer_id, quotations)
        return replace(answer, answer_id=answer_id)

    def widen(self, answer_id: str, widening: Widening, *, now: datetime) -> Answer:
        """The same question asked more widely; `QuestionError` when the answer is forgotten."""
        kept = receipts.asked(self.library.engine, answer_id)
        question, local = self._asked_again(kept, now)
        today = local.date()
        match widening:
            case Widening.LAST_7_DAYS:
                reading = Reading(interval=_last_days(today, 7))
            case Widening.LAST_30_DAYS:
                reading = Reading(interval=_last_days(today, 30))
            case Widening.ALL_DATES:
                reading = Reading(all_dates=True)
            case Widening.PARENT_PLACE:
                parents = tuple(place.parent_id for place in question.places if place.parent_id)
                reading = Reading(place_ids=parents or None)
        return self._read_as(question, local, kept, reading)

    def choose(self, answer_id: str, place_id: str, *, now: datetime) -> Answer:
        """The same question about another place of that name; `QuestionError` when the answer is forgotten."""
        kept = receipts.asked(self.library.engine, answer_id)
        question, local = self._asked_again(kept, now)
        return self._read_as(question, local, kept, Reading(place_ids=(place_id,)))

    def _asked_again(self, kept: dict[str, Any], now: datetime) -> tuple[Question, datetime]:
        """A kept question as understood on the day it was asked ("this week" stays that week), and the reader's now."""
        zone = ZoneInfo(kept["zone"])
        asked_on = datetime.fromisoformat(kept["now"]).astimezone(zone).date()
        question = self.reader.understand(kept["text"], asked_on, kept.get("context", ()))
        for change in kept.get("read_as", ()):
            question = self.reader.read_as(question, _reading(change))
        return question, now.astimezone(zone)

    def _read_as(self, question: Question, local: datetime, kept: dict[str, Any], reading: Reading) -> Answer:
        changes = [*kept.get("read_as", ()), _plain(reading)]
        changed = replace(self.reader.read_as(question, reading), today=local.date())
        return self._answer(changed, local, {**kept, "read_as": changes}, INCIDENTS)

    def _answer(self, question: Question, local: datetime, asked: dict[str, Any], limit: int) -> Answer:
        answer, quotations = self._compose(question, local, 0, limit)
        kept = {"now": local.isoformat(), "zone": str(local.tzinfo), **asked}
        return replace(answer, answer_id=receipts.record(self.library.engine, answer.outcome, kept, quotations))

    def _compose(self, question: Question, local: datetime, after: int, limit: int) -> tuple[Answer, list[Quotation]]:
        """The answer without its id, and its quotations."""
        if _is_unclear(question):
            return self._said(question, local, Outcome.UNCLEAR), []
        if question.doubts_about(Doubt.FUTURE) or (
            question.doubts_about(Doubt.UNKNOWN_PLACE) and not question.place_ids
        ):
            return self._said(question, local, Outcome.NOT_COVERED), []
        question, found = self._found(question)
        groups = self._groups(found)
        incidents, quotations = self._incidents(question, groups[after : after + limit], after)
        outcome = _outcome(found, incidents, after)
        answer = replace(
            self._said(question, local, outcome),
            incidents=tuple(incidents),
            first=after,
            total=len(groups),
            index_away=found.index_away,
        )
        if outcome is Outcome.ANSWERED:
            return answer, quotations
        last = self._last_match(question)
        if last is None:
            return answer, quotations
        excerpt, quotation = last
        return replace(answer, coverage=replace(answer.coverage, last_match=excerpt)), [quotation]

    def _found(self, question: Question) -> tuple[Question, Found]:
        """What a search brings; where it brings nothing, the first namesake of the place that something is told of.

        The namesake is then what was understood, and the other one is offered instead.
        """
        found = self.search.find(question)
        if found.passages or len(question.places) != 1:
            return question, found
        asked = question.places[0]
        for choice in asked.also:
            other = self.reader.read_as(question, Reading(place_ids=(choice.id,)))
            brought = self.search.find(other)
            if brought.passages and choice.country == asked.country:
                instead = self.reader.choice(asked.id)
                place = replace(other.places[0], also=(instead,) if instead else ())
                return replace(other, places=(place,)), brought
        return question, found

    def _said(self, question: Question, local: datetime, outcome: Outcome) -> Answer:
        understood = Understood(question.places, question.period, question.topic, _doubts(question))
        return Answer("", question.text, local, understood, outcome, (), self._coverage(question, local))

    def _coverage(self, question: Question, local: datetime) -> Coverage:
        """What was searched: the governorates around the asked places, since who covers one would report them."""
        gazetteer = self.reader.gazetteer
        areas = frozenset(self._governorate(place.id) for place in question.places)
        return self.coverage.of(areas, {id_ for area in areas for id_ in gazetteer.within(area)}, local)

    def _governorate(self, place_id: str) -> str:
        around = self.reader.gazetteer.ancestors(place_id)
        return next((place.id for place in around if place.kind is PlaceKind.GOVERNORATE), place_id)

    def _groups(self, found: Found) -> list[Group]:
        places = self._places([scored.passage.passage_id for scored in found.passages])
        return group(found.passages, places, self.search.thesaurus)

    def _places(self, passage_ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The places that passages name themselves; those lent by title and lead where they name none."""
        own: dict[int, set[str]] = {}
        lent: dict[int, set[str]] = {}
        with reading(self.library.engine) as session:
            query = select(Mention.passage_id, Mention.place_id, Mention.role).where(
                col(Mention.passage_id).in_(passage_ids),
                col(Mention.role) != Role.DATELINE.value,
                ~col(Mention.place_id).startswith(PREFIX),
            )
            for passage_id, place_id, role in session.exec(query):
                (own if role == Role.TEXT else lent).setdefault(passage_id, set()).add(place_id)
        return {id_: frozenset(own.get(id_) or lent.get(id_) or ()) for id_ in passage_ids}

    def _incidents(
        self, question: Question, groups: Sequence[Group], after: int
    ) -> tuple[list[Incident], list[Quotation]]:
        chosen = [[scored.passage for scored in shown(home)] for home in groups]
        quoted = self._excerpts([passage for passages in chosen for passage in passages])
        incidents: list[Incident] = []
        quotations: list[Quotation] = []
        for number, home in enumerate(groups, after):
            excerpts = [quoted[p.passage_id] for p in chosen[number - after] if p.passage_id in quoted]
            if not excerpts:
                continue
            quotations += [(number, version, e.start, e.end) for version, e in excerpts]
            incidents.append(
                incident(home, [e for _, e in excerpts], question.topics, self.reader.gazetteer, self.search.thesaurus)
            )
        return incidents, quotations

    def _excerpts(self, passages: Sequence[Candidate]) -> dict[int, tuple[int, Excerpt]]:
        """For each passage its version id and its quotation; what no longer has its hash is withheld."""
        slices = self.library.slices([(p.version_id, p.start, p.end) for p in passages])
        places = self._places([p.passage_id for p in passages])
        return {
            passage.passage_id: (passage.version_id, _excerpt(passage, found, places[passage.passage_id]))
            for passage, found in zip(passages, slices, strict=True)
            if found is not None
        }

    def _last_match(self, question: Question) -> tuple[Excerpt, Quotation] | None:
        """The newest report about the asked place before the end of the asked period, on its topic if there is one."""
        if not question.places:
            return None
        before = Interval(date.min, question.interval.end) if question.interval else None
        wider = replace(question, period=None)
        near = candidates(
            self.library.engine, places=wider.place_ids, interval=None, today=question.today, most=LAST_ROWS
        )
        told = [c for c in near if self.search.in_place(wider, c) and (not before or _known_by(c, before))]
        told.sort(
            key=lambda c: (self.search.on_topic(wider, c), not c.is_background, _when(c), -c.ordinal), reverse=True
        )
        for candidate in told[:3]:
            for version, excerpt in self._excerpts([candidate]).values():
                return excerpt, (0, version, excerpt.start, excerpt.end)
        return None


def _is_unclear(question: Question) -> bool:
    """Nothing to search for: no words, or words that name no place, no period and no topic."""
    if question.doubts_about(Doubt.EMPTY, Doubt.TOO_LONG, Doubt.NOTHING_TO_SEARCH):
        return True
    constrained = question.places or question.period or question.doubts_about(Doubt.UNKNOWN_PLACE, Doubt.FUTURE)
    if question.doubts_about(Doubt.PERIOD):
        return not constrained
    return not constrained and not question.topic


def _doubts(question: Question) -> tuple[tuple[Doubt, str], ...]:
    if not question.doubts and _is_unclear(question):
        return ((Doubt.NOTHING_TO_SEARCH, ""),)
    return question.doubts


def _outcome(found: Found, incidents: Sequence[Incident], after: int) -> Outcome:
    """Answered only with a quotation: those whose stored text no longer has its hash were withheld."""
    if incidents or (after and found.passages):
        return Outcome.ANSWERED
    return Outcome.NOTHING_FOUND if found.considered else Outcome.NOT_COVERED


def _last_days(today: date, days: int) -> Interval:
    return Interval(today - timedelta(days=days - 1), today)


def _when(candidate: Candidate) -> date:
    if candidate.event is not None and candidate.event.is_exact:
        return candidate.event.interval.start
    return candidate.published_at.date() if candidate.published_at else date.min


def _known_by(candidate: Candidate, before: Interval) -> bool:
    return before.start <= _when(candidate) <= before.end


def _excerpt(passage: Candidate, found: Slice, places: frozenset[str]) -> Excerpt:
    article, version = found.article, found.version
    return Excerpt(
        text=found.text,
        start=found.start,
        end=found.end,
        article=ArticleRef(
            id=article.id,
            version=version.number,
            sha256=version.sha256,
            url=article.url,
            title=article.title,
            publisher=article.publisher,
            published_at=article.published_at,
            published_precision=article.published_precision,
            language=article.language,
        ),
        link=link_to(article.url, version.text, found.start, found.end),
        event=passage.event,
        places=tuple(sorted(places)),
    )


def _plain(reading: Reading) -> dict[str, Any]:
    plain = asdict(reading)
    if reading.interval is not None:
        plain["interval"] = [reading.interval.start.isoformat(), reading.interval.end.isoformat()]
    return plain


def _reading(plain: dict[str, Any]) -> Reading:
    interval = plain.get("interval")
    return Reading(
        place_ids=tuple(plain["place_ids"]) if plain.get("place_ids") else None,
        interval=Interval(*map(date.fromisoformat, interval)) if interval else None,
        all_dates=bool(plain.get("all_dates")),
    )
