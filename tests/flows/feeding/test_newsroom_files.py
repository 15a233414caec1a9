"""What an editor sends or passes on tells readers nothing of the editor, and each thing is an article of its own."""

import io
import json
import zipfile

import pytest
from sqlmodel import col, select

from retrieval.article import Origin
from retrieval.library.database import read_session
from retrieval.library.models import Article, Capture, Version
from retrieval.services import Services
from tests.bot.running import until
from tests.flows.newsroom import OWNER, feeding_bot
from tests.telegram import TelegramServer
from tests.telegram.people.users import User

SHELLS = "Three people were wounded when shells fell on Ras al-Ain on Friday 15 November 2024, residents said."
FIRE = "A fire destroyed two barns near Ras al-Ain on Thursday 14 November 2024, farmers said."
QUESTION = "what happened in Ras al-Ain this week"


def articles(services: Services) -> list[Article]:
    with read_session(services.library.engine) as session:
        return list(session.exec(select(Article).order_by(col(Article.added_at), col(Article.id))))


def versions(services: Services) -> list[Version]:
    with read_session(services.library.engine) as session:
        return list(session.exec(select(Version)))


async def answered(person: User, words: str) -> str:
    """What the bot shows and offers of an answer: its text, its links, and what its buttons hold."""
    person.sends(words)
    message = await person.next_message()
    return json.dumps([message.words, message.links, message.reply_markup], ensure_ascii=False)


async def taken_in(person: User, count: int = 1) -> str:
    """The end of the job that a person has begun."""
    message = await person.next_message()
    await until(lambda: "added" in message.words)
    assert len(person.chat.messages) >= count
    return message.words


def packed(**texts: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return whole.getvalue()


# Files


@pytest.mark.parametrize("name", ["report.txt", "Noor Haddad, testimony.md", "statement.jsonl"])
async def test_a_file_sent_in_private_shows_readers_no_id_and_no_name_of_its_sender(
    server: TelegramServer, services: Services, name: str
) -> None:
    owner, reader = server.user("Noor", id=OWNER, username="noor_h"), server.user("Amina")
    address = {"url": "file:///home/noor/a.txt", "text": SHELLS, "publisher": "North Wire"}
    content = json.dumps(address) if name.endswith("jsonl") else SHELLS
    async with feeding_bot(server, services):
        owner.sends_document(content.encode(), name, caption="North Wire")
        await taken_in(owner)
        shown = await answered(reader, QUESTION)
        (article,) = articles(services)
        looked_at = await answered(owner, f"/article {article.id}")
    for private in (str(OWNER), "t.me/c/", "Haddad", "noor", "file://", name):
        assert private not in shown and private not in looked_at
    assert f"file of the newsroom {article.id}" in shown
    assert (article.url, article.origin) == (f"newsroom:{article.id}", Origin.FILE)
    assert "A file that the newsroom handed in" in looked_at
    with read_session(services.library.engine) as session:
        assert not any("t.me" in capture.url for capture in session.exec(select(Capture)))


async def test_a_citation_of_a_file_names_the_receipt_that_proves_it(
    server: TelegramServer, services: Services
) -> None:
    owner, reader = server.user("Noor", id=OWNER), server.user("Amina")
    async with feeding_bot(server, services):
        owner.sends_document(SHELLS.encode(), "report.txt", caption="North Wire")
        await taken_in(owner)
        reader.sends(QUESTION)
        answer = await reader.next_message()
    (receipt, article) = (answer.marked("code")[-1], articles(services)[0].id)
    copied = answer.button("Copy citation")["copy_text"]["text"]
    assert copied.endswith(f"North Wire, file of the newsroom {article} {receipt}")


async def test_a_file_in_a_group_shows_no_address_in_it(server: TelegramServer, services: Services) -> None:
    owner, reader = server.user("Noor", id=OWNER), server.user("Amina")
    desk = server.supergroup("Desk", owner, username="the_desk")
    async with feeding_bot(server, services):
        sent = owner.sends_document(SHELLS.encode(), "report.txt", chat=desk)
        owner.sends("/ingest", desk, reply_to=sent)
        message = await desk.next_message()
        await until(lambda: "added" in message.words)
        shown = await answered(reader, QUESTION)
    assert "file of the newsroom" in shown and "the_desk" not in shown and "t.me" not in shown


async def test_the_files_of_an_archive_are_articles_of_their_own_and_known_again(
    server: TelegramServer, services: Services
) -> None:
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        owner.sends_document(packed(one=SHELLS, two=FIRE), "two.zip")
        assert "2 added" in await taken_in(owner)
        owner.sends_document(packed(other=FIRE, name=SHELLS), "again.zip")
        assert "2 known already" in await taken_in(owner, 4)
    assert len(articles(services)) == len(versions(services)) == 2


async def test_a_file_that_a_public_channel_posted_stands_under_that_post(
    server: TelegramServer, services: Services
) -> None:
    owner, reader = server.user("Noor", id=OWNER), server.user("Amina")
    channel = server.channel("North Wire", username="northwire")
    async with feeding_bot(server, services):
        owner.forwards_document(SHELLS.encode(), "report.txt", channel)
        await taken_in(owner)
        owner.forwards_document(packed(one=FIRE, two=FIRE + " Nobody was hurt."), "two.zip", channel)
        assert "2 added" in await taken_in(owner, 4)
        owner.forwards_document(b"Two people were wounded in Tal Tamr on Friday.", "more.txt", reader)
        await taken_in(owner, 6)
    posts = [article.url for article in articles(services) if article.url.startswith("https://t.me/northwire/")]
    assert len(posts) == len(set(posts)) == 3
    assert [article.origin for article in articles(services) if article.url not in posts] == [Origin.FILE]


# Posts that are passed on


async def test_each_message_of_a_public_group_is_an_article_of_its_own(
    server: TelegramServer, services: Services
) -> None:
    owner = server.user("Noor", id=OWNER)
    group = server.supergroup("Voices of Ras al-Ain", username="voices_of_rain")
    async with feeding_bot(server, services):
        first = owner.forwards(SHELLS, group)
        await taken_in(owner)
        owner.forwards(FIRE, group)
        await taken_in(owner, 4)
        owner.forwards_again(first)
        assert "1 known already" in await taken_in(owner, 6)
    assert len(articles(services)) == len(versions(services)) == 2
    assert all(article.url.startswith("https://t.me/voices_of_rain#") for article in articles(services))
    assert {article.publisher for article in articles(services)} == {"Voices of Ras al-Ain"}


async def test_a_post_of_a_channel_that_is_passed_on_again_is_known_and_an_edited_one_is_a_version(
    server: TelegramServer, services: Services
) -> None:
    owner = server.user("Noor", id=OWNER)
    channel = server.channel("North Wire", username="northwire")
    async with feeding_bot(server, services):
        first = owner.forwards(SHELLS, channel)
        await taken_in(owner)
        owner.forwards_again(first)
        assert "1 known already" in await taken_in(owner, 4)
        owner.forwards_again(first, SHELLS.replace("Three", "Four"))
        assert "1 updated" in await taken_in(owner, 6)
        owner.forwards(FIRE, channel)
        await taken_in(owner, 8)
    assert [version.origin for version in versions(services)] == [Origin.FORWARD] * 3
    assert len(articles(services)) == 2


async def test_posts_of_a_channel_without_a_name_are_told_apart_by_their_numbers(
    server: TelegramServer, services: Services
) -> None:
    owner, channel = server.user("Noor", id=OWNER), server.channel("Inner Circle")
    async with feeding_bot(server, services):
        for number, words in enumerate((SHELLS, FIRE)):
            owner.forwards(words, channel)
            await taken_in(owner, 2 * number)
    urls = [article.url for article in articles(services)]
    assert len(set(urls)) == 2 and all(url.startswith("https://t.me/c/") and str(OWNER) not in url for url in urls)


async def test_each_post_of_an_album_with_words_is_an_article_of_its_own(
    server: TelegramServer, services: Services
) -> None:
    owner = server.user("Noor", id=OWNER)
    channel = server.channel("North Wire", username="northwire")
    async with feeding_bot(server, services):
        owner.forwards_album([SHELLS, FIRE, ""], channel)
        await taken_in(owner)
        await taken_in(owner)
    assert len(articles(services)) == len(versions(services)) == 2


@pytest.mark.parametrize("hidden", ["a person", "a hidden person", "a group without a name"])
async def test_what_a_person_wrote_is_not_quoted_under_anybody_s_name(
    server: TelegramServer, services: Services, hidden: str
) -> None:
    owner, azad = server.user("Noor", id=OWNER), server.user("Azad")
    origins = {"a person": azad, "a hidden person": "Azad B.", "a group without a name": server.supergroup("Friends")}
    async with feeding_bot(server, services):
        owner.forwards(SHELLS, origins[hidden])  # type: ignore[arg-type]
        refused = await owner.next_message()
    assert "has no address that readers could open" in refused.words
    assert articles(services) == []
