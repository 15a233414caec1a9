"""A library of before origins were noted loses nothing, and no address in it names a person any more."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from retrieval.article import Origin
from retrieval.library.articles import Library
from retrieval.library.database import open_database
from retrieval.library.new_article import article_id, sha256
from tests.flows.operating.stores import empty_database
from tests.libraries import library_at

EDITOR = 4711
IN_PRIVATE = f"https://t.me/c/{EDITOR}/111"
IN_GROUP = "https://t.me/c/123456/7"
POST = "https://t.me/c/987654/12"
IMPORTED_POST = "https://t.me/c/555/12"
PAGE = "https://wire.example.org/1"
OWN_ENTRY, OTHERS_ENTRY = "https://wire.example.org/2", "https://other.example.net/3"
FEED = "https://wire.example.org/feed"
FILE, IMPORTED, NAMED = "file:///home/noor/a.txt", "https://wire.example.org/4", "https://wire.example.org/5"

# Article → what its bytes were captured under, and as what; none for an import on the command line.
KEPT: dict[str, tuple[str, str] | None] = {
    IN_PRIVATE: (IN_PRIVATE, "application/pdf"),
    IN_GROUP: (IN_GROUP, "text/plain"),
    POST: (POST, "text/plain; charset=utf-8"),
    IMPORTED_POST: None,
    PAGE: (PAGE, "text/html"),
    OWN_ENTRY: (FEED, "application/rss+xml"),
    OTHERS_ENTRY: (FEED, "application/rss+xml"),
    FILE: None,
    IMPORTED: None,
    NAMED: (IN_PRIVATE, "application/zip"),
}
NOTED = {
    IN_PRIVATE: Origin.FILE,
    IN_GROUP: Origin.FILE,
    POST: Origin.FORWARD,
    IMPORTED_POST: None,
    PAGE: Origin.PAGE,
    OWN_ENTRY: Origin.FEED,
    OTHERS_ENTRY: None,
    FILE: Origin.FILE,
    IMPORTED: None,
    NAMED: Origin.EDITOR,
}


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a library as the release before wrote it."""
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    if request.param == "postgresql":
        url = empty_database(request.getfixturevalue("postgres"))
    with library_at(url, "0008") as connection:
        _fill(connection)
    return url


def _fill(connection: Connection) -> None:
    for number, (url, title) in enumerate(((FEED, "Wire"), ("https://links.example.com/feed", "Links")), 1):
        _insert(connection, "feeds", id=number, url=url, title=title, publisher="Wire", added_at="2024-11-01",
                due_at="2024-11-01", paused=False, failures=0, entries=0, undated=0)  # fmt: skip
        _insert(connection, "feed_entries", feed_id=number, key="a", sha256="0" * 64, seen_at="2024-11-01",
                article_id=article_id(OWN_ENTRY))  # fmt: skip
    for number, (url, captured) in enumerate(KEPT.items(), 1):
        words = f"Words of {url}."
        _insert(connection, "articles", id=article_id(url), url=url, title="", publisher="Wire", current_version=1,
                added_at="2024-11-01")  # fmt: skip
        if captured is not None:
            _insert(connection, "captures", id=number, url=captured[0], final_url=captured[0], captured_at="2024-11-01",
                    status=200, content_type=captured[1], sha256="0" * 64, size=1, warc="a", offset=0)  # fmt: skip
        _insert(connection, "versions", article_id=article_id(url), number=1, sha256=sha256(words), title="",
                text=words, kept_at="2024-11-01", capture_id=number if captured else None)  # fmt: skip
    payload = json.dumps({"url": IN_PRIVATE, "name": "a.pdf", "shown": "a.pdf"})
    _insert(connection, "jobs", id="a", kind="document", payload=payload, asked_by=EDITOR, asked_at="2024-11-01",
            chat_id=EDITOR, state="done")  # fmt: skip


def test_a_feed_that_only_links_to_others_loses_their_name(old: str) -> None:
    engine = open_database(old)
    with engine.connect() as connection:
        named = dict(connection.execute(text("SELECT title, publisher FROM feeds")).all())  # type: ignore[arg-type]
    assert named == {"Wire": "Wire", "Links": None}
    engine.dispose()


def _insert(connection: Connection, table: str, **values: object) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def everything(engine: Engine) -> str:
    """Every address that the library holds, in its articles, captures and jobs."""
    with engine.connect() as connection:
        rows = [connection.execute(text(f"SELECT * FROM {table}")).all() for table in ("articles", "captures")]
        jobs = connection.execute(text("SELECT payload FROM jobs")).all()
    return str(rows) + str(jobs)


def test_what_was_kept_says_where_it_is_from_as_far_as_captures_show_it(old: str) -> None:
    library = Library(open_database(old))
    for url, origin in NOTED.items():
        found = library.article(article_id(url))
        assert found is not None
        article, (version,) = found
        assert (article.origin, version.origin, article.speaker) == (origin, origin, None), url
        assert version.text == f"Words of {url}."
    library.engine.dispose()


def test_a_file_that_stood_under_its_sender_keeps_its_id_and_loses_that_address(old: str) -> None:
    library = Library(open_database(old))
    held = everything(library.engine)
    for url in (IN_PRIVATE, IN_GROUP):
        found = library.article(article_id(url))
        assert found is not None and found[0].url == f"newsroom:{article_id(url)}"
        assert library.current_article(article_id(url))[0].id == article_id(url)  # it is read again as itself
        assert url not in held
    assert f"/{EDITOR}/" not in held
    for url in (POST, IMPORTED_POST):
        assert url in held
    library.engine.dispose()
