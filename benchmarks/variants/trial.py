"""One opened copy of the development library, asked all questions in this process again and again.

Ablations and sweeps ask some hundred questions per variant: the model is loaded once, a question is encoded once, and
the receipts of the answers go to a copy that is thrown away.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.library.corpus import articles, development_library, question_files, settings_of
from benchmarks.library.progress import counting
from benchmarks.scoring.asking import AnswerJson, Question, load_scorer
from benchmarks.scoring.table import Row, row
from benchmarks.variants.remembered import RememberedQueries
from retrieval.answering.answer_json import answer_json
from retrieval.index.embedding import SentenceTransformerEmbedder
from retrieval.services import Services, open_services


@dataclass(frozen=True, slots=True)
class Trial:
    """Services on a copy of the development library, with the questions and their scorer."""

    services: Services
    questions: dict[str, list[Question]]
    stored: list[dict[str, Any]]
    scorer: ModuleType

    def measured(self, name: str) -> dict[str, Row]:
        """The measures of each file of questions, asked as the services are now; `name` becomes the rows' name."""
        found = {}
        with counting(f"questions, {name}", sum(map(len, self.questions.values()))) as count:
            for file, questions in self.questions.items():
                answers = []
                for question in questions:
                    answers.append(self._asked(question))
                    count(1)
                found[file] = row(name, self.scorer.score(questions, answers, self.stored)["overall"])
        return found

    def _asked(self, question: Question) -> AnswerJson:
        answer = self.services.answerer.ask(
            question["question"],
            now=datetime.fromisoformat(question["now"]),
            zone=ZoneInfo(question["tz"]),
            context=question.get("context") or (),
        )
        return answer_json(answer, id_=question["id"])


@contextmanager
def open_trial(shared: Path) -> Iterator[Trial]:
    """Everything that variants are measured with, on a copy of the development library."""
    source = development_library(shared)
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        (copy / "models").symlink_to((source / "models").resolve(), target_is_directory=True)
        _copy_database(source / "dateline.sqlite3", copy / "dateline.sqlite3")
        settings = settings_of(copy)
        embedder = RememberedQueries(SentenceTransformerEmbedder(settings.embedding_model, copy / "models"))
        with open_services(settings, embedder=embedder) as services:
            yield Trial(services, question_files(shared), articles(shared), load_scorer(shared))


def _copy_database(source: Path, target: Path) -> None:
    """A consistent copy, even while another process writes."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
