"""The tables and the worked examples in docs/alphabets.md are those of the code."""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from retrieval.dates.expressions.spans import find_spans
from retrieval.dates.period_parsing import apply_rules
from retrieval.dates.periods import find_period
from retrieval.dates.words.line import read_line
from retrieval.dates.words.signs import Sign
from retrieval.figures.outline import outline_of
from retrieval.figures.patterns import statement
from retrieval.figures.reading import find_figures
from retrieval.figures.roles import Role
from retrieval.figures.sentences import read_sentence, words_known
from retrieval.text.words import tokens

DOCUMENT = (Path(__file__).parents[1] / "docs" / "alphabets.md").read_text(encoding="utf-8")
TODAY = date(2022, 5, 12)

_ROW = re.compile(r"^\| `(\S+)` \| ([A-Z_]+) \|", re.MULTILINE)
_MODULE = re.compile(r"`((?:retrieval|tests)/[\w/.]+)`")


@pytest.mark.parametrize(("alphabet", "heading"), [(Sign, "## Dates"), (Role, "## Figures")])
def test_a_table_lists_every_letter_of_its_alphabet(alphabet: type[StrEnum], heading: str) -> None:
    part = DOCUMENT.split(f"\n{heading}\n")[1].split("\n### ")[0]
    listed = {name: letter.removeprefix("\\") for letter, name in _ROW.findall(part)}
    assert listed == {member.name: member.value for member in alphabet}


def test_the_worked_date_has_the_outlines_and_the_interval_of_the_document() -> None:
    question = "Was Zirgan shelled since the first week of May?"
    assert f'"{question}"' in DOCUMENT
    line = read_line(question)
    spans = find_spans(line, TODAY, question=True)
    assert line.signs == "xStokOm|"
    assert [(span.phrase.rule, span.phrase.signs) for span in spans] == [("week_of_month", "okOM")]
    assert ["".join(piece.sign for piece in pieces) for _, pieces, _ in apply_rules(line, spans, TODAY)] == ["StZ"]
    mention = find_period(question, TODAY)
    assert mention is not None
    assert mention.interval is not None
    assert (mention.interval.start, mention.interval.end) == (date(2022, 5, 1), TODAY)


def test_the_worked_figure_has_the_outline_and_the_claim_of_the_document() -> None:
    text = "At least five shepherds, including two children, were wounded near Zirgan."
    assert f'"{text}"' in DOCUMENT
    matches = tokens(text)
    sentence = read_sentence(matches, [words_known()[match[0]] for match in matches])
    assert "".join(meaning.role for meaning in sentence.meanings) == "qnp,inp,ukjx,"
    assert outline_of(sentence) == "qnp,i__,ukjx,"
    found = statement(sentence.language).search(outline_of(sentence))
    assert found is not None
    assert found["before"] == "qnp,i__,uk"
    assert [(claim.kind, claim.low, claim.qualifier) for claim in find_figures(text)] == [("injured", 5, "at least")]


def test_the_document_names_files_that_exist() -> None:
    root = Path(__file__).parents[1]
    missing = [path for path in _MODULE.findall(DOCUMENT) if not (root / path).exists()]
    assert missing == []
