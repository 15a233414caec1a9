"""What of a message is a question."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity

from bot.asking.words import GREETINGS, HELP, THANKS, asked_words, is_one_of


def message(text: str, *marked: tuple[str, str], caption: bool = False) -> Message:
    """A message in which words are marked as entities, by kind."""
    entities = [
        MessageEntity(
            kind, len(text[: text.index(words)].encode("utf-16-le")) // 2, len(words.encode("utf-16-le")) // 2
        )
        for kind, words in marked
    ]
    named = {"caption": text, "caption_entities": entities} if caption else {"text": text, "entities": entities}
    return Message(1, datetime.now(UTC), Chat(1, "private"), **named)


@pytest.mark.parametrize("caption", [False, True])
def test_addresses_accounts_and_tags_are_no_words_of_a_question(caption: bool) -> None:
    asked = message(
        "\N{FIRE} What happened in Kobani @someone https://example.org #news",
        ("mention", "@someone"),
        ("url", "https://example.org"),
        ("hashtag", "#news"),
        caption=caption,
    )
    assert asked_words(asked) == "\N{FIRE} What happened in Kobani"


@pytest.mark.parametrize(
    ("text", "kind", "covered"),
    [
        ("Kobani a@example.org", "email", "a@example.org"),
        ("Kobani +963 11 000 000", "phone_number", "+963 11 000 000"),
        ("Amina Kobani", "text_mention", "Amina"),
        ("Kobani $USD", "cashtag", "$USD"),
    ],
)
def test_other_entities_that_are_no_words_are_left_out_too(text: str, kind: str, covered: str) -> None:
    assert asked_words(message(text, (kind, covered))) == "Kobani"


def test_words_that_are_only_set_in_bold_or_linked_are_words() -> None:
    assert asked_words(message("Drones in Kobani", ("bold", "Drones"), ("text_link", "Kobani"))) == "Drones in Kobani"


def test_where_there_is_nothing_but_tags_these_ask() -> None:
    assert asked_words(message("#Tal_Tamr", ("hashtag", "#Tal_Tamr"))) == "Tal Tamr"


@given(st.text(), st.integers(0, 50), st.integers(1, 50))
def test_no_message_breaks_the_reader(text: str, offset: int, length: int) -> None:
    entity = MessageEntity("url", offset, length)
    asked = asked_words(Message(1, datetime.now(UTC), Chat(1, "private"), text=text, entities=[entity]))
    assert isinstance(asked, str)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Help!", HELP), ("YARDIM", HELP), ("مُساعدة", HELP), ("Hi", GREETINGS), ("السلام عليكم!", GREETINGS),
        ("Rojbaş", GREETINGS), ("Merhaba \N{WAVING HAND SIGN}", GREETINGS), ("شكراً", THANKS), ("Thank you.", THANKS),
        ("teşekkürler", THANKS), ("Spas", THANKS),
    ],
)  # fmt: skip
def test_what_people_say_to_a_bot_is_known(words: str, said: tuple[str, ...]) -> None:
    assert is_one_of(words, said)


@pytest.mark.parametrize("words", ["", "help in Kobani", "hello Kobani", "who said thanks?", "aid to Kobani"])
def test_a_question_is_none_of_these(words: str) -> None:
    assert not any(is_one_of(words, said) for said in (HELP, GREETINGS, THANKS))
