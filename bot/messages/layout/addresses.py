"""Addresses that a message may lead to: pages of the public web, and nothing that acts on whoever opens it."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from ingest.web.addresses import is_public_host

_TELEGRAM = re.compile(r"(?:^|\.)(?:t\.me|telegram\.me|telegram\.dog)$")

# A public chat or a post in it, and a post of a chat without a name (https://core.telegram.org/api/links).
_POST = re.compile(r"/(?:s/)?(?P<name>[A-Za-z]\w{3,31})(?:/\d+){0,2}/?$|/c/\d+(?:/\d+){1,2}/?$", re.ASCII)

# First words of Telegram's links that do something: join, pay, set a proxy, log in.
_ACTS = frozenset(
    {
        "addemoji", "addlist", "addstickers", "addtheme", "boost", "call", "confirmphone", "contact", "giftcode",
        "invoice", "joinchat", "login", "newbot", "proxy", "setlanguage", "share", "socks",
    }
)  # fmt: skip


def is_web_address(url: str) -> bool:
    """Whether a phone may be sent there: http or https, a public host, nobody's password in it.

    Of Telegram's own links only those to public chats and posts: others join, pay, or start a bot.
    """
    parts = _parts(url)
    if parts is None or parts.scheme not in ("http", "https") or "@" in parts.netloc or "\\" in url:
        return False
    if not url.isprintable() or " " in url or not is_public_host(parts.hostname or ""):
        return False
    return not _TELEGRAM.search(_host(parts)) or _is_post(parts)


def shown_address(url: str, most: int = 100) -> str:
    """An address that is only shown: on one line, and without the name and password that it may hold."""
    parts = _parts(url)
    if parts is not None and "@" in parts.netloc:
        url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    printable = "".join(character if character.isprintable() else "\ufffd" for character in url)
    return printable if len(printable) <= most else printable[: most - 1] + "…"


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").lower()


def _is_post(parts: SplitResult) -> bool:
    found = _POST.match(parts.path)
    is_plain = parts.query in ("", "single") and _host(parts).removeprefix("www.").count(".") == 1
    return is_plain and found is not None and (found["name"] or "").lower() not in _ACTS
