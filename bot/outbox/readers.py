"""How chats want to be told things, and whether they can be reached."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from bot.models import ChatSettings
from bot.outbox.schedule import Clock, QuietHours
from retrieval.library.database import is_sqlite, read_session, write_transaction


class Readers:
    """The chats of one library.

    Every call blocks.
    """

    def __init__(self, engine: Engine, default: ZoneInfo) -> None:
        self.engine = engine
        self.default = default

    def get(self, chat_id: int) -> ChatSettings:
        """What a chat has set.

        Where it has set nothing, settings that are all empty.
        """
        with read_session(self.engine) as session:
            return session.get(ChatSettings, chat_id) or ChatSettings(chat_id=chat_id)

    def is_known(self, chat_id: int) -> bool:
        """Whether anything is kept of how a chat wants to be told things."""
        with read_session(self.engine) as session:
            return session.get(ChatSettings, chat_id) is not None

    def clock(self, settings: ChatSettings) -> Clock:
        """A chat's clock.

        The default zone where it has set none, or one that this machine does not know any more.
        """
        quiet = None
        if settings.quiet_from is not None and settings.quiet_until is not None:
            quiet = QuietHours(settings.quiet_from, settings.quiet_until)
        return Clock(zone_named(settings.zone or "") or self.default, quiet, settings.muted_until)

    def clock_of(self, chat_id: int) -> Clock:
        """The clock of a chat by its id."""
        return self.clock(self.get(chat_id))

    def set(self, chat_id: int, **values: Any) -> ChatSettings:
        """Note what a chat wants: language, zone, quiet_from, quiet_until, muted_until."""
        with write_transaction(self.engine) as session:
            set_in(session, chat_id, **values)
        return self.get(chat_id)

    def note_language(self, chat_id: int, language: str | None) -> None:
        """Note in which language a chat speaks, where something is kept of it: looking keeps nothing."""
        with write_transaction(self.engine) as session:
            session.execute(update(ChatSettings).where(col(ChatSettings.chat_id) == chat_id).values(language=language))

    def note_unreachable(self, chat_id: int, since: datetime, known_at: float) -> None:
        """Note that a chat cannot be reached, so that nothing is sent to it.

        The bot was blocked or thrown out, or there is nobody any more. `known_at` is the Unix time of which this is
        known. Nothing where the chat came back after that: a refusal may arrive later than the news that it is over.
        """
        with write_transaction(self.engine) as session:
            ensure_in(session, [chat_id])
            gone = update(ChatSettings).where(
                col(ChatSettings.chat_id) == chat_id, col(ChatSettings.back_at) < known_at
            )
            session.execute(gone.values(unreachable_since=since))

    def note_reachable(self, chat_id: int, known_at: float, also: Callable[[Session], None] | None = None) -> bool:
        """Note that a chat can be reached, as of a Unix time.

        True if it could not be reached before. Where it could not, what `also` writes is written with it, before
        anybody sends the chat anything.
        """
        with write_transaction(self.engine) as session:
            here = col(ChatSettings.chat_id) == chat_id
            gone = session.scalar(select(col(ChatSettings.unreachable_since)).where(here))
            if gone is not None and also is not None:
                also(session)
            back = update(ChatSettings).where(here, col(ChatSettings.back_at) <= known_at)
            session.execute(back.values(unreachable_since=None, back_at=known_at))
            return gone is not None


def set_in(session: Session, chat_id: int, **values: Any) -> None:
    """Note something of a chat in the session's transaction, whether or not it is known."""
    build = sqlite.insert if is_sqlite(session.get_bind()) else postgresql.insert
    row = build(ChatSettings).values(chat_id=chat_id, **({"free_at": 0.0, "back_at": 0.0} | values))
    session.execute(
        row.on_conflict_do_update(index_elements=["chat_id"], set_=values)
        if values
        else row.on_conflict_do_nothing(index_elements=["chat_id"])
    )


def ensure_in(session: Session, chat_ids: Collection[int]) -> None:
    """Know chats in the session's transaction, with nothing set where they were not known."""
    build = sqlite.insert if is_sqlite(session.get_bind()) else postgresql.insert
    row = build(ChatSettings).on_conflict_do_nothing(index_elements=["chat_id"])
    if chat_ids:
        session.execute(row, [{"chat_id": chat_id, "free_at": 0.0, "back_at": 0.0} for chat_id in sorted(chat_ids)])


def move_in(session: Session, chat_id: int, to: int) -> None:
    """Move what a group had set to the supergroup that it became."""
    settings = session.get(ChatSettings, chat_id)
    if settings is None:
        return
    kept = settings.model_dump(exclude={"chat_id"})
    session.execute(delete(ChatSettings).where(col(ChatSettings.chat_id) == chat_id))
    session.expunge_all()
    set_in(session, to, **kept)


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of an IANA name, in any case and with spaces: "europe/berlin", "Europe / Berlin"."""
    known = _zones().get("".join(name.split()).casefold())
    try:
        return ZoneInfo(known) if known else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def zones_of_city(name: str) -> list[str]:
    """The zones that a word is the last part of: "Berlin" is "Europe/Berlin", "New York" "America/New_York"."""
    wanted = "_".join(name.split()).casefold()
    return sorted(zone for key, zone in _zones().items() if wanted and key.rpartition("/")[2] == wanted)


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if not name.startswith(("posix", "right"))}
