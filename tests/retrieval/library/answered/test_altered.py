"""What a chat does not know yet of an article that it was shown, whatever became of the article meanwhile."""

from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from retrieval.library.answered.altered import AlteredArticle, note_told, unknown_to
from retrieval.library.answered.models import ArticleState, ToldQuotation
from retrieval.library.answered.shown import forget_shown
from retrieval.library.database import read_session, write_transaction
from retrieval.library.editing import retract, take_back_retraction
from retrieval.library.models import Alteration
from retrieval.library.new_article import article_id
from retrieval.services import Services
from tests.keeping import ask, draft, keep

URL = "https://wire.example.org/1"
NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)
SHELLS = "Three people were killed when shells fell on Tal Tamr on Saturday, residents said."
FIVE, SEVEN = SHELLS.replace("Three", "Five"), SHELLS.replace("Three", "Seven")
SHOP = "A shop in Tal Tamr burned down on Saturday, its owner said."
CHAT, OTHER = 5, 6


def stands(services: Services, text: str) -> None:
    keep(services, draft(text, url=URL))


def shown(services: Services, message: int, chat: int = CHAT) -> str:
    """Show an answer in a message."""
    answer = ask(services, "what happened in Tal Tamr this week")
    services.dialogues.remember(chat, None, [message], answer.answer_id)
    return answer.answer_id


def unknown(services: Services, chat: int = CHAT) -> AlteredArticle | None:
    with read_session(services.library.engine) as session:
        last = session.exec(select(Alteration.id).order_by(col(Alteration.id).desc())).first()
    return unknown_to(services.library, last or 0, chat)


def is_told(services: Services, altered: AlteredArticle | None, chat: int = CHAT) -> None:
    assert altered is not None
    with write_transaction(services.library.engine) as session:
        note_told(session, chat, altered.told)


def words(altered: AlteredArticle | None) -> list[tuple[str, str | None]]:
    return [(one.slice.text, one.now) for one in altered.words] if altered else []


def messages(altered: AlteredArticle | None) -> list[int]:
    return [one.message_id for one in altered.messages] if altered else []


def test_a_change_is_unknown_to_who_was_shown_the_words_before_it_and_to_nobody_else(services: Services) -> None:
    stands(services, SHELLS)
    shown(services, 10)
    stands(services, FIVE)
    shown(services, 20, OTHER)
    assert words(unknown(services)) == [(SHELLS, FIVE)]
    assert unknown(services, OTHER) is None and unknown(services, 7) is None


def test_all_messages_that_showed_the_words_are_named_the_newest_first_and_the_words_once(services: Services) -> None:
    stands(services, SHELLS)
    for message in (10, 11, 12):
        shown(services, message)
    stands(services, FIVE)
    assert messages(unknown(services)) == [12, 11, 10] and words(unknown(services)) == [(SHELLS, FIVE)]


def test_what_was_told_is_known_and_the_next_change_begins_there(services: Services) -> None:
    stands(services, SHELLS)
    shown(services, 10)
    stands(services, FIVE)
    is_told(services, unknown(services))
    assert unknown(services) is None
    stands(services, SEVEN)
    assert words(unknown(services)) == [(FIVE, SEVEN)]


def test_words_that_were_told_to_be_gone_and_stand_there_again_are_unknown(services: Services) -> None:
    stands(services, f"{SHELLS}\n\n{SHOP}")
    shown(services, 10)
    stands(services, SHELLS)
    ((before, now),) = words(unknown(services))
    assert SHOP in before and SHOP not in (now or "")
    is_told(services, unknown(services))
    assert unknown(services) is None
    stands(services, f"{SHELLS}\n\n{SHOP}")
    ((before, now),) = words(unknown(services))
    assert SHOP not in before and SHOP in (now or "")


def test_a_message_that_arrives_with_the_old_words_after_a_correction_is_unknown_by_itself(services: Services) -> None:
    stands(services, SHELLS)
    shown(services, 10)
    on_its_way = ask(services, "what happened in Tal Tamr this week").answer_id
    stands(services, FIVE)
    is_told(services, unknown(services))
    services.dialogues.remember(CHAT, None, [11], on_its_way)
    assert messages(unknown(services)) == [11]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_retraction_and_its_end_cancel_out_however_often(services: Services, times: int) -> None:
    stands(services, SHELLS)
    shown(services, 10)
    for _ in range(times):
        retract(services.library.engine, article_id(URL), "a mistake", NOW)
        altered = unknown(services)
        assert altered is not None and (altered.now, altered.reason) == (ArticleState.WITHDRAWN, "a mistake")
        take_back_retraction(services.library.engine, article_id(URL), NOW)
    assert unknown(services) is None


def test_that_it_is_shown_again_is_unknown_to_who_was_told_that_it_was_withdrawn(services: Services) -> None:
    stands(services, SHELLS)
    shown(services, 10)
    shown(services, 20, OTHER)
    retract(services.library.engine, article_id(URL), "a mistake", NOW)
    is_told(services, unknown(services))
    take_back_retraction(services.library.engine, article_id(URL), NOW)
    again = unknown(services)
    assert again is not None and (again.before, again.now) == (ArticleState.WITHDRAWN, ArticleState.SHOWN)
    assert unknown(services, OTHER) is None


def test_what_was_told_goes_with_what_was_shown(services: Services) -> None:
    stands(services, SHELLS)
    shown(services, 10)
    stands(services, FIVE)
    is_told(services, unknown(services))
    with write_transaction(services.library.engine) as session:
        forget_shown(session, datetime.max.replace(tzinfo=UTC))
    with read_session(services.library.engine) as session:
        assert session.exec(select(ToldQuotation)).all() == []
