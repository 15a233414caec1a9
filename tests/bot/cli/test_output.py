"""Whatever strangers wrote, no command gives the terminal orders: there is one way out, and all take it."""

import ast
import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

import bot
from bot.cli.main import COMMANDS, application, main
from bot.messages.layout.harmless import harmless
from bot.observing.logs import HarmlessFormatter
from bot.people import audit
from retrieval.library.database import open_database, read_session, write_transaction
from retrieval.library.models import AnswerRow, Article
from retrieval.library.sources import Channel, Feed
from retrieval.settings import Settings
from tests.bot.commands import CLASH, NOW, Dateline

# Moves the cursor, colours, renames the window, makes a link, in 7 and in 8 bits; turns round, hides.
EVIL = "\x1b[2J\x1b]0;owned\x07\x9b31m\x9d8;;x\x9c\r\u202eevil\u2066\u200b\u2028\x85\x7f"
COMMAND_FOLDER, TERMINAL_FOLDER = (Path(bot.__file__).parent / name for name in ("cli", "terminal"))

# What writes to a terminal, and where it may stand.
WRITERS = frozenset(
    {"echo", "secho", "print", "Console", "write", "writelines", "confirm", "prompt", "stdout", "stderr"}
)
MAY_WRITE = {
    "cli/output.py": {"echo", "Console", "prompt", "confirm"},
    "cli/main.py": {"stdout", "stderr"},  # are prepared, flushed and closed
    "cli/start.py": {"stderr", "write"},  # says sentences of its own, before anything can be imported
    "cli/setup.py": {"write"},  # the file .env
    "terminal/progress.py": {"Console"},  # bars and spinners that are called by our own words
    "terminal/display.py": {"print", "Console"},
    "terminal/console.py": {"print", "Console"},
}


def written_by(path: Path) -> set[str]:
    """The names by which a module writes to the terminal."""
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    return names & WRITERS


@pytest.mark.parametrize("path", [*COMMAND_FOLDER.glob("*.py"), *TERMINAL_FOLDER.glob("*.py")], ids=lambda p: p.name)
def test_there_is_one_way_out(path: Path) -> None:
    assert written_by(path) <= MAY_WRITE.get(f"{path.parent.name}/{path.name}", set())


def test_the_sweep_below_tries_every_command() -> None:
    groups = _groups()
    every = {*COMMANDS, *(f"{group} {word}" for group, words in groups.items() for word in words)}
    tried = {" ".join(words[: 2 if words[0] in groups else 1]) for words in (*ATTEMPTS, *LATER)}
    # They show our own articles, talk through `Terminal` (tests/bot/terminal), and log: see below.
    assert every - tried == {"demo", "chat", "run"}


def _groups() -> dict[str, list[str]]:
    found = application().registered_groups
    return {
        str(group.name): [str(command.name) for command in group.typer_instance.registered_commands]
        for group in found
        if group.typer_instance is not None
    }


ATTEMPTS: tuple[list[str], ...] = (
    ["import", "{file}"],
    ["import", "{file}", "--json"],
    ["import", "{file}", "--published", EVIL],
    ["import", f"nowhere{EVIL}"],
    ["ask", "--now", NOW, "what happened in Ras al-Ain this week"],
    ["ask", "--now", NOW, "--json", f"what happened in Ras al-Ain this week {EVIL}"],
    ["ask", "--now", EVIL, "x"],
    ["ask", "--tz", EVIL, "x"],
    ["ask", "-"],
    ["article", "{article}"],
    ["article", "{article}", "--json"],
    ["article", "{article}", "--diff"],
    ["article", EVIL],
    ["correct", "{article}", "publisher", EVIL],
    ["correct", "{article}", "place", EVIL],
    ["correct", "{article}", EVIL, "x"],
    ["retract", "{article}", EVIL],
    ["reinstate", "{article}"],
    ["reinstate", EVIL],
    ["retry"],
    ["retry", EVIL],
    ["init", "--region", EVIL],
    ["init", "--token-file", f"nowhere{EVIL}"],
    ["init", "--timezone", "Europe/Berlin"],
    ["backup", "{backup}"],
    ["backup", "{folder}"],
    ["restore", "{article}"],
    ["restore", f"nowhere{EVIL}"],
    ["restore", "{file}"],
    ["restore", "{backup}"],
    ["check"],
    ["check", "--json"],
    ["prune", "--older-than", "1d"],
    ["prune", "--older-than", EVIL],
    ["prune", "--older-than", "1d", "--delete"],
    ["ingest", f"https://news.example.org/{EVIL}"],
    ["sources"],
    ["sources", "--json"],
    ["feed", "list"],
    ["feed", "list", "--json"],
    ["feed", "export"],
    ["feed", "add", f"https://{EVIL}/"],
    ["feed", "pause", "1"],
    ["feed", "resume", EVIL],
    ["feed", "check"],
    ["feed", "import", "{opml}"],
    ["feed", "remove", "1"],
    ["places", "import", "{places}"],
    ["places", "learned"],
    ["places", "learned", "reject", EVIL],
    ["editors"],
    ["editors", "add", EVIL],
    ["audit"],
    ["audit", "--json"],
    ["audit", EVIL],
    ["status"],
    ["status", "--json"],
    ["reindex"],
    [EVIL],
    ["ask", f"--{EVIL}"],
)
LATER: tuple[list[str], ...] = (["receipt", "{answer}"], ["receipt", "{answer}", "--json"], ["receipt", EVIL])


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Files whose names and contents are hostile, and a library with hostile sources."""
    folder = tmp_path / "f\x1b[2J\x9b31m\u202e"
    folder.mkdir()
    monkeypatch.chdir(folder)  # `init` writes .env there
    article = CLASH | {"title": f"Title {EVIL}", "publisher": f"Wire {EVIL}", "text": f"{CLASH['text']} {EVIL} {EVIL}"}
    lines = [
        article | {"language": EVIL, "published_at": EVIL},
        article,
        {"url": f"https://news.example.org/{EVIL}", "text": "x"},
        {"url": f"hhttps://wire.example.org/{1}", "text": f"Shells fell on Tal Tamr. {EVIL}", "byline": EVIL},
        {"url": 5, "text": EVIL},
    ]
    file = folder / f"a{chr(0x1B)}[0m\x9b.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines) + EVIL, encoding="utf-8")
    places, opml = folder / "p.csv", folder / "feeds.opml"
    places.write_text(f"id,name,alias,lang,lat,lon,kind,parent,country\n{EVIL},{EVIL},,en,x,y,{EVIL},,{EVIL}\n")
    opml.write_text("<opml><body><outline xmlUrl='http://10.0.0.1/\u202e\u200b'/></body></opml>")
    engine = open_database(Settings.read().sql_url)
    moment = datetime(2024, 11, 1, tzinfo=UTC)
    with write_transaction(engine) as session:
        session.add(Feed(url="https://10.0.0.1/", title=f"Feed {EVIL}", added_at=moment, due_at=moment, fault=EVIL,
                         failures=5, failing_since=moment, checked_at=moment))  # fmt: skip
        session.add(Channel(chat_id=-1005, title=f"Channel {EVIL}", added_by=1, added_at=moment, post_at=moment))
    audit.record(engine, 5, f"ingest {EVIL}", EVIL, {"reason": EVIL})
    engine.dispose()
    return {
        "file": str(file), "places": str(places), "opml": str(opml), "folder": str(folder),
        "backup": str(folder / "a.backup"),
    }  # fmt: skip


def _fitted(words: list[str], known: dict[str, str]) -> list[str]:
    return [known.get(word[1:-1], word) if word[:1] == "{" else word for word in words]


def test_no_command_gives_the_terminal_an_order_of_somebody_else_s(dateline: Dateline, hostile: dict[str, str]) -> None:
    dateline("import", hostile["file"])
    engine = open_database(Settings.read().sql_url)
    with read_session(engine) as session:
        known = hostile | {"article": session.exec(select(Article.id).where(Article.url == CLASH["url"])).one()}
    asked = f"what happened in Kobani {EVIL}\n{{{EVIL}\n".encode()
    for words in ATTEMPTS:
        ran = dateline(*_fitted(words, known), stdin=asked)
        assert harmless(ran.out) == ran.out and harmless(ran.err) == ran.err, words
    with read_session(engine) as session:
        known["answer"] = session.exec(select(AnswerRow.id).where(AnswerRow.outcome == "answered")).first() or ""
    engine.dispose()
    assert known["answer"]
    for words in LATER:
        ran = dateline(*_fitted(words, known))
        assert harmless(ran.out) == ran.out and harmless(ran.err) == ran.err, words


def test_json_gives_what_is_kept_to_the_letter(dateline: Dateline, hostile: dict[str, str]) -> None:
    dateline("import", hostile["file"])
    asked = dateline("ask", "--now", NOW, "--json", "what happened in Ras al-Ain this week")
    (excerpt, *_) = asked.json["incidents"][0]["excerpts"]
    kept = dateline("article", excerpt["article"]["id"], "--json").json
    assert EVIL.strip() in kept["text"] and kept["text"][excerpt["start"] : excerpt["end"]] == excerpt["text"]


def test_no_name_of_a_file_begins_a_line_that_looks_like_one_of_ours(dateline: Dateline, tmp_path: Path) -> None:
    forged = tmp_path / "a\n9 added, 0 updated.jsonl"
    forged.write_text("{")
    ran = dateline("import", forged)
    assert [line.split(":")[0] for line in ran.out.splitlines()] == [
        "0 added, 0 updated, 0 unchanged, 1 failed.",
        "Failed",
    ]
    for words in (["import", "nowhere\ndateline: all is well"], ["retract", "0123\ndateline: done", "wrong"]):
        assert dateline(*words).err.count("\n") == 1


def test_a_wrong_setting_is_said_without_its_orders(dateline: Dateline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TIMEZONE", EVIL)
    ran = dateline("status")
    assert ran.status == 2 and harmless(ran.err) == ran.err and "DATELINE_TIMEZONE" in ran.err


def test_what_nobody_foresaw_is_printed_without_its_orders(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(EVIL)

    monkeypatch.setattr("bot.cli.main.application", lambda: fails)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with pytest.raises(RuntimeError) as raised:
        main()
    sys.excepthook(raised.type, raised.value, raised.tb)
    err = capsys.readouterr().err
    assert "RuntimeError" in err and harmless(err) == err


def test_a_line_of_the_log_is_one_line_without_orders() -> None:
    record = logging.LogRecord("a", logging.WARNING, "", 0, f"could not keep %s\nERROR forged: {EVIL}", (EVIL,), None)
    line = HarmlessFormatter("%(levelname)s %(message)s").format(record)
    assert harmless(line) == line
    assert [one[:4] for one in line.split("\n")[1:]] == ["    "]
