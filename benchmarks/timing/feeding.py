"""What feeding takes, in a process of its own.

`python -m benchmarks.timing.feeding pages|feeds …` prints a line of JSON.
"""

import gzip
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import IPv4Address
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from benchmarks.library.corpus import settings_of
from benchmarks.scoring import dressing
from benchmarks.timing.feed_server import ETAG, feed, kind_of
from ingest.feeding.feed_checks import FeedChecks
from ingest.formats.drafts import ArticleDraft, Failure, Fallback, draft_from
from ingest.formats.feeds.reading import parse_feed
from ingest.formats.pages.page import read_page
from ingest.keeping.captures import Captures, Raw
from ingest.keeping.pipeline import Pipeline
from ingest.web.connections import Policy
from ingest.web.fetch import Fetcher
from retrieval.index.embedding import Embedder, ModelCard, SentenceTransformerEmbedder, Vectors
from retrieval.library.database import write_transaction
from retrieval.library.sources import Feed, FeedEntry
from retrieval.services import Services, open_services

PAGES = 120
FEEDS = 1_000
NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Timed:
    """An embedder that counts the seconds that it takes."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.seconds = 0.0

    @property
    def card(self) -> ModelCard:
        return self._embedder.card

    def warm_up(self) -> None:
        self._embedder.warm_up()

    def query(self, text: str) -> Vectors:
        return self._embedder.query(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        start = time.perf_counter()
        try:
            return self._embedder.passages(texts)
        finally:
            self.seconds += time.perf_counter() - start


def pages(models: str, articles: str) -> dict[str, float]:
    """Pages read, captured, recognised, kept and indexed; the seconds of each part, encoding among them."""
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        stories = list(islice(dressing.stories([json.loads(line) for line in lines]), PAGES))
    templates = list(dressing.TEMPLATES.values())
    dressed = [(story.url, templates[n % len(templates)](story)) for n, story in enumerate(stories)]
    took: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        settings = settings_of(Path(folder))
        embedder = Timed(SentenceTransformerEmbedder(settings.embedding_model, Path(models)))
        embedder.warm_up()
        with open_services(settings, embedder=embedder) as services:
            pipeline, captures = Pipeline(services), Captures(services.library.engine, settings.data_dir)
            start = time.perf_counter()
            pipeline.keep_all(_read(dressed, captures, took))
            took["all"] = time.perf_counter() - start
            passages = services.library.totals()["passages"]
    return {**took, "encoding": embedder.seconds, "passages": passages, "pages": len(dressed)}


def feeds() -> dict[str, Any]:
    """A pass over a thousand feeds: seconds, memory in MB beyond what the process had before, connections at once."""
    with TemporaryDirectory() as folder, _sites() as port, open_services(settings_of(Path(folder))) as services:
        _followed(services, port)
        checker = FeedChecks(services, Fetcher("bench@example.org", _policy(port)), lambda: NOW)
        before, start = _memory_from_now_on(), time.perf_counter()
        checked = checker.check_due()
        took = time.perf_counter() - start
        stats = httpx.get(f"http://127.0.0.1:{port}/stats", trust_env=False).json()
        return {
            "seconds": took,
            "feeds": len(checked),
            "added": sum(one.added for one in checked),
            "faults": sum(one.fault is not None for one in checked),
            "memory_mb": _peak() - before,
            "connections": stats["most_open"],
        }


def _read(
    dressed: Sequence[tuple[str, bytes]], captures: Captures, took: Counter[str]
) -> Iterator[ArticleDraft | Failure]:
    for url, body in dressed:
        start = time.perf_counter()
        item = read_page(body, url, now=NOW)
        draft = draft_from(item, url, Fallback(NOW))
        read = time.perf_counter()
        captures.keep(Raw(url, url, body, NOW, "text/html", headers={}))
        took["reading"] += read - start
        took["capturing"] += time.perf_counter() - read
        yield draft


@contextmanager
def _sites() -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.timing.feed_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


def _policy(port: int) -> Policy:
    """Every name is the server of this benchmark."""
    return Policy(
        allowed=lambda address: address == IPv4Address("127.0.0.1"),
        resolve=lambda host, port: ["127.0.0.1"],
        ports=frozenset({port}),
    )


def _followed(services: Services, port: int) -> None:
    """Feeds that were read before, and are due."""
    with write_transaction(services.library.engine) as session:
        for site in range(FEEDS):
            url = f"http://site{site}.example.org:{port}/feed"
            etag = ETAG if kind_of(site) == "not modified" else None
            session.add(Feed(id=site + 1, url=url, title=f"Site {site}", added_at=NOW, due_at=NOW, etag=etag))
            entries = parse_feed(feed(site), url).entries
            seen = [FeedEntry(feed_id=site + 1, key=one.key, sha256=one.sha256, seen_at=NOW) for one in entries]
            session.add_all(seen)


def _memory_from_now_on() -> int:
    """Resident memory now, in MB; from now on the peak is counted anew (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _peak() -> int:
    return _status("VmHWM")


def _status(name: str) -> int:
    """A line of the kernel's account of this process, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1]) // 1024


MEASURES: dict[str, Callable[..., dict[str, Any]]] = {"pages": pages, "feeds": feeds}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(MEASURES[sys.argv[1]](*sys.argv[2:])) + "\n")
