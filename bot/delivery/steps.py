"""What a delivery comes to when it is sent: which message, new or in the place of an old one, and what is noted then.

An incident is told once to a chat. What is new of it is written into that message; only a higher toll makes another
sound, in a reply. A message that is two days old, or that cannot be edited, gets a reply without a sound.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlmodel import Session

from bot.delivery import alerts
from bot.delivery.alerts import AlteredWords, ToldIncident
from bot.messages.answer import render_answer
from bot.messages.layout.message import OutMessage
from bot.models import ChatSettings, Delivery
from bot.outbox.delivery import Kind, Parcel
from bot.outbox.outbox import Outbox
from bot.outbox.readers import Readers
from bot.outbox.schedule import Clock
from bot.phrases import Phrases, phrases_for
from bot.watching.words import watched
from retrieval.answers import Outcome
from retrieval.incidents.chronicle import IncidentView
from retrieval.library.database import read_session
from retrieval.library.incident_models import Rhythm, Watch
from retrieval.library.models import Alteration
from retrieval.library.shown import altered_in, quoted_in, show
from retrieval.passages.quoting import article_ref
from retrieval.watches.terms import Terms

if TYPE_CHECKING:
    from retrieval.services import Services

EDITED_FOR = timedelta(hours=48)
"""How long a message is brought up to date in place; later nobody scrolls up to it."""


MOST_REMEMBERED = 200  # incidents that are kept as they were read


class Act(StrEnum):
    """How a message goes out."""

    SEND = "send"
    WHISPER = "whisper"  # without a sound
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Step:
    """One message, and what is noted once Telegram has taken it; no message where there is nothing to say."""

    deliveries: tuple[Delivery, ...]
    done: Callable[[int | None], None]
    message: OutMessage | None = None
    act: Act = Act.SEND
    message_id: int = 0  # of the message that is edited
    reply_to: int = 0


@dataclass(frozen=True, slots=True)
class _To:
    """A chat as it is told things."""

    clock: Clock
    phrases: Phrases
    now: datetime  # on its clock
    watches: Mapping[int, Watch] = field(default_factory=dict)


class Deliveries:
    """Turns parcels into messages; blocking."""

    def __init__(self, services: "Services", outbox: Outbox, readers: Readers) -> None:
        self._services = services
        self._outbox = outbox
        self._readers = readers
        self._read = lru_cache(maxsize=MOST_REMEMBERED)(self._read_anew)

    def needs_model(self, parcel: Parcel) -> bool:
        """Whether a question has to be asked."""
        return parcel.first.kind == Kind.ANSWER

    def steps(self, parcel: Parcel, now: datetime) -> list[Step]:
        """The messages that a parcel comes to, in order; what is left over is due again when they are done."""
        to = self._to(self._readers.get(parcel.chat_id), parcel, now)
        match Kind(parcel.first.kind):
            case Kind.INCIDENT if parcel.first.message_id is None:
                return self._first_telling(parcel, to)
            case Kind.INCIDENT:
                return [self._further_telling(parcel.first, to)]
            case Kind.CORRECTION:
                return [self._correction(parcel.first, to)]
            case Kind.ANSWER:
                return self._answer(parcel.first, to)

    def _to(self, reader: ChatSettings, parcel: Parcel, now: datetime) -> _To:
        clock = self._readers.clock(reader)
        watches = {watch.id or 0: watch for watch in self._services.watches.of_chat(parcel.chat_id)}
        return _To(clock, phrases_for(reader.language), now.astimezone(clock.zone), watches)

    # Incidents

    def _first_telling(self, parcel: Parcel, to: _To) -> list[Step]:
        told = [(delivery, self._told(delivery, to)) for delivery in parcel.deliveries]
        empty = [Step((delivery,), self._nothing_left(delivery)) for delivery, known in told if known is None]
        there = [(delivery, known) for delivery, known in told if known is not None]
        if len(there) == 1:
            (delivery, known), message = there[0], alerts.alert(there[0][1], to.now, to.phrases)
            return [*empty, Step((delivery,), self._told_first([(delivery, known)], to), message)]
        steps, left = list(empty), there
        title = self._title(parcel, len(there), to)
        for message, count in alerts.bundles([known for _, known in there], title, to.now, to.phrases):
            some, left = left[:count], left[count:]
            steps.append(Step(tuple(delivery for delivery, _ in some), self._told_first(some, to), message))
        return steps

    def _title(self, parcel: Parcel, count: int, to: _To) -> str:
        watches = [to.watches.get(delivery.watch_id or 0) for delivery in parcel.deliveries]
        rhythms = {watch.rhythm for watch in watches if watch is not None}
        counted = to.phrases.ngettext("{count} incident", "{count} incidents", count)
        if rhythms == {Rhythm.DAILY}:
            return to.phrases.gettext("Daily digest · {incidents}", incidents=counted)
        if rhythms == {Rhythm.WEEKLY}:
            return to.phrases.gettext("Weekly digest · {incidents}", incidents=counted)
        return to.phrases.gettext("While it was quiet · {incidents}", incidents=counted)

    def _further_telling(self, delivery: Delivery, to: _To) -> Step:
        """One step at a time: first the message is brought up to date, then a higher toll is said."""
        told = self._told(delivery, to)
        if told is None or delivery.watch_id is None:
            return Step((delivery,), self._nothing_left(delivery))
        if told.known.revision > delivery.revision:
            return self._edited(delivery, to) if self._is_editable(delivery, to) else self._added(delivery, told, to)
        if _is_higher(told.known.killed, delivery.killed):
            message = alerts.higher_toll(told, delivery.killed, to.phrases)
            return Step((delivery,), self._told_toll(delivery, told.known), message, reply_to=delivery.message_id or 0)
        return Step((delivery,), self._nothing_left(delivery))

    def _is_editable(self, delivery: Delivery, to: _To) -> bool:
        return not delivery.fixed and delivery.sent_at is not None and to.now - delivery.sent_at < EDITED_FOR

    def _edited(self, delivery: Delivery, to: _To) -> Step:
        """The message as it reads now, with everything else that it tells of."""
        together = self._outbox.shown_together(delivery)
        told = [(one, known) for one in together if (known := self._told(one, to, updated=True)) is not None]
        if len(together) == 1:
            message = alerts.alert(told[0][1], to.now, to.phrases)
        else:
            title = self._title(Parcel(delivery.chat_id, None, tuple(together), 0.0), len(told), to)
            message = alerts.bundle_again([known for _, known in told], title, to.now, to.phrases)
        return Step(
            tuple(one for one, _ in told), self._brought_up(told, to), message, Act.EDIT, delivery.message_id or 0
        )

    def _added(self, delivery: Delivery, told: ToldIncident, to: _To) -> Step:
        articles = {excerpt.article.id for excerpt in told.known.incident.excerpts}
        shown = quoted_in(self._services.library.engine, delivery.chat_id, articles)
        message = alerts.addition(told, shown, to.now, to.phrases)
        higher = _is_higher(told.known.killed, delivery.killed)
        act = Act.SEND if higher and not delivery.hushed else Act.WHISPER
        return Step((delivery,), self._told_more(delivery, told.known, to), message, act, 0, delivery.message_id or 0)

    def _told(self, delivery: Delivery, to: _To, *, updated: bool = False) -> ToldIncident | None:
        known = self._known(delivery.subject, to.now)
        if known is None:
            return None
        watch = to.watches.get(delivery.watch_id or 0)
        terms = Terms.from_plain(watch.terms) if watch is not None else None
        return ToldIncident(
            known=known,
            because=watched(terms, to.phrases, self._services.gazetteer) if terms else "",
            watch_id=watch.id if watch is not None else None,
            own_name=_own_name(terms, known),
            updated_at=to.now if updated and known.revision > delivery.revision else None,
        )

    def _known(self, incident_id: int, now: datetime) -> IncidentView | None:
        """An incident as its revision shows it: read once for all of ten thousand readers."""
        revision = self._services.matcher.chronicle.revision(incident_id)
        known = self._read(incident_id, revision, now.date())
        return known if known is None or known.revision == revision else self._read_anew(incident_id, 0, now.date())

    def _read_anew(self, incident_id: int, _revision: int, today: date) -> IncidentView | None:
        return self._services.matcher.chronicle.read(incident_id, datetime.combine(today, time(), UTC))

    # What is noted

    def _told_first(self, several: Sequence[tuple[Delivery, ToldIncident]], to: _To) -> Callable[[int | None], None]:
        def done(message_id: int | None) -> None:
            for delivery, told in several:
                self._note([(delivery, told)], message_id, None, to, killed=told.known.killed, sent_at=to.now)

        return done

    def _brought_up(self, several: Sequence[tuple[Delivery, ToldIncident]], to: _To) -> Callable[[int | None], None]:
        """A toll that is higher now is due when the chat may be woken."""

        def done(message_id: int | None) -> None:
            for delivery, told in several:
                higher = _is_higher(told.known.killed, delivery.killed)
                watch = to.watches.get(delivery.watch_id or 0)
                if delivery.hushed:
                    self._note([(delivery, told)], message_id, None, to, killed=told.known.killed, hushed=False)
                else:
                    due = self._due(watch, to) if higher and watch is not None else None
                    self._note([(delivery, told)], message_id, due, to)

        return done

    def _told_more(self, delivery: Delivery, known: IncidentView, to: _To) -> Callable[[int | None], None]:
        def done(message_id: int | None) -> None:
            def also(session: Session) -> None:
                self._show(session, delivery, message_id, known.answer_id)

            self._outbox.told(
                [delivery], {known.id: known.revision}, also, None, to.now, killed=known.killed, fixed=True
            )

        return done

    def _told_toll(self, delivery: Delivery, known: IncidentView) -> Callable[[int | None], None]:
        def done(_message_id: int | None) -> None:
            self._outbox.settle(delivery, due_at=None, killed=known.killed, attempts=0)

        return done

    def _note(
        self,
        several: Sequence[tuple[Delivery, ToldIncident]],
        message_id: int | None,
        due: datetime | None,
        to: _To,
        **values: object,
    ) -> None:
        def also(session: Session) -> None:
            for delivery, told in several:
                self._show(session, delivery, message_id, told.known.answer_id)

        revisions = {told.known.id: told.known.revision for _, told in several}
        deliveries = [delivery for delivery, _ in several]
        self._outbox.told(deliveries, revisions, also, due, to.now, message_id=message_id, **values)

    def _show(self, session: Session, delivery: Delivery, message_id: int | None, answer_id: str) -> None:
        if message_id is not None:
            show(session, delivery.chat_id, delivery.thread_id, message_id, answer_id, in_dialogue=False)

    def _due(self, watch: Watch, to: _To) -> datetime:
        return to.clock.due(to.now, watch.rhythm, watch.hour, watch.weekday)

    def _nothing_left(self, delivery: Delivery) -> Callable[[int | None], None]:
        def done(_message_id: int | None) -> None:
            self._outbox.settle(delivery, due_at=None)

        return done

    # Corrections and answers

    def _correction(self, delivery: Delivery, to: _To) -> Step:
        library = self._services.library
        altered = altered_in(library, delivery.subject, delivery.chat_id, delivery.reply_to)
        with read_session(library.engine) as session:
            alteration = session.get(Alteration, delivery.subject)
        if not altered or alteration is None:
            return Step((delivery,), self._nothing_left(delivery))
        words = [
            AlteredWords(one.answer_id, article_ref(one.slice), one.slice.text, one.now, alteration.altered_at)
            for one in altered
        ]
        message = alerts.correction(alteration.kind, alteration.reason, words, to.now, to.phrases)

        def done(message_id: int | None) -> None:
            self._outbox.settle(delivery, due_at=None, message_id=message_id, sent_at=to.now)

        return Step((delivery,), done, message, reply_to=delivery.reply_to)

    def _answer(self, delivery: Delivery, to: _To) -> list[Step]:
        """The answer to a standing question; none yet where what came does not answer it."""
        watch = to.watches.get(delivery.subject)
        if watch is None or watch.asked is None:
            return [Step((delivery,), lambda _: self._outbox.remove(delivery))]
        answer = self._services.answerer.ask_again(watch.asked, to.now)
        if answer.outcome is not Outcome.ANSWERED:
            return [Step((delivery,), lambda _: self._outbox.remove(delivery))]
        first, *others = render_answer(answer, to.phrases)

        def shown(message_id: int | None) -> None:
            if message_id is not None:
                self._services.dialogues.remember(delivery.chat_id, delivery.thread_id, [message_id], answer.answer_id)

        def done(message_id: int | None) -> None:
            shown(message_id)
            self._outbox.settle(delivery, due_at=None, message_id=message_id, sent_at=to.now, watch_id=None)
            self._services.watches.stop([delivery.subject])

        steps = [Step((delivery,), done, first, reply_to=delivery.reply_to)]
        return [*steps, *(Step((), shown, other) for other in others)]


def _is_higher(killed: int | None, told: int | None) -> bool:
    return killed is not None and killed > (told or 0)


def _own_name(terms: Terms | None, known: IncidentView) -> str:
    """The reader's spelling of the place where it is the incident's own."""
    named = terms.places if terms is not None else ()
    return next((words for id_, words in named if id_ in known.incident.places[:1]), "")
