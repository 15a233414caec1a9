"""Libraries for tests: empty ones, migrated once and copied from then on, and those of older schemas."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine

from retrieval.library import schema
from retrieval.library.database import is_sqlite, open_database


def migrated_once(migrate: Callable[[Engine], None], folder: Path) -> Callable[[Engine], None]:
    """What does the same as `migrate`: it lets it make the first SQLite file, and copies that for every new one."""
    first = folder / "empty.sqlite3"

    def ready(engine: Engine) -> None:
        if is_sqlite(engine) and engine.url.database not in (None, "", ":memory:", str(first)):
            path = Path(str(engine.url.database))
            if not path.exists() or not path.stat().st_size:
                if not first.exists():
                    open_database(f"sqlite:///{first}").dispose()
                shutil.copyfile(first, path)
        migrate(engine)

    return ready


@contextmanager
def library_at(url: str, revision: str) -> Iterator[Connection]:
    """A new library of an older schema, as its migrations make it, to be filled within the block."""
    engine = create_engine(url)
    with engine.begin() as connection:
        schema.upgrade(connection, revision)
        yield connection
    engine.dispose()
