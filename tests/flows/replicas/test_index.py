"""The index of several replicas: one builds it, the others answer from SQL meanwhile, and all of them find it again."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from retrieval.answers import Answer, Outcome
from retrieval.index.chroma import ChromaIndex, ChromaServer
from retrieval.services import Services, open_services
from retrieval.settings import Settings
from tests.bot.running import NOW
from tests.fakes import WordEmbedder
from tests.flows.replicas.chroma import ChromaProcess
from tests.keeping import draft, keep

QUESTION = "shells in Tal Tamr in October"


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[ChromaProcess]:
    server = ChromaProcess(tmp_path / "chroma")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def replicas(
    chroma: ChromaProcess, postgres_url: str, small_region: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Services]]:
    """Three replicas on machines of their own, with one PostgreSQL and one Chroma server, which is asked every time."""
    monkeypatch.setattr("retrieval.search.search.FEW", 0)
    with ExitStack() as stack:
        opened = [
            stack.enter_context(open_services(settings(chroma, postgres_url, folder), embedder=WordEmbedder()))
            for folder in (tmp_path / "a", tmp_path / "b", tmp_path / "c")
        ]
        keep(
            opened[0],
            *(
                draft(f"Shells fell on Tal Tamr on {day} October, and a shop burned down.", date(2024, 10, day + 1))
                for day in range(1, 29)
            ),
        )
        opened[0].catch_up()
        for one in opened:
            one.indexer.open()
        yield opened


def settings(chroma: ChromaProcess, postgres_url: str, folder: Path) -> Settings:
    names = {"DATA_DIR": str(folder), "DATABASE_URL": postgres_url, "CHROMA_URL": chroma.url, "NOW": NOW}
    return Settings.read(_env_file=None, **{f"DATELINE_{name}": value for name, value in names.items()})


def ask(services: Services) -> Answer:
    found = services.answerer.ask(QUESTION, now=services.settings.now(), zone=services.settings.zone)
    assert found.outcome is Outcome.ANSWERED
    return found


class Rebuilds:
    """Counts generations, and holds the first one up until it is let go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.begun, self.go_on = threading.Event(), threading.Event()
        create = ChromaServer.create

        def counted(store: ChromaServer) -> tuple[str, ChromaIndex]:
            self.count += 1
            self.begun.set()
            assert self.go_on.wait(60)
            return create(store)

        monkeypatch.setattr(ChromaServer, "create", counted)


def test_a_wiped_server_is_filled_by_one_replica_while_the_others_answer_from_sql(
    replicas: list[Services], chroma: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    chroma.wipe()
    rebuilds = Rebuilds(monkeypatch)
    assert [ask(one).index_away for one in replicas] == [True, True, True]
    with ThreadPoolExecutor(1) as thread:
        rebuilding = thread.submit(replicas[0].catch_up)
        assert rebuilds.begun.wait(60)
        for other in replicas[1:]:
            assert other.catch_up() == 0 and not other.indexer.owns_index
            assert "built by another process" in (other.indexer.trouble or "")
            assert ask(other).index_away
        rebuilds.go_on.set()
        rebuilding.result(60)
    for one in replicas:
        one.catch_up()
        assert one.indexer.owns_index and not ask(one).index_away
    assert rebuilds.count == 1


def test_replicas_that_find_the_server_empty_at_the_same_time_build_one_index(
    replicas: list[Services], chroma: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    chroma.wipe()
    rebuilds = Rebuilds(monkeypatch)
    rebuilds.go_on.set()
    for one in replicas:
        ask(one)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda one: one.catch_up(), replicas))
    for one in replicas:
        one.catch_up()
    assert rebuilds.count == 1 and not any(ask(one).index_away for one in replicas)


def test_a_server_that_is_away_and_comes_back_is_used_again_without_a_hand(
    replicas: list[Services], chroma: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilds = Rebuilds(monkeypatch)
    chroma.kill()
    keep(replicas[1], draft("Shells fell on Tal Tamr on 30 October, and a barn burned down.", date(2024, 10, 31)))
    assert all(ask(one).index_away for one in replicas)
    for one in replicas:
        one.catch_up()
    chroma.start()
    for one in replicas:
        one.catch_up()
        assert not ask(one).index_away
    assert rebuilds.count == 0 and replicas[2].indexer.backlog.pending().unindexed == 0


def test_others_go_on_with_the_old_index_until_a_new_one_is_complete(
    replicas: list[Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    upsert, seen = ChromaIndex.upsert, []

    def watched(index: ChromaIndex, ids: list[int], matrix: object) -> None:
        seen.append((ask(replicas[1]).index_away, len(replicas[1].indexer.indexed_among(ids)) == len(ids)))
        upsert(index, ids, matrix)  # type: ignore[arg-type]

    with replicas[0].indexer.lead() as is_mine:
        assert is_mine
        with monkeypatch.context() as patched:
            patched.setattr(ChromaIndex, "upsert", watched)
            replicas[0].indexer.rebuild()
    assert seen == [(False, True)]
    ask(replicas[1])  # its collection is gone: it finds that out, and the new one at its next round
    replicas[1].catch_up()
    assert not ask(replicas[1]).index_away


def test_what_is_imported_on_one_machine_is_embedded_once_and_found_on_all(replicas: list[Services]) -> None:
    embedded = []
    for one in replicas:
        made = one.embedder.passages
        one.embedder.passages = lambda texts, made=made: embedded.extend(texts) or made(texts)  # type: ignore[method-assign]
    keep(replicas[2], draft("Shells fell on Tal Tamr on 29 October, and a mill burned down.", date(2024, 10, 30)))
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda one: one.catch_up(), replicas))
    assert len(embedded) == 1
    for one in replicas:
        text = " ".join(
            e.text
            for i in one.answerer.ask(
                "Tal Tamr on 29 October", now=one.settings.now(), zone=one.settings.zone
            ).incidents
            for e in i.excerpts
        )
        assert "mill" in text
