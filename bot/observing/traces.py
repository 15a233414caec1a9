"""Traces to an OpenTelemetry collector, where one is set; no other library's spans go along."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry.trace import NoOpTracer, Tracer

from retrieval.errors import SettingsError

# Where a collector takes traces (https://opentelemetry.io/docs/specs/otlp/#otlphttp-request).
PATH = "/v1/traces"


@contextmanager
def open_tracer(endpoint: str | None) -> Iterator[Tracer]:
    """What makes spans for the length of the block, and sends them to `endpoint`; to nobody where there is none.

    What is not sent at the end of the block is sent then. The provider is not made the global one: what Chroma or DBOS
    would say there is said to nobody. `SettingsError` where what sends traces is not installed.
    """
    if endpoint is None:
        yield NoOpTracer()
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError(
            f"OTEL_EXPORTER_OTLP_ENDPOINT={endpoint} needs what sends traces: pip install 'dateline[traces]', "
            "or leave it empty."
        ) from error
    about = Resource.create({"service.name": "dateline", "service.version": version("dateline")})
    provider = TracerProvider(resource=about, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint}{PATH}")))
    try:
        yield provider.get_tracer("dateline")
    finally:
        provider.shutdown()
