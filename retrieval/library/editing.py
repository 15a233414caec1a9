"""What editors do to an article in the library: withdraw it, take that back, correct what it says of itself."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from retrieval.article import PublishedPrecision
from retrieval.errors import QuestionError
from retrieval.languages.detection import language_code
from retrieval.library.alterations import note_state
from retrieval.library.database import KEEPING, take_turn, write_transaction
from retrieval.library.incident_models import IncidentPassage, IncidentRow
from retrieval.library.models import Altered, Article, Correction, Passage
from retrieval.library.new_article import NewArticle
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.reading.reader import find_asked_places, near_names
from retrieval.text.length import is_longer

# Characters of the reason of a retraction: it is told in one message to all who were shown the article.
LONGEST_REASON = 500

# Characters of a publisher's name.
LONGEST_NAME = 200

# Years before it are slips of the keyboard: nothing older stands on the web.
EARLIEST = 1990


class Correctable(StrEnum):
    """What of an article an editor may correct."""

    DATE = "date"
    PLACE = "place"
    PUBLISHER = "publisher"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A retraction that was made or taken back.

    `changed` is false where it was so before.
    """

    article: Article
    changed: bool


def retract(engine: Engine, article_id: str, reason: str, now: datetime) -> Withdrawal:
    """Withdraw an article: no answer shows it from now on, and the record keeps it with the reason.

    `QuestionError` where there is no such article, or no reason.
    """
    said = " ".join(reason.split())
    if not said:
        raise QuestionError("a retraction needs a reason: it is told to those who were shown the article")
    if is_longer(said, LONGEST_REASON):
        raise QuestionError(f"the reason is longer than {LONGEST_REASON} characters; shorten it")
    with write_transaction(engine) as session:
        take_turn(session, KEEPING)
        article = _article(session, article_id)
        changed = article.retracted_at is None
        if changed:
            article.retracted_at = now
            note_state(session, article, Altered.WITHDRAWN, now, said)
        article.retracted_because = said
        session.add(article)
    return Withdrawal(article, changed)


def take_back_retraction(engine: Engine, article_id: str, now: datetime) -> Withdrawal:
    """Show an article in answers again.

    Who was told that it was withdrawn is told that. `QuestionError` where there is no such article.
    """
    with write_transaction(engine) as session:
        take_turn(session, KEEPING)
        article = _article(session, article_id)
        changed = article.retracted_at is not None
        if changed:
            note_state(session, article, Altered.RESTORED, now)
        article.retracted_at = article.retracted_because = None
        session.add(article)
    return Withdrawal(article, changed)


def correct(
    engine: Engine, gazetteer: Gazetteer, article_id: str, field: Correctable, value: str, now: datetime, by: int | None
) -> str:
    """Note what an editor says of an article.

    Returns the value as it is kept. It outlives new versions and imports. The article has to be recognised again
    afterwards. `QuestionError` says what is wrong with a value, or that there is no such article.
    """
    kept = _checked(field, " ".join(value.split()), gazetteer, now)
    with write_transaction(engine) as session:
        take_turn(session, KEEPING)
        article = _article(session, article_id)
        session.add(Correction(article_id=article.id, field=field.value, value=kept, corrected_at=now, corrected_by=by))
    return kept


def corrections_of(session: Session, article_id: str) -> dict[str, str]:
    """What editors said of an article, by field.

    The last word on each.
    """
    query = select(Correction).where(Correction.article_id == article_id).order_by(col(Correction.id))
    return {row.field: row.value for row in session.exec(query)}


def corrected(article: NewArticle, said: dict[str, str]) -> NewArticle:
    """An article with what editors said of it in the place of what it says itself."""
    changes: dict[str, Any] = {name: said[name] for name in ("publisher", "language") if name in said}
    if "date" in said:
        moment = datetime.fromisoformat(said["date"])
        day_only = len(said["date"]) == len("2024-11-16")
        changes |= {
            "published_at": moment.replace(tzinfo=UTC) if day_only else moment.astimezone(UTC),
            "published_precision": PublishedPrecision.DAY if day_only else PublishedPrecision.TIME,
            "date_source": "correction",
        }
    if "place" in said:
        changes["place_ids"] = tuple(said["place"].split())
    return replace(article, **changes)


def _article(session: Session, article_id: str) -> Article:
    article = session.get(Article, article_id.strip().lower())
    if article is None:
        raise QuestionError(f"there is no article {article_id[:40]}; ids stand in /article, in receipts and in --json")
    return article


def _checked(field: Correctable, value: str, gazetteer: Gazetteer, now: datetime) -> str:
    match field:
        case Correctable.DATE:
            return _date(value, now)
        case Correctable.PLACE:
            return _place(value, gazetteer)
        case Correctable.LANGUAGE:
            code = language_code(value)
            if code is None:
                raise QuestionError(f'"{value[:40]}" is no language code; for example en, ar, ku or tr')
            return code
        case Correctable.PUBLISHER:
            if not value or is_longer(value, LONGEST_NAME):
                raise QuestionError(f"the publisher's name has to have 1 to {LONGEST_NAME} characters")
            return value


def _date(value: str, now: datetime) -> str:
    try:
        day = date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
        moment = None if day else datetime.fromisoformat(value)
    except ValueError:
        day = moment = None
    if day is None and (moment is None or moment.tzinfo is None):
        raise QuestionError(f'"{value[:40]}" is no date; write 2024-11-16, or 2024-11-16T20:00:00+03:00')
    said = day or (moment or now).date()
    if said.year < EARLIEST or said > now.date() + timedelta(days=1):
        raise QuestionError(f"{said} is no day on which a page can have been published")
    return value


def _place(value: str, gazetteer: Gazetteer) -> str:
    if gazetteer.get(value) is not None:
        return value
    if is_longer(value, LONGEST_NAME):
        raise QuestionError(f"the place's name has to have 1 to {LONGEST_NAME} characters")
    found = list(dict.fromkeys(mention.place_id for mention in find_asked_places(gazetteer, value)))
    if not found:
        near = ", ".join(place.name for place in near_names(gazetteer, value)[:3])
        raise QuestionError(f'"{value[:60]}" is no known place' + (f"; near are {near}" if near else ""))
    return " ".join(found)


def have_looked_at_again(engine: Engine, article_id: str) -> None:
    """Have it looked up again who watches for what an article reports, and what messages about that say."""
    passages = select(Passage.id).where(Passage.article_id == article_id, col(Passage.current))
    incidents = select(IncidentPassage.incident_id).where(col(IncidentPassage.passage_id).in_(passages))
    with write_transaction(engine) as session:
        session.execute(update(Passage).where(col(Passage.id).in_(passages)).values(watched=False))
        revised = update(IncidentRow).where(col(IncidentRow.id).in_(incidents))
        session.execute(revised.values(revision=IncidentRow.revision + 1))
