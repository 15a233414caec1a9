"""The learned places of a library, as they are looked up."""

from collections import defaultdict

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from retrieval.library.database import read_session
from retrieval.library.facts import read_fact
from retrieval.library.learned.attesting import REVISION
from retrieval.library.learned.models import AttestationRow, LearnedPlaceRow
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.learned.place import LearnedPlace, Standing
from retrieval.places.learned.registry import LearnedPlaces
from retrieval.places.names import is_arabic
from retrieval.places.place import Place


def refresh(engine: Engine, gazetteer: Gazetteer) -> None:
    """Bring the learned places of a gazetteer up to what the library holds; one look where they are that already."""
    with read_session(engine) as session:
        revision = read_fact(session, REVISION) or ""
        if revision != gazetteer.learned.revision:
            places = (one for one in _all(session) if one.standing is not Standing.REJECTED)
            gazetteer.learned = LearnedPlaces(places, revision)


def all_learned(engine: Engine) -> list[LearnedPlace]:
    """Every learned place that anything attests, those with the most reports first, also the rejected ones."""
    with read_session(engine) as session:
        return sorted(_all(session), key=lambda one: (-one.reports, one.place.id))


def _all(session: Session) -> list[LearnedPlace]:
    names: dict[str, list[str]] = defaultdict(list)
    counted = func.count(func.distinct(AttestationRow.article_id))
    spelled = select(AttestationRow.place_id, AttestationRow.name).group_by(
        AttestationRow.place_id, AttestationRow.name
    )
    for place_id, name in session.exec(spelled.order_by(counted.desc(), col(AttestationRow.name))):
        names[place_id].append(name)
    reports = dict(session.exec(select(AttestationRow.place_id, counted).group_by(AttestationRow.place_id)).all())
    rows = session.exec(select(LearnedPlaceRow)).all()
    return [_learned(row, tuple(names[row.id]), reports[row.id]) for row in rows if row.id in reports]


def _learned(row: LearnedPlaceRow, names: tuple[str, ...], reports: int) -> LearnedPlace:
    # Spellings in Latin script are read by more readers, and are what the gazetteer shows of other places.
    shown = next((name for name in names if not is_arabic(name)), names[0])
    place = Place(row.id, shown, row.settlement.kind, row.country, row.lat, row.lon, row.parent_id, 0)
    return LearnedPlace(
        place, names, row.settlement, row.anchor_id, row.radius_km, reports, row.standing, row.merged_into
    )
