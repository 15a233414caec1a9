"""What updates say, sealed: whoever reads the database, a copy of it or its log has no words of readers in them."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from bot.inbox.updates import Body


class Seal:
    """Seals and opens with a key that is made of a bot's token, which every process of the bot has and no database."""

    def __init__(self, token: str) -> None:
        key = hashlib.sha256(b"dateline inbox " + token.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, body: Body) -> str:
        """A body as it is kept (https://github.com/fernet/spec)."""
        return self._fernet.encrypt(json.dumps(body).encode()).decode()

    def open(self, sealed: str | None) -> dict[str, Any]:
        """The body again.

        An empty one where there is none, or where it was sealed for a token that is no more.
        """
        try:
            body: dict[str, Any] = json.loads(self._fernet.decrypt(sealed or ""))
        except InvalidToken:
            return {}
        return body
