"""Lists of feeds in and out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.drafts import Unreadable
from ingest.formats.feeds.opml import MOST_FEEDS, is_opml, read_opml, write_opml
from retrieval.library.sources import Feed

NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)


def opml(*urls: str) -> bytes:
    outlines = "".join(f'<outline type="rss" text="x" xmlUrl="{url}"/>' for url in urls)
    return f"<opml version='2.0'><body><outline text='Folder'>{outlines}</outline></body></opml>".encode()


def feed(number: int, title: str = "North Wire") -> Feed:
    return Feed(url=f"https://wire.example.org/{number}", title=title, added_at=NOW, due_at=NOW)


def test_a_list_of_feeds_is_known_by_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "feeds.xml").write_bytes(write_opml([feed(1)], NOW))
    (tmp_path / "feed.xml").write_bytes(b"<rss version='2.0'/>")
    assert [is_opml(tmp_path / name) for name in ("feeds.xml", "feed.xml")] == [True, False]


def test_feeds_are_found_in_folders_each_once() -> None:
    listed = opml("https://a.example.org/feed", "https://b.example.org/feed", "https://a.example.org/feed")
    assert read_opml(listed) == ["https://a.example.org/feed", "https://b.example.org/feed"]


@given(st.lists(st.text(min_size=1).map(lambda title: title or "x"), max_size=5))
def test_what_is_written_is_read_again_whatever_the_titles(titles: list[str]) -> None:
    feeds = [feed(number, title) for number, title in enumerate(titles)]
    written = write_opml(feeds, NOW)
    assert (read_opml(written) if feeds else []) == [one.url for one in feeds]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is not XML"),
        (b"<rss version='2.0'/>", "OPML is expected"),
        (opml(), "names no feed"),
        (opml(*(f"https://a.example.org/{n}" for n in range(MOST_FEEDS + 1))), "divide it"),
        (b"<opml>" + b"x" * 3 * 2**20, "larger than 2 MiB"),
    ],
)
def test_what_is_no_list_of_feeds_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_opml(data)


def test_an_entity_reads_no_file_and_grows_to_no_bomb() -> None:
    lines = ['<!ENTITY a0 "aaaaaaaaaa">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))]
    listed = f'<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/passwd">{"".join(lines)}]>' + (
        '<opml><body><outline xmlUrl="https://a.example.org/" text="&f;&a9;"/></body></opml>'
    )
    try:
        assert read_opml(listed.encode()) == ["https://a.example.org/"]
    except Unreadable as error:
        assert "\n" not in str(error)
