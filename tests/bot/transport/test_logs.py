"""What must not stand in the log."""

import logging

import httpx
import pytest

from bot.transport.error_handler import wordless
from bot.transport.logs import HIDDEN, TALKATIVE, logging_without
from retrieval.errors import QuestionError, StoreError

TOKEN = "123456789:AAE-an_invented_token"


@pytest.fixture(autouse=True)
def levels() -> object:
    before = {name: logging.getLogger(name).level for name in TALKATIVE}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def test_the_token_stands_in_no_record_wherever_it_comes_from(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("somewhere")
    with logging_without(TOKEN), caplog.at_level(logging.DEBUG):
        log.info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
        log.warning("%r", {"token": TOKEN})
        log.info(f"/bot{TOKEN}/")
        try:
            raise ValueError(f"bad answer from /bot{TOKEN}/getMe")
        except ValueError:
            log.exception("failed")
    assert TOKEN not in caplog.text
    assert caplog.text.count(HIDDEN) == 4


def test_a_record_whose_arguments_do_not_fit_is_cleaned_too(caplog: pytest.LogCaptureFixture) -> None:
    make = logging.getLogRecordFactory()
    with logging_without(TOKEN):
        record = logging.makeLogRecord({})
        record = logging.getLogRecordFactory()("n", logging.INFO, "p", 1, "%s %s", (TOKEN,), None)
    assert TOKEN not in str(record.msg) and TOKEN not in str(record.args)
    assert logging.getLogRecordFactory() is make


async def test_addresses_that_hold_the_token_are_not_logged_by_the_http_client(
    caplog: pytest.LogCaptureFixture,
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    with logging_without(TOKEN):
        caplog.set_level(logging.INFO)
        async with httpx.AsyncClient(transport=transport) as client:
            await client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
    assert TOKEN not in caplog.text


def test_a_traceback_keeps_its_frames_and_types_but_not_the_readers_words() -> None:
    try:
        try:
            raise KeyError("what happened in Sere Kaniye")
        except KeyError as error:
            raise QuestionError("no answer to what happened in Sere Kaniye") from error
    except QuestionError as error:
        shown = wordless(error)
    assert "Sere Kaniye" not in shown.replace('raise KeyError("what happened in Sere Kaniye")', "").replace(
        'raise QuestionError("no answer to what happened in Sere Kaniye") from error', ""
    )
    assert "KeyError" in shown and "QuestionError" in shown and "test_logs.py" in shown


def test_what_the_library_says_about_itself_is_kept() -> None:
    assert wordless(StoreError("the disk is full")).endswith("retrieval.errors.StoreError: the disk is full")
