"""What goes between the two processes: JSON with a body of bytes behind it, and never an object to be unpickled."""

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ingest.formats.drafts import ArticleDraft, Failure, Fallback
from ingest.formats.feeds.reading import FeedReading
from retrieval.sentences import Sentence, Words

# Bytes of what is said, and of the body behind it.
HEAD = struct.Struct("!II")

_HALVES = re.compile("[\ud800-\udfff]")


def packed(said: Mapping[str, Any], body: bytes = b"") -> bytes:
    """A message as bytes. A half of a character, which JSON can hold and UTF-8 cannot, arrives as it was."""
    text = json.dumps(said, separators=(",", ":")).encode()
    return HEAD.pack(len(text), len(body)) + text + body


def from_draft(read: ArticleDraft | Failure) -> dict[str, Any]:
    """What a source yielded, as JSON."""
    kind = "draft" if isinstance(read, ArticleDraft) else "failure"
    return {kind: _plain(read)}


def to_draft(said: Mapping[str, Any]) -> ArticleDraft | Failure:
    """The same as a value. ValueError for what is none."""
    if "draft" in said:
        return _drafts().validate_python(said["draft"])
    return _failures().validate_python(said["failure"])


def from_feed(read: FeedReading) -> dict[str, Any]:
    """A feed as JSON."""
    said: dict[str, Any] = _plain(read)
    return said


def to_feed(said: object) -> FeedReading:
    """The same as a value. ValueError for what is none."""
    return _feeds().validate_python(said)


def from_words(words: Words) -> Any:
    """A reason as JSON."""
    return _plain(words)


def to_words(said: object) -> Words:
    """The same as a value. ValueError for what is none."""
    return _words().validate_python(said)


def from_fallback(fallback: Fallback) -> dict[str, Any]:
    """What the person who imports says of the items, as JSON."""
    return {"fallback": _plain(fallback)}


def to_fallback(said: Mapping[str, Any]) -> Fallback:
    """The same as a value. ValueError for what is none."""
    return _fallbacks().validate_python(said["fallback"])


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    match value:
        case Sentence():
            return _plain(value.plain())
        case str():
            return _HALVES.sub("\N{REPLACEMENT CHARACTER}", value)
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case None | bool() | int() | float():
            return value
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
    return _plain(asdict(value))


@cache
def _drafts() -> TypeAdapter[ArticleDraft]:
    return TypeAdapter(ArticleDraft)


@cache
def _failures() -> TypeAdapter[Failure]:
    return TypeAdapter(Failure)


@cache
def _feeds() -> TypeAdapter[FeedReading]:
    return TypeAdapter(FeedReading)


@cache
def _fallbacks() -> TypeAdapter[Fallback]:
    return TypeAdapter(Fallback)


@cache
def _words() -> TypeAdapter[Words]:
    return TypeAdapter(Words)
