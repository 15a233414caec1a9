"""How long strangers' text is: measured as it is read, since one letter may stand for many."""

import re
import unicodedata
from functools import cache

# Marks in a row that Unicode's Stream-Safe Text Format allows (UAX #15, section 13); Vietnamese has two, Arabic four.
MOST_MARKS = 30


def is_longer(text: str, most: int) -> bool:
    """Whether a text has more characters than `most`, as it stands or with its compatibility characters written out.

    U+FDFA is one character and reads as eighteen. What is too long as it stands is not written out.
    """
    return len(text) > most or len(unicodedata.normalize("NFKC", text)) > most


def has_piled_marks(text: str) -> bool:
    """Whether more marks stand on one letter than any writing has: to put them in order takes the square of them."""
    return not text.isascii() and _piled().search(text) is not None


@cache
def _piled() -> re.Pattern[str]:
    marks = "".join(chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))
    return re.compile(f"[{marks}]{{{MOST_MARKS + 1}}}")
