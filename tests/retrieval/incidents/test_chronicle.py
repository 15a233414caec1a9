"""Incidents under one id: further reports join the first one, new events open another, new versions change nothing."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import func, select

from retrieval.library.database import read_session, write_transaction
from retrieval.library.incident_models import IncidentRow
from retrieval.services import Services
from retrieval.watches.matching import LookResult
from tests.keeping import draft, keep

NOON = datetime(2024, 11, 17, 9, tzinfo=UTC)
SHELLS = "Three people were killed when shells fell on Tal Tamr on Saturday, residents said."
SHELLS_TOO = "Shelling of Tal Tamr on Saturday left three people dead, according to a medic."
HIGHER = "The shelling of Tal Tamr on Saturday killed seven people, the hospital said on Sunday."
CLASH = "Two fighters were wounded in a clash near Ras al-Ain on Saturday, a commander said."
SUNDAY = date(2024, 11, 17)


def look(services: Services, now: datetime = NOON) -> LookResult:
    """What one look brings, dealt with at once."""
    services.catch_up()
    seen = services.matcher.look(now)
    with write_transaction(services.library.engine) as session:
        services.matcher.done(session, seen.passage_ids)
    return seen


def incidents(services: Services) -> int:
    with read_session(services.library.engine) as session:
        return session.exec(select(func.count()).select_from(IncidentRow)).one()


def test_a_second_report_is_a_revision_of_the_first(services: Services) -> None:
    keep(services, draft(SHELLS, SUNDAY))
    (first,) = look(services).sightings
    keep(services, draft(SHELLS_TOO, SUNDAY, publisher="Jazira Post"))
    (second,) = look(services, NOON + timedelta(hours=1)).sightings
    assert (second.known.id, second.known.revision) == (first.known.id, first.known.revision + 1)
    assert second.known.incident.publishers == ("North Wire", "Jazira Post")
    assert [excerpt.text for excerpt in second.known.incident.excerpts] == [SHELLS, SHELLS_TOO]
    assert second.known.answer_id != first.known.answer_id


def test_a_higher_toll_is_known(services: Services) -> None:
    keep(services, draft(SHELLS, SUNDAY))
    (first,) = look(services).sightings
    keep(services, draft(HIGHER, SUNDAY, publisher="Jazira Post"))
    (second,) = look(services).sightings
    assert (first.known.killed, second.known.killed) == (3, 7)


def test_another_event_is_another_incident(services: Services) -> None:
    keep(services, draft(SHELLS, SUNDAY), draft(CLASH, SUNDAY, publisher="Jazira Post"))
    assert len(look(services).sightings) == 2
    keep(services, draft(SHELLS.replace("Saturday", "14 November"), SUNDAY, publisher="Levant Daily"))
    assert len(look(services).sightings) == 1
    assert incidents(services) == 3


def test_a_new_version_of_the_only_report_stays_the_same_incident(services: Services) -> None:
    keep(services, draft(SHELLS, SUNDAY, url="https://wire.example.org/1"))
    (first,) = look(services).sightings
    keep(services, draft(SHELLS.replace("Three", "Five"), SUNDAY, url="https://wire.example.org/1"))
    (second,) = look(services).sightings
    assert (second.known.id, second.known.killed, incidents(services)) == (first.known.id, 5, 1)


def test_looking_twice_before_it_was_dealt_with_brings_the_same_once(services: Services) -> None:
    keep(services, draft(SHELLS, SUNDAY))
    services.catch_up()
    once, again = services.matcher.look(NOON), services.matcher.look(NOON)
    assert once == again and incidents(services) == 1


def test_old_reports_and_those_without_any_date_are_no_news(services: Services) -> None:
    keep(
        services,
        draft(SHELLS.replace("on Saturday", "on 1 November"), date(2024, 11, 2)),
        draft(SHELLS.replace("on Saturday", "on 16 November 2019"), SUNDAY),
        draft("Shells fell on Tal Tamr, residents said.", None),
    )
    seen = look(services)
    assert len(seen.passage_ids) == 3 and seen.sightings == ()


def test_a_late_report_of_last_week_and_an_early_one_of_today_are_news(services: Services) -> None:
    keep(
        services,
        draft(SHELLS.replace("on Saturday", "on 8 November"), SUNDAY),
        draft(CLASH.replace("on Saturday", "on 17 November 2024"), None),
    )
    assert len(look(services).sightings) == 2


def test_articles_that_name_no_place_are_not_one_incident(services: Services) -> None:
    keep(services, draft("A drone strike killed two people on Saturday, a source said.", SUNDAY))
    keep(services, draft("A drone strike wounded a farmer on Saturday, doctors said.", SUNDAY, publisher="Jazira Post"))
    assert len(look(services).sightings) == 2
