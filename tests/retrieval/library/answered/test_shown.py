"""Which answer stands in which message of a chat, for as long as its question is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text as sql

from retrieval.answers import Outcome
from retrieval.library.answered import receipts
from retrieval.library.answered.receipts import QUESTION_KEPT
from retrieval.library.answered.shown import IDLE, Dialogues, show
from retrieval.library.articles import Library
from retrieval.library.database import write_transaction

CHAT, GROUP, TOPIC = 7, -1001234567890123, 4_000_000_000


@pytest.fixture
def dialogues(library: Library) -> Dialogues:
    return Dialogues(library.engine)


def answer(dialogues: Dialogues, chat: int = CHAT, *messages: int, thread: int | None = None) -> str:
    """An answer that was shown in these messages."""
    answer_id = receipts.record(dialogues.engine, Outcome.ANSWERED, {"turns": []}, [])
    dialogues.remember(chat, thread, messages, answer_id)
    return answer_id


def move_back(dialogues: Dialogues, by: timedelta) -> None:
    with write_transaction(dialogues.engine) as session:
        session.execute(sql("UPDATE answers SET answered_at = :then"), {"then": datetime.now(UTC) - by})


def test_every_message_of_an_answer_leads_to_it(dialogues: Dialogues) -> None:
    answer_id = answer(dialogues, CHAT, 10, 11)
    assert [dialogues.shown_in(CHAT, message) for message in (10, 11, 12)] == [answer_id, answer_id, None]


def test_the_latest_answer_of_a_chat_is_what_a_question_there_follows(dialogues: Dialogues) -> None:
    answer(dialogues, CHAT, 10)
    newest = answer(dialogues, CHAT, 12)
    answer(dialogues, GROUP, 99)
    assert dialogues.latest(CHAT, None) == newest


def test_an_answer_that_is_shown_once_more_is_no_newer(dialogues: Dialogues) -> None:
    first, newest = answer(dialogues, CHAT, 10), answer(dialogues, CHAT, 12)
    dialogues.remember(CHAT, None, [14], first)
    assert dialogues.latest(CHAT, None) == newest
    assert dialogues.shown_in(CHAT, 14) == first


def test_a_forum_topic_has_a_dialogue_of_its_own(dialogues: Dialogues) -> None:
    general, topic = answer(dialogues, GROUP, 1), answer(dialogues, GROUP, 2, thread=TOPIC)
    assert (dialogues.latest(GROUP, None), dialogues.latest(GROUP, TOPIC)) == (general, topic)
    dialogues.forget(GROUP, TOPIC)
    assert (dialogues.latest(GROUP, None), dialogues.latest(GROUP, TOPIC)) == (general, None)


def test_a_dialogue_that_was_idle_for_long_is_over_and_its_answers_stay_known(dialogues: Dialogues) -> None:
    answer_id = answer(dialogues, CHAT, 10)
    move_back(dialogues, IDLE - timedelta(minutes=1))
    assert dialogues.latest(CHAT, None) == answer_id
    move_back(dialogues, IDLE + timedelta(minutes=1))
    assert dialogues.latest(CHAT, None) is None
    assert dialogues.shown_in(CHAT, 10) == answer_id


def test_forgetting_one_chat_leaves_the_others(dialogues: Dialogues) -> None:
    answer(dialogues, CHAT, 10)
    other = answer(dialogues, GROUP, 10)
    dialogues.forget(CHAT, None)
    assert (dialogues.latest(CHAT, None), dialogues.shown_in(CHAT, 10)) == (None, None)
    assert dialogues.shown_in(GROUP, 10) == other


def test_the_next_question_does_not_follow_an_answer_whose_question_is_gone(dialogues: Dialogues) -> None:
    answer(dialogues, CHAT, 10)
    receipts.forget_old_questions(dialogues.engine, datetime.now(UTC) + QUESTION_KEPT + timedelta(minutes=1))
    assert dialogues.latest(CHAT, None) is None


def test_an_incident_that_nobody_asked_for_is_no_part_of_a_dialogue(dialogues: Dialogues) -> None:
    asked = answer(dialogues, CHAT, 10)
    told = receipts.record(dialogues.engine, Outcome.ANSWERED, {"turns": []}, [])
    with write_transaction(dialogues.engine) as session:
        show(session, CHAT, None, 11, told, in_dialogue=False)
    assert dialogues.latest(CHAT, None) == asked
    assert dialogues.shown_in(CHAT, 11) is None


def test_remembering_the_same_message_twice_keeps_the_later_answer(dialogues: Dialogues) -> None:
    answer(dialogues, CHAT, 10)
    later = answer(dialogues, CHAT, 10)
    assert dialogues.shown_in(CHAT, 10) == later
