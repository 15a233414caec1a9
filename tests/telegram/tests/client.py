"""The least that can call the Bot API: for tests of the server that need no library in between."""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.telegram.people.chats import Chat
from tests.telegram.people.messages import Message
from tests.telegram.types import Json


class Client:
    """Calls methods as a bot would, with form fields or with JSON."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self.http = http
        self.token = token

    async def call(self, method: str, **params: Any) -> Json:
        """Post a call as form fields, nested values as JSON; give the whole answer."""
        fields = {name: _field(value) for name, value in params.items()}
        response = await self.http.post(f"/bot{self.token}/{method}", data=fields)
        return dict(response.json())

    async def result(self, method: str, **params: Any) -> Any:
        """Give the result of a call that must succeed."""
        answer = await self.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def sends(self, chat: Chat, text: str = "news", **more: Any) -> Message:
        """Send a text and give it as it lies in the chat."""
        number = (await self.result("sendMessage", chat_id=chat.id, text=text, **more))["message_id"]
        message = chat.find(number)
        assert message is not None
        return message

    async def refusal(self, method: str, **params: Any) -> str:
        """Give the description of a call that must be refused."""
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])


def keyboard(*labels: str) -> Json:
    """Make a row of buttons that send their labels in lower case."""
    return {"inline_keyboard": [[{"text": label, "callback_data": label.lower()} for label in labels]]}


def _field(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
