"""Where the words of each version come from, and whose they are; files of the newsroom lose addresses that name people.

What was kept before says where it is from as far as its captures and its address show that; the rest stays unknown. A
file that an editor had sent stood under `https://t.me/c/<chat>/<message>`, where the chat was often the editor. Its
article keeps its id, and gets an address made of that.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

IN_A_CHAT = re.compile(r"https://t\.me/c/(\d+)/\d+$")
POST = "text/plain; charset=utf-8"  # how the bytes of a post were kept, unlike those of a file

articles = sa.table("articles", sa.column("id"), sa.column("url"), sa.column("origin"), sa.column("current_version"))
versions = sa.table(
    "versions", sa.column("id"), sa.column("article_id"), sa.column("number"), sa.column("capture_id"), sa.column("origin")
)
captures = sa.table(
    "captures", sa.column("id"), sa.column("url"), sa.column("final_url"), sa.column("content_type")
)
feeds = sa.table("feeds", sa.column("id"), sa.column("url"), sa.column("publisher"))
entries = sa.table("feed_entries", sa.column("feed_id"), sa.column("article_id"))
jobs = sa.table("jobs", sa.column("id"), sa.column("kind"), sa.column("payload", sa.JSON()), sa.column("asked_by"))
people = sa.table("people", sa.column("user_id"))


def upgrade() -> None:
    op.add_column("articles", sa.Column("origin", sa.String()))
    op.add_column("articles", sa.Column("speaker", sa.String()))
    op.add_column("versions", sa.Column("origin", sa.String()))
    connection = op.get_bind()
    _derive(connection)
    _mend(connection)
    _unname(connection)
    current = (
        sa.select(versions.c.origin)
        .where(versions.c.article_id == articles.c.id, versions.c.number == articles.c.current_version)
        .scalar_subquery()
    )
    connection.execute(articles.update().values(origin=current))


def _derive(connection: sa.Connection) -> None:
    """Note the origins that captures show."""
    local = sa.select(articles.c.id).where(articles.c.url.like("file:%"))
    connection.execute(versions.update().where(versions.c.article_id.in_(local)).values(origin="file"))
    followed = set(connection.scalars(sa.select(feeds.c.url)))
    found: dict[str, list[int]] = {}
    for id_, article, capture, final, content_type in _captured(connection):
        if origin := _origin(article, capture, final, content_type, followed):
            found.setdefault(origin, []).append(id_)
    for origin, ids in found.items():
        _note(connection, ids, origin)


def _captured(connection: sa.Connection) -> Iterator[Any]:
    query = (
        sa.select(versions.c.id, articles.c.url, captures.c.url, captures.c.final_url, captures.c.content_type)
        .join_from(versions, articles, articles.c.id == versions.c.article_id)
        .join(captures, captures.c.id == versions.c.capture_id)
    )
    yield from connection.execute(query).all()


def _origin(article: str, capture: str, final: str, content_type: str | None, followed: set[str]) -> str | None:
    """What kind of source spoke, where it stood on the host of the article."""
    if capture.startswith("https://t.me/"):
        return ("forward" if content_type == POST else "file") if article == capture else "editor"
    if _host(final) != _host(article):
        return None
    return "feed" if capture in followed else "page"


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _note(connection: sa.Connection, ids: list[int], origin: str) -> None:
    for start in range(0, len(ids), 500):
        some = versions.c.id.in_(ids[start : start + 500])
        connection.execute(versions.update().where(some).values(origin=origin))


def _mend(connection: sa.Connection) -> None:
    """Give the files of the newsroom addresses that tell of nobody."""
    persons = set(connection.scalars(sa.select(people.c.user_id).union(sa.select(jobs.c.asked_by))))
    in_chats = articles.c.url.like("https://t.me/c/%")
    for id_, url in connection.execute(sa.select(articles.c.id, articles.c.url).where(in_chats)).all():
        if _is_file(connection, url, persons):
            connection.execute(articles.update().where(articles.c.id == id_).values(url=f"newsroom:{id_}"))
            connection.execute(versions.update().where(versions.c.article_id == id_).values(origin="file"))
            _rename_captures(connection, url)
    captured = sa.select(captures.c.url).where(captures.c.url.like("https://t.me/c/%")).distinct()
    for url in list(connection.scalars(captured)):
        if (chat := IN_A_CHAT.match(url)) and int(chat[1]) in persons:
            _rename_captures(connection, url)
    documents = sa.select(jobs.c.id, jobs.c.payload).where(jobs.c.kind == "document")
    for id_, payload in connection.execute(documents).all():
        url = str(payload.get("url") or "")
        if IN_A_CHAT.match(url):
            _rename_captures(connection, url)
            mended = {**payload, "url": _newsroom(url)}
            connection.execute(jobs.update().where(jobs.c.id == id_).values(payload=mended))


def _unname(connection: sa.Connection) -> None:
    """Take from feeds that only link to others the name of a publisher for which they do not speak."""
    brought: dict[int, set[str]] = {}
    links = sa.select(entries.c.feed_id, articles.c.url).join_from(
        entries, articles, articles.c.id == entries.c.article_id
    )
    for feed_id, url in connection.execute(links):
        brought.setdefault(feed_id, set()).add(_host(url))
    for id_, url in connection.execute(sa.select(feeds.c.id, feeds.c.url)).all():
        if id_ in brought and _host(url) not in brought[id_]:
            connection.execute(feeds.update().where(feeds.c.id == id_).values(publisher=None))


def _is_file(connection: sa.Connection, url: str, persons: set[int | None]) -> bool:
    """Whether an address in a chat is that of a file: one was captured there, or the chat is a person."""
    chat = IN_A_CHAT.match(url)
    if chat is None:
        return False
    kinds = set(connection.scalars(sa.select(captures.c.content_type).where(captures.c.url == url)))
    return int(chat[1]) in persons or bool(kinds - {POST})


def _rename_captures(connection: sa.Connection, url: str) -> None:
    new = _newsroom(url)
    connection.execute(captures.update().where(captures.c.url == url).values(url=new, final_url=new))


def _newsroom(url: str) -> str:
    return "newsroom:" + hashlib.sha256(url.encode()).hexdigest()[:16]
