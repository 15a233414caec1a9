"""Only who owns an address says what stands there; what others say of it is an article of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select, update

from bot.messages.answer import render_answer
from bot.phrases.catalogues import phrases_for
from ingest.feeding.models import Recheck
from ingest.feeding.page_checks import PageChecks, PageLook
from ingest.keeping.pipeline import STANDS_THERE
from retrieval.answering.answer_json import answer_json
from retrieval.article import Origin
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Alteration, Article
from retrieval.library.sources import Feed
from retrieval.services import Services
from tests.ingest.feeding.speaking import (
    DATED,
    DIGEST,
    NOW,
    OWN_WORDS,
    WIRE,
    articles,
    checked_again,
    entry,
    followed,
    rss,
    taken_in,
    versions,
)
from tests.ingest.formats.pages.sites import page
from tests.keeping import ask, draft, keep
from tests.web.pages import by_host, raw, redirect, response, status
from tests.web.server import WebServer

STORY = page(f"{DATED}<meta property='og:site_name' content='North Wire'>").replace(
    b"the old bridge", b"the bridge of Ras al-Ain"
)
CLOSED = raw(response(b"User-agent: *\nDisallow: /"))
FEED = "application/rss+xml"


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as web:
        web.serve("/story", by_host(wire=raw(response(STORY))))
        yield web


def feed_at(web: WebServer, *entries: str, host: str = DIGEST) -> str:
    """A feed of a host, which another one's page is linked from."""
    web.serve("/feed", raw(response(rss(*entries), headers={"Content-Type": FEED})))
    return web.url("/feed", host)


# Feeds


def test_of_somebody_else_s_page_the_page_is_asked_and_not_the_feed(services: Services, web: WebServer) -> None:
    checked = followed(services, web, feed_at(web, entry(web.url("/story", WIRE))))
    (article,) = articles(services)
    (version,) = versions(services, article)
    assert checked.added == 1 and "Nothing of what was reported" not in version.text
    assert (article.publisher, article.origin, article.speaker) == ("North Wire", Origin.PAGE, None)


def test_a_feed_adds_no_version_to_another_publisher_s_article(services: Services, web: WebServer) -> None:
    taken_in(services, web, web.url("/story", WIRE))
    followed(services, web, feed_at(web, entry(web.url("/story", WIRE))))
    web.serve("/robots.txt", by_host(wire=CLOSED))
    feed_at(web, entry(web.url("/story", WIRE), OWN_WORDS + "Believe it."))
    checked_again(services, web)
    own, others = sorted(articles(services), key=lambda one: one.speaker or "")
    assert [version.origin for version in versions(services, own)] == [Origin.PAGE]
    assert (own.publisher, own.title) == ("North Wire", "Bridge closed near the river")
    assert (others.publisher, others.speaker, others.url) == ("The Digest", "example.net", own.url)


@pytest.mark.parametrize("wall", ["robots", "403 Forbidden", "402 Payment Required", "404 Not Found", "a form"])
def test_words_about_a_page_that_is_not_read_are_the_feed_s_own_and_say_so(
    services: Services, web: WebServer, wall: str
) -> None:
    if wall == "robots":
        web.serve("/robots.txt", by_host(wire=CLOSED))
    else:
        form = raw(response(page(body="<form><input type='password'></form>")))
        web.serve("/story", by_host(wire=form if wall == "a form" else status(wall)))
    followed(services, web, feed_at(web, entry(web.url("/story", WIRE))))
    (article,) = articles(services)
    assert (article.speaker, article.origin, article.publisher) == ("example.net", Origin.FEED, "The Digest")
    answer = ask(services, "what happened in Ras al-Ain this week")
    (excerpt, *_) = answer.incidents[0].excerpts
    assert excerpt.link == article.url and "#:~:text" not in excerpt.link  # the page was not heard
    shown = render_answer(answer, phrases_for("en"))[0].text
    assert "The Digest, 15 Nov; words of example.net, not of the page · open the linked page" in shown
    quoted = answer_json(answer)["incidents"][0]["excerpts"][0]["article"]
    assert (quoted["origin"], quoted["speaker"]) == ("feed", "example.net")


def test_an_edited_entry_is_a_version_of_the_feed_s_own_article(services: Services, web: WebServer) -> None:
    web.serve("/story", by_host(wire=status("403 Forbidden")))
    followed(services, web, feed_at(web, entry(web.url("/story", WIRE))))
    feed_at(web, entry(web.url("/story", WIRE), OWN_WORDS.replace("Friday", "Saturday")))
    assert checked_again(services, web).updated == 1
    (article,) = articles(services)
    assert [version.number for version in versions(services, article)] == [1, 2]


def test_a_page_and_what_a_feed_says_of_it_are_two_publishers(services: Services, web: WebServer) -> None:
    web.serve("/story", by_host(wire=status("403 Forbidden")))
    followed(services, web, feed_at(web, entry(web.url("/story", WIRE))))
    keep(services, replace(draft("Shells fell on Ras al-Ain on Friday.", publisher=""), url=web.url("/other", WIRE)))
    answer = ask(services, "what happened in Ras al-Ain this week")
    outlets = {name for incident in answer.incidents for name in incident.publishers}
    assert len(outlets) == 2


@pytest.mark.parametrize(
    ("feed_host", "page_host", "is_own"),
    [
        ("feeds.example.org", "www.example.org", True),
        ("example.org", "m.example.org", True),
        ("wire.blogspot.com", "wire.blogspot.com", True),
        ("digest.blogspot.com", "wire.blogspot.com", False),
        ("digest.wordpress.com", "wire.wordpress.com", False),
        ("example.org.example.net", "example.org", False),
        ("one.co.uk", "two.co.uk", False),
    ],
)
def test_a_feed_speaks_for_the_pages_of_its_own_site(
    services: Services, web: WebServer, feed_host: str, page_host: str, is_own: bool
) -> None:
    web.serve("/page", status("403 Forbidden"))
    followed(services, web, feed_at(web, entry(web.url("/page", page_host)), host=feed_host))
    (article,) = articles(services)
    assert (article.speaker is None) is is_own
    assert article.origin is Origin.FEED


def test_a_feed_of_one_host_that_another_gives_speaks_for_that_other(services: Services, web: WebServer) -> None:
    """What was asked for says nothing: the words come from where the redirect leads."""
    web.serve("/story", by_host(wire=status("403 Forbidden")))
    feed_at(web, entry(web.url("/story", WIRE)))
    web.serve("/syndicated", redirect(web.url("/feed", DIGEST)))
    followed(services, web, web.url("/syndicated", WIRE))
    assert [article.speaker for article in articles(services)] == ["example.net"]


@pytest.mark.parametrize(
    "link", ["http://10.0.0.1/a", "file:///etc/passwd", "tg://join?invite=a", "javascript:alert(1)"]
)
def test_words_about_what_is_no_public_page_are_not_kept(services: Services, web: WebServer, link: str) -> None:
    checked = followed(services, web, feed_at(web, entry(link)))
    assert len(checked.refused) == 1 and articles(services) == []


def test_a_feed_of_links_is_not_taken_for_the_publishers_that_it_links_to(services: Services, web: WebServer) -> None:
    """Readers would be told that North Wire cannot be read when the digest fails."""
    followed(services, web, feed_at(web, entry(web.url("/story", WIRE), "A teaser.")))
    with read_session(services.library.engine) as session:
        assert session.exec(select(Feed.publisher)).one() is None


def test_a_page_without_a_name_is_not_named_after_the_feed_that_links_to_it(services: Services, web: WebServer) -> None:
    web.serve("/story", by_host(wire=raw(response(page(DATED)))))
    followed(services, web, feed_at(web, entry(web.url("/story", WIRE), "A teaser.")))
    assert [article.publisher for article in articles(services)] == ["wire.example.org"]


# Pages


@pytest.mark.parametrize("claim", ["<link rel='canonical' href='{}'>", "<meta property='og:url' content='{}'>"])
@pytest.mark.parametrize("host", ["digest.example.net", "example.org.example.net", "digest.blogspot.com"])
def test_a_page_claims_no_address_of_another_publisher(
    services: Services, web: WebServer, claim: str, host: str
) -> None:
    taken_in(services, web, web.url("/story", WIRE))
    lying = page(DATED + claim.format(web.url("/story", WIRE))).replace(b"Friday", b"Sunday")
    web.serve("/lie", raw(response(lying)))
    taken_in(services, web, web.url("/lie", host))
    assert {article.url for article in articles(services)} == {web.url("/story", WIRE), web.url("/lie", host)}
    assert all(len(versions(services, article)) == 1 for article in articles(services))


def test_a_page_of_one_user_claims_no_page_of_another_on_the_same_host(services: Services, web: WebServer) -> None:
    claim = f"<link rel='canonical' href='{web.url('/@wire/story', 'medium.com')}'>"
    web.serve("/@digest/story", raw(response(page(DATED + claim))))
    taken_in(services, web, web.url("/@digest/story", "medium.com"))
    assert [article.url for article in articles(services)] == [web.url("/@digest/story", "medium.com")]


def test_a_page_for_phones_claims_the_page_of_its_own_site(services: Services, web: WebServer) -> None:
    claim = f"<link rel='canonical' href='{web.url('/story', 'www.example.org')}'>"
    web.serve("/amp", raw(response(page(DATED + claim))))
    taken_in(services, web, web.url("/amp", "amp.example.org"))
    assert [article.url for article in articles(services)] == [web.url("/story", "www.example.org")]


def test_an_address_that_leads_to_another_publisher_brings_an_article_of_that_one(
    services: Services, web: WebServer
) -> None:
    web.serve("/go", by_host(digest=redirect(web.url("/story", WIRE))))
    taken_in(services, web, web.url("/go", DIGEST))
    assert [(one.url, one.speaker) for one in articles(services)] == [(web.url("/story", WIRE), None)]


# Looks at pages that were quoted


def looked_at(services: Services, web: WebServer) -> PageLook:
    ask(services, "what happened in Ras al-Ain this week")
    checks = PageChecks(services, web.fetcher(), lambda: NOW + timedelta(days=2))
    checks.enlist()
    with write_transaction(services.library.engine) as session:
        session.execute(update(Recheck).values(due_at=NOW))
    ((_, seen),) = checks.look_at_due()
    return seen


def test_a_quoted_page_that_leads_to_another_publisher_is_not_changed_by_it(services: Services, web: WebServer) -> None:
    taken_in(services, web, web.url("/story", WIRE))
    web.serve("/story", by_host(wire=redirect(web.url("/ours", DIGEST))))
    web.serve("/ours", by_host(digest=raw(response(STORY.replace(b"Friday", b"Sunday")))))
    assert looked_at(services, web) is PageLook.UNREADABLE
    (article,) = articles(services)
    assert len(versions(services, article)) == 1
    with read_session(services.library.engine) as session:
        assert session.exec(select(Alteration)).all() == []


def test_a_quoted_page_that_moves_within_its_site_is_still_that_article(services: Services, web: WebServer) -> None:
    taken_in(services, web, web.url("/story", WIRE))
    web.serve("/story", by_host(wire=redirect(web.url("/moved", "www.example.org"))))
    web.serve("/moved", by_host(www=raw(response(STORY.replace(b"Friday", b"Sunday")))))
    assert looked_at(services, web) is PageLook.CHANGED


def test_a_page_is_not_compared_with_what_somebody_else_says_of_it(services: Services, web: WebServer) -> None:
    web.serve("/story", by_host(wire=status("403 Forbidden")))
    followed(services, web, feed_at(web, entry(web.url("/story", WIRE))))
    ask(services, "what happened in Ras al-Ain this week")
    assert PageChecks(services, web.fetcher(), lambda: NOW).enlist() == 0


# What the newsroom hands in


def imported(url: str, text: str, **changes: object) -> object:
    read = replace(draft(text, url=url, publisher="North Wire"), origin=Origin.EDITOR)
    return replace(read, **changes)  # type: ignore[arg-type]


def test_an_import_may_name_any_address_and_is_a_version_of_an_earlier_import(services: Services) -> None:
    url = "https://wire.example.org/1"
    keep(services, imported(url, "Shells fell on Ras al-Ain."))  # type: ignore[arg-type]
    report = keep(services, imported(url, "Two shells fell on Ras al-Ain."))  # type: ignore[arg-type]
    assert (report.updated, report.warnings) == (1, [])
    (article,) = articles(services)
    assert [version.origin for version in versions(services, article)] == [Origin.EDITOR] * 2


def test_an_import_does_not_replace_what_was_read_at_the_address_and_says_so(
    services: Services, web: WebServer
) -> None:
    taken_in(services, web, web.url("/story", WIRE))
    other = imported(web.url("/story", WIRE), "Nothing happened in Ras al-Ain.", publisher="The Digest", title="Other")
    report = keep(services, other)  # type: ignore[arg-type]
    assert (report.updated, report.unchanged, report.failures) == (0, 1, [])
    assert [warning.error for warning in report.warnings] == [STANDS_THERE]
    (article,) = articles(services)
    assert (article.publisher, article.title) == ("North Wire", "Bridge closed near the river")
    assert [version.origin for version in versions(services, article)] == [Origin.PAGE]


def test_an_import_adds_what_a_page_did_not_state(services: Services, web: WebServer) -> None:
    undated = page().replace(b"Friday", b"some day").replace(b"Valley Post", b"")
    web.serve("/undated", by_host(wire=raw(response(undated))))
    taken_in(services, web, web.url("/undated", WIRE))
    (article,) = articles(services)
    assert article.published_at is None
    text = versions(services, article)[0].text
    report = keep(services, imported(article.url, text, byline="Noor"))  # type: ignore[arg-type]
    (article,) = articles(services)
    assert (report.updated, report.warnings) == (1, [])
    assert article.published_at is not None and article.published_at.date() == date(2024, 11, 16)
    assert (article.byline, article.origin) == ("Noor", Origin.PAGE)


def test_the_page_itself_has_the_last_word_over_an_import(services: Services, web: WebServer) -> None:
    keep(services, imported(web.url("/story", WIRE), "Nothing happened in Ras al-Ain."))  # type: ignore[arg-type]
    taken_in(services, web, web.url("/story", WIRE))
    (article,) = articles(services)
    assert [version.origin for version in versions(services, article)] == [Origin.EDITOR, Origin.PAGE]
    with read_session(services.library.engine) as session:
        assert session.exec(select(Article.origin).where(col(Article.id) == article.id)).one() is Origin.PAGE
