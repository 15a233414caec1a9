"""Strangers' bytes are read in a process that is bounded: what is hostile is refused, and the others are read."""

import gzip
import io
import json
import os
import re
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.formats import files
from ingest.formats.drafts import ArticleDraft, Failure, Unreadable
from ingest.formats.feeds import reading as feeds
from ingest.sandbox import readers, tasks
from ingest.sandbox.bounds import MOST_ENDS, Bounds
from ingest.sandbox.pool import SandboxPool
from ingest.sandbox.readers import count_items, feeds_in, parse_feed, read_articles, read_fetched, read_opml
from ingest.web.outcomes import Fetched
from tests.ingest.formats.test_files import FEED, LINE, PAGE, TEXT

NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)
URL = "https://valley-post.example.org/rain"
SENTENCE = "Engineers closed the old bridge near the river on Friday after heavy rain had damaged a pillar. "
# Attributes of one element: libxml2 compares each with all before it.
MANY = b" ".join(b"a%d='1'" % number for number in range(100_000))


@pytest.fixture(scope="module")
def hasty() -> Iterator[SandboxPool]:
    """Processes that may compute for a second, so that what takes for ever is told soon."""
    pool = SandboxPool(Bounds(seconds=1, memory=600 * 2**20))
    yield pool
    pool.close()


@pytest.fixture
def in_haste(hasty: SandboxPool, monkeypatch: pytest.MonkeyPatch) -> SandboxPool:
    monkeypatch.setattr(readers, "sandbox_pool", lambda: hasty)
    return hasty


def page(body: bytes) -> Fetched:
    return Fetched(URL, URL, 200, {"content-type": "text/html"}, body, NOW)


def pdf_with(content: bytes) -> bytes:
    """A PDF of one page that is drawn by a packed stream."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(content), content),
    )
    data, offsets = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"xref\n0 5\n0000000000 65535 f \n%strailer <</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


def archive(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return held.getvalue()


def overlapping() -> bytes:
    """An archive whose hundred files are the same bytes."""
    data = archive({"a.txt": b"Rain\n" + b"it rained " * 90_000})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 100, 100, 100 * (end - start), start)
    return data[:start] + data[start:end] * 100 + bytes(tail)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", LINE),
        ("a.html", PAGE),
        ("a.txt", TEXT),
        ("a.md", b"# Rain\n\nIt rained."),
        ("a.xml", FEED),
        ("a.jsonl.gz", gzip.compress(LINE, mtime=0)),
        ("a.zip", archive({"b.txt": TEXT, "c.html": PAGE})),
    ],
)
def test_what_is_read_is_what_the_reader_itself_gives(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    given = {"published": NOW, "publisher": "Valley Post", "now": NOW}
    sandboxed = list(read_articles([tmp_path], **given))  # type: ignore[arg-type]
    assert sandboxed == list(files.read_articles([tmp_path], **given))  # type: ignore[arg-type]
    assert any(isinstance(read, ArticleDraft) for read in sandboxed)
    assert count_items([tmp_path]) == files.count_items([tmp_path])


def test_a_page_a_feed_and_a_list_are_what_their_readers_give() -> None:
    assert read_fetched(page(PAGE), NOW)["text"] == tasks.read_fetched(page(PAGE), NOW)["text"]
    assert parse_feed(FEED, URL) == feeds.parse_feed(FEED, URL)
    assert feeds_in(b'<a href="/rss.xml">x</a>', URL) == ["https://valley-post.example.org/rss.xml"]
    assert read_opml(b'<opml><outline xmlUrl="https://a.example.org/"/></opml>') == ["https://a.example.org/"]


def test_a_reason_of_a_reader_arrives_as_it_is() -> None:
    with pytest.raises(Unreadable, match="is not a feed; RSS or Atom is expected"):
        parse_feed(b"words", URL)
    with pytest.raises(Unreadable, match="names no feed"):
        read_opml(b"<opml/>")
    with pytest.raises(Unreadable, match="is not a web page"):
        read_fetched(page(b"words"), NOW)


ENDLESS: dict[str, Callable[[], object]] = {
    "a page with an element of 100,000 attributes": lambda: read_fetched(page(b"<p " + MANY + b">"), NOW),
    "a page of half a million spans": lambda: read_fetched(page(b"<article><p>" + b"<span>a </span>" * 500_000), NOW),
    "a page with a huge table": lambda: read_fetched(page(b"<table><tr>" + b"<td>ab 12</td>" * 400_000), NOW),
    "a feed with such an element": lambda: parse_feed(b"<rss version='2.0'><channel><item " + MANY + b"/>", URL),
    "a feed of 700,000 entries": lambda: parse_feed(
        b"<rss version='2.0'><channel>" + b"<item/>" * 700_000 + b"</channel></rss>", URL
    ),
}


@pytest.mark.parametrize("hostile", ENDLESS.values(), ids=ENDLESS.keys())
def test_what_takes_for_ever_is_refused_in_one_line_and_the_next_is_read(
    in_haste: SandboxPool, hostile: Callable[[], object]
) -> None:
    with pytest.raises(Unreadable, match=r"could not be read within 1 seconds|needs more than 600 MiB"):
        hostile()
    assert parse_feed(FEED, URL).title == "Valley Post"


def test_a_page_that_takes_for_ever_names_no_feed(in_haste: SandboxPool) -> None:
    assert feeds_in(b"<a " + MANY + b" href='/rss.xml'>", URL) == []


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a text of a million letters that stand for many": ("a.txt", lambda: "\ufdfa".encode() * 60_000, "500,000"),
    "a text that is too long": ("a.txt", lambda: b"it rained " * 120_000, "more than 500,000 characters"),
    "a line of JSON that is": (
        "a.jsonl",
        lambda: json.dumps({"url": URL, "text": "it rained " * 120_000}).encode(),
        "500,000 characters",
    ),
    "a letter with a thousand marks": ("a.txt", lambda: b"a" + "\u0316\u0301".encode() * 500, "marks on one letter"),
    "a PDF that unpacks to a gigabyte": (
        "a.pdf",
        lambda: pdf_with(zlib.compress(b"\0" * 2**28)),
        "damaged PDF|MiB|seconds",
    ),
    "JSON within JSON": ("a.jsonl", lambda: b"[" * 2_000_000, "is not JSON"),
    "a number of a million digits": ("a.jsonl", lambda: b'{"url":' + b"9" * 1_000_000 + b"}", "is not JSON"),
    "many small files that unpack to much": (
        "a.zip",
        lambda: archive({f"{number}.txt": b"aaaa " * 180_000 for number in range(20)}),
        "ZIP bomb",
    ),
    "files that share their bytes": ("a.zip", overlapping, "ZIP bomb"),
    "a ZIP in a ZIP": ("a.zip", lambda: archive({"b.zip": archive({"c.txt": TEXT})}), "is a ZIP in a ZIP"),
    "lines that gzip packs a thousandfold": (
        "a.jsonl.gz",
        lambda: gzip.compress((b"\n" * 2**20 + LINE) * 30),
        "refused as a bomb",
    ),
    "a quotation in a quotation": ("a.md", lambda: b"> " * 200_000 + b"x", "seconds|text is"),
    "a page within bounds of bytes and not of text": (
        "a.html",
        lambda: b"<article><p>" + b"it rained &#x202e; " * 120_000,
        "500,000 characters|seconds|MiB",
    ),
}


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_too_much_is_one_refusal_and_its_neighbours_are_read(
    hasty: SandboxPool, tmp_path: Path, name: str, data: Callable[[], bytes], reason: str
) -> None:
    (tmp_path / name).write_bytes(data())
    (tmp_path / "z.txt").write_bytes(TEXT)
    *refused, last = read_articles([tmp_path], now=NOW, pool=hasty)
    failures = [read for read in refused if isinstance(read, Failure)]
    assert len(failures) == 1
    assert failures[0].source.startswith(str(tmp_path / name))
    assert re.search(reason, failures[0].error)
    assert isinstance(last, ArticleDraft)
    assert last.title == "Rain"


def test_a_title_without_end_is_cut_and_that_is_said(tmp_path: Path) -> None:
    line = {"url": URL, "text": "It rained.", "title": "rain " * 5_000, "publisher": "Post " * 5_000}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    (read,) = read_articles([tmp_path], now=NOW)
    assert isinstance(read, ArticleDraft)
    assert len(read.title) == len(read.publisher or "") == 1_001
    assert any("title is longer" in warning for warning in read.warnings)


def test_a_million_lines_that_are_no_articles_are_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"x\n" * 5_000 + LINE)
    read = list(read_articles([tmp_path], now=NOW))
    assert len(read) == 1_001
    assert "1,000 times in a row" in read[-1].error  # type: ignore[union-attr]


def test_a_line_that_ends_the_process_costs_the_other_lines_nothing(tmp_path: Path, hasty: SandboxPool) -> None:
    lines = [json.dumps({"url": f"{URL}/{number}", "text": "It rained."}) for number in range(5)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    reading = read_articles([tmp_path], now=NOW, pool=hasty)
    first = next(reading)
    assert isinstance(first, ArticleDraft)
    place = readers._Place(name="a.jsonl", items=1)
    assert place.past_end("ended the process that read it (SIGSEGV)").source == "a.jsonl, item 2"
    resumed = list(readers._until_end([tmp_path], files.Fallback(NOW), place, hasty))
    assert [read.url for read in resumed if isinstance(read, ArticleDraft)] == [f"{URL}/{n}" for n in (2, 3, 4)]
    reading.close()  # type: ignore[attr-defined]


def test_after_three_items_that_end_the_process_the_rest_of_a_file_is_left_out() -> None:
    place = readers._Place(name="a.jsonl")
    errors = [place.past_end("needs more than 600 MiB of memory to be read").error for _ in range(MOST_ENDS)]
    assert "the rest of the file was not read" in errors[-1]
    assert (place.file, place.items) == (1, 0)
    place.past_end("…")
    assert place.is_stuck  # not even a name of a further file was read
    place.at(2, "b.jsonl")
    assert not place.is_stuck


def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "articles.jsonl"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(LINE,))
    writer.start()
    (read,) = read_articles([pipe], now=NOW)
    writer.join()
    assert isinstance(read, ArticleDraft)
    assert read.source == f"{pipe}:1"


def test_who_stops_taking_articles_leaves_no_process_at_work(tmp_path: Path) -> None:
    pool = SandboxPool()
    (tmp_path / "a.jsonl").write_bytes(LINE * 5_000)
    reading = read_articles([tmp_path], now=NOW, pool=pool)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert pool._idle == []
    assert len(list(read_articles([tmp_path], now=NOW, pool=pool))) == 5_000
    pool.close()
