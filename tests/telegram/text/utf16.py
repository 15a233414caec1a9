"""Lengths and slices as Telegram counts them: in UTF-16 code units."""

from __future__ import annotations


def length(text: str) -> int:
    """Count the UTF-16 code units of a text: two for a character beyond U+FFFF, one for any other."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, offset: int, units: int) -> str:
    """Give the part of a text at an offset and length in UTF-16 code units; half a character is U+FFFD."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * offset : 2 * (offset + units)].decode("utf-16-le", "replace")


def offset_of(text: str, index: int) -> int:
    """Turn an index into a string into an offset in UTF-16 code units."""
    return length(text[:index])
