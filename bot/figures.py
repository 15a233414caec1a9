"""Figures side by side, where reports of one event state different ones; none is averaged, none is chosen."""

from bot.naming import foreign
from bot.phrases import Phrases
from retrieval.answers import Figure, FigureClaim, Incident


def differences(incident: Incident, phrases: Phrases) -> list[str]:
    """One line for every kind of figure on which the reports differ: each figure with who says so."""
    return [_difference(incident, figure, phrases) for figure in incident.figures if _differs(figure)]


def _differs(figure: Figure) -> bool:
    """Whether two excerpts differ; a total and a part of it within one report are no difference."""
    stated: dict[int, set[tuple[int, int]]] = {}
    for claim in figure.claims:
        stated.setdefault(claim.excerpt, set()).add((claim.low, claim.high))
    return len({frozenset(values) for values in stated.values()}) > 1


def _difference(incident: Incident, figure: Figure, phrases: Phrases) -> str:
    claims = dict.fromkeys(
        phrases.gettext(
            "{figure} ({publisher})",
            figure=_stated(figure, claim, phrases),
            publisher=foreign(phrases, incident.excerpts[claim.excerpt].article.publisher),
        )
        for claim in figure.claims
    )
    return phrases.gettext("Reports differ: {claims}", claims=phrases.gettext(", ").join(claims))


def _stated(figure: Figure, claim: FigureClaim, phrases: Phrases) -> str:
    number = phrases.number(claim.high)
    if claim.low != claim.high:
        number = f"{phrases.number(claim.low)}–{number}"
    counted = _counted(figure.kind, number, claim.high, phrases)
    match claim.qualifier:
        case None:
            return counted
        case "at least":
            return phrases.gettext("at least {figure}", figure=counted)
        case "up to":
            return phrases.gettext("up to {figure}", figure=counted)
        case "about":
            return phrases.gettext("about {figure}", figure=counted)
        case "more than":
            return phrases.gettext("more than {figure}", figure=counted)
        case other:
            return f"{other} {counted}"


def _counted(kind: str, number: str, count: int, phrases: Phrases) -> str:
    """ "8 killed" """
    forms = {
        "killed": phrases.ngettext("{count} killed", "{count} killed", count, count=number),
        "injured": phrases.ngettext("{count} injured", "{count} injured", count, count=number),
        "detained": phrases.ngettext("{count} detained", "{count} detained", count, count=number),
        "abducted": phrases.ngettext("{count} abducted", "{count} abducted", count, count=number),
        "displaced": phrases.ngettext("{count} displaced", "{count} displaced", count, count=number),
    }
    return forms.get(kind, f"{number} {kind}")
