"""Where traces go, and what is said where they cannot."""

import logging
import sys

import pytest
from opentelemetry import trace
from opentelemetry.trace import NoOpTracer, ProxyTracerProvider

from bot.observing.traces import open_tracer
from bot.settings import BotSettings
from retrieval.errors import SettingsError
from tests.flows.observing.collector import collecting
from tests.ports import free_port


def test_without_an_endpoint_nobody_is_told_anything() -> None:
    with open_tracer(None) as tracer:
        assert isinstance(tracer, NoOpTracer)


def test_what_is_not_sent_yet_is_sent_at_the_end() -> None:
    with collecting() as collector:
        with open_tracer(collector.endpoint) as tracer, tracer.start_as_current_span("outer"):
            tracer.start_span("inner").end()
        assert {span.name for span in collector.spans} == {"outer", "inner"}
        (resource,) = {str(one.resource) for request in collector.brought for one in request.resource_spans}
    assert "dateline" in resource and "service.version" in resource and "host" not in resource


def test_what_other_libraries_trace_is_sent_to_nobody() -> None:
    """Chroma and DBOS trace by the global provider, which stays none."""
    with collecting() as collector:
        with open_tracer(collector.endpoint):
            trace.get_tracer("chromadb").start_span("query of a reader").end()
            assert isinstance(trace.get_tracer_provider(), ProxyTracerProvider)
        assert not collector.spans


def test_chroma_is_told_no_endpoint_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from chromadb.config import Settings
    from chromadb.telemetry.opentelemetry import OpenTelemetryClient  # noqa: F401 - what would send

    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    assert not Settings().chroma_otel_collection_endpoint


@pytest.mark.parametrize(
    "missing", ["opentelemetry.exporter.otlp.proto.http.trace_exporter", "opentelemetry.sdk.trace"]
)
def test_what_has_to_be_installed_is_said(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    said = r"OTEL_EXPORTER_OTLP_ENDPOINT=http://a:4318 .*pip install 'dateline\[traces]'"
    with pytest.raises(SettingsError, match=said), open_tracer("http://a:4318"):
        raise AssertionError("it was opened")


def test_a_collector_that_is_away_keeps_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    with open_tracer(f"http://127.0.0.1:{free_port()}") as tracer:
        tracer.start_span("update").end()
    said = [record.name for record in caplog.records if record.levelno >= logging.WARNING]
    assert any(name.startswith("opentelemetry.exporter") for name in said)


@pytest.mark.parametrize(("given", "endpoint"), [("http://a:4318/", "http://a:4318"), ("", None)])
def test_the_endpoint_is_the_standard_setting(given: str, endpoint: str | None) -> None:
    settings = BotSettings.read(_env_file=None, OTEL_EXPORTER_OTLP_ENDPOINT=given or None)
    assert settings.traces_endpoint == endpoint
