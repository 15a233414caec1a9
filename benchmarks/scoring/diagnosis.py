"""Why a question was missed: which gate its answering articles fail, or how far down they stand."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from benchmarks.scoring.worst import Miss
from retrieval.library.database import read_session
from retrieval.library.models import Article, Mention, Passage
from retrieval.passages.candidates import candidates
from retrieval.passages.passage import Candidate
from retrieval.questions.question import Question
from retrieval.services import Services

MOST_NAMED = 5  # places or dates in one reason
EVERYTHING = 1_000_000  # rows: more than one article's passages can have


class Diagnosis:
    """Says what went wrong, with the library that was asked."""

    def __init__(self, services: Services, url_key: Callable[[str], str]) -> None:
        self.services = services
        self.url_key = url_key
        with read_session(services.library.engine) as session:
            self.articles = {url_key(url): id_ for id_, url in session.exec(select(Article.id, Article.url))}

    def reasons(self, miss: Miss) -> list[str]:
        """What went wrong, in the order in which an answer is made."""
        expect = miss.question["expect"]
        found = [*_not_understood(miss)]
        if expect["outcome"] != "answered":
            return found or [_wrongly_answered(miss.answer)]
        return [*found, self._gold(miss)]

    def _gold(self, miss: Miss) -> str:
        """Where the answering articles were lost, or where they stand."""
        keys = {self.url_key(gold["url"]) for gold in miss.question["gold"]}
        ids = [self.articles[key] for key in keys if key in self.articles]
        if not ids:
            return "none of the answering articles is in the library"
        passages = self._passages(ids)
        question = self._understood(miss.question)
        if not question.place_ids and not question.interval and not question.topics and not question.wording:
            return "nothing of the question was understood"
        return self._failed_gate(question, passages) or self._rank(question, set(ids))

    def _failed_gate(self, question: Question, passages: Sequence[int]) -> str | None:
        """The first gate that none of these passages passes; None where one passes all."""
        search = self.services.answerer.search

        def concerning(**asked: Any) -> list[Candidate]:
            return candidates(
                self.services.library.engine,
                **{"places": frozenset(), "interval": None, **asked},
                today=question.today,
                passage_ids=passages,
                most=EVERYTHING,
            )

        in_place = [c for c in concerning(places=question.place_ids) if search.is_in_place(question, c)]
        if not in_place:
            return f"no passage of the answering articles passes the place; they name {self._places(passages)}"
        if not concerning(interval=question.interval):
            return f"no passage of the answering articles passes the period; they are dated {_dated(concerning())}"
        both = concerning(places=question.place_ids, interval=question.interval)
        if not (both := [c for c in both if search.is_in_place(question, c)]):
            return "no passage of the answering articles passes place and period together"
        if not any(search.is_on_topic(question, c) for c in both):
            return f"no passage of the answering articles passes the topic {_keys(question)}"
        return None

    def _rank(self, question: Question, article_ids: set[str]) -> str:
        found = self.services.answerer.search.find(question).passages
        ranks = [n for n, scored in enumerate(found, 1) if scored.passage.article_id in article_ids]
        if not ranks:
            return f"passes place, period and topic, but lacks the words asked for or says nothing; {len(found)} do not"
        return f"passes, and stands at rank {ranks[0]} of {len(found)} passages"

    def _understood(self, question: Mapping[str, Any]) -> Question:
        local = datetime.fromisoformat(question["now"]).astimezone(ZoneInfo(question["tz"]))
        context = question.get("context") or ()
        return self.services.answerer.reader.understand(question["question"], local.date(), context)

    def _places(self, passages: Sequence[int]) -> str:
        """The places that passages name or are lent, those that most of them have first."""
        with read_session(self.services.library.engine) as session:
            query = select(Mention.place_id).where(col(Mention.passage_id).in_(passages))
            counts = Counter(session.exec(query))
        names = (self.services.gazetteer.get(id_) for id_, _ in counts.most_common())
        return ", ".join(list(dict.fromkeys(place.name for place in names if place))[:MOST_NAMED]) or "none"

    def _passages(self, article_ids: Iterable[str]) -> list[int]:
        with read_session(self.services.library.engine) as session:
            query = select(Passage.id).where(col(Passage.article_id).in_(list(article_ids)), col(Passage.current))
            return [id_ for id_ in session.exec(query) if id_ is not None]


def _dated(passages: Sequence[Candidate]) -> str:
    """When passages say that it happened, and when they were published."""
    events = {f"{c.event.interval.start} ({c.period_role})" for c in passages if c.event}
    published = {f"{c.published_at.date()} (published)" for c in passages if c.published_at}
    return ", ".join([*sorted(events)[:MOST_NAMED], *sorted(published)]) or "by nothing"


def _not_understood(miss: Miss) -> Iterable[str]:
    expect, scored = miss.question["expect"], miss.scored
    if scored.get("place") is False:
        place = expect["place"]
        yield f"the place is not {place['name']}" if place else "a place was understood, and none is meant"
    if scored.get("period") is False:
        yield "the period is another one" if expect["period"] else "a period was understood, and none is meant"
    if miss.answer.get("outcome") == "unclear":
        yield "the question was unclear"


def _wrongly_answered(answer: Mapping[str, Any]) -> str:
    excerpts = [excerpt for incident in answer.get("incidents") or () for excerpt in incident["excerpts"]]
    if not excerpts:
        return "not answered, as expected, but understood otherwise"
    dated = sum(excerpt["event_date"] is not None for excerpt in excerpts)
    return f"answered with {len(excerpts)} excerpts, {dated} of them dated by their own report"


def _keys(question: Question) -> str:
    return " and ".join(" or ".join(sorted(keys)) for keys in question.topics.sets) or "(its words)"
