"""Editors feed the library from their chat; nobody else can, and nothing is lost or doubled when the bot is killed."""

import asyncio
import io
import json
import os
import zipfile

import pytest
from sqlmodel import func, select

from bot.models import AuditEntry, InboxRow
from ingest.feeding.jobs import Jobs
from ingest.feeding.models import Job, JobItem
from retrieval.library.database import open_database, read_session
from retrieval.library.models import Article, Capture
from retrieval.services import Services
from retrieval.settings import Settings
from tests.bot.running import NOW, WAYS, until
from tests.flows.feeding.fed_bot import feed
from tests.flows.newsroom import EDITOR, OWNER, STORY, at, count, feeding_bot
from tests.flows.processes import start
from tests.ingest.formats.pages.sites import FIRST, page
from tests.keeping import draft, keep
from tests.telegram import TelegramServer
from tests.web.pages import raw, redirect, response, status
from tests.web.server import WebServer

COMMANDS = (
    "/ingest https://news.example.org/a",
    "/article 0123456789abcdef",
    "/retract 0123456789abcdef wrong",
    "/restore 0123456789abcdef",
    "/correct 0123456789abcdef date 2024-11-16",
    "/places",
    "/editors",
    "/audit",
    "/feed add https://news.example.org/",
    "/feed list",
    "/sources",
    "/status",
)


@pytest.mark.parametrize("way", WAYS)
async def test_an_address_is_read_told_and_found_by_the_next_question(
    server: TelegramServer, services: Services, web: WebServer, way: str
) -> None:
    web.serve("/login", raw(response(page(body="<form><input type='password'></form><p>Sign in.</p>"))))
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services, way):
        owner.sends(f"/ingest {at(web, '/story')} {at(web, '/login')} {at(web, '/story')}")
        message = await owner.next_message()
        assert message.text == "0 of 2 read …"
        await until(lambda: "added" in message.text)
        owner.sends("what happened in Ras al-Ain this week")
        answer = await owner.next_message()
    first, refused, added = message.text.split("\n")
    assert first == "1 added, 1 refused"
    assert refused.startswith("Refused:") and refused.endswith(
        "is a login page; only what is open to everybody can be read"
    )
    assert "“Bridge closed near the river”" in added and "15 Nov 2024 (date from the page’s head)" in added
    assert "en, 3 passages" in added and "Ras al-Ain" in added
    assert message.buttons == []
    assert "the bridge of Ras al-Ain" in answer.text
    assert count(services, Capture) == 2
    server.assert_well_behaved()


async def test_what_cannot_be_fetched_is_refused_with_its_reason_and_the_rest_is_kept(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    web.serve("/gone", status("410 Gone"))
    web.serve("/inside", redirect("http://10.0.0.1/"))
    web.serve("/busy", status("503 Busy", Retry_After="60"))
    addresses = [at(web, "/gone"), "http://192.168.1.1/", at(web, "/inside"), at(web, "/story"), at(web, "/busy")]
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        owner.sends("/ingest " + " ".join(addresses))
        message = await owner.next_message()
        await until(lambda: "added" in message.text)
    assert message.text.startswith("1 added, 4 refused")
    assert "is not there (410)" in message.text and "not on the public internet" in message.text
    assert "cannot be read now" in message.text


def line(number: int, text: str) -> dict[str, str]:
    return {
        "url": f"https://wire.example.org/{number}",
        "title": f"Report {number}",
        "text": f"{text} Report {number}.",
        "published_at": "2024-11-15",
        "publisher": "North Wire",
        "language": "en",
    }


def zipped(count: int, text: str = FIRST) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        lines = "\n".join(json.dumps(line(number, text)) for number in range(count))
        archive.writestr("articles.jsonl", lines)
        archive.writestr("broken.jsonl", "{")
    return packed.getvalue()


async def test_a_file_is_read_article_by_article(server: TelegramServer, services: Services) -> None:
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        packed = zipped(3)
        owner.sends_document(packed, "../../reports‮.zip", "application/zip")
        message = await owner.next_message()
        await until(lambda: "added" in message.text)
        owner.sends_document(packed, "again.zip", "application/zip")
        again = await owner.next_message()
        await until(lambda: "known already" in again.text)
        owner.sends_document(b"x", "large.pdf", size=30_000_000)
        large = await owner.next_message()
    assert message.text.startswith("3 added, 1 refused")
    assert again.text.startswith("0 added, 3 known already, 1 refused")
    assert "20 MB" in large.text
    assert not any((services.settings.data_dir / "inbox").iterdir())
    assert count(services, Capture) == 1
    server.assert_well_behaved()


async def test_a_forwarded_post_stands_under_its_own_address(server: TelegramServer, services: Services) -> None:
    owner = server.user("Noor", id=OWNER)
    channel = server.channel("North Wire", username="northwire")
    async with feeding_bot(server, services):
        owner.forwards("Shells on Ras al-Ain\nThree people were wounded when shells fell on Ras al-Ain today.", channel)
        message = await owner.next_message()
        await until(lambda: "added" in message.text)
        owner.forwards("Three people were wounded near the mill today, a friend told me.", "Somebody")
        refused = await owner.next_message()
    assert "“Shells on Ras al-Ain”, North Wire" in message.text and "(date of the post)" in message.text
    assert "has no address" in refused.text
    with read_session(services.library.engine) as session:
        (article,) = session.exec(select(Article)).all()
    assert article.url.startswith("https://t.me/northwire/")


async def test_a_withdrawn_article_is_in_no_answer_and_can_be_restored(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        owner.sends(f"/ingest {at(web, '/story')}")
        message = await owner.next_message()
        await until(lambda: "added" in message.text)
        id_ = message.text.split("\n")[1].split(" · ")[0]
        said = []
        for words in (
            f"/article {id_}",
            f"/retract {id_} The council took it back.",
            "what happened in Ras al-Ain this week",
            f"/restore {id_}",
            f"/correct {id_} place Tal Tamr",
            "what happened in Tal Tamr this week",
            "/audit",
        ):
            owner.sends(words)
            said.append((await owner.next_message()).text)
    assert "Bridge closed near the river" in said[0] and "1 version" in said[0] and id_ in said[0]
    assert said[1].startswith("Withdrawn: “Bridge closed near the river”")
    assert "No report" in said[2] or "no article" in said[2].lower()
    assert said[3].startswith("Answers show") and said[4].startswith("Corrected.")
    assert "bridge of Ras al-Ain" in said[5]
    assert [line.split(" · ")[2].split()[0] for line in said[6].split("\n")] == [
        "correct",
        "restore",
        "retract",
        "ingest",
    ]
    server.assert_well_behaved()


async def test_a_reader_and_a_namesake_get_the_answer_of_a_command_that_does_not_exist(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    server.user("Noor", id=OWNER, username="noor")
    reader, namesake = server.user("Amina"), server.user("Noor", username="noor_")
    async with feeding_bot(server, services):
        for person in (reader, namesake):
            for words in COMMANDS:
                person.sends(words)
                assert (await person.next_message()).text.startswith("There is no such command.")
            person.sends_document(zipped(1), "a.zip")
            assert (await person.next_message()).text.startswith("Files are taken in from the editors")
    assert (count(services, Article), count(services, AuditEntry), web.requests) == (0, 0, [])


async def test_a_forwarded_or_edited_command_is_not_carried_out(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    owner, reader = server.user("Noor", id=OWNER), server.user("Amina")
    async with feeding_bot(server, services):
        owner.forwards(f"/ingest {at(web, '/story')}", reader)
        await owner.next_message()
        question = owner.sends("what happened in Ras al-Ain")
        await owner.next_message()
        owner.edits(question, f"/ingest {at(web, '/story')}")
        owner.sends("/audit")
        assert (await owner.next_message()).text == "Nothing has been noted yet."
    assert web.requests == []


async def test_an_editor_sees_a_place_that_only_reports_name_and_says_where_it_is(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    keep(services, draft("Shells hit the village of Hinsana near Tal Tamr on Friday, and two farmers were wounded."))
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        owner.sends("/places")
        listed = await owner.next_message()
        assert "Hinsana: a village near Tal Tamr, up to 15 km; 1 report" in listed.text
        place_id = next(word for word in listed.text.split() if word.startswith("learned:"))
        owner.sends(f"/places confirm {place_id} 36.70 40.40")
        assert place_id in (await owner.next_message()).text
        owner.sends("/places")
        assert (await owner.next_message()).text == "No report names a place that the gazetteer lacks."
        owner.sends(f"/places merge {place_id} Atlantis")
        assert "no known place" in (await owner.next_message()).text
        owner.sends("/audit")
        assert f"place confirm {place_id}" in (await owner.next_message()).text


async def test_an_owner_makes_editors_by_number_and_an_editor_makes_none(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    owner, editor = server.user("Noor", id=OWNER), server.user("Amina", id=EDITOR)
    async with feeding_bot(server, services):
        owner.sends(f"/editors add {EDITOR}")
        assert str(EDITOR) in (await owner.next_message()).text
        editor.sends(f"/ingest {at(web, '/story')}")
        message = await editor.next_message()
        await until(lambda: "added" in message.text)
        editor.sends("/editors add 99")
        assert (await editor.next_message()).text.startswith("There is no such command.")
        owner.sends("/editors add @amina")
        assert "never a name" in (await owner.next_message()).text
        owner.sends(f"/editors remove {EDITOR}")
        await owner.next_message()
        editor.sends("/audit")
        assert (await editor.next_message()).text.startswith("There is no such command.")


async def test_a_job_is_stopped_by_who_asked_for_it_and_by_no_stranger(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def slow(_request: object, writer: asyncio.StreamWriter) -> None:
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(release.wait(), loop))
        writer.write(response(STORY))

    web.serve("/slow", slow)
    owner, stranger = server.user("Noor", id=OWNER), server.user("Amina")
    async with feeding_bot(server, services):
        owner.sends(f"/ingest {at(web, '/slow')} {at(web, '/story')}")
        message = await owner.next_message()
        await until(lambda: "/slow" in web.paths())
        stranger.sends("hello")
        await stranger.next_message()
        data = message.button("Stop")["callback_data"]
        forged = stranger.presses(data, stranger.chat.messages[-1], forged=True)
        await forged.answer()
        await (owner.presses("Stop", message)).answer()
        release.set()
        await until(lambda: message.text.startswith("Stopped:"))
    assert message.text.startswith("Stopped: 1 added")


async def test_a_kill_in_the_middle_of_500_articles_loses_and_doubles_nothing(
    server: TelegramServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = server.user("Noor", id=OWNER)
    environment = os.environ | server.environment | {"DATELINE_ADMINS": str(OWNER), "DATELINE_NOW": NOW}

    engine = open_database(settings.sql_url)

    def done() -> int:
        with read_session(engine) as session:
            return session.exec(select(func.count()).select_from(JobItem)).one()

    process = start(feed, environment)
    await server.connected()
    owner.sends_document(zipped(500), "reports.zip")
    message = await owner.next_message()
    await until(lambda: done() >= 100)
    process.kill()
    await asyncio.to_thread(process.join)
    assert 100 <= done() < 501
    process = start(feed, environment)
    try:
        await until(lambda: "added" in message.text)
    finally:
        process.terminate()
        await asyncio.to_thread(process.join)
    assert message.text.startswith("500 added, 1 refused")
    assert done() == 501
    engine.dispose()


def test_jobs_that_nobody_waits_for_are_not_told(services: Services) -> None:
    assert Jobs(services.library.engine).untold() == []


async def test_an_editor_is_told_that_what_is_old_alerts_nobody(
    server: TelegramServer, services: Services, web: WebServer
) -> None:
    old = page("<meta property='article:published_time' content='2023-05-15'>")
    web.serve("/old", raw(response(old.replace(b"15 November 2024", b"15 May 2023"))))
    owner = server.user("Noor", id=OWNER)
    async with feeding_bot(server, services):
        owner.sends(f"/ingest {at(web, '/old')}")
        message = await owner.next_message()
        await until(lambda: "added" in message.text)
    assert message.text.endswith("1 article is older than two days and alerts nobody.")


async def test_an_order_that_a_kill_kept_from_being_noted_is_one_job_one_message_and_one_entry_of_the_trail(
    server: TelegramServer, services: Services, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = server.user("Noor", id=OWNER)
    with monkeypatch.context() as patched:
        patched.setattr("bot.inbox.work.Work.finish", lambda *_: None)
        async with feeding_bot(server, services):
            owner.sends(f"/ingest {at(web, '/story')}")
            await owner.next_message()
            await until(lambda: count(services, AuditEntry) == 1)
    async with feeding_bot(server, services):
        with_end = select(func.count()).where(InboxRow.done_at.is_not(None))  # type: ignore[union-attr]
        await until(lambda: counted(services, with_end) == 1)
        await until(lambda: count(services, JobItem) == 1)
    assert count(services, Job) == count(services, AuditEntry) == 1
    assert len([message for message in owner.chat.messages if message.sender is server.bot]) == 1


def counted(services: Services, query: object) -> int:
    with read_session(services.library.engine) as session:
        return session.exec(query).one()  # type: ignore[call-overload]


async def test_commands_without_what_they_need_say_how_they_are_used_in_the_editors_language(
    server: TelegramServer, services: Services
) -> None:
    owner = server.user("Noor", id=OWNER, language_code="tr")
    async with feeding_bot(server, services):
        said = []
        for words in ("/retract", "/retract 0123456789abcdef", "/restore", "/restore 0123456789abcdef", "/help"):
            owner.sends(words)
            said.append((await owner.next_message()).words)
    assert said[0] == said[1] == "Hangi makale ve neden, bir cümleyle söyleyin: /retract ID nesi yanlış."
    assert said[2].startswith("Geri çekilmiş hangi makalenin") and "0123456789abcdef" in said[3]
    assert "\n• /feed " in said[4] and said[4].index("Editörler için:") < said[4].index("Örneğin")
