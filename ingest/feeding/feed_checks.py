"""Checks of feeds: what is new in them is kept, from the feed where it is whole, else from the page it links to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from ingest.feeding.subscriptions import Subscriptions, seen_in
from ingest.formats.dates import UNKNOWN, read_published
from ingest.formats.drafts import ArticleDraft, Failure, Fallback, Unreadable, draft_from
from ingest.formats.feeds.reading import Entry, FeedReading, usual_feeds
from ingest.keeping.captures import Captures, Raw
from ingest.keeping.guard import guarded, reason_of
from ingest.keeping.pipeline import Pipeline
from ingest.sandbox.readers import feeds_in, parse_feed, read_fetched
from ingest.web.fetch import Fetcher
from ingest.web.outcomes import ClosedAddress, Fetched, Gone, NotModified, RetryLater
from ingest.web.owners import owns
from retrieval.article import Origin
from retrieval.errors import SourceError
from retrieval.library.new_article import Kept, article_id
from retrieval.library.sources import Feed
from retrieval.services import Services

# Feeds that are checked at the same time; each has a connection at most.
THREADS = 16

# Feeds of one pass.
MOST_DUE = 1_000

# Characters of a teaser that is kept where its page cannot be read.
LEAST = 120


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a feed brought."""

    feed: Feed
    added: int = 0
    updated: int = 0
    refused: tuple[str, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed that is followed from now on, or was before.

    Its first check stands with it, where it was made.
    """

    feed: Feed
    is_new: bool
    checked: Checked | None


class FeedChecks:
    """Checks the feeds of one library."""

    def __init__(self, services: Services, fetcher: Fetcher, now: Callable[[], datetime]) -> None:
        self.subscriptions = Subscriptions(services.library.engine)
        self._fetcher = fetcher
        self._now = now
        self._pipeline = Pipeline(services)
        self._captures = Captures.of(services.library.engine, services.settings)

    def find(self, url: str) -> tuple[str, FeedReading]:
        """The feed at an address, or of the site that stands there, read once.

        SourceError where there is none.
        """
        answer = self._fetcher.fetch(url)
        if not isinstance(answer, Fetched):
            raise SourceError(url, "gives nothing to read now; try again later")
        try:
            return answer.final_url, parse_feed(answer.body, answer.final_url)
        except Unreadable:
            pass
        for candidate in [*feeds_in(answer.body, answer.final_url)[:5], *usual_feeds(answer.final_url)]:
            try:
                found = self._fetcher.fetch(candidate)
                if isinstance(found, Fetched):
                    return found.final_url, parse_feed(found.body, found.final_url)
            except (SourceError, Unreadable):
                continue
        raise SourceError(url, "is no feed and names none; give the feed's own address")

    def follow(self, url: str, by: int | None, *, check: bool) -> Followed:
        """Follow the feed at an address, or of the site there, and check it at once if wanted."""
        address, read = self.find(url)
        feed, is_new = self.subscriptions.add(address, read, by, self._now())
        checked = self.check(feed) if check and self.subscriptions.claim_one(feed, self._now()) else None
        return Followed(feed, is_new, checked)

    def check_due(self) -> list[Checked]:
        """Check all feeds that are due and that no other process checks, some at a time."""
        due = self.subscriptions.claim(self._now(), MOST_DUE)
        if not due:
            return []
        with ThreadPoolExecutor(THREADS, thread_name_prefix="feeds") as threads:
            return list(threads.map(self.check, due))

    def check(self, feed: Feed) -> Checked:
        """Check one feed, and note how it went."""
        return guarded(f"check feed {feed.id}", lambda: self._check(feed), lambda error: self._failed(feed, error))

    def _failed(self, feed: Feed, error: Exception) -> Checked:
        fault = reason_of(error, "could not be read")
        self.subscriptions.failed(feed, self._now(), fault)
        return Checked(feed, fault=fault)

    def _check(self, feed: Feed) -> Checked:
        answer = self._fetcher.fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)
        match answer:
            case NotModified():
                self.subscriptions.succeeded(feed, self._now(), read=None, etag=None, modified=None, fresh=0)
                return Checked(feed)
            case RetryLater(until=until, reason=reason):
                self.subscriptions.failed(feed, self._now(), reason, until)
                return Checked(feed, fault=reason)
            case Gone(status=status):
                raise SourceError(feed.url, f"is not there ({status})")
            case Fetched():
                return self._read(feed, answer)

    def _read(self, feed: Feed, page: Fetched) -> Checked:
        read = parse_feed(page.body, page.final_url)
        # The oldest first: what is cut off by a stop is what the next check sees at the top again.
        outcomes = [self._take(feed, entry, page) for entry in reversed(self.subscriptions.unseen(feed, read.entries))]
        added, updated = outcomes.count(Kept.ADDED), outcomes.count(Kept.UPDATED)
        self.subscriptions.succeeded(
            feed,
            self._now(),
            read=read,
            etag=page.headers.get("etag"),
            modified=page.headers.get("last-modified"),
            fresh=added + updated,
        )
        refused = tuple(outcome for outcome in outcomes if not isinstance(outcome, Kept))
        return Checked(feed, added, updated, (*read.faults, *refused))

    def _take(self, feed: Feed, entry: Entry, page: Fetched) -> Kept | str:
        """Keep one entry.

        The result is what came of it, or why nothing did. One whose page fails now is tried at the next check.
        """
        try:
            draft = self._draft(feed, entry, page)
        except SourceError as error:
            return str(error)
        if isinstance(draft, Failure):
            self._pipeline.services.library.note(lambda session: seen_in(session, feed.id or 0, entry, self._now()))
            return f"{draft.source}: {draft.error}"

        def note(session: Session, *, kept: Kept, draft: ArticleDraft) -> None:
            seen_in(session, feed.id or 0, entry, self._now(), article_id(draft.url, draft.speaker))

        return self._pipeline.keep_one(draft, note)

    def _draft(self, feed: Feed, entry: Entry, page: Fetched) -> ArticleDraft | Failure:
        """The page that an entry links to, or what the feed says itself, where that is whole.

        Of somebody else's page the page is asked first, whatever the feed says of it.
        """
        fallback = Fallback(self._now(), UNKNOWN, feed.publisher or feed.title)
        if not entry.is_whole or not owns(page.final_url, entry.url):
            linked = self._linked(entry, page)
            if isinstance(linked, ArticleDraft) or len(str(entry.item.get("text") or "")) < LEAST:
                return linked
        draft = draft_from(entry.item, entry.url, fallback)
        if isinstance(draft, Failure):
            return draft
        capture = self._captures.keep(Raw.of(page))
        return replace(draft, capture_id=capture, origin=Origin.FEED, read_at=page.final_url)

    def _linked(self, entry: Entry, feed_page: Fetched) -> ArticleDraft | Failure:
        """The page that an entry links to.

        It is dated by the feed where it states no date itself, and named by it where both have one owner.
        """
        try:
            answer = self._fetcher.fetch(entry.url)
        except ClosedAddress as error:
            if not entry.is_whole:
                raise
            return Failure(entry.url, error.reason)
        if isinstance(answer, RetryLater):
            raise SourceError(entry.url, answer.reason)
        if not isinstance(answer, Fetched):
            return Failure(entry.url, "is not there")
        capture = self._captures.keep(Raw.of(answer))
        try:
            item = read_fetched(answer, self._now())
        except Unreadable as error:
            return Failure(entry.url, str(error))
        stated = (
            read_published(entry.item.get("published_at"), self._now()) if entry.item.get("published_at") else UNKNOWN
        )
        is_own = owns(feed_page.final_url, answer.final_url)
        publisher = str(entry.item.get("publisher") or "") if is_own else ""
        draft = draft_from(item, entry.url, Fallback(self._now(), stated, publisher or None))
        if isinstance(draft, Failure):
            return draft
        source = draft.date_source if item.get("published_at") else "feed" if draft.published_at else None
        read = replace(draft, origin=Origin.PAGE, read_at=answer.final_url)
        return replace(read, capture_id=capture, date_source=source)
