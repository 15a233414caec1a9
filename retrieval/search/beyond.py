"""What lies just beyond a question, and is shown below what it asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from retrieval.answers import Beyond
from retrieval.dates.intervals import last_days
from retrieval.passages.passage import SearchResult
from retrieval.questions.question import Question
from retrieval.questions.reader import QuestionReader
from retrieval.search.alternatives import other_readings
from retrieval.search.search import Search
from retrieval.stages import Stage, staged
from retrieval.understood import UnderstoodPeriod


@dataclass(frozen=True, slots=True)
class Found:
    """A question as it was read for what was found: what answers it, then what lies just beyond it, and why."""

    question: Question
    asked: SearchResult
    beyond: tuple[tuple[Beyond, SearchResult], ...] = ()

    @property
    def answers(self) -> bool:
        """Whether anything answers: also what a name means that the town shares with its governorate."""
        return bool(
            self.asked.passages or any(why is Beyond.GOVERNORATE and found.passages for why, found in self.beyond)
        )

    @property
    def considered(self) -> int:
        """Passages that concern the place and the period, whatever their topic."""
        return self.asked.considered + sum(one.considered for why, one in self.beyond if why is Beyond.GOVERNORATE)


@staged(Stage.SEARCH)
def look_up(question: Question, reader: QuestionReader, search: Search) -> Found:
    """What is found for a question: as it was read, or, where that brings nothing, as it may be read too."""
    found = _in_its_dates(question, reader, search)
    if not found.answers:
        others = (_in_its_dates(other, reader, search) for other in other_readings(question, reader, search.thesaurus))
        found = next((other for other in others if other.answers), found)
    return replace(found, beyond=(*found.beyond, *_before(found, search)))


def _in_its_dates(question: Question, reader: QuestionReader, search: Search) -> Found:
    keys = reader.keys_of_governorates(question)
    if keys <= question.place_ids:
        return Found(question, search.find(question))
    asked = search.find(question)
    around = search.find(replace(question, place_ids=question.place_ids | keys), asked.vector)
    return Found(question, asked, ((Beyond.GOVERNORATE, around),))


def _before(found: Found, search: Search) -> Iterator[tuple[Beyond, SearchResult]]:
    """The days before a period that has only begun, as many as it will have."""
    question = found.question
    period = question.period
    if period is not None and period.has_only_begun:
        wider = UnderstoodPeriod(last_days(question.today, period.days), period.matched)
        yield Beyond.DAYS, search.find(replace(question, period=wider), found.asked.vector)
