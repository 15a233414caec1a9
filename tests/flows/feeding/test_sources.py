"""Editors follow feeds and channels from their chat, and are told once when one of them goes silent."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from bot.feeding import notices
from ingest.feeding import feeding
from ingest.feeding.health import Mark, health_of_sources
from ingest.feeding.jobs import Jobs
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Article, Version
from retrieval.library.sources import Channel, Feed
from retrieval.services import Services
from tests.bot.running import until
from tests.flows.newsroom import EDITOR, OWNER, at, count, feeding_bot
from tests.flows.watching.scene import counted, has_looked, looks
from tests.ingest.formats.pages.sites import page
from tests.keeping import draft, keep
from tests.telegram import TelegramServer
from tests.web.pages import raw, response
from tests.web.server import WebServer

SHELLS = "Three people were wounded when shells fell on Tal Tamr on Friday, residents said."
EARLIER = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def web(web: WebServer) -> WebServer:
    """A site with a feed of its one story."""
    link = "<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head></html>"
    web.serve("/", raw(response(link.encode())))
    web.serve("/feed", raw(response(rss(at(web, "/story")))))
    return web


def rss(*links: str) -> bytes:
    items = "".join(
        f"<item><title>Report</title><link>{link}</link><description>A teaser.</description>"
        "<pubDate>Fri, 15 Nov 2024 07:00:00 GMT</pubDate></item>"
        for link in links
    )
    return f"<rss version='2.0'><channel><title>North Wire</title>{items}</channel></rss>".encode()


async def says(person: object, words: str) -> str:
    """What the bot answers to something that a person says."""
    person.sends(words)  # type: ignore[attr-defined]
    return (await person.next_message()).text  # type: ignore[attr-defined,no-any-return]


async def test_a_site_s_feed_is_followed_listed_paused_exported_and_left(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        owner.sends(f"/feed add {at(web, '/')}")
        message = await owner.next_message()
        await until(lambda: "Following" in message.text)
        assert message.text.split("\n") == ["1 added", "Following “North Wire”, feed 1, 1 article added"]
        owner.sends(f"/feed add {at(web, '/feed')} {at(web, '/nothing')}")
        again = await owner.next_message()
        await until(lambda: "known already" in again.text)
        assert "is followed already" in again.text and "Refused" in again.text
        listed = await says(owner, "/feed list")
        assert "1 source is followed; all are well." in listed and "1 · North Wire" in listed
        assert "1 article, the last on" in listed
        assert "is paused" in await says(owner, "/feed pause 1")
        assert "paused" in await says(owner, "/feed list")
        assert "within a minute" in await says(owner, f"/feed resume {at(web, '/feed')}")
        owner.sends("/feed export")
        exported = await owner.next_message()
        assert exported.content["document"]["file_name"] == "dateline-feeds.opml"
        assert "its articles stay" in await says(owner, "/feed remove 1")
        assert "No feed 1 is followed" in await says(owner, "/feed remove 1")
        assert "/feed add https://… follows" in await says(owner, "/feed")
        trail = await says(owner, "/audit")
    acts = [line.split(" · ")[2].split(" http")[0] for line in trail.split("\n")]
    assert acts[:3] == ["feed remove", "feed resume", "feed pause"]
    assert count(services, Article) == 1
    server.assert_well_behaved()


async def test_a_list_of_feeds_that_is_sent_is_followed(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    outlines = "".join(f"<outline xmlUrl='{at(web, path)}'/>" for path in ("/feed", "/gone", "/"))
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        owner.sends_document(f"<opml><body>{outlines}</body></opml>".encode(), "feeds.opml")
        message = await owner.next_message()
        await until(lambda: "added" in message.text)
        owner.sends_document(b"<opml><body></body></opml>", "empty.opml")
        empty = await owner.next_message()
        await until(lambda: "Refused" in empty.text)
    assert message.text.startswith("1 added, 1 known already, 1 refused")
    assert "names no feed" in empty.text
    assert count(services, Feed) == 1


async def test_a_feed_is_read_again_when_it_is_due_without_being_asked(
    server: TelegramServer, services: Services, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "FEEDS", "* * * * * *")
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        owner.sends(f"/feed add {at(web, '/feed')}")
        message = await owner.next_message()
        await until(lambda: "Following" in message.text)
        shells = page("<meta property='article:published_time' content='2024-11-16'>").replace(b"river", b"mill")
        web.serve("/shells", raw(response(shells)))
        web.serve("/feed", raw(response(rss(at(web, "/shells"), at(web, "/story")))))
        with write_transaction(services.library.engine) as session:
            session.execute(update(Feed).values(due_at=EARLIER))
        await until(lambda: count(services, Article) == 2)


async def test_the_posts_of_a_channel_that_an_editor_takes_the_bot_into_are_articles(
    server: TelegramServer, services: Services
) -> None:
    owner, reader = server.user("Noor", id=OWNER), server.user("Amina")
    channel, other = server.channel("North Wire", username="northwire"), server.channel("Rumours")
    async with feeding_bot(server, services):
        await says(owner, "/status")
        channel.adds_bot(owner, "administrator")
        told = await owner.next_message()
        other.adds_bot(reader, "administrator")
        other.posts(SHELLS.replace("Three", "Thirty"))
        posted = channel.posts(SHELLS)
        await until(lambda: count(services, Article) == 1)
        channel.edits(posted, SHELLS.replace("Three", "Four"))
        await until(lambda: count(services, Version) == 2)
        answer = await says(reader, "what happened in Tal Tamr in November 2024")
        sources = await says(owner, "/sources")
        with read_session(services.library.engine) as session:
            (article,) = session.exec(select(Article)).all()
        owner.sends(f"/article {article.id}")
        shown = await owner.next_message()
        channel.removes_bot(owner)
        await until(lambda: bool(left(services)))
        channel.posts(SHELLS.replace("Three", "Nine"))
        await says(owner, "/status")
    assert "“North Wire” are taken in from now on" in told.text
    assert count(services, Article) == 1
    assert (shown.marked("strikethrough"), shown.marked("underline")) == (["Three"], ["Four"])
    assert article.url == f"https://t.me/northwire/{posted.id}" and article.publisher == "North Wire"
    assert "Tal Tamr" in answer and "North Wire" in sources and "Rumours" not in sources


def left(services: Services) -> list[Channel]:
    with read_session(services.library.engine) as session:
        return list(session.exec(select(Channel).where(col(Channel.left_at).is_not(None))))


async def test_of_a_forwarded_album_the_post_with_words_is_taken_in_and_nothing_is_said_of_the_others(
    server: TelegramServer, services: Services
) -> None:
    owner = server.user("Noor", id=OWNER)
    channel = server.channel("North Wire", username="northwire")
    async with feeding_bot(server, services):
        owner.forwards_album([SHELLS, "", ""], channel)
        message = await owner.next_message()
        await until(lambda: "added" in message.text)
        await says(owner, "/status")
    assert message.text.startswith("1 added")
    assert len([one for one in owner.chat.messages if one.sender is not owner]) == 2


async def test_editors_are_told_once_of_a_source_that_went_silent_and_of_one_that_fails(
    server: TelegramServer, services: Services, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "SECONDS", 0.05)
    monkeypatch.setattr(notices, "stopped_within", counted(notices.__name__, notices.stopped_within))
    owner, editor, reader = server.user("Noor", id=OWNER), server.user("Azad", id=EDITOR), server.user("Amina")
    days = [datetime(2024, 11, day, tzinfo=UTC).date() for day in range(1, 8)]
    keep(services, *(draft(SHELLS, day, url=f"https://t.me/northwire/{day.day}") for day in days))
    async with feeding_bot(server, services):
        await says(owner, f"/editors add {EDITOR}")
        await says(editor, "/status")
        await says(reader, "hello")
        with write_transaction(services.library.engine) as session:
            session.add(channel_row())
            session.add(feed_row(failing_since=datetime(2024, 11, 15, tzinfo=UTC)))
        told = [(await person.next_message()).text for person in (owner, editor)]
        await until(partial(has_looked, notices.__name__, looks[notices.__name__] + 3))
        troubled = await says(editor, "/sources")
    for words in told:
        assert "“Jazira Post” could not be read since 15 Nov: gives an error (500)." in words
        assert "“North Wire” has brought nothing new since 7 Nov" in words
    assert "2 sources are followed; 2 want looking at." in troubled
    assert reader.chat.messages[-1].text is not None and "brought nothing" not in reader.chat.messages[-1].text


def channel_row() -> Channel:
    last = datetime(2024, 11, 7, tzinfo=UTC)
    return Channel(chat_id=-100, title="North Wire", username="northwire", added_by=1, added_at=EARLIER, post_at=last)


def feed_row(**changes: object) -> Feed:
    values: dict[str, object] = {
        "url": "https://jazira.example.org/feed",
        "title": "Jazira Post",
        "added_at": EARLIER,
        "due_at": datetime.max.replace(tzinfo=UTC) - timedelta(days=2),
        "checked_at": EARLIER,
        "failures": 5,
        "fault": "gives an error (500)",
    }
    return Feed(**values | changes)


def test_a_feed_says_what_is_wrong_with_it(services: Services) -> None:
    now = datetime(2024, 11, 17, tzinfo=UTC)
    rows = [
        feed_row(url="https://a.example.org", checked_at=None, failures=0),
        feed_row(url="https://b.example.org", paused=True, failing_since=EARLIER),
        feed_row(url="https://c.example.org", succeeded_at=now, failures=0),
        feed_row(url="https://d.example.org", succeeded_at=now, entries=10, undated=8, failures=0),
        feed_row(url="https://e.example.org", failing_since=now - timedelta(hours=1)),
        feed_row(url="https://f.example.org", failing_since=EARLIER),
    ]
    with write_transaction(services.library.engine) as session:
        session.add_all(rows)
    marks = [health.marks for health in health_of_sources(services.library.engine, now)]
    assert marks == [(Mark.UNCHECKED,), (Mark.PAUSED,), (Mark.EMPTY,), (Mark.UNDATED,), (), (Mark.FAILING,)]


async def test_an_answer_that_finds_nothing_says_whose_feed_fails(server: TelegramServer, services: Services) -> None:
    keep(services, draft("Shells fell on Tal Tamr on Friday.", publisher="Jazira Post"))
    with write_transaction(services.library.engine) as session:
        session.add(feed_row(publisher="Jazira Post", failing_since=datetime(2024, 11, 12, tzinfo=UTC)))
    reader = server.user("Amina")
    async with feeding_bot(server, services):
        answer = await says(reader, "what happened in Tal Tamr today")
    assert "Jazira Post could not be read since 12 Nov." in answer


def test_a_job_remembers_in_which_language_somebody_asked(services: Services) -> None:
    assert Jobs(services.library.engine).language_of(OWNER) is None
