"""Looks at what has become findable: which incidents it reports, and which watches they concern."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlmodel import Session, col

from retrieval.incidents.chronicle import Chronicle, IncidentView
from retrieval.incidents.news import is_news
from retrieval.library.database import KEEPING, read_session, take_turn
from retrieval.library.incident_models import IncidentPassage, Watch
from retrieval.library.learned.loading import refresh
from retrieval.library.models import Passage, Vector
from retrieval.passages.candidates import candidates
from retrieval.passages.passage import PlacedPassage
from retrieval.passages.quoting import named_places
from retrieval.search.gates import has_own_evidence
from retrieval.watches.watches import Watches

# Passages that are looked at together: about fifty articles.
BATCH = 500


@dataclass(frozen=True, slots=True)
class IncidentUpdate:
    """An incident that is new or has changed, and the watches that it satisfies."""

    known: IncidentView
    watches: tuple[Watch, ...]


@dataclass(frozen=True, slots=True)
class LookResult:
    """What one look brought.

    The passages are looked at again, unless `WatchMatcher.done` says that they were dealt with.
    """

    passage_ids: tuple[int, ...]
    sightings: tuple[IncidentUpdate, ...] = ()
    standing: tuple[Watch, ...] = ()  # questions that the passages may answer


@dataclass(frozen=True, slots=True)
class WatchMatcher:
    """Looks at one library. It blocks, and only one process at a time may use it."""

    chronicle: Chronicle
    watches: Watches

    def look(self, now: datetime) -> LookResult:
        """The next passages that nobody has looked at, with what they bring."""
        ids = self._unwatched()
        if not ids:
            return LookResult(())
        refresh(self._engine, self.chronicle.gazetteer)
        passages = candidates(self._engine, places=(), interval=None, today=now.date(), passage_ids=ids)
        with_evidence = [passage for passage in passages if has_own_evidence(passage)]
        places = named_places(self._engine, [passage.passage_id for passage in with_evidence])
        news = [passage for passage in with_evidence if is_news(passage, now)]
        return LookResult(
            passage_ids=tuple(ids),
            sightings=tuple(self._updates(self.chronicle.add(news, now), now)) if news else (),
            standing=tuple(self.watches.standing([PlacedPassage(p, places[p.passage_id]) for p in with_evidence])),
        )

    def look_again(self, article_id: str, now: datetime) -> list[IncidentUpdate]:
        """The incidents that an article reported, as they are shown after it was altered."""
        query = (
            select(col(IncidentPassage.incident_id))
            .join(Passage, col(Passage.id) == col(IncidentPassage.passage_id))
            .where(col(Passage.article_id) == article_id)
            .distinct()
        )
        with read_session(self._engine) as session:
            ids = list(session.scalars(query))
        return self._updates(ids, now)

    def done(self, session: Session, passage_ids: Collection[int]) -> None:
        """Note in the session's transaction that passages were dealt with."""
        take_turn(session, KEEPING)  # else it and an import might wait for each other's passages
        session.execute(update(Passage).where(col(Passage.id).in_(list(passage_ids))).values(watched=True))

    @property
    def _engine(self) -> Engine:
        return self.watches.engine

    def _unwatched(self) -> list[int]:
        query = (
            select(col(Passage.id))
            .join(Vector, col(Vector.passage_id) == col(Passage.id))
            .where(~col(Passage.watched), col(Passage.current))
            .order_by(col(Passage.id))
            .limit(BATCH)
        )
        with read_session(self._engine) as session:
            return [id_ or 0 for id_ in session.scalars(query)]

    def _updates(self, incident_ids: Sequence[int], now: datetime) -> list[IncidentUpdate]:
        views = [view for id_ in incident_ids if (view := self.chronicle.read(id_, now)) is not None]
        return [IncidentUpdate(view, tuple(self._concerned(view))) for view in views]

    def _concerned(self, view: IncidentView) -> list[Watch]:
        return self.watches.satisfied_by(view.reports, len(view.incident.publishers), view.killed)
