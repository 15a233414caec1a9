"""Keeping articles and their versions."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import select

from retrieval.article import PublishedPrecision
from retrieval.dates.events import Precision
from retrieval.library import lexical
from retrieval.library.articles import Library
from retrieval.library.database import read_session, write_transaction
from retrieval.library.models import Mention, Passage, Period, Role
from retrieval.library.new_article import Kept, NewArticle, NewMention, NewPassage, NewPeriod, article_id
from retrieval.places.keys import PlaceKey

NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)
DAY = datetime(2024, 11, 16, tzinfo=UTC)
ARTICLE = NewArticle(
    url="https://north-wire.example.org/silos",
    title="Clashes near the silos",
    text="Clashes broke out near the silos.\n\nA street was closed.",
    publisher="North Wire",
    language="en",
    published_at=DAY,
    published_precision=PublishedPrecision.DAY,
)
PASSAGES = [
    NewPassage(
        0,
        33,
        "clashes broke out near the silos",
        frozenset({"armed_clash"}),
        frozenset({"armed_clash"}),
        (NewMention(PlaceKey("geonames:1"), Role.TEXT, 28, 33),),
        (NewPeriod(DAY.date(), DAY.date(), Precision.DAY, Role.PUBLISHED),),
    ),
    NewPassage(35, 55, "a street was closed"),
]


def count(library: Library, model: type) -> int:
    with read_session(library.engine) as session:
        return len(session.exec(select(model)).all())


def test_a_new_article_is_added_with_its_passages_places_and_periods(library: Library) -> None:
    assert library.merged(ARTICLE)[0] is Kept.ADDED
    library.keep(ARTICLE, PASSAGES, NOW)
    found = library.article(ARTICLE.id)
    assert found is not None
    row, versions = found
    assert (row.publisher, row.published_at, row.current_version) == ("North Wire", DAY, 1)
    assert versions[0].sha256 == hashlib.sha256(ARTICLE.text.encode()).hexdigest()
    assert (count(library, Passage), count(library, Mention), count(library, Period)) == (2, 1, 1)


def test_the_same_article_again_is_unchanged(library: Library) -> None:
    library.keep(ARTICLE, PASSAGES, NOW)
    assert library.merged(ARTICLE) == (Kept.UNCHANGED, ARTICLE)


def test_nothing_that_is_known_is_replaced_by_nothing(library: Library) -> None:
    library.keep(ARTICLE, PASSAGES, NOW)
    bare = replace(ARTICLE, title="", publisher=None, language=None, published_at=None, published_precision=None)
    assert library.merged(bare) == (Kept.UNCHANGED, ARTICLE)


def test_a_date_that_comes_later_updates_the_article_and_keeps_its_version(library: Library) -> None:
    library.keep(replace(ARTICLE, published_at=None, published_precision=None), PASSAGES, NOW)
    kept, filled = library.merged(ARTICLE)
    assert kept is Kept.UPDATED
    library.keep(filled, PASSAGES, NOW)
    found = library.article(ARTICLE.id)
    assert found is not None
    assert found[0].published_at == DAY
    assert [version.number for version in found[1]] == [1]
    assert count(library, Passage) == 2


def test_another_text_becomes_a_new_version_and_the_old_one_stays_provable(library: Library) -> None:
    library.keep(ARTICLE, PASSAGES, NOW)
    library.keep(replace(ARTICLE, text="Clashes ended."), [NewPassage(0, 14, "clashes ended")], NOW)
    found = library.article(ARTICLE.id)
    assert found is not None
    old, new = found[1]
    assert (old.number, new.number, found[0].current_version) == (1, 2, 2)
    quoted = library.slices([(old.id or 0, 0, 33)])[0]
    assert quoted is not None
    assert quoted.text == "Clashes broke out near the silos."


def test_passages_of_a_replaced_version_are_no_longer_current_nor_found_by_their_words(library: Library) -> None:
    library.keep(ARTICLE, PASSAGES, NOW)
    library.keep(replace(ARTICLE, text="Clashes ended."), [NewPassage(0, 14, "clashes ended")], NOW)
    with read_session(library.engine) as session:
        assert [row.current for row in session.exec(select(Passage).order_by(Passage.id))] == [False, False, True]
        assert lexical.ranked(session, ["silos"], limit=10) == []
        assert lexical.ranked(session, ["clashes"], limit=10) == [3]


def test_a_quotation_is_withheld_when_the_stored_text_no_longer_has_its_hash(library: Library) -> None:
    library.keep(ARTICLE, PASSAGES, NOW)
    with write_transaction(library.engine) as session:
        session.execute(text("UPDATE versions SET text = 'Something else was written here.'"))
    assert library.slices([(1, 0, 9)]) == [None]


def test_an_article_that_fails_half_way_leaves_no_trace(library: Library) -> None:
    broken = [replace(PASSAGES[0], periods=(NewPeriod(None, None, Precision.DAY, Role.TEXT),))]  # type: ignore[arg-type]
    with pytest.raises(Exception, match="NOT NULL"):
        library.keep(ARTICLE, broken, NOW)
    assert library.article(ARTICLE.id) is None
    assert count(library, Passage) == 0


def test_an_article_without_a_publisher_is_named_after_its_host(library: Library) -> None:
    _, filled = library.merged(replace(ARTICLE, publisher=None))
    assert filled.publisher == "north-wire.example.org"


def test_ids_hang_on_the_address_alone() -> None:
    assert article_id(ARTICLE.url) == replace(ARTICLE, text="other").id
    assert len(article_id("https://example.org/" + "a" * 2000)) == 16


def test_totals_count_what_is_current(library: Library) -> None:
    library.keep(ARTICLE, PASSAGES, NOW)
    assert library.totals() == {"articles": 1, "passages": 2, "publishers": 1, "newest": DAY, "undated": 0}
