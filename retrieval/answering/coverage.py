"""What was searched: how many articles of which publishers, how fresh, who has gone quiet, and whose feed fails."""

import threading
import time
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func
from sqlmodel import col, select

from retrieval.answers import Coverage, Quiet
from retrieval.article import PublishedPrecision
from retrieval.library.database import read_session
from retrieval.library.models import Article, Mention, Passage, Version
from retrieval.library.sources import failing, is_silent
from retrieval.passages.candidates import MOST_VARIABLES

# Who was silent longer is no source of this area any more.
QUIET_WINDOW = timedelta(days=90)

# A count that is this old may be shown while new articles arrive; counting anew costs as much as the question.
STALE_SECONDS = 60.0

# Articles of an area up to which it is counted anew all the same: that takes a few milliseconds.
FEW_ARTICLES = 5_000


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The articles of one area by publication, those without a date first."""

    stamp: tuple[int | None, int]
    counted_at: float
    undated: frozenset[str]  # their publishers
    undated_count: int
    moments: list[datetime]
    publishers: list[str]
    precisions: list[PublishedPrecision | None]

    @property
    def is_large(self) -> bool:
        """Whether counting it again is worth a wait."""
        return len(self.moments) + self.undated_count > FEW_ARTICLES


class CoverageReader:
    """Counts articles by area, and remembers the counts until the library changes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._shelves: dict[frozenset[str], _Shelf] = {}
        self._lock = threading.Lock()

    def of(self, areas: frozenset[str], places: Collection[str], now: datetime) -> Coverage:
        """What the library holds of areas up to `now`, of everything where no area is given.

        `places` are the ids of all that lies inside the areas.
        """
        shelf = self._shelf(areas, places)
        upto = bisect_right(shelf.moments, now)
        concerned = shelf.undated | set(shelf.publishers[:upto])
        with read_session(self.engine) as session:
            unread = tuple(failing(session, concerned, now))
        return Coverage(
            articles=upto + shelf.undated_count,
            publishers=len(concerned),
            newest=shelf.moments[upto - 1] if upto else None,
            newest_precision=shelf.precisions[upto - 1] if upto else None,
            quiet=tuple(_quiet(shelf, upto, now)),
            failing=unread,
        )

    def publishers(self, now: datetime) -> tuple[tuple[str, int], ...]:
        """Every publisher of the library with the number of its articles up to `now`, those with most first."""
        with read_session(self.engine) as session:
            rows = session.exec(
                select(Article.publisher, func.count())
                .where(col(Article.retracted_at).is_(None))
                .where(col(Article.published_at).is_(None) | (col(Article.published_at) <= now))
                .group_by(col(Article.publisher))
            ).all()
        return tuple(sorted(((name, count) for name, count in rows), key=lambda row: (-row[1], row[0])))

    def _shelf(self, areas: frozenset[str], places: Collection[str]) -> _Shelf:
        with self._lock:
            shelf = self._shelves.get(areas)
        if shelf is not None and shelf.is_large and time.monotonic() - shelf.counted_at < STALE_SECONDS:
            return shelf
        stamp = self._stamp()
        if shelf is None or shelf.stamp != stamp:
            shelf = self._count(places, stamp)
            with self._lock:
                self._shelves[areas] = shelf
        return shelf

    def _stamp(self) -> tuple[int | None, int]:
        with read_session(self.engine) as session:
            newest, count = session.exec(select(func.max(Version.id), func.count(col(Version.id)))).one()
            withdrawn = session.exec(select(func.count()).where(col(Article.retracted_at).is_not(None))).one()
        return newest, count - withdrawn

    def _count(self, places: Collection[str], stamp: tuple[int | None, int]) -> _Shelf:
        query = select(Article.published_at, Article.publisher, Article.published_precision).where(
            col(Article.retracted_at).is_(None)
        )
        if places:
            concerned = (
                select(Passage.article_id)
                .join(Mention, col(Mention.passage_id) == col(Passage.id))
                .where(col(Passage.current), col(Mention.place_id).in_(list(places)[:MOST_VARIABLES]))
            )
            query = query.where(col(Article.id).in_(concerned))
        with read_session(self.engine) as session:
            rows = session.exec(query).all()
        dated = sorted((moment, publisher, precision or "") for moment, publisher, precision in rows if moment)
        undated = [publisher for moment, publisher, _ in rows if not moment]
        return _Shelf(
            stamp,
            time.monotonic(),
            frozenset(undated),
            len(undated),
            [row[0] for row in dated],
            [row[1] for row in dated],
            [PublishedPrecision(row[2]) if row[2] else None for row in dated],
        )


def _quiet(shelf: _Shelf, upto: int, now: datetime) -> list[Quiet]:
    start = bisect_right(shelf.moments, now - QUIET_WINDOW)
    moments: dict[str, list[datetime]] = {}
    for moment, publisher in zip(shelf.moments[start:upto], shelf.publishers[start:upto], strict=True):
        moments.setdefault(publisher, []).append(moment)
    quiet = [Quiet(publisher, sent[-1].date()) for publisher, sent in moments.items() if is_silent(sent, now)]
    return sorted(quiet, key=lambda q: (q.since, q.publisher))
