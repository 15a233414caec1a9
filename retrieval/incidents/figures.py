"""Excerpts → figures: what each report states of one event, side by side and in its words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from retrieval.answers import ArticleRef, Excerpt, Figure, FigureClaim
from retrieval.article import PublishedPrecision
from retrieval.clauses.deaths import read_later_deaths
from retrieval.figures.kinds import FigureKind
from retrieval.figures.reading import Claim, find_figures


def figures(excerpts: Sequence[Excerpt]) -> list[Figure]:
    """All that the excerpts claim, one figure a kind.

    Totals over longer times are another matter and left out, and so is one of the wounded who dies where a toll of all
    is stated. What one excerpt states twice is one claim. A claim is marked as later where another report had a
    different figure before.
    """
    found = [[claim for claim in find_figures(excerpt.text) if not claim.cumulative] for excerpt in excerpts]
    highest = max((claim.high for each in found for claim in each if claim.kind is FigureKind.KILLED), default=0)
    claims: dict[FigureKind, list[FigureClaim]] = {}
    for number, (excerpt, each) in enumerate(zip(excerpts, found, strict=True)):
        for claim in _distinct(_without_later_deaths(excerpt, each, highest)):
            stated = FigureClaim(claim.low, claim.high, number, claim.text, claim.qualifier)
            claims.setdefault(claim.kind, []).append(stated)
    return [_figure(kind, found, excerpts) for kind, found in claims.items()]


def _without_later_deaths(excerpt: Excerpt, claims: Sequence[Claim], highest: int) -> list[Claim]:
    """The claims without one person who is named by his injury and dies, of whom the toll of all tells."""
    if not any(claim.high == 1 for claim in claims):
        return list(claims)
    deaths = read_later_deaths(excerpt.text)
    has_toll = deaths.has_toll or highest > 1
    return [
        claim
        for claim in claims
        if claim.high > 1
        or not deaths.holds(claim.start, claim.end)
        or (claim.kind is FigureKind.KILLED and not has_toll)
    ]


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    """Each figure once, as it is stated first."""
    return list({claim.stated: claim for claim in reversed(claims)}.values())[::-1]


def _figure(kind: FigureKind, claims: Sequence[FigureClaim], excerpts: Sequence[Excerpt]) -> Figure:
    marked = tuple(replace(claim, later=_is_correction(claim, claims, excerpts)) for claim in claims)
    return Figure(kind, min(claim.low for claim in claims), max(claim.high for claim in claims), marked)


def _is_correction(claim: FigureClaim, claims: Sequence[FigureClaim], excerpts: Sequence[Excerpt]) -> bool:
    """Whether a claim differs from one that was published before it."""
    article = excerpts[claim.excerpt].article
    return any(
        (other.low, other.high) != (claim.low, claim.high) and _is_before(excerpts[other.excerpt].article, article)
        for other in claims
    )


def _is_before(one: ArticleRef, other: ArticleRef) -> bool:
    """Whether one was published before the other, as far as both are dated: by days where one has no time."""
    if one.published_at is None or other.published_at is None:
        return False
    timed = one.published_precision == other.published_precision == PublishedPrecision.TIME
    return _moment(one.published_at, timed) < _moment(other.published_at, timed)


def _moment(published: datetime, timed: bool) -> datetime:
    return published if timed else published.replace(hour=0, minute=0, second=0, microsecond=0)
