"""Messages lead to pages of the public web, and to nothing that acts on whoever opens it."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

import bot
from bot.messages.answer import render_answer
from bot.messages.buttons import citation
from bot.messages.layout.addresses import is_web_address, shown_address
from bot.messages.layout.rich_text import TextBuilder
from bot.phrases.catalogues import phrases_for
from tests.bot.fakes import CLASH, NOW, answered, article, excerpt, incident

ENGLISH = phrases_for("en")

OPENED = (
    "https://wire.example.org/1",
    "http://wire.example.org:8000/1?a=b#:~:text=x",
    "https://en.wikipedia.org/wiki/Ras_al-Ayn_(Syria)",
    "https://xn--mgbaakc7dvf.example.org/",
    "https://8.8.8.8/a",
    "https://t.me/northwire",
    "https://t.me/northwire/12",
    "https://t.me/s/northwire/12",
    "https://t.me/northwire/3/12?single",
    "https://t.me/c/1234567/12",
    "https://t.me/northwire#0123456789abcdef",
    "https://telegram.me/northwire/12",
)
NOT_OPENED = (
    "javascript:alert(1)",
    "data:text/html,x",
    "tg://resolve?domain=evil&start=1",
    "tg://join?invite=a",
    "ftp://wire.example.org/1",
    "file:///etc/passwd",
    "newsroom:0123456789abcdef",
    "hhttps://wire.example.org/1",
    "//wire.example.org/1",
    "https://",
    "https:///1",
    "https://[::1",
    "https://user:pass@wire.example.org/1",
    "https://wire.example.org@evil.example.net/1",
    "https://@wire.example.org/1",
    "https://wire.example.org\\@evil.example.net/",
    "http://127.0.0.1/1",
    "http://10.0.0.1/1",
    "http://[::1]/1",
    "http://2130706433/",
    "http://localhost/1",
    "http://intranet/1",
    "http://router.local/1",
    "https://wire.example.org/a b",
    "https://wire.example.org/\u202e1",
    "https://wire.example.org:port/1",
    "https://t.me/some_bot?start=pay",
    "https://t.me/some_bot?startgroup=a&admin=post_messages",
    "https://t.me/joinchat/AAAA",
    "https://t.me/joinchat/1234",
    "https://t.me/+AAAA",
    "https://t.me/addstickers/evil",
    "https://t.me/proxy?server=1.2.3.4&port=1&secret=a",
    "https://t.me/proxy",
    "https://t.me/socks",
    "https://t.me/login/12345",
    "https://t.me/share/url?url=https://evil.example.net",
    "https://t.me/$invoice",
    "https://t.me/some_bot/app",
    "https://t.me/boost/northwire",
    "https://t.me/",
    "https://northwire.t.me/12?start=a",
    "https://TELEGRAM.DOG./joinchat/A",
)


@pytest.mark.parametrize("url", OPENED)
def test_a_page_and_a_post_may_be_opened(url: str) -> None:
    assert is_web_address(url)


@pytest.mark.parametrize("url", NOT_OPENED)
def test_nobody_is_sent_anywhere_else(url: str) -> None:
    assert not is_web_address(url)
    text, entities = TextBuilder().link("open", url).build()
    assert (text, entities) == ("open", ())


@pytest.mark.parametrize("url", NOT_OPENED)
def test_no_answer_makes_a_link_a_button_or_a_citation_of_it(url: str) -> None:
    source = article(url=url)
    answer = answered(incident(excerpt(CLASH, source)))
    (message,) = render_answer(answer, ENGLISH)
    assert not any(entity.url or entity.type == MessageEntity.URL for entity in message.entities)
    assert message.keyboard is not None
    assert not any(button.url for row in message.keyboard.inline_keyboard for button in row)
    shown = message.text + citation(excerpt(CLASH, source), NOW, ENGLISH, "A7F3Q2")
    assert "pass@" not in shown and "org@" not in shown


def test_an_address_is_shown_as_code_for_telegram_makes_links_of_what_looks_like_one() -> None:
    (message,) = render_answer(answered(incident(excerpt(CLASH, article(url="tg://join?invite=a")))), ENGLISH)
    code = [entity for entity in message.entities if entity.type == MessageEntity.CODE]
    covered = [
        message.text.encode("utf-16-le")[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in code
    ]
    assert "tg://join?invite=a" in covered


@given(st.text(max_size=40), st.sampled_from(["https://", "http://", "", "https://t.me/", "https://a:b@"]))
def test_whatever_stands_for_an_address_is_judged_and_shown(text: str, before: str) -> None:
    url = before + text
    assert isinstance(is_web_address(url), bool)
    shown = shown_address(url)
    assert len(shown) <= 100 and (shown.isprintable() or shown == "")


def test_links_and_buttons_with_addresses_are_made_where_addresses_are_judged() -> None:
    """Beside those, only the words of our own deep links, which this bot itself has made."""
    made = set()
    for path in Path(bot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("InlineKeyboardButton", "MessageEntity") and any(word.arg == "url" for word in node.keywords):
                made.add(f"{path.parent.name}/{path.name}")
    assert made == {"layout/rich_text.py", "messages/buttons.py"}
