"""Markdown and plain text files."""

import pytest

from ingest.formats.documents.texts import read_markdown, read_text
from ingest.formats.drafts import Unreadable

URL = "file:///a"


def test_the_first_line_of_a_text_is_its_title_and_the_rest_its_text() -> None:
    item = read_text("\ufeffRain in the valley\r\n\r\nIt rained.\r\nA lot.\n\n".encode(), URL)
    assert item == {"url": URL, "title": "Rain in the valley", "text": "It rained.\r\nA lot."}


def test_a_single_line_is_title_and_text() -> None:
    assert read_text(b"It rained.\n", URL) == {"url": URL, "title": "It rained.", "text": "It rained."}


def test_a_first_line_too_long_for_a_title_stays_in_the_text() -> None:
    content = "It rained in the valley. " * 20 + "\nThe end."
    item = read_text(content.encode(), URL)
    assert item["text"] == content
    assert str(item["title"]).endswith("…") and len(str(item["title"])) <= 121


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Rain".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\0", "binary"),
        ("مطر في الوادي".encode("windows-1256"), "not UTF-8"),
    ],
)
def test_what_is_not_text_in_utf_8_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_text(data, URL)


def test_markdown_becomes_plain_text_with_a_paragraph_for_each_block() -> None:
    source = """# Rain in the *valley*

It **rained** on the [old bridge](https://example.org)
for hours. 1 < 2 &amp; `code` <b>bold</b>

- One
- Two

> A quotation.

| Town | Rain |
| --- | --- |
| North | 3 mm |

![a picture](x.png)
"""
    item = read_markdown(source.encode(), URL)
    assert item["title"] == "Rain in the valley"
    assert str(item["text"]).split("\n\n") == [
        "It rained on the old bridge for hours. 1 < 2 & code bold",
        *("One", "Two"),
        "A quotation.",
        *("Town Rain", "North 3 mm"),
    ]


def test_front_matter_is_honoured_and_other_keys_passed_over() -> None:
    source = """---
title: "Rain"
url: https://example.org/rain
Published_At: 2024-11-16
publisher: Valley Post
language: en
tags: !!python/object [a]
languages:
  - en
---
It rained.

A lot.
"""
    assert read_markdown(source.encode(), URL) == {
        "url": "https://example.org/rain",
        "title": "Rain",
        "text": "It rained.\n\nA lot.",
        "published_at": "2024-11-16",
        "publisher": "Valley Post",
        "language": "en",
    }


def test_markdown_without_a_heading_takes_its_first_line_as_title() -> None:
    assert read_markdown(b"Rain\n\nIt rained.", URL) == {"url": URL, "title": "Rain", "text": "It rained."}


def test_a_heading_alone_is_title_and_text() -> None:
    assert read_markdown(b"# Rain", URL) == {"url": URL, "title": "Rain", "text": "Rain"}
