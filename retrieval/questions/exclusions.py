"""What a question leaves out, and where it says so: places, topics, actors, publishers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from itertools import groupby

from retrieval.dates.periods import find_period
from retrieval.places.place import PlaceKind
from retrieval.questions.exclusion_words import AND, Cue, cues_of, is_small, joins, whole_words
from retrieval.questions.places.reader import AskedPlaceReader
from retrieval.questions.publishers import publishers_in
from retrieval.questions.words import Span, blanked, is_filler, touches, words_outside
from retrieval.topics.thesaurus import Thesaurus, TopicMention
from retrieval.understood import NOTHING_EXCLUDED, Excluded, UnderstoodPlace

# Small words that may stand between a word of exclusion and what it leaves out: "except what happened in the city of".
MOST_BETWEEN = 6

# Words of what nobody knows that are said to the reader: "except weddings and funerals" is told by its first words.
MOST_SAID = 3


class Sort(IntEnum):
    """What a part of a question names, in the order in which one of two that overlap is taken."""

    PERIOD = 0
    PUBLISHER = 1
    PLACE = 2
    ACTOR = 3
    TOPIC = 4


_EVENTS = (Sort.ACTOR, Sort.TOPIC)  # "Turkish drone strikes" are one thing to leave out


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a question that may be left out: where they stand, and what they name."""

    start: int
    end: int
    sort: Sort
    keys: frozenset[str] = frozenset()  # of the thesaurus, or the name of a publisher
    place: UnderstoodPlace | None = None

    @property
    def span(self) -> Span:
        """Where they stand."""
        return self.start, self.end

    @property
    def family(self) -> Sort:
        """What may be joined with them in one list."""
        return Sort.TOPIC if self.sort in _EVENTS else self.sort


@dataclass(frozen=True, slots=True)
class AskedExclusion:
    """What one question leaves out, where it says so, and the words that could not be left out."""

    excluded: Excluded = NOTHING_EXCLUDED
    spans: tuple[Span, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExclusionReader:
    """Reads what questions leave out."""

    places: AskedPlaceReader
    thesaurus: Thesaurus

    def read(self, text: str, today: date) -> AskedExclusion:
        """What a question leaves out; nothing where it has no word that says so."""
        cues = cues_of(text)
        if not cues:
            return AskedExclusion()
        topics = self._topics(text)
        named = [(one.start, one.end) for one in topics]
        parts = self._parts(blanked(text, [(cue.start, cue.end) for cue in cues], ";"), today, topics)
        found = AskedExclusion()
        for cue in cues:
            if not touches((cue.start, cue.end), named) and not touches((cue.start, cue.end), found.spans):
                found = _with_cue(found, text, cue, parts, self.thesaurus)
        return found

    def _topics(self, text: str) -> list[TopicMention]:
        found = [*self.thesaurus.find(text), *self.thesaurus.find_actors(text)]
        return sorted(found, key=lambda one: one.start)

    def _parts(self, text: str, today: date, topics: Sequence[TopicMention]) -> list[Part]:
        """All that the question names, in its order, none overlapping another."""
        dated = period.spans if (period := find_period(text, today)) else []
        parts = [Part(*span, Sort.PERIOD) for span in dated]
        parts += [Part(*span, Sort.PUBLISHER, frozenset({name})) for span, name in publishers_in(text)]
        places = self.places.mentioned(text, dated, [(one.start, one.end) for one in topics])
        actors = [self._is_actor_span(one) for one in topics]
        taken = [(one.start, one.end) for one, is_actor in zip(topics, actors, strict=True) if is_actor]
        parts += [
            Part(*span, Sort.PLACE, place=place)
            for span, place in places
            if not (place.kind == PlaceKind.COUNTRY.value and touches(span, taken))
        ]
        parts += [self._topic_part(list(same)) for _, same in groupby(topics, key=lambda one: (one.start, one.end))]
        return _apart(parts)

    def _is_actor_span(self, mention: TopicMention) -> bool:
        return self.thesaurus.is_actor(mention.key)

    def _topic_part(self, same: Sequence[TopicMention]) -> Part:
        """One wording, which may name several kinds."""
        keys = frozenset(one.key for one in same)
        sort = Sort.ACTOR if all(map(self.thesaurus.is_actor, keys)) else Sort.TOPIC
        return Part(same[0].start, same[0].end, sort, keys)


def _apart(parts: Sequence[Part]) -> list[Part]:
    """The parts in their order, of those that overlap the first sort."""
    kept: list[Part] = []
    for part in sorted(parts, key=lambda one: (one.sort, one.start - one.end)):
        if not touches(part.span, [other.span for other in kept]):
            kept.append(part)
    return sorted(kept, key=lambda one: one.start)


def _with_cue(
    found: AskedExclusion, text: str, cue: Cue, parts: Sequence[Part], thesaurus: Thesaurus
) -> AskedExclusion:
    """What was found, with what one word of exclusion leaves out."""
    chosen = [] if cue.denies else _left_out(text, cue, parts)
    if not chosen or chosen[0].sort is Sort.PERIOD:
        said = _unknown(text, cue, chosen or parts, bool(chosen))
        if not any(char.isalpha() for char in text[slice(*said)]):
            return found  # a dash before a word that only asks
        return replace(found, spans=(*found.spans, said), doubts=(*found.doubts, text[slice(*said)]))
    spans = [(cue.start, cue.end), *(whole_words(text, part.span) for part in chosen)]
    excluded = _excluded(text, chosen, thesaurus)
    return replace(found, excluded=found.excluded.joined(excluded), spans=(*found.spans, *spans))


def _left_out(text: str, cue: Cue, parts: Sequence[Part]) -> list[Part]:
    """What stands at a word of exclusion, with the other members of its list, in the order of the text."""
    ordered = [part for part in parts if (part.end <= cue.start if cue.behind else part.start >= cue.end)]
    ordered = ordered[::-1] if cue.behind else ordered
    if not ordered or not _is_beside(text, cue, ordered[0]):
        return []
    chosen = [ordered[0]]
    for part in ordered[1:]:
        if not _goes_on(text, cue, chosen[-1], part):
            break
        chosen.append(part)
    return sorted(chosen, key=lambda one: one.start)


def _is_beside(text: str, cue: Cue, part: Part) -> bool:
    start, end = (part.end, cue.start) if cue.behind else (cue.end, part.start)
    if any(char in ".;:!?\n؛؟" for char in text[start:end]):
        return False
    whole = whole_words(text, part.span)
    between = [word for word in words_outside(text[start:end], ()) if not _touches_whole(start, word.span(), whole)]
    return len(between) <= MOST_BETWEEN and all(is_small(word[0], cue.loose) for word in between)


def _touches_whole(offset: int, span: Span, whole: Span) -> bool:
    return touches((offset + span[0], offset + span[1]), [whole])


def _goes_on(text: str, cue: Cue, last: Part, part: Part) -> bool:
    """Whether another part belongs to what is left out: joined in a list, or beside it as the actor of a kind."""
    if part.family is not last.family:
        return False
    first, second = sorted((last, part), key=lambda one: one.start)
    between = text[first.end : second.start]
    if _has_and(text, second):
        return not between.strip()
    return _is_one_thing(text, first, second) or joins(between, comma=not cue.loose)


def _is_one_thing(text: str, first: Part, second: Part) -> bool:
    """Whether two parts stand side by side, but for a case ending: "Turkey's strikes", "Türkiye'nin saldırıları"."""
    end = whole_words(text, first.span)[1]
    return first.sort in _EVENTS and not text[end : second.start].strip(" -") and not _has_and(text, second)


def _has_and(text: str, part: Part) -> bool:
    """Whether the Arabic "and" is a part of its words: words of topics are told with what is attached to them."""
    return part.sort in _EVENTS and text[part.start] == AND


def _unknown(text: str, cue: Cue, parts: Sequence[Part], meant: bool) -> Span:
    """A word of exclusion with what it was `meant` to leave out: words of time, else words that nobody knows."""
    known = [whole_words(text, part.span) for part in parts]
    spans = known if meant else list(_words_beside(text, cue, known))
    starts = [cue.start, *(start for start, _ in spans)]
    return min(starts), max([cue.end, *(end for _, end in spans)])


def _words_beside(text: str, cue: Cue, known: Sequence[Span]) -> Iterator[Span]:
    """The words beside a word of exclusion that say something, nearest first, up to the first that is understood."""
    words = [word.span() for word in words_outside(text, ())]
    beside = [span for span in words if (span[1] <= cue.start if cue.behind else span[0] >= cue.end)]
    for span in (beside[::-1] if cue.behind else beside)[: 0 if cue.denies else MOST_SAID]:
        if is_filler(text[slice(*span)]) or touches(span, known):
            return
        yield span


def _excluded(text: str, chosen: Sequence[Part], thesaurus: Thesaurus) -> Excluded:
    """The parts as what is left out."""
    places = tuple(part.place for part in chosen if part.place is not None)
    publishers = tuple(name for part in chosen if part.sort is Sort.PUBLISHER for name in part.keys)
    things = list(_things(text, [part for part in chosen if part.sort in _EVENTS]))
    actors = tuple(key for thing in things if all(p.sort is Sort.ACTOR for p in thing) for p in thing for key in p.keys)
    kinds = [thing for thing in things if any(part.sort is Sort.TOPIC for part in thing)]
    topics = tuple(_narrowest(keys, thesaurus) for thing in kinds for keys in _alternatives(thing))
    return Excluded(places, topics, actors, publishers)


def _things(text: str, parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts, those that are one thing together."""
    thing: list[Part] = []
    for part in parts:
        if thing and not _is_one_thing(text, thing[-1], part):
            yield thing
            thing = []
        thing.append(part)
    if thing:
        yield thing


def _alternatives(thing: Sequence[Part]) -> Iterator[frozenset[str]]:
    """The sets of keys that one thing means: of a wording that names several kinds any, with all that is beside it."""
    sets: list[frozenset[str]] = [frozenset()]
    for part in thing:
        sets = [one | {key} for one in sets for key in sorted(part.keys)]
    yield from sets


def _narrowest(keys: frozenset[str], thesaurus: Thesaurus) -> frozenset[str]:
    """The keys without those that others of them are a case of: a drone strike is an attack anyway."""
    return keys - frozenset().union(*map(thesaurus.broader, keys))
