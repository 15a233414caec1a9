"""The words by which a question goes on with the one before it, and says what it wants to see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.questions.dialogue_words import cues_in, is_courtesy
from retrieval.understood import Focus


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("and in Kobani?", True),
        ("AND Kobani", True),
        ("what about Kobani", True),
        ("in Kobani as well", True),
        ("وفي كوباني؟", True),
        ("وماذا عن الرقة؟", True),
        ("û li Kobanê?", True),
        ("ya Kobani?", True),
        ("clashes and arrests in Kobani", False),
        ("U.S. forces in Kobani", False),
        ("وقعت اشتباكات في الرقة", False),
        ("وزير في الرقة", False),
        ("Yalova'da ne oldu", False),
        ("", False),
    ],
)
def test_a_question_that_opens_with_and_goes_on(text: str, goes_on: bool) -> None:
    assert cues_in(text, []).goes_on is goes_on


@pytest.mark.parametrize(
    ("text", "left", "focus", "alone"),
    [
        ("source?", ["source"], None, Focus.SOURCES),
        ("hospital sources on the strike", ["hospital", "sources", "strike"], None, None),
        ("who says the town was shelled", ["town", "shelled"], Focus.SOURCES, None),
        ("when?", [], None, Focus.WHEN),
        ("where was the strike", ["strike"], None, None),
    ],
)
def test_a_word_that_others_use_too_counts_only_alone(
    text: str, left: list[str], focus: Focus | None, alone: Focus | None
) -> None:
    cues = cues_in(text, left)
    assert (cues.focus, cues.focus_alone) == (focus, alone)


def test_words_of_the_dialogue_are_no_topic() -> None:
    assert {"how", "many"} <= cues_in("how many killed", ["killed"]).spoken
    assert "killed" not in cues_in("how many killed", ["killed"]).spoken


@pytest.mark.parametrize(
    "text", ["thanks", "Thank you!", "you stupid bot", "go to hell", "حمار غبي", "Teşekkürler", "spas"]
)
def test_thanks_and_abuse_are_recognised(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text", ["", "why", "Kobani", "stupid bot, drone strikes", "thanks, and in Kobani?", "thanks, more"]
)
def test_what_asks_for_anything_is_no_courtesy(text: str) -> None:
    assert not is_courtesy(text)


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert cues_in(text, text.split()).spoken is not None
