"""What a reader is told who asks for something else than reports."""

from dataclasses import replace

import pytest

from bot.messages.answer import render_answer
from bot.phrases.catalogues import phrases_for
from retrieval.answers import Answer, Outcome
from retrieval.understood import Request, Understood
from tests.bot.fakes import answered, clash, unclear

HELD = tuple((f"Paper {number}", 100 - number) for number in range(23))


def text(answer: Answer) -> str:
    (message,) = render_answer(answer, phrases_for("en"))
    return message.text


def asking(*requests: Request, **changes: object) -> Answer:
    return unclear(understood=Understood(requests=requests), **changes)


@pytest.mark.parametrize("request_", [Request.MAP, Request.TIMELINE, Request.EXPORT, Request.LANGUAGE, Request.NEARBY])
def test_one_sentence_says_what_can_be_done_instead(request_: Request) -> None:
    shown = text(asking(request_))
    assert "\n" not in shown
    assert "nothing to look up" not in shown


def test_the_sources_are_listed_with_their_articles() -> None:
    assert text(asking(Request.SOURCES, held=HELD[:2])) == "199 articles of 2 publishers:\nPaper 0 (100), Paper 1 (99)"


def test_of_many_sources_the_largest_are_listed_and_the_rest_counted() -> None:
    assert text(asking(Request.SOURCES, held=HELD)).endswith("Paper 19 (81)\nand 3 more")


def test_an_empty_library_says_that_it_is_empty() -> None:
    assert text(asking(Request.SOURCES)) == "There are no articles here yet."


def test_how_fresh_the_library_is_says_its_newest_article() -> None:
    assert text(asking(Request.FRESHNESS)) == "214 articles of 4 publishers, newest today 09:40."


def test_beside_an_answer_a_claim_is_said_not_to_be_judged() -> None:
    answer = answered(clash())
    understood = replace(answer.understood, requests=(Request.VERDICT,))
    shown = text(replace(answer, understood=understood))
    assert answer.outcome is Outcome.ANSWERED
    assert "Whether it is true is not judged here" in shown
