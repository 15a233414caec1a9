"""Which language a text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language import language_code, language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bridge was closed on Tuesday evening after heavy rain, the council said."),
        ("en", "BRIDGE CLOSED AFTER HEAVY RAIN IN THE VALLEY"),
        ("ar", "أغلق الجسر مساء الثلاثاء بعد هطول أمطار غزيرة، بحسب المجلس المحلي."),
        ("ku", "Piştî barana zêde êvara sêşemê pira gundê me hat girtin û kes nikare derbas bibe."),
        ("tr", "Belediyeye göre köprü, yoğun yağışın ardından salı akşamı trafiğe kapatıldı."),
        ("ckb", "بەپێی وتەی ئەنجوومەنی شار، دوای بارانێکی زۆر ئێوارەی سێشەممە پردەکە داخرا."),
    ],
)
def test_a_sentence_is_recognised(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "  \n", "12 34 … !?", "😀😀", "https://example.org/a", "\ud800"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_an_address_and_line_breaks_do_not_decide() -> None:
    assert language_of("Köprü kapatıldı,\nyol uzun.\nhttps://example.org/the-bridge-is-closed-today") == "tr"


@given(st.text(max_size=50))
def test_no_text_makes_it_fail(text: str) -> None:
    assert language_of(text) is None or language_of(text) == language_code(language_of(text) or "")


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("AR_sy", "ar"),
        ("kmr", "ku"),
        ("eng", "en"),
        ("ckb", "ckb"),
        ("English", None),
        ("", None),
        ("e", None),
        ("12", None),
    ],
)
def test_a_stated_language_is_shortened_to_its_code(stated: str, code: str | None) -> None:
    assert language_code(stated) == code
