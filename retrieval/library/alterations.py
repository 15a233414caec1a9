"""What became of quoted articles, for those who were shown them: changed, withdrawn, gone."""

from datetime import datetime

from sqlmodel import Session, col, select

from retrieval.library.models import Alteration, Altered, AlteredQuotation, Article, Quotation, Version
from retrieval.text.differences import differences, touched


def note_change(session: Session, before: Version, after: Version, now: datetime) -> None:
    """Note that a new version touches what was quoted from the one before it.

    Nothing is noted where it does not. Quotations of still older versions were noted when those were replaced.
    """
    quoted = _quotations(session, before)
    if not quoted:
        return
    pieces = differences(before.text, after.text)
    altered = [quotation for quotation in quoted if touched(pieces, quotation.start, quotation.end)]
    _note(session, Altered.CHANGED, before, altered, now, after=after)


def note_end(session: Session, article: Article, kind: Altered, now: datetime, reason: str | None = None) -> None:
    """Note that an article was withdrawn, or that its page is gone, for everything that was quoted of it."""
    query = select(Version).where(Version.article_id == article.id).order_by(col(Version.number).desc())
    versions = list(session.exec(query))
    quoted = [quotation for version in versions for quotation in _quotations(session, version)]
    _note(session, kind, versions[0], quoted, now, reason=reason)


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
