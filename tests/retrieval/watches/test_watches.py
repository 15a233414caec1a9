"""Which watches a report concerns: by place and all that contains it, by distance, topic and numbers; no other one."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlmodel import select

from retrieval.answers import Outcome
from retrieval.library.answered import receipts
from retrieval.library.database import read_session
from retrieval.library.incident_models import WatchKey
from retrieval.passages.passage import Candidate, PlacedPassage
from retrieval.places.geometry import distance_km
from retrieval.questions.reader import QuestionReader
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.watches.keys import keys_of, lookup_keys
from retrieval.watches.left_out import LeftOut
from retrieval.watches.terms import RADII, Circle, Terms, terms_of
from retrieval.watches.watches import Standing, TooManyWatchesError, Watches
from tests.region import region_gazetteer

NOW = datetime(2024, 11, 17, tzinfo=UTC)
CHAT = 5_000_000_001
gazetteer = region_gazetteer()


@pytest.fixture
def watches(engine: Engine) -> Watches:
    return Watches(engine, gazetteer, default_thesaurus())


def report(*places: str, topics: str = "shelling", article_topics: str = "") -> PlacedPassage:
    passage = Candidate(1, 1, "a", 0, 0, 200, frozenset(topics.split()), frozenset(article_topics.split()), "Wire", NOW)
    return PlacedPassage(passage, frozenset(places))


def watch(watches: Watches, chat_id: int = CHAT, **terms: object) -> int:
    made, _ = watches.add(chat_id, None, Terms(**terms), NOW)  # type: ignore[arg-type]
    return made.id or 0


def place(id_: str) -> tuple[tuple[str, str], ...]:
    return ((id_, ""),)


def concerned(watches: Watches, *reports: PlacedPassage, publishers: int = 1, killed: int | None = None) -> list[int]:
    return [found.id or 0 for found in watches.satisfied_by(reports, publishers, killed)]


def test_a_report_concerns_who_watches_its_place_and_who_watches_what_contains_it(watches: Watches) -> None:
    town, district = watch(watches, places=place("ain")), watch(watches, places=place("ain-dist"))
    governorate, country = watch(watches, places=place("hasakah")), watch(watches, places=place("sy"))
    watch(watches, places=place("tamr"))
    watch(watches, places=place("raqqa"))
    assert concerned(watches, report("ain")) == [town, district, governorate, country]


def test_a_report_of_a_whole_governorate_does_not_reach_who_watches_a_town_in_it(watches: Watches) -> None:
    watch(watches, places=place("ain"))
    governorate = watch(watches, places=place("hasakah"))
    assert concerned(watches, report("hasakah")) == [governorate]


def test_a_report_without_a_place_reaches_only_who_watches_a_topic_anywhere(watches: Watches) -> None:
    watch(watches, places=place("sy"))
    watch(watches, circle=Circle(36.6, 40.3, 100))
    anywhere = watch(watches, topics=TopicQuery.from_plain([["shelling"]]))
    assert concerned(watches, report()) == [anywhere]


def test_a_circle_holds_what_is_near_and_no_centre_of_a_governorate(watches: Watches) -> None:
    near = watch(watches, circle=Circle(36.66, 40.40, 5))
    far = watch(watches, circle=Circle(36.85, 40.07, 10))
    assert concerned(watches, report("tamr")) == [near]
    assert concerned(watches, report("ain")) == [far]
    assert concerned(watches, report("hasakah")) == []


def test_a_narrower_topic_satisfies_a_broader_watch_and_not_the_reverse(watches: Watches) -> None:
    strikes = watch(watches, topics=TopicQuery.from_plain([["strike"]]))
    watch(watches, topics=TopicQuery.from_plain([["drone_strike"]]))
    assert concerned(watches, report("tamr", topics="shelling")) == [strikes]


def asked(text: str) -> Terms:
    """The terms of a watch that is made from a question."""
    return terms_of(QuestionReader(gazetteer, default_thesaurus()).understand(text, NOW.date()), gazetteer)


def test_what_a_question_leaves_out_its_watch_leaves_out(watches: Watches) -> None:
    made, _ = watches.add(CHAT, None, asked("Hasakah except Qamishli, not shelling"), NOW)
    assert concerned(watches, report("tamr", topics="arrest")) == [made.id]
    assert concerned(watches, report("qamishli", topics="arrest")) == []
    assert concerned(watches, report("tamr", "qamishli", topics="arrest")) == []
    assert concerned(watches, report("tamr", topics="shelling")) == []


def test_one_report_that_is_left_out_does_not_take_another_of_its_incident_with_it(watches: Watches) -> None:
    made, _ = watches.add(CHAT, None, asked("Hasakah except Qamishli"), NOW)
    assert concerned(watches, report("qamishli"), report("tamr")) == [made.id]


def test_a_publisher_that_is_left_out_tells_nothing(watches: Watches) -> None:
    watch(watches, places=place("tamr"), left_out=LeftOut(publishers=("Wire",)))
    assert concerned(watches, report("tamr")) == []


def test_what_is_left_out_is_kept_and_makes_another_watch() -> None:
    terms = asked("Hasakah except Qamishli, not shelling")
    assert Terms.from_plain(terms.plain()) == terms
    assert terms.fingerprint() != asked("Hasakah").fingerprint()


def test_every_part_of_a_topic_has_to_be_told_by_one_report(watches: Watches) -> None:
    both = watch(watches, topics=TopicQuery.from_plain([["shelling"], ["turkey"]]))
    assert concerned(watches, report("tamr", topics="shelling"), report("tamr", topics="turkey")) == []
    assert concerned(watches, report("tamr", topics="shelling turkey")) == [both]


def test_place_and_topic_have_to_be_told_by_one_report(watches: Watches) -> None:
    shelled = watch(watches, places=place("tamr"), topics=TopicQuery.from_plain([["shelling"]]))
    assert concerned(watches, report("tamr", topics="abduction"), report("ain", topics="shelling")) == []
    assert concerned(watches, report("tamr", topics="shelling")) == [shelled]


def test_numbers_hold_a_watch_back_until_they_are_reached(watches: Watches) -> None:
    two = watch(watches, places=place("tamr"), publishers=2)
    five = watch(watches, places=place("tamr"), killed=5)
    assert concerned(watches, report("tamr"), killed=4) == []
    assert concerned(watches, report("tamr"), publishers=2) == [two]
    assert concerned(watches, report("tamr"), killed=5) == [five]


def test_the_same_is_watched_once_by_a_chat_however_it_was_spelt(watches: Watches) -> None:
    first, is_new = watches.add(CHAT, None, Terms(places=(("tamr", "Tal Tamr"),)), NOW)
    again, is_new_again = watches.add(CHAT, None, Terms(places=(("tamr", "Til Temir"),)), NOW)
    elsewhere, _ = watches.add(CHAT, 7, Terms(places=(("tamr", "Til Temir"),)), NOW)
    assert (is_new, is_new_again, first.id) == (True, False, again.id)
    assert elsewhere.id != first.id


def test_a_chat_has_so_many_watches_and_no_more(watches: Watches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.watches.watches.MOST_WATCHES", 2)
    watch(watches, places=place("tamr"))
    watch(watches, places=place("ain"))
    with pytest.raises(TooManyWatchesError):
        watch(watches, places=place("raqqa"))
    watch(watches, chat_id=CHAT + 1, places=place("raqqa"))


def test_a_watch_that_is_paused_changed_or_stopped_is_found_accordingly(watches: Watches) -> None:
    id_ = watch(watches, places=place("tamr"))
    watches.pause(id_, True)
    assert concerned(watches, report("tamr")) == []
    watches.change(id_, Terms(places=place("ain")))
    watches.pause(id_, False)
    assert (concerned(watches, report("tamr")), concerned(watches, report("ain"))) == ([], [id_])
    watches.stop([id_])
    assert concerned(watches, report("ain")) == []
    with read_session(watches.engine) as session:
        assert session.exec(select(WatchKey)).first() is None


def test_a_standing_question_is_looked_up_apart_and_stays_out_of_alerts(watches: Watches) -> None:
    answer_id = receipts.record(watches.engine, Outcome.NOTHING_FOUND, {"turns": []}, [])
    made, _ = watches.add(CHAT, None, Terms(places=place("tamr")), NOW, Standing(answer_id, {"turns": []}, 5))
    assert concerned(watches, report("tamr")) == []
    assert [one.id for one in watches.standing([report("tamr")])] == [made.id]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.floats(35.5, 37.5), st.floats(38.0, 42.5), st.sampled_from(RADII),
    st.sampled_from([place.id for place in gazetteer.places if place.kind in ("town", "city", "village")]),
)  # fmt: skip
def test_whatever_lies_in_a_circle_shares_a_key_with_it(lat: float, lon: float, km: int, id_: str) -> None:
    there = gazetteer.get(id_)
    assert there is not None and there.lat is not None and there.lon is not None
    if distance_km(lat, lon, there.lat, there.lon) <= km:
        assert not keys_of(Terms(circle=Circle(lat, lon, km))).isdisjoint(lookup_keys([id_], gazetteer))


def test_what_lies_around_a_place_or_on_a_side_of_it_is_watched_as_it_is_asked() -> None:
    reader = QuestionReader(gazetteer, default_thesaurus())
    around = terms_of(reader.understand("around Tal Tamr", NOW.date()), gazetteer)
    inside = terms_of(reader.understand("Tal Tamr", NOW.date()), gazetteer)
    assert around.reaches and "in:tamr" not in keys_of(around) and "at:tamr" in keys_of(around)
    assert not inside.reaches and "in:tamr" in keys_of(inside)
    assert Terms.from_plain(around.plain()) == around


def test_whatever_a_report_looks_up_no_table_is_read_from_end_to_end(watches: Watches, engine: Engine) -> None:
    asked: list[tuple[str, object]] = []
    event.listen(
        engine, "before_cursor_execute", lambda _c, _k, statement, values, *_: asked.append((statement, values))
    )
    concerned(watches, report("ain", "tamr", topics="shelling", article_topics="arrest"))
    matching = [(statement, values) for statement, values in asked if "watch_keys" in statement]
    assert matching
    with engine.connect() as connection:
        for statement, values in matching:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()  # type: ignore[arg-type]
            assert not [row for row in plan if "SCAN" in row[-1]]
