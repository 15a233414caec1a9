"""The JSON object of an answer has the keys and types that other programs rely on."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from retrieval.answering.answer_json import answer_json, excerpt_json
from retrieval.answers import (
    Answer,
    ArticleRef,
    Coverage,
    EventWhen,
    Excerpt,
    Figure,
    FigureClaim,
    Incident,
    Outcome,
    Quiet,
)
from retrieval.article import PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.dates.expressions.spans import PartOfDay
from retrieval.dates.intervals import Interval, one_day
from retrieval.figures.kinds import FigureKind
from retrieval.places.place import Place, PlaceKind
from retrieval.services import Services
from retrieval.understood import Doubt, Focus, PlaceChoice, Understood, UnderstoodPeriod, UnderstoodPlace
from tests.keeping import DAMASCUS, NOW, ask, draft, keep

FRIDAY = EventWhen(one_day(date(2024, 11, 15)), Precision.DAY, PartOfDay.NIGHT)
ARTICLE = ArticleRef(
    "0123456789abcdef",
    2,
    "a" * 64,
    "https://north-wire.example.org/1",
    title="Clash",
    publisher="North Wire",
    published_at=datetime(2024, 11, 16, tzinfo=UTC),
    published_precision=PublishedPrecision.DAY,
    language="en",
)
EXCERPT = Excerpt("Eight men died.", 57, 72, ARTICLE, ARTICLE.url + "#:~:text=Eight", FRIDAY, ("ain",))


def _areas(*names: str) -> tuple[Place, ...]:
    return tuple(Place(name, name, PlaceKind.AREA, "", None, None, None, 0) for name in names)


DERIK = PlaceChoice("derik-tr", "Derik", _areas("Mardin", "Turkey"), "TR")
PLACE = UnderstoodPlace("ain", "Ras al-Ain", "Sere Kaniye", "town", "SY", 36.85, 40.07, _areas("Al-Hasakah", "Syria"))
INCIDENT = Incident(
    ("ain",), ("Ras al-Ain",), FRIDAY, "armed_clash", "armed clash", ("North Wire",),
    (Figure(FigureKind.KILLED, 8, 8, (FigureClaim(8, 8, 0, "Eight men died"),)),), (EXCERPT,),
)  # fmt: skip
ANSWER = Answer(
    "A7F3Q2", "what happened in Sere Kaniye this week", NOW,
    Understood((PLACE,), UnderstoodPeriod(Interval(date(2024, 11, 11), date(2024, 11, 17)), "this week"), "clashes"),
    Outcome.ANSWERED, (INCIDENT,),
    Coverage(214, 4, datetime(2024, 11, 17, 6, 40, tzinfo=UTC), PublishedPrecision.TIME), total=1,
)  # fmt: skip

NUMBER = (int, float)
NULL = type(None)

# What is promised, as types; a list holds the shape of its items.
EVENT = {"start": str, "end": str, "precision": str}
EXCERPT_SHAPE = {
    "text": str, "start": int, "end": int, "link": str, "places": [str],
    "article": {"id": str, "version": int, "sha256": str, "url": str, "title": str, "publisher": str,
                "published_at": (str, NULL), "language": (str, NULL)},
    "event_date": (EVENT, NULL),
}  # fmt: skip
SHAPE = {
    "answer_id": str, "question": str, "now": str, "outcome": str,
    "understood": {
        "places": [{"id": str, "name": str, "matched": str, "country": str, "lat": NUMBER, "lon": NUMBER}],
        "period": ({"start": str, "end": str, "matched": str}, NULL),
        "topic": str,
    },
    "incidents": [{
        "places": [str], "date": (EVENT, NULL), "publishers": [str], "excerpts": [EXCERPT_SHAPE],
        "figures": [{"kind": str, "low": int, "high": int, "claims": [{"value": int, "excerpt": int}]}],
    }],
    "coverage": {"articles": int, "publishers": int, "newest": (str, NULL), "last_match": (EXCERPT_SHAPE, NULL)},
}  # fmt: skip


def check(value: Any, shape: Any, at: str = "answer") -> None:
    """Fail where a key is missing or a type is another one; further keys are allowed."""
    if isinstance(shape, tuple):
        alternatives = [s for s in shape if not isinstance(s, type)]
        if not isinstance(value, tuple(s for s in shape if isinstance(s, type))):
            assert alternatives, f"{at} is {value!r}"
            check(value, alternatives[0], at)
    elif isinstance(shape, dict):
        assert isinstance(value, dict), f"{at} is {value!r}"
        for key, part in shape.items():
            assert key in value, f"{at}.{key} is missing"
            check(value[key], part, f"{at}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), f"{at} is {value!r}"
        for number, item in enumerate(value):
            check(item, shape[0], f"{at}[{number}]")
    else:
        assert isinstance(value, shape), f"{at} is {value!r}"
        assert not isinstance(value, bool), f"{at} is {value!r}"


def test_the_shape_notices_what_is_missing_or_of_another_type() -> None:
    whole = answer_json(ANSWER)
    for broken in ({"outcome": 1}, {"coverage": None}, {"incidents": [{}]}, {"understood": {"places": []}}):
        with pytest.raises(AssertionError, match="answer"):
            check({**whole, **broken}, SHAPE)


def test_an_answer_has_every_promised_key() -> None:
    check(answer_json(ANSWER), SHAPE)


@pytest.mark.parametrize("question", ["Sere Kaniye this week", "clashes", "Kobani", "weddings in Sere Kaniye", "", "⟂"])
def test_what_the_desk_answers_has_every_promised_key(services: Services, question: str) -> None:
    keep(services, draft("Eight men were killed on Friday when armed groups clashed in Ras al-Ain, residents said."))
    answer = answer_json(ask(services, question))
    check(answer, SHAPE)
    assert json.loads(json.dumps(answer)) == answer


def test_the_values_are_those_of_the_answer() -> None:
    answer = answer_json(ANSWER)
    assert answer["answer_id"] == "A7F3Q2"
    assert answer["now"] == "2024-11-17T12:00:00+03:00"
    assert answer["outcome"] == "answered"
    understood = answer["understood"]
    assert understood["period"] == {"start": "2024-11-11", "end": "2024-11-17", "matched": "this week"}
    assert (understood["topic"], understood["doubts"]) == ("clashes", [])
    (place,) = understood["places"]
    assert (place["id"], place["name"], place["matched"]) == ("ain", "Ras al-Ain", "Sere Kaniye")
    (incident,) = answer["incidents"]
    assert incident["date"] == {"start": "2024-11-15", "end": "2024-11-15", "precision": "day", "part": "night"}
    assert (incident["kind"], incident["publishers"]) == ("armed clash", ["North Wire"])
    (figure,) = incident["figures"]
    assert figure["claims"] == [{"value": 8, "excerpt": 0, "words": "Eight men died"}]
    (excerpt,) = incident["excerpts"]
    assert (excerpt["start"], excerpt["end"], excerpt["article"]["version"]) == (57, 72, 2)
    assert answer["coverage"]["newest"] == "2024-11-17"


def test_every_outcome_is_written_as_promised() -> None:
    assert {outcome.value for outcome in Outcome} == {"answered", "nothing_found", "not_covered", "unclear"}


def test_the_readers_id_is_echoed_when_it_was_given_even_when_it_is_nought() -> None:
    assert "id" not in answer_json(ANSWER)
    for id_ in ("q1", 0, "", [1]):
        assert answer_json(ANSWER, id_=id_)["id"] == id_


def test_no_period_no_event_and_no_last_report_are_null() -> None:
    silent = replace(
        ANSWER,
        understood=replace(ANSWER.understood, period=None),
        incidents=(replace(INCIDENT, event=None, label=None, excerpts=(replace(EXCERPT, event=None),)),),
        coverage=Coverage(0, 0, None),
    )
    answer = answer_json(silent)
    check(answer, SHAPE)
    assert answer["understood"]["period"] is None
    assert answer["incidents"][0]["date"] is None
    assert answer["incidents"][0]["excerpts"][0]["event_date"] is None
    assert (answer["coverage"]["newest"], answer["coverage"]["last_match"]) == (None, None)


def test_the_last_report_is_an_excerpt() -> None:
    covered = replace(ANSWER.coverage, last_match=EXCERPT)
    assert answer_json(replace(ANSWER, coverage=covered))["coverage"]["last_match"] == excerpt_json(EXCERPT)


def test_choices_namesakes_doubts_and_silent_publishers_are_told() -> None:
    asked = Understood((replace(PLACE, also=(DERIK,)),), None, "", ((Doubt.PERIOD, "since the ceasefire"),))
    covered = replace(ANSWER.coverage, quiet=(Quiet("Jazira Post", date(2024, 11, 12)),))
    answer = answer_json(replace(ANSWER, understood=asked, choices=(DERIK,), coverage=covered, index_away=True))
    choice = {"id": "derik-tr", "name": "Derik", "within": ["Mardin", "Turkey"], "country": "TR"}
    assert answer["choices"] == answer["understood"]["places"][0]["also"] == [choice]
    assert answer["understood"]["doubts"] == [{"doubt": "period", "words": "since the ceasefire"}]
    assert answer["coverage"]["quiet"] == [{"publisher": "Jazira Post", "since": "2024-11-12"}]
    assert answer["index_away"] is True


def test_what_came_from_the_dialogue_and_what_was_asked_for_first_are_told() -> None:
    asked = replace(ANSWER.understood, inherited=("period", "place"), focus=Focus.FIGURES, counted=(FigureKind.KILLED,))
    incident = replace(INCIDENT, sources=(EXCERPT.article,))
    answer = answer_json(replace(ANSWER, understood=asked, incidents=(incident,)))
    understood = answer["understood"]
    assert (understood["inherited"], understood["focus"]) == (["period", "place"], "figures")
    assert understood["counted"] == ["killed"]
    assert answer["incidents"][0]["sources"][0]["url"] == EXCERPT.article.url
    assert {"inherited", "focus", "counted"}.isdisjoint(answer_json(ANSWER)["understood"])


def test_a_range_and_a_qualifier_are_told_beside_the_value() -> None:
    claim = FigureClaim(5, 8, 0, "between five and eight", "about")
    figure = Figure(FigureKind.INJURED, 5, 8, (claim,))
    (figure_json,) = answer_json(replace(ANSWER, incidents=(replace(INCIDENT, figures=(figure,)),)))["incidents"][0][
        "figures"
    ]
    assert (figure_json["kind"], figure_json["low"], figure_json["high"]) == (FigureKind.INJURED.value, 5, 8)
    words = "between five and eight"
    assert figure_json["claims"] == [{"value": 8, "excerpt": 0, "words": words, "low": 5, "qualifier": "about"}]


def test_now_is_told_on_the_readers_clock() -> None:
    assert answer_json(replace(ANSWER, now=NOW.astimezone(DAMASCUS)))["now"].endswith("+03:00")


def test_the_order_and_what_was_left_out_are_told(services: Services) -> None:
    keep(services, draft("A man was arrested in Kobani on Friday because he had no papers, residents said."))
    told = answer_json(
        ask(services, "latest from Hasakah province except Qamishli, not drones, not by Turkey, without SANA")
    )
    assert told["understood"]["order"] == "latest"
    excluded = told["understood"]["excluded"]
    assert [place["name"] for place in excluded.pop("places")] == ["Qamishli"]
    assert excluded == {"topics": ["drone strike"], "actors": ["Turkey"], "publishers": ["SANA"]}
