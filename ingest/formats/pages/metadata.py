"""What a page says of itself: title, byline, publisher, language, dates, each with where it says so."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from ingest.formats.dates import Published, read_published
from ingest.formats.pages.boilerplate import is_boilerplate
from ingest.web.owners import owns

# Characters; a longer one is a paragraph.
LONGEST_TITLE = 300
# Characters of a byline or a publisher.
LONGEST_NAME = 120

_ARTICLES = re.compile(
    r"(?:News|Blog|Reportage|Analysis|Opinion|Scholarly|Social|Live)?\w*(?:Article|Posting|BlogPost)$"
)
_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
    "publish_date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "sailthru.date", "parsely-pub-date",
    "article.published", "originalpublicationdate", "cxenseparse:recs:publishtime", "publication_date",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
)
_AUTHOR_META = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)|/((?:19|20)\d\d)(\d\d)(\d\d)(?:/|-|_|$)")
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref|ref_src|cmpid|ncid|share|s_cid|spm)$"
)
_SEPARATORS = re.compile(r"\s+[|»–—·:-]\s+|\s*[|»]\s*")
_DIRECTION = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
_TAGS = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and where it was read: "json-ld", "meta", "url", "text"."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself.

    The dates as they are stated, the surest first.
    """

    title: str
    byline: str | None
    publisher: str | None
    language: str | None
    published: tuple[Dated, ...]
    modified: tuple[Dated, ...]
    url: str  # canonical, where the page states one that is its own
    body: str | None  # the article's text, where JSON-LD has it


def read_metadata(tree: HtmlElement, url: str) -> Metadata:
    """The metadata of a page that stands at `url`."""
    linked = next(iter(_linked_data(tree)), {})
    metas = _metas(tree)
    own = canonical(tree, url)
    return Metadata(
        title=_title(tree, linked, metas),
        byline=_byline(tree, linked, metas),
        publisher=_publisher(linked, metas),
        language=_language(tree, linked),
        published=tuple(_published(tree, linked, metas, own)),
        modified=tuple(_modified(linked, metas)),
        url=own,
        body=_text(linked.get("articleBody")),
    )


def chosen_date(stated: Iterable[Dated], now: datetime) -> tuple[Published, str | None, list[str]]:
    """The first date that can be: what it says, where it was read, and what was wrong with those before it."""
    faults: list[str] = []
    for one in stated:
        published = read_published(one.value, now)
        if published.at is not None:
            return published, one.source, faults
        if published.warning:
            faults.append(f"date in {one.source}: {published.warning}")
    return Published(), None, faults


def without_tracking(url: str) -> str:
    """An address without its fragment and the parameters by which visits are counted."""
    parts = urlsplit(url)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(name.lower())
    ]
    query = parts.query if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def canonical(tree: HtmlElement, url: str) -> str:
    """The address that a page calls its own, if it has the same owner and is no front page.

    Else it is the address where it stands. A file may call any address its own: it stands nowhere.
    """
    stated = [*tree.xpath("//link[@rel='canonical']/@href"), *tree.xpath("//meta[@property='og:url']/@content")]
    for value in stated:
        try:
            own = urljoin(url, str(value).strip())
            parts, here = urlsplit(own), urlsplit(url)
        except ValueError:
            continue
        is_page = parts.scheme in ("http", "https") and (parts.path.strip("/") != "" or here.path.strip("/") == "")
        if is_page and (here.scheme not in ("http", "https") or owns(url, own)):
            return without_tracking(own)
    return without_tracking(url)


def clean_phrase(value: Any, longest: int) -> str | None:
    """A title or a name on one line, without markup and direction marks, of at most `longest` characters."""
    text = _text(value)
    if text is None:
        return None
    shown = (character if character.isprintable() else " " for character in _TAGS.sub(" ", text).translate(_DIRECTION))
    words = " ".join("".join(shown).split())
    return (words if len(words) <= longest else words[: longest - 1].rstrip() + "…") or None


def _linked_data(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The articles that the page's JSON-LD describes, wherever in it they stand."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        raw = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        try:
            data = json.loads(raw, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles(data)


def _articles(data: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for one in data[:200]:
            yield from _articles(one, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        names = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
        if any(isinstance(name, str) and _ARTICLES.match(name) for name in names):
            yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"):
            if name in data:
                yield from _articles(data[name], depth + 1)


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _title(tree: HtmlElement, linked: Mapping[str, Any], metas: Mapping[str, str]) -> str:
    headings = [_words(heading) for heading in tree.xpath("//article//h1 | //main//h1 | //h1")]
    named = clean_phrase(linked.get("headline"), LONGEST_TITLE) or clean_phrase(metas.get("og:title"), LONGEST_TITLE)
    whole = clean_phrase(_words(next(iter(tree.xpath("//title")), None)), LONGEST_TITLE)
    for heading in headings:
        shown = clean_phrase(heading, LONGEST_TITLE)
        if shown and (not (named or whole) or shown.casefold() in f"{named or ''} {whole or ''}".casefold()):
            return shown
    if named:
        return named
    if whole:
        return max(_SEPARATORS.split(whole), key=len)
    return clean_phrase(next(iter(headings), None), LONGEST_TITLE) or ""


def _byline(tree: HtmlElement, linked: Mapping[str, Any], metas: Mapping[str, str]) -> str | None:
    named = [_name(linked.get("author")), *(metas.get(name) for name in _AUTHOR_META)]
    shown = tree.xpath("//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' byline ')]")
    named += [_words(element) for element in shown[:1]]
    cleaned = (clean_phrase(name, LONGEST_NAME) for name in named if name and not str(name).startswith("http"))
    return next(
        (re.sub(r"^(?:by|بقلم|yazan|nivîskar)[:\s]+", "", name, flags=re.IGNORECASE) for name in cleaned if name), None
    )


def _publisher(linked: Mapping[str, Any], metas: Mapping[str, str]) -> str | None:
    named = (
        _name(linked.get("publisher")),
        metas.get("og:site_name"),
        metas.get("application-name"),
        metas.get("dc.publisher"),
    )
    return next((name for value in named if (name := clean_phrase(value, LONGEST_NAME))), None)


def _language(tree: HtmlElement, linked: Mapping[str, Any]) -> str | None:
    stated = linked.get("inLanguage")
    stated = stated.get("alternateName") if isinstance(stated, dict) else stated
    return clean_phrase(stated or tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"), 35)


def _published(tree: HtmlElement, linked: Mapping[str, Any], metas: Mapping[str, str], url: str) -> Iterator[Dated]:
    """In the order of trust: what is written for machines, the address, then what a reader sees."""
    for name in ("datePublished", "dateCreated"):
        if value := _text(linked.get(name)):
            yield Dated(value, "json-ld")
    for name in _PUBLISHED_META:
        if name in metas:
            yield Dated(metas[name], "meta")
    if found := _IN_URL.search(urlsplit(url).path):
        year, month, day = found.groups()[:3] if found[1] else found.groups()[3:]
        yield Dated(f"{year}-{int(month):02}-{int(day):02}", "url")
    for element in tree.xpath("//*[@itemprop='datePublished'] | //article//time | //main//time | //time[@pubdate]"):
        if not _is_aside(element):
            yield Dated(element.get("datetime") or element.get("content") or _words(element), "text")
    for element in tree.xpath(
        "//*[contains(@class, 'publish') or contains(@class, 'entry-date') or contains(@class, 'post-date') "
        "or contains(@class, 'article-date') or contains(@class, 'date')]"
    )[:3]:
        if not _is_aside(element) and len(words := _words(element)) < 60:
            yield Dated(re.sub(r"^\D{0,30}?(?=\d)", "", words) if words[:1].isalpha() else words, "text")


def _modified(linked: Mapping[str, Any], metas: Mapping[str, str]) -> Iterator[Dated]:
    if value := _text(linked.get("dateModified")):
        yield Dated(value, "json-ld")
    yield from (Dated(metas[name], "meta") for name in _MODIFIED_META if name in metas)


def _is_aside(element: HtmlElement) -> bool:
    """Whether an element belongs to something beside the story: a comment, a list of other stories."""
    return is_boilerplate(element) or any(is_boilerplate(parent) for parent in element.iterancestors())


def _words(element: HtmlElement | None) -> str:
    return "" if element is None else " ".join(str(element.text_content()).split())


def _name(value: Any) -> str | None:
    """The name of a person or an organisation, of the first of several."""
    if isinstance(value, list):
        names = [name for one in value[:5] if (name := _name(one))]
        return ", ".join(names) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return _text(value)


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
