"""Asked how many, a reader sees the toll in the opening of a report that names the asked place further down."""

from retrieval.answers import Answer
from retrieval.services import Services
from tests.keeping import ask, draft, keep

SHELLED = "The shells that fell before noon also reached the edge of Salihiyah and burnt a barn of straw there."
QUESTION = "how many were wounded in Salihiyah this week"


def report(lead: str) -> str:
    return f"{lead}\n\nA doctor of the hospital said that all of them were brought there within one hour.\n\n{SHELLED}"


def wounded(answer: Answer) -> list[int]:
    figures = (figure for incident in answer.incidents for figure in incident.figures)
    return [claim.low for figure in figures if figure.kind == "injured" for claim in figure.claims]


def test_the_opening_is_quoted_where_the_paragraph_about_the_place_counts_nobody(services: Services) -> None:
    lead = "Two farmers were killed and five others were wounded by shells in the villages around Hasakah on Friday."
    keep(services, draft(report(lead)))
    answer = ask(services, QUESTION)
    assert wounded(answer) == [5]
    assert [excerpt.text for excerpt in answer.incidents[0].excerpts][-1] == lead


def test_the_opening_of_a_report_about_a_town_far_away_is_not(services: Services) -> None:
    lead = "Two farmers were killed and five others were wounded by shells in the town of Kobani on Friday."
    keep(services, draft(report(lead)))
    assert wounded(ask(services, QUESTION)) == []


def test_a_report_that_counts_itself_needs_no_opening(services: Services) -> None:
    lead = "Two farmers were killed and five others were wounded by shells in the villages around Hasakah on Friday."
    keep(services, draft(report(lead).replace("burnt a barn of straw there", "wounded three people there")))
    assert wounded(ask(services, QUESTION)) == [3]


def test_who_does_not_ask_how_many_is_not_shown_it(services: Services) -> None:
    lead = "Two farmers were killed and five others were wounded by shells in the villages around Hasakah on Friday."
    keep(services, draft(report(lead)))
    assert wounded(ask(services, "shelling in Salihiyah this week")) == []
