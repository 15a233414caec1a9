"""Stands in for HTTP: the Bot API's methods, carried out in a terminal."""

import json
import re
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.request import BaseRequest, RequestData

from bot.context import TERMINAL
from bot.terminal.display import Terminal, buttons_of
from bot.terminal.typed_files import TypedFiles, as_document, as_file, typed_files
from bot.terminal.typed_lines import TypedLines

BOT = {"id": 1, "is_bot": True, "first_name": "Dateline", "username": "dateline_bot"}

READER = {"id": TERMINAL, "is_bot": False, "first_name": "You"}
CHAT = {"id": TERMINAL, "type": "private", "first_name": "You"}
QUIT = ("/quit", "/exit")

# What the bot does not tell readers of; whoever sits at a terminal may be an editor if they say so.
FOR_EDITORS = (
    *("/ingest", "/feed", "/sources", "/article", "/retract", "/restore", "/correct"),
    *("/places", "/editors", "/status", "/audit", "/invite"),
)

Json = dict[str, Any]

_COMMAND = re.compile(r"/\w+")


class TerminalRequest(BaseRequest):
    """Prints what the bot sends, and hands it what is typed: as a message, or as the press of a button."""

    def __init__(
        self,
        terminal: Terminal,
        lines: TypedLines,
        now: Callable[[], datetime],
        opening: Sequence[str] = (),
        *,
        by_editor: bool = False,
    ) -> None:
        self._by_editor = by_editor
        self.ended = False
        self.is_ready: Callable[[], bool] = lambda: True
        self._terminal = terminal
        self._lines = lines
        self._now = now
        self._opening = deque(opening)
        self._buttons: list[InlineKeyboardButton] = []
        self._message: Json = {}  # the last one with buttons
        self._count = 0
        # Work is kept under the id of the update that asked for it: no two chats have the same.
        self._first_update = time.time_ns() // 1_000_000

    @property
    def read_timeout(self) -> float | None:
        """None: a reader may think for as long as they like."""
        return None

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """Leave no spinner behind."""
        self._terminal.rest()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Carry out one method of the Bot API.

        Those that mean nothing in a terminal are refused.
        """
        name = url.rsplit("/", 1)[-1]
        parameters = dict(request_data.parameters) if request_data else {}
        match name:
            case "getMe":
                return _ok(BOT)
            case "getUpdates":
                return _ok(await self._next_updates())
            case "sendMessage" | "editMessageText":
                return _ok(self._show(parameters))
            case "getFile":
                return _ok(as_file(str(parameters["file_id"])))
            case "sendChatAction":
                self._terminal.work("searching …" if self.is_ready() else "loading the model …")
                return _ok(True)
            case "answerCallbackQuery":
                if parameters.get("text"):
                    self._terminal.remark(str(parameters["text"]))
                return _ok(True)
            case _:
                return _refused(f"Bad Request: the terminal has no {name}")

    def _show(self, parameters: Json) -> Json:
        markup = parameters.get("reply_markup")
        keyboard = InlineKeyboardMarkup.de_json(markup) if markup else None
        entities = MessageEntity.de_list(parameters.get("entities", []))
        self._terminal.show(parameters["text"], entities, keyboard, numbered=True)
        message = self._new_message(BOT, parameters["text"])
        if keyboard:
            self._buttons, self._message = buttons_of(keyboard), message
        return message

    async def _next_updates(self) -> list[Json]:
        """What the next line means.

        Nothing at the end of input.
        """
        while not self.ended:
            line = self._opening.popleft() if self._opening else await self._lines.next()
            if line is None or line.strip() in QUIT:
                self.ended = True
            elif updates := self._updates(line.strip()):
                return [{"update_id": self._first_update + self._next(), **update} for update in updates]
        return []

    def _updates(self, line: str) -> list[Json]:
        """What a line means: the press of a button, a message, or one for each file that it names."""
        if line.isascii() and line.isdigit() and 0 < int(line) <= len(self._buttons):
            pressed = self._press(self._buttons[int(line) - 1])
            return [pressed] if pressed else []
        if not self._by_editor and line.split(" ")[0] in FOR_EDITORS:
            self._terminal.remark(f"{line.split(' ')[0]} is for editors: start `dateline chat --as-editor`.")
            return []
        named = typed_files(line)
        if named is not None:
            return self._documents(named)
        return [self._typed(line)] if line else []

    def _documents(self, named: TypedFiles) -> list[Json]:
        for fault in named.faults:
            self._terminal.remark(fault)
        return [{"message": self._new_message(READER) | {"document": as_document(path)}} for path in named.files]

    def _typed(self, line: str) -> Json:
        message = self._new_message(READER, line)
        if command := _COMMAND.match(line):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        return {"message": message}

    def _press(self, button: InlineKeyboardButton) -> Json | None:
        """The press of a button as an update.

        A button that only holds something shows it.
        """
        if button.callback_data is None:
            held = button.url or (button.copy_text.text if button.copy_text else "")
            self._terminal.remark(held)
            return None
        query = {
            "id": str(self._count),
            "from": READER,
            "message": self._message,
            "chat_instance": "terminal",
        }
        return {"callback_query": {**query, "data": button.callback_data}}

    def _new_message(self, sender: Json, text: str | None = None) -> Json:
        message = {"message_id": self._next(), "date": int(self._now().timestamp()), "chat": CHAT, "from": sender}
        return message if text is None else {**message, "text": text}

    def _next(self) -> int:
        self._count += 1
        return self._count


def _ok(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def _refused(why: str) -> tuple[int, bytes]:
    return 400, json.dumps({"ok": False, "error_code": 400, "description": why}).encode()
