"""A page gives its article, in its own words, or the reason why there is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.drafts import ArticleDraft, Fallback, Fields, Unreadable, draft_from
from ingest.formats.pages.page import read_page
from tests.ingest.formats.pages.sites import ARTICLE, FIRST, NOW, SECOND, STORY, THIRD, URL, page

LINKS = (
    "<ul>" + "".join(f"<li><a href='/{n}'>Another story of the valley number {n}</a></li>" for n in range(12)) + "</ul>"
)
LONG = "It was a long day for everybody in the valley and nobody wanted to go home. " * 4


def read(data: bytes, url: str = URL, content_type: str | None = None) -> Fields:
    return read_page(data, url, content_type=content_type, now=NOW)


def paragraphs(body: str, head: str = "") -> list[str]:
    return str(read(page(head, body))["text"]).split("\n\n")


def test_a_page_gives_everything_that_a_draft_needs() -> None:
    head = (
        '<link rel="canonical" href="/news/bridge?utm_source=x&id=7#top"><meta property="og:site_name" content="Valley Post">'
        '<meta name="author" content="By Noor Haddad"><meta property="article:published_time" content="2024-11-16T20:00:00+03:00">'
        '<meta property="article:modified_time" content="2024-11-17T08:00:00+03:00">'
    )
    draft = draft_from(read(page(head)), "page", Fallback(NOW))
    assert isinstance(draft, ArticleDraft)
    assert draft.url == "https://valley-post.example.org/news/bridge?id=7"
    assert (draft.title, draft.publisher, draft.byline) == (
        "Bridge closed near the river",
        "Valley Post",
        "Noor Haddad",
    )
    assert draft.text == "\n\n".join(STORY)
    assert draft.published_at is not None and draft.published_at.isoformat() == "2024-11-16T17:00:00+00:00"
    assert draft.modified_at is not None and draft.modified_at.isoformat() == "2024-11-17T05:00:00+00:00"
    assert (draft.date_source, draft.warnings) == ("meta", ())


@pytest.mark.parametrize(
    "body",
    [
        f"<nav><a href='/'>Home</a></nav>{ARTICLE}<footer><p>{LONG}</p></footer>",
        f"{ARTICLE}<div class='related-posts'>{LINKS}</div>",
        f"{ARTICLE}<section id='comments'><p>{LONG}</p><p>{LONG}</p></section>",
        f"<div class='cookie-banner'><p>{LONG}</p></div>{ARTICLE}",
        f"<div role='dialog'><p>{LONG}</p></div>{ARTICLE}",
        f"<div style='display: none'><p>{LONG}</p></div>{ARTICLE}",
        f"<div hidden><p>{LONG}</p></div>{ARTICLE}",
        f"<aside><p>{LONG}</p></aside>{ARTICLE}<aside><p>{LONG}</p></aside>",
        ARTICLE.replace(
            "<p>“", "<figure><img src='a'><figcaption>A photograph of the bridge</figcaption></figure><p>“"
        ),
        ARTICLE.replace("<p>“", "<p><a href='/x'>Read also: the ferry and its history in ten pictures</a></p><p>“"),
        ARTICLE.replace("<p>“", "<p>اقرأ أيضًا: <a href='/x'>تاريخ العبارة في عشر صور</a></p><p>“"),
        ARTICLE.replace("<p>“", f"<div class='newsletterBox'><p>{LONG}</p></div><p>“"),
        ARTICLE.replace("</article>", f"<h3>Related stories</h3>{LINKS}</article>"),
        ARTICLE.replace("</article>", "<div class='share-buttons'><span>Share</span></div></article>"),
        ARTICLE.replace("<p>Eng", "<p class='byline'>By Noor Haddad</p><p>Eng"),
        f"<table><tr><td>{LINKS}</td><td>{ARTICLE}</td><td>{LINKS}</td></tr></table>",
        f"<div><div>{FIRST}<br><br>{SECOND}<br/><br/>{THIRD}</div></div><div>{LINKS}</div>",
        f"<div><span>{FIRST}</span></div><div><span>{SECOND}</span></div><div><b>{THIRD}</b></div>",
        f"<main>{''.join(f'<section><div>{line}</div></section>' for line in STORY)}</main>",
        f"<div class='sidebar-left-layout'>{ARTICLE}</div>",
    ],
)
def test_the_story_comes_without_the_page_around_it(body: str) -> None:
    assert paragraphs(body) == list(STORY)


def test_lists_quotations_and_headings_of_the_story_stay() -> None:
    body = f"<article><p>{FIRST}</p><h2>What is closed</h2><ul><li>The old bridge</li><li>Its road</li></ul><blockquote>{THIRD}</blockquote></article>"
    assert paragraphs(body) == [FIRST, "What is closed", "The old bridge", "Its road", THIRD]


def test_words_and_letters_are_the_pages_own() -> None:
    odd = "Ṣāliḥ ‘said’ it — ١٢ كم، “kil*led”… e\u0301té, ﷺ ½ &lt;b&gt;, and\nso\t on for a whole long sentence of many words."
    expected = (
        "Ṣāliḥ ‘said’ it — ١٢ كم، “kil*led”… e\u0301té, ﷺ ½ <b>, and so on for a whole long sentence of many words."
    )
    assert paragraphs(f"<article><p>{odd}</p><p>{SECOND}</p></article>") == [expected, SECOND]


def test_links_and_marks_within_a_sentence_stay() -> None:
    linked = FIRST.replace("the town council", "<a href='/c'><em>the town council</em></a>")
    assert paragraphs(f"<article><p>{linked}</p><p>{SECOND}</p></article>") == [FIRST, SECOND]


def test_a_page_that_shows_less_than_it_states_is_read_from_what_it_states() -> None:
    data = {"@type": "NewsArticle", "headline": "Bridge", "articleBody": "\n".join(STORY)}
    head = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    assert paragraphs("<div id='root'>Loading the page, please wait a moment.</div>", head) == list(STORY)


TEASERS = "".join(
    f"<div><h3><a href='/{n}'>A heading of story {n}</a></h3><p>A teaser of it.</p></div>" for n in range(12)
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            page(body="<form><input name='u'><input type='password'></form><p>Sign in to go on reading this.</p>"),
            "login page",
        ),
        (page(body=f"<h1>Latest news</h1>{TEASERS}"), "list of articles"),
        (page(body="<h1>404</h1><p>This page was not found.</p>", title="Page not found"), "error page"),
        (page(body="<h1>الصفحة غير موجودة</h1><p>عذرا</p>"), "error page"),
        (page(body="<h1>Sayfa bulunamadı</h1>"), "error page"),
        (
            page(body=f"<p>We use cookies. {'Cookies help us and our partners. ' * 6}</p><button>Accept</button>"),
            "cookie wall",
        ),
        (page(body="<h1>A film</h1><video src='a.mp4'></video><p>Watch it.</p>"), "film or sound"),
        (page(body="<iframe src='https://www.youtube.com/embed/1'></iframe>"), "film or sound"),
        (page(body="<div id='root'></div><script src='a.js'></script><script>go()</script>"), "JavaScript"),
        (page(body=f"<h1>Search results</h1><p>{LONG}</p>", title="Search results for bridge"), "search results"),
        (page(body="<p>Short.</p>"), "no article text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a web page|no article text"),
        (b"\xff" * 1000, "not a web page|no article text"),
        (b"%PDF-1.7 words", "not a web page|no article text"),
        (b"<div>" * 50_000, "too deeply|not a web page|no article text"),
        (b"", "not a web page"),
        (b"<!-- -->", "not a web page|no article text"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(data)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    for body in (data, page(body=f"{ARTICLE}").replace(b"river", data)):
        try:
            item = read(body)
        except Unreadable as error:
            assert "\n" not in str(error)
        else:
            assert str(item["text"]).strip()


@given(
    st.lists(
        st.sampled_from(["<div>", "</div>", "<p>", "<br>", "</p>", "<li>", "<td>", "<script>", "<!--", "]]>", FIRST]),
        max_size=40,
    )
)
def test_no_order_of_elements_loses_the_sentence_or_breaks(parts: list[str]) -> None:
    try:
        text = str(read(page(body="".join(parts)))["text"])
    except Unreadable:
        return
    assert FIRST in text
