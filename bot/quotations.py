"""A quotation with its source: the article's words untouched, who published them, and the way to them."""

from datetime import datetime

from bot.dates import publication_day, short_date
from bot.naming import foreign
from bot.phrases import Phrases
from bot.rich_text import RichText, TextBuilder
from retrieval.answers import Excerpt

TEXT_FRAGMENT = "#:~:text="


def quotation(excerpt: Excerpt, now: datetime, phrases: Phrases) -> RichText:
    """A quotation block, and below it "North Wire, 16 Nov · open at the sentence"."""
    line = TextBuilder().quote(excerpt.text).add(f"\n{_source(excerpt, now, phrases)} · ")
    if is_web_address(excerpt.link):
        return line.link(_invitation(excerpt, phrases), excerpt.link).pieces()
    return line.add(excerpt.link).pieces()  # a file's: Telegram makes no link of it, so it is shown as it is


def is_web_address(url: str) -> bool:
    """Whether a phone can open it."""
    return url.startswith(("http://", "https://"))


def _source(excerpt: Excerpt, now: datetime, phrases: Phrases) -> str:
    publisher = foreign(phrases, excerpt.article.publisher)
    day = publication_day(excerpt.article, now)
    if day is None:
        return phrases.gettext("{publisher}, date of publication unknown", publisher=publisher)
    return phrases.gettext("{publisher}, {date}", publisher=publisher, date=short_date(phrases, day, now.date()))


def _invitation(excerpt: Excerpt, phrases: Phrases) -> str:
    if TEXT_FRAGMENT in excerpt.link:
        return phrases.gettext("open at the sentence")
    return phrases.gettext("open the article")
