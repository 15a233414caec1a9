"""Where a sentence ends: stops in English, Arabic, Kurmanji and Turkish, and the dots that are none.

A boundary that is missed makes a quotation longer; a false one makes it a fragment: in doubt there is none.
"""

import re
from collections.abc import Iterator

_STOPS = ".!?…؟۔！？。"
# Letters, without kashida, signs and digits.
_ARABIC = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3"
_KASHIDA = "\u0640"
_DIRECTION = "\u200e\u200f\u202a-\u202e\u2066-\u2069"

# What still belongs to a sentence after its stop: quotes, brackets, note numbers, marks of direction.
_CLOSERS = rf"""(?:["'”’»›)\]}}{_DIRECTION}]|\[\d{{1,3}}\]|[\u00a0\u202f\u0020]»(?=\s|\Z))*+"""
_STOP = re.compile(
    # A run of stops is tried at its first character only, so that a million dots cost one pass.
    rf"(?<![{_STOPS}])(?P<stop>[{_STOPS}]++){_CLOSERS}(?=\s|\Z)"
    # Arabic is often typed without the space: both sides are words then, not initials (أ.ف.ب) or addresses.
    rf"|(?<=[{_ARABIC}]{{3}})[.!؟۔](?=[{_ARABIC}]{{3}})(?!كوم|نت)"
)
_OPENERS = re.compile(rf"""[\s"'“‘«‹„(\[{{•*{_DIRECTION}]*""")
_DASHES = "–—-"
_WORD_BREAK = re.compile(rf"""[\s"'“”‘’«»(\[{{{_DIRECTION}]""")
# J · د · U.S · a.m · أ.ف.ب.
_INITIALS = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_TURKISH = re.compile("[ığĞİ]")
_LOOK_BACK, _LOOK_AHEAD = 24, 40  # characters: longer than any abbreviation

# Never the end of a sentence, in the spelling given: titles, ranks, references.
_ABBREVIATION = re.compile(
    r"""Mrs?|Ms|Dr|Prof|St|Mt|Ft|Gov|Sen|Rep|Pres|Hon|Rev|Fr|Msgr|Amb|Supt|Insp|Det|vs|cf|viz|approx
    |Gen|Lt|Col|Maj|Capt|Cpt|Sgt|Cpl|Pvt|Cmdr|Adm|Brig|Brig\.-Gen|Lt\.-Col|Lt\.-Gen|Maj\.-Gen
    |Doç|Yrd|Uzm|Öğr|Gör|Av|Alb|Yzb|Bnb|Tğm|Ütğm|Yb|Kur|Tuğg|Tümg|Korg|Orgen|Sn|Hz|Müh|Bşk  # Turkish
    |Mah|Cad|Sok|bkz|örn
    |bnr|mn  # Kurmanji
    """,
    re.VERBOSE,
)
# Not the end before a number: "No. 5", "Nov. 16".
_BEFORE_NUMBER = re.compile(
    "nos?|nr|art|fig|vol|sec|ch|pp?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec", re.IGNORECASE
)
# Words that open a sentence even after initials: "in the U.S. The army …", "at 5 p.m. It was …".
_OPENING = re.compile(
    r"""(?:the|an?|it|he|she|they|we|this|that|these|those|there|but|and|however|according|in|on|at|as|while|when
    |after|meanwhile
    |bu|ve|ancak|fakat|ama  # Turkish
    |ev|lê|û|di|li  # Kurmanji
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """In order, the offsets between the sentences of the paragraph `text[start:end]`.

    A stop ends a sentence together with the quotes and brackets that close after it. The paragraph's own end
    is not among the offsets. Time is linear in the length, whatever the characters.
    """
    begin = start
    turkish = bool(_TURKISH.search(text, start, end))
    for found in _STOP.finditer(text, start, end):
        opened = _OPENERS.match(text, found.end(), end)
        following = text[opened.end() : min(opened.end() + _LOOK_AHEAD, end)] if opened else ""
        if not following:  # nothing but quotes and brackets is left
            return
        before = _WORD_BREAK.split(text[max(begin, found.start() - _LOOK_BACK) : found.start()])[-1]
        alone = found.start() - begin <= len(before) + 1
        if not _goes_on(before, alone, found["stop"], following, turkish):
            yield found.end()
            begin = found.end()


def _goes_on(before: str, alone: bool, stop: str | None, following: str, turkish: bool) -> bool:
    """Whether the sentence goes on after a stop.

    `before` is its last word so far, or its only one.
    """
    first = following[0]
    if first.islower() or first in _STOPS or first in _DASHES:  # "TOWN, Fla. – On Tuesday"
        return True
    if stop is None:  # between two Arabic words
        return False
    if stop == "…" or (len(stop) > 1 and not stop.strip(".…")):
        return not first.isupper()  # "He said … Then": Arabic has no capitals to tell, and uses it as a comma
    return stop == "." and _is_dotted(before, alone, following, turkish)


def _is_dotted(before: str, alone: bool, following: str, turkish: bool) -> bool:
    """Whether a dot belongs to the word `before` it: an abbreviation, initials, an ordinal."""
    if _ABBREVIATION.fullmatch(before) or before.endswith(_KASHIDA):  # a word broken up on purpose: قصـ. ف
        return True
    if alone and len(before) <= 3 and (before.isdigit() or len(before) == 1):  # "1. First of all", "b. Then"
        return True
    if following[0].isdigit():
        return bool(_BEFORE_NUMBER.fullmatch(before))
    ordinal = turkish and before.isdigit() and len(before) <= 2  # "12. Tümen"
    initials = bool(_INITIALS.fullmatch(before)) and not (len(before) == 1 and before.islower())
    return (ordinal or initials) and not _OPENING.match(following)
