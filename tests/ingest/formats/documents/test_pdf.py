"""Articles from PDF files."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.formats.documents.pdf import MAX_PAGES, is_pdf, read_pdf
from ingest.formats.drafts import Unreadable
from tests.ingest.formats.documents.pdfs import pdf

URL = "https://valley-post.example.org/report.pdf"
FIRST = ("Engineers closed the old bridge near the river on Friday after heavy", "rain had damaged one of its pillars.")
SECOND = ("The council asked drivers to use the ferry until experts have seen", "the damage.")


def test_lines_become_paragraphs_and_the_title_is_the_one_that_is_stated() -> None:
    item = read_pdf(pdf([*FIRST, *SECOND], title="Bridge closed"), URL)
    assert item["title"] == "Bridge closed"
    assert item["text"] == f"{' '.join(FIRST)}\n\n{' '.join(SECOND)}"
    assert "published_at" not in item


def test_without_a_stated_title_the_first_paragraph_is_the_title() -> None:
    item = read_pdf(pdf(["Bridge closed.", *FIRST], title="Microsoft Word - draft3.docx"), URL)
    assert (item["title"], item["text"]) == ("Bridge closed.", " ".join(FIRST))


def test_a_sentence_goes_on_over_the_page_and_what_stands_on_every_page_is_left_out() -> None:
    pages = [
        [f"{n} | Valley Yearbook", line, "Printed in the valley", str(n)] for n, line in enumerate([*FIRST, *SECOND])
    ]
    item = read_pdf(pdf(*pages, title="Yearbook"), URL)
    assert item["text"] == f"{' '.join(FIRST)}\n\n{' '.join(SECOND)}"


def test_a_word_broken_at_a_soft_hyphen_is_whole_and_a_hard_hyphen_stays() -> None:
    item = read_pdf(pdf(["The engi\N{SOFT HYPHEN}", "neers went north-", "east."], title="x"), URL)
    assert item["text"] == "The engineers went north-east."


def test_arabic_letters_are_spelt_as_elsewhere() -> None:
    shaped = "\ufe8d\ufedf\ufe9f\ufeb4\ufeae"  # الجسر as a printer sees it, drawn from left to right
    assert read_pdf(pdf([shaped[::-1]], title="x"), URL)["text"] == "الجسر"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([""]), "without words"),
        (pdf(["الجسر النهر المدينة السكان المجلس الطريق"], title="x"), "backwards"),
        (pdf(*[["a"]] * (MAX_PAGES + 1)), "divide it"),
        (b"%PDF-1.7\n", "damaged"),
        (pdf(["words"])[:300], "damaged"),
        (pdf(["words"], extra=b" " * 9 * 2**20), "more than 8 MiB"),
    ],
)
def test_what_gives_no_article_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    assert is_pdf(data)
    with pytest.raises(Unreadable, match=reason):
        read_pdf(data, URL)


def test_a_filter_by_its_old_name_is_refused_with_the_reason() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_pdf(pdf(["words"]).replace(b"/FlateDecode", b"/Fl         "), URL)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damage_does_more_than_be_refused(data: st.DataObject) -> None:
    broken = bytearray(pdf([*FIRST, *SECOND], title="Bridge"))
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(9, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        item = read_pdf(bytes(broken), URL)
    except Unreadable as error:
        assert "\n" not in str(error)
    else:
        str(item["text"]).encode()
