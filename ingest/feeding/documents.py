"""Documents of jobs that wait to be read: in a folder, and in the database where another machine may read them."""

from pathlib import Path

from sqlalchemy import Engine, delete
from sqlmodel import col

from ingest.feeding.models import JobDocument
from retrieval.library.database import is_sqlite, read_session, write_transaction

# Below the data dir: documents that wait to be read.
INBOX = "inbox"


class Documents:
    """The documents of one library's jobs, one to a job."""

    def __init__(self, engine: Engine, data_dir: Path) -> None:
        self._engine = engine
        self._folder = data_dir / INBOX

    def folder(self, job_id: str) -> Path:
        """The folder in which a job's document waits on this machine."""
        return self._folder / job_id

    def hand_over(self, job_id: str, name: str) -> None:
        """Let every machine have a document that this one has fetched.

        Nothing is to be done where the library is one machine's.
        """
        if is_sqlite(self._engine):
            return
        path = self.folder(job_id) / name
        with write_transaction(self._engine) as session:
            session.merge(JobDocument(job_id=job_id, content=path.read_bytes()))
        self._clear_folder(job_id)

    def path(self, job_id: str, name: str) -> Path:
        """Where a job's document can be read on this machine now; there is no file where it is kept nowhere."""
        path = self.folder(job_id) / name
        if not path.exists() and not is_sqlite(self._engine):
            with read_session(self._engine) as session:
                row = session.get(JobDocument, job_id)
            if row is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(row.content)
        return path

    def clear(self, job_id: str) -> None:
        """Delete the document of a job that is over."""
        self._clear_folder(job_id)
        if not is_sqlite(self._engine):
            with write_transaction(self._engine) as session:
                session.execute(delete(JobDocument).where(col(JobDocument.job_id) == job_id))

    def _clear_folder(self, job_id: str) -> None:
        folder = self.folder(job_id)
        if folder.exists():
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()
