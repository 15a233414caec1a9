"""Which mentions of a passage answer: those of its events, or of the old story that is all that it tells."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from retrieval.clauses.reading import Clause
from retrieval.clauses.roles import ALONE, DateRole, PlaceRole
from retrieval.dates.events import EventDate, Precision
from retrieval.places.place import PlaceMention

# Characters between a place and the one that it lies in: "Tadef in the eastern countryside of Aleppo".
BESIDE = 40

DAYS = (Precision.DAY, Precision.DAYS)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a passage tells of: of the places that are `named` those where its events were, and their dates.

    `is_old`: it only tells what was long past; `has_old`: it also does; `is_aside`: it has no part in the days of its
    article.
    `text` is the passage with the clauses blanked that tell another story than the rest.
    """

    named: Sequence[PlaceMention]
    places: Sequence[PlaceMention]
    dates: Sequence[EventDate]
    is_old: bool
    has_old: bool
    is_aside: bool
    is_of_here: bool
    text: str


def what_is_told(
    text: str,
    clauses: Sequence[Clause],
    places: Sequence[PlaceMention],
    dates: Sequence[EventDate],
    around: Collection[str],
    is_related: Callable[[str, str], bool],
) -> Telling:
    """What a passage tells of, whose article names the places `around` in its title.

    An origin or a part of a name is left out only beside another place that it is not related to.
    """
    is_old = any(clause.is_old for clause in clauses) and not any(map(_is_news, _weighed(clauses, dates)))
    role = PlaceRole.BACKGROUND if is_old else PlaceRole.EVENT
    roles = _with_their_units(clauses, places, is_related)
    certain = {*around, *(one.place_id for number, one in enumerate(places) if roles.get(number, role) is role)}

    def is_told(number: int) -> bool:
        here, why = places[number].place_id, roles.get(number, role)
        return why is role or (why not in ALONE and all(is_related(here, other) for other in certain))

    kept = _dates(clauses, is_old)
    return Telling(
        named=places,
        places=[one for number, one in enumerate(places) if is_told(number)],
        dates=[one for number, one in enumerate(dates) if number in kept],
        is_old=is_old,
        has_old=any(clause.is_old for clause in clauses),
        is_aside=is_old,
        is_of_here=any(clause.is_of_here for clause in clauses),
        text=text if is_old else _without_old(text, clauses),
    )


def _with_their_units(
    clauses: Sequence[Clause], places: Sequence[PlaceMention], is_related: Callable[[str, str], bool]
) -> dict[int, PlaceRole]:
    """The roles of all places.

    What holds the place of an origin or destination right before it goes with it: "a man from Tadef in Aleppo".
    """
    roles = {number: role for clause in clauses for number, role in clause.places.items()}
    for number, one in enumerate(places[1:], start=1):
        before, role = places[number - 1], roles.get(number - 1)
        is_beside = one.start - before.end <= BESIDE and roles.get(number) is PlaceRole.EVENT
        if (
            role in (PlaceRole.ORIGIN, PlaceRole.DESTINATION)
            and is_beside
            and is_related(before.place_id, one.place_id)
        ):
            roles[number] = role
    return roles


def _weighed(clauses: Sequence[Clause], dates: Sequence[EventDate]) -> Iterator[Clause]:
    """The clauses that say whether a passage tells news: beside a day long past one without place and date does not."""
    days = {number for number, one in enumerate(dates) if one.precision in DAYS}
    has_old_day = any(clause.is_old and days & clause.dates.keys() for clause in clauses)
    return (clause for clause in clauses if clause.places or clause.dates or not has_old_day)


def _is_news(clause: Clause) -> bool:
    """Whether a clause tells something that is not old: it gives the place or the day, or tells more than who spoke."""
    is_bare = not clause.places and not clause.dates
    return not clause.is_old and (clause.tells or (is_bare and not clause.is_aside))


def _dates(clauses: Sequence[Clause], is_old: bool) -> set[int]:
    kept = DateRole.BACKGROUND if is_old else DateRole.EVENT
    return {number for clause in clauses for number, role in clause.dates.items() if role is kept}


def _without_old(text: str, clauses: Sequence[Clause]) -> str:
    if not any(clause.is_old for clause in clauses):
        return text
    return "".join(
        " " * (clause.end - clause.start) if clause.is_old else text[clause.start : clause.end] for clause in clauses
    )
