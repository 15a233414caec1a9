"""Which messages show quotations that were altered since, and what has become of the words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, select, update
from sqlmodel import Session, col

from retrieval.database import reading
from retrieval.library import Library, Slice
from retrieval.models import Alteration, AlteredQuotation, Quotation, ShownAnswer, Version
from retrieval.text.differences import moved


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that shows altered quotations."""

    chat_id: int
    thread_id: int | None
    message_id: int


@dataclass(frozen=True, slots=True)
class AlteredSlice:
    """A quotation as it was shown, and its words in the version that took its place; None where none did."""

    answer_id: str
    slice: Slice
    now: str | None


def unpassed(engine: Engine) -> list[Alteration]:
    """The alterations of which nobody has been told yet, oldest first."""
    with reading(engine) as session:
        query = select(Alteration).where(~col(Alteration.passed_on)).order_by(col(Alteration.id))
        return list(session.scalars(query))


def passed_on(session: Session, alteration_id: int) -> None:
    """Note in the session's transaction that everybody is on the list of those to be told of an alteration."""
    session.execute(update(Alteration).where(col(Alteration.id) == alteration_id).values(passed_on=True))


def shown_to(session: Session, alteration_id: int) -> list[Shown]:
    """The messages that show what an alteration touched, as the session sees them."""
    query = (
        select(col(ShownAnswer.chat_id), col(ShownAnswer.thread_id), col(ShownAnswer.message_id))
        .join(Quotation, col(Quotation.answer_id) == col(ShownAnswer.answer_id))
        .join(AlteredQuotation, col(AlteredQuotation.quotation_id) == col(Quotation.id))
        .where(col(AlteredQuotation.alteration_id) == alteration_id)
        .distinct()
    )
    return [Shown(*row) for row in session.execute(query)]


def quoted_in(engine: Engine, chat_id: int, article_ids: Collection[str]) -> set[tuple[str, int, int]]:
    """What a chat was shown of articles, in whichever message: article, start, end."""
    query = (
        select(col(Version.article_id), col(Quotation.start), col(Quotation.end))
        .join(Version, col(Version.id) == col(Quotation.version_id))
        .join(ShownAnswer, col(ShownAnswer.answer_id) == col(Quotation.answer_id))
        .where(col(ShownAnswer.chat_id) == chat_id, col(Version.article_id).in_(list(article_ids)))
    )
    with reading(engine) as session:
        return {(article_id, start, end) for article_id, start, end in session.execute(query)}


def altered_in(library: Library, alteration_id: int, chat_id: int, message_id: int) -> list[AlteredSlice]:
    """What an alteration touched of the quotations in a message, each passage of the text once."""
    query = (
        select(Quotation)
        .join(AlteredQuotation, col(AlteredQuotation.quotation_id) == col(Quotation.id))
        .join(ShownAnswer, col(ShownAnswer.answer_id) == col(Quotation.answer_id))
        .where(col(AlteredQuotation.alteration_id) == alteration_id)
        .where(col(ShownAnswer.chat_id) == chat_id, col(ShownAnswer.message_id) == message_id)
        .order_by(col(Quotation.id))
    )
    with reading(library.engine) as session:
        found = {(one.version_id, one.start, one.end): one for one in session.scalars(query)}
        alteration = session.get(Alteration, alteration_id)
        after_id = alteration.after_id if alteration else None
        after = session.get(Version, after_id) if after_id is not None else None
    slices = library.slices(list(found))
    return [
        AlteredSlice(one.answer_id, cut, _now(cut, after))
        for one, cut in zip(found.values(), slices, strict=True)
        if cut is not None
    ]


def _now(cut: Slice, after: Version | None) -> str | None:
    if after is None:
        return None
    start, end = moved(cut.version.text, after.text, cut.start, cut.end)
    return after.text[start:end] or None


def forget_shown(session: Session, before: datetime) -> None:
    """Forget which messages showed what, where it is so long ago that nobody is told of corrections any more."""
    session.execute(delete(ShownAnswer).where(col(ShownAnswer.shown_at) < before))
