"""What was answered is remembered, and each quotation can be proved as long as its text stands."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text as sql
from sqlmodel import select

from retrieval.answers import Outcome
from retrieval.errors import QuestionError
from retrieval.library.answered import receipts
from retrieval.library.answered.receipts import ALPHABET, ID_LENGTH, QUESTION_KEPT, QuotationRef
from retrieval.library.answered.shown import Dialogues
from retrieval.library.articles import Library
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import AnswerRow
from retrieval.library.new_article import NewArticle, NewPassage

ASKED = {"turns": [{"text": "what happened", "today": "2024-11-17", "changes": []}], "zone": "Asia/Damascus"}
TEXT = "Shells fell on Friday. Nobody was hurt."


@pytest.fixture(autouse=True)
def article(library: Library) -> None:
    new = NewArticle("https://north-wire.example.org/shells", TEXT, title="Shells", publisher="North Wire")
    library.keep(new, [NewPassage(0, len(TEXT), "shells")], datetime(2024, 11, 17, tzinfo=UTC))


def record(library: Library, *quotations: QuotationRef) -> str:
    return receipts.record(library.engine, Outcome.ANSWERED, ASKED, quotations)


def test_an_id_can_be_read_aloud() -> None:
    assert not set("0O1I") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 32


def test_every_answer_has_an_id_of_its_own(library: Library) -> None:
    ids = {record(library) for _ in range(20)}
    assert len(ids) == 20
    assert all(re.fullmatch(f"[{ALPHABET}]{{{ID_LENGTH}}}", id_) for id_ in ids)


def test_an_id_that_is_taken_is_not_given_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = record(library)
    letters = iter(taken + "ABCDEF")
    monkeypatch.setattr(receipts.secrets, "choice", lambda _: next(letters))
    assert record(library) == "ABCDEF"


def test_a_receipt_cuts_every_quotation_again_in_the_order_of_the_answer(library: Library) -> None:
    receipt = receipts.receipt(library, record(library, QuotationRef(0, 1, 0, 22), QuotationRef(1, 1, 23, 39)))
    assert receipt.outcome is Outcome.ANSWERED
    assert [(proof.incident, proof.slice.text) for proof in receipt.proofs if proof.slice] == [
        (0, "Shells fell on Friday."),
        (1, "Nobody was hurt."),
    ]


def test_a_receipt_says_when_the_answer_was_given(library: Library) -> None:
    before = datetime.now(UTC)
    assert before <= receipts.receipt(library, record(library)).answered_at <= datetime.now(UTC)


def test_an_id_may_be_typed_in_small_letters_with_spaces_around(library: Library) -> None:
    answer_id = record(library)
    assert receipts.receipt(library, f" {answer_id.lower()} ").answer_id == answer_id


def test_an_unknown_id_is_refused_in_one_line(library: Library) -> None:
    with pytest.raises(QuestionError, match="there is no answer XXXXXX; its id stands at the end of every answer"):
        receipts.receipt(library, "XXXXXX")


def test_a_quotation_is_not_proved_when_its_text_no_longer_has_its_hash(library: Library) -> None:
    answer_id = record(library, QuotationRef(0, 1, 0, 22))
    with write_transaction(library.engine) as session:
        session.execute(sql("UPDATE versions SET text = 'Shells fell on Sunday. Nobody was hurt.'"))
    (proof,) = receipts.receipt(library, answer_id).proofs
    assert (proof.start, proof.end, proof.slice) == (0, 22, None)


def test_a_quotation_of_a_replaced_version_is_proved_from_that_version(library: Library) -> None:
    answer_id = record(library, QuotationRef(0, 1, 0, 22))
    changed = NewArticle("https://north-wire.example.org/shells", "Rain fell.", title="Shells", publisher="North Wire")
    library.keep(changed, [NewPassage(0, 10, "rain fell")], datetime(2024, 11, 18, tzinfo=UTC))
    (proof,) = receipts.receipt(library, answer_id).proofs
    assert proof.slice is not None
    assert (proof.slice.text, proof.slice.version.number) == ("Shells fell on Friday.", 1)


def test_further_quotations_are_added_once(library: Library) -> None:
    answer_id = record(library, QuotationRef(0, 1, 0, 22))
    for _ in range(2):
        with write_transaction(library.engine) as session:
            receipts.add_more(session, answer_id, [QuotationRef(0, 1, 0, 22), QuotationRef(1, 1, 23, 39)])
    assert [(proof.incident, proof.start) for proof in receipts.receipt(library, answer_id).proofs] == [(0, 0), (1, 23)]


def test_the_question_of_an_answer_is_kept_for_follow_ups(library: Library) -> None:
    assert receipts.asked(library.engine, record(library)) == ASKED


def test_words_whose_answer_no_message_shows_are_deleted_soon(library: Library) -> None:
    unsent, replaced, shown = (record(library, QuotationRef(0, 1, 0, 22)) for _ in range(3))
    dialogues = Dialogues(library.engine)
    dialogues.remember(1, None, [2], replaced)
    dialogues.remember(1, None, [2, 3], shown)
    dialogues.replaced(1, [2])
    with pytest.raises(QuestionError):
        receipts.asked(library.engine, replaced)
    receipts.forget_old_questions(library.engine, datetime.now(UTC))
    assert receipts.asked(library.engine, unsent) == ASKED
    receipts.forget_old_questions(library.engine, datetime.now(UTC) + receipts.ON_ITS_WAY)
    assert receipts.asked(library.engine, shown) == ASKED
    with pytest.raises(QuestionError):
        receipts.asked(library.engine, unsent)


def test_old_questions_are_deleted_and_their_receipts_stay(library: Library) -> None:
    answer_id = record(library, QuotationRef(0, 1, 0, 22))
    Dialogues(library.engine).remember(1, None, [2], answer_id)
    almost = datetime.now(UTC) + QUESTION_KEPT - timedelta(minutes=1)
    receipts.forget_old_questions(library.engine, almost)
    assert receipts.asked(library.engine, answer_id) == ASKED
    receipts.forget_old_questions(library.engine, almost + timedelta(minutes=2))
    with pytest.raises(QuestionError, match=f"the question of answer {answer_id} is no longer kept; ask it again"):
        receipts.asked(library.engine, answer_id)
    assert len(receipts.receipt(library, answer_id).proofs) == 1


def test_deleted_words_leave_no_trace_in_the_row(library: Library) -> None:
    record(library)
    receipts.forget_old_questions(library.engine, datetime.now(UTC) + 2 * QUESTION_KEPT)
    with read_session(library.engine) as session:
        assert session.execute(sql("SELECT question FROM answers")).scalar() is None
        assert session.exec(select(AnswerRow)).one().outcome == "answered"


def test_an_unknown_answer_has_no_question(library: Library) -> None:
    with pytest.raises(QuestionError, match="XXXXXX"):
        receipts.asked(library.engine, "XXXXXX")


def test_what_was_shown_of_an_answer_is_counted_over_all_its_pages(library: Library) -> None:
    answer_id = record(library, QuotationRef(0, 1, 0, 22))
    assert receipts.shown(library.engine, answer_id) == 1
    with write_transaction(library.engine) as session:
        receipts.add_more(session, answer_id, [QuotationRef(1, 1, 23, 39)])
    assert receipts.shown(library.engine, answer_id) == 2


def test_the_last_related_report_of_silence_is_no_incident_that_was_shown(library: Library) -> None:
    silent = receipts.record(library.engine, Outcome.NOTHING_FOUND, ASKED, [QuotationRef(0, 1, 0, 22)])
    assert receipts.shown(library.engine, silent) == 0
    assert receipts.shown(library.engine, "AAAAAA") == 0


def test_a_question_that_an_older_version_kept_otherwise_is_no_longer_known(library: Library) -> None:
    older = receipts.record(library.engine, Outcome.ANSWERED, {"text": "what happened", "context": []}, [])
    with pytest.raises(QuestionError, match="ask it again"):
        receipts.asked(library.engine, older)
