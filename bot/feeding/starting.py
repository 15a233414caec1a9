"""Something to take in is handed to the durable engine, and a message shows how far it is."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from telegram import Update

from bot.context import Context, phrases_of
from bot.feeding.job_messages import render_job
from bot.people import audit
from bot.people.rights import acting_person
from bot.transport.sending import reply
from ingest.feeding.feeding import Feeding
from ingest.feeding.jobs import Asker, JobKind, Progress
from retrieval.errors import StoreError


async def take(kind: JobKind, payload: Mapping[str, Any], update: Update, context: Context, total: int) -> None:
    """Have something taken in, and answer at once with how far that is."""
    feeding = feeding_of(context)
    job_id = await asyncio.to_thread(
        feeding.jobs.ask, kind, payload, asker_of(update), datetime.now(UTC), total, cause_of(update, context)
    )
    await begin(job_id, str(payload.get("url") or len(payload.get("urls", ()))), update, context)


async def begin(job_id: str, subject: str, update: Update, context: Context) -> None:
    """Answer at once with how far the job is, and hand it to the durable engine."""
    feeding = feeding_of(context)
    progress: Progress | None = await asyncio.to_thread(feeding.jobs.get, job_id)
    sent = await reply(update, context, render_job(progress, [], phrases_of(update))) if progress else None
    if progress is None or sent is None:
        return
    if progress.job.message_id is None:  # else all this was done before the process ended that did it
        audit.record(context.services.library.engine, acting_person(update), "ingest", subject, {"job": job_id})
        await asyncio.to_thread(feeding.jobs.shown_in, job_id, sent.message_id)
    await asyncio.to_thread(feeding.take_in, job_id)


def asker_of(update: Update) -> Asker:
    """Who asks for something, and where its progress is shown."""
    message = update.effective_message
    return Asker(
        user_id=acting_person(update),
        chat_id=message.chat.id if message else None,
        thread_id=message.message_thread_id if message and message.is_topic_message else None,
        language=phrases_of(update).language,
    )


def cause_of(update: Update, context: Context) -> str:
    """What makes an update's job the same one when the update is handled anew."""
    return f"{context.bot.id}/{update.update_id}"


def feeding_of(context: Context) -> Feeding:
    """What takes articles in.

    StoreError where this bot only answers.
    """
    feeding = context.bot_data.feeding
    if feeding is None:
        raise StoreError("this bot only answers: articles are taken in by the one that `dateline run` starts")
    return feeding
