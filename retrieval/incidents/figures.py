"""Excerpts → figures: what each report states of one event, side by side and in its words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from retrieval.answers import ArticleRef, Excerpt, Figure, FigureClaim
from retrieval.article import PublishedPrecision
from retrieval.figures.kinds import FigureKind
from retrieval.figures.reading import StatedFigure, find_figures


def figures(excerpts: Sequence[Excerpt]) -> list[Figure]:
    """All that the excerpts claim, one figure a kind.

    Totals over longer times are another matter and left out. What one excerpt states twice is one claim. A claim is
    marked as later where another report had a different figure before.
    """
    claims: dict[FigureKind, list[FigureClaim]] = {}
    for number, excerpt in enumerate(excerpts):
        for claim in _claims(excerpt, number):
            claims.setdefault(claim[0], []).append(claim[1])
    return [_figure(kind, found, excerpts) for kind, found in claims.items()]


def _claims(excerpt: Excerpt, number: int) -> Iterable[tuple[FigureKind, FigureClaim]]:
    seen: set[StatedFigure] = set()
    for claim in find_figures(excerpt.text):
        if not claim.cumulative and claim.stated not in seen:
            seen.add(claim.stated)
            yield claim.kind, FigureClaim(claim.low, claim.high, number, claim.text, claim.qualifier)


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
