"""Articles from PDF files: the words of their pages in paragraphs, without what repeats on every page."""

import logging
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from ingest.formats.drafts import Fields, Unreadable

# What is longer is a book, and no article.
MAX_PAGES = 200
# Bytes that draw one page; a page full of words takes a hundredth of it.
MAX_CONTENT = 8 * 2**20
# For all pages; a page of words takes some hundredths of a second.
MAX_SECONDS = 20.0
# Share of pages on which a first or last line stands that is no part of the story.
REPEATED = 0.6
# Of the usual length of a line; a shorter one that ends a sentence ends its paragraph.
SHORT_LINE = 0.8

_MAGIC = b"%PDF-"
_STOPS = '.!?…؟۔:"”»'
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\W\d_]*(?:page|seite|sayfa|rûpel|صفحة)?[\W\d_]*", re.IGNORECASE)
# Arabic letters as they look, not as they are spelt.
_SHAPES = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_OF_A_PROGRAM = re.compile(r"^(?:microsoft word|untitled|document\d*$)|\.(?:docx?|odt|pdf|indd|qxd)$", re.IGNORECASE)


def is_pdf(data: bytes) -> bool:
    """Whether bytes are a PDF.

    Some servers put a few of their own before it (ISO 32000-2, annex on readers).
    """
    return _MAGIC in data[:1024]


def read_pdf(data: bytes, url: str) -> Fields:
    """The item that a PDF is.

    Its date of making is no date of publication, so that stays unknown.
    Raises Unreadable for one that is damaged, locked, too large, or holds no words (a scan).
    """
    reader = _reader(data)
    pages = list(_pages(reader))
    lines = _without_repetition(pages)
    text = "\n\n".join(_paragraphs(lines))
    if not re.search(r"\w", text):
        raise Unreadable("is a PDF without words, such as a scan; give a version with text")
    if _is_backwards(text):
        raise Unreadable("is a PDF whose Arabic stands backwards in the file; give the page or a text file of it")
    title = _stated_title(reader)
    if title is None:
        title, _, rest = text.partition("\n\n")
        text, title = (rest, title) if rest and len(title) <= 200 else (text, "")
    return {"url": url, "title": title, "text": text}


def _reader(data: bytes) -> Any:
    from pypdf import PdfReader
    from pypdf.errors import DeprecationError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would log each oddity of a file that it can read
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is a PDF that needs a password; give a version without one")
        count = len(reader.pages)
    except _faults(PyPdfError, DeprecationError) as error:
        raise Unreadable(f"is a damaged PDF ({_reason(error)}); get it again") from error
    if count > MAX_PAGES:
        raise Unreadable(f"has {count} pages; at most {MAX_PAGES} are read, so divide it")
    return reader


def _pages(reader: Any) -> Iterator[list[str]]:
    """The lines of each page.

    A page that cannot be read fails the whole, since a gap could turn a sentence round.
    """
    from pypdf.errors import DeprecationError, PyPdfError

    deadline = time.monotonic() + MAX_SECONDS
    try:
        for page in reader.pages:
            contents = page.get_contents()
            if contents is not None and len(contents.get_data()) > MAX_CONTENT:
                raise Unreadable(f"has a page of more than {MAX_CONTENT // 2**20} MiB; a page of words has less")
            if time.monotonic() > deadline:
                raise Unreadable(f"takes more than {MAX_SECONDS:.0f} seconds to read; divide it")
            yield [_cleaned(line) for line in page.extract_text().split("\n")]
    except _faults(PyPdfError, DeprecationError) as error:
        raise Unreadable(f"is a damaged PDF ({_reason(error)}); get it again") from error


def _faults(*own: type[Exception]) -> tuple[type[Exception], ...]:
    """What pypdf raises for files that are not as they should be, beside its `own` errors."""
    return (*own, ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, AssertionError,
            NotImplementedError, RecursionError, OSError, EOFError, MemoryError)  # fmt: skip


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _cleaned(line: str) -> str:
    """A line with Arabic letters as they are spelt, and without what no database keeps."""
    spelt = _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), line.replace("\0", ""))
    return spelt.encode("utf-8", "replace").decode().strip()


def _without_repetition(pages: list[list[str]]) -> list[str]:
    """All lines in order, without the running heads and feet.

    Between pages stands no gap, for sentences go on.
    """
    edges = Counter(_edge(line) for page in pages for line in {*_outer(page)})
    repeated = {edge for edge, count in edges.items() if count >= 3 and count >= REPEATED * len(pages)}
    return [line for page in pages for line in _trimmed(_without(repeated, page))]


def _without(repeated: set[str], page: list[str]) -> list[str]:
    outer = set(_outer(page))
    return [line for line in page if line not in outer or not (_edge(line) in repeated or _PAGE_NUMBER.fullmatch(line))]


def _trimmed(lines: list[str]) -> list[str]:
    """The lines without the empty ones at both ends."""
    full = [number for number, line in enumerate(lines) if line]
    return lines[full[0] : full[-1] + 1] if full else []


def _outer(page: list[str]) -> list[str]:
    """The first and last lines of a page that are not empty."""
    lines = [line for line in page if line]
    return [*lines[:2], *lines[-2:]]


def _edge(line: str) -> str:
    """A line without its numbers: "12 | Yearbook" is the head of each page."""
    return _NUMBER.sub("#", line)


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """The lines joined: a paragraph ends at an empty line, or where a sentence ends short of the margin."""
    given = list(lines)
    lengths = sorted(len(line) for line in given if line)
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    held = ""
    for line in given:
        if line:
            held = _joined(held, line)
        if held and (not line or (line[-1] in _STOPS and len(line) < SHORT_LINE * usual)):
            yield held
            held = ""
    if held:
        yield held


def _joined(held: str, line: str) -> str:
    """Two lines of a paragraph.

    A word that was broken at a soft hyphen is whole again.
    """
    if held.endswith(_SOFT_HYPHEN):
        return held[:-1] + line
    return held + line if not held or held.endswith("-") else f"{held} {line}"


def _is_backwards(text: str) -> bool:
    """Whether Arabic came out turned round: many words then end with the article as it looks in a mirror.

    pypdf takes Arabic to be drawn from left to right, as most programs do; of those that do not, nothing is kept.
    """
    words: list[str] = re.findall(r"[\u0620-\u064a]{4,}", text)
    begin = sum(word.startswith("ال") for word in words)
    end = sum(word.endswith("لا") for word in words)
    return end >= 5 and end > 2 * begin


def _stated_title(reader: Any) -> str | None:
    from pypdf.errors import DeprecationError, PyPdfError

    try:
        stated = reader.metadata.title if reader.metadata else None
    except _faults(PyPdfError, DeprecationError):
        return None
    title = " ".join(_cleaned(str(stated or "")).split())
    return title if title and len(title) <= 300 and not _OF_A_PROGRAM.search(title) else None
