"""Numbers in words and digits, read whole or not at all."""

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retrieval.numerals.lexicon import LANGUAGES
from retrieval.numerals.reading import read_numerals
from retrieval.text.words import tokens
from tests.retrieval.numerals.spelled import spelled


def values(text: str, language: str) -> list[int | None]:
    return [numeral.value for numeral in read_numerals(tokens(text), language)]


NUMBERS = st.one_of(st.integers(1, 130), st.integers(1, 2_500), st.integers(1, 999_999))


@settings(max_examples=400, deadline=None)
@given(NUMBERS, st.sampled_from(LANGUAGES), st.data())
def test_a_number_that_is_spelled_out_is_read_back_exactly(number: int, language: str, data: st.DataObject) -> None:
    text = spelled(number, language, lambda forms: data.draw(st.sampled_from(forms.split("|"))))
    assert values(text, language) == [number], text


@settings(max_examples=200, deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from(LANGUAGES), st.sampled_from(["zabrov", "kwelling", "غرنوق", "şılbı"]))
def test_a_word_that_is_no_number_parts_two_numbers(first: int, second: int, language: str, word: str) -> None:
    one, other = (spelled(number, language, lambda forms: forms.split("|")[0]) for number in (first, second))
    assert values(f"{one} {word} {other}", language) == [first, second]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 999_999), st.sampled_from(["", "'den", "’dan", "'e", "'ü", "'i", "'sinin"]))
def test_digits_are_read_with_the_endings_of_turkish(number: int, ending: str) -> None:
    assert values(f"{number}{ending} kişi", "tr") == [number]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "a dozen people", 12),
        ("en", "half a dozen people", 6),
        ("en", "two dozen people", 24),
        ("en", "12k people", 12_000),
        ("en", "2.5 thousand people", 2_500),
        ("en", "two and a half thousand people", 2_500),
        ("en", "half a million people", 500_000),
        ("en", "1,200 people", 1_200),
        ("en", "three million people", 3_000_000),
        ("ar", "ثلاثمئة شخص", 300),
        ("ar", "ألفا شخص", 2_000),
        ("ar", "ألفي شخص", 2_000),
        ("ar", "مئتي شخص", 200),
        ("ar", "مليوني نازح", 2_000_000),
        ("ar", "2.5 ألف نازح", 2_500),
        ("ar", "نصف مليون نازح", 500_000),
        ("ar", "مليون ونصف نازح", 1_500_000),
        ("ar", "تلتمية زلمة", 300),
        ("ar", "اطنعش شخص", 12),
        ("tr", "iki buçuk bin kişi", 2_500),
        ("tr", "1.200 kişi", 1_200),
        ("tr", "yarım milyon kişi", 500_000),
        ("tr", "bir düzine insan", 12),
        ("ku", "12an", 12),
        ("ku", "nîv milyon kes", 500_000),
    ],
)
def test_each_way_to_write_a_number_is_read(language: str, text: str, value: int) -> None:
    assert values(text, language) == [value]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "several hundred people"),
        ("en", "a few thousand people"),
        ("en", "dozens of people"),
        ("en", "three five people"),
        ("en", "9mm rounds"),
        ("ar", "بضع مئات من الأشخاص"),
        ("ar", "عشرات المدنيين"),
        ("tr", "birkaç yüz kişi"),
        ("tr", "onlarca kişi"),
        ("ku", "çend sed kes"),
    ],
)
def test_what_is_no_whole_number_has_no_value(language: str, text: str) -> None:
    assert set(values(text, language)) == {None}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "killed 3 and 5 were wounded", [3, 5]),
        ("en", "two to four", [2, 4]),
        ("en", "2-4 people", [2, 4]),
        ("ar", "ثلاثة قتلى وخمسة جرحى", [3, 5]),
        ("ar", "يوم الأحد", []),
        ("tr", "altında kaldı", []),
        ("tr", "yüzünden", []),
        ("ku", "hefteya borî", []),
    ],
)
def test_numbers_that_are_not_one_stay_apart(language: str, text: str, expected: list[int]) -> None:
    assert values(text, language) == expected


def test_a_part_of_those_named_before_is_told_apart() -> None:
    (part,) = read_numerals(tokens("3'ü çocuk"), "tr")
    assert (part.value, part.is_part) == (3, True)


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
@example("3٫5", "ar")
def test_any_text_has_numbers_that_do_not_overlap(text: str, language: str) -> None:
    found = read_numerals(tokens(text), language)
    assert all(one.last < other.first for one, other in itertools.pairwise(found))
    assert all(numeral.value is None or numeral.value > 0 for numeral in found)
