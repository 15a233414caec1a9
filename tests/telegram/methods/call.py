"""One call of a method: who calls what with which parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from tests.telegram.people.world import World
from tests.telegram.text.formatting import Formatted, caption_text, message_text
from tests.telegram.text.links import deep_link_fault
from tests.telegram.traffic.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Call:
    """A call under way; `hung_up` returns when the bot no longer waits for the answer."""

    world: World
    method: str
    params: Parameters
    hung_up: Callable[[], Awaitable[None]]

    def remark(self, what: str) -> None:
        """Note something that Telegram lets pass."""
        self.world.noted.note(self.method, what)

    def message_text(self) -> Formatted:
        """Give the `text` of the call with its entities; ApiError when Telegram would refuse it."""
        mode, entities = self.params.text("parse_mode"), self.params.values.get("entities")
        formatted = message_text(self.params.text("text"), mode, entities, self.remark)
        self.remark_on_links(formatted)
        return formatted

    def caption_text(self) -> Formatted:
        """Give the `caption` of the call with its entities."""
        mode, entities = self.params.text("parse_mode"), self.params.values.get("caption_entities")
        formatted = caption_text(self.params.text("caption"), mode, entities, self.remark)
        self.remark_on_links(formatted)
        return formatted

    def remark_on_links(self, formatted: Formatted) -> None:
        """Note deep links to the bot that would lose their payload."""
        for entity in formatted.entities:
            url = entity.details.get("url") or (entity.of(formatted.text) if entity.type == "url" else "")
            if fault := deep_link_fault(url, self.world.bot.username):
                self.remark(f"deep link {url!r}: {fault}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A result with a word about it."""

    result: object
    description: str


Handler: TypeAlias = Callable[[Call], Awaitable[object]]
