"""Where quotations begin and end: a report is headed by its opening, and runs over no heading and into no aside."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.incidents.excerpts import shown_passages
from retrieval.incidents.reports import reports
from retrieval.library.models import Role
from retrieval.passages.passage import Scored
from tests.retrieval.invented_passages import CLASH, passage, texts_of

LOOTING = frozenset({"looting"})

LEAD = "Two guards were killed at the mill of Narbe late on Friday, when men of one faction shot at each other there."
DETAIL = "The fight began over a car and went on for an hour, a shopkeeper whose house stands beside the mill recalled."
MOOD = "Narbe has long been a town where shops are emptied at night and nobody knows whom to complain to about it all."


def report(texts: Sequence[str], order: Sequence[int], aside: str = "", gap: str = "\n") -> tuple[list[Scored], str]:
    """Passages of one article in the order of their rank, the first dated by its own words, and the article's text."""
    whole = gap.join(texts)
    made = []
    for number, text in enumerate(texts):
        scored = passage("North Wire", article="a", topics=LOOTING if text == aside else CLASH)
        start = whole.index(text)
        candidate = replace(
            scored.passage,
            version_id=1,
            ordinal=number,
            start=start,
            end=start + len(text),
            period_role=Role.LEAD if number else Role.TEXT,
        )
        made.append(replace(scored, passage=candidate))
    return [made[number] for number in order], whole


def shown(ranked: Sequence[Scored], whole: str) -> list[str]:
    """The quotations of the report, as they stand in its text."""
    texts = texts_of([(scored, whole[scored.passage.start : scored.passage.end]) for scored in ranked], {1: whole})
    return [whole[one.start : one.end] for one in shown_passages(reports(ranked, texts), texts)]


def test_a_passage_that_its_opening_dates_is_headed_by_that_opening() -> None:
    ranked, whole = report([LEAD, "In the dark", DETAIL], order=[2, 0, 1], gap="\n\n")
    assert shown(ranked[:2], whole)[0].startswith(LEAD)


def test_a_quotation_runs_on_over_what_directly_follows() -> None:
    ranked, whole = report([LEAD, DETAIL], order=[0, 1])
    assert shown(ranked, whole) == [f"{LEAD}\n{DETAIL}"]


def test_a_quotation_ends_at_a_heading_that_is_no_passage() -> None:
    ranked, whole = report([LEAD, DETAIL], order=[0, 1], gap="\nIn the dark\n")
    assert shown(ranked, whole) == [LEAD, DETAIL]


def test_an_aside_is_no_second_quotation_of_its_report() -> None:
    ranked, whole = report([LEAD, MOOD], order=[1, 0], aside=MOOD, gap="\nLife in the town\n")
    assert shown(ranked, whole) == [LEAD]
