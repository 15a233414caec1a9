"""The messages that show how far jobs are, edited in place until they show the end.

Those of before a restart are kept up to date as well.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from sqlmodel import col, func, select
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.context import TERMINAL, BotState
from bot.feeding.job_messages import MOST_LINES, Described, published, render_job
from bot.messages.layout.message import OutMessage
from bot.phrases.catalogues import Phrases, phrases_for
from bot.upkeep import beside, stopped_within
from ingest.feeding.jobs import FAILED, Jobs, Progress
from ingest.feeding.models import JobItem
from retrieval.incidents.news import old_articles
from retrieval.library.database import read_session
from retrieval.library.models import Article, Mention, Passage, Role
from retrieval.library.new_article import Kept
from retrieval.places.keys import holds_sound
from retrieval.services import Services

log = logging.getLogger(__name__)

# Between two looks at the jobs: Telegram allows a message a second in a chat, edits included.
SECONDS = 1.5

# Places that are named of an article, so that it stays one line.
MOST_PLACES = 3


@asynccontextmanager
async def progress_shown(bot: Bot, state: BotState, only: int | None = None) -> AsyncIterator[None]:
    """Keep the messages of jobs up to date for the length of the block, or `only` those of one chat."""
    if state.feeding is None:
        yield
        return
    async with beside(_show_all(bot, state, state.feeding.jobs, only), state, "progress"):
        yield


async def _show_all(bot: Bot, state: BotState, jobs: Jobs, only: int | None) -> None:
    shown: dict[str, str] = {}
    while not await stopped_within(state, SECONDS):
        for job_id in await asyncio.to_thread(jobs.untold, only):
            await _show(bot, state, jobs, job_id, shown, only)


async def _show(
    bot: Bot, state: BotState, jobs: Jobs, job_id: str, shown: dict[str, str], only: int | None = None
) -> None:
    """Bring one message up to date.

    What Telegram does not take now is tried at the next look. What was asked for in a terminal is shown there alone.
    """
    progress = await asyncio.to_thread(jobs.get, job_id)
    if progress is None or (only is None and progress.job.chat_id == TERMINAL):
        return
    message = await asyncio.to_thread(_rendered, state.services, progress, state.settings.now())
    try:
        if shown.get(job_id) != message.text:
            await _edit(bot, progress, message)
            shown[job_id] = message.text
    except RetryAfter:
        return
    except (BadRequest, Forbidden) as error:
        log.info("The message of job %s cannot be edited: %s", job_id, error)  # deleted, or the chat is closed to us
    except TelegramError as error:
        log.warning("The message of job %s was not edited: %s", job_id, error)
        return
    if progress.is_over:
        shown.pop(job_id, None)
        await asyncio.to_thread(jobs.told, job_id, state.settings.now())


async def _edit(bot: Bot, progress: Progress, message: OutMessage) -> None:
    try:
        await bot.edit_message_text(
            message.text,
            chat_id=progress.job.chat_id,
            message_id=progress.job.message_id,
            entities=message.entities,
            reply_markup=message.keyboard,
        )
    except BadRequest as error:
        if "not modified" not in str(error).lower():  # it shows this already: somebody else was here, or a restart
            raise


def _rendered(services: Services, progress: Progress, now: datetime) -> OutMessage:
    phrases = phrases_for(progress.job.language)
    # What was refused comes first: it is what somebody has to act on.
    ordered = sorted(progress.items, key=lambda item: item.outcome != FAILED)[:MOST_LINES] if progress.is_over else []
    return render_job(progress, describe(services, ordered, phrases), phrases, _old(services, progress, now))


def _old(services: Services, progress: Progress, now: datetime) -> int:
    """How many articles a job that is over brought that are too old to alert anybody."""
    brought = [item.article_id for item in progress.items if item.article_id and item.outcome == Kept.ADDED.value]
    return old_articles(services.library.engine, brought, now) if progress.is_over and brought else 0


def describe(services: Services, items: Sequence[JobItem], phrases: Phrases) -> list[tuple[JobItem, Described | None]]:
    """What items brought, for the lines of their job."""
    return [(item, described(services, item.article_id, phrases) if item.article_id else None) for item in items]


def described(services: Services, id_: str, phrases: Phrases) -> Described | None:
    """An article as a job's line shows it.

    None where there is none of that id.
    """
    with read_session(services.library.engine) as session:
        article = session.get(Article, id_)
        if article is None:
            return None
        passages = session.exec(select(func.count()).where(Passage.article_id == id_, col(Passage.current))).one()
        named = (
            select(Mention.place_id, func.count())
            .join(Passage, col(Passage.id) == col(Mention.passage_id))
            .where(
                Passage.article_id == id_,
                col(Passage.current),
                col(Mention.role) != Role.DATELINE.value,
                ~holds_sound(col(Mention.place_id)),
            )
            .group_by(col(Mention.place_id))
            .order_by(func.count().desc(), col(Mention.place_id))
        )
        places = [services.gazetteer.get(place_id) for place_id, _ in session.exec(named.limit(MOST_PLACES))]
    return Described(
        title=article.title,
        publisher=article.publisher,
        day=published(article.published_at, article.date_source, phrases),
        language=article.language,
        passages=passages,
        places=tuple(place.name for place in places if place),
    )
