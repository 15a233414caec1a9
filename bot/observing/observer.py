"""Who is told of what happens: one event, one call, and metrics, traces and the log know of it."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from opentelemetry.trace import NoOpTracer, Span, StatusCode, Tracer

from bot.inbox.updates import Outcome
from bot.observing.kinds import (
    CallResult,
    QuestionResult,
    UpdateKind,
    UpdateResult,
    kind_of_call,
    kind_of_error,
    result_of_call,
    result_of_update,
)
from bot.observing.metrics import Metrics
from retrieval.answers import Answer
from retrieval.stages import Stage, observed_by

log = logging.getLogger(__name__)


@dataclass(slots=True)
class ObservedUpdate:
    """An update while it is handled."""

    result: UpdateResult = UpdateResult.FAILED

    def ended(self, outcome: Outcome | None) -> Outcome | None:
        """Note what became of it; None where it is not dealt with. The same again."""
        self.result = result_of_update(outcome)
        return outcome


@dataclass(slots=True)
class ObservedQuestion:
    """A question while it is answered."""

    result: QuestionResult = QuestionResult.FAILED

    def answered(self, answer: Answer) -> Answer:
        """Note its answer. The same again."""
        self.result = QuestionResult(answer.outcome.value)
        return answer


class Observer:
    """Measures one bot in one process. What happens is never told in words, and never with an id."""

    def __init__(self, tracer: Tracer | None = None) -> None:
        self.metrics = Metrics()
        self._tracer = tracer or NoOpTracer()

    @contextmanager
    def update(self, kind: UpdateKind, taken_at: datetime) -> Iterator[ObservedUpdate]:
        """Measure the handling of an update for the length of the block."""
        observed, begun = ObservedUpdate(), time.perf_counter()
        self.metrics.wait_seconds.observe(max(0.0, (datetime.now(UTC) - taken_at).total_seconds()))
        with self._span("update", kind=kind.value) as span:
            try:
                yield observed
            finally:
                seconds = time.perf_counter() - begun
                _end(span, observed.result, observed.result is UpdateResult.FAILED)
                self.metrics.updates.labels(kind.value, observed.result.value).inc()
                self.metrics.update_seconds.labels(kind.value).observe(seconds)
                facts = {"kind": kind.value, "result": observed.result.value, "seconds": round(seconds, 4)}
                log.info("An update (%(kind)s) was handled in %(seconds).3f s: %(result)s.", facts, extra=facts)

    @contextmanager
    def question(self) -> Iterator[ObservedQuestion]:
        """Measure the answering of a question, and the stages of it in this context."""
        observed, begun = ObservedQuestion(), time.perf_counter()
        with self._span("question") as span, observed_by(self.stage):
            try:
                yield observed
            finally:
                _end(span, observed.result, observed.result is QuestionResult.FAILED)
                self.metrics.questions.labels(observed.result.value).inc()
                self.metrics.question_seconds.observe(time.perf_counter() - begun)

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        """Measure a stage of an answer."""
        with self._span(stage.value), self.metrics.stage_seconds.labels(stage.value).time():
            yield

    @contextmanager
    def call(self, endpoint: str) -> Iterator[None]:
        """Measure a call of the Bot API."""
        call, result = kind_of_call(endpoint), CallResult.FAILED
        with self._span("call", method=call.value) as span, self.metrics.call_seconds.labels(call.value).time():
            try:
                yield
                result = CallResult.TAKEN
            except Exception as error:
                result = result_of_call(error)
                raise
            finally:
                _end(span, result, result is not CallResult.TAKEN)
                self.metrics.calls.labels(call.value, result.value).inc()

    def failed(self, error: BaseException) -> None:
        """Note an error that ended something."""
        self.metrics.errors.labels(kind_of_error(error).value).inc()

    @contextmanager
    def _span(self, name: str, **attributes: str) -> Iterator[Span]:
        """A span that keeps nothing of an error: its message and its traceback may hold a reader's words."""
        named = {f"dateline.{key}": value for key, value in attributes.items()}
        with self._tracer.start_as_current_span(
            name, attributes=named, record_exception=False, set_status_on_exception=False
        ) as span:
            yield span


def _end(span: Span, result: str, is_failed: bool) -> None:
    span.set_attribute("dateline.result", str(result))
    if is_failed:
        span.set_status(StatusCode.ERROR)
