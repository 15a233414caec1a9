"""Delivering updates to the bot's own address, again and again until it says 2xx."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from tests.telegram.errors import bad_request
from tests.telegram.traffic.updates import Updates
from tests.telegram.types import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class WebhookTarget:
    """Where updates go: an address, the secret that proves who sends, and how many may be under way."""

    url: str
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""

    def check(self) -> None:
        """Refuse what Telegram refuses; plain http is taken on loopback, as a local Bot API server does."""
        address = urlsplit(self.url)
        if len(self.secret) > 256:
            raise bad_request("secret token is too long")
        if not _SECRET.fullmatch(self.secret):
            raise bad_request("secret token contains unallowed characters")
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise bad_request("invalid webhook URL specified")
        if address.scheme == "http" and address.hostname not in {"127.0.0.1", "localhost", "::1"}:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


class Webhook:
    """The task that posts one update after the other."""

    def __init__(self, updates: Updates, now: Callable[[], int], retry_delay: float) -> None:
        self.target: WebhookTarget | None = None
        self.last_error: tuple[int, str] | None = None
        self._updates = updates
        self._now = now
        self._retry_delay = retry_delay
        self._task: asyncio.Task[None] | None = None

    async def set(self, target: WebhookTarget | None) -> None:
        """Deliver to another address from now on, or to none."""
        await self.close()
        self.target, self.last_error = target, None
        if target is not None:
            self._task = asyncio.create_task(self._deliver(target))
        self._updates.touch()

    async def close(self) -> None:
        """Stop delivering; what is under way is given up and stays pending."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._task, self.target = None, None

    def to_json(self) -> Json:
        """Describe it as getWebhookInfo does."""
        body: Json = {
            "url": self.target.url if self.target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self.target:
            body["max_connections"] = self.target.max_connections
            body |= {"ip_address": self.target.ip_address} if self.target.ip_address else {}
        if self.last_error:
            body |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        if self._updates.allowed:
            body["allowed_updates"] = sorted(self._updates.allowed)
        return body

    async def _deliver(self, target: WebhookTarget) -> None:
        headers = {SECRET_HEADER: target.secret} if target.secret else {}
        async with httpx.AsyncClient(headers=headers, timeout=30, trust_env=False) as client:
            while True:
                update = self._updates.next_undelivered()
                if update is None:
                    await self._updates.change()
                elif fault := await _post(client, target.url, update):
                    self.last_error = (self._now(), fault)
                    self._updates.touch()
                    await asyncio.sleep(self._retry_delay)
                else:
                    self._updates.delivered(update)


async def _post(client: httpx.AsyncClient, url: str, update: Json) -> str | None:
    """Post one update; say what went wrong, in Telegram's words, or None."""
    try:
        response = await client.post(url, json=update)
    except httpx.ConnectError:
        return "Connection refused"
    except httpx.HTTPError as fault:
        return f"Connection closed: {fault}"
    if response.is_success:
        return None
    return f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
