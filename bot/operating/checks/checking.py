"""All checks of a library, one after the other."""

from collections.abc import Iterator
from contextlib import ExitStack

from sqlalchemy import Engine

from bot.operating.checks.captures import check_captures
from bot.operating.checks.finding import Finding, Progress
from bot.operating.checks.index import check_index
from bot.operating.checks.orphans import check_database, check_orphans
from bot.operating.checks.stamps import check_stamps
from bot.operating.checks.texts import check_texts
from ingest.keeping.captures import Captures
from retrieval.library.database import library_revision, open_database
from retrieval.library.schema import known_revisions
from retrieval.library.stamps.tokens import read_trust
from retrieval.private_files import open_to_others
from retrieval.settings import Settings


def check_library(settings: Settings, progress: Progress) -> Iterator[Finding]:
    """Everything that is wrong with a library. It is only looked at.

    `StoreError` where there is none, or it cannot be opened.
    """
    yield from check_permissions(settings)
    schema = list(_schema(library_revision(settings.sql_url)))
    yield from schema
    if schema:
        return  # its tables are others than those that the checks read
    engine = open_database(settings.sql_url)
    with ExitStack() as opened:
        opened.callback(engine.dispose)
        yield from _checked(engine, settings, progress)


def _checked(engine: Engine, settings: Settings, progress: Progress) -> Iterator[Finding]:
    yield from check_database(engine)
    yield from check_texts(engine, progress)
    yield from check_captures(engine, Captures.of(engine, settings), progress)
    certificates = settings.timestamp_certificates
    yield from check_stamps(engine, read_trust(certificates) if certificates else None, progress)
    yield from check_orphans(engine, settings.data_dir)
    yield from check_index(engine, settings, progress)


def check_permissions(settings: Settings) -> Iterator[Finding]:
    """What other users of the machine may read of a data dir."""
    found = open_to_others(settings.data_dir)
    if found:
        yield Finding(
            "permissions",
            str(found[0]),
            f"is open to other users of this machine ({len(found)} files and folders are)",
            "the next start closes them; `chmod -R go= DIR` does so now",
        )


def _schema(found: str) -> Iterator[Finding]:
    known = known_revisions()
    if found not in known:
        yield Finding("schema", found, "was written by a newer Dateline", "use that version")
    elif found != known[0]:
        yield Finding(
            "schema", found, f"is older than this version's {known[0]}",
            "make a backup, let `dateline status` bring it up to date, and check again",
        )  # fmt: skip
