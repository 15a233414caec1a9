"""A web of several publishers for tests of who may say what stands where."""

from datetime import UTC, datetime

from sqlmodel import col, select

from ingest.feeding.feed_checks import Checked, FeedChecks
from ingest.feeding.intake import Intake
from ingest.feeding.jobs import Asker, JobKind, Progress
from retrieval.library.database import read_session
from retrieval.library.models import Article, Version
from retrieval.services import Services
from tests.web.server import WebServer

WIRE, DIGEST = "wire.example.org", "digest.example.net"
DATED = "<meta property='article:published_time' content='2024-11-15'>"
# Of its own, and long enough for an article: what a feed says of a page that it links to.
OWN_WORDS = (
    "Nothing of what was reported from Ras al-Ain on Friday is true, and the bridge there stands as it stood. " * 7
)
NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)


def entry(link: str, words: str = OWN_WORDS, key: str = "1") -> str:
    return (
        f"<item><title>Nothing happened</title><guid>{key}</guid><link>{link}</link>"
        f"<description>{words}</description><pubDate>Fri, 15 Nov 2024 07:00:00 GMT</pubDate></item>"
    )


def rss(*entries: str, title: str = "The Digest") -> bytes:
    return f"<rss version='2.0'><channel><title>{title}</title>{''.join(entries)}</channel></rss>".encode()


def followed(services: Services, web: WebServer, url: str) -> Checked:
    """What the first check of a feed brings."""
    checks = FeedChecks(services, web.fetcher(), lambda: NOW)
    checked = checks.follow(url, None, check=True).checked
    assert checked is not None
    return checked


def checked_again(services: Services, web: WebServer) -> Checked:
    """What a further check of the one feed brings."""
    checks = FeedChecks(services, web.fetcher(), lambda: NOW)
    (feed,) = checks.subscriptions.all()
    return checks.check(feed)


def taken_in(services: Services, web: WebServer, *urls: str) -> Progress:
    """What becomes of addresses that an editor gives."""
    fetcher = web.fetcher()
    intake = Intake(services, fetcher, FeedChecks(services, fetcher, lambda: NOW))
    job = intake.jobs.ask(JobKind.ADDRESSES, {"urls": list(urls)}, Asker(), NOW)
    intake.take_in(job)
    progress = intake.jobs.get(job)
    assert progress is not None
    return progress


def articles(services: Services) -> list[Article]:
    with read_session(services.library.engine) as session:
        return list(session.exec(select(Article).order_by(col(Article.added_at), col(Article.id))))


def versions(services: Services, article: Article) -> list[Version]:
    found = services.library.article(article.id)
    assert found is not None
    return found[1]
