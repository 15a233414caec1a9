"""Each event is told once: as a figure, as a span, as a line of the log."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from telegram.error import RetryAfter

from bot.inbox.updates import Outcome
from bot.observing.kinds import UpdateKind
from bot.observing.observer import Observer
from retrieval.errors import StoreBusyError
from retrieval.stages import Stage, staged
from tests.bot.fakes import answered, clash, silent

WORDS = "what happened in Sere Kaniye"


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def observer(spans: InMemorySpanExporter) -> Observer:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    return Observer(provider.get_tracer("test"))


def value(observer: Observer, name: str, **labels: str) -> float | None:
    return observer.metrics.registry.get_sample_value(f"dateline_{name}", labels)


def named(spans: Sequence[ReadableSpan]) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans}


def now() -> datetime:
    return datetime.now(UTC)


def test_an_update_is_counted_timed_traced_and_logged(
    observer: Observer, spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    with observer.update(UpdateKind.PRESS, now() - timedelta(seconds=40)) as observed:
        assert observed.ended(Outcome.STALE) is Outcome.STALE
    assert value(observer, "updates_total", kind="callback_query", result="stale") == 1
    assert value(observer, "update_seconds_count", kind="callback_query") == 1
    assert value(observer, "update_wait_seconds_bucket", le="30.0") == 0
    assert value(observer, "update_wait_seconds_bucket", le="60.0") == 1
    (span,) = spans.get_finished_spans()
    assert dict(span.attributes or {}) == {"dateline.kind": "callback_query", "dateline.result": "stale"}
    (record,) = caplog.records
    assert (record.__dict__["kind"], record.__dict__["result"]) == ("callback_query", "stale")


def test_an_update_whose_handling_breaks_has_failed_and_nothing_keeps_its_words(
    observer: Observer, spans: InMemorySpanExporter
) -> None:
    with pytest.raises(ValueError), observer.update(UpdateKind.MESSAGE, now()):
        raise ValueError(WORDS)
    assert value(observer, "updates_total", kind="message", result="failed") == 1
    (span,) = spans.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR and not span.status.description and not span.events


def test_an_update_that_is_begun_anew_is_interrupted(observer: Observer) -> None:
    with observer.update(UpdateKind.MESSAGE, now()) as observed:
        observed.ended(None)
    assert value(observer, "updates_total", kind="message", result="interrupted") == 1


def test_a_question_is_counted_by_its_outcome(observer: Observer) -> None:
    for answer in (answered(clash()), answered(clash()), silent()):
        with observer.question() as observed:
            assert observed.answered(answer) is answer
    assert value(observer, "questions_total", result="answered") == 2
    assert value(observer, "questions_total", result="nothing_found") == 1
    assert value(observer, "question_seconds_count") == 3


def test_stages_are_measured_within_a_question_and_nowhere_else(
    observer: Observer, spans: InMemorySpanExporter
) -> None:
    @staged(Stage.SEARCH)
    def search(found: str) -> str:
        return found

    assert search("before") == "before"
    with pytest.raises(ValueError), observer.update(UpdateKind.MESSAGE, now()), observer.question():
        assert search("within") == "within"
        raise ValueError(WORDS)
    assert value(observer, "stage_seconds_count", stage="search") == 1
    assert value(observer, "questions_total", result="failed") == 1
    found = named(spans.get_finished_spans())
    assert found["search"].parent and found["search"].parent.span_id == found["question"].context.span_id
    assert found["question"].parent and found["question"].parent.span_id == found["update"].context.span_id


def test_a_call_is_counted_by_what_telegram_made_of_it(observer: Observer) -> None:
    with observer.call("sendMessage"):
        pass
    with pytest.raises(RetryAfter), observer.call("sendMessage"):
        raise RetryAfter(3)
    with observer.call("setMyCommands"):
        pass
    assert value(observer, "telegram_calls_total", method="sendMessage", result="taken") == 1
    assert value(observer, "telegram_calls_total", method="sendMessage", result="flood") == 1
    assert value(observer, "telegram_calls_total", method="other", result="taken") == 1
    assert value(observer, "telegram_call_seconds_count", method="sendMessage") == 2


def test_an_error_is_counted_by_its_kind(observer: Observer) -> None:
    for error in (StoreBusyError("busy"), KeyError(WORDS), KeyError(WORDS)):
        observer.failed(error)
    assert value(observer, "errors_total", kind="store_busy") == 1
    assert value(observer, "errors_total", kind="internal") == 2


def test_two_bots_in_one_process_count_apart() -> None:
    first, second = Observer(), Observer()
    first.failed(KeyError())
    assert value(first, "errors_total", kind="internal") == 1
    assert value(second, "errors_total", kind="internal") == 0
