"""Telegram's refusals: a code, Telegram's own words, and what a bot may read out of them."""

from __future__ import annotations

from tests.telegram.types import Json

PREFIXES = {400: "Bad Request", 403: "Forbidden", 409: "Conflict"}


class ApiError(Exception):
    """A refusal as the Bot API answers it: HTTP status, description and parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_json(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad_request(reason: str, **parameters: int) -> ApiError:
    """Give a 400 in Telegram's words."""
    return _refusal(400, reason, **parameters)


def forbidden(reason: str) -> ApiError:
    """Give a 403: the bot may not write there."""
    return _refusal(403, reason)


def conflict(reason: str) -> ApiError:
    """Give a 409: two ways of receiving updates at the same time."""
    return _refusal(409, reason)


def too_many_requests(seconds: int) -> ApiError:
    """Give a 429 that asks to wait `seconds`, whole and at least one."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def upgraded(new_chat_id: int) -> ApiError:
    """Give the 400 of a group that lives on under another id."""
    return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=new_chat_id)


def _refusal(code: int, reason: str, **parameters: int) -> ApiError:
    """The Bot API lowers the first letter of a sentence, and leaves CODES_IN_CAPITALS alone."""
    is_code = len(reason) > 1 and (reason[1] == "_" or reason[1].isupper())
    words = reason if is_code else reason[:1].lower() + reason[1:]
    return ApiError(code, f"{PREFIXES[code]}: {words}", **parameters)
