"""A quotation with its source: the article's words untouched, who published them, and the way to them."""

from datetime import datetime

from bot.messages.dates import publication_day, short_date
from bot.messages.layout.rich_text import RichText, TextBuilder
from bot.messages.names import foreign
from bot.phrases.catalogues import Phrases
from retrieval.answers import ArticleRef, Excerpt

TEXT_FRAGMENT = "#:~:text="

# Reprinters that are named below a quotation: agency copy may have twenty.
MOST_REPRINTERS = 3


def quotation(excerpt: Excerpt, now: datetime, phrases: Phrases) -> RichText:
    """A quotation block, and below it "North Wire, 16 Nov; also in: Jazira Post · open at the sentence"."""
    line = TextBuilder().quote(excerpt.text).add(f"\n{_sources(excerpt, now, phrases)} · ")
    if is_web_address(excerpt.link):
        return line.link(_invitation(excerpt, phrases), excerpt.link).pieces()
    return line.add(excerpt.link).pieces()  # a file's: Telegram makes no link of it, so it is shown as it is


def source_line(article: ArticleRef, now: datetime, phrases: Phrases) -> RichText:
    """A source without a quotation: "North Wire, 16 Nov · open the article"."""
    line = TextBuilder().add(f"{_source(article, now, phrases)} · ")
    if is_web_address(article.url):
        return line.link(phrases.gettext("open the article"), article.url).pieces()
    return line.add(article.url).pieces()


def is_web_address(url: str) -> bool:
    """Whether a phone can open it."""
    return url.startswith(("http://", "https://"))


def _sources(excerpt: Excerpt, now: datetime, phrases: Phrases) -> str:
    """The publisher, and those that carried the same report."""
    source = _source(excerpt.article, now, phrases)
    if not excerpt.also_in:
        return source
    names = [foreign(phrases, name) for name in excerpt.also_in[:MOST_REPRINTERS]]
    if unnamed := len(excerpt.also_in) - len(names):
        names.append(phrases.ngettext("{count} more", "{count} more", unnamed))
    return phrases.gettext(
        "{source}; also in: {publishers}", source=source, publishers=phrases.gettext(", ").join(names)
    )


def _source(article: ArticleRef, now: datetime, phrases: Phrases) -> str:
    publisher = foreign(phrases, article.publisher)
    day = publication_day(article, now)
    if day is None:
        return phrases.gettext("{publisher}, date of publication unknown", publisher=publisher)
    return phrases.gettext("{publisher}, {date}", publisher=publisher, date=short_date(phrases, day, now.date()))


def _invitation(excerpt: Excerpt, phrases: Phrases) -> str:
    if TEXT_FRAGMENT in excerpt.link:
        return phrases.gettext("open at the sentence")
    return phrases.gettext("open the article")
