"""What goes wrong with one item of many costs none of the others."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from retrieval.errors import DatelineError, SourceError, StoreError

log = logging.getLogger(__name__)


@contextmanager
def one_of_many(doing: str, failed: Callable[[str], object], unforeseen: Callable[[Exception], str]) -> Iterator[None]:
    """Tell `failed` in one line what went wrong in the block, and go on; `doing` says in the log what it was.

    Catches broadly: an item may hold something that no reader foresaw, which `unforeseen` puts into words. Only a
    library that cannot be written ends everything.
    """
    try:
        yield
    except StoreError:
        raise
    except SourceError as error:
        failed(error.reason)
    except DatelineError as error:
        failed(str(error))
    except Exception as error:
        log.exception("could not %s", doing)
        failed(unforeseen(error))
