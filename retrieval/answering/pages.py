"""Found passages → the incidents of one page of an answer, with their quotations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answering.focus import by_focus, sources
from retrieval.answering.openings import tolls
from retrieval.answers import Beyond, Incident
from retrieval.incidents.excerpts import EXCERPTS, shown_passages
from retrieval.incidents.grouping import Group, group
from retrieval.incidents.incident import incident
from retrieval.incidents.reports import Report, reports
from retrieval.library.answered.receipts import QuotationRef
from retrieval.library.articles import Library
from retrieval.passages.passage import Candidate, Scored
from retrieval.passages.quoting import named_places, quote
from retrieval.passages.texts import PassageTexts
from retrieval.places.gazetteer import Gazetteer
from retrieval.questions.question import Question
from retrieval.search.beyond import Found
from retrieval.stages import Stage, staged
from retrieval.topics.thesaurus import Thesaurus
from retrieval.understood import Order


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the incidents that were found."""

    incidents: tuple[Incident, ...]
    quotations: tuple[QuotationRef, ...]
    total: int  # incidents found in all
    answers: bool  # one of them, or of those before this page, answers: it is not only older than what was asked


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows what was found in one library."""

    library: Library
    gazetteer: Gazetteer
    thesaurus: Thesaurus

    @staged(Stage.SHOW)
    def page(self, found: Found, after: int, limit: int) -> Page:
        """At most `limit` incidents after the first `after`: those that were asked for, then what lies beyond.

        What cannot be quoted is left out.
        """
        steps = _steps(found)
        texts = PassageTexts(self.library, [scored for step in steps for scored in step])
        groups = self._groups(found.question, steps, texts)
        why = [None, *(why for why, _ in found.beyond)]
        first = _first_step(steps)
        beyond = [why[first(home)] for home in groups]
        incidents, quotations = self._incidents(found.question, groups[after : after + limit], after, texts)
        shown = [(replace(one, beyond=beyond[number]), number) for number, one in incidents]
        return Page(
            tuple(one for one, _ in shown),
            tuple(quotations),
            len(groups),
            answers=any(beyond[number] is not Beyond.DAYS for number in [*range(after), *(at for _, at in shown)]),
        )

    def _groups(self, question: Question, steps: Sequence[Sequence[Scored]], texts: PassageTexts) -> list[Group]:
        """The groups of all that was found, those with anything that was asked for first."""
        passages = [scored for step in steps for scored in by_focus(question, step, texts, self.thesaurus)]
        places = named_places(self.library.engine, [scored.passage.passage_id for scored in passages])
        groups = group(passages, places, self.gazetteer, self.thesaurus, texts.all_stated)
        if question.order is Order.LATEST:
            groups.sort(key=_day, reverse=True)
        return sorted(groups, key=_first_step(steps))

    def _incidents(
        self, question: Question, groups: Sequence[Group], after: int, texts: PassageTexts
    ) -> tuple[list[tuple[int, Incident]], list[QuotationRef]]:
        """What is shown of groups, by their numbers from `after` on, and the quotations in it."""
        reported = [reports(home.members, texts) for home in groups]
        chosen = [self._shown(question, every, texts) for every in reported]
        quoted = quote(self.library, [passage for passages in chosen for passage in passages])
        incidents: list[tuple[int, Incident]] = []
        quotations: list[QuotationRef] = []
        for number, (every, passages) in enumerate(zip(reported, chosen, strict=True), after):
            cut = [quoted[passage.passage_id] for passage in passages if passage.passage_id in quoted]
            if not cut:
                continue
            excerpts = [excerpt for _, excerpt in cut]
            quotations += [QuotationRef(number, version, e.start, e.end) for version, e in cut]
            made = incident(every, excerpts, question.topics, self.gazetteer, self.thesaurus)
            incidents.append((number, replace(made, sources=sources(question, every, texts))))
        return incidents, quotations

    def _shown(self, question: Question, every: Sequence[Report], texts: PassageTexts) -> list[Candidate]:
        """The quotations of an incident, with the openings that count what its reports do not count again."""
        passages = shown_passages(every, texts)
        openings = tolls(self.library, self.gazetteer, question, every, texts)
        added = [openings[id_] for id_ in dict.fromkeys(p.article_id for p in passages) if id_ in openings]
        return [*passages[: EXCERPTS - len(added[:1])], *added[:1]] if added else passages


def _steps(found: Found) -> list[list[Scored]]:
    """The passages of each search, those that were asked for first, without those of the searches before it."""
    steps: list[list[Scored]] = []
    known: set[int] = set()
    for result in (found.asked, *(result for _, result in found.beyond)):
        steps.append([scored for scored in result.passages if scored.passage.passage_id not in known])
        known |= {scored.passage.passage_id for scored in steps[-1]}
    return steps


def _first_step(steps: Sequence[Sequence[Scored]]) -> Callable[[Group], int]:
    """Tells the number of the first search that found one of a group's passages."""
    numbers = {scored.passage.passage_id: number for number, step in enumerate(steps) for scored in step}
    return lambda home: min(numbers[scored.passage.passage_id] for scored in home.members)


def _day(home: Group) -> date:
    """The day of a group's event: the newest that its passages date exactly, else of its best passage."""
    days = [scored.passage.day for scored in home.members if scored.passage.event and scored.passage.event.is_exact]
    return max(days, default=home.first.passage.day)
