"""Addresses that open a page at a sentence (WICG, "URL Fragment Text Directives")."""

import re
import string
from urllib.parse import urlsplit

# Excerpts up to this many words are given whole; of longer ones the first and the last words, which survive
# inline markup in between and keep the address short.
WHOLE_WORDS = 10
EDGE_WORDS = 5
MOST_EDGE_WORDS = 20

_SAFE = frozenset((string.ascii_letters + string.digits).encode())
_WORD = re.compile(r"\S+")

# What only HTML and plain text pages can be searched for; a PDF's viewer ignores the fragment.
_NO_TEXT = (".pdf", ".jpg", ".jpeg", ".png", ".mp4", ".zip", ".doc", ".docx")


def link_to(url: str, text: str, start: int, end: int) -> str:
    """The address that opens `url` at `text[start:end]`.

    The plain address where no fragment could match. Only HTML pages on a host can be searched. The first and last words
    are lengthened until they stand nowhere earlier in the text, since a browser takes the first place that matches.
    """
    excerpt = text[start:end]
    words = [match.span() for match in _WORD.finditer(excerpt)]
    if not words or not _searchable(url):
        return url
    if len(words) <= WHOLE_WORDS:
        directive = _encoded(excerpt[words[0][0] : words[-1][1]])
    else:
        opening = _opening(text, start, excerpt, words)
        directive = f"{_encoded(opening)},{_encoded(_closing(excerpt, words, len(opening)))}"
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _searchable(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("", "file", "ftp") and not parts.path.lower().endswith(_NO_TEXT)


def _opening(text: str, start: int, excerpt: str, words: list[tuple[int, int]]) -> str:
    """The fewest first words, at least five, that stand nowhere before the excerpt."""
    for count in range(EDGE_WORDS, min(MOST_EDGE_WORDS, len(words) - EDGE_WORDS) + 1):
        opening = excerpt[words[0][0] : words[count - 1][1]]
        if text.find(opening) >= start:
            return opening
    return excerpt[words[0][0] : words[EDGE_WORDS - 1][1]]


def _closing(excerpt: str, words: list[tuple[int, int]], after: int) -> str:
    """The fewest last words, at least five, that stand only at the excerpt's end."""
    for count in range(EDGE_WORDS, MOST_EDGE_WORDS + 1):
        begin = words[max(0, len(words) - count)][0]
        if begin < after:
            break
        closing = excerpt[begin : words[-1][1]]
        if excerpt.find(closing, after) == begin:
            return closing
    return excerpt[words[-EDGE_WORDS][0] : words[-1][1]]


def _encoded(text: str) -> str:
    """Every character but ASCII letters and digits as percent signs: "-" and "," mean something in a directive."""
    return "".join(chr(byte) if byte in _SAFE else f"%{byte:02X}" for byte in text.encode())
