"""A library with captured bytes that was asked, for what an operator does with it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ingest.keeping.captures import Captures, Raw
from retrieval.services import Services
from tests.keeping import ask, draft, keep

DAY = date(2024, 11, 16)
QUOTED = "Two shells fell in fields south of Tal Tamr on Saturday, a farmer of the village said by telephone."
CHANGED = "Three shells fell in fields south of Tal Tamr on Saturday, a farmer of the village said by telephone."
UNQUOTED = "The bakery of Qamishli opened again on Saturday after its ovens had been repaired, the mayor said."


def brings(services: Services, captures: Captures, name: str, text: str) -> None:
    """Keep an article with the bytes that it was read from."""
    url = f"https://north-wire.example.org/{name}"
    raw = Raw(url, url, text.encode() * 50, datetime.now(UTC), "text/html", 200, {"Content-Type": "text/html"})
    keep(services, replace(draft(text, DAY, url=url), capture_id=captures.keep(raw)))


@pytest.fixture
def asked(services: Services) -> Services:
    """A library of which one article was quoted and has changed since; the other one has changed unseen."""
    captures = Captures.of(services.library.engine, services.settings)
    brings(services, captures, "shells", QUOTED)
    assert ask(services, "what happened in Tal Tamr this week").incidents
    brings(services, captures, "shells", CHANGED)
    brings(services, captures, "bakery", UNQUOTED)
    brings(services, captures, "bakery", UNQUOTED.replace("mayor", "baker"))
    services.catch_up()
    return services
