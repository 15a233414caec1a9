"""The newest report about a place, shown where nothing answers the question itself."""

from dataclasses import replace
from datetime import date

from retrieval.library.articles import Library
from retrieval.passages.candidates import candidates
from retrieval.passages.passage import Candidate
from retrieval.passages.quoting import Quoted, quote
from retrieval.questions.question import Question
from retrieval.search.search import Search

# Rows among which it is looked for, newest first.
MOST_ROWS = 400

# How many are tried: the stored text of one may no longer have its hash.
MOST_TRIED = 3


def last_report(library: Library, search: Search, question: Question) -> Quoted | None:
    """The newest report about the asked place before the end of the asked period, on its topic if there is one.

    None where no place was asked, and where there is none.
    """
    if not question.places:
        return None
    wider = replace(question, period=None)
    near = candidates(library.engine, places=wider.place_ids, interval=None, today=question.today, most=MOST_ROWS)
    until = question.interval.end if question.interval else date.max
    reports = [candidate for candidate in near if search.is_in_place(wider, candidate) and known_on(candidate) <= until]

    def rank(candidate: Candidate) -> tuple[bool, bool, date, int]:
        on_topic = search.is_on_topic(wider, candidate)
        is_news = candidate.period_role is not None and not candidate.is_background
        return on_topic, is_news, known_on(candidate), -candidate.ordinal

    reports = search.without_excluded(question, reports)
    for candidate in sorted(reports, key=rank, reverse=True)[:MOST_TRIED]:
        if quoted := quote(library, [candidate]).get(candidate.passage_id):
            return quoted
    return None


def known_on(candidate: Candidate) -> date:
    """The day of its event, or of its publication where the event has no exact date.

    The first of all days where neither is known.
    """
    if candidate.event is not None and candidate.event.is_exact:
        return candidate.event.interval.start
    return candidate.published_at.date() if candidate.published_at else date.min
