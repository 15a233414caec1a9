"""Articles from paths: files of every kind, folders, and what cannot be read."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.formats import files, material
from ingest.formats.drafts import ArticleDraft, Failure
from ingest.formats.files import count_items, read_articles
from retrieval.errors import SourceError

NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)
LINE = b'{"url": "https://example.org/1", "text": "It rained.", "publisher": "Valley Post"}\n'
FEED = (
    b'<rss version="2.0"><channel><title>Valley Post</title><item><title>Rain</title>'
    b"<link>https://example.org/2</link><description>It rained.</description></item></channel></rss>"
)
SENTENCE = "Engineers closed the old bridge near the river on Friday after heavy rain had damaged a pillar. "
PAGE = f"<html><body><article><h1>Bridge</h1><p>{SENTENCE * 3}</p></article></body></html>".encode()
TEXT = b"Rain\nIt rained."

Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write


def read(*paths: Path) -> list[ArticleDraft | Failure]:
    return list(read_articles(paths, now=NOW))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", LINE),
        ("a.ndjson", LINE),
        ("a.JSONL", LINE),
        ("a.jsonl.gz", gzip.compress(LINE, mtime=0)),
        ("a.html", PAGE),
        ("a.htm", PAGE),
        ("a.txt", TEXT),
        ("a.md", b"# Rain\n\nIt rained."),
        ("a.xml", FEED),
        ("a.rss", FEED),
        ("a.atom", FEED),
    ],
)
def test_every_kind_is_read_also_in_a_zip(write: Write, name: str, data: bytes, tmp_path: Path) -> None:
    path = write(name, data)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, f"folder/{name}")
    for results in (read(path), read(tmp_path / "a.zip")):
        assert [type(result) for result in results] == [ArticleDraft], results


@pytest.mark.parametrize("name", ["a", "a.dat", "a.txt", "a.jsonl", "a.php"])
@pytest.mark.parametrize("data", [PAGE, FEED, gzip.compress(LINE, mtime=0), gzip.compress(FEED, mtime=0)])
def test_what_a_file_holds_decides_and_not_its_name(write: Write, name: str, data: bytes) -> None:
    (article,) = read(write(name, data))
    assert isinstance(article, ArticleDraft) and not article.text.startswith(("<", "{"))


def test_a_file_of_json_beside_pages_is_passed_over_unless_it_holds_articles(write: Write, tmp_path: Path) -> None:
    write("a/page.html", PAGE)
    write("a/settings.json", b'{"theme": "dark"}')
    write("a/articles.json", LINE)
    articles = read(tmp_path / "a")
    assert [article.url for article in articles if isinstance(article, ArticleDraft)] == [
        "https://example.org/1",
        (tmp_path / "a" / "page.html").as_uri(),
    ]


def test_a_file_without_an_address_gets_that_of_its_file(write: Write, tmp_path: Path) -> None:
    path = write("my rain.txt", TEXT)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "folder/my rain.txt")
    (plain,), (packed,) = read(path), read(tmp_path / "a.zip")
    assert isinstance(plain, ArticleDraft) and isinstance(packed, ArticleDraft)
    assert plain.url == path.resolve().as_uri()
    assert packed.url == (tmp_path / "a.zip").resolve().as_uri() + "!/folder/my%20rain.txt"
    assert packed.source == f"{tmp_path / 'a.zip'}!folder/my rain.txt"


def test_a_directory_is_read_in_order_with_those_below_it_and_without_companions(write: Write, tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/page_files/x.png", ".hidden.txt", ".git/c.txt", "a/c.jsonl"):
        write(name, LINE if name.endswith("jsonl") else TEXT)
    assert [Path(result.source).name for result in read(tmp_path)] == ["b.txt", "c.jsonl:1", "z.txt"]


def test_a_link_that_leads_round_in_a_circle_is_not_followed(write: Write, tmp_path: Path) -> None:
    write("a/a.txt", TEXT)
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(read(tmp_path)) == 1


def test_a_missing_path_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        read_articles([tmp_path / "missing.jsonl"], now=NOW)


def test_nothing_is_read_before_it_is_asked_for(write: Write) -> None:
    paths = [write("a.jsonl", LINE), write("b.jsonl", LINE)]
    articles = read_articles(paths, now=NOW)
    next(articles)
    paths[1].write_bytes(b"{")
    assert isinstance(next(articles), Failure)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK", "is of a kind that cannot be read; these can be: PDF"),
        ("a", b"\x7fELF\0\0\0", "is of a kind that cannot be read"),
        ("a.txt", b"", "is empty"),
        ("a.md", b" \n", "is empty"),
        ("a.txt", b"\0\1\2", "is of a kind that cannot be read"),
        ("a.html", b"<html></html>", "gives no article text"),
        ("a.jsonl.gz", gzip.compress(LINE, mtime=0)[:-12], "ends too early"),
        ("a.zip", b"hello", "is not a ZIP archive"),
        ("a.txt", b"x" * 2000, "is larger than"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_failure_among_the_others(
    write: Write, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, reason: str
) -> None:
    monkeypatch.setattr(material, "MAX_FILE", 1500)
    bad, good = read(write(name, data), write("good.txt", TEXT))
    assert isinstance(bad, Failure) and reason in bad.error
    assert bad.source.endswith(name)
    assert isinstance(good, ArticleDraft)


def test_a_damaged_member_of_an_archive_is_a_failure(write: Write, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", TEXT)
    data = (tmp_path / "a.zip").read_bytes().replace(TEXT, TEXT.upper(), 1)
    damaged, whole = read(write("a.zip", data))
    assert isinstance(damaged, Failure) and "is damaged" in damaged.error
    assert isinstance(whole, ArticleDraft)


def test_what_the_importer_states_reaches_every_kind(write: Write, tmp_path: Path) -> None:
    write("a.txt", TEXT)
    write("b.xml", FEED)
    stated = read_articles([tmp_path], now=NOW, published=date(2024, 11, 16), publisher="Desk")
    found = [
        (article.published_at, article.published_precision, article.publisher)
        for article in stated
        if isinstance(article, ArticleDraft)
    ]
    day = datetime(2024, 11, 16, tzinfo=UTC)
    assert found == [(day, "day", "Desk"), (day, "day", "Valley Post")]


def test_items_are_counted_before_they_are_read(write: Write, tmp_path: Path) -> None:
    write("a.txt", TEXT)
    write("b.jsonl.gz", gzip.compress(LINE * 7))
    write("c.xml", FEED)
    write("d.jsonl.gz", LINE)
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr("a.jsonl", LINE * 3)
    assert count_items([tmp_path]) == len(read(tmp_path)) == 13


def test_a_huge_input_is_not_counted(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_COUNTED", 10)
    assert count_items([write("a.txt", TEXT)]) is None


def test_a_line_written_by_hand_comes_back_whole(write: Write) -> None:
    text = "Satır bir.\r\n\u00a0سطر\u200f\t"
    path = write("a.jsonl", json.dumps({"url": "https://example.org", "text": text}).encode())
    (article,) = read(path)
    assert isinstance(article, ArticleDraft) and article.text == text


def test_a_file_that_ends_before_its_archive_says_is_named_with_a_reason(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "Words of an article.")
    data = bytearray(packed.getvalue())
    directory = data.index(b"PK\x01\x02")
    data[directory + 20 : directory + 28] = (10_000).to_bytes(4, "little") * 2  # found by fuzzing
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(data))
    (failure,) = read_articles([path], now=NOW)
    assert isinstance(failure, Failure)
    assert failure.error == "is damaged, or ends too early; get it again"
