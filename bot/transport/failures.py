"""What Telegram's failures mean: whether a message may have arrived, and whether trying again helps."""

from datetime import timedelta

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from retrieval.errors import ModelMismatchError, StoreError, StoreFullError, StoreVersionError

# Failures of the connection after which it is certain that nothing has reached Telegram.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

# For how long a handler is begun anew: a database is away for seconds, for a restart, and whoever waits longer than a
# minute is better told so; and while Telegram is away, nobody can be told anything.
STORE_PATIENCE, LINE_PATIENCE = timedelta(minutes=1), timedelta(hours=1)

# What a library says that no pause mends.
_LASTING = (StoreFullError, StoreVersionError, ModelMismatchError)


def may_have_arrived(error: TelegramError) -> bool:
    """Whether nobody knows what became of a message.

    What Telegram answered is known; of a connection that failed it is known only where there was none.
    """
    cause = error.__cause__
    return is_line_lost(error) and isinstance(cause, httpx.HTTPError) and not isinstance(cause, _NOT_SENT)


def is_line_lost(error: BaseException) -> bool:
    """Whether Telegram was not reached or could not answer, so that the same call may succeed later."""
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def patience_with(error: BaseException) -> timedelta:
    """For how long what failed is tried again.

    Not at all where no pause mends it.
    """
    if isinstance(error, StoreError) and not isinstance(error, _LASTING):
        return STORE_PATIENCE
    return LINE_PATIENCE if is_line_lost(error) or isinstance(error, RetryAfter) else timedelta(0)
