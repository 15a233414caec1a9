"""How far a job is, as a message: while it runs, and what became of each thing when it is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.dates import full_date
from bot.messages.layout.message import OutMessage
from bot.messages.names import foreign
from bot.phrases.catalogues import Phrases
from ingest.feeding.jobs import FAILED, JobState, Progress
from ingest.feeding.models import JobItem
from retrieval.library.new_article import Kept

# Items of a job that have a line of their own, which a phone shows at once: the rest is counted.
MOST_LINES = 12

# Characters of an address or a file name: about two lines on a phone.
LONGEST_SOURCE = 90


@dataclass(frozen=True, slots=True)
class Described:
    """An article that a job has kept, as its line shows it."""

    title: str
    publisher: str
    day: str  # with where it was read, in the reader's language
    language: str | None
    passages: int
    places: tuple[str, ...]


def render_job(
    progress: Progress, described: Sequence[tuple[JobItem, Described | None]], phrases: Phrases, old: int = 0
) -> OutMessage:
    """A job's message: counts while it runs, with a button that stops it.

    Then a line for each thing. That articles are too `old` to alert anybody is said, so that nobody waits for it.
    """
    if not progress.is_over:
        return OutMessage(_running(progress, phrases), keyboard=_stop_button(progress, phrases))
    if progress.job.state == JobState.SET_ASIDE:
        return OutMessage(_set_aside(progress, phrases), keyboard=_again_button(progress, phrases))
    lines = [_summary(progress, phrases), *(_line(item, article, phrases) for item, article in described[:MOST_LINES])]
    rest = len(progress.items) - min(len(described), MOST_LINES)
    if rest > 0 and described:
        lines.append(phrases.ngettext("and {count} more", "and {count} more", rest))
    if old:
        lines.append(
            phrases.ngettext(
                "{count} article is older than two days and alerts nobody.",
                "{count} articles are older than two days and alert nobody.",
                old,
            )
        )
    return OutMessage("\n".join(lines))


def published(at: datetime | None, source: str | None, phrases: Phrases) -> str:
    """A day with where it was read: "16 Nov 2024 (date from the page's JSON-LD)"."""
    if at is None:
        return phrases.gettext("date not known")
    day = full_date(phrases, at.date())
    where = _sources(phrases).get(source or "")
    return f"{day} ({where})" if where else day


def _sources(phrases: Phrases) -> dict[str, str]:
    return {
        "json-ld": phrases.gettext("date from the page’s JSON-LD"),
        "meta": phrases.gettext("date from the page’s head"),
        "url": phrases.gettext("date from the address"),
        "text": phrases.gettext("date from the page’s text"),
        "feed": phrases.gettext("date from the feed"),
        "telegram": phrases.gettext("date of the post"),
        "correction": phrases.gettext("date corrected by an editor"),
    }


def _running(progress: Progress, phrases: Phrases) -> str:
    done, total = len(progress.items), progress.job.total
    if total is None:
        return phrases.ngettext("{count} article read …", "{count} articles read …", done)
    return phrases.gettext("{done} of {total} read …", done=phrases.number(done), total=phrases.number(total))


def _summary(progress: Progress, phrases: Phrases) -> str:
    """How many things came to what.

    That nothing was added is said, that nothing was refused is not.
    """
    counts = progress.counts
    added, updated = counts[Kept.ADDED.value], counts[Kept.UPDATED.value]
    known, refused = counts[Kept.UNCHANGED.value], counts[FAILED]
    parts = [
        (True, phrases.ngettext("{count} added", "{count} added", added)),
        (updated, phrases.ngettext("{count} updated", "{count} updated", updated)),
        (known, phrases.ngettext("{count} known already", "{count} known already", known)),
        (refused, phrases.ngettext("{count} refused", "{count} refused", refused)),
    ]
    said = phrases.gettext(", ").join(part for is_said, part in parts if is_said)
    is_stopped = progress.job.state == JobState.CANCELLED
    return phrases.gettext("Stopped: {counts}", counts=said) if is_stopped else said


def _set_aside(progress: Progress, phrases: Phrases) -> str:
    said = phrases.gettext("Set aside: the program ended twice while it read this. It does not begin again by itself.")
    return f"{said}\n{_summary(progress, phrases)}" if progress.items else said


def _line(item: JobItem, article: Described | None, phrases: Phrases) -> str:
    source = foreign(phrases, item.source, LONGEST_SOURCE)
    if item.brought is not None:
        return _feed_line(item, item.brought, phrases)
    if item.outcome == FAILED or article is None:
        return phrases.gettext(
            "Refused: {source} {reason}", source=source, reason=foreign(phrases, item.detail or "", 200)
        )
    parts = [
        f"“{foreign(phrases, article.title)}”" if article.title else source,
        foreign(phrases, article.publisher),
        article.day,
        article.language or "",
        phrases.ngettext("{count} passage", "{count} passages", article.passages),
        phrases.join([foreign(phrases, place) for place in article.places]),
        foreign(phrases, item.detail or "", 200),
    ]
    return f"{item.article_id} · " + phrases.gettext(", ").join(part for part in parts if part)


def _feed_line(item: JobItem, brought: Mapping[str, Any], phrases: Phrases) -> str:
    """A feed that is followed, with its number and what its first check brought."""
    named: dict[str, object] = {"feed": foreign(phrases, brought["title"]), "id": brought["feed"]}
    is_new = item.outcome == Kept.ADDED.value
    said = [
        phrases.gettext("Following “{feed}”, feed {id}", **named)
        if is_new
        else phrases.gettext("“{feed}”, feed {id}, is followed already", **named)
    ]
    if "added" in brought:
        said.append(phrases.ngettext("{count} article added", "{count} articles added", brought["added"]))
    if refused := brought.get("refused"):
        said.append(phrases.ngettext("{count} refused", "{count} refused", refused))
    if brought.get("fault"):
        said.append(phrases.gettext("its check failed: {fault}", fault=foreign(phrases, brought["fault"], 120)))
    return phrases.gettext(", ").join(said)


def _again_button(progress: Progress, phrases: Phrases) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(phrases.gettext("Try again"), callback_data=f"again:{progress.job.id}")
    return InlineKeyboardMarkup([[button]])


def _stop_button(progress: Progress, phrases: Phrases) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(phrases.gettext("Stop"), callback_data=f"stop:{progress.job.id}")
    return InlineKeyboardMarkup([[button]])
