"""Rows that point at nothing, and things at which no row points."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from bot.operating.checks.finding import FROM_BACKUP, PRUNE, REINDEX, Finding
from ingest.feeding.documents import INBOX
from ingest.feeding.models import Job, JobDocument
from retrieval.library.database import is_sqlite, read_session

# Of a kind, so many are named one by one.
MOST = 20

_WATCH = "tell its chat to set it up again, or restore a backup"

# What should have no rows: the kind, what is wrong, what to do, and the ids of those that are so.
_SHOULD_BE_EMPTY = (
    ("quotation", "is cut from a version that is not there", FROM_BACKUP,
     "SELECT id FROM quotations q WHERE NOT EXISTS (SELECT 1 FROM versions v WHERE v.id = q.version_id)"),
    ("quotation", "is of an answer that is not there", FROM_BACKUP,
     "SELECT id FROM quotations q WHERE NOT EXISTS (SELECT 1 FROM answers a WHERE a.id = q.answer_id)"),
    ("version", "is of an article that is not there", FROM_BACKUP,
     "SELECT id FROM versions v WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = v.article_id)"),
    ("version", "was read from a capture that is not there", FROM_BACKUP,
     "SELECT id FROM versions v WHERE capture_id IS NOT NULL "
     "AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.id = v.capture_id)"),
    ("passage", "is of a version that is not there", REINDEX,
     "SELECT id FROM passages p WHERE NOT EXISTS (SELECT 1 FROM versions v WHERE v.id = p.version_id)"),
    ("passage", "cannot be found by its words", REINDEX,
     "SELECT id FROM passages p WHERE current AND NOT EXISTS (SELECT 1 FROM passage_words w WHERE w.{words} = p.id)"),
    ("words", "are of a passage that is not there", REINDEX,
     "SELECT {words} FROM passage_words w WHERE NOT EXISTS (SELECT 1 FROM passages p WHERE p.id = w.{words})"),
    ("vector", "is of a passage that is not there", REINDEX,
     "SELECT passage_id FROM vectors v WHERE NOT EXISTS (SELECT 1 FROM passages p WHERE p.id = v.passage_id)"),
    ("vector", "has not the length that the model gives", REINDEX,
     "SELECT passage_id FROM vectors v WHERE length(vector) <> (SELECT 4 * dimension FROM embedding_models)"),
    ("mention", "is of a passage that is not there", REINDEX,
     "SELECT id FROM mentions m WHERE NOT EXISTS (SELECT 1 FROM passages p WHERE p.id = m.passage_id)"),
    ("period", "is of a passage that is not there", REINDEX,
     "SELECT id FROM periods t WHERE NOT EXISTS (SELECT 1 FROM passages p WHERE p.id = t.passage_id)"),
    ("watch", "is selected by nothing, so that it never tells", _WATCH,
     "SELECT id FROM watches w WHERE NOT paused AND NOT EXISTS (SELECT 1 FROM watch_keys k WHERE k.watch_id = w.id)"),
    ("orphan", "is a captured record that no capture reads", PRUNE,
     "SELECT capture_id FROM capture_records r "
     "WHERE NOT EXISTS (SELECT 1 FROM captures c WHERE c.id = r.capture_id AND c.warc = '')"),
    ("incident", "quotes an answer that is not there", FROM_BACKUP,
     "SELECT id FROM incidents i WHERE answer_id IS NOT NULL "
     "AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.id = i.answer_id)"),
)  # fmt: skip


def check_database(engine: Engine) -> Iterator[Finding]:
    """What SQLite says of its own file. PostgreSQL checks its pages and keys itself."""
    if not is_sqlite(engine):
        return
    with read_session(engine) as session:
        for (said,) in session.execute(text("PRAGMA quick_check(20)")):
            if said != "ok":
                yield Finding("database", str(engine.url.database), str(said).splitlines()[0], FROM_BACKUP)
        broken = session.execute(text("PRAGMA foreign_key_check")).fetchmany(MOST)
    for table, row, parent, _ in broken:
        yield Finding("orphan", f"{table} {row}", f"points at a row of {parent} that is not there", FROM_BACKUP)


def check_orphans(engine: Engine, data_dir: Path) -> Iterator[Finding]:
    """Rows without what they need, and documents without a job, and jobs without their document."""
    words = "rowid" if is_sqlite(engine) else "passage_id"
    with read_session(engine) as session:
        for kind, wrong, todo, query in _SHOULD_BE_EMPTY:
            ids = [str(row[0]) for row in session.execute(text(query.format(words=words))).fetchmany(MOST + 1)]
            yield from (Finding(kind, id_, wrong, todo) for id_ in ids[:MOST])
            if len(ids) > MOST:
                yield Finding(kind, "…", f"more of them: each {wrong}", todo)
        yield from _documents(session, data_dir / INBOX)


def _documents(session: Session, folder: Path) -> Iterator[Finding]:
    query = select(Job.id).where(Job.kind == "document", col(Job.finished_at).is_(None))
    open_jobs = set(session.exec(query))
    in_folder = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    in_database = set(session.exec(select(JobDocument.job_id)))
    for job in sorted(in_folder - open_jobs):
        yield Finding("orphan", f"{INBOX}/{job}", "no job waits for this document", "delete the folder")
    for job in sorted(in_database - open_jobs):
        todo = f"run DELETE FROM job_documents WHERE job_id = '{job}' in the database"
        yield Finding("orphan", f"document of job {job}", "no job waits for it", todo)
    for job in sorted(open_jobs - in_folder - in_database):
        yield Finding("job", job, "its document is not there", "have it sent again")
