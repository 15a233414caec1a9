"""Place names that no gazetteer has, by the consonants that they are heard with, in Arabic and Latin script.

Villages are spelled as a reporter hears them: نحلة and "Nahla", شورك and "Shourik". Vowels differ from one spelling to
the next and consonants hardly, so a name is kept as its consonants, as Soundex does for English surnames (Russell's
patent of 1918) and skeletons do in the matching of Arabic names (Freeman et al., "Cross Linguistic Name Matching in
English and Arabic", HLT-NAACL 2006). Names in articles are taken only where a word such as "village" or قرية stands
before them: by its sound alone a word could be anything.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from retrieval.folding import fold

# Shorter skeletons are shared by too many words.
LEAST_CONSONANTS = 3
MOST_WORDS = 3
PREFIX = "~"  # tells the id of a sound from the id of a place

_ARABIC = {
    **dict.fromkeys("ب", "b"),
    **dict.fromkeys("تط", "t"),
    "ث": "t",
    **dict.fromkeys("جچگ", "j"),
    **dict.fromkeys("حه", "h"),
    "خ": "x",
    **dict.fromkeys("دض", "d"),
    **dict.fromkeys("ذظز", "z"),
    "ژ": "z",
    "ر": "r",
    **dict.fromkeys("سص", "s"),
    "ش": "$",
    "غ": "g",
    "ف": "f",
    "ڤ": "f",
    **dict.fromkeys("قك", "k"),
    "ک": "k",
    "ل": "l",
    "م": "m",
    "ن": "n",
    "پ": "b",
}
_LATIN = {**{letter: letter for letter in "bdfghjklmnrstz"}, "c": "j", "p": "b", "q": "k", "v": "f", "x": "x"}
_DIGRAPHS = {"kh": "x", "sh": "$", "gh": "g", "th": "t", "dh": "d", "ch": "j", "ck": "k", "ph": "f", "zh": "z"}
_SHE = str.maketrans({"ş": "sh", "Ş": "sh", "š": "sh", "ç": "ch", "Ç": "ch", "ğ": "", "Ğ": ""})

_ARTICLE = re.compile(r"^(?:al|el|as|ash|az|ad|ar|an|at|es|esh|er|en|ed)[-\s'’]+|^ال(?=\w{2})", re.IGNORECASE)
_WORD = r"[^\W\d_]+(?:['’`-][^\W\d_]+)*"

# Words that say that a name follows: of one place, or of several.
_CUES = (
    r"villages?\s+of|towns?\s+of|hamlets?\s+of|(?:قرى|قريتي|قريتى|قريه|قرية|بلدات|بلدتي|بلدة|بلده|مزرعة|مزارع|حي|ناحية|مخيم)"
    r"|gund[êe](?:n|ên)?|bajarok[ae]"
)
_CUED = re.compile(
    rf"(?:^|[\s(“\"«،,–-])(?:[وفبل]{{0,2}})(?:ال)?(?P<cue>{_CUES})[\s“\"«(]+(?P<rest>[^.\n؟?!;؛)]{{2,120}})",
    re.IGNORECASE,
)
# "Shourik village", "Zor Maghar village".
_NAMED_BEFORE = re.compile(r"(?<![\w'’`-])(?P<name>(?:[A-ZÇÊÎŞÛ][\w'’`-]*\s+){1,3})(?:village|town|hamlet|köyü\w*)\b")
_NEXT_NAME = re.compile(r"\s*(?:[,،]\s*(?:and\s+|و\s*)?|\s+and\s+|\s+و\s*(?=\w))")


def sound_of(name: str) -> str | None:
    """The id under which a name is found by its sound; None where it has too few consonants to tell anything."""
    skeleton = "".join(_consonants(word) for word in _ARTICLE.sub("", name).split())
    return PREFIX + skeleton if len(skeleton) >= LEAST_CONSONANTS else None


def sounds_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Names that words such as "village of" announce: (start, end, sound) with offsets into `text`.

    Where a name ends is not known, so up to three words are given, each length as a name of its own.
    """
    for match in _CUED.finditer(text):
        start = match.start("rest")
        for part in _NEXT_NAME.split(match["rest"]):
            at = text.find(part, start)
            start = at + len(part)
            yield from _beginnings(text, at, part)
    for match in _NAMED_BEFORE.finditer(text):
        yield from _endings(match.start("name"), match["name"])


def _beginnings(text: str, at: int, part: str) -> Iterator[tuple[int, int, str]]:
    words = list(takewhile(_may_name, re.finditer(_WORD, part)))[:MOST_WORDS]
    for count in range(1, len(words) + 1):
        name = part[words[0].start() : words[count - 1].end()]
        if sound := sound_of(name):
            yield at + words[0].start(), at + words[count - 1].end(), sound


def _endings(at: int, name: str) -> Iterator[tuple[int, int, str]]:
    words = list(re.finditer(_WORD, name))
    for word in words:
        if sound := sound_of(name[word.start() : words[-1].end()]):
            yield at + word.start(), at + words[-1].end(), sound


def _may_name(word: re.Match[str]) -> bool:
    """Latin names have a capital, maybe behind an article; Arabic has none."""
    bare = _ARTICLE.sub("", word[0])
    return not bare[:1].islower()


@cache
def _pairs() -> re.Pattern[str]:
    return re.compile("|".join(_DIGRAPHS))


def _consonants(word: str) -> str:
    """The consonants of one word, doubled ones once, without article and without the h of a final "-ah"."""
    bare = _ARTICLE.sub("", word).translate(_SHE)
    folded = fold(bare).replace(" ", "")
    if folded and folded[0] in _ARABIC | {"ا": "", "ع": "", "و": "", "ي": ""}:
        letters = [_ARABIC.get(letter, "") for letter in folded.removesuffix("ه")]
    else:
        latin = _pairs().sub(lambda pair: _DIGRAPHS[pair[0]].upper(), folded.removesuffix("h"))
        letters = [letter.lower() if letter.isupper() or letter == "$" else _LATIN.get(letter, "") for letter in latin]
    return "".join(
        letter for n, letter in enumerate(letters) if letter and letter != next(iter(letters[n - 1 : n]), "")
    )
