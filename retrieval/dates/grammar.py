"""The grammar of dates: which words, in which order, name a stretch of days.

A text is matched as a string of signs, one letter for each word: `words.table.Sign` tells what they mean.
"""

from __future__ import annotations

import re
from functools import cache

_DAY = r"t?[do]"
_DAYS = rf"{_DAY}(?:[,a]{_DAY}){{0,5}}"
_MONTH = r"(?:(?:g[tO]?)?M(?:[/(-]M\)?)?\.?(?:g(?![TL]))?)"
_YEAR = r"(?:[,/]?[tOp]{0,2}r?y(?:r(?![TL]))?|[tOp]{0,2}(?:[TLX]r|r[TLX]))"
_YEAR_IN_TWO_DIGITS = r",?d(?![-/dMghjkra]|,d)"  # "may 22"
_UNIT = r"[hjkger]"
_PART = r"(?:[oL]t?H|H[oLG]|P|H)"
_NEAR = r"[TLX](?![kgrehjdn])"  # this, last, next: "5 حزيران الماضي"
_BEFORE_DATE = r"(?:R[tOp]{0,2})?(?:DR?[,(]?)?(?:(?:j[tp]?)?WR?j?L?[,.(/-]?[tp]{0,2})?j?t?"
_BEHIND_DATE = r"(?:[,(]?j?Wj?R?\)?|[tp]{0,2}R)?"
_DAYPART_BEHIND = r"(?:[tp]{0,2}R)?"
_NO_DAY_BEHIND = r"(?![tpO]{0,3}j?[WDNdoM])"
_NUMBER = r"(?:n-)?[dn]"  # 3, three, twenty-five

_NO_EXPRESSION_BEGINS_WITH = "xpta,|.()/i-"  # most of a text, which is skipped at once

_ALTERNATIVES: dict[str, tuple[str, ...]] = {
    # 2022-05-03; Friday 3/5/2022
    "numeric": (rf"{_BEFORE_DATE}N{_BEHIND_DATE}",),
    # 05/2022
    "month_year": (r"q",),
    # 3-7 May 2022; between 3 and 7 May; the 3rd to the 7th of May; May 3-7
    "days": (
        rf"(?:R[tOp]{{0,2}})?(?:[BO]p?)?(?:{_DAYS}[-iua]{_DAY}|z)[tO]{{0,2}}{_MONTH}(?:YEAR|{_NEAR})?(?:[tb]{{0,2}}b|R)?",
        rf"{_MONTH}{_DAY}(?:[-iu]|,{_DAY}a){_DAY}(?![tO]?M){_YEAR}?",
        rf"B{_MONTH}{_DAY}a{_DAY}(?![tO]?M){_YEAR}?",
    ),
    # 3-7.5.2022
    "days_numeric": (r"d\.?[-iu]N",),
    # the first week of May; the last week of May; Mayıs'ın ilk haftası
    "week_of_month": (
        rf"(?:[oPG]t?k|k[oG])[tOp]{{0,2}}{_MONTH}YEAR?",
        rf"Lk[tO]{{1,2}}{_MONTH}YEAR?|(?<=t)Lkp{_MONTH}YEAR?",
        rf"{_MONTH}YEAR?[oG]k",
    ),
    # the first days of May; the last five days of April; الأيام الأولى من أيار
    "days_of_month": (
        rf"(?:[oPLG]t?[dn]?j|j[dn]?[oGL])[tOp]{{1,2}}{_MONTH}YEAR?",
        rf"{_MONTH}YEAR?[oG]j",
    ),
    # early May 2022; second half of May; آخر أيار; Mayıs'ın sonunda
    "part_of_month": (
        rf"{_PART}-?[tOp]{{0,3}}{_MONTH}YEAR?",
        rf"G{_MONTH}YEAR?",
        rf"{_MONTH}YEAR?(?:P|[oG]H)",
    ),
    # 3 May 2022; Friday the 3rd of May; 03-May-22
    "day_month": (
        r"d-M-[dy]",
        rf"{_BEFORE_DATE}[do][tO/]{{0,2}}{_MONTH}(?:YEAR|{_NEAR})?{_BEHIND_DATE}",
    ),
    # May 3, 2022; Friday, Dec. 3
    "month_day": (rf"{_BEFORE_DATE}{_MONTH}{_DAY}(?![-/]?M|[jkvHg])YEAR?{_BEHIND_DATE}",),
    # 2022 Mayıs
    "year_month": (r"y-M-d", rf"yr?[tO]?{_MONTH}(?:{_DAY})?"),
    # the 5th of last month
    "day_of_near_month": (r"j?t?[do][tO]{0,2}(?:[TL]g|g[TL])", r"[TL]g[do](?![Hkvj])"),
    # in May; last May; May last year
    "month": (rf"(?:[TLX]t?)?{_MONTH}(?:{_YEAR}|[TLXG](?![kgrehjdn]))?",),
    # Friday last week; last week on Friday
    "weekday_of_week": (
        rf"j?WR?[tpO]{{0,2}}(?:[TLX]k|k[TLX]){_DAYPART_BEHIND}",
        rf"(?:[TLX]t?k|k[TLX])[tpOr,]{{0,2}}j?Wj?{_DAYPART_BEHIND}",
    ),
    # the last 3 days; 3 rojên dawî; الأيام الثلاثة الماضية; the past week
    "past_units": (
        rf"[LGTX]t?{_NUMBER}t?{_UNIT}",
        rf"t?{_NUMBER}t?[LGX]{_UNIT}",
        rf"{_NUMBER}t?{_UNIT}[LGTX]",
        rf"{_UNIT}t?[dn][LGX]",
        r"G[hjkgr]|T?[hjkgr]G|Lt?h|hL|Xt?j",
        rf"(?<=p){_NUMBER}{_UNIT}(?![A-Za-z])",
    ),
    # 2 days ago; a week ago today; قبل يومين
    "ago": (rf"(?:{_NUMBER}t?|t)?{_UNIT}A(?:D(?!R))?", rf"E[dn]?{_UNIT}(?![yMtOLT])"),
    # since 2 days; since a week; 3 günden beri; ji sê rojan ve
    "since_units": (
        rf"O[dn]?{_UNIT}a",
        rf"S{_NUMBER}t?{_UNIT}A",
        rf"(?:[SO]{_NUMBER}?|St){_UNIT}(?![yMtOLTRWPod])",
        rf"{_NUMBER}{_UNIT}A?s",
    ),
    # the beginning of the year; late last month; geçen ayın sonunda
    "part_of_unit": (
        rf"{_PART}-?[tOp]{{0,3}}(?:[TLX]t?[kgr]|[kgr][TLX]|[kgr](?!y))",
        r"[TLX]?[kgr](?:P|oH)",
    ),
    # early 2022; 2022'nin ikinci yarısı
    "part_of_year": (rf"{_PART}-?[tOp]{{0,3}}r?yr?", r"yr?(?:P|[oL]H)"),
    "quarter": (
        r"[TL]t?v|v[TL]|yr?[oLG]v|yxov",
        r"(?:[oL]t?v|v[oL])[tOp]{0,2}(?:r?yr?|[TL]r|r[TL])",
        r"(?<=[pSuEF]t)ov|(?<=[pSuEF]x)ov",
    ),
    "season": (r"I[tOp]{0,2}(?:r?yr?|[TLX]r)", r"[TL]t?I|I[TL]|yr?I"),
    # on Newroz; since Newroz 2023; Newroza 2023an
    "feast": (r"YYEAR", r"(?:(?<=[pSuEFBO])|(?<=[pSuEFBO]t)|(?<=[pO]g))Y|Y(?=[sUfA])"),
    # this week; geçen ay; الشهر الماضي
    "unit": (r"[TLX]t?[jkgr]|[jkgr][TLX]",),
    "weekend": (r"(?:[TLXG]t?)?e[TLXG]?",),
    # the night of Friday to Saturday; ليل الجمعة - السبت; cumayı cumartesiye bağlayan gece
    "night_between": (
        r"R[tOpB]{0,2}j?W[-/aiO]{0,2}t?j?W",
        r"j?W[-/]W,?t?R",
        r"WWxR",
        r"(?:DR|R)j?W[-i]j?W|j?WR[-i]j?W",
    ),
    # yesterday evening; صباح اليوم السبت; this morning; منذ ساعات الصباح
    "relative_day": (
        rf"(?:Rh?[tpO]{{0,2}})?j?D(?:R?[,(]?t?[(]?j?Wj?\)?)?{_DAYPART_BEHIND}",
        r"Th?R|RT",
        r"[SO]t?h?t?R(?![tp]{0,2}j?[OWDNdoM])",
    ),
    # in the early hours; since the early hours of the morning; منذ ساعات الصباح الأولى
    # sabahın erken saatlerinde; ji serê sibehê ve
    "early_hours": (
        rf"(?<![WDdoMNz])(?:St?)?(?:Ph|hPt?)[tO]{{0,2}}R{_NO_DAY_BEHIND}",
        rf"Sh[tO]?Ro?{_NO_DAY_BEHIND}",
        rf"ORa{_NO_DAY_BEHIND}",
        r"(?<=t)Ph(?![tpO]{0,3}j?[WDNdoMR])",
    ),
    # Friday night; last Friday; يوم الجمعة الماضي
    "weekday": (r"(?:Rh?[tOp]{0,2}|h[tOp]{1,2})?(?:[TLX]t?)?j?WR?j?(?:t?[TLX](?![kgrhjedn]))?" + _DAYPART_BEHIND,),
    # in 2022; عام 2022; 2022 yılında; 2021 and 2022
    "year": (r"ryr?|yr", r"(?<=[pSuEFBO])y|(?<=St)y|y(?=[sUfbA])", r"(?<=y[ai-])y|y(?=[ai-]y)"),
    # on the 5th; ayın 5'i; شهر 5; يوم 5; between the 3rd and the 7th
    "day_of_month": (
        r"(?:(?<=[pSuEFB])|(?<=[pSuEFB]t)|(?<=[kR]Ot))o(?:Otg)?(?![kgrvHhjeMW#o])",
        r"oOtg|(?<=p)[do]g|g[don](?:y|,?d)?|j[do](?![a-zA-Z])",
        r"(?<=Boa)o|(?<=Btoat)o",
    ),
    # on 3/5
    "day_slash_month": (r"(?<=[pSuEFBjikOt])z|(?<=Bz[ai])z|Wz|z(?=\.?[-iua][zN])|(?<=z-)z",),
    # attacks 2021
    "bare_year": (r"y",),
}
_ONLY_IN_QUESTIONS = frozenset(["bare_year", "day_of_month", "day_slash_month", "feast", "month_year"])

TRIGGER = re.compile(r"[NqzoMWmweDyGLTXARIPHY]|[SOE][dn]?[hjkgr]|St[hjkgr]|[gj][dn]|[do]g|[dn][hjkgr]s|p[dn][hjkgr]")
"""Signs without which there is no expression at all."""


@cache
def rules(*, question: bool) -> dict[str, re.Pattern[str]]:
    """The rules by name, the one to be preferred first. A question may write a year in two digits, an article not."""
    year = rf"(?:{_YEAR}|{_YEAR_IN_TWO_DIGITS})" if question else _YEAR
    return {
        name: re.compile("|".join(alternatives).replace("YEAR", year))
        for name, alternatives in _ALTERNATIVES.items()
        if question or name not in _ONLY_IN_QUESTIONS
    }


@cache
def any_rule(*, question: bool) -> re.Pattern[str]:
    """All rules in one pattern; the group that matched has the name of the rule."""
    names = "|".join(f"(?P<{name}>{rule.pattern})" for name, rule in rules(question=question).items())
    return re.compile(rf"(?=[^{_NO_EXPRESSION_BEGINS_WITH}])(?:{names})")
