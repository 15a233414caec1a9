"""Which files decide what a module does."""

from pathlib import Path

from benchmarks.library.sources import ROOT, digest, sources


def names(*modules: str, root: Path = ROOT) -> set[str]:
    return {str(path.relative_to(root)) for path in sources(*modules, root=root)}


def test_what_a_module_imports_decides_with_it_however_far_away_and_wherever_the_import_stands(tmp_path: Path) -> None:
    package = tmp_path / "retrieval"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "first.py").write_text("import json\nfrom retrieval.second import thing\n")
    (package / "second.py").write_text("def thing():\n    import retrieval.third\n")
    (package / "third.py").write_text("from retrieval import first\n")
    (package / "other.py").touch()
    found = names("retrieval.first", root=tmp_path)
    assert found == {f"retrieval/{name}.py" for name in ("__init__", "first", "second", "third")}


def test_the_order_of_results_decides_nothing_about_how_articles_are_read() -> None:
    found = names("ingest.keeping.recognition", "retrieval.library.place_store")
    assert {
        "ingest/keeping/passages.py",
        "retrieval/places/gazetteer.py",
        "retrieval/dates/events.py",
        "retrieval/topics/thesaurus.py",
    } <= found
    assert (
        not {"retrieval/search/search.py", "retrieval/answering/answerer.py", "retrieval/incidents/incident.py"} & found
    )


def test_a_digest_changes_with_the_name_and_with_the_words_of_a_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("words")
    second.write_text("words")
    assert digest([first]) != digest([second])
    before = digest([first])
    first.write_text("other words")
    assert digest([first]) != before
