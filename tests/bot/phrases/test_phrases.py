"""The catalogues: complete, consistent, and used in the language that is asked for."""

import ast
import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import bot
from bot.phrases.catalogues import compile_catalogue, phrases_for, phrases_for_question

BOT = Path(bot.__file__).parent
LOCALE = BOT / "phrases" / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/dateline.po"))
TRANSLATIONS = [path for path in CATALOGUES if path.parent.parent.name != "en"]
UPDATE = "run `make phrases`"

Key = tuple[object, str | None]


def keys(catalogue: Catalog) -> set[Key]:
    return {(message.id, message.context) for message in catalogue if message.id}


def read(path: Path) -> Catalog:
    with path.open("rb") as lines:
        return read_po(lines)


def forms(message: Message) -> Sequence[str]:
    return message.string if message.pluralizable else [message.string]


def names(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def said(path: Path) -> Iterator[Key]:
    """The sentences that a module asks for, read from its syntax: `pybabel` misses some calls within calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            match node.func.attr, texts:
                case "gettext", [str(message), *_]:
                    yield message, None
                case "ngettext", [str(singular), str(plural), *_]:
                    yield (singular, plural), None
                case "pgettext", [str(context), str(message), *_]:
                    yield message, context


def test_the_template_holds_every_sentence_of_the_code_and_no_other() -> None:
    assert keys(read(LOCALE / "dateline.pot")) == {key for path in BOT.rglob("*.py") for key in said(path)}, UPDATE


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_has_the_sentences_of_the_template(path: Path) -> None:
    assert keys(read(path)) == keys(read(LOCALE / "dateline.pot")), UPDATE


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_translation_fills_in_the_names_of_its_original(path: Path) -> None:
    """A form for one or two things may say their number with the noun alone; nothing else may be left out."""
    for message in read(path):
        originals = list(map(names, message.id)) if message.pluralizable else [names(message.id)]
        needed = set.intersection(*originals) - ({"count"} if message.pluralizable else set())
        for text in filter(None, forms(message)):
            assert not message.id or needed <= names(text) <= set.union(*originals), (message.id, text)


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.parent.parent.name)
def test_every_sentence_is_translated_in_all_its_plural_forms(path: Path) -> None:
    catalogue = read(path)
    missing = [
        message.id
        for message in catalogue
        if message.fuzzy
        or not all(forms(message))
        or len(forms(message)) != (catalogue.num_plurals if message.pluralizable else 1)
    ]
    assert missing == [] and len(catalogue) > 100


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_no_sentence_raises_its_voice(path: Path) -> None:
    texts = [text for message in read(path) if message.id for text in forms(message)]
    assert [text for text in texts if re.search("[!\u2757\u2600-\u27bf]", text)] == []


def test_catalogues_compile_to_what_gettext_reads() -> None:
    compiled = {path.parent.parent.name: read_mo(BytesIO(compile_catalogue(path))) for path in CATALOGUES}
    assert {code: catalogue.num_plurals for code, catalogue in compiled.items()} == {"ar": 6, "en": 2, "ku": 2, "tr": 2}


@pytest.mark.parametrize("language", [None, "", "en", "en-US", "EN_gb", "xx", "../../etc"])
def test_a_language_that_is_not_translated_falls_back_to_english(language: str | None) -> None:
    assert str(phrases_for(language).locale) == "en"


def test_numbers_choose_their_form_and_are_grouped() -> None:
    english = phrases_for("en")
    said = [english.ngettext("{count} article", "{count} articles", count) for count in (0, 1, 2, 1214)]
    assert said == ["0 articles", "1 article", "2 articles", "1,214 articles"]


def test_names_are_filled_in_as_they_are_whatever_they_hold() -> None:
    assert phrases_for("en").gettext("{publisher}, {date}", publisher="{date} %s", date="1") == "{date} %s, 1"


def test_a_list_is_joined_as_the_language_joins_it() -> None:
    english = phrases_for("en")
    assert [english.join(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b, and c",
    ]  # fmt: skip
    assert phrases_for("tr").join(["a", "b"]) == "a ve b"
    assert phrases_for("ku").join(["a", "b", "c"]) == "a, b û c"
    assert phrases_for("ar").join(["أ", "ب"]) == "أ وب"


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, "لا مقالات"),
        (1, "مقال واحد"),
        (2, "مقالان"),
        (3, "3 مقالات"),
        (10, "10 مقالات"),
        (11, "11 مقالاً"),
        (99, "99 مقالاً"),
        (100, "100 مقال"),
        (102, "102 مقال"),
        (103, "103 مقالات"),
        (1214, "1,214 مقالاً"),
    ],
)
def test_arabic_counts_in_six_forms(count: int, sentence: str) -> None:
    assert phrases_for("ar").ngettext("{count} article", "{count} articles", count) == sentence


@pytest.mark.parametrize(
    ("language", "short", "month"),
    [
        ("en", "Fri 15 Nov", "November 2024"),
        ("ar", "الجمعة 15 تشرين الثاني", "تشرين الثاني 2024"),
        ("ku", "în 15 mijdar", "mijdar 2024"),
        ("tr", "15 Kasım Cum", "Kasım 2024"),
    ],
)
def test_days_and_months_have_the_names_that_the_region_writes(language: str, short: str, month: str) -> None:
    phrases = phrases_for(language)
    day = date(2024, 11, 15)
    assert phrases.date(day, phrases.pgettext("date pattern", "EEE d MMM")) == short
    assert phrases.date(day, phrases.pgettext("date pattern", "LLLL y")) == month


@pytest.mark.parametrize("language", ["ar", "ku", "tr", "en"])
def test_numbers_and_dates_have_western_digits_in_every_language(language: str) -> None:
    phrases = phrases_for(language)
    shown = phrases.number(1234) + phrases.date(date(2024, 11, 15), "d y")
    assert "".join(char for char in shown if char.isdigit()) == "1234152024" and shown.isascii()


@pytest.mark.parametrize(("code", "language"), [("ckb", "ku"), ("kmr", "ku"), ("ar-SY", "ar"), ("TR", "tr")])
def test_a_language_is_known_by_its_other_codes(code: str, language: str) -> None:
    assert phrases_for(code).language == language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("li Kobanê çi bû", "ku"),
        ("Kobani'de ne oldu", "tr"),
        ("شو صار بكوباني", "ar"),
        ("any news?", "en"),
        ("Kobani", "tr"),
    ],
)
def test_a_question_is_answered_in_its_language_or_else_in_the_readers(question: str, language: str) -> None:
    assert phrases_for_question(question, fallback=phrases_for("tr")).language == language
