"""Folding: one searchable form for every way of writing, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.folding import fold, fold_with_offsets

TEXTS = st.text() | st.text(alphabet="aAé ـءأةىکŞşıİ'’.\u200f\u0301½ﷲﻼß\x00\ud800")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Serê Kaniyê", "sere kaniye"),
        ("SERÊ  KANİYÊ", "sere kaniye"),
        ("Girê Spî", "gire spi"),
        ("Dirbêsiyê", "dirbesiye"),
        ("Qamişlo", "qamislo"),
        ("Kamışlı", "kamisli"),
        ("Ağrı", "agri"),
        ("Ma‘arrat an-Nu‘mān", "maarrat an numan"),
        ("Ma'arrat", "maarrat"),
        ("Ra’s al ‘Ayn", "ras al ayn"),
        ("‘Ayn ‘Īsá", "ayn isa"),
        ("Deir ez-Zor", "deir ez zor"),
        ("رأس العين", "راس العين"),
        ("رَأْسُ الْعَيْن", "راس العين"),
        ("الحســـكة", "الحسكه"),
        ("إدلب", "ادلب"),
        ("آمد", "امد"),
        ("القامشلى", "القامشلي"),
        ("کۆبانی", "كوباني"),
        ("گرێ سپی", "كري سبي"),
        ("السويداء", "السويدا"),
        ("١٢ و ۳", "12 و 3"),
        ("kil*led", "killed"),
        ("\u200fالرقة\u200e", "الرقه"),
        ("#جرابلس_اليوم", "جرابلس اليوم"),
        ("Straße ﬁ Æ ½", "strasse fi ae 1 2"),
        ("  … ", ""),
        ("", ""),
    ],
)
def test_ways_of_writing_fold_to_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_offsets_lead_back_to_the_original_characters() -> None:
    text = "in «Serê Kaniyê», today"
    folded = fold_with_offsets(text)
    start = folded.text.index("sere")
    end = start + len("sere kaniye")
    assert text[folded.offsets[start] : folded.offsets[end - 1] + 1] == "Serê Kaniyê"


def test_a_character_that_unfolds_keeps_its_index_for_each_part() -> None:
    folded = fold_with_offsets("aﷲb")
    assert folded.text == "aاللهb"
    assert list(folded.offsets) == [0, 1, 1, 1, 1, 2, 3]


@given(TEXTS)
def test_every_text_folds_and_its_offsets_rise_within_it(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(text)
    assert list(folded.offsets) == sorted(folded.offsets)


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())
