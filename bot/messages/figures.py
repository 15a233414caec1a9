"""Figures side by side, where reports of one event state different ones.

None is averaged, none is chosen.
"""

from collections.abc import Collection
from dataclasses import replace

from bot.messages.names import foreign
from bot.phrases.catalogues import Phrases
from retrieval.answers import Figure, FigureClaim, Incident
from retrieval.figures.kinds import FigureKind

# Arabic says one and two with the noun alone ("قتيلان"). A range needs a form that shows its numbers.
SAID_BY_THE_NOUN, MANY = 2, 100


def differences(incident: Incident, phrases: Phrases, but: Collection[FigureKind] = ()) -> list[str]:
    """One line for every kind of figure on which the reports differ, `but` for some: each figure with who says so."""
    differing = [figure for figure in incident.figures if figure.kind not in but and _has_difference(figure)]
    return [stated(incident, figure, phrases) for figure in differing]


def _has_difference(figure: Figure) -> bool:
    """Whether two excerpts differ.

    A total and a part of it within one report are no difference.
    """
    stated: dict[int, set[tuple[int, int]]] = {}
    for claim in figure.claims:
        stated.setdefault(claim.excerpt, set()).add((claim.low, claim.high))
    return len({frozenset(values) for values in stated.values()}) > 1


def stated(incident: Incident, figure: Figure, phrases: Phrases) -> str:
    """The claims of one kind side by side, each with its publisher.

    That reports differ is said where they do.
    """
    in_order = sorted(figure.claims, key=lambda claim: claim.later)
    claims = dict.fromkeys(_claim(incident, figure, claim, phrases) for claim in in_order)
    listed = phrases.gettext(", ").join(claims)
    return phrases.gettext("Reports differ: {claims}", claims=listed) if _has_difference(figure) else listed


def highest(incident: Incident, figure: Figure, phrases: Phrases) -> str:
    """The highest number of a kind, with everybody who states it."""
    claims = [replace(claim, later=False) for claim in figure.claims if claim.high == figure.high]
    return phrases.gettext(", ").join(dict.fromkeys(_claim(incident, figure, claim, phrases) for claim in claims))


def _claim(incident: Incident, figure: Figure, claim: FigureClaim, phrases: Phrases) -> str:
    """ "8 killed (North Wire)", or "later: 7 killed (Jazira Post)" """
    publisher = foreign(phrases, incident.excerpts[claim.excerpt].article.publisher)
    said = phrases.gettext("{figure} ({publisher})", figure=_stated(figure, claim, phrases), publisher=publisher)
    return phrases.gettext("later: {claim}", claim=said) if claim.later else said


def _stated(figure: Figure, claim: FigureClaim, phrases: Phrases) -> str:
    number, form = phrases.number(claim.high), claim.high
    if claim.low != claim.high:
        number = f"{phrases.number(claim.low)}–{number}"
        form = claim.high if claim.high > SAID_BY_THE_NOUN else MANY
    counted = _counted(figure.kind, number, form, phrases)
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
