"""JSON Lines: good lines are kept, bad ones are named with their number."""

import gzip
import json
from datetime import UTC, datetime
from io import BufferedReader, BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.dates import Published
from ingest.formats.drafts import ArticleDraft, Failure, Fallback
from ingest.formats.json import lines as json_lines
from ingest.formats.json.lines import read_jsonl
from retrieval.article import Origin, PublishedPrecision

NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)
WHOLE = {
    "url": "https://example.org/1",
    "title": "Bridge closed",
    "text": "The bridge was closed.",
    "published_at": "2024-11-16",
    "publisher": "Valley Post",
    "language": "en",
    "doc_id": "ignored",
}


def read(data: bytes, **fallback: Any) -> list[ArticleDraft | Failure]:
    return list(read_jsonl(BufferedReader(BytesIO(data)), "a.jsonl", Fallback(NOW, **fallback)))


def line(**changes: object) -> bytes:
    return json.dumps({**WHOLE, **changes}, ensure_ascii=False).encode() + b"\n"


def draft(data: bytes, **fallback: Any) -> ArticleDraft:
    (article,) = read(data, **fallback)
    assert isinstance(article, ArticleDraft), article
    return article


def failure(data: bytes) -> Failure:
    (result,) = read(data)
    assert isinstance(result, Failure), result
    return result


def test_a_whole_line_becomes_a_draft() -> None:
    assert draft(line()) == ArticleDraft(
        url="https://example.org/1",
        title="Bridge closed",
        text="The bridge was closed.",
        published_at=datetime(2024, 11, 16, tzinfo=UTC),
        published_precision=PublishedPrecision.DAY,
        publisher="Valley Post",
        language="en",
        source="a.jsonl:1",
        date_source="stated",
        origin=Origin.EDITOR,
    )


def test_only_url_and_text_are_required_and_null_means_missing() -> None:
    for rest in ({}, dict.fromkeys(("title", "published_at", "publisher", "language"))):
        article = draft(json.dumps({"url": "https://example.org", "text": "Words.", **rest}).encode())
        assert (article.title, article.published_at, article.published_precision) == ("", None, None)
        assert (article.publisher, article.language, article.warnings) == (None, None, ())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_the_text_is_kept_to_the_code_point(text: str) -> None:
    (result,) = read(line(text=text))
    if text.strip():
        assert isinstance(result, ArticleDraft) and result.text == text
    else:
        assert isinstance(result, Failure)


def test_what_the_importer_states_fills_in_only_what_an_item_lacks() -> None:
    stated = {"published": Published(datetime(2024, 11, 1, tzinfo=UTC), "day"), "publisher": "Desk"}
    own = draft(line(), **stated)
    assert (own.publisher, own.published_at) == ("Valley Post", datetime(2024, 11, 16, tzinfo=UTC))
    lacking = draft(line(publisher=None, published_at=""), **stated)
    assert (lacking.publisher, lacking.published_at) == ("Desk", datetime(2024, 11, 1, tzinfo=UTC))
    unreadable = draft(line(published_at="31 Foo"), **stated)
    assert unreadable.published_at is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"url": None}, "url is missing"),
        ({"url": ""}, "url is missing"),
        ({"url": 7}, "url is not a string"),
        ({"text": None}, "text is missing"),
        ({"text": " \n"}, "text is empty"),
        ({"text": ["a"]}, "text is not a string"),
        ({"text": "a\0b"}, "text holds a NUL character"),
        ({"url": "example.org/1"}, "is not an address"),
        ({"url": "javascript:alert(1)"}, "is not an address"),
        ({"url": "newsroom:0123456789abcdef"}, "is not an address"),
        ({"url": "NEWSROOM://wire.example.org/1"}, "is not an address"),
        ({"url": "https://"}, "is not an address"),
        ({"url": "http://[::1"}, "is not an address"),
        ({"url": "https://example.org/a b"}, "is not an address"),
        ({"url": "https://example.org/\u202e"}, "is not an address"),
        ({"url": "https://example.org/" + "a" * 3000}, "url is longer than"),
    ],
)
def test_an_item_without_a_usable_url_and_text_is_refused(changes: dict[str, object], reason: str) -> None:
    result = failure(line(**changes))
    assert result.source == "a.jsonl:1"
    assert reason in result.error


def test_an_address_in_other_letters_is_kept() -> None:
    assert draft(line(url=" https://example.org/خبر/1 ")).url == "https://example.org/خبر/1"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "is not JSON"),
        (b'{"url": "https://example.org", "text": "a" "b"}', "is not JSON"),
        (b"[1, 2]", "not an object"),
        (b"null", "not an object"),
        (b"[" * 100_000, "is not JSON"),
        (b"9" * 10_000, "is not JSON"),
        ('{"text": "caf\u00e9"}'.encode("latin-1"), "is not UTF-8 (byte 14 of the line)"),
        (b'{"url": "https://example.org", "text": "\\ud83d"}', "the lone surrogate \\ud83d"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    assert reason in failure(data).error


def test_a_bad_line_leaves_the_others() -> None:
    results = read(line() + b"{oops\n\n" + line(url="https://example.org/2"))
    assert [result.source for result in results] == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:4"]
    assert [type(result) for result in results] == [ArticleDraft, Failure, ArticleDraft]


def test_other_keys_with_unusable_values_are_left_out_with_a_warning() -> None:
    article = draft(line(title=5, publisher=["x"], language="English", published_at="31 Foo"))
    assert (article.title, article.publisher, article.language, article.published_at) == (
        "",
        None,
        None,
        None,
    )
    assert sorted(warning.split()[0] for warning in article.warnings) == [
        "language",
        "published_at",
        "publisher",
        "title",
    ]
    assert 'published_at "31 Foo" is not a date; kept as unknown' in article.warnings


def test_a_broken_character_in_a_title_is_replaced_and_white_space_made_one_line() -> None:
    data = b'{"url": "https://example.org", "text": "a", "title": "Rain \\n \\ud83d\\u0000 \\ud83d\\ude00"}'
    article = draft(data)
    assert article.title == "Rain \ufffd\ufffd \U0001f600"
    assert len(article.warnings) == 1


def test_a_future_date_is_kept_as_unknown() -> None:
    article = draft(line(published_at="2031-01-01"))
    assert article.published_at is None
    assert article.warnings == ('published_at "2031-01-01" is in the future; kept as unknown',)


def test_a_byte_order_mark_windows_line_ends_and_a_missing_last_newline_are_no_matter() -> None:
    data = b"\xef\xbb\xbf" + line().replace(b"\n", b"\r\n") + b"\r\n" + line().rstrip()
    assert [type(result) for result in read(data)] == [ArticleDraft, ArticleDraft]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("{}".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (b"\x7fELF\0\0\0\n\0\n\0", "is not text but a binary file"),
    ],
)
def test_a_file_that_is_not_text_is_one_failure(data: bytes, reason: str) -> None:
    assert failure(data) == Failure("a.jsonl", failure(data).error)
    assert reason in failure(data).error


def test_an_empty_file_has_no_articles() -> None:
    assert read(b"") == read(b"\n \r\n") == []


def test_a_line_over_the_limit_is_skipped_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MAX_LINE", 300_000)
    results = read(line(text="x" * 299_000) + line(text="x" * 900_000) + line())
    assert [type(result) for result in results] == [ArticleDraft, Failure, ArticleDraft]
    assert isinstance(results[1], Failure) and results[1].source == "a.jsonl:2"
    assert "longer than" in results[1].error


@given(
    st.lists(st.binary(max_size=50).map(lambda data: data.replace(b"\n", b"")), max_size=8),
    st.integers(1, 20),
)
def test_lines_are_the_same_however_the_file_is_read(lines: list[bytes], chunk: int) -> None:
    class Piecemeal(BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            return self.read(chunk)

    data = b"\n".join(lines)
    assert list(json_lines._lines(Piecemeal(data))) == (data.removesuffix(b"\n").split(b"\n") if data else [])


def test_a_truncated_gzip_keeps_the_lines_before_the_cut() -> None:
    packed = gzip.compress(b"".join(line(text=f"{number} " * 50) for number in range(500)))
    stream = gzip.GzipFile(fileobj=BytesIO(packed[: len(packed) // 2]))
    *articles, last = read_jsonl(stream, "a.jsonl.gz", Fallback(NOW))
    assert len(articles) > 100 and all(isinstance(article, ArticleDraft) for article in articles[:-1])
    assert isinstance(last, Failure) and "cannot be read after line" in last.error


def test_a_gz_that_is_no_gzip_is_one_failure() -> None:
    (result,) = read_jsonl(gzip.GzipFile(fileobj=BytesIO(line())), "a.jsonl.gz", Fallback(NOW))
    assert isinstance(result, Failure) and result.source == "a.jsonl.gz"


def test_an_address_with_a_misspelt_scheme_is_kept_and_reported() -> None:
    kept = draft(line(url="hhttps://example.org/1"))
    assert kept.url == "hhttps://example.org/1"
    assert "does not begin with https://" in kept.warnings[0]
