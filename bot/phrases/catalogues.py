"""Every sentence that the bot says, in the reader's language: gettext catalogues, Babel's dates and numbers.

Code asks for a sentence by its English text: `phrases.gettext("No report.")`,
`phrases.ngettext("{count} report", "{count} reports", count)`, `phrases.pgettext("date pattern", "d MMM")`.
Names in braces are filled in afterwards, so a translation may order them as its grammar wants.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.phrases.calendar_names import with_own_names
from retrieval.languages.detection import language_code
from retrieval.languages.question import question_language

DOMAIN = "dateline"
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The interface in one language."""

    locale: Locale
    translations: NullTranslations

    def gettext(self, message: str, **values: object) -> str:
        """The sentence, with its names in braces filled in."""
        return self.translations.gettext(message).format_map(values)

    def ngettext(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The form that this number takes.

        `{count}` is the number as the language writes it.
        """
        chosen = self.translations.ngettext(singular, plural, number)
        return chosen.format_map({"count": self.number(number), **values})

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """The sentence where the same English words mean different things."""
        return self.translations.pgettext(context, message).format_map(values)

    @property
    def language(self) -> str:
        """The language's code: "en", "ar", "ku" or "tr"."""
        return self.locale.language

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return bool(self.locale.text_direction == "rtl")

    def number(self, value: int) -> str:
        """The number with the language's grouping, in Western digits: Syrian media write Arabic with these, too."""
        return format_decimal(value, locale=self.locale, numbering_system="latn")

    def date(self, day: date, pattern: str) -> str:
        """The day by a CLDR pattern, names of days and months as the region's readers of the language write them."""
        return format_date(day, with_own_names(pattern, day, self.language), locale=self.locale)

    def time(self, moment: datetime, pattern: str) -> str:
        """The time of day by a CLDR pattern, on the clock that the moment carries."""
        return format_time(moment.timetz(), pattern, locale=self.locale)

    def join(self, parts: list[str]) -> str:
        """The parts as a list in a sentence: "Kobani and Tal Tamr"."""
        return format_list(parts, locale=self.locale) if parts else ""

    def country(self, code: str) -> str:
        """The country's name, or its code where there is none."""
        return str(self.locale.territories.get(code.upper(), code))


def phrases_for(language: str | None) -> Phrases:
    """The interface in a language as Telegram names it, "en" or "pt-br".

    English where it is not there. Sorani is answered in Kurmanji, as its questions are (see `question_language`).
    """
    code = language_code(language or "") or SOURCE_LANGUAGE
    code = "ku" if code == "ckb" else code
    return _load(code if code in languages() else SOURCE_LANGUAGE)


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that the interface is there in."""
    return tuple(sorted(path.parent.parent.name for path in _locale_dir().glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


def phrases_for_question(text: str, fallback: Phrases) -> Phrases:
    """The interface in the language that a question is asked in.

    `fallback` where its words do not tell.
    """
    language = question_language(text)
    return phrases_for(language) if language else fallback


@cache
def _load(language: str) -> Phrases:
    folder = _locale_dir() / language / "LC_MESSAGES"
    source, compiled = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        content = compiled.read_bytes()
    else:  # a checkout, where nothing has compiled the catalogue since it was edited
        content = compile_catalogue(source)
    return Phrases(Locale.parse(language), GNUTranslations(BytesIO(content)))


def compile_catalogue(source: Path) -> bytes:
    """The `.mo` content of a `.po` file.

    Entries marked fuzzy are left out.
    """
    compiled = BytesIO()
    with source.open("rb") as lines:
        write_mo(compiled, read_po(lines, abort_invalid=True))
    return compiled.getvalue()


def _locale_dir() -> Path:
    return Path(__file__).parent / "locale"
