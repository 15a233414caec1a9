"""What must not stand in the log, and how a line of it looks."""

import asyncio
import json
import logging

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError
from telegram.error import BadRequest

from bot.observing.logs import HIDDEN, OURS, logging_without, wordless
from bot.observing.metrics import Metrics
from bot.settings import LogFormat, LogLevel
from retrieval.errors import QuestionError, StoreError

TOKEN = "123456789:AAE-an_invented_token"
WORDS = "what happened in Sere Kaniye"


def failure(said: str) -> Exception:
    """An error as it arrives in a log: raised, with a cause that says the same."""
    try:
        try:
            raise KeyError(said)
        except KeyError as error:
            raise ValueError(said) from error
    except ValueError as error:
        return error


def test_the_token_stands_in_no_record_wherever_it_comes_from(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("bot.somewhere")
    with logging_without(TOKEN, "another-secret"), caplog.at_level(logging.DEBUG):
        log.info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
        log.warning("%r", {"token": TOKEN})
        log.info(f"/bot{TOKEN}/another-secret")
        log.error("failed", exc_info=StoreError(f"bad answer from /bot{TOKEN}/getMe"))
    assert TOKEN not in caplog.text and "another-secret" not in caplog.text
    assert caplog.text.count(HIDDEN) == 5


def test_a_record_whose_arguments_do_not_fit_is_cleaned_too(caplog: pytest.LogCaptureFixture) -> None:
    make = logging.getLogRecordFactory()
    with logging_without(TOKEN):
        record = logging.getLogRecordFactory()("n", logging.INFO, "p", 1, "%s %s", (TOKEN,), None)
    assert TOKEN not in str(record.msg) and TOKEN not in str(record.args)
    assert logging.getLogRecordFactory() is make


async def test_addresses_that_hold_the_token_are_not_logged_by_the_http_client(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200))
    with logging_without(TOKEN, level=LogLevel.DEBUG):
        caplog.set_level(logging.INFO)
        async with httpx.AsyncClient(transport=transport) as client:
            await client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
    assert TOKEN not in caplog.text and not capsys.readouterr().err


@pytest.mark.parametrize("name", ["bot.inbox", "asyncio", "uvicorn.error", "a.library", "ingest"])
@pytest.mark.parametrize("form", LogFormat)
def test_a_traceback_of_anybody_is_without_the_words_of_its_error(
    name: str, form: LogFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_without(TOKEN, level=LogLevel.DEBUG, form=form):
        logging.getLogger(name).error("failed", exc_info=failure(WORDS))
    shown = capsys.readouterr().err
    assert WORDS not in shown
    assert "KeyError" in shown and "ValueError" in shown and "test_logs.py" in shown


async def test_a_task_that_nobody_awaited_says_that_it_failed_and_not_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def fails() -> None:
        raise ValueError(WORDS)

    with logging_without(TOKEN):
        task = asyncio.create_task(fails())
        await asyncio.wait({task})
        del task
    shown = capsys.readouterr().err
    assert "never retrieved" in shown and "ValueError" in shown and WORDS not in shown


def test_what_a_database_says_of_a_statement_is_not_said_again(capsys: pytest.CaptureFixture[str]) -> None:
    engine = create_engine("sqlite://")
    with logging_without(TOKEN, level=LogLevel.DEBUG), engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (words TEXT UNIQUE)"))
        insert = text("INSERT INTO t VALUES (:words)")
        connection.execute(insert, {"words": WORDS})
        try:
            connection.execute(insert, {"words": WORDS})
        except IntegrityError:
            logging.getLogger("bot.inbox").exception("failed")
    engine.dispose()
    shown = capsys.readouterr().err
    assert "IntegrityError" in shown and WORDS not in shown


def test_a_traceback_keeps_its_frames_and_types_but_not_the_readers_words() -> None:
    error = failure(WORDS)
    raised = QuestionError(WORDS)
    raised.__cause__ = error
    shown = wordless(raised)
    assert WORDS not in shown
    assert "KeyError" in shown and "QuestionError" in shown and "test_logs.py" in shown


@pytest.mark.parametrize("error", [StoreError("the disk is full"), BadRequest("the disk is full")])
def test_what_the_library_and_telegram_say_about_themselves_is_kept(error: Exception) -> None:
    assert wordless(error).lower().endswith(": the disk is full")


def test_a_line_of_json_is_one_object_whatever_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_without(TOKEN, form=LogFormat.JSON):
        log = logging.getLogger("bot.somewhere")
        log.info("two\nlines and \u2028 a third", extra={"kind": "message", "seconds": 0.25})
        log.error("failed", exc_info=failure(WORDS))
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "level": "INFO",
        "logger": "bot.somewhere",
        "message": "two\nlines and \u2028 a third",
        "kind": "message",
        "seconds": 0.25,
    }
    assert second["level"] == "ERROR" and "builtins.ValueError" in second["error"]


@pytest.mark.parametrize("level", LogLevel)
def test_the_level_is_that_of_our_own_lines_and_of_no_other_library(
    level: LogLevel, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_without(TOKEN, level=level):
        for name in (*(f"{ours}.module" for ours in OURS), "httpx", "telegram.ext", "sqlalchemy.engine", "whoever"):
            logging.getLogger(name).debug("said by %s", name)
            logging.getLogger(name).warning("warned by %s", name)
    shown = capsys.readouterr().err
    assert shown.count("said by") == (len(OURS) if level is LogLevel.DEBUG else 0)
    assert shown.count("warned by") == (0 if level is LogLevel.ERROR else len(OURS) + 4)


def test_a_library_that_sets_a_level_of_its_own_is_not_heard_below_a_warning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talkative = logging.getLogger("talkative")
    monkeypatch.setattr(talkative, "level", logging.DEBUG)
    with logging_without(TOKEN, level=LogLevel.DEBUG):
        talkative.info(WORDS)
    assert not capsys.readouterr().err


def test_lines_that_somebody_should_look_at_are_counted() -> None:
    metrics = Metrics()
    with logging_without(TOKEN, seen=metrics.log_handler):
        for name, level in (("bot", "info"), ("bot", "warning"), ("asyncio", "error"), ("bot.x", "error")):
            getattr(logging.getLogger(name), level)("something")
    counted = {level: metrics.registry.get_sample_value("dateline_log_records_total", {"level": level}) for level in (
        "warning", "error", "critical")}  # fmt: skip
    assert counted == {"warning": 1, "error": 2, "critical": 0}


def test_afterwards_everything_is_logged_as_before() -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers), [logging.getLogger(name).level for name in OURS])
    with logging_without(TOKEN, level=LogLevel.DEBUG):
        assert len(root.handlers) == len(before[1]) + 1
    assert (root.level, list(root.handlers), [logging.getLogger(name).level for name in OURS]) == before
