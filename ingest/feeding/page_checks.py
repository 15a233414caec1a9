"""Pages that were quoted are looked at again, ever more seldom: a change is a new version, an end is marked."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, update
from sqlmodel import col, select

from ingest.feeding.models import Recheck
from ingest.formats.drafts import ArticleDraft, Fallback, Unreadable, draft_from
from ingest.keeping.captures import Captures, Raw
from ingest.keeping.pipeline import Pipeline
from ingest.sandbox.readers import read_fetched
from ingest.web.fetch import Fetcher
from ingest.web.outcomes import Fetched, Gone, NotModified, RetryLater
from ingest.web.owners import owns
from retrieval.article import Origin
from retrieval.errors import SourceError
from retrieval.library.alterations import note_state
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Altered, Article, Quotation, Version
from retrieval.library.new_article import Kept
from retrieval.services import Services

log = logging.getLogger(__name__)

# After the first quotation. News is corrected within hours or days if at all (Karlsson, Clerwall and Nord, "The public
# doesn't miss the public", Journalism 2017, on the practice of online corrections); later looks notice what vanishes.
STEPS = tuple(
    timedelta(**step)
    for step in (
        {"hours": 1}, {"hours": 6}, {"days": 1}, {"days": 3}, {"days": 7}, {"days": 14}, {"days": 28}, {"days": 56},
    )
)  # fmt: skip
# The last pause is repeated until about a year has passed.
MOST_STEPS = 13
# Where a page could not be read, and after it was missing once.
TRY_AGAIN = timedelta(hours=6)
# Times in a row, hours apart, until a page counts as gone.
MISSING = 2
# For how long a look keeps others from the same page.
CLAIMED = timedelta(minutes=30)
# Of one pass. A site that has many of them is asked once a second, and the next pass comes five minutes later.
MOST_DUE = 50


class PageLook(StrEnum):
    """What a look at a page showed."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MISSING = "missing"
    GONE = "gone"
    UNREADABLE = "unreadable"  # a wall, an error, a busy server: nothing that says anything of the article


class PageChecks:
    """The looks at the quoted pages of one library."""

    def __init__(self, services: Services, fetcher: Fetcher, now: Callable[[], datetime]) -> None:
        self._services = services
        self._engine: Engine = services.library.engine
        self._fetcher = fetcher
        self._now = now
        self._captures = Captures.of(self._engine, services.settings)

    def enlist(self) -> int:
        """Put every article that was quoted, stands on the web and is not looked at yet on the schedule.

        The result is how many.
        """
        now = self._now()
        with write_transaction(self._engine) as session:
            known = select(Recheck.article_id).where(Recheck.article_id == Version.article_id).exists()
            quoted = (
                select(Version.article_id)
                .join(Quotation, col(Quotation.version_id) == col(Version.id))
                .join(Article, col(Article.id) == col(Version.article_id))
                .where(col(Article.url).startswith("http"), ~col(Article.url).startswith("https://t.me/"))
                .where(~known, col(Article.speaker).is_(None))
                .distinct()
            )
            new = [Recheck(article_id=id_, due_at=now + STEPS[0]) for id_ in session.exec(quoted)]
            session.add_all(new)
        return len(new)

    def look_at_due(self) -> list[tuple[str, PageLook]]:
        """Look at the pages that are due and that no other process looks at.

        The result is each article's id and what was seen.
        """
        self.enlist()
        return [(row.article_id, self.look_at(row.article_id)) for row in self._claim()]

    def look_at(self, article_id: str) -> PageLook:
        """Look at one page, keep what it has become, and note when to look again."""
        with read_session(self._engine) as session:
            row, article = session.get(Recheck, article_id), session.get(Article, article_id)
        if row is None or article is None:
            return PageLook.UNREADABLE
        headers: dict[str, str] = {}
        try:
            answer = self._fetcher.fetch(article.url, etag=row.etag, last_modified=row.last_modified)
            seen = self._seen(article, answer)
            if isinstance(answer, Fetched):
                headers = dict(answer.headers)
        except (SourceError, Unreadable) as error:
            log.info("article %s could not be looked at: %s", article_id, error)
            seen = PageLook.UNREADABLE
        return self._noted(article_id, seen, headers)

    def _seen(self, article: Article, answer: object) -> PageLook:
        match answer:
            case NotModified():
                return PageLook.UNCHANGED
            case Gone():
                return PageLook.MISSING
            case Fetched() as page:
                return self._read(article, page)
            case RetryLater():
                return PageLook.UNREADABLE
        return PageLook.UNREADABLE

    def _read(self, article: Article, page: Fetched) -> PageLook:
        if not owns(page.final_url, article.url):  # where it leads stand somebody else's words
            return PageLook.UNREADABLE
        now = self._now()
        item = read_fetched(page, now)
        draft = draft_from({**item, "url": article.url}, article.url, Fallback(now))
        if not isinstance(draft, ArticleDraft):
            return PageLook.UNREADABLE
        capture = self._captures.keep(Raw.of(page))
        draft = replace(draft, capture_id=capture, origin=Origin.PAGE, read_at=page.final_url)
        kept = Pipeline(self._services).keep_one(draft, lambda session, *, kept, draft: None)
        return PageLook.UNCHANGED if kept is Kept.UNCHANGED else PageLook.CHANGED

    def _noted(self, article_id: str, seen: PageLook, headers: dict[str, str]) -> PageLook:
        now = self._now()
        with write_transaction(self._engine) as session:
            row, article = session.get(Recheck, article_id), session.get(Article, article_id)
            if row is None or article is None:
                return seen
            row.checked_at = now
            row.missing = row.missing + 1 if seen is PageLook.MISSING else 0
            if headers:
                row.etag, row.last_modified = headers.get("etag"), headers.get("last-modified")
            if seen in (PageLook.UNREADABLE, PageLook.MISSING) and row.missing < MISSING:
                row.due_at = now + TRY_AGAIN
            elif row.missing >= MISSING:
                seen = PageLook.GONE
                if article.gone_at is None:
                    article.gone_at = now
                    note_state(session, article, Altered.GONE, now)
                row.due_at = now + STEPS[-1]
            else:
                if article.gone_at is not None:
                    article.gone_at = None
                    note_state(session, article, Altered.RETURNED, now)
                row.step = 0 if seen is PageLook.CHANGED else row.step + 1
                row.due_at = now + STEPS[min(row.step, len(STEPS) - 1)]
            if row.step >= MOST_STEPS:
                row.due_at = datetime.max.replace(tzinfo=now.tzinfo) - timedelta(days=2)
            session.add_all([row, article])
        return seen

    def _claim(self) -> list[Recheck]:
        now = self._now()
        with write_transaction(self._engine) as session:
            query = select(Recheck).where(col(Recheck.due_at) <= now).order_by(col(Recheck.due_at)).limit(MOST_DUE)
            mine = []
            for row in session.exec(query).all():
                claim = update(Recheck).where(
                    col(Recheck.article_id) == row.article_id, col(Recheck.due_at) == row.due_at
                )
                if session.connection().execute(claim.values(due_at=now + CLAIMED)).rowcount:
                    mine.append(row)
        return mine
