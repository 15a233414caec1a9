"""Links that open a page at the sentence."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from retrieval.passages.links import link_to

URL = "https://north-wire.example.org/2024/11/silos"
TEXT = (
    "Clashes were heard near the silos.\n\n"
    "Clashes were heard near the hospital late on Friday night, residents said, and two streets were closed until dawn."
)


def directive(link: str) -> list[str]:
    return [unquote(part) for part in link.split("#:~:text=")[1].split(",")]


def test_a_short_excerpt_is_given_whole() -> None:
    assert directive(link_to(URL, TEXT, 0, 34)) == ["Clashes were heard near the silos."]


def test_a_long_excerpt_is_given_by_its_first_and_last_words() -> None:
    start = TEXT.index("Clashes", 5)
    opening, closing = directive(link_to(URL, TEXT, start, len(TEXT)))
    assert TEXT[start:].startswith(opening)
    assert TEXT.endswith(closing)


def test_the_first_words_go_on_until_they_stand_nowhere_earlier() -> None:
    start = TEXT.index("Clashes", 5)
    opening, _ = directive(link_to(URL, TEXT, start, len(TEXT)))
    assert opening == "Clashes were heard near the hospital"
    assert TEXT.index(opening) == start


def test_dashes_and_commas_are_encoded_because_they_mean_something() -> None:
    link = link_to(URL, "A car-bomb, they said.", 0, 22)
    assert link.endswith("#:~:text=A%20car%2Dbomb%2C%20they%20said%2E")


def test_a_fragment_of_the_address_itself_is_kept() -> None:
    assert link_to(f"{URL}#part2", "One line.", 0, 9) == f"{URL}#part2:~:text=One%20line%2E"


def test_what_cannot_be_searched_gets_its_plain_address() -> None:
    assert link_to("file:///tmp/a.txt", "One line.", 0, 9) == "file:///tmp/a.txt"
    assert link_to("https://example.org/report.PDF", "One line.", 0, 9) == "https://example.org/report.PDF"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400), st.data())
def test_the_words_of_the_link_stand_in_the_text_in_their_order(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    link = link_to(URL, text, start, end)
    if "#:~:text=" not in link:
        assert not text[start:end].split()
        return
    at = 0
    for part in directive(link):
        found = text.find(part, at)
        assert found >= 0
        at = found + len(part)
