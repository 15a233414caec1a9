"""Tables of measures: written, read back, compared with the ones before, put into a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scoring.table import Row, block, markdown, merged, parsed, row, rows, side_by_side, with_block, worse

FIGURES = st.none() | st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
NAMES = st.text("abcdefgh@· ", min_size=1).map(str.strip).filter(bool)


def mean(n: int, **measures: float) -> dict[str, object]:
    """What the scorer says of some questions."""
    return {"n": n, "hit@3_judged": 0.9, "hit@3": 0.8, "off@3": None, **measures}


@given(st.lists(st.tuples(NAMES, st.integers(0, 999), FIGURES, FIGURES)))
def test_a_table_is_read_back_as_it_was_written(lines: list[tuple[str, int, float | None, float | None]]) -> None:
    table = [Row(name, n, {"hit@1": one, "off@3": other}) for name, n, one, other in lines]
    back = parsed(f"Words before.\n\n{markdown(table)}\n\nWords after.")
    assert [(row.name, row.n) for row in back] == [(row.name, row.n) for row in table]
    for again, first in zip(back, table, strict=True):
        assert {measure: again.values.get(measure) for measure in first.values} == first.values


def test_hits_are_those_without_articles_that_nobody_judged() -> None:
    assert row("dev", mean(10)).values["hit@3"] == 0.9


def test_a_result_becomes_a_row_for_the_file_and_one_for_each_of_its_groups() -> None:
    result = {"overall": mean(10), "by": {"kind": {"alias": mean(4), "toll": mean(6)}, "lang": {"ku": mean(10)}}}
    assert [(each.name, each.n) for each in rows("dev", result)] == [
        ("dev", 10),
        ("dev · alias", 4),
        ("dev · toll", 6),
        ("dev · ku", 10),
    ]


def test_a_measure_that_no_row_has_gets_no_column() -> None:
    assert markdown([Row("dev", 3, {"hit@1": None, "hit@3": 0.5})]) == (
        "| questions | n | hit@3 |\n| --- | --- | --- |\n| dev | 3 | 0.500 |"
    )


def test_a_measure_that_one_row_lacks_is_a_dash_there() -> None:
    table = markdown([Row("dev", 3, {"hit@1": 0.5}), Row("other", 4, {"hit@1": None})])
    assert table.splitlines()[-1] == "| other | 4 | – |"


def test_files_stand_side_by_side_in_one_row() -> None:
    files = {"dev": Row("x", 3, {"hit@1": 0.5, "hit@3": 0.7}), "natural": Row("x", 4, {"hit@1": None})}
    assert merged("no places", files, ["hit@1"]) == Row("no places", 7, {"dev hit@1": 0.5, "natural hit@1": None})


@pytest.mark.parametrize(
    ("measure", "now", "before", "expected"),
    [
        ("hit@1", 0.80, 0.83, True),
        ("hit@1", 0.80, 0.82, False),  # as much as chance moves it
        ("hit@1", 0.83, 0.80, False),
        ("off@3", 0.10, 0.05, True),
        ("off@3", 0.05, 0.10, False),
        ("hit@1", None, 0.80, False),
        ("hit@1", 0.80, None, False),
    ],
)
def test_only_what_got_worse_by_more_than_chance_is_marked(
    measure: str, now: float | None, before: float | None, expected: bool
) -> None:
    assert worse(now, before, measure) is expected


def test_each_measure_stands_beside_the_one_before_and_what_fell_is_marked() -> None:
    now = [Row("dev", 50, {"hit@1": 0.8, "hit@3": 0.95}), Row("dev · new", 5, {"hit@1": 1.0})]
    text = side_by_side(now, [Row("dev", 50, {"hit@1": 0.9, "hit@3": 0.94})])
    assert "0.800 0.900 -0.100!  0.950 0.940 +0.010 " in " ".join(text.split("  ")).replace("   ", "  ")
    assert "1.000     –" in text


def test_what_stands_between_the_marks_is_replaced_and_nothing_else() -> None:
    document = "head\n<!-- figures: eval -->\nold\n<!-- /figures: eval -->\ntail\n<!-- figures: bench -->\n"
    changed = with_block(document, "eval", r"new \1 | table")
    assert block(changed, "eval") == r"new \1 | table"
    assert changed.replace(r"new \1 | table", "old") == document


def test_a_document_without_the_marks_is_left_alone_and_said_so() -> None:
    assert block("head", "eval") == ""
    with pytest.raises(ValueError, match="no marks for eval"):
        with_block("head", "eval", "new")
