"""Articles from web pages: the words of the article without the page around them."""

from datetime import datetime
from typing import Any

from ingest.dates import AHEAD
from ingest.drafts import Item, Unreadable

_STATED_DATE = "//meta[@property='article:published_time' or @itemprop='datePublished']/@content"


def read_html(data: bytes, url: str, now: datetime) -> Item:
    """Return the item that a page is; `url` is its address where the page does not state a canonical one.

    The publication date is the one that the page states (a `meta` element, JSON-LD, `time`, its address),
    never one found in its prose. The language is left to the text: many pages state their software's default.
    Raises Unreadable for a page without an article.
    """
    from trafilatura import bare_extraction, load_html  # 0.4 s, for those who import pages

    tree = load_html(data)
    if tree is None:
        raise Unreadable("is not a web page; save the page's HTML")
    stated = tree.xpath(_STATED_DATE)
    page: Any = bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={
            "original_date": True,  # published, not last modified
            "extensive_search": False,  # no guesses from the prose
            "max_date": now + AHEAD,
        },
    )
    if page is None or not (page.text or "").strip():
        raise Unreadable("gives no article text; a front page, an error page or one that needs JavaScript")
    return {
        "url": page.url or url,
        "title": page.title,
        "text": _without_title(page.text, page.title),
        "published_at": str(stated[0]) if stated else page.date,
        "publisher": page.sitename,
    }


def _without_title(text: str, title: str | None) -> str:
    """Drop the headline where the text repeats it as its first line and goes on."""
    first, _, rest = text.partition("\n")
    return rest.lstrip() if rest.strip() and title and first.strip() == title.strip() else text
