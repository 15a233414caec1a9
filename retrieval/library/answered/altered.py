"""What a chat does not know yet of an article that it was shown: what it knows, and how the article stands now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from retrieval.library.answered.models import ArticleState, ToldQuotation
from retrieval.library.answered.shown import ShownMessage
from retrieval.library.articles import Library, Slice
from retrieval.library.database import read_session
from retrieval.library.models import Alteration, Article, Quotation, ShownAnswer, Version
from retrieval.text.differences import differences, moved


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words of an article as a chat knows them, and those that stand in their place.

    None where nothing does.
    """

    slice: Slice
    now: str | None


@dataclass(frozen=True, slots=True)
class ToldOf:
    """What a chat is told of quotations: the version in which their words stand, and how the article stands."""

    quotation_ids: tuple[int, ...]
    version_id: int
    state: ArticleState


@dataclass(frozen=True, slots=True)
class AlteredArticle:
    """What a chat does not know yet of an article that it was shown."""

    before: ArticleState  # as the chat knows it
    now: ArticleState
    reason: str | None  # for which it was withdrawn
    since: datetime
    words: tuple[KnownWords, ...]
    messages: tuple[ShownMessage, ...]  # that show them, the newest first
    told: ToldOf


@dataclass(frozen=True, slots=True)
class _Quoted:
    """One quotation of an article, with what the chat was last told of it."""

    version: Version
    start: int
    end: int
    known: Version
    state: ArticleState

    @property
    def key(self) -> tuple[int | None, int, int, int | None, ArticleState]:
        """What is the same for all messages that show the same words, of which the chat knows the same."""
        return self.version.id, self.start, self.end, self.known.id, self.state

    def place_in(self, version: Version) -> tuple[int, int]:
        """Where what took its place stands in another version of the article."""
        if version.id == self.version.id:
            return self.start, self.end
        return moved(differences(self.version.text, version.text), self.start, self.end)

    def is_news(self, current: Version, now: ArticleState) -> bool:
        """Whether the article stands otherwise than the chat knows, or is shown with other words."""
        if self.state is not now:
            return True
        if now is not ArticleState.SHOWN or self.known.id == current.id:
            return False
        return self._words(self.known).split() != self._words(current).split()

    def _words(self, version: Version) -> str:
        start, end = self.place_in(version)
        return version.text[start:end]


_Showings = dict[tuple[object, ...], list[tuple[ShownAnswer, int]]]  # by `_Quoted.key`: messages and quotations


def unknown_to(library: Library, alteration_id: int, chat_id: int) -> AlteredArticle | None:
    """What a chat does not know yet of the article that an alteration touched.

    None where it knows how that stands, as it does where it was altered and mended again before anybody was told.
    """
    with read_session(library.engine) as session:
        alteration = session.get(Alteration, alteration_id)
        article = session.get(Article, alteration.article_id) if alteration is not None else None
        if article is None:
            return None
        current = _current(session, article)
        quoted, showings = _quoted_in(session, chat_id, article.id)
        altered_at = session.scalar(
            select(func.max(col(Alteration.altered_at))).where(col(Alteration.article_id) == article.id)
        )
    now = ArticleState.of(article)
    news = [one for one in quoted if one.is_news(current, now)]
    if not news:
        return None
    shown = [showing for one in news for showing in showings[one.key]]
    return AlteredArticle(
        before=next((one.state for one in news if one.state is not now), now),
        now=now,
        reason=article.retracted_because,
        since=altered_at or current.kept_at,
        words=tuple(_known_words(library, news, current)),
        messages=_newest_first(row for row, _ in shown),
        told=ToldOf(tuple(sorted({id_ for _, id_ in shown})), current.id or 0, now),
    )


def note_told(session: Session, chat_id: int, told: ToldOf) -> None:
    """Note in the session's transaction what a chat was told of quotations."""
    for quotation_id in told.quotation_ids:
        session.merge(
            ToldQuotation(
                chat_id=chat_id,
                quotation_id=quotation_id,
                version_id=told.version_id,
                state=told.state,
                told_at=datetime.now(UTC),
            )
        )


def move_told(session: Session, chat_id: int, to: int) -> None:
    """Move what a group was told to the supergroup that it became, in the session's transaction."""
    here = col(ToldQuotation.chat_id) == chat_id
    there = list(session.scalars(select(col(ToldQuotation.quotation_id)).where(col(ToldQuotation.chat_id) == to)))
    session.execute(delete(ToldQuotation).where(here, col(ToldQuotation.quotation_id).in_(there)))
    session.execute(update(ToldQuotation).where(here).values(chat_id=to))


def _current(session: Session, article: Article) -> Version:
    number = col(Version.number) == article.current_version
    return session.scalars(select(Version).where(col(Version.article_id) == article.id, number)).one()


def _quoted_in(session: Session, chat_id: int, article_id: str) -> tuple[list[_Quoted], _Showings]:
    """What a chat was shown of an article, the same words once, and the messages that show each."""
    told_here = (col(ToldQuotation.quotation_id) == col(Quotation.id)) & (col(ToldQuotation.chat_id) == chat_id)
    query = (
        select(ShownAnswer, Quotation, ToldQuotation)
        .join(Quotation, col(Quotation.answer_id) == col(ShownAnswer.answer_id))
        .join(Version, col(Version.id) == col(Quotation.version_id))
        .outerjoin(ToldQuotation, told_here)
        .where(col(ShownAnswer.chat_id) == chat_id, col(Version.article_id) == article_id)
        .order_by(col(Quotation.start), col(Quotation.id))
    )
    found: dict[tuple[object, ...], _Quoted] = {}
    showings: _Showings = defaultdict(list)
    for row, quotation, told in session.execute(query):
        version = session.get_one(Version, quotation.version_id)
        known = session.get_one(Version, told.version_id) if told else version
        state = told.state if told else ArticleState.SHOWN
        one = _Quoted(version, quotation.start, quotation.end, known, state)
        found.setdefault(one.key, one)
        showings[one.key].append((row, quotation.id or 0))
    return list(found.values()), showings


def _known_words(library: Library, news: Iterable[_Quoted], current: Version) -> list[KnownWords]:
    """The words as the chat knows them, each passage of the text once, with those that stand there now."""
    spans = {(one.known.id or 0, *one.place_in(one.known)): one for one in news}
    cut = library.slices(list(spans))
    now = (one.place_in(current) for one in spans.values())
    return [
        KnownWords(slice_, current.text[start:end] or None)
        for slice_, (start, end) in zip(cut, now, strict=True)
        if slice_ is not None
    ]


def _newest_first(rows: Iterable[ShownAnswer]) -> tuple[ShownMessage, ...]:
    """Messages, each once, with the answer that it shows now."""
    ordered = sorted(rows, key=lambda row: (row.shown_at, row.message_id), reverse=True)
    newest = {row.message_id: row for row in reversed(ordered)}
    return tuple(
        ShownMessage(row.chat_id, row.thread_id, row.message_id, row.answer_id)
        for row in sorted(newest.values(), key=lambda row: (row.shown_at, row.message_id), reverse=True)
    )
