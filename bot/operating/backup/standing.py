"""The words of standing questions in a backup: sealed for the bot's token, as updates are that wait to be dealt with.

Without them a standing question could not be answered once a library is put back; in the clear they do not leave it.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text, update
from sqlmodel import col

from bot.inbox.seal import Seal
from retrieval.library.database import write_transaction
from retrieval.library.incident_models import Watch

MEMBER = "standing_questions.json"


def asked(connection: Connection) -> dict[int, Any]:
    """How standing questions were asked, by the id of their watch."""
    if not inspect(connection).has_table("watches"):
        return {}
    rows = connection.execute(text("SELECT id, asked FROM watches WHERE asked IS NOT NULL ORDER BY id"))
    return {id_: json.loads(words) if isinstance(words, str) else words for id_, words in rows if words}


def sealed(questions: dict[int, Any], token: str | None) -> Iterator[bytes]:
    """The questions, sealed. None of them where there is no token."""
    seal = Seal(token) if token else None
    yield json.dumps({str(id_): seal.seal(words) for id_, words in questions.items()} if seal else {}).encode()


def put_back(engine: Engine, plain: bytes, token: str | None) -> int:
    """Give the standing questions their words again.

    The result is how many could not be opened: they were sealed for another token.
    """
    lost = 0
    seal = Seal(token or "")
    with write_transaction(engine) as session:
        for id_, text_ in json.loads(plain).items():
            words = seal.open(text_)
            lost += not words
            if words:
                session.execute(update(Watch).where(col(Watch.id) == int(id_)).values(asked=words))
    return lost
