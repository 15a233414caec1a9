"""What editors do to learned places, in the words of the chat and of the command line: confirm, merge, reject."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from sqlmodel import Session

from bot.people import audit
from ingest.keeping.pipeline import Pipeline
from retrieval.errors import QuestionError
from retrieval.library.learned.loading import refresh
from retrieval.library.learned.mending import attesting_articles, confirm, merge, reject
from retrieval.places.gazetteer import Gazetteer
from retrieval.services import Services

HOW_TO = "write confirm ID 36.51 36.87, merge ID and a known place, or reject ID"


class Mend(StrEnum):
    """What is said of a learned place."""

    CONFIRM = "confirm"
    MERGE = "merge"
    REJECT = "reject"


def mend(services: Services, words: Sequence[str], actor: int | None) -> str:
    """Do what the words say, note it in the audit trail, and read the articles again that name the place.

    Returns the id of the place. `QuestionError` says what is wrong with the words. It blocks.
    """
    if len(words) < 2 or words[0].lower() not in list(Mend):
        raise QuestionError(f"that says nothing of a learned place; {HOW_TO}")
    what, place_id, rest = Mend(words[0].lower()), words[1], list(words[2:])
    engine, gazetteer = services.library.engine, services.gazetteer
    refresh(engine, gazetteer)
    noted = partial(_note, actor=actor, what=what, place_id=place_id, value=" ".join(rest))
    match what:
        case Mend.CONFIRM:
            confirm(engine, place_id, *_point(rest), noted)
        case Mend.MERGE:
            merge(engine, gazetteer, place_id, _known(gazetteer, " ".join(rest)), noted)
        case Mend.REJECT:
            reject(engine, place_id, noted)
    _read_again(services, place_id)
    return place_id


def _read_again(services: Services, place_id: str) -> None:
    refresh(services.library.engine, services.gazetteer)
    pipeline = Pipeline(services)
    for article_id in attesting_articles(services.library.engine, place_id):
        pipeline.recognise_one_again(article_id)


def _note(session: Session, actor: int | None, what: Mend, place_id: str, value: str) -> None:
    audit.note(session, actor, f"place {what}", place_id, {"value": value} if value else None)


def _point(words: Sequence[str]) -> tuple[float, float]:
    numbers = " ".join(words).replace(",", " ").split()
    try:
        lat, lon = map(float, numbers)
    except ValueError:
        raise QuestionError(f"{' '.join(words)[:40] or 'nothing'} is no point; write 36.51 36.87") from None
    return lat, lon


def _known(gazetteer: Gazetteer, value: str) -> str:
    """The id of a known place, given as such or by a name that no other settlement has."""
    if gazetteer.get(value) is not None:
        return value
    named = [place for place in gazetteer.known_by(value) if not place.kind.is_unit] if value else []
    if len(named) == 1:
        return named[0].id
    ids = ", ".join(place.id for place in named[:5])
    raise QuestionError(
        f'"{value[:60]}" is the name of several places: {ids}' if named else f'"{value[:60]}" is no known place'
    )
