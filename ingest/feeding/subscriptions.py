"""The feeds that are followed, and how each has been doing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Engine, update
from sqlmodel import Session, col, delete, select

from ingest.formats.feeds.reading import Entry, FeedReading
from ingest.web.owners import owns
from retrieval.errors import SourceError
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Article
from retrieval.library.sources import Feed, FeedEntry

# After a check that brought an article.
SOONEST = timedelta(minutes=15)
# After checks that brought none.
LATEST = timedelta(hours=6)
# Of a feed that fails.
LONGEST_REST = timedelta(hours=24)
# How much longer each pause is than the one before, while nothing comes.
SLOWER = 1.5
# For how long a check keeps others from checking the same feed.
CLAIMED = timedelta(minutes=15)


class Subscriptions:
    """The feeds of one library."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def add(self, url: str, read: FeedReading, by: int | None, now: datetime) -> tuple[Feed, bool]:
        """Follow a feed.

        The result is the feed, and whether it was new. One that was paused goes on; the first check is due at once.
        """
        with write_transaction(self.engine) as session:
            known = session.exec(select(Feed).where(Feed.url == url)).first()
            if known is not None:
                known.paused = False
                session.add(known)
                return known, False
            feed = Feed(url=url, site_url=read.site_url, title=read.title, added_by=by, added_at=now, due_at=now)
            session.add(feed)
        return feed, True

    def all(self) -> list[Feed]:
        """All feeds, in the order in which they were added."""
        with read_session(self.engine) as session:
            return list(session.exec(select(Feed).order_by(col(Feed.id))))

    def get(self, which: str) -> Feed:
        """A feed by its number or its address.

        SourceError where there is none.
        """
        with read_session(self.engine) as session:
            number = int(which) if which.isascii() and which.isdigit() and len(which) < 10 else None
            feed = session.get(Feed, number) if number else session.exec(select(Feed).where(Feed.url == which)).first()
        if feed is None:
            raise SourceError(which[:80] or "feed", "is not followed; /feed list shows those that are")
        return feed

    def pause(self, feed: Feed, paused: bool, now: datetime) -> None:
        """Stop checking a feed, or go on with it at once."""
        with write_transaction(self.engine) as session:
            row = session.get(Feed, feed.id)
            if row is not None:
                row.paused, row.due_at = paused, now
                session.add(row)

    def remove(self, feed: Feed) -> None:
        """Follow a feed no more.

        Its articles stay.
        """
        with write_transaction(self.engine) as session:
            session.execute(delete(FeedEntry).where(col(FeedEntry.feed_id) == feed.id))
            session.execute(delete(Feed).where(col(Feed.id) == feed.id))

    def claim_one(self, feed: Feed, now: datetime) -> bool:
        """Whether a feed is this process's to check now, though it may not be due yet."""
        with write_transaction(self.engine) as session:
            return _claimed(session, feed, now)

    def claim(self, now: datetime, most: int) -> list[Feed]:
        """Feeds that are due, for this process to check: no other one gets them meanwhile."""
        with write_transaction(self.engine) as session:
            query = (
                select(Feed).where(~col(Feed.paused), col(Feed.due_at) <= now).order_by(col(Feed.due_at)).limit(most)
            )
            return [feed for feed in session.exec(query).all() if _claimed(session, feed, now)]

    def unseen(self, feed: Feed, entries: Iterable[Entry]) -> list[Entry]:
        """The entries that a feed has not brought before, or has changed since."""
        with read_session(self.engine) as session:
            known = {row.key: row.sha256 for row in session.exec(select(FeedEntry).where(FeedEntry.feed_id == feed.id))}
        return [entry for entry in entries if known.get(entry.key) != entry.sha256]

    def succeeded(
        self, feed: Feed, now: datetime, *, read: FeedReading | None, etag: str | None, modified: str | None, fresh: int
    ) -> None:
        """Note a check that could be read (None: the feed had not changed), and when the next one is due."""
        with write_transaction(self.engine) as session:
            row = session.get(Feed, feed.id)
            if row is None:
                return
            pause = (row.due_at - CLAIMED) - (row.checked_at or row.added_at)
            row.due_at = now + (SOONEST if fresh else min(max(pause * SLOWER, SOONEST), LATEST))
            row.checked_at = row.succeeded_at = now
            row.failing_since = row.fault = None
            row.failures = 0
            if fresh:
                row.new_article_at, row.silence_told_at = now, None
            if read is not None:
                row.etag, row.last_modified = etag, modified
                row.entries, row.undated, row.title = len(read.entries), read.undated, read.title
            session.add(row)

    def failed(self, feed: Feed, now: datetime, fault: str, until: datetime | None = None) -> None:
        """Note a check that brought nothing, and why.

        Each further one waits twice as long.
        """
        with write_transaction(self.engine) as session:
            row = session.get(Feed, feed.id)
            if row is None:
                return
            rest = min(SOONEST * 2 ** min(row.failures, 10), LONGEST_REST)
            row.due_at = max(now + rest, until or now)
            row.checked_at, row.fault = now, fault[:300]
            row.failing_since = row.failing_since or now
            row.failures += 1
            session.add(row)


def _claimed(session: Session, feed: Feed, now: datetime) -> bool:
    claim = update(Feed).where(col(Feed.id) == feed.id, col(Feed.due_at) == feed.due_at, ~col(Feed.paused))
    return bool(session.connection().execute(claim.values(due_at=now + CLAIMED)).rowcount)


def seen_in(session: Session, feed_id: int, entry: Entry, now: datetime, article_id: str | None = None) -> None:
    """Note in a transaction that a feed has brought an entry, and the article that it gave, if it gave one.

    The feed speaks for the publisher of an article of its own site, and for no other.
    """
    session.merge(FeedEntry(feed_id=feed_id, key=entry.key, sha256=entry.sha256, seen_at=now, article_id=article_id))
    article = session.get(Article, article_id) if article_id else None
    feed = session.get(Feed, feed_id)
    if article is not None and feed is not None and (article.speaker is not None or owns(feed.url, article.url)):
        session.execute(update(Feed).where(col(Feed.id) == feed_id).values(publisher=article.publisher))
