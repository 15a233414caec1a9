"""The command line as a stranger meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.commands import CLASH, NOW, SHELLING, Dateline

COMMANDS = (
    "demo",
    "import",
    "ask",
    "chat",
    "run",
    "article",
    "receipt",
    "retry",
    "status",
    "reindex",
    "places import",
    "places learned",
)
HEAVY = ("torch", "chromadb", "telegram", "sentence_transformers", "sqlalchemy", "numpy")
ANSWER_KEYS = {"answer_id", "question", "now", "understood", "outcome", "incidents", "coverage"}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Two articles as JSON Lines."""
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in (CLASH, SHELLING)), encoding="utf-8")
    return path


def python(code: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run code in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


class TestHelp:
    def test_no_command_shows_the_help(self, dateline: Dateline) -> None:
        ran = dateline()
        assert (ran.status, ran.err) == (2, "")
        assert "dateline demo" in ran.out and 'dateline ask "what happened' in ran.out

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_teaches_by_an_example(self, dateline: Dateline, command: str) -> None:
        ran = dateline(*command.split(), "--help")
        assert (ran.status, ran.err) == (0, "")
        assert f"dateline {command}" in ran.out.replace(f"Usage: dateline {command}", "")
        assert max(map(len, ran.out.splitlines())) <= 80

    def test_help_and_completion_load_no_heavy_library(self) -> None:
        code = (
            "import sys\nfrom bot.cli.main import main\nsys.argv = ['dateline', 'ask', '--help']\n"
            f"try:\n    main()\nfinally:\n    print(sorted(set({HEAVY}) & set(sys.modules)))"
        )
        assert python(code).stdout.splitlines()[-1] == "[]"
        completion = "import sys; sys.argv = ['dateline']; from bot.cli.main import main; main()"
        done = python(
            completion, _DATELINE_COMPLETE="complete_bash", COMP_WORDS="dateline re", COMP_CWORD="1"
        ).stdout.split()
        assert done == ["retract", "retry", "reinstate", "receipt", "reindex", "restore"]

    def test_the_version_is_printed(self, dateline: Dateline) -> None:
        ran = dateline("--version")
        assert (ran.status, ran.out.split()[0]) == (0, "dateline")

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["frobnicate"], "no such command 'frobnicate'; see `dateline --help`"),
            (["ask"], "missing argument"),
            (["ask", "--loud", "x"], "no such option: --loud; see `dateline ask --help`"),
            (["ask", "--limit", "0", "x"], "--limit"),
            (["ask", "--now", "soon", "x"], "soon is not a moment; write it like 2024-11-17T12:00:00+03:00"),
            (["ask", "--now", "9999-12-31T23:59:59-12:00", "x"], "is not a moment"),
            (["ask", "--tz", "Mars/Base", "x"], "Mars/Base is not a time zone; write it like Asia/Damascus"),
            (["import"], "missing argument"),
            (["import", "nowhere.jsonl"], "there is no nowhere.jsonl"),
            (["import", ""], "empty argument"),
            (["import", ".", "--published", "soon"], '"soon" is not a date; write a day of the past like 2024-11-16'),
            (["import", ".", "--published", "2999-01-01"], '"2999-01-01" is in the future'),
            (["places", "import", "nowhere.csv"], "there is no nowhere.csv"),
            (["article", "x", "--version", "0"], "--version"),
            (["run"], "TELEGRAM_TOKEN is not set: @BotFather on Telegram gives one"),
        ],
    )
    def test_unusable_arguments_are_one_line_and_status_2(
        self, dateline: Dateline, arguments: list[str], said: str
    ) -> None:
        ran = dateline(*arguments)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("dateline: ") and said in ran.err
        assert ran.err.count("\n") == 1

    @pytest.mark.parametrize("value", ["postgresql+nosuch://db/x", "mysql://db/x", "no address"])
    def test_a_wrong_setting_is_one_line_and_status_2(
        self, dateline: Dateline, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("DATELINE_DATABASE_URL", value)
        ran = dateline("status")
        assert ran.status == 2
        assert ran.err.startswith("dateline: DATELINE_DATABASE_URL ") and "Example:" in ran.err
        assert ran.err.count("\n") == 1

    @pytest.mark.parametrize("value", ["http://", "ftp://chroma", "http://chroma:port", "http://[::1"])
    def test_a_wrong_address_is_refused_before_anything_is_opened(
        self, dateline: Dateline, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("DATELINE_CHROMA_URL", value)
        ran = dateline("status")
        assert (ran.status, ran.err.split()[1]) == (2, "DATELINE_CHROMA_URL")

    def test_run_without_a_token_loads_nothing(self) -> None:
        code = (
            "import sys\nfrom bot.cli.main import main\nsys.argv = ['dateline', 'run']\n"
            "try:\n    main()\n"
            "finally:\n    print(sorted({'torch', 'chromadb', 'telegram', 'numpy'} & set(sys.modules)))"
        )
        ran = python(code, TELEGRAM_TOKEN="")
        assert (ran.returncode, ran.stdout.strip(), ran.stderr.count("\n")) == (2, "[]", 1)


class TestImport:
    def test_the_last_line_is_the_report_as_json(self, dateline: Dateline, articles: Path) -> None:
        first, second = dateline("import", articles, "--json"), dateline("import", articles, "--json")
        assert (first.status, first.err, first.json["added"]) == (0, "", 2)
        counts = {key: second.json[key] for key in ("added", "updated", "unchanged", "failed", "failures")}
        assert counts == {"added": 0, "updated": 0, "unchanged": 2, "failed": 0, "failures": []}

    def test_what_failed_is_named_and_the_rest_is_kept(self, dateline: Dateline, articles: Path) -> None:
        with articles.open("a") as lines:
            lines.write('{"url": "https://north-wire.example.org/empty"}\n')
        ran = dateline("import", articles)
        assert ran.status == 1
        assert "2 added, 0 updated, 0 unchanged, 1 failed." in ran.out
        assert "articles.jsonl:3: text is missing" in ran.out

    def test_publisher_and_date_fill_in_what_an_item_lacks(self, dateline: Dateline, tmp_path: Path) -> None:
        (tmp_path / "note.txt").write_text("A quiet day\n\nIt was quiet in Tal Tamr.\n")
        dateline("import", tmp_path / "note.txt", "--publisher", "Desk notes", "--published", "2024-11-10")
        assert dateline("status", "--json").json["newest"] == "2024-11-10"
        asked = dateline("ask", "--json", "--now", NOW, "Tal Tamr this month").json
        assert asked["incidents"][0]["publishers"] == ["Desk notes"]


class TestAsk:
    @pytest.fixture(autouse=True)
    def _filled(self, dateline: Dateline, articles: Path) -> None:
        dateline("import", articles)

    def test_the_answer_is_what_the_bot_would_send(self, dateline: Dateline) -> None:
        ran = dateline("ask", "--now", NOW, "what happened in Ras al-Ain this week")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("Ras al-Ain (Al-Hasakah) · Mon 11 – Sun 17 Nov 2024\n")
        assert f"▎ {CLASH['text']}" in ran.out and CLASH["url"] in ran.out

    def test_words_need_no_quotation_marks(self, dateline: Dateline) -> None:
        answer = dateline("ask", "--json", "--now", NOW, "Ras", "al-Ain", "this", "week").json
        assert answer["question"] == "Ras al-Ain this week"
        assert answer["outcome"] == "answered"

    def test_json_has_the_promised_keys(self, dateline: Dateline) -> None:
        answer = dateline("ask", "--json", "--now", NOW, "--tz", "Europe/Berlin", "Ras al-Ain this week").json
        assert answer.keys() >= ANSWER_KEYS
        assert answer["now"] == "2024-11-17T10:00:00+01:00"
        excerpt = answer["incidents"][0]["excerpts"][0]
        article = dateline("article", excerpt["article"]["id"], "--json").json
        assert article["text"][excerpt["start"] : excerpt["end"]] == excerpt["text"]
        assert article["sha256"] == excerpt["article"]["sha256"]

    def test_lines_are_answered_in_turn_each_on_its_own_terms(self, dateline: Dateline) -> None:
        lines = [
            "Ras al-Ain on 15 November 2024",
            "",
            json.dumps({"id": [7], "question": "and in Tal Tamr?", "now": NOW, "context": ["Ras al-Ain this month"]}),
            json.dumps({"question": "Tal Tamr this week", "now": "2024-11-03T00:30:00+01:00", "tz": "Europe/Berlin"}),
        ]
        ran = dateline("ask", "--json", "-", stdin="\n".join(lines))
        answers = [json.loads(line) for line in ran.out.splitlines()]
        assert ran.status == 0
        assert [answer.get("id") for answer in answers] == [None, [7], None]
        assert [answer["outcome"] for answer in answers] == ["answered"] * 3
        assert answers[2]["understood"]["period"]["start"] == "2024-10-28"

    def test_nothing_to_read_is_nothing_to_answer(self, dateline: Dateline) -> None:
        assert dateline("ask", "-").out == ""


class TestProofs:
    @pytest.fixture
    def answer_id(self, dateline: Dateline, articles: Path) -> str:
        dateline("import", articles)
        return str(dateline("ask", "--json", "--now", NOW, "Ras al-Ain this week").json["answer_id"])

    def test_a_receipt_proves_every_quotation(self, dateline: Dateline, answer_id: str) -> None:
        ran = dateline("receipt", answer_id.lower())
        assert ran.status == 0
        assert CLASH["text"] in ran.out and ran.out.rstrip().endswith("matches")
        proof = dateline("receipt", answer_id, "--json").json["quotations"][0]
        assert proof["proven"] and proof["text"] == CLASH["text"]

    def test_an_article_is_printed_as_it_is_kept(self, dateline: Dateline, answer_id: str) -> None:
        article_id = dateline("receipt", answer_id, "--json").json["quotations"][0]["article"]["id"]
        assert CLASH["text"] in dateline("article", article_id).out
        gone = dateline("article", article_id, "--version", "2")
        assert (gone.status, gone.err) == (1, f"dateline: article {article_id} has no version 2; it has 1\n")

    @pytest.mark.parametrize("command", ["receipt", "article"])
    @pytest.mark.parametrize("id_", ["NOSUCH", "", "'; --", "\udcff", "\0"])
    def test_an_unknown_id_is_one_line(self, dateline: Dateline, command: str, id_: str) -> None:
        ran = dateline(command, id_)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("dateline: there is no ") and ran.err.count("\n") == 1

    def test_what_an_article_holds_does_not_reach_the_terminal_as_orders(
        self, dateline: Dateline, tmp_path: Path
    ) -> None:
        text = (
            "Tal Tamr was quiet on Monday\x1b[2J\x1b]0;owned\x07 evening, a shepherd of the village said by telephone."
        )
        (tmp_path / "a.jsonl").write_text(json.dumps({"url": "https://a.example.org/1", "text": text}))
        dateline("import", tmp_path / "a.jsonl")
        answer = dateline("ask", "--json", "Tal Tamr").json
        excerpt = answer["incidents"][0]["excerpts"][0]
        assert dateline("article", excerpt["article"]["id"], "--json").json["text"] == text
        for command in (("article", excerpt["article"]["id"]), ("receipt", answer["answer_id"]), ("ask", "Tal Tamr")):
            shown = dateline(*command).out
            assert "Tal Tamr was quiet" in shown and "\x1b" not in shown and "\x07" not in shown


class TestUpkeep:
    def test_status_tells_what_the_library_holds(self, dateline: Dateline, articles: Path) -> None:
        dateline("import", articles)
        found = dateline("status", "--json").json
        wanted = {"articles": 2, "passages": 2, "publishers": 2, "newest": "2024-11-16", "pending": 0, "index": "well"}
        assert {key: found[key] for key in wanted} == wanted
        assert "articles          2\n" in dateline("status").out

    def test_another_model_is_refused_until_the_index_is_built_again(
        self, dateline: Dateline, articles: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dateline("import", articles)
        monkeypatch.setenv("DATELINE_EMBEDDING_MODEL", "another")
        for command in (("ask", "Tal Tamr"), ("import", articles)):
            ran = dateline(*command)
            assert (ran.status, ran.out) == (1, "")
            assert "run `dateline reindex`" in ran.err and ran.err.count("\n") == 1
        assert "run `dateline reindex`" in dateline("status").out
        assert dateline("reindex").out == "The index holds 2 passages, by another.\n"
        assert dateline("status", "--json").json["model"] == "another"
        assert dateline("ask", "--json", "Tal Tamr").json["outcome"] == "answered"

    def test_building_again_with_the_same_model_needs_no_model(self, dateline: Dateline, articles: Path) -> None:
        dateline("import", articles)
        ran = dateline("reindex")
        assert (ran.status, ran.out) == (0, "The index holds 2 passages, by multilingual-e5-small.\n")

    def test_new_places_are_looked_for_in_what_is_kept(self, dateline: Dateline, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Wells\n\nThree wells ran dry in Nowheristan on Monday, farmers said there.\n")
        (tmp_path / "places.csv").write_text(
            "id,name,alias,lang,lat,lon,kind,parent,country\n"
            "own:1,Nowheristan,Nowheristan,en,36.5,40.5,village,,SY\n"
            "own:2,Nowhere,Nowhere,en,north,40.5,village,,SY\n"
        )
        dateline("import", tmp_path / "a.txt")
        first, second = (dateline("places", "import", tmp_path / "places.csv") for _ in range(2))
        assert (first.status, first.out) == (0, "1 row left out.\n2 new places and names; 1 article read again.\n")
        assert "places.csv:3" in first.err
        assert second.out.endswith("Nothing new: every place and name is known.\n")
        assert dateline("ask", "--json", "Nowheristan").json["outcome"] == "answered"

    def test_the_demo_refuses_a_library_of_real_articles(self, dateline: Dateline, tmp_path: Path) -> None:
        many = [{**CLASH, "url": f"https://north-wire.example.org/{number}"} for number in range(60)]
        (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, many)))
        dateline("import", tmp_path / "many.jsonl")
        ran = dateline("demo")
        assert (ran.status, ran.out) == (2, "")
        assert "set DATELINE_DATA_DIR to another folder" in ran.err
