"""The methods of the Bot API, one module for each thing that a bot does."""

from __future__ import annotations

from tests.telegram.methods import answering, chats, editing, files, profile, receiving, sending
from tests.telegram.methods.call import Answer, Call, Handler

METHODS: dict[str, Handler] = {
    name: handler
    for module in (receiving, sending, editing, answering, chats, files, profile)
    for name, handler in module.METHODS.items()
}

__all__ = ["METHODS", "Answer", "Call", "Handler"]
