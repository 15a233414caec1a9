"""Villages that no gazetteer has: a third of them is taken out of it, and the questions for them are asked again.

The articles are recognised anew without their names, once; the questions are asked with what was learned from the
articles, and without.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

from benchmarks.library.read_again import again
from benchmarks.scoring.asking import Question
from benchmarks.scoring.table import Row
from benchmarks.variants.parts import learned
from benchmarks.variants.trial import Trial, open_trial
from retrieval.answering.answerer import Answerer
from retrieval.library.learned.loading import refresh
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import PlaceKind
from retrieval.places.regions import default_regions
from retrieval.questions.reader import QuestionReader
from retrieval.services import Services

# The same villages each time.
SEED = 12
SHARE = 3

MEASURES = ("hit@1", "hit@3", "off@3", "outcome")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The questions of each file that ask for one of the villages."""

    villages: frozenset[str]
    questions: dict[str, list[Question]]


def unlisted(shared: Path, part: int = 0) -> list[Row]:
    """The measures of the questions for the villages of one of `SHARE` parts: known, learned, and heard only."""
    with open_trial(shared) as trial:
        asked = _asked(trial, part)
        listed = replace(trial, questions=asked.questions)
        found = [_row("in the gazetteer", listed)]
        without = replace(listed, services=_without(trial.services, asked.villages))
        again(without.services)
        refresh(without.services.library.engine, without.services.gazetteer)
        found.append(_row("learned", without))
        with learned(without.services):
            found.append(_row("heard only", without))
    return found


def _asked(trial: Trial, part: int) -> _Asked:
    gazetteer, reader = trial.services.gazetteer, trial.services.answerer.reader
    villages = sorted(place.id for place in gazetteer.places if place.kind is PlaceKind.VILLAGE)
    Random(SEED).shuffle(villages)
    chosen = frozenset(villages[part::SHARE])
    files = {
        name: [question for question in questions if _is_for(reader, question, chosen)]
        for name, questions in trial.questions.items()
    }
    return _Asked(chosen, {name: questions for name, questions in files.items() if questions})


def _is_for(reader: QuestionReader, question: Question, villages: Collection[str]) -> bool:
    """Whether a question that has an answer asks for one of the villages."""
    today = datetime.fromisoformat(question["now"]).date()
    places = reader.understand(question["question"], today, question.get("context") or ()).places
    return bool(question["gold"]) and any(place.id in villages for place in places)


def _without(services: Services, villages: Collection[str]) -> Services:
    """The same with a gazetteer that has neither these places nor any of their names."""
    known = services.gazetteer
    gazetteer = Gazetteer(
        [place for place in known.places if place.id not in villages],
        [name for name in known.names if name.place_id not in villages],
        regions=default_regions(),
    )
    reader = QuestionReader(gazetteer, services.thesaurus)
    answerer = Answerer(services.library, reader, services.answerer.search)
    return replace(services, gazetteer=gazetteer, answerer=answerer)


def _row(name: str, trial: Trial) -> Row:
    """The measures of all files together."""
    rows = list(trial.measured(name).values())
    number = sum(row.n for row in rows)
    values = {measure: _mean([(row.n, row.values.get(measure)) for row in rows]) for measure in MEASURES}
    return Row(name, number, values)


def _mean(values: list[tuple[int, float | None]]) -> float | None:
    known = [(n, value) for n, value in values if value is not None]
    total = sum(n for n, _ in known)
    return sum(n * value for n, value in known) / total if total else None
