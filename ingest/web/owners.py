"""Who owns a web address: the site that it stands on, or, where anybody publishes on a site, one of its users."""

import re
from functools import cache
from urllib.parse import SplitResult, urlsplit

from publicsuffixlist import PublicSuffixList

from retrieval.library.publishers import known_outlets

# Hosts of one site for other devices, and the one that it is usually called by.
_DEVICES = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)")


def owner_of(url: str) -> str:
    """Who owns an address, as readers know them: "example.org", "wire.blogspot.com", "t.me/northwire".

    That is the domain that somebody registered (by the Public Suffix List, with the domains below which everybody gets
    a name of their own). Below the hosts of `publishers.toml` on which anybody publishes it is the whole host, and on
    such a host itself the first part of the path. What is no web address belongs to nobody but itself.
    """
    try:
        parts = urlsplit(url)
        host = _plain(parts.hostname or "")
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or not host:
        return url
    if _is_number(host):
        return host
    domain = _suffixes().privatesuffix(host) or host
    if domain not in known_outlets().shared:
        return domain
    without_device = _DEVICES.sub("", host)
    return f"{domain}/{_first_of(parts)}" if without_device == domain else without_device


def owns(speaker: str, url: str) -> bool:
    """Whether what stands at one address may say what stands at another: whether they have one owner."""
    return owner_of(speaker) == owner_of(url)


def _plain(host: str) -> str:
    """A host as name servers see it: small letters, no dot behind, other scripts in ASCII."""
    name = host.lower().rstrip(".")
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return name


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _first_of(parts: SplitResult) -> str:
    """The first part of a path, which names a user.

    Telegram shows channels in a browser below `/s/`, and those without a name below `/c/`.
    """
    folders = [folder.lower() for folder in parts.path.split("/") if folder]
    folders = folders[1:] if folders[:1] == ["s"] else folders
    return "/".join(folders[: 2 if folders[:1] == ["c"] else 1])


@cache
def _suffixes() -> PublicSuffixList:
    """The list that ships with the package: nothing is fetched."""
    return PublicSuffixList()
