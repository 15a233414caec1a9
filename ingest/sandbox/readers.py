"""Pages, feeds, lists of feeds and files, read in a process that is bounded: what everything that ingests calls.

Each function gives what the reader of its name in `formats` gives. What takes too long, needs too much memory or ends
the process that reads it is Unreadable, or a Failure in its place, and costs the others nothing.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest.formats.dates import UNKNOWN, read_published
from ingest.formats.drafts import ArticleDraft, Drafts, Failure, Fallback, Fields, Unreadable
from ingest.formats.feeds.reading import FeedReading
from ingest.formats.files import existing
from ingest.sandbox.bounds import MOST_ENDS
from ingest.sandbox.pool import SandboxPool, sandbox_pool
from ingest.sandbox.process import SandboxEnded
from ingest.sandbox.spooled import regular
from ingest.sandbox.wire import from_fallback, to_draft, to_feed, to_words
from ingest.web.outcomes import Fetched

_ADVICE = "leave it out, or give its text"


def read_fetched(page: Fetched, now: datetime) -> Fields:
    """The item that an address gave. Raises Unreadable."""
    said = {"task": "page", "url": page.final_url, "content_type": page.content_type, "now": now.isoformat()}
    value = _asked(said, page.body)
    if not isinstance(value, dict):
        raise Unreadable(f"could not be read; {_ADVICE}")
    return value


def parse_feed(data: bytes, url: str) -> FeedReading:
    """A feed that stands at `url`. Raises Unreadable."""
    return to_feed(_asked({"task": "feed", "url": url}, data))


def feeds_in(html: bytes, url: str) -> list[str]:
    """The addresses of the feeds that a page names; none where it cannot be read."""
    with suppress(Unreadable):
        return list(map(str, _asked({"task": "feeds_in", "url": url}, html)))
    return []


def read_opml(data: bytes) -> list[str]:
    """The addresses of the feeds in a list. Raises Unreadable."""
    return list(map(str, _asked({"task": "opml"}, data)))


def count_items(paths: Iterable[Path]) -> int | None:
    """How many items `read_articles` will yield; None where that is not known before."""
    given = existing(paths)
    if not all(path.is_file() or path.is_dir() for path in given):
        return None
    with suppress(Unreadable):
        counted = _asked({"task": "count", "paths": list(map(str, given))}, b"")
        return counted if isinstance(counted, int) else None
    return None


def read_articles(
    paths: Iterable[Path],
    *,
    published: date | datetime | None = None,
    publisher: str | None = None,
    now: datetime,
    pool: SandboxPool | None = None,
) -> Drafts:
    """An iterator over the articles that `paths` hold, in order, each read when it is asked for.

    What cannot be read is a Failure in its place. Raises SourceError at once for a path that does not exist.
    """
    given = existing(paths)
    fallback = Fallback(now, read_published(published, now) if published else UNKNOWN, publisher)
    return _from_files(given, fallback, pool or sandbox_pool())


@dataclass(slots=True)
class _Place:
    """How far the reading of files is: the file, the items of it that are done, and how often it ended a process."""

    file: int = 0
    name: str = ""
    items: int = 0
    ends: int = 0
    in_vain: int = 0  # ends since anything was read

    def at(self, number: int, name: str) -> None:
        """Note the file whose items follow."""
        if (number, name) != (self.file, self.name):
            self.file, self.name = number, name
            self.items = self.ends = self.in_vain = 0

    def read(self) -> None:
        """Note one item."""
        self.items += 1
        self.in_vain = 0

    def past_end(self, why: str) -> Failure:
        """Go on behind the item that ended the process, or behind its file. The result tells of it."""
        source = f"{self.name}, item {self.items + 1}" if self.items else self.name
        self.items += 1
        self.ends += 1
        self.in_vain += 1
        if self.ends < MOST_ENDS:
            return Failure(source, f"{why}; {_ADVICE}")
        self.file, self.items, self.ends = self.file + 1, 0, 0
        return Failure(source, f"{why}; the rest of the file was not read, since {MOST_ENDS} of its items did so")

    @property
    def is_stuck(self) -> bool:
        """Whether the files cannot even be counted through: going on would end one process after the other."""
        return self.in_vain > MOST_ENDS


def _from_files(paths: list[Path], fallback: Fallback, pool: SandboxPool) -> Drafts:
    with regular(paths) as files:
        place, is_over = _Place(name=str(paths[0]) if paths else ""), False
        while not is_over and not place.is_stuck:
            try:
                for read in _until_end(files.paths, fallback, place, pool):
                    yield files.named(read)
                is_over = True
            except SandboxEnded as ended:
                yield files.named(place.past_end(str(ended)))


def _until_end(paths: list[Path], fallback: Fallback, place: _Place, pool: SandboxPool) -> Drafts:
    said = {
        "task": "articles",
        "paths": list(map(str, paths)),
        "first": place.file,
        "passed_over": place.items,
        **from_fallback(fallback),
    }
    with pool.borrowed() as process:
        for answer in process.ask(said):
            if "file" in answer:
                place.at(int(answer["file"]), str(answer.get("name")))
            else:
                read = _draft(answer)
                place.read()
                yield read


def _draft(answer: Mapping[str, Any]) -> ArticleDraft | Failure:
    try:
        return to_draft(answer)
    except (KeyError, ValueError) as error:
        raise SandboxEnded("gave what is no article") from error


def _asked(said: Mapping[str, Any], body: bytes) -> Any:
    """The value that answers a request. Raises Unreadable."""
    try:
        answer = sandbox_pool().ask(said, body)
    except SandboxEnded as ended:
        raise Unreadable(f"{ended}; {_ADVICE}") from ended
    if "unreadable" in answer:
        raise Unreadable(to_words(answer["unreadable"]))
    return answer.get("value")
