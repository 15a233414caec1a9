"""HTML pages: title, text and date, without what stands around them."""

from datetime import UTC, datetime

import pytest

from ingest.drafts import Unreadable
from ingest.extract import read_html

NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)
BODY = """<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Bridge closed near the river</h1>
<p>Engineers closed the old bridge near the river on Friday after heavy rain had damaged one of its pillars,
the town council said in a statement.</p>
<p>The council asked drivers to use the ferry until experts have seen the damage, which may take a week.</p>
</article><footer>All rights reserved 2019</footer>"""
PARAGRAPHS = (
    "Engineers closed the old bridge near the river on Friday after heavy rain had damaged one of its "
    "pillars, the town council said in a statement.\n"
    "The council asked drivers to use the ferry until experts have seen the damage, which may take a week."
)


def page(head: str = "", body: str = BODY) -> bytes:
    return f"<html lang='en-US'><head><title>Bridge</title>{head}</head><body>{body}</body></html>".encode()


def test_a_page_gives_its_article_without_the_page_around_it() -> None:
    item = read_html(
        page(
            '<link rel="canonical" href="https://example.org/bridge">'
            '<meta property="og:site_name" content="Valley Post">'
            '<meta property="og:title" content="Bridge closed near the river">'
            '<meta property="article:published_time" content="2024-11-16T20:00:00+03:00">'
        ),
        "file:///page.html",
        NOW,
    )
    assert item == {
        "url": "https://example.org/bridge",
        "title": "Bridge closed near the river",
        "text": PARAGRAPHS,
        "published_at": "2024-11-16T20:00:00+03:00",
        "publisher": "Valley Post",
    }


def test_a_page_without_an_address_keeps_that_of_its_file() -> None:
    assert read_html(page(), "file:///page.html", NOW)["url"] == "file:///page.html"


def test_a_date_in_prose_or_footer_is_not_the_publication_date() -> None:
    assert read_html(page(), "file:///page.html", NOW)["published_at"] is None


def test_a_page_in_windows_1256_is_decoded() -> None:
    words = "أغلق المجلس المحلي الجسر القديم قرب النهر مساء الجمعة بعد أمطار غزيرة ألحقت أضرارا بأحد أعمدته. "
    body = f"<article><h1>إغلاق الجسر</h1><p>{words * 3}</p></article>"
    data = f"<html><head><meta charset='windows-1256'><title>الجسر</title></head><body>{body}</body></html>"
    assert words.strip() in str(read_html(data.encode("windows-1256"), "file:///page.html", NOW)["text"])


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff" * 1000,
        b"%PDF-1.7 words",
        page(body="<div id='root'></div>"),
        b"<div>" * 50_000,
    ],
)
def test_what_gives_no_article_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"is not a web page|gives no article text"):
        read_html(data, "file:///page.html", NOW)
