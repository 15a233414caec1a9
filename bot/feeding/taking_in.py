"""Articles by command and by gesture, for editors: addresses, files, forwarded posts.

A button stops what is being read.
"""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from telegram import Chat, Document, Message, MessageOriginChannel, MessageOriginChat, Update
from telegram.constants import FileSizeLimit, MessageEntityType
from telegram.error import TelegramError

from bot.context import Context, phrases_of
from bot.feeding.starting import asker_of, begin, cause_of, feeding_of, take
from bot.people import audit
from bot.people.rights import acting_person, editors_only, is_editor, refuse
from bot.phrases.catalogues import Phrases
from bot.transport.persistence import persistently
from bot.transport.sending import reply
from ingest.feeding.jobs import JobKind
from retrieval.library.new_article import sha256
from retrieval.library.sources import channel_address
from retrieval.text.length import is_longer

STOP = re.compile(r"stop:(?P<job>[0-9a-f-]{36})$")
AGAIN = re.compile(r"again:(?P<job>[0-9a-f-]{36})$")

# Addresses of one message: more is a file of addresses, or a slip.
MOST_ADDRESSES = 200

# Characters of the first line of a post, which is its title: a longer one is its beginning.
LONGEST_TITLE = 200

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
        await take(JobKind.ADDRESSES, {"urls": urls[:MOST_ADDRESSES]}, update, context, len(urls[:MOST_ADDRESSES]))
        if len(urls) > MOST_ADDRESSES:
            sentence = phrases_of(update).gettext(
                "Only the first {count} addresses are read; send the others in another message, or as a file.",
                count=MOST_ADDRESSES,
            )
            await reply(update, context, sentence)


async def document(update: Update, context: Context) -> None:
    """Take in a file that an editor sends."""
    message = update.effective_message
    if message is not None and message.document is not None:
        await _take_document(message.document, message, update, context)


async def forwarded(update: Update, context: Context) -> None:
    """Take in a text that an editor forwards, under the address at which it stands in its channel."""
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
        await take(JobKind.MESSAGE, source, update, context, 1)


async def wordless(update: Update, context: Context) -> None:
    """Say that a forwarded post has no words.

    Nothing for an album: its post that has words is taken in by itself.
    """
    message = update.effective_message
    if message is not None and message.media_group_id is None:
        sentence = phrases_of(update).gettext("This post has no words, so there is nothing to quote from it.")
        await reply(update, context, sentence)


async def stop(update: Update, context: Context) -> None:
    """End a job after the item that is being read, for who asked for it and for owners."""
    query = update.callback_query
    if query is None or not isinstance(query.data, str) or (found := STOP.match(query.data)) is None:
        return
    feeding = feeding_of(context)
    progress = await asyncio.to_thread(feeding.jobs.get, found["job"])
    presser = acting_person(update)
    is_asker = progress is not None and progress.job.asked_by == presser and is_editor(context.bot_data, update)
    if progress is None or not (is_asker or presser in context.bot_data.settings.admins):
        await refuse(update, context)
        return
    await query.answer()
    if await asyncio.to_thread(feeding.jobs.cancel, progress.job.id):
        audit.record(context.services.library.engine, presser, "stop", progress.job.id)


@editors_only
async def try_again(update: Update, context: Context) -> None:
    """Begin a job again that was set aside, for any editor."""
    query = update.callback_query
    if query is None or not isinstance(query.data, str) or (found := AGAIN.match(query.data)) is None:
        return
    await query.answer()
    if await asyncio.to_thread(feeding_of(context).try_again, found["job"]):
        audit.record(context.services.library.engine, acting_person(update), "retry", found["job"])


def addresses(message: Message) -> list[str]:
    """The web addresses in a message, also those behind its words, each once and in order."""
    text = message.text or message.caption or ""
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    linked = [entity.url for entity in entities if entity.type == MessageEntityType.TEXT_LINK and entity.url]
    written = [found.rstrip(".,;:!?)]}»”’\"'،؛؟") for found in _ADDRESS.findall(text)]
    return list(dict.fromkeys([*written, *linked]))


def source_of(message: Message) -> dict[str, Any] | None:
    """A forwarded message as a job's payload: its words, address, date and publisher.

    None where it has no address, as what a person wrote has none: a person is no publisher.
    """
    origin, text = message.forward_origin, message.text or message.caption
    if not text:
        return None
    if isinstance(origin, MessageOriginChannel):
        if origin.message_id:
            return post(origin.chat, origin.message_id, text, origin.date)
        return _numberless(origin.chat, text, origin.date) if origin.chat.username else None
    if isinstance(origin, MessageOriginChat) and origin.sender_chat.username:
        return _numberless(origin.sender_chat, text, origin.date)
    return None


def post(channel: Chat, number: int, text: str, date: datetime) -> dict[str, Any]:
    """A post of a channel as a job's payload."""
    return _payload(text, f"{channel_address(channel.id, channel.username)}/{number}", date, channel.title)


def _numberless(chat: Chat, text: str, date: datetime) -> dict[str, Any]:
    """A post whose number Telegram does not tell.

    Its address opens the chat, and ends in what tells the post from the others there: the hash of its words and time.
    """
    told_apart = sha256(f"{date.astimezone(UTC).isoformat()}\n{text}")[:16]
    return _payload(text, f"{channel_address(chat.id, chat.username)}#{told_apart}", date, chat.title)


def _payload(text: str, url: str, date: datetime, publisher: str | None) -> dict[str, Any]:
    first = text.strip().split("\n", 1)[0]
    title = first if not is_longer(first, LONGEST_TITLE) and "\n" in text.strip() else ""
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
    feeding = feeding_of(context)
    shown, safe = name[:100], _safe_name(name)
    payload = {
        "name": safe,
        "shown": shown,
        "url": _post_of(message),
        "mime_type": file.mime_type,
        "publisher": (message.caption or "").strip()[:200] or None,
    }
    now, cause = datetime.now(UTC), cause_of(update, context)
    job_id = await asyncio.to_thread(feeding.jobs.ask, JobKind.DOCUMENT, payload, asker_of(update), now, None, cause)
    folder = feeding.inbox(job_id)
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        await (await persistently(file.get_file)).download_to_drive(folder / safe)
        await asyncio.to_thread(feeding.hand_over, job_id, safe)
    except (TelegramError, OSError):
        await asyncio.to_thread(feeding.jobs.cancel, job_id)
        await asyncio.to_thread(feeding.jobs.finish, job_id, context.now)
        await reply(update, context, phrases.gettext("The file could not be fetched from Telegram; send it again."))
        return
    await begin(job_id, "document", update, context)  # its name may be somebody's, and the trail keeps everything


def _safe_name(name: str) -> str:
    """A file name that is nothing but one: no folders, no marks.

    Its ending is kept.
    """
    last = PurePath(name.replace("\\", "/")).name
    stem, dot, ending = last.rpartition(".")
    safe = _UNSAFE.sub("_", stem if dot else last).strip("._")[:60] or "document"
    return f"{safe}.{_UNSAFE.sub('', ending)[:12].lower()}" if dot and _UNSAFE.sub("", ending) else safe


def _post_of(message: Message) -> str | None:
    """The address of the public post that a document came with.

    None for any other message: where it stands tells who sent it, and opens for nobody else.
    """
    source = message.forward_origin
    if isinstance(source, MessageOriginChannel) and source.chat.username and source.message_id:
        return f"{channel_address(source.chat.id, source.chat.username)}/{source.message_id}"
    return None


def _how_to(phrases: Phrases) -> str:
    return phrases.gettext(
        "Give one or more addresses: /ingest https://… Or send a file (HTML, PDF, text, Markdown, JSON Lines, ZIP, "
        "OPML), or forward a post of a channel."
    )
