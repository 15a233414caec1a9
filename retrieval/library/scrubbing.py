"""What was deleted goes from the files of SQLite as well: from its log, and from pages that an older version left."""

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from retrieval.library.database import is_sqlite, read_session, write_transaction
from retrieval.library.facts import read_fact
from retrieval.library.models import Fact

# The fact of a library from before deleted words were written over; it stands until they are.
UNCLEAN = "free_pages"


def scrub(engine: Engine) -> bool:
    """Write over what is left of deleted rows.

    False where somebody who reads or writes stands in the way: then it has to be done again. PostgreSQL reuses such
    room itself (VACUUM); there is nothing to do.
    """
    return not is_sqlite(engine) or (_free_pages_are_clean(engine) and _log_is_empty(engine))


def _free_pages_are_clean(engine: Engine) -> bool:
    """Write the library anew where its free pages hold what an older version deleted: once."""
    with read_session(engine) as session:
        if read_fact(session, UNCLEAN) is None:
            return True
    if not _done(engine, "VACUUM"):
        return False
    with write_transaction(engine) as session:
        fact = session.get(Fact, UNCLEAN)
        if fact is not None:
            session.delete(fact)
    return True


def _log_is_empty(engine: Engine) -> bool:
    """Bring everything from the log into the library, and cut the log to nothing."""
    return _done(engine, "PRAGMA wal_checkpoint(TRUNCATE)")


def _done(engine: Engine, statement: str) -> bool:
    """Whether a statement that runs outside of transactions did what it should: who is busy is not waited for."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 0")
        row = cursor.execute(statement).fetchone()
        cursor.close()
        return row is None or row[0] == 0
    except (DBAPIError, connection.dbapi_connection.Error):  # type: ignore[union-attr]
        return False
    finally:
        connection.invalidate()  # its patience is not that of others
