"""What becomes of claimed deliveries: settled with what belongs to it, tried again, or given up."""

from bot.models import Delivery
from bot.outbox.claiming import CHAT_SECONDS, Claims
from bot.outbox.delivery import DeliveryKind
from bot.outbox.outbox import Outbox
from bot.outbox.settlements import (
    AnswerContinued,
    AnswerTold,
    BroughtUp,
    BroughtUpSilently,
    CorrectionTold,
    Dropped,
    FirstTold,
    NothingLeft,
    PutOff,
    ToldInReply,
    TollTold,
)
from bot.outbox.settling import MOST_ATTEMPTS, Settling
from retrieval.library.answered.altered import ToldOf
from retrieval.library.answered.models import ArticleState
from retrieval.library.database import write_transaction
from retrieval.library.incident_models import IncidentRow
from retrieval.library.models import AnswerRow
from retrieval.services import Services
from retrieval.watches.terms import Terms
from tests.bot.outbox.rows import AMINA, NOW, Ticking, plan, planned, rows


def test_a_failure_is_tried_again_ever_later_and_given_up_in_the_end(
    outbox: Outbox, ticking: Ticking, claims: Claims, settling: Settling
) -> None:
    plan(outbox, planned())
    waits = []
    while parcels := claims.claim(NOW, 1):
        settling.put_off(parcels[0], "Bad Gateway")
        waits.append(rows(outbox)[0].free_at - ticking.at)
        ticking.at += max(waits[-1], CHAT_SECONDS) + 1
    (given_up,) = rows(outbox)
    assert (given_up.failed, given_up.due_at, len(waits)) == ("Bad Gateway", None, MOST_ATTEMPTS)
    assert waits[:3] == [2, 4, 8]
    assert outbox.waiting(NOW).failed == 1


def test_a_pause_that_was_asked_for_is_no_failure(outbox: Outbox, claims: Claims, settling: Settling) -> None:
    plan(outbox, planned())
    (parcel,) = claims.claim(NOW, 1)
    settling.put_off(parcel, "Too Many Requests", 7)
    assert (rows(outbox)[0].attempts, rows(outbox)[0].taken) == (0, False)


def test_each_kind_of_settlement_changes_its_own_columns_and_no_others() -> None:
    shown = (row(), 3, "A7F3Q2", NOW)
    assert {type(one): set(one.columns(5)) for one in (
        NothingLeft(row()), Dropped(row()), AnswerContinued(row(), "A7F3Q2"),
        FirstTold(*shown, 8), BroughtUp(*shown), BroughtUpSilently(*shown, 8), ToldInReply(*shown, 8),
        TollTold(row(), 8), CorrectionTold(row(), ToldOf((), 1, ArticleState.SHOWN), NOW), PutOff(row(), NOW),
        AnswerTold(row(), "A7F3Q2", NOW),
    )} == {
        NothingLeft: {"due_at"},
        Dropped: set(),
        AnswerContinued: set(),
        FirstTold: {"attempts", "due_at", "message_id", "sent_at", "killed"},
        BroughtUp: {"attempts", "due_at", "message_id"},
        BroughtUpSilently: {"attempts", "due_at", "message_id", "killed", "hushed"},
        ToldInReply: {"attempts", "due_at", "killed", "fixed"},
        TollTold: {"attempts", "due_at", "killed"},
        CorrectionTold: {"attempts", "due_at", "message_id", "sent_at"},
        PutOff: {"due_at", "waited"},
        AnswerTold: {"due_at", "message_id", "sent_at", "watch_id"},
    }  # fmt: skip


def test_what_was_settled_is_anybody_s_to_claim(outbox: Outbox, claims: Claims, settling: Settling) -> None:
    plan(outbox, planned())
    (parcel,) = claims.claim(NOW, 1)
    claims.hand_over(parcel.deliveries)
    settling.settle([NothingLeft(parcel.first)])
    (settled,) = rows(outbox)
    assert (settled.free_at, settled.taken, settled.in_flight, settled.due_at) == (0, False, False, None)


def test_an_incident_that_was_revised_on_the_way_is_due_again(
    outbox: Outbox, claims: Claims, settling: Settling
) -> None:
    with write_transaction(outbox.engine) as session:
        session.add(AnswerRow(id="A7F3Q2", answered_at=NOW, outcome="answered"))
        session.add(IncidentRow(id=1, opened_at=NOW, starts=NOW.date(), ends=NOW.date(), trace={}, revision=4))
        session.add(IncidentRow(id=2, opened_at=NOW, starts=NOW.date(), ends=NOW.date(), trace={}, revision=3))
    plan(outbox, planned(waited=True), planned(subject=2, waited=True))
    (parcel,) = claims.claim(NOW, 1)
    settling.settle([FirstTold(one, 3, "A7F3Q2", NOW, 8) for one in parcel.deliveries], 5)
    assert [(one.due_at, one.revision, one.message_id, one.killed) for one in rows(outbox)] == [
        (NOW, 3, 5, 8),
        (None, 3, 5, 8),
    ]


def test_a_delivery_with_nothing_to_tell_leaves_no_row(outbox: Outbox, claims: Claims, settling: Settling) -> None:
    plan(outbox, planned())
    (parcel,) = claims.claim(NOW, 1)
    settling.settle([Dropped(parcel.first)])
    assert rows(outbox) == []


def test_an_answer_ends_its_watch_and_the_next_question_goes_on_with_it(services: Services) -> None:
    outbox, settling = Outbox(services.library.engine), Settling(services.library.engine)
    watch, _ = services.watches.add(AMINA, None, Terms(places=(("tamr", ""),)), NOW)
    with write_transaction(outbox.engine) as session:
        session.add(AnswerRow(id="A7F3Q2", answered_at=NOW, outcome="answered"))
    plan(outbox, planned(subject=watch.id or 0, kind=DeliveryKind.ANSWER, watch_id=watch.id))
    (delivery,) = rows(outbox)
    settling.settle([AnswerTold(delivery, "A7F3Q2", NOW)], 5)
    settling.settle([AnswerContinued(delivery, "A7F3Q2")], 6)
    (told,) = rows(outbox)
    assert services.watches.of_chat(AMINA) == []
    assert (told.message_id, told.watch_id, told.due_at) == (5, None, None)
    assert [services.dialogues.shown_in(AMINA, number) for number in (5, 6)] == ["A7F3Q2", "A7F3Q2"]


def test_a_forum_topic_that_is_gone_is_left_and_the_delivery_stays_due(
    outbox: Outbox, claims: Claims, settling: Settling
) -> None:
    plan(outbox, planned(thread_id=9))
    (parcel,) = claims.claim(NOW, 1)
    settling.leave_thread(parcel)
    assert [(one.thread_id, one.due_at, one.taken) for one in rows(outbox)] == [(None, NOW, False)]


def test_a_message_that_cannot_be_edited_gets_its_news_in_a_reply_at_once(
    outbox: Outbox, claims: Claims, settling: Settling
) -> None:
    plan(outbox, planned())
    (parcel,) = claims.claim(NOW, 1)
    settling.reply_instead(parcel.deliveries, NOW)
    assert [(one.fixed, one.due_at) for one in rows(outbox)] == [(True, NOW)]


def row() -> Delivery:
    return Delivery(id=1, chat_id=AMINA, kind="incident", subject=1, made_at=NOW)
