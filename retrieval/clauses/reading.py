"""The way in: a passage with its places and dates, cut into clauses whose mentions have roles."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from retrieval.clauses.cutting import Piece, pieces
from retrieval.clauses.outline import Marked, Outline, outline, place_sign
from retrieval.clauses.patterns import date_rules, place_rules
from retrieval.clauses.roles import DateRole, PlaceRole
from retrieval.clauses.signs import DAY, PLACE, Sign
from retrieval.dates.events import EventDate
from retrieval.places.place import PlaceMention

# What is dated longer before the publication is no news of its article.
NEWS = timedelta(days=30)

# Fewer words of a clause tell nothing by themselves.
FEWEST = 5

# Roles that the next name of a list has as well: "from Raqqa and Manbij".
_LISTED = frozenset({PlaceRole.ORIGIN, PlaceRole.DESTINATION, PlaceRole.COMPARISON})
_JOINTS = (Sign.COMMA, Sign.AND, Sign.TO, Sign.IN, Sign.FROM, Sign.CITY)
_MOST_JOINTS = 3
_PLACES = frozenset(PLACE)
_DATES = frozenset(DAY)
_NO_DATES = frozenset({DateRole.NAME, DateRole.AGE})

# Days that come after the event.
_ASIDE = frozenset({DateRole.STATEMENT, DateRole.DEATH})

# Years that are dates by their Turkish endings: "2015'te".
_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)(?=['’][dt][ae]|\s+y[ıi]l[ıi]n(?:da|dan)?\b)")

# Days that names have: "7 أكتوبر", "March 8".
_NAMING = re.compile(r"\D*(?<!\d)\d{1,2}(?!\d)\D*")

Role = TypeVar("Role", PlaceRole, DateRole)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a passage, `text[start:end]`, with the roles of its mentions by their numbers.

    An old one tells what was long past when the article was published.
    """

    start: int
    end: int
    is_old: bool
    places: dict[int, PlaceRole]
    dates: dict[int, DateRole]
    is_aside: bool  # a few words, or who said so
    is_of_here: bool  # it says "here": where the report was filed

    @property
    def tells(self) -> bool:
        """Whether it places or dates an event of its own."""
        return PlaceRole.EVENT in self.places.values() or DateRole.EVENT in self.dates.values()


def read_clauses(
    text: str,
    places: Sequence[PlaceMention],
    dates: Sequence[EventDate],
    published: date | None,
    *,
    is_opening: bool = True,
) -> list[Clause]:
    """The clauses of a passage in order, each mention with its role. Takes time linear in the length of the text.

    Of the opening of an article the only date of a sentence is its event's, even where it is when somebody said so, or
    died later.
    """
    marked = [*map(_marked_place, places), *(_marked_date(one, published) for one in dates)]
    row = outline(text, [*marked, *_bare_years(text, published)])
    if not row.letters:
        return []
    by_place = _first_fit(row.letters, place_rules())
    _continue_lists(row.letters, by_place)
    by_date = _first_fit(row.letters, date_rules())
    for number, one in enumerate(dates):
        if by_date.get(row.at[len(places) + number]) is DateRole.NAME and not _NAMING.fullmatch(one.text):
            del by_date[row.at[len(places) + number]]
    if is_opening:
        _keep_lone_dates(row.letters, by_date)
    cut = list(pieces(row.letters, by_date))
    ends = [row.starts[piece.first] for piece in cut[1:]] + [len(text)]
    clauses = [_clause(row, piece, end) for piece, end in zip(cut, ends, strict=True)]
    _place_mentions(clauses, cut, row, len(places), len(dates), by_place, by_date)
    return clauses


def is_long_past(one: EventDate, published: date | None) -> bool:
    """Whether a date was no news any more when its article was published; never where that day is unknown."""
    return published is not None and one.interval.end < published - NEWS


def _clause(row: Outline, piece: Piece, end: int) -> Clause:
    letters = row.letters[piece.first : piece.last]
    is_aside = len(letters) < FEWEST or Sign.SAY in letters
    start = row.starts[piece.first] if piece.first else 0
    return Clause(start, end, bool(piece.is_old), {}, {}, is_aside, Sign.HERE in letters)


def _place_mentions(
    clauses: list[Clause],
    cut: list[Piece],
    row: Outline,
    places: int,
    dates: int,
    by_place: dict[int, PlaceRole],
    by_date: dict[int, DateRole],
) -> None:
    """Put the mentions into their clauses, with the roles of their letters."""
    lasts = [piece.last for piece in cut]
    for number, at in enumerate(row.at[: places + dates]):
        if at < 0:
            continue
        clause = clauses[bisect_right(lasts, at)]
        if number < places:
            standard = PlaceRole.BACKGROUND if clause.is_old else PlaceRole.EVENT
            clause.places[number] = by_place.get(at, standard)
        else:
            standing = DateRole.BACKGROUND if row.letters[at] == Sign.OLD_DATE else DateRole.EVENT
            clause.dates[number - places] = by_date.get(at, standing)


def _keep_lone_dates(letters: str, roles: dict[int, DateRole]) -> None:
    """Let the only date of a sentence be that of its event: what was said on Monday is known since then."""
    for at in [at for at, role in roles.items() if role in _ASIDE]:
        first, last = letters.rfind(Sign.STOP, 0, at) + 1, letters.find(Sign.STOP, at)
        sentence = range(first, last if last >= 0 else len(letters))
        others = (other for other in sentence if letters[other] in _DATES and other != at)
        if all(roles.get(other) in _NO_DATES for other in others):
            del roles[at]


def _marked_place(mention: PlaceMention) -> Marked:
    return Marked(mention.start, mention.end, place_sign(mention.text))


def _marked_date(one: EventDate, published: date | None) -> Marked:
    return Marked(one.start, one.end, Sign.OLD_DATE if is_long_past(one, published) else Sign.DATE)


def _bare_years(text: str, published: date | None) -> Iterator[Marked]:
    for match in _YEAR.finditer(text):
        if published is not None and int(match["year"]) < published.year:
            yield Marked(*match.span("year"), Sign.OLD_DATE)


def _first_fit(letters: str, rules: Sequence[tuple[Role, re.Pattern[str]]]) -> dict[int, Role]:
    """The role of each letter to which a rule gives one."""
    found: dict[int, Role] = {}
    for role, pattern in rules:
        for match in pattern.finditer(letters):
            found.setdefault(match.start("at"), role)
    return found


def _continue_lists(letters: str, roles: dict[int, PlaceRole]) -> None:
    """Give the names of a list the role of the first."""
    for at in sorted(at for at, role in roles.items() if role in _LISTED):
        role, following = roles[at], _next_of_list(letters, at)
        while following is not None and following not in roles:
            roles[following] = role
            following = _next_of_list(letters, following)


def _next_of_list(letters: str, at: int) -> int | None:
    behind = letters[at + 1 : at + 2 + _MOST_JOINTS]
    joints = len(behind) - len(behind.lstrip("".join(_JOINTS)))
    is_joined = any(sign in behind[:joints] for sign in (Sign.COMMA, Sign.AND))
    return at + 1 + joints if is_joined and behind[joints : joints + 1] in _PLACES else None
