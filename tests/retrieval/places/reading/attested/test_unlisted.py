"""Names that no gazetteer has, found where a word such as "village" announces them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.places.keys import sound_of
from retrieval.places.reading.attested.unlisted import sounds_in


def heard(text: str) -> list[str]:
    """The names that a text announces, as they are written in it."""
    return [text[start:end] for start, end, _ in sounds_in(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells hit the village of Shourik on Friday.", ["Shourik"]),
        ("Shells hit Shourik village at dawn.", ["Shourik"]),
        ("the villages of Shourik, Zor Maghar and Nahla", ["Shourik", "Zor Maghar", "Nahla"]),
        ("قرى شورك وزور مغار ونحلة", ["شورك", "زور مغار", "نحلة"]),
        ("li gundê Şorikê", ["Şorikê"]),
        ("gundên Şorik, Nehla û Zirgan", ["Şorik", "Nehla"]),
        ("Şorik köyüne mermi düştü", ["Şorik"]),
        ("ببلدة زركان", ["زركان"]),
        ("في بلدة (زركان)", ["زركان"]),
    ],
)
def test_a_name_is_heard_after_or_before_a_word_for_settlements(text: str, names: list[str]) -> None:
    found = heard(text)
    assert [name for name in found if name in names] == names
    assert "Friday" not in found


@pytest.mark.parametrize(
    "text",
    [
        "Shourik was shelled.",
        "شورك تحت القصف",
        "the town of red hills",
        "a village. Shourik",
        "village of 12 houses",
        "",
    ],
)
def test_nothing_is_heard_without_such_a_word_beside_a_name(text: str) -> None:
    assert heard(text) == []


def test_where_an_arabic_name_ends_is_left_open() -> None:
    assert heard("قصف قرية شورك بالمدفعية") == ["شورك", "شورك بالمدفعية"]


def test_a_name_is_at_most_three_words_long() -> None:
    assert heard("the town of Shourik Shourik Shourik Shourik")[-1] == "Shourik Shourik Shourik"


def test_the_second_of_two_equal_names_has_its_own_offsets() -> None:
    text = "Nahla said the villages of Shourik and Shourik"
    assert [start for start, _, _ in sounds_in(text)] == [text.index("Shourik"), text.rindex("Shourik")]


_WORDS = st.sampled_from(
    ["village of ", "villages of ", "قرية ", "قرى ", "gundê ", " village", " köyü", "Shourik", "شورك", ", ", " and ",
     " و", "al-", "ال", "\n", "'", "-"]
)  # fmt: skip


@given(st.lists(_WORDS | st.text(max_size=6), max_size=15).map("".join))
def test_every_sound_is_that_of_the_words_at_its_offsets(text: str) -> None:
    for start, end, sound in sounds_in(text):
        assert 0 <= start < end <= len(text)
        assert sound == sound_of(text[start:end])
        assert "\n" not in text[start:end]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["a ", "Shourik ", "village of ", "village of Shourik, ", "قرية ", "قرى شورك و", "\n"]
)
def test_a_long_text_is_read_in_one_pass(piece: str) -> None:
    """Anything that reads on from every word would take hours."""
    for start, end, _ in sounds_in(piece * 20_000):
        assert start < end
