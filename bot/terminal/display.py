"""A message as a terminal shows it: quotation bars, links, numbered buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.status import Status
from rich.style import Style
from rich.text import Text
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.messages.layout.harmless import harmless

BAR = "▎ "
BAR_STYLE = "cyan"
STYLES = {
    MessageEntity.BOLD: "bold",
    MessageEntity.CODE: "cyan",
    MessageEntity.STRIKETHROUGH: "strike",
    MessageEntity.UNDERLINE: "underline",
}
# What stands around words that are struck out where a line through them cannot be drawn.
STRUCK = "~~"
QUOTATIONS = (MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line before it is wrapped."""

    text: Text
    quoted: bool


class Terminal:
    """Shows messages, one after the other."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._status: Status | None = None
        # Where nothing can be clicked, addresses are spelled out.
        self._clickable = console.is_terminal and console.color_system is not None and not console.no_color

    def show(
        self,
        text: str,
        entities: Sequence[MessageEntity] = (),
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        numbered: bool = False,
    ) -> None:
        """Print a message and an empty line.

        `numbered` puts before each button what presses it.
        """
        self.rest()
        for line in _lines(text, entities, self._clickable):
            self._print(line)
        if keyboard:
            self._print_buttons(keyboard, numbered)
        self.console.print()

    def remark(self, text: str) -> None:
        """Print something that is not a message of the bot."""
        self.rest()
        self.console.print(Text(harmless(text), style="dim"), soft_wrap=True)

    def work(self, what: str) -> None:
        """Show on a terminal that something is being done, until the next line is printed."""
        if self.console.is_terminal and self._status is None:
            self._status = self.console.status(Text(what, style="dim"))
            self._status.start()

    def rest(self) -> None:
        """No longer show that something is being done."""
        if self._status:
            self._status.stop()
            self._status = None

    def _print(self, line: _Line) -> None:
        bar = BAR if line.quoted else ""
        for part in self._wrapped(line.text, len(bar)):
            part.rstrip()
            self.console.print(Text.assemble((bar, BAR_STYLE), part), soft_wrap=True)

    def _wrapped(self, text: Text, indent: int) -> Sequence[Text]:
        if not self.console.is_terminal or not text.plain:
            return [text]
        return list(text.wrap(self.console, max(self.console.width - indent, 20)))

    def _print_buttons(self, keyboard: InlineKeyboardMarkup, numbered: bool) -> None:
        number = 0
        for row in keyboard.inline_keyboard:
            line = Text()
            for button in row:
                number += 1
                line.append("  " if line.plain else "")
                label = harmless(button.text)
                line.append(f"[{number}] {label}" if numbered else f"[ {label} ]", style=BAR_STYLE)
            self._print(_Line(line, quoted=False))


def buttons_of(keyboard: InlineKeyboardMarkup) -> list[InlineKeyboardButton]:
    """The buttons in the order of their numbers."""
    return [button for row in keyboard.inline_keyboard for button in row]


def _lines(text: str, entities: Sequence[MessageEntity], clickable: bool) -> Iterator[_Line]:
    """The lines of a message, each styled as its entities say."""
    line, quoted = Text(), False
    for part, entity in _parts(text, entities):
        first, *others = harmless(part).split("\n")
        is_quotation = entity is not None and entity.type in QUOTATIONS
        line.append_text(_styled(first, entity, clickable))
        quoted = quoted or is_quotation
        for other in others:
            yield _Line(line, quoted)
            line, quoted = _styled(other, entity, clickable), is_quotation
    yield _Line(line, quoted)


def _parts(text: str, entities: Sequence[MessageEntity]) -> Iterator[tuple[str, MessageEntity | None]]:
    """The text cut at its entities, which lie one after the other.

    Offsets count UTF-16 units.
    """
    units = text.encode("utf-16-le", "replace")
    at = 0
    for entity in sorted(entities, key=lambda e: e.offset):
        end = entity.offset + entity.length
        yield _slice(units, at, entity.offset), None
        yield _slice(units, entity.offset, end), entity
        at = end
    yield _slice(units, at, len(units) // 2), None


def _slice(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")


def _styled(text: str, entity: MessageEntity | None, clickable: bool) -> Text:
    if entity is None or not text:
        return Text(text)
    if entity.type == MessageEntity.STRIKETHROUGH and not clickable:
        return Text(f"{STRUCK}{text}{STRUCK}")
    if entity.type != MessageEntity.TEXT_LINK or not entity.url:
        return Text(text, style=STYLES.get(entity.type, ""))
    if clickable:
        return Text(text, style=Style(underline=True, link=harmless(entity.url)))
    return Text(f"{text} <{harmless(entity.url)}>")
