"""What happens falls into closed sets, whatever a reader or a server says."""

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.inbox.updates import Outcome as UpdateOutcome
from bot.observing.kinds import (
    Call,
    CallResult,
    ErrorKind,
    QuestionResult,
    UpdateKind,
    UpdateResult,
    kind_of_call,
    kind_of_error,
    kind_of_update,
    result_of_call,
    result_of_update,
)
from bot.serving import WANTED
from retrieval import errors
from retrieval.answers import Outcome


@pytest.mark.parametrize("kind", WANTED)
def test_every_kind_that_the_bot_asks_for_has_a_name_of_its_own(kind: str) -> None:
    assert kind_of_update({"update_id": 1, kind: {}}) is UpdateKind(kind) is not UpdateKind.OTHER


@pytest.mark.parametrize("body", [{}, {"update_id": 1}, {"inline_query": {}}, {"other": 1, "poll": {"message": 1}}])
def test_what_else_telegram_may_send_is_one_kind(body: dict[str, object]) -> None:
    assert kind_of_update(body) in (UpdateKind.OTHER,)


def test_every_outcome_of_an_update_and_of_a_question_has_a_result() -> None:
    results = {result_of_update(outcome) for outcome in (None, *UpdateOutcome)}
    assert results == set(UpdateResult)
    assert {outcome.value for outcome in Outcome} | {"failed"} == set(QuestionResult)


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (RetryAfter(3), CallResult.FLOOD),
        (Forbidden("bot was blocked by the user"), CallResult.FORBIDDEN),
        (ChatMigrated(-100), CallResult.MOVED),
        (BadRequest("message is too long"), CallResult.REFUSED),
        (TimedOut(), CallResult.TIMED_OUT),
        (NetworkError("refused"), CallResult.NOT_REACHED),
        (InvalidToken(), CallResult.FAILED),
        (Conflict("two"), CallResult.FAILED),
        (ValueError("no JSON"), CallResult.FAILED),
    ],
)
def test_what_telegram_makes_of_a_call(error: Exception, result: CallResult) -> None:
    assert result_of_call(error) is result


@pytest.mark.parametrize("endpoint", ["sendMessage", "editMessageText", "sendDocument", "answerCallbackQuery"])
def test_calls_that_readers_see_have_names(endpoint: str) -> None:
    assert kind_of_call(endpoint) is Call(endpoint)


@pytest.mark.parametrize("endpoint", ["getMe", "sendChatAction", "", "sendMessage2", "what happened"])
def test_all_other_calls_are_one(endpoint: str) -> None:
    assert kind_of_call(endpoint) is Call.OTHER


def test_every_error_of_ours_has_a_kind_that_is_not_an_accident() -> None:
    ours = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]
    for type_ in ours:
        error = type_("a", "b") if type_ is errors.SourceError else type_("a")
        assert (kind_of_error(error) is ErrorKind.INTERNAL) == (type_ is errors.DatelineError), type_


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.StoreFullError("full"), ErrorKind.STORE_FULL),
        (errors.StoreBusyError("busy"), ErrorKind.STORE_BUSY),
        (errors.StoreVersionError("newer"), ErrorKind.STORE),
        (errors.ModelMismatchError("other"), ErrorKind.MODEL),
        (TelegramError("no"), ErrorKind.TELEGRAM),
        (KeyError("what happened"), ErrorKind.INTERNAL),
    ],
)
def test_an_error_has_the_most_special_kind_that_fits(error: Exception, kind: ErrorKind) -> None:
    assert kind_of_error(error) is kind
