"""Found passages → the incidents of one page of an answer, with their quotations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answering.focus import by_focus, sources
from retrieval.answering.openings import tolls
from retrieval.answers import Incident, Order
from retrieval.incidents.excerpts import EXCERPTS, shown_passages
from retrieval.incidents.grouping import Group, group
from retrieval.incidents.incident import incident
from retrieval.incidents.reports import Report, reports
from retrieval.library.articles import Library
from retrieval.library.receipts import QuotationRef
from retrieval.passages.passage import Candidate, SearchResult
from retrieval.passages.quoting import named_places, quote
from retrieval.passages.texts import PassageTexts
from retrieval.places.gazetteer import Gazetteer
from retrieval.questions.question import Question
from retrieval.topics.thesaurus import Thesaurus


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the incidents that were found."""

    incidents: tuple[Incident, ...]
    quotations: tuple[QuotationRef, ...]
    total: int  # incidents found in all


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows what was found in one library."""

    library: Library
    gazetteer: Gazetteer
    thesaurus: Thesaurus

    def page(self, question: Question, result: SearchResult, after: int, limit: int) -> Page:
        """At most `limit` incidents after the first `after`, best first.

        What cannot be quoted is left out.
        """
        texts = PassageTexts(self.library, result.passages)
        groups = self._groups(question, result, texts)
        incidents, quotations = self._incidents(question, groups[after : after + limit], after, texts)
        return Page(tuple(incidents), tuple(quotations), len(groups))

    def _groups(self, question: Question, result: SearchResult, texts: PassageTexts) -> list[Group]:
        passages = by_focus(question, result.passages, texts, self.thesaurus)
        places = named_places(self.library.engine, [scored.passage.passage_id for scored in passages])
        groups = group(passages, places, self.gazetteer, self.thesaurus, texts.all_stated)
        return sorted(groups, key=_day, reverse=True) if question.order is Order.LATEST else groups

    def _incidents(
        self, question: Question, groups: Sequence[Group], after: int, texts: PassageTexts
    ) -> tuple[list[Incident], list[QuotationRef]]:
        """What is shown of groups, the first of them numbered `after`, and the quotations in it."""
        reported = [reports(home.members, texts) for home in groups]
        chosen = [self._shown(question, every, texts) for every in reported]
        quoted = quote(self.library, [passage for passages in chosen for passage in passages])
        incidents: list[Incident] = []
        quotations: list[QuotationRef] = []
        for number, (every, passages) in enumerate(zip(reported, chosen, strict=True), after):
            cut = [quoted[passage.passage_id] for passage in passages if passage.passage_id in quoted]
            if not cut:
                continue
            excerpts = [excerpt for _, excerpt in cut]
            quotations += [QuotationRef(number, version, e.start, e.end) for version, e in cut]
            made = incident(every, excerpts, question.topics, self.gazetteer, self.thesaurus)
            incidents.append(replace(made, sources=sources(question, every, texts)))
        return incidents, quotations

    def _shown(self, question: Question, every: Sequence[Report], texts: PassageTexts) -> list[Candidate]:
        """The quotations of an incident, with the openings that count what its reports do not count again."""
        passages = shown_passages(every, texts)
        openings = tolls(self.library, self.gazetteer, question, every, texts)
        added = [openings[id_] for id_ in dict.fromkeys(p.article_id for p in passages) if id_ in openings]
        return [*passages[: EXCERPTS - len(added[:1])], *added[:1]] if added else passages


def _day(home: Group) -> date:
    """The day of a group's event: the newest that its passages date exactly, else of its best passage."""
    days = [scored.passage.day for scored in home.members if scored.passage.event and scored.passage.event.is_exact]
    return max(days, default=home.first.passage.day)
