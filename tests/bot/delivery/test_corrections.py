"""What a chat reads of an article that was altered: the difference, once, with the other answers that show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.delivery.corrections import MOST_ANSWERS, correction
from bot.messages.layout.rich_text import utf16_length
from bot.phrases.catalogues import phrases_for
from retrieval.library.answered.models import ArticleState
from retrieval.library.answered.shown import ShownMessage
from tests.bot.delivery.altered import altered_article, known
from tests.bot.fakes import NOW

ENGLISH = phrases_for("en")
SHOWN, WITHDRAWN, GONE = ArticleState.SHOWN, ArticleState.WITHDRAWN, ArticleState.GONE
SAME = known("Eight were killed.", "Eight  were killed.")


def test_a_correction_marks_the_difference_and_keeps_the_receipt() -> None:
    changed = correction(altered_article(), NOW, ENGLISH)
    marked = {entity.type for entity in changed.entities}
    assert {"strikethrough", "underline", "text_link", "code"} <= marked
    gone = correction(altered_article(now=WITHDRAWN, reason="a mistake"), NOW, ENGLISH)
    assert "withdrawn by the editors" in gone.text and "The reason given: a mistake" in gone.text


@pytest.mark.parametrize(
    ("before", "now", "openings"),
    [
        (SHOWN, WITHDRAWN, ["withdrawn by the editors since"]),
        (GONE, WITHDRAWN, ["withdrawn by the editors since"]),
        (SHOWN, GONE, ["has been taken down since"]),
        (WITHDRAWN, GONE, ["show this report again", "has been taken down since"]),
        (WITHDRAWN, SHOWN, ["show this report again"]),
        (GONE, SHOWN, ["page of this report is there again"]),
    ],
)
def test_what_became_of_an_article_is_said_by_what_the_chat_knows(
    before: ArticleState, now: ArticleState, openings: list[str]
) -> None:
    text = correction(altered_article(before, now, [SAME]), NOW, ENGLISH).text
    first = text.partition("\n\n")[0] if now is SHOWN else text
    assert all(opening in first for opening in openings)
    assert "source has changed" not in text
    assert (
        "strikethrough" in {one.type for one in correction(altered_article(before, now, [SAME]), NOW, ENGLISH).entities}
    ) is (now is not SHOWN)


@pytest.mark.parametrize("before", [WITHDRAWN, GONE])
def test_a_report_that_is_back_with_other_words_says_both(before: ArticleState) -> None:
    message = correction(altered_article(before), NOW, ENGLISH)
    assert "again" in message.text and "The source has changed" in message.text
    assert "underline" in {entity.type for entity in message.entities}


def test_the_other_answers_are_named_each_once() -> None:
    ids = ["A7F3Q2", "K2M4PX", "K2M4PX", "A7F3Q2", "Z9Z9Z9"]
    messages = [ShownMessage(11, None, number, id_) for number, id_ in enumerate(ids)]
    text = correction(altered_article(messages=messages), NOW, ENGLISH).text
    assert text.endswith("It was also in these answers: K2M4PX Z9Z9Z9")
    many = [ShownMessage(11, None, number, f"A{number:05}") for number in range(MOST_ANSWERS + 4)]
    assert correction(altered_article(messages=many), NOW, ENGLISH).text.endswith("and 3 more")


@given(st.lists(st.text("abc 😀 ع", min_size=1, max_size=2000), min_size=1, max_size=12))
def test_it_is_one_message_that_says_how_many_passages_it_has_no_room_for(texts: list[str]) -> None:
    words = [known(f"a {text}", f"b {text[::-1]}") for text in texts]
    message = correction(altered_article(words=words), NOW, ENGLISH)
    shown = message.text.count("North Wire")
    assert utf16_length(message.text) <= MessageLimit.MAX_TEXT_LENGTH
    assert shown == len(texts) or f"for {len(texts) - shown} more passage" in message.text


def test_a_correction_of_a_file_tells_nothing_of_where_it_lay() -> None:
    message = correction(altered_article(words=[known(url="file:///home/noor/testimony.txt")]), NOW, ENGLISH)
    assert "file of the newsroom n1" in message.text
    assert "noor" not in message.text and not any(entity.url for entity in message.entities)


def test_a_correction_says_whose_words_it_carries() -> None:
    message = correction(altered_article(words=[known(speaker="digest.example.net")]), NOW, ENGLISH)
    assert "words of digest.example.net, not of the page" in message.text
