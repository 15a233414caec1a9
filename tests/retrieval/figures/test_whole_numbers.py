"""A figure is shown only where its words state it: composed sentences are read back exactly, or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.figures.reading import find_figures
from tests.retrieval.numerals.spelled import spelled

LANGUAGES = ("en", "ar", "ku", "tr")

NUMBERS = st.one_of(st.integers(2, 130), st.integers(2, 2_500), st.integers(2, 999_999))

# A sentence in which a number of people are killed, and one in which words that nobody knows stand with the number.
SENTENCES = {
    "en": ("{} people were killed near the mill.", "The raid killed {} people on the road."),
    "ar": ("مقتل {} شخص في القصف", "قتل {} أشخاص قرب النهر"),
    "ku": ("{} kes hatin kuştin.", "Di êrîşê de {} kes mirin."),
    "tr": ("Saldırıda {} kişi öldü.", "{} kişi hayatını kaybetti."),
}
PARTS = {
    "en": (
        "{total} people, including {part} children, were killed.",
        "{total} people were killed, {part} of them women.",
    ),
    "ar": ("مقتل {total} شخص بينهم {part} أطفال",),
    "ku": (
        "{total} kes, di nav wan de {part} zarok, hatin kuştin.",
        "{total} kes hatin kuştin, {part} ji wan zarok bûn.",
    ),
    "tr": ("{part} çocuk olmak üzere {total} kişi öldü.", "Ölen {total} kişiden {part} çocuktu."),
}
UNKNOWN = {"en": "zabrov", "ar": "غرنوق", "ku": "şilbok", "tr": "şılbık"}
ENDINGS = ("'den fazla", "'e yakın", "")


def killed(text: str) -> list[int]:
    return [claim.low for claim in find_figures(text) if claim.kind == "killed"]


def in_words(number: int, language: str, data: st.DataObject) -> str:
    return spelled(number, language, lambda forms: data.draw(st.sampled_from(forms.split("|"))))


@settings(max_examples=300, deadline=None)
@given(NUMBERS, st.sampled_from(LANGUAGES), st.data())
def test_a_count_in_words_is_read_back_exactly(number: int, language: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SENTENCES[language])).format(in_words(number, language, data))
    assert killed(text) == [number], text


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 999_999), st.sampled_from(LANGUAGES), st.data())
def test_a_count_in_digits_is_read_back_exactly_unless_it_may_be_a_year(
    number: int, language: str, data: st.DataObject
) -> None:
    ending = data.draw(st.sampled_from(ENDINGS)) if language == "tr" else ""
    text = data.draw(st.sampled_from(SENTENCES[language])).format(f"{number}{ending}")
    assert killed(text) in ([[number]] if not 1900 <= number <= 2100 else [[number], []]), text


@settings(max_examples=300, deadline=None)
@given(NUMBERS, st.sampled_from(LANGUAGES), st.data())
def test_a_count_with_an_unknown_word_in_it_states_nothing(number: int, language: str, data: st.DataObject) -> None:
    words = in_words(number, language, data).split()
    words.insert(data.draw(st.integers(1, len(words))), UNKNOWN[language])
    text = data.draw(st.sampled_from(SENTENCES[language])).format(" ".join(words))
    assert killed(text) == [], text


@settings(max_examples=300, deadline=None)
@given(NUMBERS, st.sampled_from(LANGUAGES), st.data())
def test_a_count_of_which_a_word_is_not_known_is_read_exactly_or_not_at_all(
    number: int, language: str, data: st.DataObject
) -> None:
    words = in_words(number, language, data).split()
    words[data.draw(st.integers(0, len(words) - 1))] = UNKNOWN[language]
    text = data.draw(st.sampled_from(SENTENCES[language])).format(" ".join(words))
    assert killed(text) in ([], [number]), text


@settings(max_examples=200, deadline=None)
@given(st.integers(20, 999), st.integers(2, 19), st.sampled_from(LANGUAGES), st.data())
def test_a_part_is_never_the_count(total: int, part: int, language: str, data: st.DataObject) -> None:
    template = data.draw(st.sampled_from(PARTS[language]))
    of_them = f"{part}'i" if language == "tr" else in_words(part, language, data)
    text = template.format(total=in_words(total, language, data), part=of_them)
    assert killed(text) in ([total], []), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_word_in_the_place_of_a_number_states_nothing(language: str) -> None:
    assert [killed(sentence.format(UNKNOWN[language])) for sentence in SENTENCES[language]] == [[], []]
