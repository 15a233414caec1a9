"""Long features, each alone in a library: their events are told, and nothing of their headings and background."""

import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ingest.formats.drafts import ArticleDraft
from ingest.keeping.pipeline import Pipeline
from retrieval.answers import Answer, Incident
from retrieval.article import PublishedPrecision
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from tests.fakes import WordEmbedder

FEATURES = Path(__file__).with_name("features")
TABLE = tomllib.loads((FEATURES / "features.toml").read_text("utf-8"))
QUESTIONS = (
    "what happened in {} this week",
    "ماذا حدث في {} هذا الأسبوع",
    "vê hefteyê li {} çi qewimî",
    "bu hafta {} bölgesinde ne oldu",
)

Ask = Callable[[str], Iterator[tuple[str, Answer]]]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data dir of an empty library with all places that ship."""
    folder = tmp_path_factory.mktemp("shipped")
    with _opened(folder):
        return folder


@contextmanager
def _opened(folder: Path) -> Iterator[Services]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Settings.model_config, "env_file", None)
        settings = Settings.read(DATELINE_DATA_DIR=folder)
    with open_services(settings, embedder=WordEmbedder(), check_model=False) as services:
        yield services


@pytest.fixture(scope="module", params=TABLE["features"])
def name(request: pytest.FixtureRequest) -> str:
    """The name of a feature."""
    return str(request.param)


@pytest.fixture(scope="module")
def ask(name: str, shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks about a place in four languages, on the evening of the day on which the feature was published."""
    folder = Path(shutil.copytree(shipped, tmp_path_factory.mktemp(name), dirs_exist_ok=True))
    published: date = TABLE["features"][name]["published"]
    with _opened(folder) as services:
        report = Pipeline(services).keep_all([_draft(name, published)])
        assert report.added == 1

        def asked(place: str) -> Iterator[tuple[str, Answer]]:
            for question, spelling in zip(QUESTIONS, TABLE["names"][place], strict=True):
                text = question.format(spelling)
                now = datetime.combine(published, time(18), UTC)
                yield text, services.answerer.ask(text, now=now, zone=ZoneInfo("Asia/Damascus"))

        yield asked


def _draft(name: str, published: date) -> ArticleDraft:
    title, text = (FEATURES / f"{name}.txt").read_text("utf-8").split("\n", 1)
    return ArticleDraft(
        url=f"https://example.org/{name}",
        title=title,
        text=text.strip(),
        published_at=datetime.combine(published, time(), UTC),
        published_precision=PublishedPrecision.DAY,
        publisher="North Wire",
        source=name,
    )


def _told(incident: Incident) -> str:
    return "\n".join(excerpt.text for excerpt in incident.excerpts)


def _is(expected: dict[str, Any], incident: Incident) -> bool:
    """Whether an incident has the day and kind that it should have, and begins with the sentence that it should."""
    opening, event = incident.excerpts[0].text.split("\n")[0], incident.event
    return (
        event is not None
        and (event.interval.start, event.interval.end) == (expected["date"], expected["date"])
        and event.part == expected.get("part")
        and incident.kind == expected["kind"]
        and expected["opens"] in opening
        and all(words in _told(incident) for words in expected.get("holds", ()))
    )


def test_a_feature_has_its_events_and_no_more(name: str, ask: Ask) -> None:
    feature = TABLE["features"][name]
    events: dict[str, list[dict[str, Any]]] = {}
    for expected in feature["incidents"]:
        for place in {expected["place"], expected.get("within", expected["place"])}:
            events.setdefault(place, []).append(expected)
    for place, some in events.items():
        for question, answer in ask(place):
            found = [(incident.kind, str(incident.event), _told(incident)) for incident in answer.incidents]
            assert len(answer.incidents) == len(some), (question, found)
            assert all(any(_is(one, incident) for incident in answer.incidents) for one in some), (question, found)
            assert not [words for words in feature["never"] for *_, told in found if words in told], (question, found)


def test_a_place_that_a_feature_only_mentions_has_nothing_of_this_week(name: str, ask: Ask) -> None:
    for place in TABLE["features"][name]["elsewhere"]:
        for question, answer in ask(place):
            assert not answer.incidents, (question, [_told(incident) for incident in answer.incidents])
