"""Which addresses Telegram takes in a link or a button, and what a deep link may carry."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

PROTOCOLS = {"http", "https", "ton", "tg", "tonsite"}
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")  # https://core.telegram.org/bots/features#deep-linking
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_HOST = re.compile(r"[^\s.]+(\.[^\s.]+)+")


class BadLinkError(ValueError):
    """An address that Telegram refuses; the text says why, in Telegram's words."""


def check_link(url: str) -> str:
    """Give the address as Telegram keeps it, or raise BadLinkError.

    A missing protocol becomes http, as Telegram adds it; a host needs a dot, so `localhost` is refused.
    """
    scheme = _SCHEME.match(url)
    if scheme is None:
        return check_link(f"http://{url}") if url.strip() else _refuse(url, "URL host is empty")
    if scheme[1].lower() not in PROTOCOLS:
        return _refuse(url, "Unsupported URL protocol")
    if scheme[1].lower() in {"http", "https"} and not _has_host(url):
        return _refuse(url, "Wrong HTTP URL")
    return url


def deep_link_fault(url: str, bot_username: str) -> str | None:
    """Say what is wrong with the payload of a deep link to this bot; None for any other link."""
    address = urlsplit(url)
    path = address.path.strip("/").lower()
    if address.netloc.lower() not in {"t.me", "telegram.me"} or path != bot_username.lower():
        return None
    payloads = parse_qs(address.query, keep_blank_values=True)
    for key in ("start", "startgroup"):
        for payload in payloads.get(key, []):
            if payload and not START_PARAMETER.fullmatch(payload):
                return f"{key}={payload!r} is not 1-64 characters of A-Z a-z 0-9 _ -"
    return None


def _has_host(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        _ = urlsplit(url).port
    except ValueError:
        return False
    return ":" in host or _HOST.fullmatch(host) is not None


def _refuse(url: str, reason: str) -> str:
    raise BadLinkError(f"URL '{url}' is invalid: {reason}")
