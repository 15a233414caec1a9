"""The characters of a page, whatever encoding it is in and whatever it says about that."""

import codecs
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Bytes in which a page states its encoding; HTML asks for the first 1,024.
_HEAD = 4096
# Bytes from which one is guessed.
_SAMPLE = 65_536
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# WHATWG's Encoding Standard reads these names as the wider encodings, since pages that state the narrower use more.
_WIDER = {"iso-8859-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254", "latin-1": "cp1252"}

# What is tried where a page states nothing that fits: Arabic, Turkish and Western Windows pages.
_USUAL = ("cp1256", "cp1254", "cp1252")


def decoded_page(body: bytes, content_type: str | None) -> str:
    """A page as text.

    Characters that cannot be read become U+FFFD.
    A byte order mark decides, then UTF-8 where the bytes are UTF-8, then what the server and the page state where it
    fits, then what the bytes look like: pages state a wrong encoding more often than bytes are UTF-8 by chance.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if (text := _strictly(body, "utf-8")) is not None:
        return text
    for name in _stated(body, content_type):
        if name != "utf-8" and (text := _strictly(body, name)) is not None:
            return text
    if _mostly_utf8(body):
        return body.decode("utf-8", "replace")
    return body.decode(_guessed(body), "replace")


def _stated(body: bytes, content_type: str | None) -> list[str]:
    """The encodings that the server and the page name, as Python knows them."""
    named = [*_CHARSET.findall(content_type or ""), *_CHARSET.findall(body[:_HEAD].decode("latin-1"))]
    return [known for name in named if (known := _known(name)) is not None]


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(_WIDER.get(name.lower(), name))
    except (LookupError, ValueError):
        return None
    # "rot13", "hex" and their like are codecs, too, and no encodings of text
    return found.name if getattr(found, "_is_text_encoding", False) else None


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, ValueError):
        return None


def _mostly_utf8(body: bytes) -> bool:
    """Whether only a few bytes are no UTF-8: a page that was cut, or with a fragment of another in it."""
    text = body.decode("utf-8", "replace")
    beyond = sum(character > "\x7f" for character in text)
    return beyond > 0 and text.count("\ufffd") * 10 < beyond


def _guessed(body: bytes) -> str:
    """The encoding that the bytes look like: the one of the usual that gives the most letters of its script."""
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE], cp_isolation=[*_USUAL, "utf_16", "iso8859_6"]).best()
    return str(best.encoding) if best is not None else _USUAL[-1]
