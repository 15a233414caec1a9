"""Articles by command and by gesture, for editors: addresses, files, forwarded posts; and a button that stops."""

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from telegram import Document, Message, MessageOriginChannel, MessageOriginChat, Update
from telegram.constants import FileSizeLimit, MessageEntityType
from telegram.error import TelegramError

from bot import audit
from bot.context import Context, phrases_of
from bot.jobs import render_job
from bot.phrases import Phrases
from bot.rights import acting_person, editors_only, is_editor, refuse
from bot.sending import reply
from ingest.jobs import Asker, JobKind
from retrieval.errors import StoreError

if TYPE_CHECKING:
    from ingest.feeding import Feeding
    from ingest.jobs import Progress

STOP = re.compile(r"stop:(?P<job>[0-9a-f-]{36})$")
MOST_ADDRESSES = 200  # of one message: more is a file of addresses, or a slip
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.-]+")


@editors_only
async def ingest(update: Update, context: Context) -> None:
    """Answer /ingest: read the addresses behind it, or those of the message that it replies to, or its document."""
    message = update.effective_message
    if message is None:
        return
    replied = message.reply_to_message
    urls = addresses(message) or (addresses(replied) if replied else [])
    if not urls and replied is not None and replied.document is not None:
        await _take_document(replied.document, replied, update, context)
    elif not urls:
        await reply(update, context, _how_to(phrases_of(update)))
    else:
        await _take(JobKind.ADDRESSES, {"urls": urls[:MOST_ADDRESSES]}, update, context, len(urls[:MOST_ADDRESSES]))
        if len(urls) > MOST_ADDRESSES:
            sentence = phrases_of(update).gettext(
                "Only the first {count} addresses are read; send the others in another message, or as a file.",
                count=MOST_ADDRESSES,
            )
            await reply(update, context, sentence)


async def document(update: Update, context: Context) -> None:
    """A file that an editor sends: something to take in."""
    message = update.effective_message
    if message is not None and message.document is not None:
        await _take_document(message.document, message, update, context)


async def forwarded(update: Update, context: Context) -> None:
    """A text that an editor forwards: an article under the address at which it stands in its channel."""
    message = update.effective_message
    if message is None:
        return
    source = source_of(message)
    if source is None:
        sentence = phrases_of(update).gettext(
            "This message has no address that readers could open, so it cannot be quoted. Forward it from a channel, "
            "or give the page’s address with /ingest."
        )
        await reply(update, context, sentence)
    else:
        await _take(JobKind.MESSAGE, source, update, context, 1)


async def stop(update: Update, context: Context) -> None:
    """The button that ends a job after the item that it is at: for who asked for it, and for owners."""
    query = update.callback_query
    if query is None or not isinstance(query.data, str) or (found := STOP.match(query.data)) is None:
        return
    feeding = _feeding(context)
    progress = await asyncio.to_thread(feeding.jobs.get, found["job"])
    presser = acting_person(update)
    is_asker = progress is not None and progress.job.asked_by == presser and is_editor(context.bot_data, update)
    if progress is None or not (is_asker or presser in context.bot_data.settings.admins):
        await refuse(update, context)
        return
    await query.answer()
    if await asyncio.to_thread(feeding.jobs.cancel, progress.job.id):
        audit.record(context.services.library.engine, presser, "stop", progress.job.id)


def addresses(message: Message) -> list[str]:
    """The web addresses in a message, also those behind its words, each once and in order."""
    text = message.text or message.caption or ""
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    linked = [entity.url for entity in entities if entity.type == MessageEntityType.TEXT_LINK and entity.url]
    written = [found.rstrip(".,;:!?)]}»”’\"'،؛؟") for found in _ADDRESS.findall(text)]
    return list(dict.fromkeys([*written, *linked]))


def source_of(message: Message) -> dict[str, Any] | None:
    """A forwarded message as a job's payload: its words, address, date and publisher; None where it has no address."""
    origin, text = message.forward_origin, message.text or message.caption
    if not text:
        return None
    if isinstance(origin, MessageOriginChannel):
        name, number = origin.chat.username, origin.message_id
        place = name or (f"c/{str(origin.chat.id).removeprefix('-100')}" if origin.chat.id < 0 else None)
        return _post(text, f"https://t.me/{place}/{number}", origin.date, origin.chat.title) if place else None
    if isinstance(origin, MessageOriginChat) and origin.sender_chat.username:
        return _post(text, f"https://t.me/{origin.sender_chat.username}", origin.date, origin.sender_chat.title)
    return None


def _post(text: str, url: str, date: datetime, publisher: str | None) -> dict[str, Any]:
    first = text.strip().split("\n", 1)[0]
    title = first if len(first) <= 200 and "\n" in text.strip() else ""
    return {
        "url": url,
        "title": title,
        "text": text,
        "published_at": date.astimezone(UTC).isoformat(),
        "date_source": "telegram",
        "publisher": publisher,
    }


async def _take_document(file: Document, message: Message, update: Update, context: Context) -> None:
    """Fetch a document from Telegram and have it read."""
    phrases = phrases_of(update)
    name = file.file_name or "document"
    if (file.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        sentence = phrases.gettext(
            "This file is larger than the {count} MB that Telegram lets a bot read. Divide it, or use “dateline "
            "import” on the server.",
            count=FileSizeLimit.FILESIZE_DOWNLOAD // 1_000_000,
        )
        await reply(update, context, sentence)
        return
    feeding = _feeding(context)
    shown, safe = name[:100], _safe_name(name)
    payload = {
        "name": safe,
        "shown": shown,
        "url": _address_of(message),
        "mime_type": file.mime_type,
        "publisher": (message.caption or "").strip()[:200] or None,
    }
    job_id = await asyncio.to_thread(feeding.jobs.ask, JobKind.DOCUMENT, payload, _asker(update), datetime.now(UTC))
    folder = feeding.inbox(job_id)
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        await (await file.get_file()).download_to_drive(folder / safe)
    except (TelegramError, OSError):
        await asyncio.to_thread(feeding.jobs.cancel, job_id)
        await asyncio.to_thread(feeding.jobs.finish, job_id, context.now)
        await reply(update, context, phrases.gettext("The file could not be fetched from Telegram; send it again."))
        return
    await _begin(job_id, shown, update, context)


async def _take(kind: JobKind, payload: Mapping[str, Any], update: Update, context: Context, total: int) -> None:
    feeding = _feeding(context)
    job_id = await asyncio.to_thread(feeding.jobs.ask, kind, payload, _asker(update), datetime.now(UTC), total)
    await _begin(job_id, str(payload.get("url") or len(payload.get("urls", ()))), update, context)


async def _begin(job_id: str, subject: str, update: Update, context: Context) -> None:
    """Answer at once with how far the job is, and hand it to the durable engine."""
    feeding = _feeding(context)
    progress: Progress | None = await asyncio.to_thread(feeding.jobs.get, job_id)
    sent = await reply(update, context, render_job(progress, [], phrases_of(update))) if progress else None
    if sent is None:
        return
    await asyncio.to_thread(feeding.jobs.shown_in, job_id, sent.message_id)
    audit.record(context.services.library.engine, acting_person(update), "ingest", subject, {"job": job_id})
    await asyncio.to_thread(feeding.take_in, job_id)


def _asker(update: Update) -> Asker:
    message = update.effective_message
    return Asker(
        user_id=acting_person(update),
        chat_id=message.chat.id if message else None,
        thread_id=message.message_thread_id if message and message.is_topic_message else None,
        language=phrases_of(update).language,
    )


def _feeding(context: Context) -> "Feeding":
    feeding = context.bot_data.feeding
    if feeding is None:
        raise StoreError("this bot only answers: articles are taken in by the one that `dateline run` starts")
    return feeding


def _safe_name(name: str) -> str:
    """A file name that is nothing but one: no folders, no marks; its ending kept."""
    last = PurePath(name.replace("\\", "/")).name
    stem, dot, ending = last.rpartition(".")
    safe = _UNSAFE.sub("_", stem if dot else last).strip("._")[:60] or "document"
    return f"{safe}.{_UNSAFE.sub('', ending)[:12].lower()}" if dot and _UNSAFE.sub("", ending) else safe


def _address_of(message: Message) -> str:
    """The address under which a document's own articles stand: its message on Telegram."""
    source = message.forward_origin
    if isinstance(source, MessageOriginChannel) and source.chat.username:
        return f"https://t.me/{source.chat.username}/{source.message_id}"
    return message.link or f"https://t.me/c/{abs(message.chat.id)}/{message.message_id}"


def _how_to(phrases: Phrases) -> str:
    return phrases.gettext(
        "Give one or more addresses: /ingest https://… Or send a file (HTML, text, Markdown, JSON Lines, ZIP), or "
        "forward a post of a channel."
    )
