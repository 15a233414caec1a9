"""What became of quoted articles, for those who were shown them: changed, withdrawn, gone."""

from datetime import datetime

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from retrieval.library.database import read_session
from retrieval.library.models import Alteration, Altered, AlteredQuotation, Article, Quotation, Version
from retrieval.text.differences import Piece, differences, moved


def note_change(session: Session, before: Version, after: Version, now: datetime) -> None:
    """Note that a new version touches what was quoted of the article, from whichever of its versions.

    Nothing is noted where it does not.
    """
    altered = [
        quotation
        for version in _versions(session, before.article_id)
        for quotation in _altered(_quotations(session, version), version, before, after)
    ]
    _note(session, Altered.CHANGED, before, altered, now, after=after)


def note_state(session: Session, article: Article, kind: Altered, now: datetime, reason: str | None = None) -> None:
    """Note for everything that was quoted of an article that it stands otherwise than it did.

    It was withdrawn or its page is gone, or that was taken back.
    """
    versions = _versions(session, article.id)
    quoted = [quotation for version in versions for quotation in _quotations(session, version)]
    is_shown = kind in (Altered.RESTORED, Altered.RETURNED)
    _note(session, kind, versions[0], quoted, now, after=versions[0] if is_shown else None, reason=reason)


def last_alteration(engine: Engine) -> int:
    """The id of the newest alteration, 0 where there is none.

    While it is the same, nothing that was quoted was altered.
    """
    with read_session(engine) as session:
        return session.scalar(select(func.max(Alteration.id))) or 0


def _versions(session: Session, article_id: str) -> list[Version]:
    """The versions of an article, the newest first."""
    query = select(Version).where(Version.article_id == article_id).order_by(col(Version.number).desc())
    return list(session.exec(query))


def _altered(quotations: list[Quotation], quoted: Version, before: Version, after: Version) -> list[Quotation]:
    """The quotations of a version whose words in one version are others than those in the next."""
    if not quotations:
        return []
    to_before, to_after = differences(quoted.text, before.text), differences(quoted.text, after.text)
    return [one for one in quotations if _words(before, to_before, one).split() != _words(after, to_after, one).split()]


def _words(version: Version, pieces: list[Piece], quotation: Quotation) -> str:
    start, end = moved(pieces, quotation.start, quotation.end)
    return version.text[start:end]


def _quotations(session: Session, version: Version) -> list[Quotation]:
    return list(session.exec(select(Quotation).where(Quotation.version_id == version.id)))


def _note(
    session: Session,
    kind: Altered,
    before: Version,
    quotations: list[Quotation],
    now: datetime,
    after: Version | None = None,
    reason: str | None = None,
) -> None:
    if not quotations:
        return
    row = Alteration(
        article_id=before.article_id,
        kind=kind,
        altered_at=now,
        before_id=before.id or 0,
        after_id=after.id if after else None,
        reason=reason,
    )
    session.add(row)
    session.flush()
    session.add_all(
        AlteredQuotation(alteration_id=row.id or 0, quotation_id=quotation.id or 0) for quotation in quotations
    )
