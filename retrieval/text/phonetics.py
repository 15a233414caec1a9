"""A name as it is heard: one alphabet of sounds for Latin and Arabic spellings.

Names of the region are written by ear: نحلة and "Nahla", شورك and "Shourik", قامشلو, "Qamişlo" and "Kamishly". Vowels
differ from one spelling to the next and consonants hardly, so two spellings are compared by their consonants first, as
Soundex does for English surnames (Russell's patent of 1918) and skeletons do in the matching of Arabic names (Freeman
et al., "Cross Linguistic Name Matching in English and Arabic", HLT-NAACL 2006). Each sound is one character: "$" is sh,
"x" both kh and gh, "j" also ch, "k" also q and g, "z" also dh.

Every word of a passage is indexed by its consonants beside its letters (`sound_words`), so that a question that writes
"Hudayrat" finds حدريات. A question looks up those of its words that name no topic (`sounds_of_names`), since they may
be names of people, quarters and villages.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain

from retrieval.text.folding import fold
from retrieval.text.words import arabic_analyses, plain, words_of

# The sounds that differ from one spelling of a name to the next.
VOWELS = "aiu"

# Letters to sounds; Arabic letters that no Latin spelling tells apart are one sound.
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

# Letters whose sign tells another sound, which folding takes off.
_SIGNS = str.maketrans({"ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ğ": "gh"})

_ARTICLE = re.compile(r"^(?:al|el|as|ash|az|ad|ar|an|at|es|esh|er|en|ed|ez)[-\s'’]+|^ال(?=\w{2})", re.IGNORECASE)
_LATIN_PART = re.compile("|".join(sorted(_DIGRAPHS, key=len, reverse=True)) + "|.")
# The h of "Hamzah" and "Saleh" is not heard; that of "Darwish" is part of another sound.
_SILENT = re.compile(r"(?<=\w[aeiou])h$")
_DOUBLED = re.compile(r"(.)\1+")
# Letters that stand alone, not as part of "sh" or "gh".
_PLAIN_H = re.compile(r"(?<![cdgkpstzCDGKPSTZ])[hH](?=\w)")
_PLAIN_G = re.compile(r"[gG](?![hH])")
_WITHOUT_VOWELS = str.maketrans("", "", VOWELS)

# Fewer consonants are shared by too many words.
LEAST_CONSONANTS = 3

# Begins a sound word, so that it is found by nothing else: no word that is written begins with a nought.
MARK = "0"


@lru_cache(maxsize=1 << 16)
def heard(name: str) -> str:
    """The sounds of a name, its words run together and its articles left out.

    The "h" of a final "-ah" and the "t" that the same ending takes before another word ("Khirbet", "خربة") are not
    heard.
    """
    words = [_sounds(word) for word in without_article(name).split()]
    bound = [word[:-1] if word.endswith("t") and len(word) > 2 else word for word in words[:-1]]
    return _DOUBLED.sub(r"\1", "".join([*bound, *words[-1:]]))


def consonants(name: str) -> str:
    """The sounds of a name without its vowels."""
    return without_vowels(heard(name))


def without_vowels(sounds: str) -> str:
    """The consonants among heard sounds."""
    return sounds.translate(_WITHOUT_VOWELS)


def without_article(name: str) -> str:
    """A name without the Arabic articles in front of its words."""
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
    parts = _LATIN_PART.findall(_SILENT.sub("", folded))
    return "".join(_DIGRAPHS.get(part) or _LATIN.get(part, "") for part in parts)


def respelled(name: str) -> list[str]:
    """A name with its other spellings in Latin script that sound otherwise: Turkish writes خ as h, and غ as g.

    At most four, the name itself first; an Arabic name has no other.
    """
    hard = _PLAIN_H.sub("kh", name)
    return list(dict.fromkeys([name, hard, _PLAIN_G.sub("gh", name), _PLAIN_G.sub("gh", hard)]))


def sound_words(text: str) -> list[str]:
    """The sounds of a text's words, each once, as words for the lexical index."""
    return list(dict.fromkeys(chain.from_iterable(map(_sound_words, words_of(text)))))


def sounds_of_names(names: Iterable[str]) -> list[str]:
    """The sounds of single words, each once, to look up what `sound_words` gave."""
    return list(dict.fromkeys(sound for name in names for sound in _sound_words(name)))


@lru_cache(maxsize=1 << 16)
def _sound_words(word: str) -> tuple[str, ...]:
    heard = dict.fromkeys(map(consonants, bases(word)))
    return tuple(MARK + bones.replace("$", "c") for bones in heard if len(bones) >= LEAST_CONSONANTS)


def bases(word: str) -> Iterator[str]:
    """The word as it stands, and an Arabic one also without what may be attached to it; nothing of a number."""
    if not word[0].isalpha():
        return
    yield word
    folded = plain(word)
    if folded >= "\u0600":
        yield from (rest for _, _, rest in arabic_analyses(folded))
