"""Which quotations an incident shows, and how far each runs on in its report."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from retrieval.figures.reading import StatedFigure
from retrieval.incidents.reports import Report
from retrieval.library.models import Role
from retrieval.passages.passage import Candidate, Scored
from retrieval.passages.texts import PassageTexts, Stated

# What a phone shows without scrolling for long.
EXCERPTS = 3

# How many of the marks in `_worth` say that a passage adds something: an extreme, a figure, an outlet, a report.
ADDS = 4

# A second passage of one report is shown beside its best one only where there is no other report, or where it states
# a figure that nothing else shows.
PASSAGES_OF_ONE_REPORT = 2

# Code points of a joined quotation: about the 120 words that a passage has at most, and what a phone shows at once.
LONGEST = 700


class _Chosen(NamedTuple):
    """A passage that is shown, with those of its report that stand beside it and are quoted with it."""

    report: Report
    passage: Candidate
    run: tuple[Candidate, ...]


def shown_passages(reports: Sequence[Report], texts: PassageTexts) -> list[Candidate]:
    """The quotations that an incident shows: the best one, then those that state another figure, then new outlets.

    Among equals the best-ranked is taken. A report whose figure differs has to be seen, the lowest and the highest
    before those between: which toll is right is for the reader to say. A quotation runs on over the passages of the
    same event that stand beside its best one.
    """
    chosen: list[_Chosen] = []
    extremes = _extremes(reports, texts)
    while len(chosen) < EXCERPTS:
        waiting = [
            (report, scored)
            for report in reports
            for scored in report.passages
            if _may_follow(chosen, report, scored, texts)
            and (len(reports) == 1 or _is_new(chosen, report, scored, texts))
        ]
        worth = [_worth(chosen, report, scored, texts, extremes) for report, scored in waiting]
        if not waiting or (len(chosen) > 1 and not any(max(worth)[:ADDS])):
            break
        report, scored = waiting[worth.index(max(worth))] if chosen else _headline(*waiting[0])
        chosen.append(_Chosen(report, scored.passage, _unquoted_run(chosen, report, scored, texts)))
    return [_as_one(one.passage, one.run) for one in chosen]


def _headline(report: Report, best: Scored) -> tuple[Report, Scored]:
    """The passage that stands first: the best one, or, where the report's opening lends it its date, that opening."""
    if best.passage.period_role is not Role.LEAD:
        return report, best
    opening = [one for one in report.passages if one.passage.period_role is Role.TEXT and not one.passage.is_heading]
    return report, min(opening, key=lambda one: one.passage.ordinal, default=best)


def _unquoted_run(
    chosen: Sequence[_Chosen], report: Report, scored: Scored, texts: PassageTexts
) -> tuple[Candidate, ...]:
    quoted = {passage.passage_id for one in chosen for passage in one.run}
    others = [
        s.passage for s in report.passages if s.passage.passage_id not in quoted and not texts.is_heading(s.passage)
    ]
    return _run_of(scored.passage, others, texts)


def _may_follow(chosen: Sequence[_Chosen], report: Report, scored: Scored, texts: PassageTexts) -> bool:
    of_report = [one for one in chosen if one.report is report]
    if scored is not report.passages[0] and texts.is_heading(scored.passage):
        return False
    if any(scored.passage in one.run or _is_aside(scored.passage, one.passage) for one in of_report):
        return False
    return len(of_report) < PASSAGES_OF_ONE_REPORT


def _is_aside(passage: Candidate, shown: Candidate) -> bool:
    """Whether a passage that has no date but its opening's, or none at all, shares no topic with what is shown.

    A feature goes on with how life is in the town: no second quotation of its event.
    """
    is_undated = passage.period_role is Role.LEAD or (passage.period_role is None and shown.period_role is not None)
    return is_undated and passage.topics.isdisjoint(shown.topics)


def _worth(
    chosen: Sequence[_Chosen], report: Report, scored: Scored, texts: PassageTexts, extremes: Stated
) -> tuple[bool, bool, bool, bool, bool]:
    """What a passage adds to those chosen; the first of several that add the same is the best-ranked."""
    new_report = all(one.report is not report for one in chosen)
    new_outlet = all(one.report.outlet != report.outlet for one in chosen)
    adds = _adds_figure(chosen, scored, texts)
    farthest = adds and not (texts.stated(scored.passage) & extremes) <= _known(chosen, texts)
    return farthest, adds, new_outlet, new_report, scored is report.passages[0]


def _extremes(reports: Sequence[Report], texts: PassageTexts) -> Stated:
    """The lowest and the highest figure of each kind that any report states of the event itself."""
    stated = {
        figure
        for report in reports
        for scored in report.passages
        if not scored.passage.is_background
        for figure in texts.stated(scored.passage)
    }
    by_kind = {
        kind: [figure for figure in stated if figure.kind is kind] for kind in {figure.kind for figure in stated}
    }
    lowest = {min(figures, key=lambda figure: figure.low) for figures in by_kind.values()}
    return frozenset(lowest | {max(figures, key=lambda figure: figure.high) for figures in by_kind.values()})


def _known(chosen: Sequence[_Chosen], texts: PassageTexts) -> set[StatedFigure]:
    return {figure for one in chosen for passage in one.run for figure in texts.stated(passage)}


def _is_new(chosen: Sequence[_Chosen], report: Report, scored: Scored, texts: PassageTexts) -> bool:
    return all(one.report is not report for one in chosen) or _adds_figure(chosen, scored, texts)


def _adds_figure(chosen: Sequence[_Chosen], scored: Scored, texts: PassageTexts) -> bool:
    return not scored.passage.is_background and not texts.stated(scored.passage) <= _known(chosen, texts)


def _run_of(chosen: Candidate, others: Sequence[Candidate], texts: PassageTexts) -> tuple[Candidate, ...]:
    """The passage with those of `others` that follow or precede it in its article, in the order of the article.

    What follows goes first: a report explains itself onwards. The run has at most `LONGEST` code points; a longer
    passage stays alone. It never reaches over a heading, nor over what is too short to be a passage of its own.
    """
    neighbours = {other.ordinal: other for other in others if other.version_id == chosen.version_id}
    run = [chosen]
    while (after := neighbours.get(run[-1].ordinal + 1)) and _may_run(run[-1], after, run[0].start, after.end, texts):
        run.append(after)
    while (before := neighbours.get(run[0].ordinal - 1)) and _may_run(before, run[0], before.start, run[-1].end, texts):
        run.insert(0, before)
    return tuple(run)


def _may_run(first: Candidate, second: Candidate, start: int, end: int, texts: PassageTexts) -> bool:
    """Whether one passage directly follows another, and the quotation stays short enough with both."""
    if end - start > LONGEST:
        return False
    cut = texts.slice(first)
    return cut is not None and not cut.version.text[first.end : second.start].strip()


def _as_one(chosen: Candidate, run: Sequence[Candidate]) -> Candidate:
    """The chosen passage, reaching from the beginning of a run to its end."""
    return replace(chosen, start=run[0].start, end=run[-1].end)
