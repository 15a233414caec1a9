"""A group of passages → an incident: which of its reports are shown, and what they come to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from retrieval.answers import EventWhen, Excerpt, Incident
from retrieval.claims import figures
from retrieval.figures.reading import FigureKind
from retrieval.joining import as_one, run_of
from retrieval.passages.passage import Candidate, Scored
from retrieval.passages.texts import PassageTexts, Stated
from retrieval.places.gazetteer import Gazetteer
from retrieval.reports import Report, independent
from retrieval.topics.thesaurus import Thesaurus

EXCERPTS = 3

# How many of the marks in `_worth` say that a passage adds something: an extreme, a figure, an outlet, a report.
ADDS = 4

# A second passage of one report is shown beside its best one only where there is no other report, or where it states
# a figure that nothing else shows.
PASSAGES_OF_ONE_REPORT = 2


class _Chosen(NamedTuple):
    """A passage that is shown, with those of its report that stand beside it and are quoted with it."""

    report: Report
    passage: Candidate
    run: tuple[Candidate, ...]


def shown(reports: Sequence[Report], told: PassageTexts) -> list[Candidate]:
    """The quotations that an incident shows: the best one, then those that state another figure, then new outlets.

    Among equals the best-ranked is taken. A report whose figure differs has to be seen, the lowest and the highest
    before those between: which toll is right is for the reader to say. A quotation runs on over the passages of the
    same event that stand beside its best one.
    """
    chosen: list[_Chosen] = []
    extremes = _extremes(reports, told)
    while len(chosen) < EXCERPTS:
        waiting = [
            (report, scored)
            for report in reports
            for scored in report.passages
            if _may_follow(chosen, report, scored) and (len(reports) == 1 or _is_new(chosen, report, scored, told))
        ]
        worth = [_worth(chosen, report, scored, told, extremes) for report, scored in waiting]
        if not waiting or (len(chosen) > 1 and not any(max(worth)[:ADDS])):
            break
        report, scored = waiting[worth.index(max(worth))] if chosen else waiting[0]
        chosen.append(_Chosen(report, scored.passage, _unquoted_run(chosen, report, scored)))
    return [as_one(one.passage, one.run) for one in chosen]


def _unquoted_run(chosen: Sequence[_Chosen], report: Report, scored: Scored) -> tuple[Candidate, ...]:
    quoted = {passage.passage_id for one in chosen for passage in one.run}
    return run_of(scored.passage, [s.passage for s in report.passages if s.passage.passage_id not in quoted])


def _may_follow(chosen: Sequence[_Chosen], report: Report, scored: Scored) -> bool:
    of_report = [one for one in chosen if one.report is report]
    return len(of_report) < PASSAGES_OF_ONE_REPORT and all(scored.passage not in one.run for one in of_report)


def _worth(
    chosen: Sequence[_Chosen], report: Report, scored: Scored, told: PassageTexts, extremes: Stated
) -> tuple[bool, bool, bool, bool, bool]:
    """What a passage adds to those chosen; the first of several that add the same is the best-ranked."""
    new_report = all(one.report is not report for one in chosen)
    new_outlet = all(one.report.outlet != report.outlet for one in chosen)
    adds = _adds_figure(chosen, scored, told)
    farthest = adds and not (told.stated(scored.passage) & extremes) <= _known(chosen, told)
    return farthest, adds, new_outlet, new_report, scored is report.passages[0]


def _extremes(reports: Sequence[Report], told: PassageTexts) -> Stated:
    """The lowest and the highest figure of each kind that any report states of the event itself."""
    stated = {
        figure
        for report in reports
        for scored in report.passages
        if not scored.passage.is_background
        for figure in told.stated(scored.passage)
    }
    by_kind = {kind: [figure for figure in stated if figure[0] is kind] for kind, _, _ in stated}
    lowest = {min(figures, key=lambda figure: figure[1]) for figures in by_kind.values()}
    return frozenset(lowest | {max(figures, key=lambda figure: figure[2]) for figures in by_kind.values()})


def _known(chosen: Sequence[_Chosen], told: PassageTexts) -> set[tuple[FigureKind, int, int]]:
    return {figure for one in chosen for passage in one.run for figure in told.stated(passage)}


def _is_new(chosen: Sequence[_Chosen], report: Report, scored: Scored, told: PassageTexts) -> bool:
    return all(one.report is not report for one in chosen) or _adds_figure(chosen, scored, told)


def _adds_figure(chosen: Sequence[_Chosen], scored: Scored, told: PassageTexts) -> bool:
    return not scored.passage.is_background and not told.stated(scored.passage) <= _known(chosen, told)


def incident(
    reports: Sequence[Report],
    excerpts: Sequence[Excerpt],
    asked_topics: tuple[frozenset[str], ...],
    gazetteer: Gazetteer,
    thesaurus: Thesaurus,
) -> Incident:
    """What is shown of an event, from the excerpts of its shown passages."""
    places = tuple(dict.fromkeys(id_ for excerpt in excerpts for id_ in excerpt.places))
    kind = _kind([report.passages[0] for report in reports], asked_topics, thesaurus) or _kind(
        [scored for report in reports for scored in report.passages], asked_topics, thesaurus
    )
    return Incident(
        places=places,
        place_names=tuple(place.name for id_ in places if (place := gazetteer.get(id_))),
        event=_event(excerpts),
        kind=kind,
        label=thesaurus.label(kind) if kind else None,
        publishers=independent(reports),
        figures=tuple(figures(excerpts)),
        excerpts=tuple(_with_reprints(excerpt, reports) for excerpt in excerpts),
        reprints=sum(len(report.also_in) for report in reports),
    )


def _with_reprints(excerpt: Excerpt, reports: Sequence[Report]) -> Excerpt:
    report = next((report for report in reports if report.article_id == excerpt.article.id), None)
    return replace(excerpt, also_in=tuple(report.also_in)) if report else excerpt


def _event(excerpts: Sequence[Excerpt]) -> EventWhen | None:
    """When the headline excerpt says it was; where it says nothing, the narrowest exact date of the others."""
    exact = [excerpt.event for excerpt in excerpts if excerpt.event is not None and excerpt.event.is_exact]
    if exact:
        return min(exact, key=lambda event: event.interval.days)
    return excerpts[0].event if excerpts else None


def _kind(members: Sequence[Scored], asked: tuple[frozenset[str], ...], thesaurus: Thesaurus) -> str | None:
    """The kind that says most of what happened: an asked one first, a telling one before "attack"."""
    told = [member.passage.topics or member.passage.article_topics for member in members]
    counts = Counter(key for topics in told for key in topics if thesaurus.is_kind(key))
    if not counts:
        return None

    def weight(key: str) -> tuple[bool, float, int, str]:
        wanted = any(thesaurus.matches(topic, {key}) for topics in asked for topic in topics)
        return wanted, counts[key] * thesaurus.weight(key), len(thesaurus.broader(key)), key

    return max(counts, key=weight)
