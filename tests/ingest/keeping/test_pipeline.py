"""Articles go in: kept once, recognised, embedded; what fails costs nothing else."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event
from sqlalchemy import text as sql

from ingest.formats.drafts import ArticleDraft, Failure
from ingest.keeping.pipeline import Pipeline
from retrieval.answers import Outcome
from retrieval.article import PublishedPrecision
from retrieval.dates.intervals import one_day
from retrieval.errors import StoreFullError
from retrieval.library.database import read_session
from retrieval.library.new_article import article_id
from retrieval.library.place_store import add_places
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.services import Services
from tests.fakes import WordEmbedder
from tests.keeping import ask, draft, keep, texts

CLASH = "Eight men were killed on Friday when two armed groups clashed in Ras al-Ain, residents of the town said."

Opener = Callable[[], AbstractContextManager[Services]]


def counts(report: object) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, len(report.failures)  # type: ignore[attr-defined]


# Kept, and kept once


def test_a_second_import_changes_nothing(services: Services, embedder: WordEmbedder) -> None:
    drafts = [draft(CLASH), draft(CLASH.replace("Eight", "Five"), publisher="Jazira Post")]
    assert counts(keep(services, *drafts)) == (2, 0, 0, 0)
    before = services.library.totals()
    assert counts(keep(services, *drafts)) == (0, 0, 2, 0)
    assert services.library.totals() == before
    assert len(embedder.embedded) == 2


def test_one_article_twice_in_a_file_is_kept_once(services: Services) -> None:
    article = draft(CLASH)
    assert counts(keep(services, article, article)) == (1, 0, 1, 0)


def test_another_text_at_the_address_updates_the_article_and_what_is_quoted(services: Services) -> None:
    article = draft(CLASH)
    keep(services, article)
    assert counts(keep(services, replace(article, text=CLASH.replace("Eight", "Five")))) == (0, 1, 0, 0)
    answer = ask(services, "what happened in Sere Kaniye this week")
    assert texts(answer) == [[CLASH.replace("Eight", "Five")]]
    assert answer.incidents[0].excerpts[0].article.version == 2
    assert services.library.totals()["articles"] == 1


def test_a_date_that_comes_later_updates_the_article(services: Services) -> None:
    article = draft(CLASH)
    keep(services, replace(article, published_at=None, published_precision=None))
    assert counts(keep(services, article)) == (0, 1, 0, 0)


def test_what_an_article_lacks_is_found_in_it(services: Services) -> None:
    text = "HASAKAH (Khabur News) – " + CLASH
    article = replace(draft(text, language=None), publisher=None)
    keep(services, article)
    (excerpt,) = ask(services, "what happened in Sere Kaniye this week").incidents[0].excerpts
    assert (excerpt.article.publisher, excerpt.article.language) == ("Khabur News", "en")


def test_what_an_article_states_is_not_replaced_by_what_is_found_in_it(services: Services) -> None:
    keep(services, draft("HASAKAH (Khabur News) – " + CLASH, publisher="North Wire", language="ku"))
    (excerpt,) = ask(services, "what happened in Sere Kaniye this week").incidents[0].excerpts
    assert (excerpt.article.publisher, excerpt.article.language) == ("North Wire", "ku")


def test_every_passage_is_embedded_when_the_import_ends(services: Services, embedder: WordEmbedder) -> None:
    keep(services, draft(CLASH))
    assert services.indexer.backlog.pending().unembedded == services.indexer.backlog.pending().unindexed == 0
    assert embedder.embedded == [CLASH]


def test_progress_is_told_as_articles_kept_and_passages_embedded(services: Services) -> None:
    told: list[tuple[str, int]] = []
    Pipeline(services).keep_all([draft(CLASH), draft(CLASH)], lambda what, count: told.append((what, count)))
    assert told == [("kept", 1), ("kept", 1), ("embedded", 2)]


# What fails


def test_a_failing_item_costs_nothing_else(services: Services) -> None:
    broken = Failure("articles.jsonl:2", "url is missing; every article needs url and text")
    report = keep(services, draft(CLASH), broken, draft(CLASH))  # type: ignore[arg-type]
    assert counts(report) == (2, 0, 0, 1)
    assert report.failures == [broken]


def test_an_article_that_nobody_foresaw_is_reported_and_leaves_no_trace(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pipeline = Pipeline(services)
    recognise = type(pipeline.recogniser).passages

    def fails(self: object, article: object) -> object:
        if "Eight" in article.text:  # type: ignore[attr-defined]
            raise ZeroDivisionError("division by zero")
        return recognise(self, article)  # type: ignore[arg-type]

    monkeypatch.setattr(type(pipeline.recogniser), "passages", fails)
    bad, good = draft(CLASH), draft(CLASH.replace("Eight", "Five"))
    with caplog.at_level(logging.CRITICAL):
        report = pipeline.keep_all([bad, good])
    assert counts(report) == (1, 0, 0, 1)
    assert report.failures == [Failure(bad.source, "could not be kept (ZeroDivisionError: division by zero)")]
    assert services.library.article(article_id(bad.url)) is None
    assert len(ask(services, "what happened in Sere Kaniye").incidents) == 1


def test_warnings_of_what_was_kept_are_reported_with_their_item(services: Services) -> None:
    article = replace(draft(CLASH), warnings=("published_at lies in the future; kept as unknown",))
    report = keep(services, article)
    assert report.warnings == [Failure(article.source, "published_at lies in the future; kept as unknown")]


def test_a_reader_of_a_file_that_breaks_off_loses_nothing_that_was_kept(services: Services) -> None:
    def breaks_off() -> Iterator[ArticleDraft]:
        yield draft(CLASH)
        raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        Pipeline(services).keep_all(breaks_off())
    assert services.library.totals()["articles"] == 1


def test_a_full_disk_is_said_and_what_was_kept_stays_kept(services: Services, open_again: Opener) -> None:
    keep(services, draft(CLASH))
    engine = services.library.engine
    with read_session(engine) as session:
        pages = session.execute(sql("PRAGMA page_count")).scalar_one()

    def allow_few_more_pages(connection: object, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 40}")  # type: ignore[attr-defined]

    event.listen(engine, "checkout", allow_few_more_pages)
    large = [draft(f"{CLASH} {number} " + "Nobody has claimed it so far. " * 300) for number in range(20)]
    with pytest.raises(StoreFullError, match=r"no room left .*free some space") as refused:
        keep(services, *large)
    assert "\n" not in str(refused.value)
    event.remove(engine, "checkout", allow_few_more_pages)
    engine.dispose()
    services.indexer.close()
    with open_again() as later:
        kept = later.library.totals()["articles"]
        assert 1 < kept < len(large)
        again = keep(later, *large)
        assert again.failures == []
        assert later.library.totals()["articles"] == len(large) + 1
        assert again.unchanged == kept - 1
        assert ask(later, "what happened in Sere Kaniye this week").outcome is Outcome.ANSWERED


# Places that come later


def test_a_village_that_is_imported_after_its_articles_is_found_once_they_are_read_again(
    services: Services, open_again: Opener, embedder: WordEmbedder
) -> None:
    text = "Two farmers were wounded on Friday when shells fell on fields near Nebaya, a relative of theirs said."
    keep(services, draft(text))
    village = Place("own:1", "Nebaya", PlaceKind.VILLAGE, "SY", 36.9, 40.2, "hasakah", 300)
    add_places(services.library.engine, [village], [PlaceName("own:1", "Nebaya", "en")])
    services.indexer.close()
    with open_again() as later:
        assert ask(later, "what happened in Nebaya this week").outcome is Outcome.NOT_COVERED
        told: list[str] = []
        assert Pipeline(later).recognise_again(lambda what, _count: told.append(what)) == 1
        assert texts(ask(later, "what happened in Nebaya this week")) == [[text]]
        assert texts(ask(later, "what happened in Hasakah this week")) == [[text]]
    assert told == ["recognised"]
    assert embedder.embedded == [text]  # its vector is still right


def test_reading_everything_again_changes_no_answer(services: Services) -> None:
    keep(services, draft(CLASH, title="Clash"), draft("QAMISHLI (North Wire) – " + CLASH, publisher="Jazira Post"))
    before = ask(services, "what happened in Sere Kaniye this week")
    assert Pipeline(services).recognise_again() == 2
    after = ask(services, "what happened in Sere Kaniye this week")
    assert after.incidents == before.incidents
    assert ask(services, "what happened in Qamishli this week").incidents == ()


# A report without a date, and then with one


def test_a_report_without_a_date_is_found_and_not_counted_as_this_week(services: Services) -> None:
    keep(services, draft(CLASH, None))
    answer = ask(services, "what happened in Sere Kaniye")
    assert texts(answer) == [[CLASH]]
    assert (answer.incidents[0].event, answer.incidents[0].excerpts[0].article.published_at) == (None, None)
    silent = ask(services, "what happened in Sere Kaniye this week")
    assert (silent.outcome, silent.incidents) == (Outcome.NOT_COVERED, ())


def test_with_its_publication_date_it_is_of_this_week_and_happened_on_the_friday(services: Services) -> None:
    article = draft(CLASH, None)
    keep(services, article)
    keep(
        services,
        replace(article, published_at=datetime(2024, 11, 16, tzinfo=UTC), published_precision=PublishedPrecision.DAY),
    )
    answer = ask(services, "what happened in Sere Kaniye this week")
    assert texts(answer) == [[CLASH]]
    (incident,) = answer.incidents
    assert incident.event is not None
    assert incident.event.interval == one_day(date(2024, 11, 15))
    assert incident.event.precision == "day"
    assert ask(services, "what happened in Sere Kaniye in October").incidents == ()
