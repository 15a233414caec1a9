"""Patterns over the roles of a sentence's words: people with their count, and the ways to state a figure.

The letters are those of `retrieval.figures.lexicon.ROLES`; every repetition is bounded, so a text is read in linear
time.
"""

import re
from functools import cache

_PERSON = {
    "ar": r"(?:q?n(?:w?x{0,2}?[spdlo]|(?![xeymvVl]))|[sS](?!N)n?|dn?|[pd]N|pn(?![spmlevd])|O)",
    "other": r"(?:h?q?n(?:w?h?[xsle_]{0,3}?[spdo]+|(?![xeylpw]))|[ah][xsl]{0,3}?s(?![ep])|O[xs]?|s(?![eps]))",
}
"""People with their count: "five young men", "a soldier", "another"; in Arabic also the dual."""

_MIXED = (
    r"(?P<mixed>q?n[xsplo]{0,3}[kf]&[kf](?!q?n)"  # 16 killed and wounded; but "5 killed and wounded 3" is two claims
    r"|(?<![nsplo])[kf]&[kf]q?n?"  # killed and wounded 16
    r"|q?n[xsplo]{0,3}[kmv]&[kmv](?!q?n)"
    r"|(?<=j)[vm]&[vm])"
)
"""Which of both a number counts is not said."""

_OPENING = "nNqahOsSdpkftTmvV"  # roles that can begin a statement; the others are passed over quickly
_RISES_TO = r"[^nNt]{0,25}(?:[jw]n[^nNt]{0,6})?r[xjge]{0,2}"  # "in the raid rose from 9 to"
_TOLL = rf"(?P<toll>(?:t|T[hxwpju]{{0,4}}[mk])(?:{_RISES_TO})?q?(?P<number>n)[pslm]?)"


@cache
def person(language: str) -> re.Pattern[str]:
    """Give the pattern of people with their count."""
    return re.compile(_PERSON.get(language, _PERSON["other"]))


@cache
def statement(language: str) -> re.Pattern[str]:
    """Give the pattern of every way to state a figure; at a word, the ways are tried from left to right."""
    victims, after, before = _arabic_ways() if language == "ar" else _other_ways()
    ways = rf"(?P<victims>{victims})|(?P<after>{after})|(?P<before>{before})"
    return re.compile(f"(?=[{_OPENING}])(?:{_MIXED}|{_TOLL}|{ways})")


def _arabic_ways() -> tuple[str, str, str]:
    one = _PERSON["ar"]
    people = rf"{one}(?:[xwj_i,]{{0,4}}&{one}){{0,3}}"
    victims = r"(?:q?nw?[mv]|V|v|mN)"
    some_of = r"q?n(?=wm)"  # three of the wounded died
    family = rf"ex?w(?=q?n){people}"  # a family of five
    after = rf"[kf](?:{people}|{some_of}|l|{family}|[xjplS,]{{1,5}}?(?=q?n|[sd]){people})"
    before = rf"{people}[xwj,_ilqey]{{0,8}}?[kb](?!{one})"
    return victims, after, before


def _other_ways() -> tuple[str, str, str]:
    one = _PERSON["other"]
    # "killed 3 and 5 were wounded": the 5 are not killed
    others_follow = r"(?![xwjho]{0,6}u{1,3}[xu]?[kb])(?!x?[kbm])"
    listed = rf"(?:[xwjhi_e]{{0,5}},?&|,){one}"
    victims = rf"(?:{one}m|q?nx{{0,2}}m|V)"
    # a list ends in "and": after "killed three people, a medic" it goes on with "said"
    ended = rf"(?:,{one}){{0,2}}[xwjhi_e]{{0,5}},?&{one}"
    after = rf"(?:(?<!u)k|f)[xhl]{{0,2}}?{one}(?:{ended}{others_follow}){{0,3}}"
    passive = r"[xwjhae_,ilo]{0,12}?u[xu]{0,2}[kb]"
    part = r"(?:,?i[_,x]{1,8})?"  # nine soldiers, including a commander, dead
    adjacent = rf"{part}x?[km](?!q?n|[ah][xs]{{0,3}}s|s)"  # not "two gunmen killed a man"
    before = rf"{one}(?:{listed}){{0,3}}(?:{passive}|[xwjhae_,il]{{0,8}}b|{adjacent})"
    return victims, after, before
