"""The articles of the library, each with every version of its text; quotations are cut from these."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, delete, func, insert, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from retrieval.article import READ, completed, metadata_of
from retrieval.library import lexical
from retrieval.library.alterations import note_change, note_state
from retrieval.library.database import KEEPING, read_session, take_turn, write_transaction
from retrieval.library.editing import corrected, corrections_of
from retrieval.library.learned.attesting import Resolved, attest
from retrieval.library.models import Altered, Article, Mention, Passage, Period, Version
from retrieval.library.new_article import Kept, NewArticle, NewPassage, sha256

# What makes an article another one than is kept, beside its text. A date that was only read elsewhere is no change.
_COMPARED = ("title", "publisher", "language", "published_at", "published_precision", "byline")


@dataclass(frozen=True, slots=True)
class Slice:
    """A quotation and the version that it is cut from."""

    text: str
    start: int
    end: int
    version: Version
    article: Article


class Library:
    """The articles in SQL, which is the truth."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def merged(self, article: NewArticle) -> tuple[Kept, NewArticle]:
        """What keeping `article` would change, and the article with what is already known of it filled in.

        Something known is never replaced by nothing: an import without a date leaves the date that was stated.
        Words that were read where they stand are not replaced by words that the newsroom says stand there: of such an
        article only what is not known yet is taken.
        """
        with read_session(self.engine) as session:
            known = session.get(Article, article.id)
            if known is None:
                return Kept.ADDED, _with_publisher(article)
            version = _current_version(session, known)
            said = corrections_of(session, article.id)
        filled = corrected(_filled(article, known, version), said)
        alike = all(getattr(filled, name) == getattr(known, name) for name in _COMPARED)
        same = alike and version.sha256 == filled.sha256
        return (Kept.UNCHANGED if same else Kept.UPDATED), filled

    def keep(
        self,
        article: NewArticle,
        passages: Sequence[NewPassage],
        now: datetime,
        capture_id: int | None = None,
        also: Callable[[Session], None] | None = None,
    ) -> None:
        """Keep an article with its passages in one transaction: a new text becomes a new version.

        `capture_id` is the record of the bytes that it was read from; what `also` writes is kept or lost with the
        article. A change that touches what was quoted is noted (`retrieval.library.alterations`).
        """
        with write_transaction(self.engine) as session:
            take_turn(session, KEEPING)
            known = session.get(Article, article.id)
            if known is None:
                known = _add_article(session, article, now)
                version = _add_version(session, article, 1, now, capture_id)
            else:
                version = _current_version(session, known)
                if version.sha256 != article.sha256:
                    before, version = version, _add_version(session, article, version.number + 1, now, capture_id)
                    note_change(session, before, version, now)
                if known.gone_at is not None:
                    note_state(session, known, Altered.RETURNED, now)
                _update_article(known, article, version.number)
                session.add(known)
            _set_passages(session, version, passages)
            if also is not None:
                also(session)

    def note(self, also: Callable[[Session], None]) -> None:
        """Write what goes with an article that has not changed, in a transaction of its own."""
        with write_transaction(self.engine) as session:
            take_turn(session, KEEPING)
            also(session)

    def article(self, article_id: str) -> tuple[Article, list[Version]] | None:
        """An article with its versions, oldest first.

        None when the library has no such id.
        """
        with read_session(self.engine) as session:
            known = session.get(Article, article_id)
            if known is None:
                return None
            query = select(Version).where(Version.article_id == article_id).order_by(col(Version.number))
            return known, list(session.exec(query))

    def slices(self, spans: Iterable[tuple[int, int, int]]) -> list[Slice | None]:
        """The quotations that spans are, each given as version id, start and end.

        None where the stored text no longer has its hash.
        """
        wanted = list(spans)
        with read_session(self.engine) as session:
            ids = {version_id for version_id, _, _ in wanted}
            query = (
                select(Version, Article)
                .join(Article, col(Article.id) == col(Version.article_id))
                .where(col(Version.id).in_(ids))
            )
            found = {version.id: (version, article) for version, article in session.exec(query)}
        whole = {key: version.sha256 == sha256(version.text) for key, (version, _) in found.items()}
        return [
            Slice(found[key][0].text[start:end], start, end, *found[key]) if whole.get(key) else None
            for key, start, end in wanted
        ]

    def current_articles(self, after: str = "", limit: int = 200) -> list[tuple[NewArticle, Version]]:
        """Articles as they are kept, with what editors said of them, and their current versions.

        In the order of their ids, `limit` at a time.
        """
        with read_session(self.engine) as session:
            rows = session.exec(_current().where(col(Article.id) > after).limit(limit)).all()
            return [(_as_read(session, article, version), version) for article, version in rows]

    def current_article(self, article_id: str) -> tuple[NewArticle, Version]:
        """One article as it is kept, with what editors said of it, and its current version.

        `NoResultFound` where there is no such id.
        """
        with read_session(self.engine) as session:
            article, version = session.exec(_current().where(Article.id == article_id)).one()
            return _as_read(session, article, version), version

    def recognised_again(self, version: Version, passages: Sequence[NewPassage]) -> None:
        """Replace what was recognised in a version, after the gazetteer has changed."""
        with write_transaction(self.engine) as session:
            take_turn(session, KEEPING)
            _set_passages(session, version, passages)

    def totals(self) -> dict[str, Any]:
        """Counts for `dateline status`: articles, passages, publishers, the newest publication date."""
        with read_session(self.engine) as session:
            articles, publishers, newest, undated = session.exec(
                select(
                    func.count(),
                    func.count(func.distinct(Article.publisher)),
                    func.max(Article.published_at, type_=Article.__table__.c.published_at.type),  # type: ignore[attr-defined]
                    func.count() - func.count(col(Article.published_at)),
                )
            ).one()
            passages = session.exec(select(func.count()).where(col(Passage.current))).one()
        return {
            "articles": articles,
            "passages": passages,
            "publishers": publishers,
            "newest": newest,
            "undated": undated,
        }


def _filled(article: NewArticle, known: Article, version: Version) -> NewArticle:
    """An article with what is known of it, or what is known with what the article adds, whichever counts."""
    stated, before = metadata_of(article), metadata_of(known)
    if version.origin in READ and article.origin not in READ:
        return NewArticle(known.url, version.text, **completed(before, stated) | {"origin": version.origin})
    origin = version.origin if version.sha256 == article.sha256 else article.origin
    return NewArticle(known.url, article.text, **completed(stated, before) | {"origin": origin})


def _with_publisher(article: NewArticle) -> NewArticle:
    if article.publisher:
        return article
    host = article.speaker or urlsplit(article.url).hostname or "unknown publisher"
    return replace(article, publisher=host.removeprefix("www."))


def _current() -> Select[Article, Version]:
    same = (col(Version.article_id) == col(Article.id)) & (col(Version.number) == col(Article.current_version))
    return select(Article, Version).join(Version, same).order_by(col(Article.id))


def _as_read(session: Session, row: Article, version: Version) -> NewArticle:
    article = NewArticle(row.url, version.text, **metadata_of(row))
    return corrected(article, corrections_of(session, row.id))


def _current_version(session: Session, article: Article) -> Version:
    query = select(Version).where(Version.article_id == article.id, Version.number == article.current_version)
    return session.exec(query).one()


def _add_article(session: Session, article: NewArticle, now: datetime) -> Article:
    metadata = metadata_of(article) | {"publisher": article.publisher or ""}
    row = Article(id=article.id, url=article.url, current_version=1, added_at=now, **metadata)
    session.add(row)
    session.flush()
    return row


def _update_article(row: Article, article: NewArticle, version: int) -> None:
    for name, value in (metadata_of(article) | {"publisher": article.publisher or row.publisher}).items():
        setattr(row, name, value)
    row.gone_at = None
    row.current_version = version


def _add_version(session: Session, article: NewArticle, number: int, now: datetime, capture_id: int | None) -> Version:
    row = Version(
        article_id=article.id,
        number=number,
        sha256=article.sha256,
        title=article.title,
        text=article.text,
        kept_at=now,
        capture_id=capture_id,
        origin=article.origin,
    )
    session.add(row)
    session.flush()
    return row


def _set_passages(session: Session, version: Version, passages: Sequence[NewPassage]) -> None:
    """Make `passages` the current ones of their article.

    The ones that stay keep their ids and vectors.
    """
    old = session.exec(select(Passage).where(Passage.article_id == version.article_id, col(Passage.current))).all()
    kept = {(row.start, row.end): row for row in old if row.version_id == version.id}
    rows = [_passage_row(kept.pop((new.start, new.end), None), new, version, n) for n, new in enumerate(passages)]
    stay = {row.id for row in rows if row.id is not None}
    _clear([row.id for row in old if row.id is not None], session)
    gone = [row.id for row in old if row.id not in stay]
    session.execute(update(Passage).where(col(Passage.id).in_(gone)).values(current=False))
    session.add_all(rows)
    session.flush()
    learned = attest(session, version.article_id, passages)
    _add_facts(session, [(row.id or 0, new) for row, new in zip(rows, passages, strict=True)], learned)


def _passage_row(row: Passage | None, new: NewPassage, version: Version, ordinal: int) -> Passage:
    if row is None:
        row = Passage(
            version_id=version.id or 0, article_id=version.article_id, ordinal=ordinal, start=new.start, end=new.end
        )
    row.ordinal = ordinal
    row.topics = " ".join(sorted(new.topics))
    row.article_topics = " ".join(sorted(new.article_topics))
    return row


def _clear(passage_ids: list[int], session: Session) -> None:
    if not passage_ids:
        return
    session.execute(delete(Mention).where(col(Mention.passage_id).in_(passage_ids)))
    session.execute(delete(Period).where(col(Period.passage_id).in_(passage_ids)))
    lexical.remove(session, passage_ids)


def _add_facts(session: Session, passages: list[tuple[int, NewPassage]], learned: Resolved) -> None:
    mentions = [
        {"passage_id": id_, "place_id": str(place), "role": m.role.value, "start": m.start, "end": m.end}
        for id_, new in passages
        for m in new.mentions
        if (place := learned.get(m.place, m.place)) is not None
    ]
    periods = [
        {
            "passage_id": id_,
            "starts": p.starts,
            "ends": p.ends,
            "precision": p.precision,
            "role": p.role.value,
            "part": p.part,
        }
        for id_, new in passages
        for p in new.periods
    ]
    if mentions:
        session.execute(insert(Mention), mentions)
    if periods:
        session.execute(insert(Period), periods)
    lexical.add(session, [(id_, new.folded) for id_, new in passages])
