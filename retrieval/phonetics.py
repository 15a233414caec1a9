"""A name as it is heard: one alphabet of sounds for Latin and Arabic spellings.

Names of the region are written by ear: نحلة and "Nahla", شورك and "Shourik", قامشلو, "Qamişlo" and "Kamishly". Vowels
differ from one spelling to the next and consonants hardly, so two spellings are compared by their consonants first, as
Soundex does for English surnames (Russell's patent of 1918) and skeletons do in the matching of Arabic names (Freeman
et al., "Cross Linguistic Name Matching in English and Arabic", HLT-NAACL 2006). Each sound is one character: "$" is sh,
"x" both kh and gh, "j" also ch, "k" also q and g, "z" also dh.
"""

import re
import unicodedata
from functools import cache, lru_cache

from retrieval.folding import fold

VOWELS = "aiu"

_ARABIC = {
    **dict.fromkeys("ب", "b"), **dict.fromkeys("تطث", "t"), **dict.fromkeys("ج", "j"), **dict.fromkeys("حه", "h"),
    **dict.fromkeys("خغ", "x"), **dict.fromkeys("دض", "d"), **dict.fromkeys("ذظز", "z"), **dict.fromkeys("سص", "s"),
    **dict.fromkeys("قك", "k"), "ر": "r", "ش": "$", "ف": "f", "ل": "l", "م": "m", "ن": "n",
    "ا": "a", "و": "u", "ي": "i", "ع": "",
}  # fmt: skip
_LATIN = {
    **{letter: letter for letter in "bdfhjklmnrstxz"},
    "c": "j", "g": "k", "p": "b", "q": "k", "v": "u", "a": "a", "e": "a", "i": "i", "y": "i", "o": "u", "u": "u",
    "w": "u",
}  # fmt: skip
_DIGRAPHS = {
    "kh": "x", "sh": "$", "gh": "x", "tch": "j", "dj": "j", "th": "t", "dh": "z", "ch": "j", "ck": "k", "ph": "f",
    "zh": "z", "ee": "i", "ei": "i", "ai": "i", "ay": "i", "ey": "i", "oo": "u", "ou": "u", "aw": "u", "ow": "u",
}  # fmt: skip
_SIGNS = str.maketrans({"ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ğ": "gh"})
"""Letters whose sign tells another sound, which folding takes off."""

_ARTICLE = re.compile(r"^(?:al|el|as|ash|az|ad|ar|an|at|es|esh|er|en|ed|ez)[-\s'’]+|^ال(?=\w{2})", re.IGNORECASE)
_LATIN_PART = re.compile("|".join(sorted(_DIGRAPHS, key=len, reverse=True)) + "|.")
_DOUBLED = re.compile(r"(.)\1+")
_WITHOUT_VOWELS = str.maketrans("", "", VOWELS)


@lru_cache(maxsize=1 << 16)
def heard(name: str) -> str:
    """Give the sounds of a name, its words run together and its articles left out.

    The "h" of a final "-ah" and the "t" that the same ending takes before another word ("Khirbet", "خربة") are not
    heard.
    """
    words = [_sounds(word) for word in without_article(name).split()]
    bound = [word[:-1] if word.endswith("t") and len(word) > 2 else word for word in words[:-1]]
    return _DOUBLED.sub(r"\1", "".join([*bound, *words[-1:]]))


def consonants(name: str) -> str:
    """Give the sounds of a name without its vowels."""
    return without_vowels(heard(name))


def without_vowels(sounds: str) -> str:
    """Give the consonants among heard sounds."""
    return sounds.translate(_WITHOUT_VOWELS)


def without_article(name: str) -> str:
    """Give a name without the Arabic articles in front of its words."""
    return " ".join(_ARTICLE.sub("", word) for word in _joined(name).split())


@cache
def _article_between() -> re.Pattern[str]:
    return re.compile(r"[\s-]+(?:al|el|as|ash|az|ad|ar|an|at|es|esh|er|en|ed|ez)[\s-]+", re.IGNORECASE)


def _joined(name: str) -> str:
    return _article_between().sub(" ", _ARTICLE.sub("", name.strip()))


def _sounds(word: str) -> str:
    composed = unicodedata.normalize("NFC", word.replace("İ", "i")).casefold().translate(_SIGNS)
    folded = fold(composed).replace(" ", "")
    if any(letter in _ARABIC for letter in folded):
        return "".join(_ARABIC.get(letter, "") for letter in folded.removesuffix("ه"))
    parts = _LATIN_PART.findall(folded.removesuffix("h") if len(folded) > 2 else folded)
    return "".join(_DIGRAPHS.get(part) or _LATIN.get(part, "") for part in parts)
