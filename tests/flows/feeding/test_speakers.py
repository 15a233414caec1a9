"""A followed feed and an editor's file leave another publisher's article as it was, seen from the chat."""

import json

import pytest
from sqlmodel import func, select

from retrieval.library.database import read_session
from retrieval.library.models import Alteration, Article, Version
from retrieval.services import Services
from tests.bot.running import until
from tests.flows.newsroom import OWNER, at, count, feeding_bot
from tests.ingest.feeding.speaking import DATED, OWN_WORDS, entry, rss
from tests.ingest.formats.pages.sites import page
from tests.telegram import TelegramServer
from tests.web.pages import by_host, raw, response, status
from tests.web.server import WebServer

STORY = page(f"{DATED}<meta property='og:site_name' content='North Wire'>").replace(
    b"the old bridge", b"the bridge of Ras al-Ain"
)
QUESTION = "what happened in Ras al-Ain this week"


@pytest.fixture
def web(web: WebServer) -> WebServer:
    """North Wire is 127.0.0.1 here, and the digest that links to it is localhost."""
    web.serve("/story", by_host(**{"127": raw(response(STORY))}))
    return web


def digest(web: WebServer) -> str:
    """A feed that links to North Wire's page with words of its own."""
    web.serve("/feed", raw(response(rss(entry(at(web, "/story"))), headers={"Content-Type": "application/rss+xml"})))
    return web.url("/feed", host="localhost")


async def test_a_feed_of_another_host_changes_nothing_and_corrects_nobody(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    owner, reader = server.user("Noor", id=OWNER), server.user("Amina")
    async with feeding_bot(server, services):
        owner.sends(f"/ingest {at(web, '/story')}")
        message = await owner.next_message()
        await until(lambda: "added" in message.words)
        reader.sends(QUESTION)
        before = await reader.next_message()
        owner.sends(f"/feed add {digest(web)}")
        followed = await owner.next_message()
        await until(lambda: "Following" in followed.words)
        reader.sends(QUESTION)
        after = await reader.next_message()
    assert before.marked("blockquote", "expandable_blockquote") == after.marked("blockquote", "expandable_blockquote")
    assert "Nothing of what was reported" not in after.words
    assert (count(services, Article), count(services, Version), count(services, Alteration)) == (1, 1, 0)
    server.assert_well_behaved()


async def test_words_about_a_closed_page_say_whose_they_are_to_readers_and_to_editors(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    web.serve("/story", status("403 Forbidden"))
    owner, reader = server.user("Noor", id=OWNER), server.user("Amina")
    async with feeding_bot(server, services):
        owner.sends(f"/feed add {digest(web)}")
        followed = await owner.next_message()
        await until(lambda: "Following" in followed.words)
        reader.sends(QUESTION)
        answer = await reader.next_message()
        with read_session(services.library.engine) as session:
            id_ = session.exec(select(Article.id)).one()
        owner.sends(f"/article {id_}")
        looked_at = await owner.next_message()
    assert "The Digest, 15 Nov; words of localhost, not of the page" in answer.words
    assert OWN_WORDS.split(",")[0] in answer.words
    assert "Read in a feed; words of localhost, not of the page" in looked_at.words


async def test_an_editor_is_told_that_a_file_does_not_replace_what_was_read_there(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    owner = server.user("Noor", id=OWNER)
    line = json.dumps({"url": at(web, "/story"), "text": "Nothing happened in Ras al-Ain.", "publisher": "The Digest"})
    async with feeding_bot(server, services):
        owner.sends(f"/ingest {at(web, '/story')}")
        message = await owner.next_message()
        await until(lambda: "added" in message.words)
        owner.sends_document(line.encode(), "articles.jsonl")
        told = await owner.next_message()
        await until(lambda: "known already" in told.words)
    assert "other words were read at this address itself" in told.words
    with read_session(services.library.engine) as session:
        assert session.exec(select(func.count()).select_from(Version)).one() == 1
