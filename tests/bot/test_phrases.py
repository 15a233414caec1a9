"""The catalogues: complete, consistent, and used in the language that is asked for."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import bot
from bot.phrases import compile_catalogue, phrases_for

BOT = Path(bot.__file__).parent
LOCALE = BOT / "phrases" / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/dateline.po"))
UPDATE = "run `make phrases`"

Key = tuple[object, str | None]


def keys(catalogue: Catalog) -> set[Key]:
    return {(message.id, message.context) for message in catalogue if message.id}


def read(path: Path) -> Catalog:
    with path.open("rb") as lines:
        return read_po(lines)


def names(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_the_template_holds_every_sentence_of_the_code_and_no_other() -> None:
    catalogue = Catalog()
    for _, _, message, _, context in extract_from_dir(str(BOT), keywords=DEFAULT_KEYWORDS):
        catalogue.add(message, context=context)
    assert keys(read(LOCALE / "dateline.pot")) == keys(catalogue), UPDATE


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_has_the_sentences_of_the_template(path: Path) -> None:
    assert keys(read(path)) == keys(read(LOCALE / "dateline.pot")), UPDATE


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_translation_fills_in_the_same_names_as_its_original(path: Path) -> None:
    for message in read(path):
        originals = message.id if isinstance(message.id, tuple | list) else [message.id]
        translations = message.string if isinstance(message.string, tuple | list) else [message.string]
        expected = set().union(*map(names, originals))
        assert all(names(text) == expected for text in translations if text and message.id)


def test_catalogues_compile_to_what_gettext_reads() -> None:
    compiled = read_mo(BytesIO(compile_catalogue(CATALOGUES[0])))
    assert compiled.num_plurals == 2


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
