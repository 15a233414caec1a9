"""What the bot says about itself, in every language and within the limits of Telegram."""

import pytest

from bot.asking.greeting import commands, description, example_questions, short_description
from bot.phrases.catalogues import languages, phrases_for
from retrieval.languages.question import question_language


@pytest.mark.parametrize("language", languages())
def test_what_telegram_lists_keeps_to_its_limits(language: str) -> None:
    phrases = phrases_for(language)
    assert 0 < len(short_description(phrases)) <= 120 and 0 < len(description(phrases)) <= 512
    assert all(0 < len(command.description) <= 256 for command in commands(phrases))


@pytest.mark.parametrize("language", languages())
def test_the_examples_are_asked_in_the_language_of_their_greeting(language: str) -> None:
    assert {question_language(example) for example in example_questions(phrases_for(language))} == {language}
