"""Passages by their words: SQLite FTS5 or PostgreSQL full text over folded text.

Folding happens before (see `retrieval.text.folding`), so both databases only compare letters: neither stems, neither
drops stop words, and both give the same passages for the same question.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import bindparam, text
from sqlmodel import Session

from retrieval.library.database import is_sqlite

# Shorter words are matched whole: their prefixes name too many other things.
PREFIX_LETTERS = 4


def add(session: Session, passages: Sequence[tuple[int, str]]) -> None:
    """Index (passage id, folded text) pairs in the session's transaction."""
    if not passages:
        return
    statement = (
        "INSERT INTO passage_words (rowid, folded) VALUES (:id, :folded)"
        if is_sqlite(session.get_bind())
        else "INSERT INTO passage_words (passage_id, folded) VALUES (:id, to_tsvector('simple', :folded))"
    )
    session.execute(text(statement), [{"id": id_, "folded": folded} for id_, folded in passages])


def remove(session: Session, passage_ids: Collection[int]) -> None:
    """Take passages out of the index."""
    column = "rowid" if is_sqlite(session.get_bind()) else "passage_id"
    statement = text(f"DELETE FROM passage_words WHERE {column} IN :ids")
    session.execute(statement.bindparams(bindparam("ids", list(passage_ids), expanding=True)))


def ranked(
    session: Session,
    phrases: Iterable[str],
    *,
    limit: int,
    within: Collection[int] | None = None,
    whole: bool = False,
) -> list[int]:
    """Ids of the passages that hold any of the folded phrases, best first (BM25 or PostgreSQL's cover density).

    A phrase is one or more folded words that stand together; its last word may go on ("strike" finds "strikes"),
    unless `whole` words are asked for.
    Operators of either query language have no effect: folded text has only letters, digits and spaces.
    """
    wanted = [words for phrase in phrases if (words := _words(phrase))]
    if not wanted or (within is not None and not within):
        return []
    if is_sqlite(session.get_bind()):
        query, order, column = " OR ".join(_fts5(words, whole) for words in wanted), "rank", "rowid"
        condition = "passage_words MATCH :query"
    else:
        query, column = " | ".join(_tsquery(words, whole) for words in wanted), "passage_id"
        condition = "folded @@ to_tsquery('simple', :query)"
        order = "ts_rank_cd(folded, to_tsquery('simple', :query)) DESC, passage_id"
    narrowed = f" AND {column} IN :ids" if within is not None else ""
    statement = text(f"SELECT {column} FROM passage_words WHERE {condition}{narrowed} ORDER BY {order} LIMIT :limit")
    if within is not None:
        statement = statement.bindparams(bindparam("ids", list(within), expanding=True))
    return [row[0] for row in session.execute(statement, {"query": query, "limit": limit})]


def _words(phrase: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in phrase).split()


def _fts5(words: list[str], whole: bool) -> str:
    return f'"{" ".join(words)}"' + (" *" if _may_go_on(words, whole) else "")


def _tsquery(words: list[str], whole: bool) -> str:
    return "(" + " <-> ".join(words) + (":*" if _may_go_on(words, whole) else "") + ")"


def _may_go_on(words: list[str], whole: bool) -> bool:
    return not whole and len(words[-1]) >= PREFIX_LETTERS
