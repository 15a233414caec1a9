"""A group of reports → an incident: its places, its date, its kind and its figures."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date

from retrieval.answers import EventWhen, Excerpt, Incident
from retrieval.clauses.deaths import days_of_later_deaths
from retrieval.dates.events import find_event_dates
from retrieval.figures.kinds import FigureKind
from retrieval.incidents.figures import figures
from retrieval.incidents.reports import Report, independent_publishers
from retrieval.library.models import Role
from retrieval.passages.passage import Scored
from retrieval.places.gazetteer import Gazetteer
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import Thesaurus

# What was done to those whom a figure counts.
COUNTED = {
    FigureKind.DETAINED: "arrest",
    FigureKind.ABDUCTED: "abduction",
    FigureKind.DISPLACED: "displacement",
}


def incident(
    reports: Sequence[Report],
    excerpts: Sequence[Excerpt],
    query: TopicQuery,
    gazetteer: Gazetteer,
    thesaurus: Thesaurus,
) -> Incident:
    """What is shown of an event, from the excerpts of its shown passages."""
    places = tuple(dict.fromkeys(id_ for excerpt in excerpts for id_ in excerpt.places))
    every = [scored for report in reports for scored in report.passages]
    counted, event = tuple(figures(excerpts)), _event(excerpts)
    done = {COUNTED[figure.kind] for figure in counted if figure.kind in COUNTED}
    best = [_telling_best(report) for report in reports]
    kind = _kind(best, every, done, query, thesaurus) or _kind(every, every, done, query, thesaurus)
    return Incident(
        places=places,
        place_names=tuple(place.name for id_ in places if (place := gazetteer.get(id_))),
        event=event,
        kind=kind,
        label=thesaurus.label(kind) if kind else None,
        publishers=independent_publishers(reports),
        figures=counted,
        excerpts=tuple(_with_reprints(excerpt, reports) for excerpt in excerpts),
        later_deaths=tuple(_later_deaths(excerpts, event)),
        reprints=sum(len(report.also_in) for report in reports),
    )


def _telling_best(report: Report) -> Scored:
    """The passage of a report that says best what happened: one that dates it in its own words, before any other."""
    dated = (scored for scored in report.passages if scored.passage.period_role is Role.TEXT)
    return next(dated, report.passages[0])


def _with_reprints(excerpt: Excerpt, reports: Sequence[Report]) -> Excerpt:
    report = next((report for report in reports if report.article_id == excerpt.article.id), None)
    return replace(excerpt, also_in=tuple(report.also_in)) if report else excerpt


def _event(excerpts: Sequence[Excerpt]) -> EventWhen | None:
    """The narrowest exact date that the excerpts have.

    Where none has one, it is what the first excerpt says.
    """
    exact = [excerpt.event for excerpt in excerpts if excerpt.event is not None and excerpt.event.is_exact]
    if exact:
        return min(exact, key=lambda event: event.interval.days)
    return excerpts[0].event if excerpts else None


def _later_deaths(excerpts: Sequence[Excerpt], event: EventWhen | None) -> list[EventWhen]:
    """The days after an event on which people died who had been wounded in it, each once."""
    days: dict[date, EventWhen] = {}
    for excerpt in excerpts if event is not None and event.is_exact else ():
        moment = excerpt.article.published_at
        published = moment.date() if moment else None
        for one in days_of_later_deaths(excerpt.text, find_event_dates(excerpt.text, published), published):
            if event is not None and one.interval.start > event.interval.end:
                days.setdefault(one.interval.start, EventWhen(one.interval, one.precision, one.part))
    return [days[day] for day in sorted(days)]


def _kind(
    members: Sequence[Scored], every: Sequence[Scored], done: Container[str], query: TopicQuery, thesaurus: Thesaurus
) -> str | None:
    """The kind that says most of what happened: an asked one first, a telling one before "attack".

    Of those that `members` name as often the one counts that was `done` to people who are counted, then the one that
    `every` passage of the event, headings among them, names more often.
    """
    counts = _kinds(members, thesaurus)
    if not counts:
        return None
    everywhere = _kinds(every, thesaurus)

    def weight(key: str) -> tuple[bool, bool, float, int, bool, int, str]:
        is_asked = any(thesaurus.matches(wanted, {key}) for wanted in query.keys)
        says = counts[key] * thesaurus.weight(key)
        return key in query.keys, is_asked, says, len(thesaurus.broader(key)), key in done, everywhere[key], key

    return max(counts, key=weight)


def _kinds(members: Sequence[Scored], thesaurus: Thesaurus) -> Counter[str]:
    """How many of the passages name each kind."""
    named = (member.passage.topics or member.passage.article_topics for member in members)
    return Counter(key for topics in named for key in topics if thesaurus.is_kind(key))
