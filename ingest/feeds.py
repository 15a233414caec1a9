"""Articles from feeds (RSS, Atom): every entry is one, with as much text as the feed carries."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import feedparser

from ingest.drafts import Failure, Fallback, Item, Reading, draft_from
from ingest.markup import plain_text


def read_feed(data: bytes, source: str, fallback: Fallback) -> Reading:
    """Yield a draft or a Failure for every entry of a feed, in its order; the feed's title is the publisher.

    The date of an entry is when it was published. A feed that states only when it was updated leaves the date
    unknown, so that an old story which was touched up is not shown as new.
    """
    feed: Any = feedparser.parse(BytesIO(data))  # from memory: a string might be taken for an address
    if not feed.get("version"):
        yield Failure(source, "is not a feed; RSS or Atom is expected")
        return
    for number, entry in enumerate(feed.entries, start=1):
        label = f"{source}!{entry.get('id') or entry.get('link') or f'entry {number}'}"
        if fault := _missing(entry):
            yield Failure(label, fault)
        else:
            yield draft_from(_item(entry, feed.feed), label, fallback)
    if feed.bozo and feed.get("bozo_exception") and not feed.entries:
        yield Failure(source, f"is a broken feed ({feed.bozo_exception}); no entry could be read")


def _missing(entry: Mapping[str, Any]) -> str | None:
    name = f'the entry "{entry.get("title", "")[:60]}"'
    if not entry.get("link"):
        return f"{name} has no link; it cannot be quoted without one"
    if not _text(entry):
        return f"{name} has no text; import the page it links to"
    return None


def _item(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Item:
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
    """Return the longest body that the entry has: its content, else its summary."""
    bodies = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = (_plain(body.get("value") or "", body.get("type") or "") for body in bodies)
    return max(texts, key=len, default="")


def _plain(value: str, kind: str) -> str:
    return value.strip() if kind == "text/plain" else plain_text(value)
