"""The thesaurus of the field: which kinds of incident a text names, and who acts in it, in four languages."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from retrieval import data
from retrieval.text.words import is_stop, tokens, words_of
from retrieval.topics.forms import Form, FormIndex, Hit, fold_form
from retrieval.topics.query import TopicQuery

# Share of its kind's weight that a form has which only hints at the kind.
WEAK = 0.5

# How many words before and after a target may hold the act that hits it: about a clause of news.
BEFORE, AFTER = 12, 6

# Kinds of less weight go with any event: people are hurt in all of them.
TELLING = 0.5

# The kind that any violence is a case of.
ANY = "attack"

# The kind of words that people were hurt.
_CASUALTIES = "casualties"

# The detail of bases and outposts.
_SITE = "site"

# Lists that only serve targets: what is done to them, and who is brought there.
_ACT, _CARRIED = "(act)", "(carried)"

# The list of words that say that something is no case of a kind, the word for that included.
_UNRELATED = "(unrelated)"


class TopicMention(NamedTuple):
    """Words that name a kind of incident: `text` is exactly the text's characters from `start` to `end`."""

    start: int
    end: int
    text: str
    key: str
    weight: float


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of incident, a target, an actor or a detail, as the data file describes it."""

    label: str
    broader: frozenset[str]
    labels: Mapping[str, str] = field(default_factory=dict)
    may_be: frozenset[str] = frozenset()
    weight: float = 1.0
    target: bool = False
    hurt: bool = False
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class Thesaurus:
    """Kinds of incident, targets, actors and details, with all their names in four languages."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        kinds = {key: _topic(entry) for key, entry in data["kinds"].items()}
        actors = {key: _topic(entry) for key, entry in data["actors"].items()}
        details = {key: _topic(entry) for key, entry in data["details"].items()}
        self._kinds = frozenset(kinds)
        self._details = frozenset(details)
        self._topics = kinds | actors | details
        self._broader = {key: _ancestors(self._topics, key) for key in self._topics}
        self._satisfied = {key: self._broader[key] | topic.may_be | {key} for key, topic in self._topics.items()}
        aside = [Form(fold_form(form), name, 0) for name, form in _aside(data)]
        self._kind_forms = FormIndex([*_forms(kinds), *aside])
        self._actor_forms = FormIndex(_forms(actors))
        self._detail_forms = FormIndex(_forms(details))

    def kinds_in(self, text: str) -> frozenset[str]:
        """The kinds of incident and the targets that a question or a passage names, in any language."""
        return frozenset(mention.key for mention in self.find(text))

    def topics_in(self, text: str) -> frozenset[str]:
        """All that a passage names: kinds, targets, actors and details."""
        words = words_of(text)
        hits = (*self._kinds_and_targets(words), *self._actor_forms.hits(words), *self._detail_forms.hits(words))
        return frozenset(hit.form.key for hit in hits)

    def find(self, text: str) -> list[TopicMention]:
        """The words that name kinds of incident and targets, in the order of the text.

        A target (a hospital, a camp, a vehicle) is found only where words of an attack stand near it in its
        sentence.
        """
        matches = tokens(text)
        return _mentions(text, matches, self._kinds_and_targets([match[0] for match in matches]))

    def find_details(self, text: str) -> list[TopicMention]:
        """The words that name details: to whom it happened, where it stood, what it was about."""
        matches = tokens(text)
        return _mentions(text, matches, self._detail_forms.hits([match[0] for match in matches]))

    def find_actors(self, text: str) -> list[TopicMention]:
        """The words that name parties.

        That a text names a party does not say that it blames it.
        """
        matches = tokens(text)
        return _mentions(text, matches, self._actor_forms.hits([match[0] for match in matches]))

    def spans_in(self, text: str) -> list[tuple[int, int]]:
        """Where a text has words that name anything in the thesaurus, as (start, end)."""
        found = (*self.find(text), *self.find_actors(text), *self.find_details(text))
        return [(mention.start, mention.end) for mention in found]

    def actors_in(self, text: str) -> frozenset[str]:
        """The parties that a text names."""
        return frozenset(mention.key for mention in self.find_actors(text))

    def query(self, text: str) -> TopicQuery:
        """What a question asks for.

        The sets are what happened, that people were hurt, what was hit and who acted. Those that it does not name
        are left out, and "attack" beside "drone strike" adds nothing.
        """
        named = self.kinds_in(text)
        targets = frozenset(filter(self.is_target, named))
        kinds = frozenset(key for key in named - targets if not any(key in self.broader(other) for other in named))
        hurt = frozenset(key for key in kinds if self.weight(key) < TELLING and key != ANY)
        sets = (self.telling(kinds) or kinds - hurt, hurt, targets, self.actors_asked(text))
        return TopicQuery(tuple(filter(None, sets)))

    def actors_asked(self, text: str) -> frozenset[str]:
        """The parties that a question is about: "near the Russian base" says where, not who."""
        words = [match[0] for match in tokens(text)]
        sites = {at for hit in self._detail_forms.hits(words) if hit.form.key == _SITE for at in (hit.first, hit.last)}
        hits = self._actor_forms.hits(words)
        return frozenset(hit.form.key for hit in hits if not {hit.first, hit.last} & sites)

    def label(self, key: str, language: str = "en") -> str:
        """The neutral name of a kind ("armed clash") or an actor, in English where there is no other."""
        topic = self._topics[key]
        return topic.labels.get(language, topic.label)

    def broader(self, key: str) -> frozenset[str]:
        """All that a kind is a case of: a drone strike is an air strike, a strike, an attack."""
        return self._broader[key]

    def matches(self, asked: str, found: Iterable[str]) -> bool:
        """Whether one of the kinds found satisfies the one asked for.

        A narrower kind satisfies a broader one, not the reverse; an ambiguous one satisfies what it may mean.
        """
        return any(asked in self._satisfied.get(key, ()) for key in found)

    def satisfied(self, found: Iterable[str]) -> frozenset[str]:
        """All keys that the kinds found satisfy (see `matches`)."""
        return frozenset().union(*(self._satisfied.get(key, frozenset()) for key in found))

    def expansions(self, key: str) -> tuple[str, ...]:
        """The surface forms of a kind or actor in all languages, where a star stands for any ending."""
        topic = self._topics[key]
        return tuple(dict.fromkeys(form.removeprefix("=") for form in (*topic.strong, *topic.weak)))

    def _kinds_and_targets(self, words: list[str]) -> Iterator[Hit]:
        return self._without_bystanders(words, list(self._kind_forms.hits(words)))

    def _without_bystanders(self, words: list[str], hits: list[Hit]) -> Iterator[Hit]:
        """The hits without lists that only serve targets, and without targets that nothing hits."""
        if not any(self.is_target(hit.form.key) for hit in hits):
            yield from (hit for hit in hits if hit.form.key in self._topics)
            return
        surroundings = _Surroundings(self, words, hits)
        for hit in hits:
            if hit.form.key in self._topics and (not self.is_target(hit.form.key) or surroundings.hit(hit)):
                yield hit

    def weight(self, key: str) -> float:
        """How much a kind says about an incident: "armed clash" more than "attack"."""
        return self._topics[key].weight

    def is_actor(self, key: str) -> bool:
        """Whether a key names a party."""
        return key in self._topics and key not in self._kinds and key not in self._details

    def is_target(self, key: str) -> bool:
        """Whether a key names what is hit (a hospital, a camp), not what is done."""
        return key in self._topics and self._topics[key].target

    def is_kind(self, key: str) -> bool:
        """Whether a key names a kind of incident: neither a target nor an actor."""
        return key in self._kinds and not self.is_target(key)

    def telling(self, keys: Iterable[str]) -> frozenset[str]:
        """The kinds among keys that tell one event from another: not "casualties", "killing" or "attack"."""
        return frozenset(key for key in keys if self.is_kind(key) and self.weight(key) >= TELLING)

    def hurts(self, key: str) -> bool:
        """Whether a target is people, so that words of casualties make it one."""
        return self._topics[key].hurt

    def is_act(self, key: str) -> bool:
        """Whether a key names something that is done to a target."""
        violence = key == ANY or ANY in self._broader.get(key, ())
        return key == _ACT or (violence and not self.is_target(key))


class _Surroundings:
    """Where a text has acts, casualties, transports and ends of sentences, to judge its targets by."""

    def __init__(self, thesaurus: Thesaurus, words: list[str], hits: list[Hit]) -> None:
        self._thesaurus = thesaurus
        self._stops = [place for place, word in enumerate(words) if is_stop(word)]
        self._acts = [hit.first for hit in hits if thesaurus.is_act(hit.form.key)]
        self._casualties = [hit.first for hit in hits if hit.form.key == _CASUALTIES]
        self._carried = [hit.first for hit in hits if hit.form.key == _CARRIED]

    def hit(self, target: Hit) -> bool:
        """Whether something hits the target in its sentence, and nobody is only brought there."""
        stop = bisect_left(self._stops, target.first)
        begin = self._stops[stop - 1] if stop else -1
        end = self._stops[stop] if stop < len(self._stops) else target.last + AFTER
        first, last = max(begin, target.first - BEFORE), min(end, target.last + AFTER)
        if _any_between(self._carried, first, target.first):
            return False
        hurt = self._thesaurus.hurts(target.form.key) and _any_between(self._casualties, first, last)
        return hurt or _any_between(self._acts, first, last)


@cache
def default_thesaurus() -> Thesaurus:
    """The packaged thesaurus, loaded once."""
    return Thesaurus(data.toml("topics.toml"))


def _mentions(text: str, matches: list[re.Match[str]], hits: Iterable[Hit]) -> list[TopicMention]:
    found = []
    for hit in hits:
        start, end = matches[hit.first].start(), matches[hit.last - 1].end()
        found.append(TopicMention(start, end, text[start:end], hit.form.key, hit.form.weight))
    return found


def _any_between(places: list[int], first: int, last: int) -> bool:
    found = bisect_left(places, first)
    return found < len(places) and places[found] < last


def _topic(entry: Mapping[str, Any]) -> Topic:
    return Topic(
        label=entry["label"],
        broader=frozenset(entry.get("broader", ())),
        labels=entry.get("labels", {}),
        may_be=frozenset(entry.get("may_be", ())),
        weight=entry.get("weight", 1.0),
        target=entry.get("target", False),
        hurt=entry.get("hurt", False),
        strong=_listed(entry.get("words", {})),
        weak=_listed(entry.get("weak", {})),
    )


def _listed(by_language: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple(form for forms in by_language.values() for form in forms)


def _forms(topics: Mapping[str, Topic]) -> Iterator[Form]:
    for key, topic in topics.items():
        for form in topic.strong:
            yield Form(fold_form(form), key, topic.weight)
        for form in topic.weak:
            yield Form(fold_form(form), key, topic.weight * WEAK)


def _aside(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, table in ((_ACT, "acts"), (_CARRIED, "carried"), (_UNRELATED, "unrelated")):
        yield from ((name, form) for form in _listed(data[table]["words"]))


def _ancestors(topics: Mapping[str, Topic], key: str) -> frozenset[str]:
    direct = topics[key].broader
    return direct.union(*(_ancestors(topics, broader) for broader in direct))
