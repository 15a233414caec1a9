"""The questions that were answered worst: what was expected, what came, and what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

MOST = 10
PATH = 30  # characters of a path that are shown, its last ones

# What a miss weighs: a wrong outcome misleads, a wrong place or period spoils all that follows, order only costs time.
WEIGHTS = {
    "outcome": 4.0,
    "place": 3.0,
    "period": 3.0,
    "hit@3_judged": 2.0,
    "hit@1_judged": 1.0,
    "quote_hit": 0.5,
    "figures": 0.5,
}
OFF = 0.25  # the share of excerpts beside the question, which may be right and only unjudged


@dataclass(frozen=True, slots=True)
class Miss:
    """A question with its answer, and the scorer's measures of it."""

    question: Mapping[str, Any]
    answer: Mapping[str, Any]
    scored: Mapping[str, Any]

    @property
    def badness(self) -> float:
        """How bad it is: 0 where everything is as expected."""
        return badness(self.scored)


def badness(scored: Mapping[str, Any]) -> float:
    """The weighted misses of one question; measures that do not apply (None) cost nothing."""
    missed = sum(weight * (1 - float(scored[name])) for name, weight in WEIGHTS.items() if scored.get(name) is not None)
    return missed + OFF * (scored.get("off@3") or 0.0)


def worst(misses: Sequence[Miss], most: int = MOST) -> list[Miss]:
    """The worst, those with nothing wrong left out; equally bad ones in the order of their ids."""
    bad = [miss for miss in misses if miss.badness > 0]
    return sorted(bad, key=lambda miss: (-miss.badness, str(miss.question["id"])))[:most]


def described(miss: Miss, reasons: Sequence[str]) -> str:
    """A miss for the terminal: the question, what was expected, what came, and the reasons."""
    question, answer = miss.question, miss.answer
    earlier = "".join(f"\n    after     {text}" for text in question.get("context") or ())
    return (
        f"{question['id']} · {question['kind']} · {question['lang']} · asked on {question['now'][:10]}{earlier}\n"
        f"    question  {question['question']}\n"
        f"    expected  {_expected(question)}\n"
        f"    came      {_came(answer)}\n" + "\n".join(f"    reason    {reason}" for reason in reasons)
    )


def _expected(question: Mapping[str, Any]) -> str:
    expect = question["expect"]
    parts = [expect["outcome"], *_named(expect.get("place")), *_dates(expect.get("period"))]
    parts += [f"{kind} {_bounds(range_)}" for kind, range_ in (expect.get("figures") or {}).items()]
    return " · ".join([*parts, *dict.fromkeys(_page(gold["url"]) for gold in question["gold"][:2])])


def _came(answer: Mapping[str, Any]) -> str:
    understood = answer.get("understood") or {}
    places = ", ".join(f"{place['matched']} = {place['name']}" for place in understood.get("places") or ())
    doubts = [f"{doubt['doubt']}: {doubt['words']}" for doubt in understood.get("doubts") or ()]
    pages = [_page(e["article"]["url"]) for incident in answer.get("incidents") or () for e in incident["excerpts"]]
    parts = [answer.get("outcome", "no answer"), places, *_dates(understood.get("period")), *doubts, *pages[:3]]
    return " · ".join(filter(None, parts))


def _page(url: str) -> str:
    """An address as short as it can be told from others: the host and the end of the path."""
    parts = urlsplit(url)
    path = unquote(parts.path).rstrip("/")
    return (parts.hostname or "").removeprefix("www.") + (path if len(path) <= PATH else f"/…{path[-PATH:]}")


def _named(place: Mapping[str, Any] | None) -> list[str]:
    return [place["name"]] if place else []


def _dates(period: Mapping[str, Any] | None) -> list[str]:
    return [f"{period['start']} to {period['end']}"] if period else []


def _bounds(range_: Mapping[str, Any]) -> str:
    low, high = range_.get("min"), range_.get("max")
    return str(low) if low == high else f"{low} to {high}"
