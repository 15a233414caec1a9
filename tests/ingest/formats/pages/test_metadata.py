"""What a page says of itself is read with where it says so, and what cannot be is left out and reported."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.pages.decoding import decoded_page
from ingest.formats.pages.metadata import clean_phrase, without_tracking
from ingest.formats.pages.page import read_page
from tests.ingest.formats.pages.sites import ARTICLE, NOW, URL, page


def linked(**data: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **data})}</script>"


def dated(head: str = "", body: str = ARTICLE, url: str = URL) -> tuple[object, object]:
    item = read_page(page(head, body), url, now=NOW)
    return item["published_at"], item["date_source"]


META = "<meta property='article:published_time' content='2024-11-15'>"


@pytest.mark.parametrize(
    ("head", "body", "url", "expected"),
    [
        (linked(datePublished="2024-11-14") + META, ARTICLE, URL, ("2024-11-14", "json-ld")),
        (META, f"<time datetime='2024-11-13'></time>{ARTICLE}", URL, ("2024-11-15", "meta")),
        ("<meta name='DC.date.issued' content='2024-11-12'>", ARTICLE, URL, ("2024-11-12", "meta")),
        ("", ARTICLE, "https://valley.example.org/2024/11/9/bridge", ("2024-11-09", "url")),
        ("", ARTICLE, "https://valley.example.org/20241108/bridge", ("2024-11-08", "url")),
        ("", ARTICLE.replace("</h1>", "</h1><time datetime='2024-11-07'>today</time>"), URL, ("2024-11-07", "text")),
        (
            "",
            ARTICLE.replace("</h1>", "</h1><span class='publish-date'>16 Kasım 2024</span>"),
            URL,
            ("2024-11-16", "text"),
        ),
        (
            "",
            ARTICLE.replace("</h1>", "</h1><div class='post-date'>نشر في: 2024-11-05</div>"),
            URL,
            ("2024-11-05", "text"),
        ),
        ("", ARTICLE, URL, (None, None)),
        ("", f"{ARTICLE}<section id='comments'><time datetime='2024-11-16'></time></section>", URL, (None, None)),
        (linked(dateModified="2024-11-14"), ARTICLE, URL, (None, None)),
    ],
)
def test_the_date_of_publication_is_the_surest_that_is_stated(
    head: str, body: str, url: str, expected: tuple[object, object]
) -> None:
    assert dated(head, body, url) == expected


@pytest.mark.parametrize("wrong", ["2031-05-05", "0001-01-01T00:00:00", "soon", "5/6/2024", "9999-99-99"])
def test_a_date_that_cannot_be_is_passed_over_and_reported(wrong: str) -> None:
    item = read_page(page(linked(datePublished=wrong) + META), URL, now=NOW)
    assert (item["published_at"], item["date_source"]) == ("2024-11-15", "meta")
    (warning,) = item["warnings"]  # type: ignore[misc]
    assert "json-ld" in warning and wrong[:10] in warning


@pytest.mark.parametrize(
    "data",
    [
        {"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "2024-11-14"}]},
        [{"@type": "Organization"}, {"@type": ["Article", "Thing"], "datePublished": "2024-11-14"}],
        {"@type": "WebPage", "mainEntity": {"@type": "ReportageNewsArticle", "datePublished": "2024-11-14"}},
        {"@type": "BlogPosting", "datePublished": " 2024-11-14 "},
    ],
)
def test_linked_data_is_found_wherever_it_stands(data: object) -> None:
    assert dated(f"<script type='application/ld+json'>{json.dumps(data)}</script>") == ("2024-11-14", "json-ld")


@pytest.mark.parametrize("broken", ["{", "null", "[" * 2000, '{"@type": 7}', "{'@type': 'NewsArticle'}", '"text"', ""])
def test_broken_linked_data_breaks_nothing(broken: str) -> None:
    assert dated(f"<script type='application/ld+json'>{broken}</script>{META}") == ("2024-11-15", "meta")


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("/news/bridge-2", "https://valley-post.example.org/news/bridge-2"),
        ("https://www.valley-post.example.org/a", "https://www.valley-post.example.org/a"),
        ("https://m.valley-post.example.org/a?fbclid=1&p=2", "https://m.valley-post.example.org/a?p=2"),
        ("https://evil.example.com/a", URL),
        ("javascript:alert(1)", URL),
        ("/", URL),
        ("http://[::1", URL),
        ("", URL),
    ],
)
def test_a_page_is_kept_under_the_address_that_it_calls_its_own_if_that_can_be(stated: str, expected: str) -> None:
    assert read_page(page(f"<link rel='canonical' href='{stated}'>"), URL, now=NOW)["url"] == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?utm_source=tw&utm_medium=s#part", "https://a.example/x"),
        ("https://a.example/?p=12&fbclid=zz", "https://a.example/?p=12"),
        ("https://a.example/?q=a%20b&c=", "https://a.example/?q=a%20b&c="),
        ("https://a.example/x", "https://a.example/x"),
    ],
)
def test_what_counts_visits_is_no_part_of_an_address(url: str, expected: str) -> None:
    assert without_tracking(url) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bridge closed – Valley Post", "Bridge closed"),
        ("Bridge \u202eclosed\u202c <b>near</b>   the river", "Bridge closed near the river"),
        ("x" * 10_000, "x" * 299 + "…"),
        ("الجسر مغلق | بريد الوادي", "بريد الوادي"),
    ],
)
def test_a_title_is_one_line_without_markup(title: str, expected: str) -> None:
    body = ARTICLE.replace("<h1>Bridge closed near the river</h1>", "")
    found = read_page(page(body=body, title=title.replace("<", "&lt;")), URL, now=NOW)["title"]
    assert found == expected or (found and found in title)


@given(st.text())
def test_a_cleaned_phrase_is_one_printable_line(text: str) -> None:
    found = clean_phrase(text, 50)
    assert found is None or (found.isprintable() and len(found) <= 50 and found == " ".join(found.split()))


WORDS = "أغلق المجلس المحلي الجسر القديم قرب النهر مساء الجمعة بعد أمطار غزيرة ألحقت أضرارا بأحد أعمدته. "
TURKISH = "Belediye, şiddetli yağmurun ardından köprüyü cuma günü öğleden sonra ulaşıma kapattı; İlçe yolu açık. "


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (WORDS.encode(), None, WORDS),
        (b"\xef\xbb\xbf" + WORDS.encode(), "text/html; charset=windows-1256", WORDS),
        (b"\xff\xfe" + WORDS.encode("utf-16-le"), None, WORDS),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), None, WORDS),
        (WORDS.encode("cp1256"), "text/html; charset=windows-1256", WORDS),
        (b"<meta charset='windows-1256'>" + WORDS.encode("cp1256"), None, "<meta charset='windows-1256'>" + WORDS),
        ((WORDS * 5).encode("cp1256"), "text/html; charset=utf-8", WORDS * 5),
        ((WORDS * 5).encode("cp1256"), None, WORDS * 5),
        (TURKISH.encode("iso-8859-9"), "text/html; charset=ISO-8859-9", TURKISH),
        (TURKISH.encode(), "text/html; charset=iso-8859-1", TURKISH),
        (WORDS.encode() + b"\xff" + WORDS.encode(), None, f"{WORDS}\ufffd{WORDS}"),
        (b"plain words", "text/html; charset=rot13", "plain words"),
        (b"plain words", "text/html; charset=klingon", "plain words"),
        (b"", None, ""),
    ],
)
def test_a_page_is_decoded_whatever_it_says_of_its_encoding(
    body: bytes, content_type: str | None, expected: str
) -> None:
    assert decoded_page(body, content_type) == expected


@given(st.binary(), st.none() | st.text(max_size=40).map(lambda name: f"text/html; charset={name}"))
def test_any_bytes_become_text(body: bytes, content_type: str | None) -> None:
    assert isinstance(decoded_page(body, content_type), str)
