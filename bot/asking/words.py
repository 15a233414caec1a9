"""The words of a message that ask for something: not the addresses, names of accounts and tags that stand in it."""

import re
from collections.abc import Collection
from functools import cache

from telegram import Message, MessageEntity
from telegram.constants import MessageEntityType

from retrieval.text.folding import fold

_NO_WORDS = (
    MessageEntityType.URL,
    MessageEntityType.EMAIL,
    MessageEntityType.PHONE_NUMBER,
    MessageEntityType.MENTION,
    MessageEntityType.TEXT_MENTION,
)
_TAGS = (MessageEntityType.HASHTAG, MessageEntityType.CASHTAG)

# What people say to a bot that is no question about anything, in the four languages.
HELP = ("help", "help me", "مساعدة", "ساعدني", "المساعدة", "yardım", "alîkarî", "alikari")
GREETINGS = (
    "hi", "hello", "hey", "start", "good morning", "good evening", "مرحبا", "اهلا", "السلام عليكم", "سلام",
    "صباح الخير", "مساء الخير", "silav", "slav", "rojbaş", "roj baş", "merhaba", "selam", "günaydın", "iyi akşamlar",
)  # fmt: skip
THANKS = (
    "thanks", "thank you", "thx", "many thanks", "ok", "okay", "شكرا", "شكرا جزيلا", "شكرا لك", "spas", "supas",
    "gelek spas", "teşekkürler", "teşekkür ederim", "sağol", "sağ ol", "tamam",
)  # fmt: skip


def asked_words(message: Message) -> str:
    """What a message or its caption asks.

    Tags count where there is nothing else: "#Kobani" asks for Kobani.
    """
    text, entities = message.text or message.caption or "", message.entities or message.caption_entities
    without_tags = _without(text, entities, (*_NO_WORDS, *_TAGS))
    if re.search(r"\w", without_tags):
        return without_tags
    return _without(text, entities, _NO_WORDS).replace("#", " ").replace("_", " ").strip()


def is_one_of(words: str, said: tuple[str, ...]) -> bool:
    """Whether words are nothing but one of those that are known."""
    return " ".join(re.findall(r"\w+", fold(words))) in _folded(said)


@cache
def _folded(said: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, said))


def _without(text: str, entities: Collection[MessageEntity], kinds: Collection[str]) -> str:
    """The text without what some entities cover; they count in units of UTF-16."""
    units = text.encode("utf-16-le")
    for entity in sorted(entities, key=lambda one: one.offset, reverse=True):
        if entity.type in kinds:
            start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
            units = units[:start] + " ".encode("utf-16-le") + units[end:]
    return " ".join(units.decode("utf-16-le", "ignore").split(" ")).strip()
