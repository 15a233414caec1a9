"""Numbers spelled out as people write them, by rules of their own: what `retrieval.numerals` has to read back."""

from collections.abc import Callable

Pick = Callable[[str], str]  # one of several spellings, separated by "|"

ENGLISH = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

ARABIC_UNITS = [
    "واحد|واحدة",
    "اثنان|اثنين|اثنتين",
    "ثلاثة|ثلاث",
    "أربعة|أربع",
    "خمسة|خمس",
    "ستة|ست",
    "سبعة|سبع",
    "ثمانية|ثماني",
    "تسعة|تسع",
]
ARABIC_TEENS = [
    "عشرة|عشر",
    "أحد_عشر|إحدى_عشرة",
    "اثني_عشر|اثنا_عشر|اثنتي_عشرة",
    "ثلاثة_عشر|ثلاث_عشرة",
    "أربعة_عشر|أربع_عشرة",
    "خمسة_عشر|خمس_عشرة",
    "ستة_عشر|ست_عشرة",
    "سبعة_عشر|سبع_عشرة",
    "ثمانية_عشر|ثماني_عشرة",
    "تسعة_عشر|تسع_عشرة",
]
ARABIC_TENS = [
    "عشرون|عشرين",
    "ثلاثون|ثلاثين",
    "أربعون|أربعين",
    "خمسون|خمسين",
    "ستون|ستين",
    "سبعون|سبعين",
    "ثمانون|ثمانين",
    "تسعون|تسعين",
]
ARABIC_HUNDREDS = [
    "مئة|مائة",
    "مئتان|مئتين|مائتين|مئتي",
    "ثلاثمئة|ثلاثمائة|ثلاث_مئة",
    "أربعمئة|أربعمائة|أربع_مئة",
    "خمسمئة|خمسمائة|خمس_مئة",
    "ستمئة|ستمائة|ست_مئة",
    "سبعمئة|سبعمائة|سبع_مئة",
    "ثمانمئة|ثمانمائة|ثماني_مئة",
    "تسعمئة|تسعمائة|تسع_مئة",
]

KURMANJI = [
    "yek",
    "du|dido",
    "sê|sisê",
    "çar",
    "pênc",
    "şeş",
    "heft",
    "heşt",
    "neh",
    "deh",
    "yanzdeh|yazdeh",
    "dwanzdeh|donzdeh|dozdeh",
    "sêzdeh",
    "çardeh",
    "panzdeh",
    "şanzdeh|şazdeh",
    "hevdeh|hivdeh",
    "hejdeh|hijdeh",
    "nozdeh",
]
KURMANJI_TENS = ["bîst", "sî|sih", "çil", "pêncî", "şêst", "heftê", "heştê", "nod"]

TURKISH = ["bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"]
TURKISH_TENS = ["on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan"]


def spelled(number: int, language: str, pick: Pick) -> str:
    """A number from 1 to 999,999 in words."""
    return {"en": english, "ar": arabic, "ku": kurmanji, "tr": turkish}[language](number, pick)


def english(number: int, pick: Pick) -> str:
    if number >= 1_000:
        thousands, rest = divmod(number, 1_000)
        link = pick(" and | ") if 0 < rest < 100 else " "
        return f"{english(thousands, pick)} thousand" + (f"{link}{english(rest, pick)}" if rest else "")
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        first = "a" if hundreds == 1 and pick("a|one") == "a" else ENGLISH[hundreds - 1]
        return f"{first} hundred" + (f"{pick(' and | ')}{english(rest, pick)}" if rest else "")
    if number < 20:
        return ENGLISH[number - 1]
    tens, unit = divmod(number, 10)
    return ENGLISH_TENS[tens - 2] + (pick("-| ") + ENGLISH[unit - 1] if unit else "")


def arabic(number: int, pick: Pick) -> str:
    if number < 1_000:
        return _arabic_below_thousand(number, pick)
    thousands, rest = divmod(number, 1_000)
    if thousands == 1:
        words = "ألف"
    elif thousands == 2:
        words = pick("ألفان|ألفين")
    else:
        scale = "آلاف" if 3 <= thousands % 100 <= 10 else pick("ألف|ألفاً") if thousands % 100 > 10 else "ألف"
        words = f"{_arabic_below_thousand(thousands, pick)} {scale}"
    return f"{words} و{_arabic_below_thousand(rest, pick)}" if rest else words


def _arabic_below_thousand(number: int, pick: Pick) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [pick(ARABIC_HUNDREDS[hundreds - 1]).replace("_", " ")] if hundreds else []
    if 0 < rest < 10:
        parts.append(pick(ARABIC_UNITS[rest - 1]))
    elif 10 <= rest < 20:
        parts.append(pick(ARABIC_TEENS[rest - 10]).replace("_", " "))
    elif rest:
        tens, unit = divmod(rest, 10)
        parts += [pick(ARABIC_UNITS[unit - 1])] if unit else []
        parts.append(pick(ARABIC_TENS[tens - 2]))
    return " و".join(parts)


def kurmanji(number: int, pick: Pick) -> str:
    if number >= 1_000:
        thousands, rest = divmod(number, 1_000)
        first = "hezar" if thousands == 1 else f"{kurmanji(thousands, pick)} hezar"
        return first + (f" û {kurmanji(rest, pick)}" if rest else "")
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        first = "sed" if hundreds == 1 else KURMANJI[hundreds - 1].split("|")[0] + pick("|_").replace("_", " ") + "sed"
        return first + (f" û {kurmanji(rest, pick)}" if rest else "")
    if number < 20:
        return pick(KURMANJI[number - 1])
    tens, unit = divmod(number, 10)
    return pick(KURMANJI_TENS[tens - 2]) + (f" û {pick(KURMANJI[unit - 1])}" if unit else "")


def turkish(number: int, pick: Pick) -> str:
    gap = pick(" |_").replace("_", "") if number < 1_000 else " "
    return gap.join(_turkish_words(number))


def _turkish_words(number: int) -> list[str]:
    thousands, below = divmod(number, 1_000)
    hundreds, rest = divmod(below, 100)
    tens, unit = divmod(rest, 10)
    words = ([*_turkish_words(thousands), "bin"] if thousands > 1 else ["bin"]) if thousands else []
    words += [*([TURKISH[hundreds - 1]] if hundreds > 1 else []), "yüz"] if hundreds else []
    words += [TURKISH_TENS[tens - 1]] if tens else []
    return words + ([TURKISH[unit - 1]] if unit else [])
