"""What is fuzzed: each reader with seeds to begin from, and what must hold whatever the bytes.

A reader yields drafts and failures, or raises `Unreadable`; anything else that it raises is a finding. A draft's words
can be kept as they are, and a failure is one line.
"""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)
URL = "https://valley-post.example.org/news/bridge"
WORDS = "Engineers closed the old bridge near the river on Friday after heavy rain had damaged a pillar. " * 4


@dataclass(frozen=True, slots=True)
class Target:
    """A reader that is fuzzed."""

    modules: tuple[str, ...]  # that are instrumented
    seeds: Callable[[], Sequence[bytes]]
    run: Callable[[bytes], None]


def read_feeds(data: bytes) -> None:
    """A feed as it is imported, and as it is followed."""
    from ingest.formats.drafts import Fallback, Unreadable
    from ingest.formats.feeds.reading import feeds_in, parse_feed, read_feed

    for read in read_feed(data, "feed.xml", Fallback(NOW)):
        check(read)
    try:
        for entry in parse_feed(data, URL).entries:
            entry.url.encode()
    except Unreadable as error:
        check_reason(str(error))
    feeds_in(data, URL)


def read_pages(data: bytes) -> None:
    """A page as it comes from the web."""
    from ingest.formats.drafts import Fallback, Unreadable, draft_from
    from ingest.formats.pages.page import read_page

    try:
        item = read_page(data, URL, now=NOW)
    except Unreadable as error:
        check_reason(str(error))
    else:
        check(draft_from(item, URL, Fallback(NOW)))


def read_pdfs(data: bytes) -> None:
    """A PDF."""
    from ingest.formats.documents.pdf import read_pdf
    from ingest.formats.drafts import Fallback, Unreadable, draft_from

    try:
        item = read_pdf(data, URL)
    except Unreadable as error:
        check_reason(str(error))
    else:
        check(draft_from(item, URL, Fallback(NOW)))


def read_archives(data: bytes) -> None:
    """An archive, with whatever is in it."""
    from ingest.formats.files import count_items, read_articles

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.zip"
        path.write_bytes(data)
        for read in read_articles([path], now=NOW):
            check(read)
        count_items([path])


def check(read: object) -> None:
    """What holds of everything that is read."""
    from ingest.formats.drafts import ArticleDraft, Failure

    match read:
        case ArticleDraft():
            for words in (read.url, read.title, read.text, read.publisher or "", read.byline or ""):
                assert "\0" not in words, words
                words.encode()
            assert read.text.strip()
            assert read.published_at is None or read.published_at.tzinfo is not None
        case Failure():
            check_reason(read.error)
        case _:
            raise AssertionError(f"neither a draft nor a failure: {read!r}")


def check_reason(reason: str) -> None:
    """A reason is one line that can be written down."""
    assert reason.strip() and "\n" not in reason, reason


def _feed_seeds() -> list[bytes]:
    dated = "<pubDate>Sat, 16 Nov 2024 20:00:00 +0300</pubDate>"
    item = f"<item><title>A</title><link>/1</link>{dated}<description>{WORDS}</description></item>"
    rss = f"<rss version='2.0'><channel><title>Post</title>{item}</channel></rss>"
    entry = f"<entry><id>1</id><link href='/1'/><content type='html'>{WORDS}</content></entry>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title>{entry}</feed>"
    names = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
    rdf = f"<rdf:RDF {names}>{item}</rdf:RDF>"
    return [text.encode() for text in (rss, atom, rdf)]


def _page_seeds() -> list[bytes]:
    data = json.dumps({"@type": "NewsArticle", "headline": "A", "datePublished": "2024-11-16", "articleBody": WORDS})
    head = f"<title>A</title><script type='application/ld+json'>{data}</script><link rel='canonical' href='/a'>"
    article = f"<article><h1>A</h1><p>{WORDS}</p><p>{WORDS}</p></article>"
    divisions = f"<div><div class='x'>{WORDS}<br>{WORDS}</div><ul><li><a href='/'>more</a></li></ul></div>"
    return [f"<html><head>{head}</head><body>{body}</body></html>".encode() for body in (article, divisions)]


def _pdf_seeds() -> list[bytes]:
    body = b"BT /F 10 Tf 50 750 Td (Engineers closed the bridge.) Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(body), body),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    written = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return [b"%PDF-1.7\n" + written + b"trailer<</Root 1 0 R/Size 6>>"]


def _archive_seeds() -> list[bytes]:
    line = json.dumps({"url": URL, "title": "A", "text": WORDS, "published_at": "2024-11-16"})
    files = {
        "a.jsonl": line,
        "b.html": _page_seeds()[0],
        "c.xml": _feed_seeds()[0],
        "d.md": f"# A\n\n{WORDS}",
        "e.txt": WORDS,
    }
    return [_zipped({name: content}) for name, content in files.items()] + [_zipped(files)]


def _zipped(files: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


TARGETS = {
    "feed": Target(("ingest.formats.feeds.reading", "feedparser"), _feed_seeds, read_feeds),
    "page": Target(("ingest.formats.pages.page",), _page_seeds, read_pages),
    "pdf": Target(("ingest.formats.documents.pdf", "pypdf"), _pdf_seeds, read_pdfs),
    "zip": Target(("ingest.formats.files",), _archive_seeds, read_archives),
}
