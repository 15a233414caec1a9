"""Strangers' text gives a terminal no orders, and shows what it holds."""

import json
import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.layout.harmless import harmless, harmless_json, harmless_xml

SIGN = "\N{REPLACEMENT CHARACTER}"
FORBIDDEN = {chr(code) for code in (*range(32), *range(127, 160))} - {"\n", "\t"}
TURNED_ROUND = {"\u202d", "\u202e"}
ANY = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x1b\x9b\x07\r\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200d")
    )
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x9b31m\x07\x7f", f"{SIGN}[2J{SIGN}31m{SIGN}{SIGN}"),
        (
            "\x1b]8;;http://evil.example\x1b\\here\x9d0;title\x9c",
            f"{SIGN}]8;;http://evil.example{SIGN}\\here{SIGN}0;title{SIGN}",
        ),
        ("over\rwritten\b\b\x0b\x0c", f"over{SIGN}written{SIGN * 4}"),
        ("a\u2028b\u2029c\x85d", f"a{SIGN}b{SIGN}c{SIGN}d"),
        ("report\u202egpj.exe", f"report{SIGN}gpj.exe"),
        ("report\u202egpj\u202c.exe", f"report{SIGN}gpj{SIGN}.exe"),
        ("\u2067open", f"{SIGN}open"),
        ("closed\u2069\u202c", f"closed{SIGN}{SIGN}"),
        ("\u2067one\ntwo\u2069", f"{SIGN}one\ntwo{SIGN}"),
        ("\u2066\u202ainside\u2069\u202c", f"\u2066{SIGN}inside\u2069{SIGN}"),
        ("kil\u200bled, kil\u2060led, kil\u00adled, \ufeffx", f"kil{SIGN}led, kil{SIGN}led, kil{SIGN}led, {SIGN}x"),
        ("pay\u200dpal \u200c", f"pay{SIGN}pal {SIGN}"),
        ("\U000e0041\U000e0020hidden\U000e0101", f"{SIGN}{SIGN}hidden{SIGN}"),
        ("a\u3164b\u115fc\u034f", f"a{SIGN}b{SIGN}c{SIGN}"),
        ("half \ud83d", f"half {SIGN}"),
    ],
)
def test_what_could_mislead_is_shown_as_a_sign(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "سقطت قذيفتان قرب القرية\nSerê Kaniyê\tRas al-Ain",
        "\u2068وكالة الجزيرة\u2069, 16 Nov",
        "\u200eNorth Wire \u200fقامشلو\u061c",
        "\u202bقامشلو\u202c and \u2066a \u2067b\u2069 c\u2069",
        "می\u200cخواهم",
        "👩\u200d👩\u200d👧 ❤\ufe0f",
        "٪ ۝ \u0601١٢",
    ],
)
def test_ordinary_text_of_every_language_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(ANY)
def test_nothing_that_a_terminal_acts_on_is_left_and_nothing_moves(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text) and shown.count("\n") == text.count("\n")
    assert not FORBIDDEN & set(shown) and not TURNED_ROUND & set(shown)
    assert harmless(shown) == shown
    shown.encode()


@given(st.recursive(ANY | st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)))
def test_json_holds_the_same_and_only_what_is_seen(value: object) -> None:
    text = harmless_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(text) == value
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in text)


def test_xml_holds_the_same_and_only_what_is_seen() -> None:
    title = "North\u202e Wire \x9b31m \u2028"
    text = harmless_xml(f"<outline text='{title}'/>\n")
    assert ElementTree.fromstring(text).get("text") == title
    assert not any(unicodedata.category(character) in ("Cc", "Cf") for character in text if character != "\n")
