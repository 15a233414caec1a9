"""Passages → incidents: reports of one event, with the figures that each claims."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from retrieval.answers import EventWhen, Excerpt, Figure, FigureClaim, Incident
from retrieval.figures import FigureKind, find_figures
from retrieval.places import Gazetteer
from retrieval.search import Scored
from retrieval.topics import Thesaurus

EXCERPTS = 3

# Two reports without an event date can be of one event when they were published this close together: the second
# day's papers still carry it.
SAME_NEWS = timedelta(days=2)

# A second passage of one report is shown beside its best one only where no other report wants the place.
PASSAGES_OF_ONE_REPORT = 2


@dataclass(slots=True)
class Group:
    """Passages of one event, best first."""

    members: list[Scored]
    places: set[str]
    kinds: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)

    @property
    def first(self) -> Scored:
        """The best passage, after which the group was opened."""
        return self.members[0]


def group(passages: Sequence[Scored], places: Mapping[int, frozenset[str]], thesaurus: Thesaurus) -> list[Group]:
    """Passages (best first) as groups of one event each, in the order of their best passages.

    `places` gives the places that each passage names. Reports of one event agree in place, date and kind.
    """
    groups: list[Group] = []
    for scored in passages:
        here = set(places.get(scored.passage.passage_id, frozenset()))
        kinds = thesaurus.telling(scored.passage.topics or scored.passage.article_topics)
        home = next((g for g in groups if _same_event(g, scored, here, kinds)), None)
        if home is None:
            groups.append(Group([scored], here, kinds, {scored.passage.article_id}))
        else:
            home.members.append(scored)
            home.kinds |= kinds
            home.articles.add(scored.passage.article_id)
    return groups


def _same_event(home: Group, scored: Scored, places: set[str], kinds: set[str]) -> bool:
    if home.places and places and home.places.isdisjoint(places):
        return False
    if scored.passage.article_id in home.articles:
        return _same_day(home.first.passage.event, scored.passage.event)
    if home.kinds and kinds and home.kinds.isdisjoint(kinds):
        return False
    return _same_time(home.first, scored)


def _same_day(one: EventWhen | None, other: EventWhen | None) -> bool:
    """An undated passage belongs to what its article dates exactly; background of another year does not."""
    if one is None or other is None:
        return all(event is None or event.is_exact for event in (one, other))
    return one.is_exact == other.is_exact and one.interval.overlaps(other.interval)


def _same_time(one: Scored, other: Scored) -> bool:
    first, second = one.passage, other.passage
    if first.event is not None and second.event is not None:
        return _same_day(first.event, second.event)
    if first.published_at is None or second.published_at is None:
        return False
    return abs(first.published_at - second.published_at) <= SAME_NEWS


def shown(home: Group) -> list[Scored]:
    """The passages that an incident shows: the best of each report, new publishers first."""
    best: dict[str, Scored] = {}
    for member in home.members:
        best.setdefault(member.passage.article_id, member)
    reports = list(best.values())
    fresh: dict[str, Scored] = {}
    for report in reports:
        fresh.setdefault(report.passage.publisher, report)
    repeated = [report for report in reports if report not in fresh.values()]
    chosen = [*fresh.values(), *repeated][:EXCERPTS]
    if len(reports) == 1:
        chosen += [member for member in home.members[1:] if member is not chosen[0]][: PASSAGES_OF_ONE_REPORT - 1]
    return chosen


def incident(
    home: Group,
    excerpts: Sequence[Excerpt],
    asked_topics: tuple[frozenset[str], ...],
    gazetteer: Gazetteer,
    thesaurus: Thesaurus,
) -> Incident:
    """What is shown of a group, from the excerpts of its shown passages."""
    places = tuple(dict.fromkeys(id_ for excerpt in excerpts for id_ in excerpt.places))
    kind = _kind(home, asked_topics, thesaurus)
    return Incident(
        places=places,
        place_names=tuple(place.name for id_ in places if (place := gazetteer.get(id_))),
        event=_event(excerpts),
        kind=kind,
        label=thesaurus.label(kind) if kind else None,
        publishers=tuple(dict.fromkeys(member.passage.publisher for member in home.members)),
        figures=tuple(figures(excerpts)),
        excerpts=tuple(excerpts),
    )


def _event(excerpts: Sequence[Excerpt]) -> EventWhen | None:
    """When the headline excerpt says it was; where it says nothing, the narrowest exact date of the others."""
    exact = [excerpt.event for excerpt in excerpts if excerpt.event is not None and excerpt.event.is_exact]
    if exact:
        return min(exact, key=lambda event: event.interval.days)
    return excerpts[0].event if excerpts else None


def _kind(home: Group, asked: tuple[frozenset[str], ...], thesaurus: Thesaurus) -> str | None:
    """The kind that says most of what happened: an asked one first, a telling one before "attack"."""
    told = [member.passage.topics or member.passage.article_topics for member in home.members]
    counts = Counter(key for topics in told for key in topics if thesaurus.is_kind(key))
    if not counts:
        return None

    def weight(key: str) -> tuple[bool, float, int, str]:
        wanted = any(thesaurus.matches(topic, {key}) for topics in asked for topic in topics)
        return wanted, counts[key] * thesaurus.weight(key), len(thesaurus.broader(key)), key

    return max(counts, key=weight)


def figures(excerpts: Iterable[Excerpt]) -> list[Figure]:
    """All that the excerpts claim, one figure a kind; totals over longer times are another matter and left out."""
    claims: dict[FigureKind, list[FigureClaim]] = {}
    for number, excerpt in enumerate(excerpts):
        seen: set[tuple[FigureKind, int, int]] = set()
        for claim in find_figures(excerpt.text):
            key = claim.kind, claim.low, claim.high
            if claim.cumulative or key in seen:
                continue
            seen.add(key)
            claims.setdefault(claim.kind, []).append(
                FigureClaim(claim.low, claim.high, number, claim.text, claim.qualifier)
            )
    return [
        Figure(kind, min(c.low for c in found), max(c.high for c in found), tuple(found))
        for kind, found in claims.items()
    ]
