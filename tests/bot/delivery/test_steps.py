"""What a delivery comes to, from rows, incidents and a clock: which message, how it goes out, and what is noted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.delivery.alerts import ToldIncident
from bot.delivery.steps import (
    EDITED_FOR,
    News,
    Recipient,
    SendMode,
    Step,
    Telling,
    answered,
    bundle_title,
    corrected,
    edited,
    first_told,
    is_editable,
    news_of,
    told_in_reply,
    toll_told,
)
from bot.models import Delivery
from bot.outbox.schedule import Clock, QuietHours
from bot.outbox.settlements import (
    AnswerContinued,
    AnswerTold,
    BroughtUp,
    BroughtUpSilently,
    CorrectionTold,
    Dropped,
    FirstTold,
    ToldInReply,
    TollTold,
)
from bot.phrases.catalogues import phrases_for
from retrieval.answers import Outcome
from retrieval.incidents.chronicle import IncidentView
from retrieval.library.answered.shown import ShownMessage
from retrieval.library.incident_models import Rhythm, Watch
from tests.bot import fakes
from tests.bot.delivery.altered import altered_article
from tests.bot.fakes import NOW, ZONE, article, clash, excerpt, incident, silent

ENGLISH = phrases_for("en")
NIGHT = QuietHours(11 * 60, 13 * 60)  # over noon, when the tests take place


def delivery(**values: Any) -> Delivery:
    told: dict[str, Any] = {"message_id": 5, "sent_at": NOW, "revision": 1, "killed": 5, "watch_id": 7}
    return Delivery(**{"id": 1, "chat_id": 11, "kind": "incident", "subject": 1, "made_at": NOW} | told | values)


def telling(row: Delivery | None = None, *, revision: int = 1, killed: int | None = 5) -> Telling:
    view = IncidentView(1, revision, "A7F3Q2", clash(), NOW, killed, ())
    return Telling(row or delivery(), ToldIncident(view, "Ras al-Ain", 7))


def recipient(quiet: QuietHours | None = None, *watches: Watch) -> Recipient:
    kept = watches or (watch(),)
    return Recipient(Clock(ZONE, quiet), ENGLISH, NOW, {one.id or 0: one for one in kept})


def watch(id_: int = 7, rhythm: str = "instant") -> Watch:
    return Watch(id=id_, chat_id=11, terms={}, fingerprint="", rhythm=rhythm, made_at=NOW)


def noted(steps: Sequence[Step]) -> list[list[type]]:
    return [[type(one) for one in step.settlements] for step in steps]


def test_one_incident_is_an_alert_and_several_are_a_bundle_each_noted_by_itself() -> None:
    (alone,) = first_told([telling()], "3 incidents", recipient())
    assert alone.message is not None and alone.message.text.startswith("Ras al-Ain")
    (together,) = first_told([telling(), telling(delivery(id=2)), telling(delivery(id=3))], "3 incidents", recipient())
    assert together.message is not None and together.message.text.startswith("3 incidents")
    assert noted([alone, together]) == [[FirstTold], [FirstTold] * 3]
    assert [one.id for one in together.deliveries] == [1, 2, 3]


def test_a_bundle_that_fills_two_messages_notes_each_incident_with_its_own() -> None:
    long = incident(excerpt("word " * 400, article()))
    many = [Telling(delivery(id=number), told_of(long)) for number in range(5)]
    steps = first_told(many, "5 incidents", recipient())
    assert len(steps) > 1
    assert [one.id for step in steps for one in step.deliveries] == [0, 1, 2, 3, 4]
    assert [one.delivery.id for step in steps for one in step.settlements] == [0, 1, 2, 3, 4]


def test_nothing_to_tell_is_no_step() -> None:
    assert first_told([], "", recipient()) == []


@pytest.mark.parametrize(
    ("rhythms", "title"),
    [
        (["daily", "daily"], "Daily digest · 2 incidents"),
        (["weekly"], "Weekly digest · 2 incidents"),
        (["daily", "weekly"], "While it was quiet · 2 incidents"),
        (["instant"], "While it was quiet · 2 incidents"),
    ],
)
def test_the_title_of_a_bundle_says_why_its_incidents_come_together(rhythms: list[str], title: str) -> None:
    watches = [watch(number, rhythm) for number, rhythm in enumerate(rhythms, 1)]
    rows = [delivery(watch_id=one.id) for one in watches]
    assert bundle_title(rows, 2, recipient(None, *watches)) == title


@pytest.mark.parametrize(
    ("row", "revision", "killed", "news"),
    [
        (delivery(), 2, 8, News.MORE),  # the toll is said in a second step
        (delivery(), 1, 8, News.TOLL),
        (delivery(), 1, 5, News.NOTHING),
        (delivery(), 1, None, News.NOTHING),
        (delivery(killed=None), 1, 1, News.TOLL),
        (delivery(watch_id=None), 2, 8, News.NOTHING),  # it is not watched for any more
    ],
)
def test_a_message_is_brought_up_to_date_before_a_higher_toll_is_said(
    row: Delivery, revision: int, killed: int | None, news: News
) -> None:
    assert news_of(telling(row, revision=revision, killed=killed)) is news


@pytest.mark.parametrize(
    ("row", "now", "expected"),
    [
        (delivery(), NOW + EDITED_FOR - timedelta(seconds=1), True),
        (delivery(), NOW + EDITED_FOR, False),
        (delivery(fixed=True), NOW, False),
        (delivery(sent_at=None), NOW, False),
    ],
)
def test_a_message_is_edited_for_two_days_and_where_it_can_be(row: Delivery, now: datetime, expected: bool) -> None:
    assert is_editable(row, now) is expected


def test_an_edit_leaves_a_higher_toll_due_at_once_or_when_the_chat_may_be_woken() -> None:
    news = telling(revision=2, killed=8)
    awake = edited(5, [news], "", recipient())
    asleep = edited(5, [news], "", recipient(NIGHT))
    assert (awake.mode, awake.message_id) == (SendMode.EDIT, 5)
    assert awake.settlements == (BroughtUp(news.delivery, 2, "A7F3Q2", NOW, NOW),)
    assert asleep.settlements == (BroughtUp(news.delivery, 2, "A7F3Q2", NOW, NOW + timedelta(hours=1)),)


def test_an_edit_without_a_higher_toll_or_without_a_watch_leaves_nothing_due() -> None:
    same, unwatched = telling(revision=2), telling(delivery(watch_id=None), revision=2, killed=8)
    step = edited(5, [same, unwatched], "2 incidents", recipient())
    assert step.settlements == (
        BroughtUp(same.delivery, 2, "A7F3Q2", NOW, None),
        BroughtUp(unwatched.delivery, 2, "A7F3Q2", NOW, None),
    )


def test_a_toll_that_a_correction_has_said_makes_no_second_sound() -> None:
    hushed = telling(delivery(hushed=True), revision=2, killed=8)
    assert edited(5, [hushed], "", recipient()).settlements == (
        BroughtUpSilently(hushed.delivery, 2, "A7F3Q2", NOW, 8),
    )
    assert told_in_reply(hushed, (), recipient()).mode is SendMode.WHISPER


@pytest.mark.parametrize(("killed", "mode"), [(5, SendMode.WHISPER), (8, SendMode.SEND)])
def test_what_is_new_in_a_reply_makes_a_sound_only_for_a_higher_toll(killed: int, mode: SendMode) -> None:
    news = telling(revision=2, killed=killed)
    step = told_in_reply(news, (), recipient())
    assert (step.mode, step.reply_to) == (mode, 5)
    assert step.settlements == (ToldInReply(news.delivery, 2, "A7F3Q2", NOW, killed),)


def test_a_higher_toll_replies_to_the_message_with_a_sound() -> None:
    news = telling(killed=8)
    step = toll_told(news, recipient())
    assert (step.mode, step.reply_to, step.settlements) == (SendMode.SEND, 5, (TollTold(news.delivery, 8),))
    assert step.message is not None and "You were told 5 killed." in step.message.text


@pytest.mark.parametrize(("thread_id", "reply_to"), [(2, 9), (3, 0), (None, 0)])
def test_a_correction_replies_to_the_newest_message_that_showed_the_words_in_its_topic(
    thread_id: int | None, reply_to: int
) -> None:
    row = delivery(kind="correction", thread_id=thread_id)
    altered = altered_article(messages=[ShownMessage(11, 2, 9, "A7F3Q2"), ShownMessage(11, 2, 8, "K2M4PX")])
    step = corrected(row, altered, recipient())
    assert (step.reply_to, step.settlements) == (reply_to, (CorrectionTold(row, altered.told, NOW),))


MUTED = Clock(ZONE, muted_until=NOW + timedelta(hours=2))


@pytest.mark.parametrize(
    ("row", "clock", "rhythm", "hours"),
    [
        (delivery(message_id=None), MUTED, "instant", 2),
        (delivery(message_id=None), MUTED, "daily", 2),
        (delivery(kind="correction"), MUTED, "instant", 2),
        (delivery(kind="answer", message_id=None), MUTED, "instant", 2),
        (delivery(message_id=None), Clock(ZONE, NIGHT), "instant", 1),
        (delivery(message_id=None), Clock(ZONE, NIGHT), "daily", 0),  # its hour was chosen
        (delivery(kind="correction"), Clock(ZONE, NIGHT), "instant", 1),
        (delivery(), MUTED, "instant", 0),  # an edit makes no sound
    ],
)
def test_who_was_muted_or_went_to_sleep_since_it_was_planned_is_told_later(
    row: Delivery, clock: Clock, rhythm: str, hours: int
) -> None:
    watch = Watch(id=7, chat_id=11, terms={}, fingerprint="", rhythm=Rhythm(rhythm), hour=8, made_at=NOW)
    to = Recipient(clock, ENGLISH, NOW, {7: watch})
    assert to.may_be_told_at(row) == NOW + timedelta(hours=hours)


def test_the_first_message_of_an_answer_settles_it_and_the_others_go_on_with_it() -> None:
    row = delivery(kind="answer", reply_to=9)
    long = [incident(excerpt("word " * 400, article(number=number))) for number in range(1, 5)]
    first, *others = answered(row, fakes.answered(*long), recipient())
    assert (first.reply_to, first.settlements) == (9, (AnswerTold(row, "A7F3Q2", NOW),))
    assert others and all(step.settlements == (AnswerContinued(row, "A7F3Q2"),) for step in others)
    assert all(step.deliveries == () and step.reply_to == 0 for step in others)


def test_a_question_that_still_has_no_answer_is_dropped_without_a_message() -> None:
    row = delivery(kind="answer")
    (step,) = answered(row, silent(outcome=Outcome.NOTHING_FOUND), recipient())
    assert (step.message, step.settlements) == (None, (Dropped(row),))


def told_of(reported: Any) -> ToldIncident:
    return ToldIncident(IncidentView(1, 1, "A7F3Q2", reported, NOW, None, ()), "Ras al-Ain", 7)
