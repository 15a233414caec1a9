"""A page → the item that it is, or the reason why it is no article."""

import copy
import re
from collections import Counter
from datetime import datetime
from typing import Any

from lxml.html import HtmlElement

from ingest.formats.drafts import Fields, Unreadable
from ingest.formats.pages.decoding import decoded_page
from ingest.formats.pages.metadata import Metadata, chosen_date, read_metadata
from ingest.formats.pages.story import story

# Characters of a story; a flash has as many.
LEAST = 120
# Of the text that JSON-LD gives, which the paragraphs found have to cover.
LEAST_SHARE = 0.6
# Elements within each other; more is made to exhaust a parser.
MOST_DEPTH = 400

_ERROR = re.compile(
    r"\b(?:404|410|page (?:not found|does not exist|unavailable)|not found|no longer available)\b"
    r"|الصفحة (?:غير موجودة|المطلوبة غير)|لم يتم العثور|خطأ 404|sayfa bulunamadı|aradığınız sayfa|rûpel nehat dîtin",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"cookie|consent|gdpr|ملفات تعريف الارتباط|çerez|kukî", re.IGNORECASE)
_SEARCH = re.compile(r"search results|results for|نتائج البحث|arama sonuçları|encamên lêgerînê", re.IGNORECASE)


def read_page(body: bytes, url: str, *, content_type: str | None = None, now: datetime) -> Fields:
    """The item that a page is: with the keys of a JSON line, and byline, modified_at, date_source.

    `url` is where it stands; a page that names its own address on the same site is kept under that. The text has the
    page's own words and letters, a paragraph a line. Raises Unreadable with the reason for what is no article.
    """
    tree = _tree(decoded_page(body, content_type))
    about = read_metadata(tree, url)
    paragraphs = _paragraphs(tree, about)
    if fault := _fault(tree, about, paragraphs):
        raise Unreadable(fault)
    published, source, faults = chosen_date(about.published, now)
    modified, _, _ = chosen_date(about.modified, now)
    return {
        "url": about.url,
        "title": about.title,
        "text": "\n\n".join(paragraphs),
        "published_at": _stated(published.at, published.precision),
        "publisher": about.publisher,
        "byline": about.byline,
        "modified_at": _stated(modified.at, modified.precision),
        "date_source": source,
        "stated_language": about.language,
        "warnings": faults,
    }


def _tree(text: str) -> HtmlElement:
    from lxml import etree, html

    if "<" not in text:
        raise Unreadable("is not a web page; save the page's HTML")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.replace("\0", "\ufffd").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Unreadable("is not a web page; save the page's HTML") from error
    if _depth(tree) > MOST_DEPTH:
        raise Unreadable("nests its elements too deeply to be a page for readers")
    return tree


def _depth(tree: HtmlElement) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        if depth > MOST_DEPTH:
            break
        waiting += [(child, depth + 1) for child in element]
    return deepest


def _paragraphs(tree: HtmlElement, about: Metadata) -> list[str]:
    """The story's paragraphs.

    Those of JSON-LD, or those that trafilatura sees, where the page shows us much less.
    """
    found = story(tree, about.title)
    length = sum(map(len, found))
    given = [line.strip() for line in (about.body or "").split("\n") if line.strip()]
    if given and not any("<" in line for line in given) and length < LEAST_SHARE * sum(map(len, given)):
        return given
    return found if length >= LEAST else _seen_by_trafilatura(tree) or found


def _seen_by_trafilatura(tree: HtmlElement) -> list[str]:
    """The paragraphs of a page that is built as none of ours are.

    It knows many sites by name.
    """
    from trafilatura import bare_extraction  # 0.4 s, for the few pages that need it

    page: Any = bare_extraction(copy.deepcopy(tree), include_comments=False, with_metadata=False)
    return [line for line in ((page.text or "") if page is not None else "").split("\n") if line.strip()]


def _fault(tree: HtmlElement, about: Metadata, paragraphs: list[str]) -> str | None:
    """Why a page is no article.

    None where it is one.
    """
    length = sum(map(len, paragraphs))
    heading = f"{about.title} {' '.join(str(h.text_content()) for h in tree.xpath('//h1 | //title')[:3])}"
    if length < 6 * LEAST and _ERROR.search(heading):
        return "is an error page: what stood there is gone"
    if length < 6 * LEAST and tree.xpath("//input[@type='password']"):
        return "is a login page; only what is open to everybody can be read"
    if _is_index(tree, paragraphs, about):
        return "is a front page or a list of articles; give the address of one"
    words = " ".join(paragraphs)
    if length < 8 * LEAST and len(_COOKIES.findall(words)) >= 2:
        return "is a cookie wall; only what is open to everybody can be read"
    if length >= LEAST and _SEARCH.search(heading) is None:
        return None
    if _SEARCH.search(heading):
        return "is a page of search results; give the address of an article"
    if tree.xpath("//video | //audio | //iframe[contains(@src, 'youtube') or contains(@src, 'player')]"):
        return "has a film or sound and no text"
    if len(tree.xpath("//script")) >= 2 and not tree.xpath("//p"):
        return "shows its text by JavaScript only; save the page from a browser and send the file"
    if tree.xpath("//form//input"):
        return "is a form and no article"
    return "gives no article text"


def _is_index(tree: HtmlElement, paragraphs: list[str], about: Metadata) -> bool:
    """Whether a page is made of teasers: many links that are headings, and little prose of its own."""
    kinds = Counter(str(element.get("property") or "") for element in tree.iter("meta"))
    is_article = about.body is not None or any(
        str(meta.get("content")).lower() == "article" for meta in tree.xpath("//meta[@property='og:type']")
    )
    if is_article or kinds["article:published_time"]:
        return False
    teasers = len(tree.xpath("//h2//a[@href] | //h3//a[@href] | //h4//a[@href] | //a[@href]//h2 | //a[@href]//h3"))
    prose = sum(len(text) for text in paragraphs if len(text) > 200)
    return teasers >= 8 and prose < 100 * teasers


def _stated(moment: datetime | None, precision: Any) -> str | None:
    if moment is None:
        return None
    return moment.date().isoformat() if precision == "day" else moment.isoformat()
