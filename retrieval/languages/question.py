"""Which language a question is put in, by its function words first, then by words of time, then by topics."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from retrieval import data
from retrieval.dates.words.lexicon import look_up
from retrieval.dates.words.signs import Sign
from retrieval.languages.detection import READ
from retrieval.text.folding import fold
from retrieval.text.words import arabic_analyses, spelling, tokens
from retrieval.topics.forms import fold_form

LANGUAGES = ("en", "ar", "ku", "tr")

# A name of a place, a weapon or a party is borrowed, grammar is not: the more a word belongs to the grammar, the more
# it tells. A word without its accents ("ci bu") may be another language's word.
SPELT, UNACCENTED, CALENDAR, TOPIC = 3.0, 2.0, 2.0, 1.0

# What names a time; words such as "early" (Kurmanji "serê") begin names of places as well.
_TIME = frozenset(
    [
        *(Sign.MONTH, Sign.WEAK_MONTH, Sign.WEEKDAY, Sign.RELATIVE_DAY, Sign.DAYPART, Sign.SINCE, Sign.SINCE_BEHIND),
        *(Sign.HOUR, Sign.DAY, Sign.WEEK, Sign.WEEKEND, Sign.MONTH_UNIT, Sign.YEAR_UNIT, Sign.THIS, Sign.LAST),
    ]
)

# Letters that tell a word that two languages share ("mayın", "mayîn"); in names they tell nothing.
_LETTERS = {"tr": re.compile("[ığöü]"), "ku": re.compile("[êîû]")}

# Endings and openings that only one of the languages has, as they are written.
_SHAPES = (
    ("tr", SPELT, re.compile(r"\w['’](?:[dt][ae]n?(?:ki)?|n?[iıuü]n|y?[aeiıuü])\b")),  # Kobani'de, Derik'ten, Rakka'nın
    ("tr", UNACCENTED, re.compile(r"^\s*ya\s+\w+", re.IGNORECASE)),  # "ya Kobani?": and Kobani? Nothing else begins so
    ("tr", TOPIC, re.compile(r"\w{3}(?:ıld|ild|uld|üld|ınd|ind|und|ünd|ıyor|iyor|uyor|üyor|larda|lerde|ları|leri)")),
    ("ku", TOPIC, re.compile(r"\w{3}(?:yên|andin|kirin)\b")),
    ("en", TOPIC, re.compile(r"\w{3}(?:'s|’s|ings?|tion)\b")),
)

_ARABIC = re.compile(r"[\u0620-\u064a]")
_ARABIC_WORD = re.compile(r"[\u0620-\u06d5]+")
_SORANI = re.compile("[ەێۆڕڵ]")


def question_language(text: str) -> str | None:
    """The language that a question is put in ("en", "ar", "ku", "tr"), None where its words do not tell.

    What counts is the language of its grammar, not of the names in it: "شو صار بـ Kobani" is Arabic, "Kobanê" alone is
    nothing. Where words do not decide, Arabic letters do. Sorani, which the interface does not have, is answered in
    Kurmanji: another script, but the language of who asks.
    """
    question = text[:READ]
    if _is_sorani(question):
        return "ku"
    found = votes(question)
    best = [language for language, weight in found.items() if weight == max(found.values())]
    if len(best) == 1:
        return best[0]
    return "ar" if _ARABIC.search(question) else None


def _is_sorani(text: str) -> bool:
    """Whether most words in Arabic script carry, somewhere, letters that only Sorani has."""
    words = _ARABIC_WORD.findall(text)
    return bool(words) and 2 * sum(bool(_SORANI.search(word)) for word in words) >= len(words)


def votes(text: str) -> dict[str, float]:
    """How much the words of a text speak for each of the four languages.

    Empty for names alone.
    """
    counted = dict.fromkeys(LANGUAGES, 0.0)
    for match in tokens(text):
        for language, weight in _word_votes(match[0]).items():
            counted[language] += weight
    for language, weight, shape in _SHAPES:
        counted[language] += weight * bool(shape.search(text))
    return {language: weight for language, weight in counted.items() if weight}


def _word_votes(word: str) -> Mapping[str, float]:
    """How much a word speaks for each language, by its grammar before its meaning."""
    exact, folded = _function_words()
    if languages := exact.get(spelling(word)):
        unaccented = folded.get(fold(word), frozenset()) - languages
        return {**dict.fromkeys(languages, SPELT), **dict.fromkeys(unaccented, UNACCENTED / 2)}
    bases = _bases(word)
    if languages := frozenset().union(*(folded.get(base, frozenset()) for base in bases)):
        return dict.fromkeys(languages, UNACCENTED)
    if languages := _calendar_languages(word):
        return dict.fromkeys(languages, CALENDAR)
    found = _topic_languages(bases)
    own = {language for language in found if language in _LETTERS and _LETTERS[language].search(spelling(word))}
    return dict.fromkeys(own or found, TOPIC)


def _calendar_languages(word: str) -> frozenset[str]:
    node = look_up(word)
    senses = node.alone if node else []
    return frozenset().union(*(sense.languages for sense in senses if sense.meaning[0][0] in _TIME))


def _bases(word: str) -> tuple[str, ...]:
    """The folded word and, for Arabic, what remains without its particles."""
    folded = fold(word)
    if not folded or folded[0] < "\u0600":
        return (folded,)
    return tuple(dict.fromkeys(base for _, _, base in arabic_analyses(folded)))


def _topic_languages(bases: Iterable[str]) -> set[str]:
    exact, stems = _topic_words()
    found: set[str] = set()
    for base in bases:
        found |= exact.get(base, frozenset())
        for length in range(3, len(base) + 1):
            found |= stems.get(base[:length], frozenset())
    return found


Table = dict[str, frozenset[str]]


@cache
def _function_words() -> tuple[Table, Table]:
    """The languages of function words: as they are spelt, and folded."""
    listed = data.toml("function_words.toml")
    pairs = [(word, language) for language, lists in listed.items() for line in lists.values() for word in line.split()]
    spelt = ((spelling(word), language) for word, language in pairs)
    folded = ((fold(word), language) for word, language in pairs)
    return _table(spelt), _table(folded)


@cache
def _topic_words() -> tuple[Table, Table]:
    """The languages of the words of the thesaurus: of whole words, and of stems with any ending."""
    pairs = list(_topic_pairs())
    return (
        _table((word, language) for word, language in pairs if not word.endswith("*")),
        _table((word[:-1], language) for word, language in pairs if word.endswith("*")),
    )


def _topic_pairs() -> Iterator[tuple[str, str]]:
    """The forms of a single word: longer ones hold function words and names, too."""
    kinds = data.toml("topics.toml")["kinds"]
    for kind in kinds.values():
        for language, forms in (*kind.get("words", {}).items(), *kind.get("weak", {}).items()):
            yield from ((word[0], language) for form in forms if len(word := fold_form(form.removeprefix("="))) == 1)


def _table(pairs: Iterable[tuple[str, str]]) -> Table:
    found: dict[str, set[str]] = {}
    for word, language in pairs:
        found.setdefault(word, set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}
