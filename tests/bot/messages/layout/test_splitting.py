"""Long answers cut to Telegram's limits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.layout.rich_text import Piece, RichText, TextMark, build, utf16_length
from bot.messages.layout.splitting import Section, cut, split
from tests.bot.messages.layout.test_rich_text import covered

WORDS = st.text(alphabet="ab ж😀\u0301\n", min_size=1, max_size=120)
UNITS = st.lists(
    st.builds(Piece, WORDS, st.sampled_from(TextMark), st.just("https://example.org")), min_size=1, max_size=4
)
SECTIONS = st.lists(st.lists(UNITS.map(tuple), min_size=1, max_size=4), min_size=1, max_size=4)


def bare(text: str) -> str:
    return "".join(text.split())


def plain(text: str) -> RichText:
    return (Piece(text),)


def texts(pages: list[RichText]) -> list[str]:
    return ["".join(piece.text for piece in page) for page in pages]


@settings(deadline=None)
@given(SECTIONS, st.integers(min_value=40, max_value=200))
def test_no_message_is_too_long_and_none_of_the_text_is_lost(sections: list[Section], limit: int) -> None:
    pages = split(sections, limit, most_entities=10)
    given_text = "".join(piece.text for section in sections for unit in section for piece in unit)
    assert bare("".join(texts(pages))) == bare(given_text)
    assert all(utf16_length(text) <= limit for text in texts(pages))


@settings(deadline=None)
@given(SECTIONS, st.integers(min_value=40, max_value=200))
def test_every_entity_still_covers_its_text_after_splitting(sections: list[Section], limit: int) -> None:
    given_marks = bare(
        "".join(p.text for section in sections for unit in section for p in unit if p.mark is not TextMark.PLAIN)
    )
    marked = ""
    for page in split(sections, limit, most_entities=10):
        text, entities = build(page)
        assert len(entities) <= 10
        marked += "".join(covered(text, entity) for entity in entities)
    assert bare(marked) == given_marks


def test_a_message_ends_between_sections_where_it_can() -> None:
    sections = [[plain("a" * 30)], [plain("b" * 30), plain("c" * 30)]]
    assert texts(split(sections, 70)) == ["a" * 30, "b" * 30 + "\n" + "c" * 30]


def test_a_section_that_is_too_long_is_parted_between_its_units() -> None:
    sections = [[plain("a" * 30), plain("b" * 30), plain("c" * 30)]]
    assert texts(split(sections, 70)) == ["a" * 30 + "\n" + "b" * 30, "c" * 30]


def test_a_quotation_that_is_longer_than_a_message_is_parted_at_white_space_with_its_source_last() -> None:
    quotation = Piece("word " * 20 + "end.", TextMark.QUOTATION)
    source = Piece("\nNorth Wire · "), Piece("open", TextMark.LINK, "https://example.org")
    pages = split([[(quotation, *source)]], 80)
    assert [[piece.mark for piece in page] for page in pages] == [
        [TextMark.QUOTATION],
        [TextMark.QUOTATION, TextMark.PLAIN, TextMark.LINK],
    ]
    assert all(utf16_length(text) <= 80 for text in texts(pages))
    assert texts(pages)[0].endswith("word")


def test_no_message_has_more_entities_than_telegram_takes() -> None:
    sections: list[Section] = [[(Piece(str(number), TextMark.BOLD),)] for number in range(250)]
    assert [len(build(page)[1]) for page in split(sections)] == [100, 100, 50]


def test_text_without_white_space_is_cut_between_a_letter_and_no_mark_of_it() -> None:
    parts = list(cut("e\u0301" * 10, 5))
    assert all(not part.startswith("\u0301") for part in parts)
    assert "".join(parts) == "e\u0301" * 10
