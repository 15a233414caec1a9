"""The Telegram channels whose posts are taken in."""

from datetime import datetime

from sqlalchemy import Engine, update
from sqlmodel import col

from retrieval.library.database import read_session, write_transaction
from retrieval.library.sources import Channel


class Channels:
    """The channels of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def follow(self, chat_id: int, title: str, username: str | None, by: int, now: datetime) -> None:
        """Take in the posts of a channel from now on.

        One that was left before goes on.
        """
        with write_transaction(self._engine) as session:
            known = session.get(Channel, chat_id)
            channel = known or Channel(chat_id=chat_id, title=title, added_by=by, added_at=now)
            channel.title, channel.username, channel.left_at = title, username, None
            session.add(channel)

    def leave(self, chat_id: int, now: datetime) -> None:
        """Take in no more posts of a channel.

        Its articles stay.
        """
        self._set(chat_id, left_at=now)

    def is_followed(self, chat_id: int) -> bool:
        """Whether the posts of a channel are taken in."""
        with read_session(self._engine) as session:
            channel = session.get(Channel, chat_id)
        return channel is not None and channel.left_at is None

    def posted(self, chat_id: int, now: datetime) -> None:
        """Note that a channel has sent a post."""
        self._set(chat_id, post_at=now, silence_told_at=None)

    def _set(self, chat_id: int, **values: datetime | None) -> None:
        with write_transaction(self._engine) as session:
            session.connection().execute(update(Channel).where(col(Channel.chat_id) == chat_id).values(**values))
