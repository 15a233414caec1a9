"""Keeping vectors and index up to what SQL says, with real embedded Chroma."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlalchemy import update

from retrieval.errors import IndexUnavailableError, ModelMismatchError
from retrieval.index.indexing import GENERATION
from retrieval.index.vectors import ExactIndex
from retrieval.library.database import read_session, write_transaction
from retrieval.library.facts import read_fact
from retrieval.library.models import Vector
from retrieval.library.new_article import NewPassage
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from tests.fakes import WordEmbedder
from tests.retrieval.library.test_articles import ARTICLE, NOW

Opener = Callable[[], AbstractContextManager[Services]]


def keep(services: Services, *texts: str) -> None:
    for number, text in enumerate(texts):
        article = replace(ARTICLE, url=f"https://north-wire.example.org/{number}", text=text)
        services.library.keep(article, [NewPassage(0, len(text), text)], NOW)


def nearest(services: Services, text: str, **options: object) -> list[int]:
    vector = services.embedder.query(text)
    return [n.passage_id for n in services.indexer.index.nearest(vector, limit=2, **options)]  # type: ignore[arg-type]


def generation(services: Services) -> str | None:
    with read_session(services.library.engine) as session:
        return read_fact(session, GENERATION)


def test_what_is_pending_is_embedded_indexed_and_then_found(services: Services) -> None:
    keep(services, "shelling of the silos", "a wedding in the park")
    assert services.indexer.backlog.pending().unembedded == 2
    assert services.catch_up() == 2
    assert services.indexer.backlog.pending().unembedded == services.indexer.backlog.pending().unindexed == 0
    assert nearest(services, "silos shelling")[0] == 1
    assert nearest(services, "silos shelling", within=[2]) == [2]


def test_nothing_pending_embeds_nothing(services: Services, embedder: WordEmbedder) -> None:
    keep(services, "shelling of the silos")
    services.catch_up()
    assert services.catch_up() == 0
    assert len(embedder.embedded) == 1


def test_vectors_kept_before_a_crash_reach_the_index_at_the_next_start(services: Services, open_again: Opener) -> None:
    keep(services, "shelling of the silos")
    services.indexer.backlog.embed_all()
    services.indexer.close()
    with open_again() as later:
        assert later.catch_up() == 0
        assert nearest(later, "silos") == [1]


def test_passages_of_a_replaced_version_leave_the_index(services: Services) -> None:
    keep(services, "shelling of the silos", "a wedding")
    services.catch_up()
    keep(services, "a market opened")
    services.catch_up()
    assert set(nearest(services, "silos")) == {2, 3}


def test_a_missing_folder_is_built_again_from_sql_without_the_model(
    services: Services, open_again: Opener, embedder: WordEmbedder, settings: Settings
) -> None:
    keep(services, "shelling of the silos", "a wedding")
    services.catch_up()
    services.indexer.close()
    shutil.rmtree(settings.data_dir / "chroma")
    embedder.embedded.clear()
    with open_again() as later:
        assert nearest(later, "silos")[0] == 1
    assert embedder.embedded == []


def test_an_index_that_lost_passages_is_replaced_at_the_next_start(services: Services, open_again: Opener) -> None:
    keep(services, "shelling of the silos", "a wedding")
    services.catch_up()
    before = generation(services)
    services.indexer._index.delete([1])  # type: ignore[union-attr]
    services.indexer.close()
    with open_again() as later:
        assert generation(later) != before
        assert nearest(later, "silos")[0] == 1


def test_a_healthy_index_is_kept(services: Services, open_again: Opener) -> None:
    keep(services, "shelling of the silos")
    services.catch_up()
    before = generation(services)
    services.indexer.close()
    with open_again() as later:
        assert generation(later) == before


def test_old_generations_are_thrown_away(services: Services, settings: Settings) -> None:
    keep(services, "shelling of the silos")
    services.catch_up()
    services.indexer.rebuild()
    folders = [path.name for path in (settings.data_dir / "chroma").iterdir() if path.is_dir()]
    assert folders == [generation(services)]


def test_a_second_process_asks_sql_while_the_first_owns_the_folder(services: Services, open_again: Opener) -> None:
    keep(services, "shelling of the silos", "a wedding")
    services.catch_up()
    with open_again() as second:
        assert not second.indexer.owns_index
        assert "another running Dateline" in (second.indexer.trouble or "")
        assert nearest(second, "silos")[0] == 1
        with pytest.raises(IndexUnavailableError):
            second.indexer.rebuild()


def test_the_exact_search_agrees_with_the_index(services: Services) -> None:
    keep(services, *[f"passage number {number} about place {number % 7}" for number in range(60)])
    services.catch_up()
    vector = services.embedder.query("passage about place 3")
    exact = ExactIndex(services.library.engine).nearest(vector, limit=10)
    found = services.indexer.index.nearest(vector, limit=10)
    assert [round(n.similarity, 4) for n in exact] == pytest.approx([n.similarity for n in found], abs=1e-3)


def test_another_model_asks_for_reindex_and_never_mixes(services: Services, settings: Settings) -> None:
    keep(services, "shelling of the silos")
    services.catch_up()
    services.indexer.close()
    other = replace_model(settings, "other")
    with (
        pytest.raises(ModelMismatchError, match="dateline reindex"),
        open_services(other, embedder=WordEmbedder("other")),
    ):
        pass


def test_after_reindex_the_library_speaks_the_other_model(services: Services, settings: Settings) -> None:
    keep(services, "shelling of the silos", "a wedding")
    services.catch_up()
    services.indexer.close()
    with open_services(
        replace_model(settings, "other"), embedder=WordEmbedder("other", 32), check_model=False
    ) as later:
        assert later.model_changed()
        later.indexer.forget_vectors()
        later.indexer.backlog.embed_all()
        later.indexer.rebuild()
        assert not later.model_changed()
        assert nearest(later, "silos")[0] == 1


def test_a_rebuild_that_was_killed_is_finished_at_the_next_start(services: Services, open_again: Opener) -> None:
    keep(services, "shelling of the silos", "a wedding")
    services.catch_up()
    with write_transaction(services.library.engine) as session:
        session.execute(update(Vector).values(indexed=False))
    services.indexer.close()
    with open_again() as later:
        later.catch_up()
        assert later.indexer.backlog.pending().unindexed == 0
        assert nearest(later, "silos")[0] == 1


def replace_model(settings: Settings, name: str) -> Settings:
    return settings.model_copy(update={"embedding_model": name})
