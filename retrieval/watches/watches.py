"""Watches: what each chat wants to be told of, and which watches a new passage concerns."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, delete, func, or_, select, update
from sqlmodel import Session, col

from retrieval.errors import DatelineError
from retrieval.library.database import read_session, take_turn, write_transaction
from retrieval.library.incident_models import Rhythm, Watch, WatchKey
from retrieval.passages.passage import Candidate, PlacedPassage
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import distance_km
from retrieval.search.gates import is_on_topic
from retrieval.topics.thesaurus import Thesaurus
from retrieval.watches.keys import keys_of, lookup_keys, positions
from retrieval.watches.terms import Circle, Terms

# Watches of one chat: more are no watches any more but a feed, and a broader place serves better.
MOST_WATCHES = 50

# Opens the keys of standing questions, which old passages look up as well.
STANDING = "?"

# Keys that one statement looks up.
BATCH = 5_000


class TooManyWatchesError(DatelineError):
    """A chat has as many watches as one may have."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The question that a watch answers once: the answer that it stands under, how it was asked, and where."""

    answer_id: str
    asked: dict[str, Any]
    message_id: int | None


class Watches:
    """The watches of one library. It blocks."""

    def __init__(self, engine: Engine, gazetteer: Gazetteer, thesaurus: Thesaurus) -> None:
        self.engine = engine
        self.gazetteer = gazetteer
        self.thesaurus = thesaurus

    # Keeping

    def add(
        self, chat_id: int, thread_id: int | None, terms: Terms, now: datetime, standing: Standing | None = None
    ) -> tuple[Watch, bool]:
        """Watch for something, and say whether the watch is new.

        The same is watched once by a chat and forum topic. `TooManyWatchesError` where the chat has as many as it may.
        """
        print_ = terms.fingerprint(thread_id, standing.answer_id if standing else None)
        with write_transaction(self.engine) as session:
            _take_turn(session, chat_id)
            known = session.scalars(
                select(Watch).where(col(Watch.chat_id) == chat_id, col(Watch.fingerprint) == print_)
            ).first()
            if known is not None:
                return known, False
            if _count(session, chat_id) >= MOST_WATCHES:
                raise TooManyWatchesError(f"a chat has {MOST_WATCHES} watches at most")
            watch = Watch(
                chat_id=chat_id, thread_id=thread_id, terms=terms.plain(), fingerprint=print_, made_at=now,
                answer_id=standing.answer_id if standing else None,
                asked=standing.asked if standing else None,
                message_id=standing.message_id if standing else None,
            )  # fmt: skip
            session.add(watch)
            session.flush()
            _add_keys(session, watch, terms)
        return watch, True

    def get(self, watch_id: int) -> Watch | None:
        """A watch, or None where there is none of that id."""
        with read_session(self.engine) as session:
            return session.get(Watch, watch_id)

    def of_chat(self, chat_id: int) -> list[Watch]:
        """The watches of a chat, oldest first."""
        with read_session(self.engine) as session:
            query = select(Watch).where(col(Watch.chat_id) == chat_id).order_by(col(Watch.id))
            return list(session.scalars(query))

    def change(self, watch_id: int, terms: Terms) -> Watch | None:
        """Change the terms of a watch.

        None where there is no such watch, or where the chat watches for that already.
        """
        with write_transaction(self.engine) as session:
            watch = session.get(Watch, watch_id)
            if watch is None:
                return None
            _take_turn(session, watch.chat_id)
            print_ = terms.fingerprint(watch.thread_id, watch.answer_id)
            same = select(col(Watch.id)).where(col(Watch.chat_id) == watch.chat_id, col(Watch.fingerprint) == print_)
            if session.scalars(same.where(col(Watch.id) != watch_id)).first() is not None:
                return None
            watch.terms, watch.fingerprint = terms.plain(), print_
            session.add(watch)
            _drop_keys(session, [watch_id])
            if not watch.paused:
                _add_keys(session, watch, terms)
        return watch

    def set_rhythm(self, watch_id: int, rhythm: Rhythm, hour: int | None = None, weekday: int | None = None) -> None:
        """Set when a watch is told: at once, or in a daily or weekly digest at an hour of the reader's clock."""
        values: dict[str, Any] = {"rhythm": rhythm}
        values |= {"hour": hour} if hour is not None else {}
        values |= {"weekday": weekday} if weekday is not None else {}
        with write_transaction(self.engine) as session:
            session.execute(update(Watch).where(col(Watch.id) == watch_id).values(**values))

    def pause(self, watch_id: int, paused: bool) -> None:
        """Pause a watch, or let it go on."""
        with write_transaction(self.engine) as session:
            watch = session.get(Watch, watch_id)
            if watch is None or watch.paused == paused:
                return
            watch.paused = paused
            session.add(watch)
            _drop_keys(session, [watch_id])
            if not paused:
                _add_keys(session, watch, Terms.from_plain(watch.terms))

    def stop(self, watch_ids: Collection[int]) -> None:
        """End watches."""
        with write_transaction(self.engine) as session:
            end_in(session, watch_ids)

    def move(self, session: Session, chat_id: int, to: int) -> None:
        """Move the watches of a group that became a supergroup to that one, in the session's transaction."""
        known = set(session.scalars(select(col(Watch.fingerprint)).where(col(Watch.chat_id) == to)))
        here = select(col(Watch.id), col(Watch.fingerprint)).where(col(Watch.chat_id) == chat_id)
        twice = [id_ or 0 for id_, print_ in session.execute(here) if print_ in known]
        _drop_keys(session, twice)
        session.execute(delete(Watch).where(col(Watch.id).in_(twice)))
        session.execute(update(Watch).where(col(Watch.chat_id) == chat_id).values(chat_id=to))

    def forget(self, session: Session, chat_id: int) -> None:
        """Delete the watches of a chat, in the session's transaction."""
        ids = [id_ or 0 for id_ in session.scalars(select(col(Watch.id)).where(col(Watch.chat_id) == chat_id))]
        _drop_keys(session, ids)
        session.execute(delete(Watch).where(col(Watch.chat_id) == chat_id))

    # Matching

    def satisfied_by(self, reports: Sequence[PlacedPassage], publishers: int, killed: int | None) -> list[Watch]:
        """The watches that an incident satisfies: told by these reports, so many publishers and so many killed."""
        return self._matching(reports, "", publishers, killed or 0)

    def is_satisfied(self, watch: Watch, reports: Sequence[PlacedPassage], publishers: int, killed: int) -> bool:
        """Whether an incident satisfies one watch, as it is now."""
        terms = Terms.from_plain(watch.terms)
        if watch.paused or publishers < terms.publishers or killed < terms.killed:
            return False
        return self._is_satisfied(watch, [(report, lookup_keys(report.places, self.gazetteer)) for report in reports])

    def standing(self, reports: Sequence[PlacedPassage]) -> list[Watch]:
        """The standing questions that passages may answer: whether they do, only asking again tells."""
        return self._matching(reports, STANDING, 1, 0)

    def _matching(self, reports: Sequence[PlacedPassage], prefix: str, publishers: int, killed: int) -> list[Watch]:
        keyed = [(report, lookup_keys(report.places, self.gazetteer)) for report in reports]
        pairs = {
            (topic, prefix + key)
            for report, keys in keyed
            for key in keys
            for topic in ("", *self._topics(report.passage))
        }
        found: dict[int, Watch] = {}
        with read_session(self.engine) as session:
            for some in _batches(sorted(pairs), BATCH):
                query = (
                    select(Watch)
                    .join(WatchKey, col(WatchKey.watch_id) == col(Watch.id))
                    .where(_any_of(some))
                    .where(col(WatchKey.killed) <= killed, col(WatchKey.publishers) <= publishers)
                )
                found |= {watch.id or 0: watch for watch in session.scalars(query)}
        return [watch for _, watch in sorted(found.items()) if self._is_satisfied(watch, keyed)]

    def _topics(self, candidate: Candidate) -> frozenset[str]:
        """All keys that a watch may have, and of which a passage tells: its own, its article's, and broader ones."""
        return self.thesaurus.satisfied(candidate.topics | candidate.article_topics)

    def _is_satisfied(self, watch: Watch, keyed: Sequence[tuple[PlacedPassage, frozenset[str]]]) -> bool:
        """Whether one report is both in the place and on the topic, and not left out.

        The keys have only narrowed the choice.
        """
        terms = Terms.from_plain(watch.terms)
        keys = frozenset() if terms.circle else keys_of(terms)
        return any(
            (self._is_inside(terms.circle, report.places) if terms.circle else not keys.isdisjoint(found))
            and is_on_topic(terms.topics, report.passage, self.thesaurus)
            and not terms.left_out.holds(report, self.gazetteer, self.thesaurus)
            for report, found in keyed
        )

    def _is_inside(self, circle: Circle, places: Iterable[str]) -> bool:
        return any(
            distance_km(circle.lat, circle.lon, place.lat or 0.0, place.lon or 0.0) <= circle.km
            for place in positions(places, self.gazetteer)
        )


def end_in(session: Session, watch_ids: Collection[int]) -> None:
    """End watches, in the session's transaction."""
    _drop_keys(session, watch_ids)
    session.execute(delete(Watch).where(col(Watch.id).in_(list(watch_ids))))


def _take_turn(session: Session, chat_id: int) -> None:
    """Let no other process change meanwhile what a chat watches: the same is watched once, and no more than so many."""
    take_turn(session, f"watches of {chat_id}")


def _count(session: Session, chat_id: int) -> int:
    return session.scalar(select(func.count()).select_from(Watch).where(col(Watch.chat_id) == chat_id)) or 0


def _add_keys(session: Session, watch: Watch, terms: Terms) -> None:
    prefix = STANDING if watch.answer_id else ""
    for key in keys_of(terms):
        for topic in terms.topic_keys or ("",):
            session.add(
                WatchKey(
                    key=prefix + key,
                    topic=topic,
                    killed=terms.killed,
                    publishers=terms.publishers,
                    watch_id=watch.id or 0,
                )
            )


def _drop_keys(session: Session, watch_ids: Collection[int]) -> None:
    session.execute(delete(WatchKey).where(col(WatchKey.watch_id).in_(list(watch_ids))))


def _any_of(pairs: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """Whether topic and key are one of the pairs, which come ordered by topic.

    Said topic by topic: for a list of pairs SQLite reads the whole table, however few they are.
    """
    return or_(
        *(
            and_(col(WatchKey.topic) == topic, col(WatchKey.key).in_([key for _, key in some]))
            for topic, some in groupby(pairs, key=itemgetter(0))
        )
    )


def _batches(pairs: Sequence[tuple[str, str]], size: int) -> Iterable[Sequence[tuple[str, str]]]:
    return (pairs[start : start + size] for start in range(0, len(pairs), size))
