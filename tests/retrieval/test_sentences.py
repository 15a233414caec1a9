"""Sentences that keep the template and the values that they were made from."""

import copy
import pickle

import pytest
from pydantic import TypeAdapter, ValidationError

from retrieval.sentences import Sentence, Words, sentence

TOO_LARGE = sentence("is larger than {most} MiB; divide it", most=32)


def test_a_sentence_is_its_english_words() -> None:
    assert TOO_LARGE == "is larger than 32 MiB; divide it"


def test_a_sentence_without_values_may_hold_braces() -> None:
    assert sentence('a line is {"url": "…"}') == 'a line is {"url": "…"}'


def test_a_sentence_keeps_template_and_values_when_it_is_copied_or_sent() -> None:
    words = TypeAdapter(Words)
    sent = words.validate_python(TOO_LARGE.plain())
    for other in (copy.deepcopy(TOO_LARGE), pickle.loads(pickle.dumps(TOO_LARGE)), sent):
        assert isinstance(other, Sentence) and other == TOO_LARGE
        assert (other.template, other.values) == ("is larger than {most} MiB; divide it", {"most": 32})


def test_words_without_a_template_stay_as_they_are() -> None:
    assert TypeAdapter(Words).validate_python("Valley Post") == "Valley Post"


@pytest.mark.parametrize("said", [{}, {"template": "a"}, {"template": 3, "values": {}}, 5])
def test_what_is_no_sentence_is_refused(said: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Words).validate_python(said)
