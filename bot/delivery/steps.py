"""What a delivery comes to when it is sent: which message, new or in place of an old one, and what is noted then.

An incident is told once to a chat. What is new of it is written into that message. Only a higher toll makes another
sound, in a reply. A message that is two days old, or that cannot be edited, gets a reply without a sound.

Pure functions of rows, incidents and a clock. What they need is read in `bot.delivery.deliveries`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.delivery import alerts
from bot.delivery.alerts import ToldIncident
from bot.delivery.corrections import correction
from bot.messages.answer import render_answer
from bot.messages.layout.message import OutMessage
from bot.models import Delivery
from bot.outbox.delivery import DeliveryKind
from bot.outbox.schedule import Clock
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
    Settlement,
    ToldInReply,
    TollTold,
)
from bot.phrases.catalogues import Phrases
from retrieval.answers import Answer, Outcome
from retrieval.library.answered.altered import AlteredArticle
from retrieval.library.answered.shown import QuotedWords
from retrieval.library.incident_models import Rhythm, Watch

# How long a message is brought up to date in place: later nobody scrolls up to it.
EDITED_FOR = timedelta(hours=48)


class SendMode(StrEnum):
    """How a message goes out."""

    SEND = "send"
    WHISPER = "whisper"  # without a sound
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Step:
    """One message, and what is noted once Telegram has taken it.

    No message where there is nothing to say.
    """

    deliveries: tuple[Delivery, ...]
    settlements: tuple[Settlement, ...]
    message: OutMessage | None = None
    mode: SendMode = SendMode.SEND
    message_id: int = 0  # of the message that is edited
    reply_to: int = 0


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat as it is told things."""

    clock: Clock
    phrases: Phrases
    now: datetime  # on its clock
    watches: Mapping[int, Watch] = field(default_factory=dict)

    def may_be_told_at(self, delivery: Delivery) -> datetime:
        """When something that is due now may be told, by the clock as it is now.

        What is written into a message without a sound may be at any time. For a digest the reader has chosen the hour,
        so that only being muted holds it back.
        """
        if delivery.kind == DeliveryKind.INCIDENT and delivery.message_id is not None:
            return self.now
        watch = self.watch_of(delivery)
        is_digest = watch is not None and watch.rhythm is not Rhythm.INSTANT
        return (replace(self.clock, quiet=None) if is_digest else self.clock).undisturbed(self.now)

    def watch_of(self, delivery: Delivery) -> Watch | None:
        """The watch because of which something is told.

        None where it has ended.
        """
        return self.watches.get(delivery.watch_id or 0)


class Telling(NamedTuple):
    """A delivery, and the incident that it tells."""

    delivery: Delivery
    incident: ToldIncident


class News(StrEnum):
    """What is new of an incident that a chat was told of."""

    NOTHING = "nothing"
    MORE = "more"  # the message shows less than is known
    TOLL = "toll"  # the message is up to date, and the chat knows a lower toll


def put_off(delivery: Delivery, due_at: datetime) -> Step:
    """A step without a message: it is told later."""
    return Step((delivery,), (PutOff(delivery, due_at),))


# Incidents


def nothing_left(delivery: Delivery) -> Step:
    """A step without a message."""
    return Step((delivery,), (NothingLeft(delivery),))


def first_told(tellings: Sequence[Telling], title: str, to: Recipient) -> list[Step]:
    """Incidents of which the chat has not been told.

    `title` stands above several.
    """
    if not tellings:
        return []
    if len(tellings) == 1:
        return [_first_step(tellings, alerts.alert(tellings[0].incident, to.now, to.phrases), to)]
    steps, left = [], tellings
    for message, count in alerts.bundles([one.incident for one in tellings], title, to.now, to.phrases):
        steps.append(_first_step(left[:count], message, to))
        left = left[count:]
    return steps


def bundle_title(deliveries: Sequence[Delivery], count: int, to: Recipient) -> str:
    """The line above `count` incidents that were told together: why they come together, and how many they are."""
    watches = [to.watch_of(delivery) for delivery in deliveries]
    rhythms = {watch.rhythm for watch in watches if watch is not None}
    counted = to.phrases.ngettext("{count} incident", "{count} incidents", count)
    if rhythms == {Rhythm.DAILY}:
        return to.phrases.gettext("Daily digest · {incidents}", incidents=counted)
    if rhythms == {Rhythm.WEEKLY}:
        return to.phrases.gettext("Weekly digest · {incidents}", incidents=counted)
    return to.phrases.gettext("While it was quiet · {incidents}", incidents=counted)


def news_of(telling: Telling) -> News:
    """What is new: one step at a time, first the message is brought up to date, then a higher toll is said."""
    delivery, view = telling.delivery, telling.incident.view
    if delivery.watch_id is None:
        return News.NOTHING
    if view.revision > delivery.revision:
        return News.MORE
    return News.TOLL if _is_higher(view.killed, delivery.killed) else News.NOTHING


def is_editable(delivery: Delivery, now: datetime) -> bool:
    """Whether a message can be brought up to date in place."""
    return not delivery.fixed and delivery.sent_at is not None and now - delivery.sent_at < EDITED_FOR


def edited(message_id: int, tellings: Sequence[Telling], title: str, to: Recipient) -> Step:
    """A message as it reads now, with everything that it tells of.

    `title` is empty where it tells of one incident.
    """
    if title:
        message = alerts.bundle_again([one.incident for one in tellings], title, to.now, to.phrases)
    else:
        message = alerts.alert(tellings[0].incident, to.now, to.phrases)
    deliveries = tuple(one.delivery for one in tellings)
    settlements = tuple(_brought_up(one, to) for one in tellings)
    return Step(deliveries, settlements, message, SendMode.EDIT, message_id)


def told_in_reply(telling: Telling, shown: Collection[QuotedWords], to: Recipient) -> Step:
    """What is new, in a reply to the message.

    `shown` is what the chat was shown of its articles before.
    """
    delivery, view = telling.delivery, telling.incident.view
    message = alerts.addition(telling.incident, shown, to.now, to.phrases)
    is_loud = _is_higher(view.killed, delivery.killed) and not delivery.hushed
    settlement = ToldInReply(delivery, view.revision, view.answer_id, to.now, view.killed)
    mode = SendMode.SEND if is_loud else SendMode.WHISPER
    return Step((delivery,), (settlement,), message, mode, reply_to=delivery.message_id or 0)


def toll_told(telling: Telling, to: Recipient) -> Step:
    """A higher toll, in a reply to the message."""
    delivery = telling.delivery
    message = alerts.higher_toll(telling.incident, delivery.killed, to.phrases)
    settlement = TollTold(delivery, telling.incident.view.killed)
    return Step((delivery,), (settlement,), message, reply_to=delivery.message_id or 0)


def _first_step(tellings: Sequence[Telling], message: OutMessage, to: Recipient) -> Step:
    return Step(tuple(one.delivery for one in tellings), tuple(_first_told(one, to) for one in tellings), message)


def _first_told(telling: Telling, to: Recipient) -> FirstTold:
    view = telling.incident.view
    return FirstTold(telling.delivery, view.revision, view.answer_id, to.now, view.killed)


def _brought_up(telling: Telling, to: Recipient) -> Settlement:
    """A toll that is higher now is due when the chat may be woken, unless a correction has said it."""
    delivery, view = telling.delivery, telling.incident.view
    if delivery.hushed:
        return BroughtUpSilently(delivery, view.revision, view.answer_id, to.now, view.killed)
    watch = to.watch_of(delivery) if _is_higher(view.killed, delivery.killed) else None
    due = to.clock.due(to.now, watch.rhythm, watch.hour, watch.weekday) if watch is not None else None
    return BroughtUp(delivery, view.revision, view.answer_id, to.now, due)


def _is_higher(killed: int | None, before: int | None) -> bool:
    return killed is not None and killed > (before or 0)


# Corrections and answers


def corrected(delivery: Delivery, altered: AlteredArticle, to: Recipient) -> Step:
    """What the chat does not know of an article that it was shown, in a reply to the newest message that showed it."""
    message = correction(altered, to.now, to.phrases)
    newest = altered.messages[0]
    reply_to = newest.message_id if newest.thread_id == delivery.thread_id else 0
    return Step((delivery,), (CorrectionTold(delivery, altered.told, to.now),), message, reply_to=reply_to)


def dropped(delivery: Delivery) -> Step:
    """A step without a message, after which nobody knows of the delivery any more."""
    return Step((delivery,), (Dropped(delivery),))


def answered(delivery: Delivery, answer: Answer, to: Recipient) -> list[Step]:
    """The answer to a standing question.

    None yet where what came does not answer it.
    """
    if answer.outcome is not Outcome.ANSWERED:
        return [dropped(delivery)]
    first, *others = render_answer(answer, to.phrases)
    told = AnswerTold(delivery, answer.answer_id, to.now)
    continued = AnswerContinued(delivery, answer.answer_id)
    steps = [Step((delivery,), (told,), first, reply_to=delivery.reply_to)]
    return [*steps, *(Step((), (continued,), other) for other in others)]
