"""What the runner of reported cases prints, counted by kind and language."""

from benchmarks.scoring.cases import MEASURE, read, rows_of

PRINTED = """pass  p02   ar  period: month named by a number
FAIL  p04   ar  period: digits  (was pass)
          period: ["2024-10-01", "2024-10-31"] expected
pass  f01   tr  figure: bare hundred
pass  s01   en  street named after a city
3 of 4 pass
"""


def test_cases_are_counted_by_the_word_before_the_colon_and_by_language() -> None:
    rows = {row.name: (row.n, row.values[MEASURE]) for row in rows_of(read(PRINTED))}
    assert rows == {
        "all": (4, 0.75),
        "figure": (1, 1.0),
        "period": (2, 0.5),
        "street named after a city": (1, 1.0),
        "ar": (2, 0.5),
        "en": (1, 1.0),
        "tr": (1, 1.0),
    }


def test_lines_that_explain_a_fault_are_no_cases() -> None:
    assert len(read(PRINTED)) == 4
