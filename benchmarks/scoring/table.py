"""Tables of measures: from the scorer's result, to Markdown and back, and two of them side by side."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Each measure with its name in the scorer: hits leave articles out that nobody has judged.
MEASURES = {
    "hit@1": "hit@1_judged",
    "hit@3": "hit@3_judged",
    "off@3": "off@3",
    "quote_hit": "quote_hit",
    "figures": "figures",
    "outcome": "outcome",
    "outcome_exact": "outcome_exact",
    "place_known": "place_known",
    "period": "period",
    "verbatim": "verbatim",
    "sha256": "sha256",
    "link": "link",
}
LOWER_IS_BETTER = ("off@3",)
FELL = 0.02  # a difference from which a measure is marked: one question of fifty
NONE = "–"

# The terminal's tables, each as wide as a window of 120 columns.
SIDE_BY_SIDE = (("hit@1", "hit@3", "off@3", "quote_hit"), ("figures", "outcome", "place_known", "period"))


@dataclass(frozen=True, slots=True)
class Row:
    """The measures of one set of questions; None where a measure does not apply to any of them."""

    name: str
    n: int
    values: Mapping[str, float | None]


def rows(name: str, result: Mapping[str, Any]) -> list[Row]:
    """The rows of a scorer's result: all questions of the file, then each kind, then each language."""
    groups = [(f"{name} · {group}", found) for part in result["by"].values() for group, found in part.items()]
    return [row(each, found) for each, found in [(name, result["overall"]), *groups]]


def row(name: str, found: Mapping[str, Any]) -> Row:
    """One row from one of the scorer's means."""
    return Row(name, found["n"], {measure: found.get(key) for measure, key in MEASURES.items()})


def merged(name: str, files: Mapping[str, Row], measures: Sequence[str]) -> Row:
    """One row from those of several files of questions: a column for each file and measure."""
    values = {f"{file} {measure}": row.values.get(measure) for file, row in files.items() for measure in measures}
    return Row(name, sum(row.n for row in files.values()), values)


def markdown(table: Sequence[Row], first: str = "questions") -> str:
    """A table in Markdown, figures with three decimals; columns that are empty everywhere are left out."""
    measures = dict.fromkeys(measure for row in table for measure in row.values)
    shown = [name for name in measures if any(row.values.get(name) is not None for row in table)]
    lines = [[first, "n", *shown], ["---"] * (len(shown) + 2)]
    lines += [[row.name, str(row.n), *(_figure(row.values.get(name)) for name in shown)] for row in table]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def parsed(text: str) -> list[Row]:
    """The rows of the first table in a text, as `markdown` writes it; none where there is no table."""
    lines = [_cells(line) for line in text.splitlines() if line.startswith("|")]
    if len(lines) < 2:
        return []
    measures = lines[0][2:]
    return [
        Row(name, int(n), dict(zip(measures, map(_value, figures), strict=True))) for name, n, *figures in lines[2:]
    ]


def block(document: str, name: str) -> str:
    """What stands between the marks of that name in a document; empty where there are none."""
    found = _marked(name).search(document)
    return found["inside"].strip() if found else ""


def with_block(document: str, name: str, text: str) -> str:
    """The document with other words between the marks of that name; `ValueError` where there are none."""
    if not _marked(name).search(document):
        raise ValueError(f"the document has no marks for {name}")
    return _marked(name).sub(lambda found: f"{found['opening']}\n{text}\n{found['closing']}", document)


def side_by_side(now: Sequence[Row], before: Iterable[Row]) -> str:
    """Each measure now, before and the difference; what got worse by more than `FELL` has an exclamation mark."""
    known = {row.name: row for row in before}
    width = max(len(row.name) for row in now)
    tables = []
    for measures in SIDE_BY_SIDE:
        lines = [" " * width + "    n" + "".join(f"  {measure:^20}" for measure in measures)]
        lines.append(" " * width + "     " + "  now   before diff  " * len(measures))
        for row in now:
            cells = (_compared(row, known.get(row.name), measure) for measure in measures)
            lines.append(f"{row.name:<{width}}{row.n:>5}" + "".join(f"  {cell}" for cell in cells))
        tables.append("\n".join(line.rstrip() for line in lines))
    return "\n\n".join(tables)


def worse(now: float | None, before: float | None, measure: str) -> bool:
    """Whether a measure has got worse by more than `FELL`."""
    if now is None or before is None:
        return False
    lost = now - before if measure in LOWER_IS_BETTER else before - now
    return round(lost, 4) > FELL


def _compared(now: Row, before: Row | None, measure: str) -> str:
    value, earlier = now.values.get(measure), before.values.get(measure) if before else None
    difference = "" if value is None or earlier is None else f"{round(round(value, 3) - earlier, 3) + 0.0:+.3f}"
    mark = "!" if worse(value, earlier, measure) else " "
    return f"{_figure(value):>5} {_figure(earlier):>5} {difference:>6}{mark} "


def _marked(name: str) -> re.Pattern[str]:
    mark = re.escape(name)
    return re.compile(
        rf"(?P<opening><!-- figures: {mark} -->)\n(?P<inside>.*?)(?P<closing><!-- /figures: {mark} -->)", re.DOTALL
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _figure(value: float | None) -> str:
    return NONE if value is None else f"{value:.3f}"


def _value(cell: str) -> float | None:
    return None if cell in ("", NONE) else float(cell)
