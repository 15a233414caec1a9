"""Parcels with what the library knows when they are sent, as steps.

Which steps they come to stands in `bot.delivery.steps`.
"""

from datetime import UTC, date, datetime, time
from functools import lru_cache

from bot.delivery.alerts import AlteredWords, ToldIncident
from bot.delivery.steps import (
    News,
    Recipient,
    Step,
    Telling,
    answered,
    bundle_title,
    corrected,
    dropped,
    edited,
    first_told,
    is_editable,
    news_of,
    nothing_left,
    told_in_reply,
    toll_told,
)
from bot.models import Delivery
from bot.outbox.delivery import DeliveryKind, Parcel
from bot.outbox.outbox import Outbox
from bot.outbox.readers import Readers
from bot.phrases.catalogues import phrases_for
from bot.watching.words import watched
from retrieval.incidents.chronicle import IncidentView
from retrieval.library.answered.shown import altered_in, quoted_in
from retrieval.library.database import read_session
from retrieval.library.models import Alteration
from retrieval.passages.quoting import article_ref
from retrieval.services import Services
from retrieval.watches.terms import Terms

# Incidents that are kept as they were read: more are not told at the same time.
MOST_REMEMBERED = 200


class Deliveries:
    """Turns parcels into messages.

    Every call blocks.
    """

    def __init__(self, services: Services, outbox: Outbox, readers: Readers) -> None:
        self._services = services
        self._outbox = outbox
        self._readers = readers
        self._remembered = lru_cache(maxsize=MOST_REMEMBERED)(self._read)

    def has_question(self, parcel: Parcel) -> bool:
        """Whether a question has to be asked."""
        return parcel.first.kind == DeliveryKind.ANSWER

    def steps(self, parcel: Parcel, now: datetime) -> list[Step]:
        """The messages that a parcel comes to, in order.

        What is left over is due again when they are done.
        """
        to = self._recipient(parcel.chat_id, now)
        match DeliveryKind(parcel.first.kind):
            case DeliveryKind.INCIDENT if parcel.first.message_id is None:
                return self._first_told(parcel, to)
            case DeliveryKind.INCIDENT:
                return [self._told_again(parcel.first, to)]
            case DeliveryKind.CORRECTION:
                return [self._corrected(parcel.first, to)]
            case DeliveryKind.ANSWER:
                return self._answered(parcel.first, to)

    def _recipient(self, chat_id: int, now: datetime) -> Recipient:
        settings = self._readers.get(chat_id)
        clock = self._readers.clock(settings)
        watches = {watch.id or 0: watch for watch in self._services.watches.of_chat(chat_id)}
        return Recipient(clock, phrases_for(settings.language), now.astimezone(clock.zone), watches)

    # Incidents

    def _first_told(self, parcel: Parcel, to: Recipient) -> list[Step]:
        found = [(delivery, self._told(delivery, to)) for delivery in parcel.deliveries]
        empty = [nothing_left(delivery) for delivery, told in found if told is None]
        tellings = [Telling(delivery, told) for delivery, told in found if told is not None]
        return [*empty, *first_told(tellings, bundle_title(parcel.deliveries, len(tellings), to), to)]

    def _told_again(self, delivery: Delivery, to: Recipient) -> Step:
        told = self._told(delivery, to)
        if told is None:
            return nothing_left(delivery)
        telling = Telling(delivery, told)
        match news_of(telling):
            case News.MORE if is_editable(delivery, to.now):
                return self._edited(delivery, to)
            case News.MORE:
                articles = {excerpt.article.id for excerpt in told.view.incident.excerpts}
                shown = quoted_in(self._services.library.engine, delivery.chat_id, articles)
                return told_in_reply(telling, shown, to)
            case News.TOLL:
                return toll_told(telling, to)
            case News.NOTHING:
                return nothing_left(delivery)

    def _edited(self, delivery: Delivery, to: Recipient) -> Step:
        """The message with everything else that it tells of."""
        together = self._outbox.shown_together(delivery)
        found = [(one, self._told(one, to, is_update=True)) for one in together]
        tellings = [Telling(one, told) for one, told in found if told is not None]
        title = bundle_title(together, len(tellings), to) if len(together) != 1 else ""
        return edited(delivery.message_id or 0, tellings, title, to)

    def _told(self, delivery: Delivery, to: Recipient, *, is_update: bool = False) -> ToldIncident | None:
        """The incident as the chat is told it.

        None where nothing of it is left to show.
        """
        view = self._view(delivery.subject, to.now)
        if view is None:
            return None
        watch = to.watch_of(delivery)
        terms = Terms.from_plain(watch.terms) if watch is not None else None
        return ToldIncident(
            view=view,
            because=watched(terms, to.phrases, self._services.gazetteer) if terms else "",
            watch_id=watch.id if watch is not None else None,
            own_name=_own_name(terms, view),
            updated_at=to.now if is_update and view.revision > delivery.revision else None,
        )

    def _view(self, incident_id: int, now: datetime) -> IncidentView | None:
        """An incident as its revision shows it: read once for all of ten thousand readers."""
        revision = self._services.matcher.chronicle.revision(incident_id)
        view = self._remembered(incident_id, revision, now.date())
        return view if view is None or view.revision == revision else self._read(incident_id, 0, now.date())

    def _read(self, incident_id: int, _revision: int, today: date) -> IncidentView | None:
        return self._services.matcher.chronicle.read(incident_id, datetime.combine(today, time(), UTC))

    # Corrections and answers

    def _corrected(self, delivery: Delivery, to: Recipient) -> Step:
        library = self._services.library
        altered = altered_in(library, delivery.subject, delivery.chat_id, delivery.reply_to)
        with read_session(library.engine) as session:
            alteration = session.get(Alteration, delivery.subject)
        if not altered or alteration is None:
            return nothing_left(delivery)
        words = [
            AlteredWords(one.answer_id, article_ref(one.slice), one.slice.text, one.now, alteration.altered_at)
            for one in altered
        ]
        return corrected(delivery, alteration, words, to)

    def _answered(self, delivery: Delivery, to: Recipient) -> list[Step]:
        watch = to.watches.get(delivery.subject)
        if watch is None or watch.asked is None:
            return [dropped(delivery)]
        return answered(delivery, self._services.answerer.ask_again(watch.asked, to.now), to)


def _own_name(terms: Terms | None, view: IncidentView) -> str:
    """The reader's spelling of the place where it is the incident's own."""
    named = terms.places if terms is not None else ()
    return next((words for id_, words in named if id_ in view.incident.places[:1]), "")
