"""The outline of a passage cut into clauses, and which of them tell an old story."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retrieval.clauses.roles import DateRole
from retrieval.clauses.signs import DAY, Sign

# A clause ends with a mark, and begins with a word that opens one.
_CLAUSE = re.compile(
    f"[{Sign.RELATIVE}{Sign.WHILE}]?[^{re.escape(Sign.COMMA + Sign.STOP)}{Sign.RELATIVE}{Sign.WHILE}]*"
    f"[{re.escape(Sign.COMMA + Sign.STOP)}]?"
)
_OPENING = (Sign.RELATIVE, Sign.WHILE)
_UNREAD = frozenset({DateRole.NAME, DateRole.AGE, DateRole.STATEMENT})


@dataclass(slots=True)
class Piece:
    """A clause as letters, from `first` up to `last`; `is_old` is None where no date of its own says so."""

    first: int
    last: int
    opening: str
    is_old: bool | None


def pieces(letters: str, dates: Mapping[int, DateRole]) -> Iterator[Piece]:
    """The clauses in order, undated ones as old as those of their sentence that they go with."""
    sentence: list[Piece] = []
    for match in _CLAUSE.finditer(letters):
        if match[0]:
            sentence.append(_piece(letters, match.start(), match.end(), dates))
            if match[0].endswith(Sign.STOP):
                yield from _settled(sentence)
                sentence = []
    yield from _settled(sentence)


def _piece(letters: str, first: int, last: int, dates: Mapping[int, DateRole]) -> Piece:
    ages = {_age(letters, at, dates) for at in range(first, last) if letters[at] in DAY} - {None}
    is_old = None if not ages else ages == {True}
    return Piece(first, last, letters[first] if letters[first] in _OPENING else "", is_old)


def _age(letters: str, at: int, dates: Mapping[int, DateRole]) -> bool | None:
    """Whether a date makes its clause an old story, None where it says nothing.

    "Since 2019" within a sentence tells how long something has been so, at its beginning what happened since.
    """
    role = dates.get(at)
    if role in _UNREAD:
        return None
    if role is DateRole.YEARS_AFTER:
        return True
    if (
        letters[at] == Sign.OLD_DATE
        and letters[at - 1 : at] == Sign.SINCE
        and letters[at - 2 : at - 1] not in ("", Sign.STOP)
    ):
        return None
    return letters[at] == Sign.OLD_DATE


def _settled(sentence: list[Piece]) -> list[Piece]:
    """The clauses of one sentence, with the undated ones settled.

    One about a thing goes with the clause before it; of the others each goes with the main clause before it, or else
    with the next one.
    """
    main = next((piece.is_old for piece in sentence if not piece.opening and piece.is_old is not None), False)
    previous = main
    for piece in sentence:
        if piece.is_old is None:
            piece.is_old = previous if piece.opening else main
        elif not piece.opening:
            main = piece.is_old
        previous = piece.is_old
    return sentence
