"""What bad input gets: one line that says what is wrong and what to do, and the rest of the batch kept."""

import gzip
import json
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.index import chroma
from retrieval.library import database
from retrieval.services import open_services
from retrieval.settings import Settings
from tests.bot.commands import CLASH, NOW, SHELLING, Dateline
from tests.fakes import WordEmbedder
from tests.flows.conftest import await_url
from tests.ports import free_port

ARABIC = {
    "url": "https://wadi-press.example.org/water",
    "title": "المياه",
    "text": "انقطعت المياه عن مدينة الحسكة يوم الخميس ١٤ تشرين الثاني ٢٠٢٤ بعد توقف المحطة، بحسب أحد العاملين فيها.",
    "published_at": "2024-11-15",
    "publisher": "Wadi Press",
}


def lines(path: Path, *items: object) -> Path:
    """A JSON Lines file; strings and bytes are written as they are."""
    given = (
        item if isinstance(item, bytes) else item.encode() if isinstance(item, str) else json.dumps(item).encode()
        for item in items
    )
    path.write_bytes(b"\n".join(given) + b"\n")
    return path


@pytest.fixture
def filled(dateline: Dateline, tmp_path: Path) -> Dateline:
    """The command on a library of three articles."""
    assert dateline("import", lines(tmp_path / "filled.jsonl", CLASH, SHELLING, ARABIC)).status == 0
    return dateline


@pytest.fixture
def store() -> Path:
    """The file in which the library is kept."""
    return Settings.read().data_dir / "dateline.sqlite3"


class TestArticles:
    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("{broken", "is not JSON"),
            ('["a list"]', "is JSON but not an object"),
            ({"url": "https://a.example.org/1"}, "text is missing"),
            ({"text": "Nothing says where this stood."}, "url is missing"),
            ({"url": 5, "text": "x"}, "url is not a string"),
            ({"url": "javascript:alert(1)", "text": "x"}, "is not an address"),
            ('{"url": "https://a.example.org/1", "text": "half \\ud83d"}', "lone surrogate"),
            ('{"url": "https://a.example.org/1", "text": "zero \\u0000"}', "NUL"),
            ('{"url": "https://a.example.org/1", "text": "caf\u00e9"}'.encode("latin-1"), "is not UTF-8 (byte"),
            ("[" * 100_000, "is not JSON"),
        ],
    )
    def test_a_bad_line_is_named_and_the_lines_around_it_are_kept(
        self, dateline: Dateline, tmp_path: Path, line: object, said: str
    ) -> None:
        ran = dateline("import", "--json", lines(tmp_path / "a.jsonl", CLASH, line, SHELLING))
        assert (ran.status, ran.err, ran.json["added"], ran.json["failed"]) == (1, "", 2, 1)
        failure = ran.json["failures"][0]
        assert failure["source"].endswith("a.jsonl:2")
        assert said in failure["error"] and "\n" not in failure["error"]

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("a.jsonl", bytes(range(256)) * 99, "is not text but a binary file"),
            ("a.jsonl", '{"url": "https://a.example.org"}'.encode("utf-16"), "is UTF-16; save it as UTF-8"),
            ("a.jsonl.gz", b"not packed", "is not JSON"),
            ("a.jsonl.gz", gzip.compress(json.dumps(CLASH).encode(), mtime=0)[:-20], "is damaged, or ends too early"),
            ("a.zip", b"PK\x03\x04 and no more", "is not a ZIP archive that can be read"),
            ("a.txt", b"\x00\x01\x02", "is of a kind that cannot be read"),
            ("a.txt", "Tal Tamr".encode("utf-16"), "is UTF-16; save it as UTF-8"),
            ("a.txt", b"", "is empty"),
            ("a.md", b"caf\xe9", "is not UTF-8"),
            ("a.html", b"<html><head><title>Home</title></head></html>", "gives no article text"),
            ("a.xml", b"<no feed", "is not a feed"),
            ("a.docx", b"PK", "is of a kind that cannot be read; these can be: PDF"),
        ],
    )
    def test_a_bad_file_is_one_failure_and_the_other_files_are_kept(
        self, dateline: Dateline, tmp_path: Path, name: str, content: bytes, said: str
    ) -> None:
        (tmp_path / name).write_bytes(content)
        ran = dateline("import", "--json", tmp_path / name, lines(tmp_path / "good.jsonl", CLASH))
        assert (ran.status, ran.err, ran.json["added"], ran.json["failed"]) == (1, "", 1, 1)
        assert said in ran.json["failures"][0]["error"]

    def test_a_line_of_200_mb_is_passed_over_in_little_memory(self, dateline: Dateline, tmp_path: Path) -> None:
        with (tmp_path / "long.jsonl").open("wb") as file:
            file.write(json.dumps(CLASH).encode() + b'\n{"url": "https://a.example.org/1", "text": "')
            for _ in range(200):
                file.write(b"x" * 2**20)
            file.write(b'"}\n' + json.dumps(SHELLING).encode())
        ran = dateline("import", "--json", tmp_path / "long.jsonl")
        assert (ran.json["added"], ran.json["failed"]) == (2, 1)
        assert "longer than 16 MiB" in ran.json["failures"][0]["error"]
        (tmp_path / "long.jsonl").unlink()

    @pytest.mark.parametrize("stated", ["2999-01-01", "the day before yesterday", "5/6/2024", 20241116, "0000-00-00"])
    def test_a_date_that_cannot_be_believed_is_unknown_and_reported(
        self, dateline: Dateline, tmp_path: Path, stated: object
    ) -> None:
        ran = dateline("import", "--json", lines(tmp_path / "a.jsonl", {**SHELLING, "published_at": stated}))
        assert (ran.status, ran.json["added"]) == (0, 1)
        assert "kept as unknown" in ran.json["warnings"][0]["warning"]
        assert dateline("status", "--json").json["undated articles"] == 1

    def test_every_kind_of_source_in_one_folder(self, dateline: Dateline, tmp_path: Path) -> None:
        folder = tmp_path / "in" / "below"
        folder.mkdir(parents=True)
        lines(folder / "a.jsonl", CLASH)
        (folder / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps(SHELLING).encode()))
        (folder / "c.txt").write_text("Market opens\n\nThe market of Qamishli opened again on Monday.\n")
        (folder / "d.md").write_text("# Bridge closed\n\nThe bridge near Raqqa was closed on *Tuesday*.\n")
        (folder / "e.html").write_text(
            "<html><head><title>Harvest</title></head><body><article><h1>Harvest</h1><p>Farmers near Kobani brought "
            "in the wheat two weeks late this year, and said that the price would not pay for the seed.</p>"
            "<p>The cooperative of the town has asked for help.</p></article></body></html>"
        )
        (folder / "f.xml").write_text(
            "<rss version='2.0'><channel><title>Wire</title><item><title>Rain</title>"
            "<link>https://wire.example.org/rain</link><description>Rain fell on Derik for a week.</description>"
            "</item></channel></rss>"
        )
        (folder / "g.jpg").write_bytes(b"\xff\xd8 a picture beside a page")
        with zipfile.ZipFile(folder / "h.zip", "w") as archive:
            archive.writestr("inner.txt", "Inside\n\nA school in Salihiyah was repaired.\n")
        ran = dateline("import", "--json", tmp_path / "in")
        assert (ran.status, ran.json["added"], ran.json["failures"]) == (0, 7, [])
        assert dateline("import", "--json", tmp_path / "in").json["unchanged"] == 7


class TestQuestions:
    @pytest.mark.parametrize(
        "question",
        [
            "",
            "   ",
            "\N{FIRE}\N{GRINNING FACE}",
            "\x00\x01\x1b\x7f",
            "\u200f\u202e",
            "?!…",
            "\ud83d",
            "Ras al-Ain " * 1000,
        ],
    )
    @pytest.mark.parametrize("way", ["argument", "line"])
    def test_what_is_no_question_is_answered_unclear(self, filled: Dateline, question: str, way: str) -> None:
        if way == "argument":
            ran = filled("ask", "--json", "--now", NOW, question)
        else:
            ran = filled("ask", "--json", "--now", NOW, "-", stdin=json.dumps({"question": question}))
        assert (ran.status, ran.err, ran.json["outcome"], ran.json["incidents"]) == (0, "", "unclear", [])

    @pytest.mark.parametrize(
        "question",
        [
            "Ras al-Ain'; DROP TABLE articles; --",
            'Ras al-Ain" OR 1=1 --',
            'NEAR("Ras al-Ain" x) AND NOT * ^ : {text} -(',
            "Ras al-Ain % _ \\ $$ :name ? %s",
            "Ras al-Ain \ud83d half a character",
            "Ras al-Ain \x00 zero",
            "\u202eRas al-Ain\u202c",
        ],
    )
    def test_operators_and_broken_characters_are_just_words(self, filled: Dateline, question: str) -> None:
        asked = json.dumps({"question": question, "now": NOW})
        ran = filled("ask", "--json", "-", stdin=asked)
        assert (ran.status, ran.err) == (0, "")
        assert ran.json["understood"]["places"][0]["matched"].startswith("Ras")
        assert filled("status", "--json").json["articles"] == 3

    def test_a_line_that_is_no_question_is_named_and_the_others_are_answered(self, filled: Dateline) -> None:
        bad = [
            ("{broken", "is not JSON"),
            ('{"id": 1}', 'has no "question"'),
            ('{"question": 5}', 'has no "question"'),
            ('{"question": "x", "now": "soon"}', "soon is not a moment"),
            ('{"question": "x", "now": 5}', "5 is not a moment"),
            ('{"question": "x", "now": "9999-12-31T23:59:59-12:00"}', "is not a moment"),
            ('{"question": "x", "tz": "Mars/Base"}', "Mars/Base is not a time zone"),
            ('{"question": "x", "context": "earlier"}', '"context" is not a list'),
            ("x" * (2**20 + 5), "is longer than 1 MiB"),
        ]
        ran = filled("ask", "--json", "-", stdin="\n".join(["Tal Tamr", *(line for line, _ in bad), "Ras al-Ain"]))
        assert ran.status == 2
        assert [json.loads(line)["question"] for line in ran.out.splitlines()] == ["Tal Tamr", "Ras al-Ain"]
        said = ran.err.splitlines()
        assert len(said) == len(bad)
        for number, (line, (_, reason)) in enumerate(zip(said, bad, strict=True), 2):
            assert line.startswith(f"dateline: line {number}: ") and reason in line

    def test_bytes_that_are_no_text_are_read_as_far_as_they_are(self, filled: Dateline) -> None:
        ran = filled("ask", "--json", "-", stdin=b"\xff\xfe Ras al-Ain \x80\n")
        assert (ran.status, ran.json["outcome"]) == (0, "answered")


class TestStores:
    def check(self, dateline: Dateline, said: str, *commands: tuple[str, ...]) -> None:
        for command in commands or (("status",), ("ask", "Tal Tamr"), ("receipt", "ABCDEF"), ("article", "x")):
            ran = dateline(*command)
            assert (ran.status, ran.out) == (1, "")
            assert ran.err.startswith("dateline: ") and said in ran.err
            assert ran.err.count("\n") == 1

    def test_a_store_that_another_version_wrote(self, filled: Dateline, store: Path) -> None:
        with sqlite3.connect(store) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        self.check(filled, "was written by another version of Dateline (revision 9999); use that version")

    def test_a_file_that_is_no_store(self, dateline: Dateline, store: Path) -> None:
        store.parent.mkdir(parents=True)
        store.write_bytes(b"a shopping list\n" * 500)
        self.check(dateline, "file is not a database; restore it from a backup")
        assert store.read_bytes() == b"a shopping list\n" * 500

    def test_a_store_that_is_damaged(self, filled: Dateline, store: Path) -> None:
        content = bytearray(store.read_bytes())
        content[8192:] = b"\xa5" * len(content[8192:])
        store.write_bytes(content)
        self.check(filled, "malformed; restore it from a backup", ("ask", "Tal Tamr"))

    def test_a_place_where_no_folder_can_be_made(
        self, dateline: Dateline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").touch()
        monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "file" / "data"))
        self.check(dateline, "set DATELINE_DATA_DIR to a folder that can be written")

    def test_a_full_disk_costs_nothing_that_was_saved(
        self, filled: Dateline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Path
    ) -> None:
        with sqlite3.connect(store) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
        prepare = database._prepare_sqlite

        def with_little_room(connection: sqlite3.Connection, record: object) -> None:
            prepare(connection, record)
            connection.execute(f"PRAGMA max_page_count = {pages + 40}")

        many = [{**CLASH, "url": f"https://a.example.org/{n}", "text": f"{CLASH['text']} " * 30} for n in range(60)]
        file = lines(tmp_path / "many.jsonl", *many)
        with monkeypatch.context() as patch:
            patch.setattr(database, "_prepare_sqlite", with_little_room)
            full = filled("import", "--json", file)
        assert (full.status, full.err.count("\n")) == (1, 1)
        assert "no room left for the library" in full.err and "what was saved before is kept" in full.err
        saved = full.json["added"]
        assert 0 < saved < len(many)
        again = filled("import", "--json", file)
        assert (again.status, again.json["unchanged"], again.json["added"]) == (0, saved, len(many) - saved)

    def test_a_second_process_answers_and_imports_while_the_first_has_the_index(
        self, filled: Dateline, tmp_path: Path, settings: Settings
    ) -> None:
        with open_services(settings, embedder=WordEmbedder(settings.embedding_model)) as first:
            assert "belongs to another running Dateline" in filled("status", "--json").json["index"]
            ran = filled("import", lines(tmp_path / "b.jsonl", {**SHELLING, "url": "https://b.example.org/1"}))
            assert ran.status == 0 and "1 passage waits for the index" in ran.out
            assert len(filled("ask", "--json", "Tal Tamr in November 2024").json["incidents"]) == 1
            refused = filled("reindex")
            assert refused.status == 1 and "belongs to another running Dateline" in refused.err
            assert first.catch_up() == 1
        assert filled("status", "--json").json["pending"] == 0


class TestChromaServer:
    QUESTION = ("ask", "--json", "fighters shot at each other")  # without a place, the index is asked

    def test_one_that_is_away_is_said_and_what_waits_is_picked_up_later(
        self, dateline: Dateline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chroma_url: str
    ) -> None:
        monkeypatch.setenv("DATELINE_CHROMA_URL", f"http://127.0.0.1:{free_port()}")
        imported = dateline("import", lines(tmp_path / "a.jsonl", CLASH, SHELLING))
        assert imported.status == 0
        assert "does not answer (Connection refused)" in imported.out
        asked = dateline("ask", "--json", "--now", NOW, "Ras al-Ain this week")
        assert (asked.status, asked.json["outcome"], asked.json["index_away"]) == (0, "answered", True)
        assert "The index does not answer" in dateline("ask", "--now", NOW, "Ras al-Ain this week").out
        assert dateline("status", "--json").json["pending"] == 2
        refused = dateline("reindex")
        assert refused.status == 1 and refused.err.startswith("dateline: cannot reindex: the Chroma server at")

        monkeypatch.setenv("DATELINE_CHROMA_URL", chroma_url)
        later = dateline(*self.QUESTION)
        assert later.json["outcome"] == "answered" and "index_away" not in later.json
        status = dateline("status", "--json").json
        assert (status["pending"], status["index"]) == (0, "well")

    def test_one_that_accepts_and_never_answers_costs_a_moment(
        self, filled: Dateline, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chroma, "KNOCK_SECONDS", 0.2)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            monkeypatch.setenv("DATELINE_CHROMA_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
            ran = filled(*self.QUESTION)
        assert (ran.status, ran.json["outcome"], ran.json["index_away"]) == (0, "answered", True)

    @pytest.fixture
    def own_server(self, tmp_path: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
        """A Chroma server that the test may stop."""
        port = free_port()
        command = [Path(sys.executable).with_name("chroma"), "run", "--path", tmp_path / "chroma", "--port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            await_url(f"http://127.0.0.1:{port}/api/v2/heartbeat", server)
            yield f"http://127.0.0.1:{port}", server
            server.send_signal(signal.SIGCONT)
            server.terminate()

    def test_one_that_hangs_later_is_done_without_until_it_answers_again(
        self,
        dateline: Dateline,
        tmp_path: Path,
        own_server: tuple[str, "subprocess.Popen[bytes]"],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        url, server = own_server
        monkeypatch.setenv("DATELINE_CHROMA_URL", url)
        dateline("import", lines(tmp_path / "a.jsonl", CLASH, SHELLING))
        monkeypatch.setattr(chroma, "QUERY_SECONDS", 0.2)
        monkeypatch.setattr(chroma, "CALL_SECONDS", 0.2)
        settings = Settings.read()
        question = {"now": settings.now(), "zone": settings.zone}
        with open_services(settings, embedder=WordEmbedder(settings.embedding_model)) as services:
            assert not services.answerer.ask("fighters shot at each other", **question).index_away  # type: ignore[arg-type]
            server.send_signal(signal.SIGSTOP)
            hanging = services.answerer.ask("fighters shot at each other", **question)  # type: ignore[arg-type]
            assert hanging.index_away and hanging.incidents
            assert not services.indexer.owns_index  # the next question does not wait again
            assert services.catch_up() == 0
            server.send_signal(signal.SIGCONT)
            monkeypatch.setattr(chroma, "QUERY_SECONDS", 5)
            monkeypatch.setattr(chroma, "CALL_SECONDS", 5)
            services.catch_up()
            assert not services.answerer.ask("fighters shot at each other", **question).index_away  # type: ignore[arg-type]


class TestPostgreSQL:
    @pytest.fixture(autouse=True)
    def _on_postgres(self, dateline: Dateline, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATELINE_DATABASE_URL", postgres_url)

    def test_every_command_does_the_same_there(self, filled: Dateline) -> None:
        water = filled("ask", "--json", "--now", NOW, "المياه في الحسكة").json
        assert water["incidents"][0]["excerpts"][0]["text"] == ARABIC["text"]
        receipt = filled("receipt", water["answer_id"], "--json").json
        assert receipt["quotations"][0]["proven"]
        article = filled("article", receipt["quotations"][0]["article"]["id"], "--json").json
        assert article["text"] == ARABIC["text"]
        status = filled("status", "--json").json
        assert (status["articles"], status["pending"], status["index"]) == (3, 0, "well")
        assert filled("reindex").status == 0

    def test_broken_characters_in_a_question_are_just_words(self, filled: Dateline) -> None:
        questions = [
            "Ras al-Ain \x00 zero",
            "Ras al-Ain \ud83d half",
            "zero \x00 words",
            "100% _ \\ ' \" :x %s & | ! <->",
        ]
        asked = "\n".join(json.dumps({"question": question, "context": ["\x00 \ud83d"]}) for question in questions)
        ran = filled("ask", "--json", "-", stdin=asked)
        assert (ran.status, ran.err, len(ran.out.splitlines())) == (0, "", len(questions))

    def test_a_server_that_is_away_is_one_line_without_the_password(
        self, dateline: Dateline, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = f"postgresql+psycopg://dateline:secret@127.0.0.1:{free_port()}/dateline"
        monkeypatch.setenv("DATELINE_DATABASE_URL", url)
        ran = dateline("status")
        assert (ran.status, ran.err.count("\n")) == (1, 1)
        assert "refused" in ran.err and "secret" not in ran.err


def test_the_index_folder_of_another_store_is_built_again(filled: Dateline, store: Path) -> None:
    shutil.rmtree(store.parent / "chroma")
    (store.parent / "chroma").mkdir()
    assert filled("ask", "--json", "fighters shot at each other").json["outcome"] == "answered"
    assert filled("status", "--json").json["index"] == "well"
