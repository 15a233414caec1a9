"""Each example beside a rule for dates or for periods is read by that rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from retrieval.dates import period_rules
from retrieval.dates.expressions import absolute, counted, feasts, grammar, ordinals, relative, years
from retrieval.dates.expressions.rules import Rule
from retrieval.dates.expressions.spans import find_spans
from retrieval.dates.period_parsing import apply_rules
from retrieval.dates.period_rules import PeriodRule
from retrieval.dates.words.line import read_line

TODAY = date(2022, 5, 12)  # a Thursday


def examples(table: Mapping[str, Rule] | Mapping[str, PeriodRule]) -> list[tuple[str, str]]:
    """The name of each rule with each of its examples."""
    return [(name, example) for name, rule in table.items() for example in rule.examples.split("; ")]


@pytest.mark.parametrize(("name", "example"), examples(grammar.RULES))
def test_an_example_of_a_rule_for_dates_is_read_by_it(name: str, example: str) -> None:
    line = read_line(example)
    found = [found.phrase.rule for question in (True, False) for found in find_spans(line, TODAY, question=question)]
    assert name in found


@pytest.mark.parametrize(("name", "example"), examples(period_rules.RULES))
def test_an_example_of_a_rule_for_periods_is_read_by_it(name: str, example: str) -> None:
    line = read_line(example)
    applied = apply_rules(line, find_spans(line, TODAY, question=True), TODAY)
    assert [rule for rule, _, _ in applied] == [name]


def test_every_rule_for_dates_has_one_function_that_says_what_it_means() -> None:
    tables = (absolute.RULES, years.RULES, relative.RULES, counted.RULES, ordinals.RULES, feasts.RULES)
    assert sorted(grammar.RULES) == sorted(name for table in tables for name in table)
