"""A message as it is sent."""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, MessageEntity


@dataclass(frozen=True, slots=True)
class OutMessage:
    """One message as it is sent."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None
    asks: bool = False  # the app opens a reply to it
