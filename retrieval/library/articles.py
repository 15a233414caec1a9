"""Keep articles with every version of their text, and cut verified quotations from them."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, delete, func, insert, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from retrieval.library import lexical
from retrieval.library.alterations import note_change
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Article, Correction, Mention, Passage, Period, Role, Version


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article as it was read, before the library knows it."""

    url: str
    title: str
    text: str
    publisher: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    date_source: str | None = None  # where the date was read
    byline: str | None = None
    modified_at: datetime | None = None
    place_ids: tuple[str, ...] = ()  # that an editor gave; none: its own words tell

    @property
    def id(self) -> str:
        return article_id(self.url)

    @property
    def sha256(self) -> str:
        return sha256(self.text)


@dataclass(frozen=True, slots=True)
class NewMention:
    """A place in a passage; offsets into the version's text, none where it stands in the title."""

    place_id: str
    role: Role
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class NewPeriod:
    """Inclusive dates on which what a passage tells happened."""

    starts: date
    ends: date
    precision: str
    role: Role
    part: str | None = None


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A slice of an article's text with what was recognised in it."""

    start: int
    end: int
    folded: str  # the words for the lexical index
    topics: frozenset[str] = frozenset()
    article_topics: frozenset[str] = frozenset()
    mentions: tuple[NewMention, ...] = ()
    periods: tuple[NewPeriod, ...] = ()


class Kept(StrEnum):
    """What keeping an article changed."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Slice:
    """A quotation and the version that it is cut from."""

    text: str
    start: int
    end: int
    version: Version
    article: Article


def corrections_of(session: Session, article_id: str) -> dict[str, str]:
    """What editors said of an article, by field; the last word on each."""
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
            "published_precision": "day" if day_only else "time",
            "date_source": "correction",
        }
    if "place" in said:
        changes["place_ids"] = tuple(said["place"].split())
    return replace(article, **changes)


def article_id(url: str) -> str:
    """The stable id of an address: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(url)[:16]


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class Library:
    """The articles in SQL, which is the truth."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def merged(self, article: NewArticle) -> tuple[Kept, NewArticle]:
        """What keeping `article` would change, and the article with what is already known of it filled in.

        Something known is never replaced by nothing: an import without a date leaves the date that was stated.
        """
        with read_session(self.engine) as session:
            known = session.get(Article, article.id)
            if known is None:
                return Kept.ADDED, _with_publisher(article)
            version = _current_version(session, known)
            said = corrections_of(session, article.id)
        dated = article if article.published_at else known
        filled = corrected(
            NewArticle(
                url=known.url,
                title=article.title or known.title,
                text=article.text,
                publisher=article.publisher or known.publisher,
                language=article.language or known.language,
                published_at=dated.published_at,
                published_precision=dated.published_precision,
                date_source=dated.date_source,
                byline=article.byline or known.byline,
                modified_at=article.modified_at or known.modified_at,
            ),
            said,
        )
        same = version.sha256 == filled.sha256 and all(
            getattr(filled, name) == getattr(known, name)
            for name in ("title", "publisher", "language", "published_at", "published_precision", "byline")
        )
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
            known = session.get(Article, article.id)
            if known is None:
                known = _add_article(session, article, now)
                version = _add_version(session, article, 1, now, capture_id)
            else:
                version = _current_version(session, known)
                if version.sha256 != article.sha256:
                    before, version = version, _add_version(session, article, version.number + 1, now, capture_id)
                    note_change(session, before, version, now)
                _update_article(known, article, version.number)
                session.add(known)
            _set_passages(session, version, passages)
            if also is not None:
                also(session)

    def note(self, also: Callable[[Session], None]) -> None:
        """Write what goes with an article that has not changed, in a transaction of its own."""
        with write_transaction(self.engine) as session:
            also(session)

    def article(self, article_id: str) -> tuple[Article, list[Version]] | None:
        """An article with its versions, oldest first; None when the library has no such id."""
        with read_session(self.engine) as session:
            known = session.get(Article, article_id)
            if known is None:
                return None
            query = select(Version).where(Version.article_id == article_id).order_by(col(Version.number))
            return known, list(session.exec(query))

    def slices(self, spans: Iterable[tuple[int, int, int]]) -> list[Slice | None]:
        """Quotations for (version id, start, end); None where the stored text no longer has its hash."""
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
        """One article and its current version, likewise; `NoResultFound` where there is no such id."""
        with read_session(self.engine) as session:
            article, version = session.exec(_current().where(Article.id == article_id)).one()
            return _as_read(session, article, version), version

    def recognised_again(self, version: Version, passages: Sequence[NewPassage]) -> None:
        """Replace what was recognised in a version, after the gazetteer has changed."""
        with write_transaction(self.engine) as session:
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


def _with_publisher(article: NewArticle) -> NewArticle:
    if article.publisher:
        return article
    host = urlsplit(article.url).hostname or "unknown publisher"
    return replace(article, publisher=host.removeprefix("www."))


def _current() -> Select[Article, Version]:
    same = (col(Version.article_id) == col(Article.id)) & (col(Version.number) == col(Article.current_version))
    return select(Article, Version).join(Version, same).order_by(col(Article.id))


def _as_read(session: Session, row: Article, version: Version) -> NewArticle:
    article = NewArticle(
        row.url,
        row.title,
        version.text,
        row.publisher,
        row.language,
        row.published_at,
        row.published_precision,
        row.date_source,
        row.byline,
        row.modified_at,
    )
    return corrected(article, corrections_of(session, row.id))


def _current_version(session: Session, article: Article) -> Version:
    query = select(Version).where(Version.article_id == article.id, Version.number == article.current_version)
    return session.exec(query).one()


def _add_article(session: Session, article: NewArticle, now: datetime) -> Article:
    row = Article(
        id=article.id,
        url=article.url,
        title=article.title,
        publisher=article.publisher or "",
        language=article.language,
        published_at=article.published_at,
        published_precision=article.published_precision,
        date_source=article.date_source,
        byline=article.byline,
        modified_at=article.modified_at,
        current_version=1,
        added_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _update_article(row: Article, article: NewArticle, version: int) -> None:
    row.title = article.title
    row.publisher = article.publisher or row.publisher
    row.language = article.language
    row.published_at = article.published_at
    row.published_precision = article.published_precision
    row.date_source = article.date_source
    row.byline = article.byline
    row.modified_at = article.modified_at
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
    )
    session.add(row)
    session.flush()
    return row


def _set_passages(session: Session, version: Version, passages: Sequence[NewPassage]) -> None:
    """Make `passages` the current ones of their article; the ones that stay keep their ids and vectors."""
    old = session.exec(select(Passage).where(Passage.article_id == version.article_id, col(Passage.current))).all()
    kept = {(row.start, row.end): row for row in old if row.version_id == version.id}
    rows = [_passage_row(kept.pop((new.start, new.end), None), new, version, n) for n, new in enumerate(passages)]
    stay = {row.id for row in rows if row.id is not None}
    _clear([row.id for row in old if row.id is not None], session)
    gone = [row.id for row in old if row.id not in stay]
    session.execute(update(Passage).where(col(Passage.id).in_(gone)).values(current=False))
    session.add_all(rows)
    session.flush()
    _add_facts(session, [(row.id or 0, new) for row, new in zip(rows, passages, strict=True)])


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


def _add_facts(session: Session, passages: list[tuple[int, NewPassage]]) -> None:
    mentions = [
        {"passage_id": id_, "place_id": m.place_id, "role": m.role.value, "start": m.start, "end": m.end}
        for id_, new in passages
        for m in new.mentions
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
