"""Which outlet publishes under a name and an address: one with several names, domains or languages is counted once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from retrieval import data
from retrieval.text.folding import fold


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets that are known by more than one name or domain, and the hosts on which anybody publishes."""

    by_name: Mapping[str, str]  # folded
    by_domain: Mapping[str, str]
    shared: frozenset[str]


def outlet(publisher: str, url: str, speaker: str | None = None) -> str:
    """A key for the outlet of an article: known outlets by domain, then by name.

    Others by the host they are on. Where the host says nothing (a file, a forwarded message, a social network) the name
    has to. Where a `speaker` says of an address what stands there, the outlet is the speaker.
    """
    outlets = known_outlets()
    host = _host(f"https://{speaker}/" if speaker else url)
    name = _name(publisher)
    domain = _known(host, outlets.by_domain)
    if domain is not None:
        return outlets.by_domain[domain]
    if name in outlets.by_name:
        return outlets.by_name[name]
    return name if name and (not host or _known(host, outlets.shared)) else host


@cache
def known_outlets() -> Outlets:
    """Load the packaged outlets."""
    listed = data.toml("publishers.toml")
    outlets = listed["outlets"].items()
    return Outlets(
        by_name={_name(name): key for key, listed in outlets for name in listed["names"]},
        by_domain={domain: key for key, listed in outlets for domain in listed["domains"]},
        shared=frozenset(listed["shared"]["hosts"]),
    )


_NUMBERED = re.compile(r"\s*\(\d+\)$")
_LANGUAGES = re.compile(r"^(?:(?:www|m|mobile|amp|news|en|ar|tr|ku|fr|de|english|arabic|turkce|kurdi)\.)+(?=[^.]+\.)")


def _name(publisher: str) -> str:
    """A name as it is compared: "@SyriaTV (2)" and "Syria TV" differ in spaces only, which are left out."""
    return fold(_NUMBERED.sub("", publisher)).replace(" ", "")


def _host(url: str) -> str:
    """The host of an address, without the subdomains that stand for a language or a device."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _LANGUAGES.sub("", host)


def _known(host: str, domains: Mapping[str, str] | frozenset[str]) -> str | None:
    """The domain among `domains` that a host is or lies in."""
    labels = host.split(".")
    tails = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((tail for tail in tails if tail in domains), None)
