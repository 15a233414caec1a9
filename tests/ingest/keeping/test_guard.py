"""One item that fails costs the others nothing."""

import logging

import pytest

from ingest.keeping.guard import guarded, reason_of
from retrieval.errors import SourceError, StoreError


def test_what_an_item_gives_is_passed_on() -> None:
    assert guarded("keep a", lambda: "kept", str) == "kept"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SourceError("https://a.example.org", "is not there (404)"), "is not there (404)"),
        (ValueError("half a character"), "could not be kept (ValueError)"),
    ],
)
def test_an_item_that_fails_has_a_reason_in_one_line(error: Exception, reason: str) -> None:
    def work() -> str:
        raise error

    assert guarded("keep a", work, lambda failed: reason_of(failed, "could not be kept")) == reason


def test_only_what_nobody_foresaw_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def work(error: Exception) -> str:
        raise error

    with caplog.at_level(logging.ERROR):
        guarded("keep a", lambda: work(SourceError("a", "is gone")), str)
        assert caplog.text == ""
        guarded("keep b", lambda: work(KeyError("b")), str)
    assert "could not keep b" in caplog.text


def test_a_library_that_cannot_be_written_ends_the_loop() -> None:
    def work() -> str:
        raise StoreError("the disk is full")

    with pytest.raises(StoreError, match="the disk is full"):
        guarded("keep a", work, str)
