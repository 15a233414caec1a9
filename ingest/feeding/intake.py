"""A job → its items, each read and kept once: after a restart it goes on with those that are left."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ingest.feeding.documents import Documents
from ingest.feeding.feed_checks import FeedChecks, Followed
from ingest.feeding.jobs import FAILED, JobKind, Jobs, Progress, note_in
from ingest.feeding.models import JobItem
from ingest.formats.drafts import ArticleDraft, Failure, Fallback, Unreadable, draft_from
from ingest.formats.feeds.opml import is_opml
from ingest.keeping.captures import Captures, Raw
from ingest.keeping.guard import guarded, reason_of
from ingest.keeping.pipeline import Pipeline
from ingest.sandbox.readers import count_items, read_articles, read_fetched, read_opml
from ingest.web.fetch import Fetcher
from ingest.web.outcomes import Fetched, Gone, NotModified, RetryLater
from retrieval.article import NEWSROOM, Origin, is_newsroom
from retrieval.errors import StoreError
from retrieval.library.new_article import Kept, article_id, newsroom_address, sha256
from retrieval.services import Services

# Feeds of one command; a check may read some thirty pages, one a second.
CHECKED_AT_ONCE = 3


def _nothing() -> None:
    """Nobody waits for the items of a job one by one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a job: its name for reports, and how to read it when its turn comes."""

    ordinal: int
    source: str
    read: Callable[[], ArticleDraft | Followed | Failure]


class Intake:
    """Takes in what jobs ask for, in the thread that calls it."""

    def __init__(self, services: Services, fetcher: Fetcher, checker: FeedChecks) -> None:
        self.jobs = Jobs(services.library.engine)
        self.documents = Documents(services.library.engine, services.settings.data_dir)
        self._begun: set[str] = set()  # by this process, and not finished
        self._checker = checker
        self._services = services
        self._fetcher = fetcher
        self._pipeline = Pipeline(services)
        self._captures = Captures.of(services.library.engine, services.settings)

    def take_in(self, job_id: str, dealt_with: Callable[[], None] = _nothing) -> None:
        """Deal with what is left of a job, and say so after each item. What happens to one costs the others nothing.

        Raises `StoreError` where the library cannot be written: the job is then not over, and goes on where it was
        when it is taken in again.
        """
        progress = self.jobs.begin(job_id, self._now(), is_first=job_id not in self._begun)
        if progress is None:
            return
        self._begun.add(job_id)
        done = {item.ordinal for item in progress.items}
        for item in self._items(progress):
            if item.ordinal in done:
                continue
            if self.jobs.is_cancelled(job_id):
                break
            self._deal_with(job_id, item)
            dealt_with()
        self.jobs.finish(job_id, self._now())
        self._begun.discard(job_id)
        if progress.job.kind == JobKind.DOCUMENT:
            self.documents.clear(job_id)

    def leave(self) -> None:
        """Note that this process stops in good order, so that nobody takes it for dead on the jobs that it is at."""
        for job_id in tuple(self._begun):
            with suppress(StoreError):
                self.jobs.leave(job_id)

    def _now(self) -> datetime:
        return self._services.settings.now()

    def _items(self, progress: Progress) -> Iterator[Item]:
        payload = progress.job.payload
        match JobKind(progress.job.kind):
            case JobKind.ADDRESSES:
                for number, url in enumerate(payload["urls"]):
                    yield Item(number, url, partial(self._page, url))
            case JobKind.DOCUMENT:
                yield from self._documents(progress)
            case JobKind.MESSAGE:
                yield Item(0, payload["url"], lambda: self._message(payload))
            case JobKind.FEEDS:
                yield from self._feeds(payload["urls"], progress)

    def _documents(self, progress: Progress) -> Iterator[Item]:
        """The articles of a document.

        They are read in the same order each time, so that an item keeps its number.
        """
        job, payload = progress.job, progress.job.payload
        path = self.documents.path(job.id, payload["name"])
        if not path.exists():
            yield Item(0, payload["shown"], lambda: Failure(payload["shown"], "is not there any more; send it again"))
            return
        if is_opml(path):
            yield from self._list_of_feeds(path, progress)
            return
        if job.total is None and (total := count_items([path])) is not None:
            self.jobs.count(job.id, total)
        capture: list[int] = []
        for number, read in enumerate(read_articles([path], publisher=payload.get("publisher"), now=job.asked_at)):
            named = replace(read, source=read.source.replace(str(path), payload["shown"]))
            yield Item(number, named.source, partial(self._of_document, named, path, payload, capture))

    def _list_of_feeds(self, path: Path, progress: Progress) -> Iterator[Item]:
        try:
            urls = read_opml(path.read_bytes())
        except Unreadable as error:
            yield Item(0, progress.job.payload["shown"], partial(Failure, progress.job.payload["shown"], str(error)))
            return
        self.jobs.count(progress.job.id, len(urls))
        yield from self._feeds(urls, progress)

    def _of_document(
        self, read: ArticleDraft | Failure, path: Path, payload: dict[str, Any], capture: list[int]
    ) -> ArticleDraft | Failure:
        """An article of a document, with the document's bytes as its capture and an address that says whence it is."""
        if isinstance(read, Failure):
            return read
        if not capture:
            capture.append(self._captures.keep(_raw_document(path, payload, self._now())))
        draft = replace(read, capture_id=capture[0])
        return _standing_nowhere(draft, payload.get("url"), path) if is_newsroom(read.url) else draft

    def _page(self, url: str) -> ArticleDraft | Failure:
        match self._fetcher.fetch(url):
            case Fetched() as page:
                capture = self._captures.keep(Raw.of(page))
                item = read_fetched(page, self._now())
                draft = draft_from(item, url, Fallback(self._now()))
                if isinstance(draft, Failure):
                    return draft
                return replace(draft, capture_id=capture, origin=Origin.PAGE, read_at=page.final_url)
            case Gone(status=status):
                return Failure(url, f"is not there ({status})")
            case RetryLater(until=until, reason=reason):
                return Failure(url, f"cannot be read now: {reason}; try again after {until:%H:%M} UTC")
            case NotModified():
                return Failure(url, "says that it has not changed, without having been asked")

    def _message(self, payload: dict[str, Any]) -> ArticleDraft | Failure:
        raw = Raw(payload["url"], payload["url"], payload["text"].encode(), self._now(), "text/plain; charset=utf-8")
        draft = draft_from(payload, payload["url"], Fallback(self._now()))
        if isinstance(draft, Failure):
            return draft
        return replace(draft, capture_id=self._captures.keep(raw), origin=Origin.FORWARD, read_at=draft.url)

    def _feeds(self, urls: list[str], progress: Progress) -> Iterator[Item]:
        """Few feeds are checked at once, so that who added them sees what they bring.

        Of many, the schedule does it.
        """
        follow = partial(self._checker.follow, by=progress.job.asked_by, check=len(urls) <= CHECKED_AT_ONCE)
        for number, url in enumerate(urls):
            yield Item(number, url, partial(follow, url))

    def _deal_with(self, job_id: str, item: Item) -> None:
        """Read and keep an item, and note what became of it."""

        def failed(error: Exception) -> None:
            self.jobs.note(_failed(job_id, item, reason_of(error, "could not be kept")))

        guarded(f"take in {item.source}", lambda: self._read_and_keep(job_id, item), failed)

    def _read_and_keep(self, job_id: str, item: Item) -> None:
        read = item.read()
        match read:
            case Failure(error=error):
                self.jobs.note(_failed(job_id, item, error))
            case Followed():
                self.jobs.note(_followed(job_id, item, read))
            case ArticleDraft():
                self._pipeline.keep_one(read, partial(_note, job_id=job_id, item=item))


def _raw_document(path: Path, payload: dict[str, Any], now: datetime) -> Raw:
    """The bytes of a document, under the post that it came with, or under their own hash."""
    body = path.read_bytes()
    address = payload.get("url") or NEWSROOM + hashlib.sha256(body).hexdigest()[:16]
    return Raw(address, address, body, now, payload.get("mime_type"))


def _standing_nowhere(draft: ArticleDraft, post: str | None, path: Path) -> ArticleDraft:
    """An article of a document that names no address, under one that tells it from the others.

    That is the `post` of a public channel that it came with, if there is one. It tells nothing of who sent the file,
    of where it lay, or of how it was called.
    """
    if not post or is_newsroom(post):
        return replace(draft, url=newsroom_address(draft.text), origin=Origin.FILE)
    part = f"#{sha256(draft.text)[:16]}" if path.suffix.lower() == ".zip" else ""
    return replace(draft, url=post + part, origin=Origin.FORWARD, read_at=post)


def _note(session: Session, *, kept: Kept, draft: ArticleDraft, job_id: str, item: Item) -> None:
    """What became of an article, in the transaction that keeps it."""
    note_in(
        session,
        JobItem(
            job_id=job_id,
            ordinal=item.ordinal,
            source=item.source,
            outcome=kept.value,
            article_id=article_id(draft.url, draft.speaker),
            detail="; ".join(draft.warnings) or None,
        ),
    )


def _followed(job_id: str, item: Item, followed: Followed) -> JobItem:
    """A feed as a job's item: what it is called, and what its first check brought."""
    checked = followed.checked
    brought: dict[str, Any] = {"feed": followed.feed.id, "title": followed.feed.title}
    if checked is not None:
        brought |= {"added": checked.added, "refused": len(checked.refused), "fault": checked.fault}
    outcome = Kept.ADDED if followed.is_new else Kept.UNCHANGED
    return JobItem(job_id=job_id, ordinal=item.ordinal, source=item.source, outcome=outcome.value, brought=brought)


def _failed(job_id: str, item: Item, reason: str) -> JobItem:
    return JobItem(job_id=job_id, ordinal=item.ordinal, source=item.source, outcome=FAILED, detail=reason)
