"""The questions that we wrote ourselves: what their file may hold, and how it is asked."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.library.own_questions import KEPT, OPEN, is_to_keep, own_questions, written

STORED = [
    {"doc_id": "a-1", "url": "https://north-wire.example.org/clash"},
    {"doc_id": "a-2", "url": "https://north-wire.example.org/fire"},
]
QUESTION = {"id": "od-1", "question": "clash sere kaniye fri", "gold": [{"article": "a-1", "grade": 2}], "unjudged": []}

LONGEST = 70  # characters that somebody types on a phone; a sentence of a publisher is longer
FIELDS = {"id", "kind", "lang", "question", "context", "now", "tz", "expect", "gold", "unjudged", "kept"}


def file_of(folder: Path, *questions: dict[str, Any]) -> Path:
    path = folder / "own_dev.jsonl"
    path.write_text("\n".join(map(json.dumps, questions)) + "\n", encoding="utf-8")
    return path


def test_articles_are_named_by_id_in_the_file_and_by_address_when_asked(tmp_path: Path) -> None:
    path = file_of(tmp_path, {**QUESTION, "unjudged": ["a-2"], "kept": False})
    (question,) = own_questions(STORED, path)[OPEN]
    assert question["gold"] == [{"url": "https://north-wire.example.org/clash", "grade": 2}]
    assert question["unjudged"] == ["https://north-wire.example.org/fire"]


def test_kept_questions_are_a_set_of_their_own(tmp_path: Path) -> None:
    path = file_of(tmp_path, {**QUESTION, "kept": False}, {**QUESTION, "id": "od-2", "kept": True})
    found = own_questions(STORED, path)
    assert [question["id"] for question in found[OPEN]] == ["od-1"]
    assert [question["id"] for question in found[KEPT]] == ["od-2"]


def test_an_article_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = file_of(tmp_path, {**QUESTION, "gold": [{"article": "a-9", "grade": 2}], "kept": False})
    with pytest.raises(KeyError, match="a-9"):
        own_questions(STORED, path)


def test_the_digest_of_the_id_decides_what_is_kept() -> None:
    questions = written()
    assert [question["kept"] for question in questions] == [is_to_keep(question["id"]) for question in questions]
    assert 0.05 < sum(question["kept"] for question in questions) / len(questions) < 0.15


def test_each_question_has_an_id_and_an_answer_of_its_own() -> None:
    questions = written()
    assert len({question["id"] for question in questions}) == len(questions)
    for question in questions:
        has_answer = question["expect"]["outcome"] == "answered"
        assert bool(question["gold"]) == has_answer, question["id"]


def test_the_file_holds_nothing_but_what_we_wrote() -> None:
    for question in written():
        assert set(question) <= FIELDS, question["id"]
        assert all(len(text) <= LONGEST for text in [question["question"], *question.get("context", [])])
        assert all(set(gold) == {"article", "grade"} for gold in question["gold"])
        assert "http" not in json.dumps(question), question["id"]


def test_every_kind_is_asked_in_four_languages() -> None:
    questions = written()
    kinds = {question["kind"] for question in questions}
    asked = {(question["kind"], question["lang"]) for question in questions}
    assert asked == {(kind, lang) for kind in kinds for lang in ("en", "ar", "ku", "tr")}


def test_no_question_asks_for_a_day_that_has_not_come() -> None:
    for question in written():
        period = question["expect"].get("period")
        assert not period or period["start"] <= period["end"] <= question["now"][:10], question["id"]
