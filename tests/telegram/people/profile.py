"""What the bot says about itself: names, descriptions and command menus, by language and scope."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.telegram.types import Json


@dataclass(slots=True)
class Profile:
    """Texts by kind and language, commands by scope and language, the menu button by chat."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)

    def text(self, kind: str, language: str) -> str:
        """Give a text in a language, or for everybody."""
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")
