"""The watches of a library in a backup: what each is for, and its reader's words apart, sealed for the bot's token.

In the clear a reader's words do not leave a library. Without them a watch tells as before and is shown by the usual
names of its places; a standing question, which is asked again by its words, ends.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, inspect, text, update
from sqlmodel import Session, col

from bot.inbox.seal import Seal
from retrieval.library.database import write_transaction
from retrieval.library.incident_models import Watch, WatchKey
from retrieval.watches.terms import Terms

MEMBER = "watches.json"


@dataclass(frozen=True, slots=True)
class KeptWatch:
    """What a watch is for, in its reader's words."""

    id: int
    terms: Mapping[str, Any]
    asked: Mapping[str, Any] | None  # of a question that stands until it is answered

    def plain(self, seal: Seal | None) -> dict[str, Any]:
        """As it stands in a backup."""
        words = seal.seal({"terms": self.terms, "asked": self.asked}) if seal else None
        return {
            "id": self.id,
            "terms": Terms.from_plain(self.terms).wordless().plain(),
            "is_question": self.asked is not None,
            "words": words,
        }


def watches(connection: Connection) -> list[KeptWatch]:
    """The watches of a library."""
    if not inspect(connection).has_table("watches"):
        return []
    rows = connection.execute(text("SELECT id, terms, asked FROM watches ORDER BY id"))
    return [KeptWatch(id_, _read(terms) or {}, _read(asked)) for id_, terms, asked in rows]


def packed(kept: list[KeptWatch], token: str | None) -> Iterator[bytes]:
    """The watches as a member of a backup. Without a token, their words are not in it."""
    seal = Seal(token) if token else None
    yield json.dumps([watch.plain(seal) for watch in kept], ensure_ascii=False).encode()


def put_back(engine: Engine, plain: bytes, token: str | None) -> int:
    """Give the watches of a restored library what they are for.

    The result is how many standing questions end, since their words cannot be opened.
    """
    seal, ended = Seal(token or ""), []
    with write_transaction(engine) as session:
        for one in json.loads(plain):
            words = seal.open(one["words"])
            if one["is_question"] and not words:
                ended.append(int(one["id"]))
            _set(session, int(one["id"]), words or {"terms": one["terms"], "asked": None})
        session.execute(delete(WatchKey).where(col(WatchKey.watch_id).in_(ended)))
        session.execute(delete(Watch).where(col(Watch.id).in_(ended)))
    return len(ended)


def _set(session: Session, watch_id: int, words: Mapping[str, Any]) -> None:
    here = update(Watch).where(col(Watch.id) == watch_id)
    session.execute(here.values(terms=words["terms"], asked=words["asked"]))


def _read(value: Any) -> Any:
    """JSON as a driver gives it: PostgreSQL's has read it already."""
    return json.loads(value) if isinstance(value, str) else value
