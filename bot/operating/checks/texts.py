"""Every version's text against its hash, and every quotation and passage against the version that it is cut from."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from bot.operating.checks.finding import FROM_BACKUP, REINDEX, Finding, Progress
from retrieval.library.database import read_session
from retrieval.library.models import Article, Passage, Quotation, Version
from retrieval.library.new_article import sha256

# Versions looked at in one piece: some megabytes of text.
PAGE = 200


def check_texts(engine: Engine, progress: Progress) -> Iterator[Finding]:
    """What is wrong with versions, quotations, passages and the current version of articles."""
    with read_session(engine) as session:
        total = session.exec(select(func.count()).select_from(Version)).one()
    after = done = 0
    while True:
        with read_session(engine) as session:
            page = session.exec(
                select(Version).where(col(Version.id) > after).order_by(col(Version.id)).limit(PAGE)
            ).all()
            found = list(_of_page(session, {version.id or 0: version for version in page}))
        if not page:
            break
        yield from found
        after, done = page[-1].id or 0, done + len(page)
        progress("Versions", done, total)
    yield from _without_current_version(engine)


def _of_page(session: Session, versions: dict[int, Version]) -> Iterator[Finding]:
    for version in versions.values():
        if sha256(version.text) != version.sha256:
            yield Finding(
                "version", _named(version), "its text is not the one that was kept (SHA-256 differs)", FROM_BACKUP
            )
    yield from _quotations(session, versions)
    yield from _passages(session, versions)


def _quotations(session: Session, versions: dict[int, Version]) -> Iterator[Finding]:
    query = select(Quotation).where(col(Quotation.version_id).in_(versions)).order_by(col(Quotation.id))
    for quotation in session.exec(query):
        version = versions[quotation.version_id]
        if not 0 <= quotation.start < quotation.end <= len(version.text):
            item = f"{quotation.id} of answer {quotation.answer_id}"
            yield Finding("quotation", item, f"lies outside of {_named(version)}", FROM_BACKUP)


def _passages(session: Session, versions: dict[int, Version]) -> Iterator[Finding]:
    query = select(Passage).where(col(Passage.version_id).in_(versions)).order_by(col(Passage.version_id))
    for version_id, passages in groupby(session.exec(query), lambda passage: passage.version_id):
        version = versions[version_id]
        for passage in passages:
            if not 0 <= passage.start < passage.end <= len(version.text):
                yield Finding("passage", str(passage.id), f"lies outside of {_named(version)}", REINDEX)
            elif passage.article_id != version.article_id:
                yield Finding("passage", str(passage.id), f"is of another article than {_named(version)}", REINDEX)


def _without_current_version(engine: Engine) -> Iterator[Finding]:
    same = (col(Version.article_id) == col(Article.id)) & (col(Version.number) == col(Article.current_version))
    missing = select(Article.id, Article.current_version).outerjoin(Version, same).where(col(Version.id).is_(None))
    stale = (
        select(Passage.id, Article.id)
        .join(Version, col(Version.id) == col(Passage.version_id))
        .join(Article, col(Article.id) == col(Passage.article_id))
        .where(col(Passage.current), col(Version.number) != col(Article.current_version))
    )
    with read_session(engine) as session:
        for id_, number in session.exec(missing):
            yield Finding("article", id_, f"its current version {number} is not there", FROM_BACKUP)
        for passage, article in session.exec(stale):
            yield Finding(
                "passage", str(passage), f"answers, but is of an earlier version of article {article}", REINDEX
            )


def _named(version: Version) -> str:
    return f"version {version.number} of article {version.article_id}"
