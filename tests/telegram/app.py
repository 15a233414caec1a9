"""The HTTP side: addresses, tokens, failures on order, and answers in Telegram's envelope."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram.errors import ApiError
from tests.telegram.methods import METHODS, Answer, Call
from tests.telegram.people.world import World
from tests.telegram.traffic.faults import Fault
from tests.telegram.traffic.parameters import Parameters, read_parameters
from tests.telegram.traffic.requests import ApiRequest

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_BY_NAME = {name.lower(): name for name in METHODS}  # all methods are case-insensitive
_FREE_OF_PAUSES = frozenset({"sendChatAction", "getChat", "getChatMember", "leaveChat"})

HangUp = Callable[[tuple[str, int] | None], None]


class TelegramApp:
    """The Bot API as an ASGI application on a world; `hang_up` closes a client's connection."""

    def __init__(self, world: World, token: str, hang_up: HangUp) -> None:
        self._world = world
        self._token = token
        self._hang_up = hang_up
        self.asgi = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._download),
            ],
            exception_handlers={404: _nowhere, ApiError: _refused},
        )

    async def _call(self, request: Request) -> Response:
        self._check_token(request)
        written = request.path_params["method"]
        params = await read_parameters(request)
        entry = ApiRequest(_BY_NAME.get(written.lower(), written), params.readable(), params.files)
        self._world.requests.append(entry)
        try:
            return await self._answer(request, entry, params)
        except ApiError as refusal:
            entry.status, entry.description = refusal.code, refusal.description
            raise

    async def _answer(self, request: Request, entry: ApiRequest, params: Parameters) -> Response:
        call = Call(self._world, entry.method, params, lambda: _disconnected(request))
        fault = self._due(call)
        if fault and fault.kind == "disconnected":
            return self._drop(request)
        answer = await METHODS[entry.method](call)
        if fault and fault.kind == "answer lost":
            return self._drop(request)
        if fault and fault.kind == "no answer":
            await call.hung_up()
            return Response()
        result, word = (answer.result, answer.description) if isinstance(answer, Answer) else (answer, None)
        entry.status, entry.result = 200, result
        return JSONResponse({"ok": True, "result": result} | ({"description": word} if word else {}))

    def _due(self, call: Call) -> Fault | None:
        """Give the failure due for a call, or raise what it answers; a 429 begins a pause."""
        if call.method not in METHODS:
            call.remark("is no method that this server knows")
            raise ApiError(404, "Not Found")
        pause_key = _pause_key(call)
        self._world.pacing.check_pause(pause_key, call.remark)
        fault = self._world.faults.take(call.method)
        if fault and (refusal := fault.refusal()):
            if refusal.code == 429:
                self._world.pacing.pause(pause_key, fault.retry_after)
            raise refusal
        return fault

    async def _download(self, request: Request) -> Response:
        self._check_token(request)
        file = self._world.files.at(request.path_params["path"])
        if file is None:
            raise ApiError(404, "Not Found")
        return Response(file.content, media_type="application/octet-stream")

    def _check_token(self, request: Request) -> None:
        token = request.path_params["token"]
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self._token:
            raise ApiError(401, "Unauthorized")

    def _drop(self, request: Request) -> Response:
        assert request.client is not None
        self._hang_up((request.client.host, request.client.port))
        return Response()


def _pause_key(call: Call) -> Hashable:
    chat_id = call.params.integer("chat_id")
    return chat_id if chat_id and call.method not in _FREE_OF_PAUSES else call.method


async def _disconnected(request: Request) -> None:
    """Return when the client has gone; the body was read before."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, ApiError)
    return JSONResponse(refusal.to_json(), status_code=refusal.code)


async def _nowhere(request: Request, _: Exception) -> Response:
    return await _refused(request, ApiError(404, "Not Found"))
