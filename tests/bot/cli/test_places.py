"""The places that only reports name, on the command line: listed, confirmed, merged, rejected."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.commands import Dateline

REPORT = {
    "url": "https://north-wire.example.org/hinsana",
    "title": "Two farmers wounded",
    "text": "Shells hit the village of Hinsana near Tal Tamr on Friday, and two farmers were wounded by splinters.",
    "published_at": "2024-11-16",
    "publisher": "North Wire",
}


@pytest.fixture
def report(dateline: Dateline, tmp_path: Path) -> Path:
    """An article that names a village that no list has, in the library."""
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps(REPORT) + "\n", encoding="utf-8")
    assert dateline("import", str(path)).status == 0
    return path


def listed(dateline: Dateline) -> list[dict[str, Any]]:
    return [json.loads(line) for line in dateline("places", "learned", "--json").out.splitlines()]


def understood(dateline: Dateline) -> dict[str, Any]:
    asked = dateline("ask", "--json", "--now", "2024-11-17T12:00:00+03:00", "what happened in Hinsana")
    [place] = json.loads(asked.out)["understood"]["places"]
    return dict(place)


def test_what_was_learned_is_listed_with_where_it_may_lie(dateline: Dateline, report: Path) -> None:
    [one] = listed(dateline)
    assert one["names"] == ["Hinsana"]
    assert (one["near"], one["radius_km"], one["reports"]) == ("tamr", 15, 1)
    assert one["id"] in dateline("places", "learned").out


def test_a_confirmed_place_has_a_point_and_a_line_in_the_audit_trail(dateline: Dateline, report: Path) -> None:
    [one] = listed(dateline)
    assert understood(dateline)["radius_km"] == 15
    assert dateline("places", "learned", "confirm", one["id"], "36.70", "40.40").status == 0
    place = understood(dateline)
    assert (place["lat"], place["lon"], "radius_km" in place) == (36.70, 40.40, False)
    assert f"place confirm {one['id']}" in dateline("audit").out


def test_a_merged_place_is_the_known_one(dateline: Dateline, report: Path) -> None:
    [one] = listed(dateline)
    assert dateline("places", "learned", "merge", one["id"], "Kobani").status == 0
    assert understood(dateline)["id"] == "kobani"


def test_a_rejected_place_is_found_no_more(dateline: Dateline, report: Path) -> None:
    [one] = listed(dateline)
    assert dateline("places", "learned", "reject", one["id"]).status == 0
    assert listed(dateline)[0]["standing"] == "rejected"
    asked = json.loads(dateline("ask", "--json", "--now", "2024-11-17T12:00:00+03:00", "what happened in Hinsana").out)
    assert asked["understood"]["places"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["confirm", "learned:none", "36.7", "40.4"], "no learned place"),
        (["confirm", "{id}", "north"], "no point"),
        (["confirm", "{id}", "136.7", "40.4"], "no point on Earth"),
        (["merge", "{id}", "Atlantis"], "no known place"),
        (["merge", "{id}", "{id}"], "no place of the gazetteer"),
        (["praise", "{id}"], "says nothing"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(dateline: Dateline, report: Path, words: list[str], said: str) -> None:
    [one] = listed(dateline)
    ran = dateline("places", "learned", *(word.format(id=one["id"]) for word in words))
    assert ran.status == 1
    assert said in ran.err
    assert ran.err.count("\n") == 1
