"""Parcels with what the library knows when they are sent, as steps.

Which steps they come to stands in `bot.delivery.steps`.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache

from bot.delivery.alerts import ToldIncident
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
    put_off,
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
from retrieval.library.alterations import last_alteration
from retrieval.library.answered.altered import unknown_to
from retrieval.library.answered.shown import quoted_in
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
        """The messages that a parcel comes to, in order, by what is true now and not when it was claimed.

        What is left over is due again when they are done.
        """
        deliveries = self._outbox.fresh(parcel)
        if not deliveries:
            return []
        to = self._recipient(parcel.chat_id, now)
        late = {one.id: due for one in deliveries if (due := to.may_be_told_at(one)) > now}
        put_off_ = [put_off(one, late[one.id]) for one in deliveries if one.id in late]
        return [*put_off_, *self._told_now([one for one in deliveries if one.id not in late], to)]

    def _told_now(self, deliveries: Sequence[Delivery], to: Recipient) -> list[Step]:
        if not deliveries:
            return []
        first = deliveries[0]
        match DeliveryKind(first.kind):
            case DeliveryKind.INCIDENT if first.message_id is None:
                return self._first_told(deliveries, to)
            case DeliveryKind.INCIDENT:
                return [self._told_again(first, to)]
            case DeliveryKind.CORRECTION:
                return [self._corrected(first, to)]
            case DeliveryKind.ANSWER:
                return self._answered(first, to)

    def _recipient(self, chat_id: int, now: datetime) -> Recipient:
        settings = self._readers.get(chat_id)
        clock = self._readers.clock(settings)
        watches = {watch.id or 0: watch for watch in self._services.watches.of_chat(chat_id)}
        return Recipient(clock, phrases_for(settings.language), now.astimezone(clock.zone), watches)

    # Incidents

    def _first_told(self, deliveries: Sequence[Delivery], to: Recipient) -> list[Step]:
        """What has nothing to show, or is not what its watch asks for any more, is forgotten.

        So it is planned anew where that changes.
        """
        found = [(delivery, self._told(delivery, to)) for delivery in deliveries]
        tellings = [Telling(one, told) for one, told in found if told is not None and self._is_asked_for(one, told, to)]
        kept = {telling.delivery.id for telling in tellings}
        empty = [dropped(delivery) for delivery in deliveries if delivery.id not in kept]
        return [*empty, *first_told(tellings, bundle_title(deliveries, len(tellings), to), to)]

    def _is_asked_for(self, delivery: Delivery, told: ToldIncident, to: Recipient) -> bool:
        watch, view = to.watch_of(delivery), told.view
        return watch is not None and self._services.watches.is_satisfied(
            watch, view.reports, len(view.incident.publishers), view.killed or 0
        )

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
        """An incident as it is shown now: read once for all of ten thousand readers, and again after an alteration."""
        revision = self._services.matcher.chronicle.revision(incident_id)
        altered = last_alteration(self._services.library.engine)
        view = self._remembered(incident_id, revision, altered, now.date())
        return view if view is None or view.revision == revision else self._read(incident_id, 0, 0, now.date())

    def _read(self, incident_id: int, _revision: int, _altered: int, today: date) -> IncidentView | None:
        return self._services.matcher.chronicle.read(incident_id, datetime.combine(today, time(), UTC))

    # Corrections and answers

    def _corrected(self, delivery: Delivery, to: Recipient) -> Step:
        altered = unknown_to(self._services.library, delivery.subject, delivery.chat_id)
        return nothing_left(delivery) if altered is None else corrected(delivery, altered, to)

    def _answered(self, delivery: Delivery, to: Recipient) -> list[Step]:
        watch = to.watches.get(delivery.subject)
        if watch is None or watch.asked is None:
            return [dropped(delivery)]
        return answered(delivery, self._services.answerer.ask_again(watch.asked, to.now), to)


def _own_name(terms: Terms | None, view: IncidentView) -> str:
    """The reader's spelling of the place where it is the incident's own."""
    named = terms.places if terms is not None else ()
    return next((words for id_, words in named if id_ in view.incident.places[:1]), "")
