"""Everything that Dateline raises on purpose, in one tree.

    DatelineError
    ├── SettingsError            a setting is wrong: which, why, an example of a right one
    ├── StoreError               the library cannot be opened or written
    │   ├── StoreVersionError    another version of Dateline wrote it
    │   ├── StoreFullError       the disk is full
    │   ├── StoreBusyError       another process writes, and has not finished in time
    │   ├── LostLeadError        another process has taken over what this one was at
    │   └── ModelMismatchError   its vectors come from another model: `dateline reindex`
    ├── IndexUnavailableError    the Chroma server or folder does not answer
    ├── SourceError              a file, feed or page cannot be read: which, why
    ├── BackupError              a backup cannot be made, read or put back
    └── QuestionError            a question or an answer's id that cannot be looked up

"Nothing found" and "already known" are results, not errors.
"""


class DatelineError(Exception):
    """Root of the tree: `str(error)` is one line that a person can act on."""


class SettingsError(DatelineError):
    """A setting is wrong.

    The message names it and gives an example.
    """


class StoreError(DatelineError):
    """The library cannot be opened or written."""


class StoreVersionError(StoreError):
    """The library was written by another version of Dateline."""


class StoreFullError(StoreError):
    """There is no room left where the library is kept."""


class StoreBusyError(StoreError):
    """Another process writes to the library, and has not finished in time."""


class LostLeadError(StoreError):
    """Another process has taken over what this one was at."""


class ModelMismatchError(StoreError):
    """The library's vectors come from another model than the one that is set."""


class IndexUnavailableError(DatelineError):
    """The vector index does not answer.

    What is in SQL is untouched.
    """


class SourceError(DatelineError):
    """A source cannot be read."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class QuestionError(DatelineError):
    """A question, or the id of an earlier answer, that cannot be looked up."""


class BackupError(DatelineError):
    """A backup cannot be made, read or put back.

    The message says which one, why, and what to do.
    """
