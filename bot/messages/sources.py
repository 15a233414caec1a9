"""How the sources are doing, in lines for an editor's phone."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.messages.dates import short_date
from bot.messages.layout.rich_text import Piece, RichText, TextBuilder
from bot.messages.names import foreign
from bot.phrases.catalogues import Phrases
from ingest.feeding.health import Health, Kind, Mark


def source_lines(health: Health, phrases: Phrases, now: datetime) -> RichText:
    """A source in two lines: what it is called, what it brought and what is wrong with it."""
    number = f"{health.id} · " if health.kind is Kind.FEED else ""
    builder = TextBuilder().add(number).link(foreign(phrases, health.title), health.url).add("\n")
    said = [_brought(health, phrases, now), *(_mark(mark, health, phrases, now) for mark in health.marks)]
    return builder.add(" · ".join(said)).pieces()


def overview(sources: Sequence[Health], phrases: Phrases) -> RichText:
    """How many sources there are, and how many of them want looking at."""
    troubled = sum(one.is_troubled for one in sources)
    counted = phrases.ngettext("{count} source is followed", "{count} sources are followed", len(sources))
    if not troubled:
        return (Piece(phrases.gettext("{sources}; all are well.", sources=counted)),)
    wanting = phrases.ngettext("{count} wants looking at", "{count} want looking at", troubled)
    return (Piece(phrases.gettext("{sources}; {wanting}.", sources=counted, wanting=wanting)),)


def trouble(health: Health, phrases: Phrases, now: datetime) -> str:
    """What is told to editors, once, when a source has gone silent or fails."""
    name = foreign(phrases, health.title)
    if Mark.FAILING in health.marks:
        return phrases.gettext(
            "“{source}” could not be read since {date}: {fault}. /sources shows all.",
            source=name,
            date=_day(health.failing_since, phrases, now),
            fault=foreign(phrases, health.fault or "", 200),
        )
    return phrases.gettext(
        "“{source}” has brought nothing new since {date}, which is longer than usual. /sources shows all.",
        source=name,
        date=_day(health.new_at, phrases, now),
    )


def _brought(health: Health, phrases: Phrases, now: datetime) -> str:
    count = phrases.ngettext("{count} article", "{count} articles", health.articles)
    if health.new_at is None:
        return count
    return phrases.gettext("{articles}, the last on {date}", articles=count, date=_day(health.new_at, phrases, now))


def _mark(mark: Mark, health: Health, phrases: Phrases, now: datetime) -> str:
    match mark:
        case Mark.FAILING:
            return phrases.gettext(
                "fails since {date}: {fault}",
                date=_day(health.failing_since, phrases, now),
                fault=foreign(phrases, health.fault or "", 120),
            )
        case Mark.SILENT:
            return phrases.gettext("silent longer than usual")
        case Mark.EMPTY:
            return phrases.gettext("holds no entries")
        case Mark.UNDATED:
            return phrases.ngettext(
                "{count} of {total} entries has no date",
                "{count} of {total} entries have no date",
                health.undated,
                total=phrases.number(health.entries),
            )
        case Mark.PAUSED:
            return phrases.gettext("paused")
        case Mark.UNCHECKED:
            return phrases.gettext("not read yet")


def _day(moment: datetime | None, phrases: Phrases, now: datetime) -> str:
    zone: tzinfo | None = now.tzinfo
    return short_date(phrases, moment.astimezone(zone).date(), now.date()) if moment else "–"
