"""Names that a word such as "village" announces: what they are, and where they end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.places.reading.attested.announced import announced_in


def announced(text: str) -> list[tuple[str, str]]:
    """The names of a text, as they are written in it, with what they are."""
    return [(text[start:end], settlement.value) for start, end, settlement in announced_in(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells hit the village of Hinsana near the river.", [("Hinsana", "village")]),
        ("Shells hit Zor Hinsan village at dawn.", [("Zor Hinsan", "village")]),
        ("In Hinsana town, east of the river", [("Hinsana", "town")]),
        ("the villages of Hinsana, Umm al-Dalia and Khirbet Nasser",
         [("Hinsana", "village"), ("Umm al-Dalia", "village"), ("Khirbet Nasser", "village")]),
        ("the neighbourhood of al-Mutran in the city", [("al-Mutran", "quarter")]),
        ("the Karwan neighborhood", [("Karwan", "quarter")]),
        ("at the checkpoint of Jazira", [("Jazira", "checkpoint")]),
        ("in Norozan camp and at the Dalia Dam", [("Norozan", "camp"), ("Dalia", "dam")]),
        ("قصف على قرية هنسانة بالمدفعية", [("هنسانة", "village")]),
        ("بقرية كفر دالية الشرقية أمس", [("كفر دالية الشرقية", "village")]),
        ("في بلدة (دالية) شمالا", [("دالية", "town")]),
        ("في حي الكروان ومخيم نوروزان", [("الكروان", "quarter"), ("نوروزان", "camp")]),
        ("عند حاجز الجزيرة ودوار الدالية", [("الجزيرة", "checkpoint"), ("الدالية", "junction")]),
        ("قرى هنسانة وأم دالية وخربة ناصر", [("هنسانة", "village"), ("أم دالية", "village"), ("خربة ناصر", "village")]),
        ("قرب مزرعة سليمانة وسد الدلافة", [("سليمانة", "farm"), ("الدلافة", "dam")]),
        ("li gundê Dilana topbaran pêk hat", [("Dilana", "village")]),
        ("taxa Karwanê ya bajêr", [("Karwanê", "quarter")]),
        ("kampa Norozanê û bendava Dalyayê", [("Norozanê", "camp"), ("Dalyayê", "dam")]),
        ("gundên Dilana, Hinsan û Safîn", [("Dilana", "village"), ("Hinsan", "village"), ("Safîn", "village")]),
        ("Safine köyüne mermi düştü", [("Safine", "village")]),
        ("Karvan Mahallesi'nde patlama", [("Karvan", "quarter")]),
        ("Norozan kampında yangın, Dalya barajı", [("Norozan", "camp"), ("Dalya", "dam")]),
    ],
)  # fmt: skip
def test_a_name_is_read_beside_a_word_that_says_what_it_is(text: str, names: list[tuple[str, str]]) -> None:
    assert announced(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "the village. Hinsana was calm",
        "the Kurdish village near the road",
        "the village of 12 houses",
        "a Syrian town",
        "في قرية صغيرة قرب النهر",
        "مخيم للنازحين",
        "القرية التي قصفت",
        "في بلدات تقع شمالا",
        "gundê wî",
        # the people of a place are none
        "Şêniyên gund ji malên xwe derketin",
        "Gundiyên gund, niştecihên gund û xelkê gund",
        "Jinên gund li ber mizgeftê civiyan",
        "gundê Şêniyan",
        "Halkın köyü terk ettiği bildirildi",
        "Sakinlerin köyüne dönmesi, Ailelerin kampı",
        "في قرية سكانها من العرب",
        "بلدة أهلها نازحون وقرية أبناؤها",
        "قرى أهالي المنطقة",
        "Families camp in the fields, Villagers camp on the road",
        "the village of Residents and Elders",
        "köyüne döndü",
        "",
    ],
)
def test_no_name_is_read_where_there_is_none(text: str) -> None:
    assert announced(text) == []


_WORDS = st.sampled_from(
    ["village of ", "villages of ", "قرية ", "قرى ", "gundê ", " village", " köyü", "Hinsana", "هنسانة", ", ", " and ",
     " و", "al-", "ال", "\n", "'", "-", "İ", "ـ"]
)  # fmt: skip


@given(st.lists(_WORDS | st.text(max_size=6), max_size=15).map("".join))
def test_every_name_has_its_offsets_and_reaches_over_no_line(text: str) -> None:
    for start, end, _ in announced_in(text):
        assert 0 <= start < end <= len(text)
        assert "\n" not in text[start:end]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["a ", "Hinsana ", "village of ", "villages of Hinsana, ", "قرية ", "قرى هنسانة و", "\n"]
)
def test_a_long_text_is_read_in_one_pass(piece: str) -> None:
    """Anything that reads on from every word would take hours."""
    for start, end, _ in announced_in(piece * 10_000):
        assert start < end
