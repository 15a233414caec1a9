"""Lists of feeds as feed readers exchange them (OPML 2.0, http://opml.org/spec2.opml)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from ingest.formats.drafts import Unreadable
from retrieval.library.sources import Feed

# Bytes; a list of thousands of feeds has less.
LARGEST = 2 * 2**20
# Of one list; each is fetched once before it is followed.
MOST_FEEDS = 2_000


def is_opml(path: Path) -> bool:
    """Whether a file is meant to be a list of feeds."""
    with path.open("rb") as file:
        return b"<opml" in file.read(2_000).lower()


def read_opml(data: bytes) -> list[str]:
    """The addresses of the feeds in a list, in its order, each once, whatever folders they are in.

    Raises Unreadable for what is no such list, or names no feed.
    """
    if len(data) > LARGEST:
        raise Unreadable(f"is larger than {LARGEST // 2**20} MiB; divide the list of feeds")
    outlines = _root(data).iter("{*}outline")
    stated = (outline.get("xmlUrl") or outline.get("xmlurl") or "" for outline in outlines)
    urls = list(dict.fromkeys(url.strip() for url in stated if url.strip()))
    if not urls:
        raise Unreadable("names no feed; an outline of OPML has its feed's address in xmlUrl")
    if len(urls) > MOST_FEEDS:
        raise Unreadable(f"names {len(urls)} feeds; at most {MOST_FEEDS} are read at a time, so divide it")
    return urls


def write_opml(feeds: Iterable[Feed], now: datetime) -> bytes:
    """The list of some feeds, for other feed readers and for another Dateline."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Feeds of Dateline"
    etree.SubElement(head, "dateCreated").text = format_datetime(now.astimezone(UTC))
    body = etree.SubElement(root, "body")
    for feed in feeds:
        named = {"type": "rss", "text": _kept(feed.title), "title": _kept(feed.title), "xmlUrl": feed.url}
        etree.SubElement(body, "outline", {**named, **({"htmlUrl": feed.site_url} if feed.site_url else {})})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _root(data: bytes) -> Any:
    """The root element.

    Nothing that the document names is fetched or put in (XXE, entity bombs).
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"is not XML ({error}); export the list of feeds again") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise Unreadable("is not a list of feeds; OPML is expected")
    return root


def _kept(text: str) -> str:
    """A title without the characters that XML cannot hold."""
    return "".join(one for one in text if one.isprintable())
