"""The buttons of a watch: what it can be widened to, in the reader's spelling, and the way back."""

import pytest

from bot.outbox.schedule import Clock
from bot.phrases.catalogues import phrases_for
from bot.watching.panel import Frame, panel
from retrieval.library.incident_models import Rhythm, Watch
from retrieval.places.place import Reach
from retrieval.watches.terms import Terms
from tests.keeping import DAMASCUS, NOW
from tests.region import region_gazetteer


def buttons(terms: Terms) -> dict[str, str]:
    """The data of the buttons of a watch by their labels."""
    watch = Watch(
        id=7, chat_id=1, terms=terms.plain(), fingerprint="", rhythm=Rhythm.INSTANT, hour=8, weekday=0, made_at=NOW
    )
    keyboard = panel(watch, Frame(phrases_for("en"), region_gazetteer(), Clock(DAMASCUS))).keyboard
    assert keyboard is not None
    return {button.text: str(button.callback_data) for row in keyboard.inline_keyboard for button in row}


@pytest.mark.parametrize(
    ("place", "words", "nearest", "largest"),
    [
        ("tamr", "Til Temir", "Til Temir subdistrict", "Al-Hasakah governorate"),
        ("qamishli", "Kamishlo", "Kamishlo district", "Al-Hasakah governorate"),
        ("ain", "", "Ras al-Ain subdistrict", "Al-Hasakah governorate"),
        ("derik-tr", "Derik", "Mardin province", "Mardin province"),
        ("idlib", "Idleb", "Idleb governorate", "Idleb governorate"),
    ],
)
def test_what_lies_around_is_offered_with_what_it_is_and_in_the_reader_s_spelling(
    place: str, words: str, nearest: str, largest: str
) -> None:
    labels = [label for label in buttons(Terms(places=((place, words),))) if label.startswith("All of")]
    assert labels == [f"All of {name}" for name in dict.fromkeys((nearest, largest))]


def test_a_watch_that_was_widened_goes_back_to_the_place_that_was_named() -> None:
    named = Terms(places=(("tamr", "Til Temir"),), reaches=(("tamr", Reach(20)),), ids=("ain",), publishers=2)
    once = named.widened_to("tamr-sub")
    twice = once.widened_to("hasakah")
    assert "Back to Til Temir" in buttons(once) and "Back to Til Temir" in buttons(twice)
    assert not [label for label in buttons(named) if label.startswith("Back")]
    assert Terms.from_plain(twice.plain()) == twice and twice.narrowed_again() == named
    assert named.narrowed_again() is None


def test_the_way_back_is_no_part_of_what_is_watched() -> None:
    widened = Terms(places=(("tamr", "Til Temir"),)).widened_to("hasakah")
    assert widened.fingerprint(None) == Terms(places=(("hasakah", ""),)).fingerprint(None)
