"""What is known of an article beside its words."""

from datetime import UTC, datetime

from retrieval.article import ArticleMetadata, PublishedPrecision, completed, metadata_of, published_json

MOMENT = datetime(2024, 11, 16, 17, 30, tzinfo=UTC)
DATED = ArticleMetadata(
    publisher="North Wire", published_at=MOMENT, published_precision=PublishedPrecision.TIME, date_source="meta"
)


def test_what_is_missing_is_taken_from_what_is_known() -> None:
    stated = metadata_of(ArticleMetadata(title="Silos", publisher="Valley Post"))
    filled = ArticleMetadata(**completed(stated, metadata_of(DATED)))
    assert (filled.title, filled.publisher, filled.published_at) == ("Silos", "Valley Post", MOMENT)


def test_a_date_is_taken_with_its_precision_and_its_source() -> None:
    stated = metadata_of(ArticleMetadata(published_at=MOMENT.replace(day=17)))
    filled = ArticleMetadata(**completed(stated, metadata_of(DATED)))
    assert (filled.published_at, filled.published_precision, filled.date_source) == (MOMENT.replace(day=17), None, None)


def test_a_publication_date_is_written_as_exactly_as_it_was_stated() -> None:
    moment = datetime(2024, 11, 16, 17, 30, tzinfo=UTC)
    assert published_json(moment, "day") == "2024-11-16"
    assert published_json(moment, "time") == "2024-11-16T17:30:00+00:00"
    assert published_json(None, None) is None
