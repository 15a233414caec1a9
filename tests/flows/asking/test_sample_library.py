"""The story that `make demo` tells: the sample library, the shipped places and the model, three questions."""

import os
from collections.abc import Iterator
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from bot.cli.questions import DEMO_NOW, DEMO_QUESTIONS, SAMPLES
from ingest.formats.files import read_articles
from ingest.keeping.pipeline import Pipeline, Report
from retrieval.answers import Answer, Outcome
from retrieval.dates.intervals import Interval, one_day
from retrieval.figures.kinds import FigureKind
from retrieval.library.answered import receipts
from retrieval.services import Services, open_services
from retrieval.settings import Settings

NOW = datetime.fromisoformat(DEMO_NOW)
WEEK = Interval(date(2024, 11, 11), date(2024, 11, 17))
SERE_KANIYE, QAMISHLI, TAL_TAMR = DEMO_QUESTIONS


@pytest.fixture(scope="module")
def story(model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, Report]]:
    """The sample library, imported once, with the report of the import."""
    data_dir = tmp_path_factory.mktemp("samples")
    (data_dir / "models").symlink_to(model_dir, target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DATELINE_")]:
            patch.delenv(name)
        patch.setitem(Settings.model_config, "env_file", None)
        settings = Settings.read(DATELINE_DATA_DIR=data_dir, DATELINE_NOW=DEMO_NOW)
    with open_services(settings) as services:
        items = read_articles([Path(str(files("ingest") / SAMPLES))], now=settings.now())
        yield services, Pipeline(services).keep_all(items)


@pytest.fixture
def library(story: tuple[Services, Report]) -> Services:
    return story[0]


def ask(services: Services, question: str) -> Answer:
    return services.answerer.ask(question, now=NOW, zone=services.settings.zone)


def quotations(answer: Answer) -> list[str]:
    return [excerpt.text for incident in answer.incidents for excerpt in incident.excerpts]


def test_every_sample_is_kept_and_findable(story: tuple[Services, Report]) -> None:
    services, report = story
    assert report.added == services.library.totals()["articles"] >= 30
    assert (report.failures, report.warnings) == ([], [])
    assert services.indexer.backlog.pending().unembedded == services.indexer.backlog.pending().unindexed == 0


def test_both_reports_of_the_incident_in_sere_kaniye_stand_in_one_with_their_figures(library: Services) -> None:
    answer = ask(library, SERE_KANIYE)
    assert answer.outcome is Outcome.ANSWERED
    assert [(place.matched, place.name) for place in answer.understood.places] == [("Sere Kaniye", "Ras al-Ain")]
    assert answer.understood.period is not None
    assert answer.understood.period.interval == WEEK
    incident = answer.incidents[0]
    assert set(incident.publishers) == {"North Wire", "Jazira Post"}
    assert incident.event is not None
    assert incident.event.interval == one_day(date(2024, 11, 15))
    killed = next(figure for figure in incident.figures if figure.kind is FigureKind.KILLED)
    said = {(incident.excerpts[claim.excerpt].article.publisher, claim.high) for claim in killed.claims}
    assert {("North Wire", 8), ("Jazira Post", 5)} <= said
    assert (killed.low, killed.high) == (5, 8)


def test_what_is_quoted_about_sere_kaniye_is_of_that_town_and_week(library: Services) -> None:
    for incident in ask(library, SERE_KANIYE).incidents:
        for excerpt in incident.excerpts:
            assert set(excerpt.places) & {"geonames:165509"}
            if excerpt.event is not None:
                assert excerpt.event.interval.overlaps(WEEK)


def test_the_drone_strike_near_qamishli_in_october_is_found_with_who_was_hurt(library: Services) -> None:
    answer = ask(library, QAMISHLI)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.understood.period is not None
    assert answer.understood.period.interval == Interval(date(2024, 10, 1), date(2024, 10, 31))
    incident = answer.incidents[0]
    assert incident.label == "drone strike"
    assert {"North Wire", "Jazira Post"} <= set(incident.publishers)
    injured = next(figure for figure in incident.figures if figure.kind is FigureKind.INJURED)
    assert {4, 5} <= {claim.high for claim in injured.claims}


def test_nothing_else_that_happened_in_qamishli_answers_a_question_about_a_drone_strike(library: Services) -> None:
    excerpts = [excerpt for incident in ask(library, QAMISHLI).incidents for excerpt in incident.excerpts]
    assert {e.article.url.rsplit("/", 1)[-1].removesuffix("-ar") for e in excerpts} <= {
        "qamishli-drone-strike",
        "qamishli-drone-strike-wounded",
        "kamisli-iha-saldirisi",
    }


def test_the_silence_about_tal_tamr_is_explained_and_its_last_report_shown(library: Services) -> None:
    answer = ask(library, TAL_TAMR)
    assert answer.outcome in (Outcome.NOTHING_FOUND, Outcome.NOT_COVERED)
    assert answer.incidents == ()
    assert answer.coverage.articles > 0
    assert answer.coverage.publishers == 4
    assert answer.coverage.newest is not None
    assert WEEK.start <= answer.coverage.newest.date() <= WEEK.end
    last = answer.coverage.last_match
    assert last is not None
    assert (last.article.publisher, "mine" in last.text) == ("Jazira Post", True)
    assert last.event is not None
    assert last.event.interval.end < WEEK.start


@pytest.mark.parametrize("question", DEMO_QUESTIONS)
def test_every_quotation_is_proved_by_the_receipt_of_its_answer(library: Services, question: str) -> None:
    answer = ask(library, question)
    receipt = receipts.receipt(library.library, answer.answer_id)
    shown = quotations(answer) + [e.text for e in (answer.coverage.last_match,) if e is not None]
    assert shown
    assert [proof.slice.text for proof in receipt.proofs if proof.slice] == shown


@pytest.mark.parametrize(
    "question",
    [
        "ماذا حدث في رأس العين هذا الأسبوع",
        "bu hafta Resulayn'da ne oldu",
        "vê hefteyê li Serê Kaniyê çi qewimî",
        "ras al ayn, past 7 days",
    ],
)
def test_the_question_may_be_asked_in_four_languages(library: Services, question: str) -> None:
    english, other = ask(library, SERE_KANIYE), ask(library, question)
    assert set(quotations(other)) == set(quotations(english))


def test_one_strike_that_is_told_in_three_languages_is_one_incident(library: Services) -> None:
    incident = ask(library, "drone strike near Qamishli in October").incidents[0]
    assert set(incident.publishers) == {"North Wire", "Jazira Post", "Wadi Press", "Euphrates Dispatch"}
    assert len({excerpt.article.language for excerpt in incident.excerpts}) > 1


def test_a_second_import_changes_nothing(library: Services) -> None:
    before = library.library.totals()
    items = read_articles([Path(str(files("ingest") / SAMPLES))], now=NOW)
    report = Pipeline(library).keep_all(items)
    assert (report.added, report.updated, report.unchanged) == (0, 0, before["articles"])
    assert library.library.totals() == before
