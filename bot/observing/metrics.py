"""What this process has done, as counters and histograms in a registry of its own."""

import logging
import platform
from collections.abc import Iterable
from enum import StrEnum
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from bot.observing.kinds import Call, CallResult, ErrorKind, QuestionResult, UpdateKind, UpdateResult
from retrieval.stages import Stage

# Seconds. A stage takes milliseconds, and a second where a database is cold.
STAGE_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

# An answer takes a tenth of a second, its message another, and a crowd waits for minutes.
UPDATE_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 180.0, 600.0)

# Levels of the log that somebody should look at.
LEVELS = ("warning", "error", "critical")


class Metrics:
    """The metrics of one bot in one process: each replica has its own, and they are added up."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = self._counter("updates", "Updates that were handled.", kind=UpdateKind, result=UpdateResult)
        self.update_seconds = self._histogram(
            "update_seconds", "From the beginning to the end of an update.", UPDATE_BUCKETS, kind=UpdateKind
        )
        self.wait_seconds = self._histogram(
            "update_wait_seconds", "From when an update was taken in to when it was begun.", UPDATE_BUCKETS
        )
        self.questions = self._counter("questions", "Questions, and presses that ask on.", result=QuestionResult)
        self.question_seconds = self._histogram(
            "question_seconds", "From a question, once the model is loaded, to its answer.", UPDATE_BUCKETS
        )
        self.stage_seconds = self._histogram(
            "stage_seconds",
            "Each stage of an answer. narrow, embed and nearest are parts of search.",
            STAGE_BUCKETS,
            stage=Stage,
        )
        self.calls = self._counter("telegram_calls", "Calls of the Bot API.", method=Call, result=CallResult)
        self.call_seconds = self._histogram(
            "telegram_call_seconds", "Calls of the Bot API.", UPDATE_BUCKETS, method=Call
        )
        self.errors = self._counter("errors", "Errors that ended something.", kind=ErrorKind)
        self.log_records = self._counter("log_records", "Lines of the log that somebody should look at.", level=LEVELS)
        self._describe_process()

    def exposition(self) -> bytes:
        """Everything in the text format of Prometheus.

        Blocks: what stands in the library is read.
        """
        return generate_latest(self.registry)

    @property
    def log_handler(self) -> logging.Handler:
        """What counts the lines of a log that it is handed."""
        return _Counted(self.log_records)

    def _describe_process(self) -> None:
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        build = Info("dateline_build", "The version that runs.", registry=self.registry)
        build.info({"version": version("dateline"), "python": platform.python_version()})

    def _counter(self, name: str, about: str, **labels: Iterable[str]) -> Counter:
        counter = Counter(f"dateline_{name}", about, tuple(labels), registry=self.registry)
        _begin_at_zero(counter, labels)
        return counter

    def _histogram(self, name: str, about: str, buckets: tuple[float, ...], **labels: type[StrEnum]) -> Histogram:
        histogram = Histogram(
            f"dateline_{name}", f"{about} Seconds.", tuple(labels), buckets=buckets, registry=self.registry
        )
        _begin_at_zero(histogram, labels)
        return histogram


class _Counted(logging.Handler):
    def __init__(self, records: Counter) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        level = logging.getLevelName(record.levelno).lower()
        self._records.labels(level if level in LEVELS else "error").inc()


def _begin_at_zero(metric: Counter | Histogram, labels: dict[str, Iterable[str]] | dict[str, type[StrEnum]]) -> None:
    """Show every label from the start: where a series begins with its first event, that event is no increase."""
    combinations: list[tuple[str, ...]] = [()]
    for values in labels.values():
        combinations = [(*known, str(value)) for known in combinations for value in values]
    for values in combinations if labels else []:
        metric.labels(*values)
