"""Three weeks of a feed: its articles change, vanish and are withdrawn, and every quotation stays provable."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.cli.receipt_text import CaptureProof, receipt_json, receipt_text
from ingest.feeding.feed_checks import FeedChecks
from ingest.feeding.page_checks import PageChecks, PageLook
from ingest.keeping.captures import Captures, capture_of
from retrieval.answers import Outcome
from retrieval.library.answered.receipts import receipt
from retrieval.library.database import read_session
from retrieval.library.editing import retract
from retrieval.library.models import Alteration, Article
from retrieval.library.sources import Feed
from retrieval.services import Services
from retrieval.text.differences import Fate, differences
from tests.keeping import ask
from tests.web.pages import conditional, raw, response, status
from tests.web.server import WebServer

START = datetime(2024, 11, 11, 8, tzinfo=UTC)
FILLER = "Residents said that the market stayed closed until the evening and that the road to the mill was empty. " * 6


class Clock:
    """The time of the test, which goes on when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def after(self, **span: float) -> None:
        self.now += timedelta(**span)


def story(words: str) -> bytes:
    head = "<title>Clash</title><meta property='article:published_time' content='2024-11-11'>"
    return f"<html><head>{head}</head><body><article><p>{words}</p><p>{FILLER}</p></article></body></html>".encode()


def feed(web: WebServer, *paths: str) -> bytes:
    items = "".join(
        f"<item><title>Report {path}</title><link>{web.url(path)}</link><guid>{path}</guid>"
        "<pubDate>Mon, 11 Nov 2024 07:00:00 GMT</pubDate><description>A short teaser of it.</description></item>"
        for path in paths
    )
    return f"<rss version='2.0'><channel><title>North Wire</title><link>/</link>{items}</channel></rss>".encode()


EIGHT = "Eight fighters were killed on Monday when armed groups clashed in Ras al-Ain."
FIVE = EIGHT.replace("Eight", "Five")
SHELLS = "Three people were wounded on Monday when shells fell on Tal Tamr."


def test_a_feed_over_three_weeks(services: Services, web: WebServer) -> None:
    clock = Clock()
    fetcher = web.fetcher()
    checker, rechecks = FeedChecks(services, fetcher, clock), PageChecks(services, fetcher, clock)
    web.serve("/feed", conditional(feed(web, "/clash"), '"1"', "Mon, 11 Nov 2024 07:00:00 GMT"))
    web.serve("/clash", raw(response(story(EIGHT))))

    # The first day: an article arrives and is quoted.
    url, read = checker.find(web.url("/feed"))
    followed, new = checker.subscriptions.add(url, read, None, clock.now)
    assert new and followed.title == "North Wire"
    (checked,) = checker.check_due()
    assert (checked.added, checked.refused, checked.fault) == (1, (), None)
    now = clock.now + timedelta(hours=1)
    first = ask(services, "what happened in Ras al-Ain this week", now=now)
    assert any(EIGHT in excerpt.text for excerpt in first.incidents[0].excerpts)

    # Nothing is due at once, and a feed that has not changed brings nothing.
    assert checker.check_due() == []
    clock.after(minutes=20)
    assert [(one.added, one.fault) for one in checker.check_due()] == [(0, None)]

    # The second day: a new entry, and the toll of the first is corrected.
    clock.after(days=1)
    web.serve("/feed", conditional(feed(web, "/shells", "/clash"), '"2"', "Tue, 12 Nov 2024 07:00:00 GMT"))
    web.serve("/shells", raw(response(story(SHELLS))))
    web.serve("/clash", raw(response(story(FIVE))))
    assert [one.added for one in checker.check_due()] == [1]
    assert rechecks.enlist() == 1
    clock.after(hours=2)
    assert [seen for _, seen in rechecks.look_at_due()] == [PageLook.CHANGED]
    now = clock.now
    changed = ask(services, "what happened in Ras al-Ain this week", now=now)
    assert any(FIVE in excerpt.text for excerpt in changed.incidents[0].excerpts)
    second = ask(services, "what happened in Tal Tamr this week", now=now)
    assert second.outcome is Outcome.ANSWERED

    # The versions tell what was changed, and the first quotation is proven from its own version and bytes.
    article = services.library.article(changed.incidents[0].excerpts[0].article.id)
    assert article is not None and [version.number for version in article[1]] == [1, 2]
    pieces = differences(article[1][0].text, article[1][1].text)
    assert [(piece.fate, piece.text) for piece in pieces if piece.fate is not Fate.KEPT] == [
        (Fate.REMOVED, "Eight"),
        (Fate.ADDED, "Five"),
    ]
    assert alterations(services) == ["changed"]

    # The schedule falls: a page that does not change is looked at ever more seldom.
    looks = 0
    while clock.now < START + timedelta(days=14):
        clock.after(hours=1)
        looks += sum(seen is PageLook.UNCHANGED for _, seen in rechecks.look_at_due())
    assert 6 <= looks <= 12

    # Later: one page is gone, the other article is withdrawn by an editor.
    web.serve("/clash", status("404 Not Found"))
    seen = []
    while len(seen) < 2 and clock.now < START + timedelta(days=60):
        clock.after(hours=1)
        seen += [what for id_, what in rechecks.look_at_due() if id_ == article[0].id]
    assert seen[:2] == [PageLook.MISSING, PageLook.GONE]
    withdrawn = second.incidents[0].excerpts[0].article.id
    retract(services.library.engine, withdrawn, "The agency took it back.", clock.now)
    assert ask(services, "what happened in Tal Tamr", now=clock.now).outcome is not Outcome.ANSWERED
    assert alterations(services) == ["changed", "gone", "withdrawn"]

    found = receipt(services.library, first.answer_id)
    quoted = receipt_json(found, captured(services, found))["quotations"]
    proof = next(one for one in quoted if EIGHT in one["text"])
    assert proof["proven"] and proof["article"]["version"] == 1
    assert proof["capture"]["proven"] and proof["capture"]["url"] == web.url("/clash")
    text = receipt_text(found, captured(services, found))
    assert "its current version is 2" in text and "has not been there since" in text and "matches" in text
    withdrawal = receipt_text(receipt(services.library, second.answer_id))
    assert "WITHDRAWN" in withdrawal and "The agency took it back." in withdrawal


def captured(services: Services, found: object) -> dict[int, CaptureProof]:
    captures = Captures(services.library.engine, services.settings.data_dir)
    ids = {proof.slice.version.capture_id for proof in found.proofs}  # type: ignore[attr-defined]
    rows = [capture_of(services.library.engine, id_) for id_ in ids]
    return {row.id: CaptureProof.of(row, captures) for row in rows if row is not None and row.id is not None}


def alterations(services: Services) -> list[str]:
    with read_session(services.library.engine) as session:
        return [row.kind for row in session.exec(select(Alteration).order_by(Alteration.id))]  # type: ignore[arg-type]


def feeds(services: Services) -> list[Feed]:
    with read_session(services.library.engine) as session:
        return list(session.exec(select(Feed)))


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (raw(response(b"<html><body><p>No feed at all.</p></body></html>")), "is not a feed"),
        (status("500 Error"), "gives an error (500)"),
        (status("410 Gone"), "is not there (410)"),
        (raw(b"garbage"), "does not answer"),
        (status("429 Busy", Retry_After="7200"), "busy"),
    ],
)
def test_a_feed_that_fails_says_since_when_and_rests_ever_longer(
    services: Services, web: WebServer, page: object, fault: str
) -> None:
    clock = Clock()
    checker = FeedChecks(services, web.fetcher(), clock)
    web.serve("/feed", raw(response(feed(web))))
    url, read = checker.find(web.url("/feed"))
    checker.subscriptions.add(url, read, None, clock.now)
    checker.check_due()
    web.serve("/feed", page)  # type: ignore[arg-type]
    clock.after(days=1)
    (checked,) = checker.check_due()
    (row,) = feeds(services)
    assert checked.fault is not None and fault in checked.fault
    assert row.failing_since == clock.now and row.fault is not None and row.due_at > clock.now


def test_a_teaser_whose_page_is_closed_is_kept_where_it_says_enough(services: Services, web: WebServer) -> None:
    clock = Clock()
    checker = FeedChecks(services, web.fetcher(), clock)
    body = feed(web, "/closed").replace(b"A short teaser of it.", SHELLS.encode() * 3)
    web.serve("/feed", raw(response(body)))
    web.serve("/closed", raw(response(b"<html><body><form><input type='password'></form></body></html>")))
    url, read = checker.find(web.url("/feed"))
    checker.subscriptions.add(url, read, None, clock.now)
    (checked,) = checker.check_due()
    assert checked.added == 1
    with read_session(services.library.engine) as session:
        (article,) = session.exec(select(Article)).all()
    assert (article.publisher, article.date_source) == ("North Wire", "feed")


def test_two_processes_do_not_check_the_same_feed(services: Services, web: WebServer) -> None:
    clock = Clock()
    checkers = [FeedChecks(services, web.fetcher(), clock) for _ in range(2)]
    web.serve("/feed", raw(response(feed(web))))
    url, read = checkers[0].find(web.url("/feed"))
    checkers[0].subscriptions.add(url, read, None, clock.now)
    assert [len(checker.check_due()) for checker in checkers] == [1, 0]


def test_a_site_s_feed_is_found_from_its_front_page(services: Services, web: WebServer) -> None:
    web.serve(
        "/", raw(response(b"<html><head><link rel='alternate' type='application/rss+xml' href='/f'></head></html>"))
    )
    web.serve("/f", raw(response(feed(web, "/clash"))))
    url, read = FeedChecks(services, web.fetcher(), Clock()).find(web.url("/"))
    assert (url, len(read.entries)) == (web.url("/f"), 1)
