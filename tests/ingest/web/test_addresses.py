"""Which addresses may be fetched from, in whatever notation they are written."""

from ipaddress import IPv4Address, ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.addresses import RefusedAddress, Trusted, checked, checked_url, is_public

PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "185.15.59.224", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450::1"]
NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "5f00::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_public_internet_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_all_others_are_not(address: str) -> None:
    assert not is_public(ip_address(address))


NOTATIONS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0177.0.0.1/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://2130706433/",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25eth0]/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://a.localhost/",
    "http://printer.local/",
    "http://db.internal/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://127.0.0.1./",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/",
    "http://router/",
    "http://192.168.1.1:8080/",
    "http://0300.0250.1.1/",
    "http://%31%32%37.0.0.1/",
    "http://user@127.0.0.1/",
    "http://1.1.1.1@10.0.0.1/",
]


@pytest.mark.parametrize("url", NOTATIONS)
def test_a_private_host_is_refused_in_every_notation(url: str) -> None:
    with pytest.raises(RefusedAddress):
        checked_url(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/a", "http"),
        ("file:///etc/passwd", "http"),
        ("javascript:alert(1)", "http"),
        ("gopher://example.org/", "http"),
        ("//example.org/a", "http"),
        ("example.org/a", "http"),
        ("http://", "no host"),
        ("http://user:secret@example.org/", "user"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:99999/", "not an address"),
        ("http://[::1/", "not an address"),
        ("http://example.org/\n", "characters"),
        ("http://example.org/a b", "characters"),
        ("http://example.org\\@evil.example/", "characters"),
        ("http://example.org/" + "a" * 3000, "longer"),
        ("", "http"),
    ],
)
def test_a_refusal_says_why(url: str, reason: str) -> None:
    with pytest.raises(RefusedAddress, match=reason):
        checked_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=c#d",
        "http://example.org:8080/",
        "https://xn--mgbaam7a8h.example.org/",
        "https://مثال.org/خبر",
    ],
)
def test_usual_addresses_are_taken(url: str) -> None:
    assert checked_url(url).hostname


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(RefusedAddress, match=r"two\.example"):
        checked(["8.8.8.8", "10.0.0.1"], "two.example")
    with pytest.raises(RefusedAddress, match="no address"):
        checked([], "none.example")
    assert checked(["8.8.8.8", "1.1.1.1"], "good.example") == IPv4Address("8.8.8.8")


def test_what_an_operator_trusts_is_taken_at_its_port_only() -> None:
    trusted = (Trusted("127.0.0.1", 8099),)
    assert checked_url("http://127.0.0.1:8099/feed", trusted).port == 8099
    for other in ("http://127.0.0.1:8098/feed", "http://127.1:8099/feed", "http://localhost:8099/feed"):
        with pytest.raises(RefusedAddress):
            checked_url(other, trusted)


@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_another_one_is_never_public(number: int) -> None:
    inside = [
        0xFFFF << 32 | number,  # IPv4-mapped
        number,  # IPv4-compatible
        0x64FF9B << 96 | number,  # NAT64
        0x2002 << 112 | number << 80,  # 6to4
        0x2001_0000 << 96 | number,  # Teredo
    ]
    assert not any(is_public(ip_address(one.to_bytes(16, "big"))) for one in inside)


@given(st.text(max_size=60) | st.from_regex(r"https?://[^ ]{1,40}", fullmatch=True))
def test_no_text_is_taken_that_is_no_web_address(text: str) -> None:
    try:
        parts = checked_url(text)
    except RefusedAddress as error:
        assert "\n" not in str(error)
    else:
        assert parts.scheme in ("http", "https") and urlsplit(text).hostname
