"""Whether the bot can answer, and what keeps it from it."""

import asyncio
from dataclasses import asdict, dataclass
from typing import Any

from bot.context import BotState
from retrieval.errors import StoreError
from retrieval.library.database import has_current_schema

# Seconds after which a database counts as away: whoever asks for readiness waits about as long.
SECONDS = 3.0

OK = "ok"
AWAY = "the database does not answer"
OTHER_SCHEMA = "the library has the schema of another version of Dateline"
LOADING = "the model is being loaded"
STOPPING = "the bot is stopping"


@dataclass(frozen=True, slots=True)
class Readiness:
    """What there is to say of each thing that an answer needs: "ok", or what is wrong, without any address."""

    database: str
    schema: str
    model: str
    bot: str

    @property
    def is_ready(self) -> bool:
        """Whether a question would be answered now."""
        return set(asdict(self).values()) == {OK}

    def plain(self) -> dict[str, Any]:
        """As JSON tells it."""
        return {"ready": self.is_ready, **asdict(self)}


class ReadinessCheck:
    """Finds out whether one bot is ready.

    However often it is asked, the database is asked by one thread at a time: one that hangs takes no more of them.
    """

    def __init__(self, state: BotState) -> None:
        self._state = state
        self._asking: asyncio.Task[tuple[str, str]] | None = None

    async def __call__(self) -> Readiness:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(asyncio.to_thread(self._database_and_schema), name="readiness")
        try:
            database, schema = await asyncio.wait_for(asyncio.shield(self._asking), SECONDS)
        except TimeoutError:
            database, schema = AWAY, AWAY
        model = OK if self._state.ready.is_set() else LOADING
        return Readiness(database, schema, model, STOPPING if self._state.stopping.is_set() else OK)

    def _database_and_schema(self) -> tuple[str, str]:
        try:
            return OK, OK if has_current_schema(self._state.services.library.engine) else OTHER_SCHEMA
        except StoreError:
            return AWAY, AWAY
