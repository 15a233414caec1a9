"""A message in a terminal."""

import io
from dataclasses import replace

from rich.console import Console
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.layout.rich_text import TextBuilder
from bot.terminal.console import print_answer
from bot.terminal.display import Terminal
from tests.bot.fakes import CLASH, answered, article, clash, excerpt, incident


def shown(terminal: bool = False, width: int = 60, **options: object) -> tuple[Terminal, io.StringIO]:
    out = io.StringIO()
    colour = "truecolor" if terminal else None
    console = Console(file=out, force_terminal=terminal, width=width, color_system=colour, highlight=False, **options)  # type: ignore[arg-type]
    return Terminal(console), out


def printed(builder: TextBuilder, terminal: bool = False, **options: object) -> str:
    shows, out = shown(terminal, **options)  # type: ignore[arg-type]
    shows.show(*builder.build())
    return out.getvalue()


def test_an_answer_can_be_read_by_people_and_by_grep() -> None:
    out = io.StringIO()
    print_answer(answered(clash()), Console(file=out, width=40, highlight=False))
    lines = out.getvalue().split("\n")
    assert f"▎ {CLASH}" in lines
    assert "North Wire, 16 Nov · open at the sentence <https://north.example.org/1#:~:text=A>" in lines
    assert "Reports differ: 8 killed (North Wire), 5 killed (Jazira Post)" in lines


def test_on_a_terminal_every_line_of_a_quotation_has_its_bar() -> None:
    text = printed(TextBuilder().add("Head\n").quote("word " * 30 + "end").add("\nNorth Wire"), True, width=40)
    bars = [line for line in text.split("\n") if "▎" in line]
    assert len(bars) > 3 and "Head" not in bars[0]
    assert all(len(line.replace("\x1b[36m", "").replace("\x1b[0m", "")) <= 40 for line in bars)


def test_on_a_terminal_a_link_can_be_clicked() -> None:
    text = printed(TextBuilder().link("open", "https://example.org/#:~:text=a%20b"), True)
    assert "]8;" in text and "https://example.org/#:~:text=a%20b" in text and "<https" not in text


def test_without_colours_the_address_is_spelled_out() -> None:
    text = printed(TextBuilder().link("open", "https://example.org/"), True, no_color=True)
    assert "open <https://example.org/>" in text


def test_a_quotation_of_several_lines_keeps_them() -> None:
    assert printed(TextBuilder().quote("one\n\ntwo").add("\nend")) == "▎ one\n▎ \n▎ two\nend\n\n"


def test_an_article_cannot_write_to_the_screen_as_it_likes() -> None:
    words = "before\x1b[2Jafter\x07 \x9b31m"
    out = io.StringIO()
    print_answer(answered(incident(excerpt(words, article()))), Console(file=out, highlight=False))
    assert "\x1b" not in out.getvalue() and "\x9b" not in out.getvalue()
    assert "before\ufffd[2Jafter" in out.getvalue()


def test_buttons_remarks_and_links_give_no_orders_either() -> None:
    evil = "\x1b[2J\x9b31m\u202e\u200b"
    shows, out = shown(terminal=True)
    shows.remark(evil)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(f"Wire {evil}", callback_data="a")]])
    shows.show(*TextBuilder().link(f"open {evil}", "https://example.org/").build(), keyboard, numbered=True)
    assert not any(character in out.getvalue() for character in "\x9b\u202e\u200b") and "\x1b[2J" not in out.getvalue()


def test_square_brackets_are_words_like_any_others() -> None:
    source = replace(article(), publisher="[red]Wire[/red]")
    out = io.StringIO()
    print_answer(answered(incident(excerpt("[bold]Said[/bold]", source))), Console(file=out, highlight=False))
    assert "▎ [bold]Said[/bold]" in out.getvalue() and "[red]Wire[/red], 16 Nov" in out.getvalue()


def test_letters_beyond_the_basic_plane_do_not_shift_what_is_marked() -> None:
    assert printed(TextBuilder().add("😀😀 ").link("open", "https://example.org/").add(" 😀")) == (
        "😀😀 open <https://example.org/> 😀\n\n"
    )


def test_on_a_terminal_what_is_struck_out_is_crossed_and_what_is_new_underlined() -> None:
    text = printed(TextBuilder().add("killed ").struck("eight").add(" ").underlined("five"), True)
    assert "\x1b[9meight\x1b[0m" in text and "\x1b[4mfive\x1b[0m" in text


def test_where_nothing_can_be_crossed_out_signs_stand_around_it() -> None:
    builder = TextBuilder().add("killed ").struck("eight").add(" ").underlined("five")
    assert printed(builder) == "killed ~~eight~~ five\n\n"
    assert "~~eight~~" in printed(builder, True, no_color=True)


def test_a_struck_quotation_of_several_lines_is_marked_line_by_line() -> None:
    assert printed(TextBuilder().struck("one\ntwo")) == "~~one~~\n~~two~~\n\n"


def test_on_a_narrow_terminal_words_are_wrapped_and_none_is_lost() -> None:
    text = printed(
        TextBuilder().add("Head ").quote("Eight fighters were killed in Ras al-Ain on Friday"), True, width=12
    )
    assert " ".join(text.replace("\x1b[36m", "").replace("\x1b[0m", "").replace("▎", "").split()) == (
        "Head Eight fighters were killed in Ras al-Ain on Friday"
    )
