"""The formats that are read: how each is recognised by what it holds, and by whom it is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from ingest.formats.companions import is_no_text
from ingest.formats.documents.pdf import is_pdf, read_pdf
from ingest.formats.documents.texts import read_markdown, read_text
from ingest.formats.drafts import Drafts, Fallback, Fields, draft_from
from ingest.formats.feeds.reading import read_feed
from ingest.formats.json.lines import read_jsonl
from ingest.formats.material import Material
from ingest.formats.pages.page import read_page

# Reads material, without the first so many of its items: these are passed over unread, since one of them may be what
# ended the process that read it before.
Read: TypeAlias = Callable[[Material, Fallback, int], Drafts]

_FEED = re.compile(r"<(?:rss|feed|rdf:rdf|atom:feed)[\s>]")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)[\s>/]")
_ARTICLE_KEY = re.compile(r'"(?:url|text|title)"\s*:')
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n[^\n]*\w+\s*:")


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: what it is called in a list of formats, how it is recognised, and how it is read."""

    name: str
    recognises: Callable[[Material], bool]
    read: Read
    count: Callable[[Material], int] = lambda _material: 1  # its items, without reading them


def reader_of(material: Material) -> Reader | None:
    """The reader of the format that material has.

    None where no format is recognised. Raises one of `DAMAGED` where the first bytes cannot be read.
    """
    return next((reader for reader in READERS if reader.recognises(material)), None)


def single(read: Callable[[Material, Fallback], Fields]) -> Read:
    """The reader of a format of which a file is one article, made from a function that gives its item."""

    def drafts(material: Material, fallback: Fallback, skip: int) -> Drafts:
        if not skip:
            yield draft_from(read(material, fallback), material.name, fallback)

    return drafts


def _counted(*marks: bytes) -> Callable[[Material], int]:
    """The number of times that marks stand in material."""

    def count(material: Material) -> int:
        with material.open() as stream:
            return sum(sum(map(chunk.count, marks)) for chunk in iter(partial(stream.read, 2**20), b""))

    return count


def _is_pdf(material: Material) -> bool:
    return is_pdf(material.head)


def _is_feed(material: Material) -> bool:
    return bool(_FEED.search(material.head_text[:4_000])) or material.ending in (".xml", ".rss", ".atom")


def _is_page(material: Material) -> bool:
    start = material.head_text.lstrip()
    return (start.startswith("<") and bool(_PAGE.search(start))) or _states(material, "html")


def _is_jsonl(material: Material) -> bool:
    line = material.head_text.lstrip().partition("\n")[0].rstrip()
    is_object = line.startswith("{") and line.endswith("}")
    return material.ending in (".jsonl", ".ndjson") or (is_object and bool(_ARTICLE_KEY.search(line)))


def _is_markdown(material: Material) -> bool:
    return material.ending in (".md", ".markdown") or bool(_FRONT_MATTER.match(material.head_text))


def _is_text(material: Material) -> bool:
    return bool(material.head.strip()) and material.is_text and not is_no_text(material)


def _states(material: Material, kind: str) -> bool:
    """Whether whoever gave material, or its name, says that it is of a kind, and nothing in it says otherwise."""
    says = kind in (material.stated_type or "") or kind in material.ending
    return says and material.is_text


def _lines(material: Material, fallback: Fallback, skip: int) -> Drafts:
    with material.open() as stream:
        yield from read_jsonl(stream, material.name, fallback, skip)


def _feed(material: Material, fallback: Fallback, skip: int) -> Drafts:
    yield from read_feed(material.whole(), material.name, fallback, skip)


def _page(material: Material, fallback: Fallback) -> Fields:
    return read_page(material.whole(), material.url, content_type=material.stated_type, now=fallback.now)


# In the order in which they are asked: what is recognised by its first bytes, then what nothing but its name tells
# from a plain text, at last the plain text.
READERS: tuple[Reader, ...] = (
    Reader("PDF", _is_pdf, single(lambda one, _: read_pdf(one.whole(), one.url))),
    Reader("RSS or Atom", _is_feed, _feed, _counted(b"<item", b"<entry")),
    Reader("web page", _is_page, single(_page)),
    Reader("JSON Lines", _is_jsonl, _lines, _counted(b"\n")),
    Reader("Markdown", _is_markdown, single(lambda one, _: read_markdown(one.whole(), one.url))),
    Reader("plain text", _is_text, single(lambda one, _: read_text(one.whole(), one.url))),
)
