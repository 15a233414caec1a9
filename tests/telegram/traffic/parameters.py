"""The parameters of a request, however they came: query string, form, multipart or JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from tests.telegram.errors import ApiError, bad_request
from tests.telegram.traffic.files import LARGEST_UPLOAD
from tests.telegram.types import Json

LARGEST_FIELD = 1 << 20
NESTED = frozenset(
    {
        "allowed_updates", "button", "caption_entities", "commands", "entities", "link_preview_options",
        "menu_button", "message_ids", "reply_markup", "reply_parameters", "results", "scope",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a request."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values of a request by name, read as the Bot API reads them."""

    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Give a value as text; empty when it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Give a value as a number; what is none counts as 0, as on Telegram's side."""
        text = self.text(name).strip()
        return whole_number(text) if text else default

    def number(self, name: str) -> float | None:
        """Give a value with decimals; None when it is missing or no number."""
        try:
            return float(self.text(name).strip())
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        """Whether a value is true, yes or 1."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def nested(self, name: str, what: str) -> Any:
        """Give a JSON value; None when it is missing; ApiError when it cannot be read."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError as fault:
            raise bad_request(f"Can't parse {what} JSON object") from fault

    def readable(self) -> Json:
        """Give the values with nested JSON decoded, for the log of requests."""
        return {name: _decoded(value) if name in NESTED else value for name, value in self.values.items()}


def whole_number(value: object) -> int:
    """Read a number inside nested JSON, which may come as text; 0 for what is none."""
    return int(value) if isinstance(value, int | str) and str(value).lstrip("-").isdecimal() else 0


async def read_parameters(request: Request) -> Parameters:
    """Read a request; ApiError for a body that is not what its type says, or larger than Telegram takes."""
    values: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return Parameters(values | await _json_body(request))
    if kind in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        files: dict[str, Upload] = {}
        async with request.form(max_part_size=LARGEST_FIELD) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = await _upload(value)
                else:
                    values[name] = value
        return Parameters(values, files)
    return Parameters(values)


async def _json_body(request: Request) -> Json:
    body = await request.body()
    try:
        values = json.loads(body) if body else {}
    except ValueError as fault:
        raise bad_request("Can't parse request: invalid JSON") from fault
    if not isinstance(values, dict):
        raise bad_request("Can't parse request: expected an Object")
    return values


async def _upload(file: UploadFile) -> Upload:
    content = await file.read()
    if len(content) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return Upload(file.filename or "file", file.content_type or "application/octet-stream", content)


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
