"""Incidents as they become known: each passage that is news joins the incident that it reports, or opens one.

An answer groups what it found anew for every question; a chronicle keeps its groups, so that "the same incident" means
one row with one id, from the first report on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from retrieval.answers import EventWhen, Incident, Outcome
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.dates.intervals import Interval, shift_days
from retrieval.figures.kinds import FigureKind
from retrieval.figures.reading import StatedFigure
from retrieval.incidents.excerpts import shown_passages
from retrieval.incidents.grouping import Group, group
from retrieval.incidents.incident import incident
from retrieval.incidents.reports import reports
from retrieval.incidents.signatures import EventSignature, SignatureReader
from retrieval.library.answered import receipts
from retrieval.library.answered.receipts import QuotationRef
from retrieval.library.articles import Library
from retrieval.library.database import read_session, write_transaction
from retrieval.library.incident_models import IncidentPassage, IncidentRow
from retrieval.passages.candidates import candidates
from retrieval.passages.passage import Candidate, PlacedPassage, Scored
from retrieval.passages.quoting import named_places, quote
from retrieval.passages.texts import PassageTexts
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.keys import PlaceKey
from retrieval.topics.query import ANY_TOPIC
from retrieval.topics.thesaurus import Thesaurus

# How far apart the days of two reports of one incident may lie, so that known ones have to be looked at.
MARGIN_DAYS = 3


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident of the chronicle, with what is shown of it."""

    id: int
    revision: int
    answer_id: str  # the receipt of the revision's quotations
    incident: Incident
    opened_at: datetime
    killed: int | None  # the highest number that an excerpt states
    reports: tuple[PlacedPassage, ...]  # every passage that reports it


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The incidents of one library. It blocks."""

    library: Library
    gazetteer: Gazetteer
    thesaurus: Thesaurus

    def add(self, passages: Sequence[Candidate], now: datetime) -> list[int]:
        """Put passages, each of which is news, into their incidents, and name these by their ids.

        Adding a passage twice changes nothing. One process at a time may do this: two would open an incident each for
        the same event.
        """
        fresh = self._unplaced(passages)
        if not fresh:
            return self._incidents_of(passages)
        texts = PassageTexts(self.library, fresh)
        earlier, places = self._earlier_groups(fresh), self._places(fresh)
        groups = group(fresh, places, self.gazetteer, self.thesaurus, texts.all_stated, earlier)
        for one in groups:
            stated = [texts.stated(scored.passage) for scored in one.members]
            one.figures.update(*stated)
        with write_transaction(self._engine) as session:
            for one in groups:
                if one.members:
                    _keep(session, one, now)
        return self._incidents_of(passages)

    def revision(self, incident_id: int) -> int:
        """The number of the last revision of an incident, 0 for an unknown id."""
        with read_session(self._engine) as session:
            return session.exec(select(IncidentRow.revision).where(IncidentRow.id == incident_id)).first() or 0

    def read(self, incident_id: int, now: datetime) -> IncidentView | None:
        """What is shown of an incident now, or None where nothing of it is left to show.

        Where that is something else than before, it becomes a new revision with a receipt of its own.
        """
        with read_session(self._engine) as session:
            row = session.get(IncidentRow, incident_id)
            query = select(IncidentPassage.passage_id).where(IncidentPassage.incident_id == incident_id)
            ids = list(session.exec(query))
        if row is None:
            return None
        members = _in_order(candidates(self._engine, places=(), interval=None, today=now.date(), passage_ids=ids))
        texts = PassageTexts(self.library, members)
        every = reports(members, texts)
        quoted = quote(self.library, shown_passages(every, texts)) if every else {}
        if not quoted:
            return None
        view = incident(every, [cut.excerpt for cut in quoted.values()], ANY_TOPIC, self.gazetteer, self.thesaurus)
        quotations = [QuotationRef(0, cut.version_id, cut.excerpt.start, cut.excerpt.end) for cut in quoted.values()]
        places = named_places(self._engine, ids)
        placed = tuple(PlacedPassage(scored.passage, places[scored.passage.passage_id]) for scored in members)
        return self._revised(row, view, quotations, placed)

    @property
    def _engine(self) -> Engine:
        return self.library.engine

    def _unplaced(self, passages: Sequence[Candidate]) -> list[Scored]:
        with read_session(self._engine) as session:
            ids = [passage.passage_id for passage in passages]
            query = select(IncidentPassage.passage_id).where(col(IncidentPassage.passage_id).in_(ids))
            placed = set(session.exec(query))
        return _in_order(passage for passage in passages if passage.passage_id not in placed)

    def _places(self, fresh: Sequence[Scored]) -> dict[int, frozenset[str]]:
        """The places that passages name; of an article that names none, one of its own: it may have been anywhere."""
        named = named_places(self._engine, [scored.passage.passage_id for scored in fresh])
        nowhere = {scored.passage.passage_id: PlaceKey.of_article(scored.passage.article_id) for scored in fresh}
        return {id_: places or frozenset({nowhere[id_]}) for id_, places in named.items()}

    def _incidents_of(self, passages: Sequence[Candidate]) -> list[int]:
        with read_session(self._engine) as session:
            ids = [passage.passage_id for passage in passages]
            query = select(IncidentPassage.incident_id).where(col(IncidentPassage.passage_id).in_(ids)).distinct()
            return sorted(session.exec(query))

    def _earlier_groups(self, fresh: Sequence[Scored]) -> list[Group]:
        """The groups of the incidents on whose days the passages may have to be looked for, oldest first."""
        days = [day for scored in fresh for day in _days(scored.passage)]
        query = (
            select(IncidentRow)
            .where(IncidentRow.starts <= shift_days(max(days), MARGIN_DAYS))
            .where(IncidentRow.ends >= shift_days(min(days), -MARGIN_DAYS))
            .order_by(col(IncidentRow.id))
        )
        reader = SignatureReader(self.gazetteer, self.thesaurus)
        with read_session(self._engine) as session:
            return [_group(row, reader) for row in session.exec(query)]

    def _revised(
        self,
        row: IncidentRow,
        view: Incident,
        quotations: list[QuotationRef],
        placed: tuple[PlacedPassage, ...],
    ) -> IncidentView:
        killed = max((figure.high for figure in view.figures if figure.kind is FigureKind.KILLED), default=None)
        same = row.publishers == len(view.publishers) and row.answer_id is not None
        if not same or receipts.quotations(self._engine, row.answer_id or "") != quotations:
            row.answer_id = receipts.record(self._engine, Outcome.ANSWERED, None, quotations)
            row.revision, row.publishers, row.killed = row.revision + 1, len(view.publishers), killed
            with write_transaction(self._engine) as session:
                session.merge(row)
        return IncidentView(row.id or 0, row.revision, row.answer_id or "", view, row.opened_at, killed, placed)


def _in_order(passages: Iterable[Candidate]) -> list[Scored]:
    """The passages in the order in which they came.

    Within one report its sentences stand before its headings, and what tells most comes first.
    """
    ordered = sorted(
        passages, key=lambda p: (p.version_id, p.is_heading, not p.topics, p.is_background, p.ordinal, p.passage_id)
    )
    return [Scored(passage, 1.0 / number) for number, passage in enumerate(ordered, 1)]


def _days(passage: Candidate) -> Iterable[Any]:
    if passage.event is not None:
        yield from (passage.event.interval.start, passage.event.interval.end)
    elif passage.published_at is not None:
        yield passage.published_at.date()


def _keep(session: Session, one: Group, now: datetime) -> None:
    signature, days = one.signature, one.signature.days
    row = session.get(IncidentRow, one.incident_id) if one.incident_id else None
    start, end = (days.start, days.end) if days else (now.date(), now.date())
    if row is None:
        row = IncidentRow(opened_at=now, starts=start, ends=end, trace={})
    row.trace = _plain(one, signature)
    row.starts, row.ends = min(row.starts, start), max(row.ends, end)
    session.add(row)
    session.flush()
    one.incident_id = row.id
    for scored in one.members:
        session.add(IncidentPassage(passage_id=scored.passage.passage_id, incident_id=row.id or 0))


def _plain(one: Group, signature: EventSignature) -> dict[str, Any]:
    """What further reports are compared with, as JSON keeps it."""
    event = signature.event
    return {
        "places": sorted(signature.spots),
        "kinds": sorted(signature.kinds),
        "days": None if signature.days is None else [signature.days.start.isoformat(), signature.days.end.isoformat()],
        "event": None if event is None else _plain_event(event),
        "articles": sorted(one.articles),
        "figures": sorted([kind.value, low, high] for kind, low, high in one.figures),
    }


def _plain_event(event: EventWhen) -> list[Any]:
    return [event.interval.start.isoformat(), event.interval.end.isoformat(), event.precision, event.part]


def _group(row: IncidentRow, reader: SignatureReader) -> Group:
    kept = row.trace
    days = Interval.from_iso(*kept["days"]) if kept["days"] else None
    event = None
    if kept["event"]:
        start, end, precision, part = kept["event"]
        event = EventWhen(Interval.from_iso(start, end), Precision(precision), PartOfDay(part) if part else None)
    articles = frozenset(kept["articles"])
    signature = reader.restored(frozenset(kept["places"]), frozenset(kept["kinds"]), event, days)
    figures = {StatedFigure(FigureKind(kind), low, high) for kind, low, high in kept["figures"]}
    return Group([], signature, set(articles), figures, row.id)
