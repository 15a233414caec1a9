"""Editors' commands on the command line: pages, feeds, and the record."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.commands import Dateline
from tests.flows.newsroom import at
from tests.ingest.formats.pages.sites import page
from tests.web.pages import raw, response
from tests.web.server import WebServer

STORY = page("<meta property='article:published_time' content='2024-11-15'>")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with WebServer() as web:
        monkeypatch.setenv("DATELINE_FETCH_ALLOW", f"127.0.0.1:{web.port}")
        web.serve("/story", raw(response(STORY)))
        item = f"<item><title>\x9b31mReport</title><link>{at(web, '/story')}</link><description>A.</description></item>"
        feed = f"<rss version='2.0'><channel><title>North Wire</title>{item}</channel></rss>"
        web.serve("/feed", raw(response(feed.encode())))
        yield web


def test_pages_are_read_and_what_cannot_be_is_named(dateline: Dateline, web: WebServer) -> None:
    done = dateline("ingest", at(web, "/story"), at(web, "/gone"), at(web, "/story"))
    assert done.status == 1
    assert "1 added, 1 refused" in done.out and "is not there (404)" in done.out
    again = dateline("ingest", "--json", at(web, "/story"))
    assert (again.status, json.loads(again.out.splitlines()[-1])["unchanged"]) == (0, 1)


def test_what_a_version_changed_is_printed(dateline: Dateline, web: WebServer) -> None:
    lines = dateline("ingest", at(web, "/story")).out.splitlines()
    id_ = next(line.split(" · ")[0] for line in lines if " · " in line)
    assert "is the first one" in dateline("article", id_, "--diff").err
    web.serve("/story", raw(response(STORY.replace(b"heavy rain", b"a flood"))))
    assert "1 updated" in dateline("ingest", at(web, "/story")).out
    assert "[-heavy-]{+a+} [-rain-]{+flood+}" in dateline("article", id_, "--diff").out


def test_an_article_is_corrected_withdrawn_and_shown_again(dateline: Dateline, web: WebServer) -> None:
    id_ = next(line.split(" · ")[0] for line in dateline("ingest", at(web, "/story")).out.splitlines() if " · " in line)
    assert "The publisher is River Post." in dateline("correct", id_, "publisher", "River", "Post").out
    assert json.loads(dateline("article", id_, "--json").out)["publisher"] == "River Post"
    assert "Withdrawn:" in dateline("retract", id_, "an", "error").out
    assert json.loads(dateline("article", id_, "--json").out)["retracted_because"] == "an error"
    assert "Shown again:" in dateline("reinstate", id_).out
    assert json.loads(dateline("article", id_, "--json").out)["retracted_at"] is None


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("retract", "0" * 16, "wrong"), "there is no article"),
        (("reinstate", "nothing"), "there is no article"),
        (("correct", "0" * 16, "colour", "red"), "is none of date"),
        (("correct", "0" * 16, "date", "tomorrow"), "is no date"),
        (("feed", "pause", "7"), "is not followed"),
        (("feed", "import", "/nothing"), "does not exist"),
    ],
)
def test_a_slip_is_one_line_that_says_what_is_wrong(dateline: Dateline, words: tuple[str, ...], reason: str) -> None:
    done = dateline(*words)
    assert done.status in (1, 2)
    assert reason in done.err and done.err.count("\n") == 1


def test_a_feed_is_followed_checked_listed_and_left(dateline: Dateline, web: WebServer, tmp_path: Path) -> None:
    assert "Following: North Wire, feed 1" in dateline("feed", "add", at(web, "/feed")).out
    assert dateline("feed", "add", at(web, "/nothing")).status == 1
    assert "North Wire: 1 added" in dateline("feed", "check").out
    assert "0 feeds read." in dateline("feed", "check").out
    (listed,) = json.loads(dateline("feed", "list", "--json").out)
    assert (listed["kind"], listed["articles"], listed["marks"]) == ("feed", 1, ["undated"])
    assert "1 source is followed; 1 wants looking at." in dateline("sources").out
    exported = tmp_path / "feeds.opml"
    dateline("feed", "export", str(exported))
    assert "paused" in dateline("feed", "pause", "1").out
    assert "paused" in dateline("feed", "list").out
    assert "its articles stay" in dateline("feed", "remove", at(web, "/feed")).out
    assert "Following: North Wire" in dateline("feed", "import", str(exported)).out
    status = json.loads(dateline("status", "--json").out)
    assert (status["articles"], status["sources"]) == (1, 1)
