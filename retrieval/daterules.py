"""The grammar of dates: patterns over the signs of a text, for expressions that name one stretch of days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from retrieval.calendar_words.reading import BREAK, OTHER, Lexeme, Line

# The pieces that the rules are made of. A letter is a word of that sign: see calendar_words.table.Sign.
_MONTH = r"(?:(?:g[tO]?)?M(?:[/(-]M\)?)?\.?(?:g(?![TL]))?)"
_YEAR = r"(?:[,/]?[tOp]{0,2}r?y(?:r(?![TL]))?|[tOp]{0,2}(?:[TLX]r|r[TLX]))"
_SHORT_YEAR = r",?d(?![-/dMghjkra]|,d)"  # "may 22": a question may shorten a year to two digits, an article may not
_BEGINS = r"(?=[^xpta,|.()/i-])"  # no expression begins with these: most of a text is skipped at once
_DAY = r"t?[do]"
_BEFORE_DATE = r"(?:R[tOp]{0,2})?(?:DR?[,(]?)?(?:(?:j[tp]?)?WR?j?L?[,.(/-]?[tp]{0,2})?j?t?"
_NEAR = r"[TLX](?![kgrehjdn])"  # "5 حزيران الماضي"
_DAYPART_BEHIND = r"(?:[tp]{0,2}R)?"
_AFTER_DATE = r"(?:[,(]?j?Wj?R?\)?|[tp]{0,2}R)?"
_DAYS = rf"{_DAY}(?:[,a]{_DAY}){{0,5}}"
_UNIT = r"[hjkger]"
_PART = r"(?:[oL]t?H|H[oLG]|P|H)"

Read = TypeVar("Read")

_RULES = {
    # 2022-05-03, Friday 3/5/2022
    "numeric": rf"{_BEFORE_DATE}N{_AFTER_DATE}",
    "month_year": r"q",
    # 3-7 May 2022; between 3 and 7 May; the 3rd to the 7th of May; May 3-7
    "days": rf"(?:R[tOp]{{0,2}})?(?:[BO]p?)?(?:{_DAYS}[-iua]{_DAY}|z)[tO]{{0,2}}{_MONTH}(?:YEAR|{_NEAR})?(?:[tb]{{0,2}}b|R)?"
    rf"|(?:{_MONTH}{_DAY}(?:[-iu]|,{_DAY}a){_DAY}|B{_MONTH}{_DAY}a{_DAY})(?![tO]?M)(?:{_YEAR})?",
    # the first week of May; Mayıs'ın ilk haftası
    "week_of_month": rf"(?:[oPG]t?k|k[oGL])[tOp]{{0,2}}{_MONTH}YEAR?|Lk[tO]{{1,2}}{_MONTH}YEAR?|{_MONTH}YEAR?[oG]k",
    # the first days of May; the last five days of April; الأيام الأولى من أيار
    "days_of_month": rf"(?:[oPLG]t?[dn]?j|j[dn]?[oGL])[tOp]{{1,2}}{_MONTH}YEAR?|{_MONTH}YEAR?[oG]j",
    # early May 2022; second half of May; Mayıs'ın sonunda
    "part_of_month": rf"(?:{_PART}-?[tOp]{{0,3}}|G){_MONTH}YEAR?|{_MONTH}YEAR?(?:P|[oG]H)",
    # 3 May 2022; Friday the 3rd of May; 3 Mayıs
    "day_month": rf"d-M-[dy]|{_BEFORE_DATE}[do][tO/]{{0,2}}{_MONTH}(?:YEAR|{_NEAR})?{_AFTER_DATE}",
    "month_day": rf"{_BEFORE_DATE}{_MONTH}{_DAY}(?![-/]?M|[jkvHg])YEAR?{_AFTER_DATE}",
    "year_month": rf"y-M-d|yr?[tO]?{_MONTH}(?:{_DAY})?",
    # the 5th of last month
    "day_of_near_month": r"j?t?[do][tO]{0,2}(?:[TL]g|g[TL])|[TL]g[do](?![Hkvj])",
    "month": rf"(?:[TLX]t?)?{_MONTH}(?:{_YEAR}|[TLXG](?![kgrehjdn]))?",
    # Friday last week
    "weekday_of_week": rf"j?WR?[tpO]{{0,2}}(?:[TLX]k|k[TLX]){_DAYPART_BEHIND}"
    rf"|(?:[TLX]t?k|k[TLX])[tpOr,]{{0,2}}j?Wj?{_DAYPART_BEHIND}",
    # the last 3 days; 3 rojên dawî; the past week
    "past_units": rf"[LGTX]t?[dn]t?{_UNIT}|t?[dn]t?[LGX]{_UNIT}|[dn]t?{_UNIT}[LGTX]|{_UNIT}t?[dn][LGX]"
    r"|G[hjkgr]|T?[hjkgr]G|Lt?h|hL",
    # 2 days ago; قبل يومين; since 2 days
    "ago": rf"(?:[dn]t?|t)?{_UNIT}A|E[dn]?{_UNIT}(?![yMtOLT])",
    "since_units": rf"O[dn]?{_UNIT}a|[SO][dn]?{_UNIT}(?![yMtOLTRWPod])|[dn]{_UNIT}A?s",
    # the beginning of the year; late last month; geçen ayın sonunda
    "part_of_unit": rf"{_PART}-?[tOp]{{0,3}}(?:[TLX]t?[kgr]|[kgr][TLX]|[kgr](?!y))|[TLX]?[kgr](?:P|oH)",
    "part_of_year": rf"{_PART}-?[tOp]{{0,3}}r?yr?|yr?(?:P|[oL]H)",
    "quarter": r"[TL]t?v|v[TL]|yr?[oL]v|(?:[oL]t?v|v[oL])[tOp]{0,2}(?:r?yr?|[TL]r|r[TL])",
    "season": r"I[tOp]{0,2}(?:r?yr?|[TLX]r)|[TL]t?I|yr?I",
    # this week; geçen ay; الشهر الماضي
    "unit": r"[TLX]t?[jkgr]|[jkgr][TLX]",
    "weekend": r"(?:[TLXG]t?)?e[TLXG]?",
    # the night of Friday to Saturday; ليل الجمعة - السبت
    "night_between": r"R[tOpB]{0,2}j?W[-/aiO]{0,2}t?j?W|j?W[-/]W,?t?R|WWxR",
    # yesterday evening; صباح اليوم السبت; this morning
    "relative_day": rf"(?:Rh?[tpO]{{0,2}})?j?D(?:R?[,(]?t?[(]?j?Wj?\)?)?{_DAYPART_BEHIND}|Th?R|RT|[SO]t?h?t?R(?![tOp]{{0,2}}j?[WDNdo])",
    # Friday night; last Friday; يوم الجمعة الماضي
    "weekday": rf"(?:Rh?[tOp]{{0,2}}|h[tOp]{{1,2}})?(?:[TLX]t?)?j?WR?j?(?:t?[TLX](?![kgrhjedn]))?{_DAYPART_BEHIND}",
    # in 2022; عام 2022; 2022 yılında
    "year": r"ryr?|yr|(?<=[pSuEFBO])y|y(?=[sUfbA])|(?<=y[ai-])y|y(?=[ai-]y)",
    # on the 5th; ayın 5'i; شهر 5
    "day_of_month": r"(?:(?<=[pSuEFB])|(?<=[pSuEFB]t))o(?:Otg)?(?![kgrvHhjeMW#o])|oOtg|g[don](?:y|,?d)?|j[do](?![a-zA-Z])"
    r"|(?<=Bo[a])o|(?<=Bto[a]t)o",
    "day_slash_month": r"(?<=[pSuEFBjikOt])z|(?<=Bz[ai])z|Wz",
    "bare_year": r"y",
}
_ONLY_IN_QUESTIONS = frozenset(["bare_year", "day_of_month", "day_slash_month", "month_year"])
_TRIGGER = re.compile(r"[NqzoMWmweDyGLTXARIPH]|[SOE][dn]?[hjkgr]|[gj][dn]|[do]g|[dn][hjkgr]s")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a text's signs that matched a rule; `first` and `last` count signs, both included.

    `before` and `behind` are the words on either side; a question allows readings that an article does not.
    """

    rule: str
    signs: str
    lexemes: tuple[Lexeme, ...]
    first: int
    last: int
    before: Lexeme | None
    behind: Lexeme | None
    in_question: bool

    def find(self, signs: str) -> Lexeme | None:
        """The first lexeme with one of these signs."""
        return next((lexeme for lexeme in self.lexemes if lexeme.sign in signs), None)

    def values(self, signs: str) -> list[int]:
        """The values of all lexemes with one of these signs, in order."""
        return [lexeme.value for lexeme in self.lexemes if lexeme.sign in signs]

    def value(self, signs: str) -> int | None:
        """The value of the first lexeme with one of these signs."""
        lexeme = self.find(signs)
        return None if lexeme is None else lexeme.value

    def is_in(self, language: str, signs: str) -> bool:
        """Say whether the first lexeme with one of these signs belongs to that language."""
        lexeme = self.find(signs)
        return lexeme is not None and language in lexeme.languages

    def agrees(self, *signs: str) -> bool:
        """Say whether the first lexemes of these signs can belong to one language."""
        found = [lexeme.languages for group in signs if (lexeme := self.find(group))]
        return len(found) < 2 or bool(frozenset.intersection(*found))


def search(line: Line, read: Callable[[Phrase], Read | None], *, question: bool) -> Iterator[Read]:
    """What `read` makes of the expressions that look like dates, from left to right.

    Where it returns None for the first rule that matches, the others are tried, then the next place.
    """
    if _TRIGGER.search(line.signs) is None:
        return
    signs, at = settle_weak_names(line.signs, question=question), 0
    anything, rules = _patterns(question)
    while found := anything.search(signs, at):
        at = found.start() + 1
        for match, rule in _matches(found, rules, signs):
            result = read(_phrase(line, rule, match, question))
            if result is not None:
                yield result
                at = match.end()
                break


def _matches(
    found: re.Match[str], rules: list[tuple[str, re.Pattern[str]]], signs: str
) -> Iterator[tuple[re.Match[str], str]]:
    """The rules that match at one place: the first, which is known already, then the others."""
    first = found.lastgroup or ""
    yield found, first
    behind = [name for name, _ in rules].index(first) + 1
    for name, rule in rules[behind:]:
        match = rule.match(signs, found.start())
        if match:
            yield match, name


def _phrase(line: Line, rule: str, match: re.Match[str], question: bool) -> Phrase:
    start, end = match.span()
    lexemes = tuple(_settled(lexeme) for lexeme in line.lexemes[start:end] if lexeme is not None)
    before = line.lexemes[start - 1] if start else None
    behind = line.lexemes[end] if end < len(line.lexemes) else None
    return Phrase(rule, match.group(), lexemes, start, end - 1, before, behind, question)


def _settled(lexeme: Lexeme) -> Lexeme:
    return lexeme._replace(sign=lexeme.sign.upper()) if lexeme.sign in "mw" else lexeme


@cache
def _patterns(question: bool) -> tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]]]:
    year = rf"(?:{_YEAR}|{_SHORT_YEAR})" if question else rf"(?:{_YEAR})"
    rules = {
        name: pattern.replace("YEAR", year)
        for name, pattern in _RULES.items()
        if question or name not in _ONLY_IN_QUESTIONS
    }
    anything = _BEGINS + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in rules.items()) + ")"
    return re.compile(anything), [(name, re.compile(pattern)) for name, pattern in rules.items()]


def settle_weak_names(signs: str, *, question: bool) -> str:
    """Decide which everyday words ("may", "sat") are names of months and days here, by the signs beside them."""
    if "m" not in signs and "w" not in signs:
        return signs
    return "".join(
        sign if sign not in "mw" else sign.upper() if _counts(signs, at, question) else OTHER
        for at, sign in enumerate(signs)
    )


def _counts(signs: str, at: int, question: bool) -> bool:
    before, behind = signs[max(0, at - 2) : at], signs[at + 1 : at + 2]
    if signs[at] == "m":
        beside = before == "P-" or before[-1:] in tuple("pSOuEFBTLXPGgdoNiH/(") or behind in tuple("ydoTLgsUbAfP")
    else:
        beside = before[-1:] in tuple("pSuEFBTLXPDij") or behind in tuple("RTLdojsU")
    around = (before[::-1], signs[at + 1 : at + 3])
    in_list = any(len(pair) == 2 and pair[0] in "a-/," and pair[1] in "MWmw" for pair in around)
    at_end = question and before[-1:] != "t" and behind in ("", BREAK, ",", ".", ")", "-", "/")
    return beside or in_list or at_end
