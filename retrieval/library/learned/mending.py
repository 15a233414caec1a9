"""What editors say of a learned place: where it is, which known place it is, or that it is none.

The articles that attest it have to be recognised again afterwards: their mentions are then those of the place that it
was said to be.
"""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from retrieval.errors import QuestionError
from retrieval.library.database import KEEPING, read_session, take_turn, write_transaction
from retrieval.library.learned.attesting import changed
from retrieval.library.learned.models import AttestationRow, LearnedPlaceRow
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.learned.place import Standing

# What is written with it, in the same transaction.
Also = Callable[[Session], None]


def confirm(engine: Engine, place_id: str, lat: float, lon: float, also: Also) -> None:
    """Note where a learned place is, in degrees; `QuestionError` where there is none, or no such point."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise QuestionError(f"{lat}, {lon} is no point on Earth; write latitude and longitude in degrees")
    with write_transaction(engine) as session:
        take_turn(session, KEEPING)
        row = _row(session, place_id)
        row.standing, row.lat, row.lon, row.radius_km, row.merged_into = Standing.CONFIRMED, lat, lon, 0, None
        _keep(session, row, also)


def merge(engine: Engine, gazetteer: Gazetteer, place_id: str, known_id: str, also: Also) -> None:
    """Note that a learned place is a known one, with all that was read of it; `QuestionError` where there is none."""
    known = gazetteer.get(known_id)
    if known is None or gazetteer.learned.get(known_id) is not None:
        raise QuestionError(f'"{known_id[:40]}" is the id of no place of the gazetteer; ids stand in --json')
    with write_transaction(engine) as session:
        take_turn(session, KEEPING)
        row = _row(session, place_id)
        row.standing, row.merged_into = Standing.MERGED, known_id
        _keep(session, row, also)


def reject(engine: Engine, place_id: str, also: Also) -> None:
    """Note that a learned place is none: nothing is found by it any more. `QuestionError` where there is none."""
    with write_transaction(engine) as session:
        take_turn(session, KEEPING)
        row = _row(session, place_id)
        row.standing, row.merged_into = Standing.REJECTED, None
        _keep(session, row, also)


def attesting_articles(engine: Engine, place_id: str) -> list[str]:
    """The ids of the articles that attest a learned place."""
    query = select(AttestationRow.article_id).where(col(AttestationRow.place_id) == place_id.strip()).distinct()
    with read_session(engine) as session:
        return sorted(session.exec(query))


def _row(session: Session, place_id: str) -> LearnedPlaceRow:
    row = session.get(LearnedPlaceRow, place_id.strip())
    if row is None:
        raise QuestionError(f'"{place_id[:40]}" is no learned place; `dateline places learned` lists them')
    return row


def _keep(session: Session, row: LearnedPlaceRow, also: Also) -> None:
    session.add(row)
    changed(session)
    also(session)
