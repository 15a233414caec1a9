"""Passages → groups of one event each, in time that grows as the number of passages does.

A passage is compared only with groups that it shares a key with: a place (or its neighbourhood) and a day. Groups
that meet under one key and are not one event differ in kind, so there are few of them, and `MOST_COMPARED` bounds
them where a corpus is odd.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from retrieval.figures.reading import StatedFigure
from retrieval.incidents.signatures import (
    BlockingKey,
    EventSignature,
    SignatureReader,
    group_figure_keys,
    group_keys,
    is_nested,
    is_same_kind,
    is_same_spot,
    is_same_time,
    lookup_figure_keys,
    lookup_keys,
)
from retrieval.passages.passage import Candidate, Scored
from retrieval.passages.texts import Stated
from retrieval.places.gazetteer import Gazetteer
from retrieval.topics.thesaurus import Thesaurus

# Groups under one key that a passage is compared with, those of the best passages first.
MOST_COMPARED = 32

# The figures that passages state, by passage id.
Figures = Callable[[Sequence[Candidate]], Mapping[int, Stated]]


@dataclass(slots=True)
class Group:
    """Passages of one event, best first."""

    members: list[Scored]
    signature: EventSignature
    articles: set[str] = field(default_factory=set)
    figures: set[StatedFigure] = field(default_factory=set)
    incident_id: int | None = None  # of one that was known before its members here

    @property
    def first(self) -> Scored:
        """The best passage, after which the group was opened."""
        return self.members[0]


def group(
    passages: Sequence[Scored],
    places: Mapping[int, frozenset[str]],
    gazetteer: Gazetteer,
    thesaurus: Thesaurus,
    figures: Figures,
    known: Sequence[Group] = (),
) -> list[Group]:
    """Passages (best first) as groups of one event each, in the order of their best passages.

    `places` gives the places that each passage names. Reports of one event agree in place, date and kind; one that
    names a town and one that names only the province around it agree where they state a figure in common; one without a
    place is of the event that its article tells, and of no other. Groups
    that are `known` come first, and passages join them before they open another.
    """
    reader = SignatureReader(gazetteer, thesaurus)
    signatures = [reader.signature(s.passage, places.get(s.passage.passage_id, frozenset())) for s in passages]
    wide = _needing_figures([*(one.signature for one in known), *signatures])[len(known) :]
    stated = figures([scored.passage for scored, needed in zip(passages, wide, strict=True) if needed])
    groups = _Groups()
    for one in known:
        groups.open(one)
    for scored, signature in zip(passages, signatures, strict=True):
        groups.add(scored, signature, stated.get(scored.passage.passage_id, frozenset()))
    return groups.opened


def _needing_figures(signatures: Sequence[EventSignature]) -> list[bool]:
    """For each signature whether it is of a province, or of a place in a province that another names alone that day."""
    wide = {
        (spot, moment)
        for signature in signatures
        if signature.is_wide
        for spot in signature.spots
        for moment in signature.moments
    }
    return [
        signature.is_wide or any((place, moment) in wide for place in signature.around for moment in signature.moments)
        for signature in signatures
    ]


class _Groups:
    """The groups opened so far, and the keys under which they are found."""

    def __init__(self) -> None:
        self.opened: list[Group] = []
        self._by_key: dict[BlockingKey, dict[int, Group]] = {}

    def open(self, known: Group) -> None:
        """Begin with a group that is known from before."""
        number = len(self.opened)
        self.opened.append(known)
        self._note(number, [("article", article_id) for article_id in known.articles])
        self._note(number, group_figure_keys(known.signature, known.figures))
        self._note(number, group_keys(known.signature))

    def add(self, scored: Scored, signature: EventSignature, stated: Stated) -> None:
        """Put a passage into the first group of its event, or open one."""
        number = self._home(signature, stated)
        if number is None:
            number = len(self.opened)
            self.opened.append(Group([], signature))
        home = self.opened[number]
        grown = home.signature if signature.article_id in home.articles else _with_kinds(home.signature, signature)
        grown = _narrowed(grown, signature)
        found_anew = not home.articles or grown.spots != home.signature.spots
        home.signature = grown
        home.members.append(scored)
        home.articles.add(signature.article_id)
        home.figures |= stated
        self._note(number, [("article", signature.article_id)])
        self._note(number, group_figure_keys(grown, home.figures if found_anew else stated))
        if found_anew:
            self._note(number, group_keys(grown))

    def _note(self, number: int, noted: Iterable[BlockingKey]) -> None:
        for key in noted:
            self._by_key.setdefault(key, {}).setdefault(number, self.opened[number])

    def _home(self, signature: EventSignature, stated: Stated) -> int | None:
        """The number of the first group that a passage is of."""
        wanted = (*lookup_keys(signature), *lookup_figure_keys(signature, stated))
        near = {number: home for key in wanted for number, home in islice(self._under(key), MOST_COMPARED)}
        return next((number for number in sorted(near) if _is_same_event(near[number], signature, stated)), None)

    def _under(self, key: BlockingKey) -> Iterable[tuple[int, Group]]:
        return self._by_key[key].items() if key in self._by_key else ()


def _is_same_event(home: Group, signature: EventSignature, stated: Stated) -> bool:
    is_of_same_article = signature.article_id in home.articles
    if not (
        is_same_time(home.signature, signature)
        or (is_of_same_article and _is_dated_by_other(home.signature, signature))
    ):
        return False
    if not home.signature.spots or not signature.spots:
        return is_of_same_article
    if not is_same_spot(home.signature, signature):
        agree = is_of_same_article or not home.figures.isdisjoint(stated)
        if not (agree and is_nested(home.signature, signature)):
            return False
    return is_of_same_article or is_same_kind(home.signature, signature)


def _is_dated_by_other(home: EventSignature, signature: EventSignature) -> bool:
    """Whether an undated passage belongs to what its article dates exactly.

    Background of another year does not.
    """
    undated = home.event is None or signature.event is None
    return undated and not home.is_background and not signature.is_background


def _with_kinds(home: EventSignature, signature: EventSignature) -> EventSignature:
    """The signature of a group with the kinds of one more report.

    A further paragraph adds none: what else its article brings up ("people complain of theft") is not the event.
    """
    return replace(home, kinds=home.kinds | signature.kinds)


def _narrowed(home: EventSignature, signature: EventSignature) -> EventSignature:
    """The signature of a group, of the town from when a report names it and not the province alone, or nothing."""
    if home.spots and (not home.is_wide or home.spots.isdisjoint(signature.around)):
        return home
    return replace(home, spots=signature.spots, around=signature.around | home.around, towns=signature.towns)
