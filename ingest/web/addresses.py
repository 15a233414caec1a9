"""Which network addresses may be fetched from: public ones, whatever notation or tunnel they are written in."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from retrieval.errors import SourceError

Address = IPv4Address | IPv6Address
Allowed = Callable[[Address], bool]

# Web servers of publishers answer at these; other ports are services that only look like one (CWE-918).
PORTS = frozenset({80, 443, 8080, 8443})

# Characters.
MAX_URL = 2048

# IANA's special-purpose registries (RFC 6890 and its successors) for IPv4. `ipaddress.is_global` (Python 3.11) calls
# some of them global, so they are written out.
_NOT_PUBLIC_4 = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",  # multicast, reserved, broadcast
)

# Of IPv6 only what is handed out to networks of the world is public; of that, these are not.
_PUBLIC_6 = "2000::/3"
_NOT_PUBLIC_6 = ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")

_LOCAL_NAMES = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa|test|invalid|example|onion)$"
)


@dataclass(frozen=True, slots=True)
class Trusted:
    """A host and a port that an operator allows although it is not public: `DATELINE_FETCH_ALLOW`."""

    host: str
    port: int


class RefusedAddress(SourceError):
    """An address that must not be fetched: which, and why."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet.

    One that carries an IPv4 address inside does not.
    IPv4-mapped, IPv4-compatible, NAT64, 6to4 and Teredo forms reach what they carry by way of a gateway, so no page
    needs them, and a private network behind one must not be reached.
    """
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _networks_4())
    if address.scope_id is not None or address not in _network_6(_PUBLIC_6):
        return False
    return not any(address in _network_6(network) for network in _NOT_PUBLIC_6)


def checked(addresses: Sequence[str], host: str, allowed: Allowed = is_public) -> Address:
    """The first of a host's addresses.

    `RefusedAddress` where any of them is not allowed.
    A name that has a public and a private address is an attempt to have the second one taken.
    """
    parsed = [ip_address(address) for address in addresses]
    if not parsed:
        raise RefusedAddress(host, "has no address; check how it is written")
    if not all(map(allowed, parsed)):
        raise RefusedAddress(host, "is not on the public internet, and only public pages are fetched")
    return parsed[0]


def checked_url(url: str, trusted: Sequence[Trusted] = (), ports: frozenset[int] = PORTS) -> SplitResult:
    """The parts of a web address that may be asked for.

    `RefusedAddress` says what is wrong with another one.
    Only its form is judged: http or https, a host that is no name of a local network, a usual port, no user name.
    Numbers for a host are refused unless they are an address as it is usually written: `127.1`, `0x7f.1` and
    `2130706433` are ways around a check.
    """
    shown = "".join(character if character.isprintable() else "\ufffd" for character in url[:200])
    if len(url) > MAX_URL:
        raise RefusedAddress(shown, f"is longer than {MAX_URL} characters")
    if not url.isprintable() or any(character.isspace() for character in url) or "\\" in url:
        raise RefusedAddress(shown, "has characters that no address has; copy it again")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RefusedAddress(shown, f"is not an address ({error})") from error
    if parts.scheme not in ("http", "https"):
        raise RefusedAddress(shown, "is not a web address; it has to begin with http:// or https://")
    if not host or parts.username is not None or parts.password is not None:
        raise RefusedAddress(shown, "names no host, or a user before it; give the plain address of the page")
    if Trusted(host, port or (443 if parts.scheme == "https" else 80)) in trusted:
        return parts
    if fault := _fault_of_host(host):
        raise RefusedAddress(shown, fault)
    if port is not None and port not in ports:
        raise RefusedAddress(
            shown, f"asks for port {port}; pages are fetched from {', '.join(map(str, sorted(ports)))}"
        )
    return parts


def is_public_host(host: str) -> bool:
    """Whether a host's name is one of the public internet, or an address of it. No name server is asked."""
    return bool(host) and _fault_of_host(host) is None


def _fault_of_host(host: str) -> str | None:
    name = host.rstrip(".").lower()
    literal = _literal(name)
    if literal is not None:
        return None if is_public(literal) else "is not on the public internet, and only public pages are fetched"
    if not name.isascii() and _folded(name) != name:
        return "writes its host with characters that stand for others; give it as its publisher does"
    last = name.rpartition(".")[2]
    if "." not in name or last[:1].isdigit() or "%" in name or _LOCAL_NAMES.search(name):
        return "names no host of the public internet"
    return None


def _literal(name: str) -> Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _folded(name: str) -> str:
    """A name with characters that resolvers take for others (full-width digits, ideographic stops) as those."""
    return unicodedata.normalize("NFKC", name).replace("\u3002", ".")


@cache
def _networks_4() -> tuple[IPv4Network, ...]:
    return tuple(IPv4Network(network) for network in _NOT_PUBLIC_4)


@cache
def _network_6(network: str) -> IPv6Network:
    found = ip_network(network)
    assert isinstance(found, IPv6Network)
    return found
