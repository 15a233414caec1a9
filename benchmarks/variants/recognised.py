"""The parts of recognition that can be taken away: every article is read anew without them, and again with them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

from benchmarks.library.read_again import again
from retrieval.clauses import reading
from retrieval.clauses.cutting import Piece
from retrieval.clauses.roles import DateRole
from retrieval.library.learned.loading import refresh
from retrieval.services import Services


@contextmanager
def clauses(services: Services) -> Iterator[None]:
    """Cut no passage into clauses: a mention has its role, and nothing tells an old story."""

    def whole(letters: str, _dates: Mapping[int, DateRole]) -> Iterator[Piece]:
        yield Piece(0, len(letters), "", None)

    with _read_with(services, lambda: patch.object(reading, "pieces", whole)):
        yield


@contextmanager
def roles(services: Services) -> Iterator[None]:
    """Give no mention a role by the words around it: whatever a clause names is of its event, or of its old story."""

    def no_rules() -> list[object]:
        return []

    with _read_with(
        services,
        lambda: patch.multiple(reading, place_rules=no_rules, date_rules=no_rules),
    ):
        yield


@contextmanager
def _read_with(services: Services, change: Callable[[], AbstractContextManager[object]]) -> Iterator[None]:
    with change():
        _recognise(services)
    try:
        yield
    finally:
        _recognise(services)


def _recognise(services: Services) -> None:
    again(services)
    refresh(services.library.engine, services.gazetteer)
