"""One item that fails costs the others nothing: the guard around each turn of a loop that takes items in."""

import logging
from collections.abc import Callable
from typing import TypeVar

from retrieval.errors import DatelineError, SourceError, StoreError

log = logging.getLogger(__name__)

Outcome = TypeVar("Outcome")


def guarded(what: str, work: Callable[[], Outcome], failed: Callable[[Exception], Outcome]) -> Outcome:
    """What comes of an item: of `work`, else of what `failed` makes of the error.

    Catches broadly: one item with something in it that no reader foresaw must not cost the rest. An error that is not
    Dateline's own is logged, with `what` could not be done. `StoreError` is raised: without a library the rest can
    not be kept either.
    """
    try:
        return work()
    except StoreError:
        raise
    except Exception as error:
        if not isinstance(error, DatelineError):
            log.exception("could not %s", what)
        return failed(error)


def reason_of(error: Exception, unforeseen: str) -> str:
    """Why an item failed, in one line.

    `unforeseen` says what could not be done, where the error is one that no reader foresaw.
    """
    match error:
        case SourceError(reason=reason):
            return reason
        case DatelineError():
            return str(error)
        case _:
            return f"{unforeseen} ({type(error).__name__})"
