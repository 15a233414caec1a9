"""A quotation with its source: the article's words untouched, who published them, and the way to them."""

from datetime import datetime

from bot.messages.dates import publication_day, short_date
from bot.messages.layout.addresses import is_web_address, shown_address
from bot.messages.layout.rich_text import RichText, TextBuilder
from bot.messages.names import foreign
from bot.phrases.catalogues import Phrases
from retrieval.answers import ArticleRef, Excerpt
from retrieval.article import is_newsroom

TEXT_FRAGMENT = "#:~:text="

# Reprinters that are named below a quotation: agency copy may have twenty.
MOST_REPRINTERS = 3


def quotation(excerpt: Excerpt, now: datetime, phrases: Phrases) -> RichText:
    """A quotation block, and below it "North Wire, 16 Nov; also in: Jazira Post · open at the sentence"."""
    line = TextBuilder().quote(excerpt.text).add(f"\n{_sources(excerpt, now, phrases)} · ")
    return line.extend(way_to(excerpt.article, excerpt.link, _invitation(excerpt, phrases), phrases)).pieces()


def source_line(article: ArticleRef, now: datetime, phrases: Phrases) -> RichText:
    """A source without a quotation: "North Wire, 16 Nov · open the article"."""
    line = TextBuilder().add(f"{_source(article, now, phrases)} · ")
    return line.extend(way_to(article, article.url, _opening(article, phrases), phrases)).pieces()


def way_to(article: ArticleRef, url: str, label: str, phrases: Phrases) -> RichText:
    """The way to an article: a link, or what stands in its place where nobody can or should open one.

    A file of the newsroom is named by its article's id, by which its editors find it.
    """
    if is_web_address(url):
        return TextBuilder().link(label, url).pieces()
    if is_newsroom(url):
        return TextBuilder().add(phrases.gettext("file of the newsroom") + " ").code(article.id).pieces()
    return TextBuilder().code(shown_address(url)).pieces()  # as code, since Telegram makes links of what looks like one


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
        source = phrases.gettext("{publisher}, date of publication unknown", publisher=publisher)
    else:
        date = short_date(phrases, day, now.date())
        source = phrases.gettext("{publisher}, {date}", publisher=publisher, date=date)
    return with_speaker(source, article, phrases)


def with_speaker(source: str, article: ArticleRef, phrases: Phrases) -> str:
    """A source, with whose words they are where the page that it leads to has not been heard."""
    if article.speaker is None:
        return source
    speaker = foreign(phrases, article.speaker)
    return phrases.gettext("{source}; words of {speaker}, not of the page", source=source, speaker=speaker)


def _invitation(excerpt: Excerpt, phrases: Phrases) -> str:
    if TEXT_FRAGMENT in excerpt.link:
        return phrases.gettext("open at the sentence")
    return _opening(excerpt.article, phrases)


def _opening(article: ArticleRef, phrases: Phrases) -> str:
    return phrases.gettext("open the article") if article.speaker is None else phrases.gettext("open the linked page")
