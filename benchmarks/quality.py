"""Quality of answers on the development questions, beside the last table in docs/quality.md: `make eval`."""

import argparse
import sys
from pathlib import Path
from types import ModuleType

from benchmarks.library.corpus import articles, development_library, question_files, require, settings_of
from benchmarks.library.own_questions import KEPT, own_questions
from benchmarks.library.sources import ROOT
from benchmarks.scoring.asking import AnswerJson, Question, ask_all, load_scorer
from benchmarks.scoring.cases import beside, cases
from benchmarks.scoring.diagnosis import Diagnosis
from benchmarks.scoring.dressing import measured
from benchmarks.scoring.replay import replay
from benchmarks.scoring.table import Row, block, markdown, parsed, rows, side_by_side, with_block
from benchmarks.scoring.unlisted import unlisted
from benchmarks.scoring.worst import Miss, described, worst
from retrieval.services import open_services

DOCUMENT = ROOT / "docs" / "quality.md"
BLOCK = "eval"
PAGES = "pages"
VILLAGES = "villages"
CASES = "cases"
BY = ("kind", "lang")


def main() -> None:
    """Import the development corpus once, ask every question, print the tables and the worst ten."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/ and eval/")
    parser.add_argument("--write", action="store_true", help="write the table into docs/quality.md")
    options = parser.parse_args()
    require(options.shared, "eval")
    questions = {**question_files(options.shared), **own_questions(articles(options.shared))}
    count = sum(map(len, questions.values()))
    sys.stderr.write(f"{count} questions in {len(questions)} files: some minutes, once the library is ready.\n")
    data_dir = development_library(options.shared)
    scorer = load_scorer(options.shared)
    answers = {name: ask_all(asked, data_dir, name) for name, asked in questions.items()}
    table = _table(scorer, questions, answers, options.shared)
    _print_tables(table)
    pages = measured(articles(options.shared))
    sys.stdout.write(f"\nArticles dressed as web pages and read back\n{markdown(pages, 'template')}\n")
    villages = unlisted(options.shared)
    sys.stdout.write(f"\nVillages taken out of the gazetteer\n{markdown(villages, 'villages')}\n")
    reported = cases(options.shared)
    sys.stdout.write(f"\nReported cases\n{markdown(beside(reported, _before(CASES)), 'cases')}\n")
    _print_worst(scorer, questions, answers, data_dir)
    year = replay(options.shared)
    sys.stdout.write("\nA year of watching\n" + "".join(f"{line}\n" for line in year.lines()))
    if options.write:
        text = "\n\n".join(markdown(part) for part in table.values())
        document = with_block(DOCUMENT.read_text("utf-8"), BLOCK, text)
        document = with_block(document, VILLAGES, markdown(villages, "villages"))
        document = with_block(document, CASES, markdown(reported, "cases"))
        DOCUMENT.write_text(with_block(document, PAGES, markdown(pages, "template")), "utf-8")
        sys.stdout.write(f"\nwritten into {DOCUMENT.relative_to(ROOT)}\n")
    if year.is_wrong:
        sys.exit("readers were told wrongly: see the counts above")


def _table(
    scorer: ModuleType, questions: dict[str, list[Question]], answers: dict[str, list[AnswerJson]], shared: Path
) -> dict[str, list[Row]]:
    """The rows of each file; one row for the questions that are kept, lest it is told which of them fail."""
    stored = articles(shared)
    return {
        name: rows(name, scorer.score(asked, answers[name], stored, () if name == KEPT else BY))
        for name, asked in questions.items()
    }


def _print_tables(table: dict[str, list[Row]]) -> None:
    before = _before(BLOCK)
    for part in table.values():
        sys.stdout.write(f"\n{side_by_side(part, before)}\n")
    sys.stdout.write("\nbefore: docs/quality.md · !: worse by more than 0.02\n")


def _before(name: str) -> list[Row]:
    """The rows of a block of the document, as they were committed last."""
    text = block(DOCUMENT.read_text("utf-8"), name)
    return [row for part in text.split("\n\n") for row in parsed(part)]


def _print_worst(
    scorer: ModuleType, questions: dict[str, list[Question]], answers: dict[str, list[AnswerJson]], data_dir: Path
) -> None:
    misses = []
    for name, asked in questions.items():
        if name == KEPT:
            continue
        given = {answer.get("id"): answer for answer in answers[name]}
        for question in asked:
            answer = given.get(question["id"], {})
            misses.append(Miss(question, answer, scorer.score_one(question, answer, {})[0]))
    with open_services(settings_of(data_dir)) as services:
        diagnosis = Diagnosis(services, scorer.url_key)
        sys.stdout.write("\nThe worst questions\n")
        for miss in worst(misses):
            sys.stdout.write(f"\n{described(miss, diagnosis.reasons(miss))}\n")


if __name__ == "__main__":
    main()
