"""A file that is imported is quoted without a word of where it lay; its own address is the operator's to see."""

import json
from pathlib import Path

import pytest

from tests.bot.commands import NOW, Dateline

WORDS = (
    "Testimony\nEight fighters were killed in Ras al-Ain on Friday 15 November 2024 when two groups shot at each other."
)
QUESTION = "what happened in Ras al-Ain this week"


@pytest.fixture
def testimony(tmp_path: Path) -> Path:
    folder = tmp_path / "noor-haddad"
    folder.mkdir()
    path = folder / "testimony of Azad.txt"
    path.write_text(WORDS)
    return path


def test_no_answer_and_no_receipt_shows_where_a_file_lay(dateline: Dateline, testimony: Path) -> None:
    assert dateline("import", testimony, "--publisher", "North Wire").status == 0
    shown = dateline("ask", "--now", NOW, QUESTION).out
    asked = dateline("ask", "--now", NOW, "--json", QUESTION)
    article = asked.json["incidents"][0]["excerpts"][0]["article"]
    receipt = dateline("receipt", asked.json["answer_id"])
    proof = dateline("receipt", asked.json["answer_id"], "--json")
    assert f"North Wire, date of publication unknown · file of the newsroom {article['id']}" in shown
    assert (article["url"], article["origin"]) == (f"newsroom:{article['id']}", "file")
    assert proof.json["quotations"][0]["article"]["origin"] == "file" and "a file of the newsroom" in receipt.out
    for out in (shown, asked.out, receipt.out, proof.out):
        assert "noor-haddad" not in out and "testimony" not in out and "file://" not in out


def test_the_operator_sees_the_path_and_a_second_import_of_it_is_a_version(dateline: Dateline, testimony: Path) -> None:
    dateline("import", testimony)
    testimony.write_text(WORDS.replace("Eight", "Five"))
    assert dateline("import", testimony, "--json").json["updated"] == 1
    id_ = dateline("ask", "--now", NOW, "--json", QUESTION).json["incidents"][0]["excerpts"][0]["article"]["id"]
    kept = dateline("article", id_, "--json").json
    assert kept["url"] == testimony.as_uri() and kept["versions"] == 2


def test_an_import_that_would_take_the_place_of_an_import_is_a_version_and_says_nothing(
    dateline: Dateline, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    line = {"url": "https://wire.example.org/1", "text": "Shells fell on Tal Tamr."}
    for text in ("Shells fell on Tal Tamr.", "Two shells fell on Tal Tamr."):
        path.write_text(json.dumps(line | {"text": text}))
        ran = dateline("import", path, "--json")
    assert (ran.json["updated"], ran.json["warnings"]) == (1, [])
