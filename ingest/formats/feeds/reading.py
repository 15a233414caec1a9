"""Feeds (RSS, Atom, RDF): their entries, with as much text as they carry, and where a site's feeds are."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.parsers import expat

import feedparser

from ingest.formats.drafts import Drafts, Failure, Fallback, Fields, Unreadable, draft_from
from ingest.formats.markup import plain_text
from retrieval.sentences import Words

# Read of one feed, from its top; the longest of publishers has a hundred.
MOST_ENTRIES = 500
# Characters from which an entry's content is an article and no teaser.
WHOLE = 600
# Bytes; of what is XML, feedparser takes some twenty times as much memory.
LARGEST = 8 * 2**20
# Bytes; of what is not, some ninety times (measured).
LARGEST_BROKEN = 2 * 2**20

_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")
_USUAL_PATHS = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml")
_TRUNCATED = ("…", "...", "[…]", "[...]", "[&#8230;]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    key: str  # the same for the same entry at each check
    sha256: str  # of what it says: another one means it was edited
    url: str
    item: Fields  # with the keys of a JSON line
    is_whole: bool  # its text is the article, not the beginning of one


@dataclass(frozen=True, slots=True)
class FeedReading:
    """A feed as it was read once."""

    title: str
    site_url: str | None
    entries: tuple[Entry, ...]
    faults: tuple[Words, ...]  # entries that cannot be used, each with its reason

    @property
    def undated(self) -> int:
        """How many entries state no date of publication."""
        return sum(not entry.item.get("published_at") for entry in self.entries)


def read_feed(data: bytes, source: str, fallback: Fallback, skip: int = 0) -> Drafts:
    """A draft or a Failure for every entry of a feed, in its order, after the first `skip`.

    The feed's title is the publisher.
    The date of an entry is when it was published. A feed that states only when it was updated leaves the date
    unknown, so that an old story which was touched up is not shown as new.
    """
    try:
        feed = _parsed(data)
    except Unreadable as error:
        yield Failure(source, error.words)
        return
    for number, entry in enumerate(feed.entries[skip:], start=skip + 1):
        label = f"{source}!{entry.get('id') or entry.get('link') or f'entry {number}'}"
        if fault := _missing(entry) or _without_text(entry):
            yield Failure(label, fault)
        else:
            yield draft_from(_item(entry, feed.feed), label, fallback)
    if feed.bozo and feed.get("bozo_exception") and not feed.entries:
        yield Failure(source, f"is a broken feed ({feed.bozo_exception}); no entry could be read")


def parse_feed(data: bytes, url: str) -> FeedReading:
    """A feed that stands at `url`, entry by entry, each once.

    Unreadable for what is no feed.
    An entry needs a link, which may be relative; one without text is a teaser of the page that it links to.
    """
    feed = _parsed(data)
    entries: dict[str, Entry] = {}
    faults: list[Words] = []
    for raw in feed.entries[:MOST_ENTRIES]:
        if fault := _missing(raw):
            faults.append(fault)
            continue
        entry = _entry(raw, feed.feed, url)
        entries.setdefault(entry.key, entry)
    title = plain_text(feed.feed.get("title", "")) or (urlsplit(url).hostname or url)
    site = feed.feed.get("link")
    return FeedReading(title[:200], urljoin(url, site) if site else None, tuple(entries.values()), tuple(faults))


def feeds_in(html: bytes, url: str) -> list[str]:
    """The addresses of the feeds that a page names, those it declares first.

    None stands twice.
    """
    from lxml import etree
    from lxml import html as parser

    try:
        tree = parser.document_fromstring(html)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    declared = [
        link.get("href")
        for link in tree.iter("link")
        if (link.get("type") or "").split(";")[0].strip().lower() in _TYPES and "alternate" in (link.get("rel") or "")
    ]
    linked = [a.get("href") for a in tree.iter("a") if _looks_like_feed(a.get("href") or "")]
    found = (urljoin(url, str(href)) for href in [*declared, *linked] if href)
    return list(dict.fromkeys(one for one in found if urlsplit(one).scheme in ("http", "https")))


def usual_feeds(url: str) -> list[str]:
    """Where a site's feed usually stands, for pages that name none."""
    return [urljoin(url, path) for path in _USUAL_PATHS]


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise Unreadable(f"is larger than {LARGEST // 2**20} MiB; a feed has less, so divide it")
    if len(data) > LARGEST_BROKEN and (fault := _broken(data)):
        raise Unreadable(f"is broken ({fault}) and larger than {LARGEST_BROKEN // 2**20} MiB; mend or divide it")
    try:
        feed: Any = feedparser.parse(BytesIO(data))  # from memory: a string might be taken for an address
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError) as error:
        raise Unreadable(f"is a broken feed ({type(error).__name__}); no entry could be read") from error
    if not feed.get("version"):
        raise Unreadable("is not a feed; RSS or Atom is expected")
    return feed


def _broken(data: bytes) -> str | None:
    """What keeps data from being XML.

    Reading it for that alone takes no memory.
    """
    try:
        expat.ParserCreate().Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return str(error)
    return None


def _entry(raw: Mapping[str, Any], feed: Mapping[str, Any], url: str) -> Entry:
    item = dict(_item(raw, feed))
    item["url"] = urljoin(url, str(raw.get("link")))
    identity = str(raw.get("id") or item["url"])
    said = "\x00".join(str(item.get(name) or "") for name in ("title", "text", "published_at"))
    text = str(item["text"])
    return Entry(
        key=hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:32],
        sha256=hashlib.sha256(said.encode("utf-8", "replace")).hexdigest(),
        url=str(item["url"]),
        item=item,
        is_whole=len(text) >= WHOLE and not text.rstrip().endswith(_TRUNCATED),
    )


def _missing(entry: Mapping[str, Any]) -> str | None:
    if not entry.get("link"):
        return f"{_named(entry)} has no link; it cannot be quoted without one"
    return None


def _without_text(entry: Mapping[str, Any]) -> str | None:
    return None if _text(entry) else f"{_named(entry)} has no text; import the page it links to"


def _named(entry: Mapping[str, Any]) -> str:
    return f'the entry "{entry.get("title", "")[:60]}"'


def _item(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Fields:
    return {
        "url": entry.get("link"),
        "title": plain_text(entry.get("title", "")),
        "text": _text(entry),
        "published_at": entry.get("published"),
        "date_source": "feed",
        "byline": plain_text(entry.get("author", "")),
        "publisher": plain_text(feed.get("title", "")),
    }


def _text(entry: Mapping[str, Any]) -> str:
    """The longest body that the entry has: its content, else its summary."""
    return max(_bodies(entry), key=len, default="")


def _bodies(entry: Mapping[str, Any]) -> Iterator[str]:
    for body in [*entry.get("content", ()), entry.get("summary_detail") or {}]:
        yield _plain(body.get("value") or "", body.get("type") or "")


def _plain(value: str, kind: str) -> str:
    return value.strip() if kind == "text/plain" else plain_text(value)


def _looks_like_feed(href: str) -> bool:
    path = urlsplit(href).path.lower().rstrip("/")
    return path.endswith((".rss", ".atom", "/rss", "/feed", "rss.xml", "feed.xml", "atom.xml"))
