"""Editors see, withdraw and correct articles from the chat where they work."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

from telegram import Message, Update

from bot.context import Context, phrases_of
from bot.feeding.job_messages import published
from bot.feeding.job_progress import described
from bot.messages.changes import change_pieces
from bot.messages.dates import full_date
from bot.messages.layout.addresses import is_web_address, shown_address
from bot.messages.layout.message import OutMessage
from bot.messages.layout.rich_text import Piece, RichText, TextBuilder
from bot.messages.names import foreign
from bot.people import audit
from bot.people.rights import acting_person, editors_only
from bot.phrases.catalogues import Phrases
from bot.transport.sending import reply
from bot.transport.updates import after_command
from ingest.keeping.pipeline import Pipeline
from retrieval.article import Origin, is_newsroom, public_url
from retrieval.errors import QuestionError
from retrieval.library.editing import Correctable, correct, retract, take_back_retraction
from retrieval.library.models import Article, Version

T = TypeVar("T")


@editors_only
async def article(update: Update, context: Context) -> None:
    """Answer /article ID: what is kept of it, and what its last version changed.

    With a number, what that one did.
    """
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    id_, rest = _id_and_rest(message)
    found = await asyncio.to_thread(context.services.library.article, id_) if id_ else None
    if found is None:
        await reply(update, context, _unknown(id_, phrases))
        return
    about = await asyncio.to_thread(_about, context, *found, phrases, _number(rest))
    await reply(update, context, about)


@editors_only
async def withdraw(update: Update, context: Context) -> None:
    """Answer /retract ID reason: no answer shows the article from now on."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    id_, reason = _id_and_rest(message)
    if not id_ or not reason:
        await reply(update, context, _how_to_retract(phrases))
        return
    if await _is_unknown(id_, update, context):
        return
    engine = context.services.library.engine
    done = await _tried(update, context, lambda: retract(engine, id_, reason, context.now), _how_to_retract(phrases))
    if done is not None:
        audit.record(engine, acting_person(update), "retract", id_, {"reason": reason})
        sentence = phrases.gettext(
            "Withdrawn: “{title}”. No answer shows it any more; the record keeps it. /restore {id} takes this back.",
            title=_named(done.article, phrases),
            id=id_,
        )
        await reply(update, context, sentence)


@editors_only
async def restore(update: Update, context: Context) -> None:
    """Answer /restore ID: a withdrawn article is shown again."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    id_, _ = _id_and_rest(message)
    if not id_:
        await reply(update, context, _how_to_restore(phrases))
        return
    if await _is_unknown(id_, update, context):
        return
    engine = context.services.library.engine
    done = await _tried(
        update, context, lambda: take_back_retraction(engine, id_, context.now), _how_to_restore(phrases)
    )
    if done is not None:
        audit.record(engine, acting_person(update), "restore", id_)
        sentence = phrases.gettext("Answers show “{title}” again.", title=_named(done.article, phrases))
        await reply(update, context, sentence)


@editors_only
async def amend(update: Update, context: Context) -> None:
    """Answer /correct ID field value: what an editor says of an article counts from now on."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    id_, rest = _id_and_rest(message)
    field, _, value = rest.partition(" ")
    if field.lower() not in list(Correctable) or not value.strip():
        await reply(update, context, _how_to_correct(phrases))
        return
    if await _is_unknown(id_, update, context):
        return
    kept = await _tried(
        update,
        context,
        lambda: _corrected(context, id_, Correctable(field.lower()), value, update),
        _how_to_correct(phrases),
    )
    if kept is not None:
        engine = context.services.library.engine
        audit.record(engine, acting_person(update), "correct", id_, {"field": field.lower(), "value": kept})
        sentence = phrases.gettext(
            "Corrected. It stays so when the page changes or is read again. /article {id}", id=id_
        )
        await reply(update, context, sentence)


def _corrected(context: Context, id_: str, field: Correctable, value: str, update: Update) -> str:
    services = context.services
    engine, by = services.library.engine, acting_person(update)
    kept = correct(engine, services.gazetteer, id_, field, value, context.now, by)
    Pipeline(services).recognise_one_again(id_)
    return kept


def _about(context: Context, row: Article, versions: list[Version], phrases: Phrases, number: int | None) -> OutMessage:
    """An article as its editors see it."""
    lines = [*_facts(row, versions, phrases), *_found_in(context, row, phrases), *_withdrawal(row, phrases)]
    builder = TextBuilder().bold(_named(row, phrases)).add("\n" + "\n".join(lines) + "\n")
    if is_newsroom(row.url):
        builder.add(phrases.gettext("file of the newsroom"))
    elif is_web_address(row.url):
        builder.link(row.url, row.url)
    else:
        builder.code(shown_address(row.url))
    builder.add("\n").code(row.id)
    return OutMessage(*builder.extend(_change(versions, number, phrases)).build())


def _facts(row: Article, versions: list[Version], phrases: Phrases) -> list[str]:
    """Who published it and when, and how often it has changed."""
    parts = (
        foreign(phrases, row.publisher),
        published(row.published_at, row.date_source, phrases),
        row.language or "",
        foreign(phrases, row.byline) if row.byline else "",
    )
    counted = phrases.ngettext(
        "{count} version, the last kept on {date}",
        "{count} versions, the last kept on {date}",
        len(versions),
        date=full_date(phrases, versions[-1].kept_at.date()),
    )
    return [_listed(parts), counted, _origin(row, phrases)]


def _origin(row: Article, phrases: Phrases) -> str:
    """Where the words of the current version come from, and whose they are."""
    origins = {
        Origin.PAGE: phrases.gettext("Read on the page itself"),
        Origin.FEED: phrases.gettext("Read in a feed"),
        Origin.FORWARD: phrases.gettext("A post, as Telegram passed it on"),
        Origin.FILE: phrases.gettext("A file that the newsroom handed in"),
        Origin.EDITOR: phrases.gettext("Handed in by the newsroom under this address"),
    }
    said = origins[row.origin] if row.origin else phrases.gettext("Where it was read was not noted")
    if row.speaker is None:
        return said
    speaker = foreign(phrases, row.speaker)
    return phrases.gettext("{source}; words of {speaker}, not of the page", source=said, speaker=speaker)


def _named(row: Article, phrases: Phrases) -> str:
    """What an article is called: by its title, else by its address."""
    return foreign(phrases, row.title or public_url(row.id, row.url), 200)


def _found_in(context: Context, row: Article, phrases: Phrases) -> list[str]:
    """How many passages it has, and the places that they name."""
    shown = described(context.services, row.id, phrases)
    if shown is None:
        return []
    passages = phrases.ngettext("{count} passage", "{count} passages", shown.passages)
    return [_listed((passages, phrases.join(list(shown.places))))]


def _withdrawal(row: Article, phrases: Phrases) -> list[str]:
    if row.retracted_at is None:
        return []
    day = full_date(phrases, row.retracted_at.date())
    reason = foreign(phrases, row.retracted_because or "", 300)
    return [phrases.gettext("Withdrawn on {date}: {reason}", date=day, reason=reason)]


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))


def _change(versions: list[Version], number: int | None, phrases: Phrases) -> RichText:
    """What a version changed, the last one where no other is asked for.

    Nothing for the first.
    """
    after = next((version for version in versions if version.number == number), versions[-1])
    before = next((version for version in versions if version.number == after.number - 1), None)
    if before is None:
        return ()
    day = full_date(phrases, after.kept_at.date())
    heading = phrases.gettext("Version {number}, {date}, changed:", number=after.number, date=day)
    return (Piece(f"\n\n{heading}\n"), *change_pieces(before.text, after.text))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


async def _tried(update: Update, context: Context, call: Callable[[], T], usage: str) -> T | None:
    """What a blocking call gives.

    None where it refuses, and how the command is used is said: the reason is worded for the command line.
    """
    try:
        return await asyncio.to_thread(call)
    except QuestionError:
        await reply(update, context, usage)
        return None


def _id_and_rest(message: Message) -> tuple[str, str]:
    id_, _, rest = after_command(message).strip().partition(" ")
    return id_.lower(), rest.strip()


async def _is_unknown(id_: str, update: Update, context: Context) -> bool:
    """Whether there is no article of an id, which is said."""
    if await asyncio.to_thread(context.services.library.article, id_):
        return False
    await reply(update, context, _unknown(id_, phrases_of(update)))
    return True


def _unknown(id_: str, phrases: Phrases) -> str:
    if not id_:
        return phrases.gettext("Give the article’s id, for example /article 3f2a9c41d07be856; it stands in receipts.")
    return phrases.gettext("There is no article {id}.", id=foreign(phrases, id_, 40))


def _how_to_retract(phrases: Phrases) -> str:
    return phrases.gettext("Say which article and why, in a sentence: /retract ID what is wrong with it.")


def _how_to_restore(phrases: Phrases) -> str:
    return phrases.gettext("Say which withdrawn article is shown again: /restore ID.")


def _how_to_correct(phrases: Phrases) -> str:
    return phrases.gettext(
        "Say what is right: /correct ID date 2024-11-16, or place Tal Tamr, or publisher North Wire, or language ar."
    )
