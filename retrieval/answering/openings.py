"""The toll in the opening of a report that names the asked place only further down.

News is written as an inverted pyramid: the lead counts the dead and wounded of an attack, and a later paragraph names
one more village that it hit. Such a paragraph passes the gates and states no figure; asked "how many", a reader is
shown the opening beside it, in the words of the same report.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlmodel import col, select

from retrieval.figures.reading import find_figures
from retrieval.incidents.reports import Report
from retrieval.library.articles import Library
from retrieval.library.database import read_session
from retrieval.library.models import Mention, Passage, Role
from retrieval.passages.candidates import candidates
from retrieval.passages.passage import Candidate
from retrieval.passages.texts import PassageTexts
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.place import Place
from retrieval.questions.question import Question

# Passages at the beginning of an article among which its toll is looked for: title, date line, and the lead.
FIRST_PASSAGES = 4

# How far from the asked place the opening may tell of: about the width of a subdistrict.
BESIDE_KM = 25.0


def tolls(
    library: Library, gazetteer: Gazetteer, question: Question, reports: Sequence[Report], texts: PassageTexts
) -> dict[str, Candidate]:
    """For reports that state no asked figure themselves, the passage of their opening that does, by article id.

    Empty where the question counts nothing or leaves something out, of which the opening may tell, and for a report
    whose opening tells of another day or of a place further away than `BESIDE_KM`.
    """
    silent = {
        report.article_id: report
        for report in reports
        if question.counted and not question.excluded and not _has_asked_figure(question, report, texts)
    }
    if not silent:
        return {}
    openings = _openings(library, question, silent)
    places_of = _places(library, [opening.passage_id for opening in openings], gazetteer)
    asked_places = [place for one in question.places if (place := gazetteer.get(one.id)) is not None]
    counting: dict[str, Candidate] = {}
    for opening in openings:
        is_near = _is_near_any(places_of.get(opening.passage_id, ()), asked_places)
        if is_near and opening.article_id not in counting and _is_stated_in(library, opening, question):
            counting[opening.article_id] = opening
    return counting


def _has_asked_figure(question: Question, report: Report, texts: PassageTexts) -> bool:
    return any(claim.kind in question.counted for scored in report.passages for claim in texts.claims(scored.passage))


def _openings(library: Library, question: Question, silent: dict[str, Report]) -> list[Candidate]:
    """The first passages of articles that fit the asked period, in the order of their articles."""
    with read_session(library.engine) as session:
        query = select(Passage.id).where(
            col(Passage.article_id).in_(list(silent)), col(Passage.current), col(Passage.ordinal) < FIRST_PASSAGES
        )
        ids = [id_ for id_ in session.exec(query) if id_ is not None]
    found = candidates(library.engine, places=(), interval=question.interval, today=question.today, passage_ids=ids)
    return sorted(found, key=lambda passage: (passage.article_id, passage.ordinal))


def _places(library: Library, passage_ids: Sequence[int], gazetteer: Gazetteer) -> dict[int, list[Place]]:
    """The known places that passages name in their own words."""
    places: dict[int, list[Place]] = {}
    with read_session(library.engine) as session:
        query = select(Mention.passage_id, Mention.place_id).where(
            col(Mention.passage_id).in_(passage_ids), Mention.role == Role.TEXT.value
        )
        for passage_id, place_id in session.exec(query):
            if (place := gazetteer.get(place_id)) is not None:
                places.setdefault(passage_id, []).append(place)
    return places


def _is_near_any(places: Iterable[Place], asked: Sequence[Place]) -> bool:
    """Whether one of the settlements lies near an asked place.

    An opening that names none speaks for all.
    """
    settlements = [place for place in places if not place.kind.is_unit]
    return not settlements or any(km <= BESIDE_KM for km in _distances(settlements, asked))


def _distances(places: Iterable[Place], asked: Sequence[Place]) -> Iterator[float]:
    return (km for place in places for other in asked if (km := apart_km(place, other)) is not None)


def _is_stated_in(library: Library, opening: Candidate, question: Question) -> bool:
    found = library.slices([(opening.version_id, opening.start, opening.end)])[0]
    claims = find_figures(found.text) if found else []
    return any(claim.kind in question.counted and not claim.cumulative for claim in claims)
