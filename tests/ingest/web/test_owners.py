"""Who owns an address decides who may say what stands there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.owners import owner_of, owns


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://example.org/a", "example.org"),
        ("https://WWW.Example.ORG./a", "example.org"),
        ("http://amp.example.org:8080/a", "example.org"),
        ("https://feeds.wire.example.co.uk/a", "example.co.uk"),
        ("https://wire.blogspot.com/2024/11/a.html", "wire.blogspot.com"),
        ("https://wire.wordpress.com/2024", "wire.wordpress.com"),
        ("https://m.facebook.com/wire/posts/1", "facebook.com/wire"),
        ("https://www.facebook.com/wire/posts/2", "facebook.com/wire"),
        ("https://wire.github.io/a", "wire.github.io"),
        ("https://medium.com/@wire/a", "medium.com/@wire"),
        ("https://t.me/NorthWire/12", "t.me/northwire"),
        ("https://t.me/c/123/4", "t.me/c/123"),
        ("https://t.me/s/northwire/12", "t.me/northwire"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("http://[2001:4860::1]/a", "2001:4860::1"),
        ("http://localhost/a", "localhost"),
        ("https://دمشق.example.org/a", "example.org"),
        ("https://blogspot.com/a", "blogspot.com/a"),
        ("newsroom:0123456789abcdef", "newsroom:0123456789abcdef"),
        ("file:///a.txt", "file:///a.txt"),
        ("https://[::1", "https://[::1"),
    ],
)
def test_an_address_has_one_owner(url: str, owner: str) -> None:
    assert owner_of(url) == owner


@pytest.mark.parametrize(
    ("speaker", "url", "may"),
    [
        ("https://www.example.org/feed", "https://m.example.org/1", True),
        ("http://example.org/feed", "https://example.org:8443/1", True),
        ("https://example.org.evil.example/feed", "https://example.org/1", False),
        ("https://example.org@evil.example/feed", "https://example.org/1", False),
        ("https://one.blogspot.com/feed", "https://two.blogspot.com/1", False),
        ("https://one.wordpress.com/feed", "https://www.two.wordpress.com/1", False),
        ("https://medium.com/@one/feed", "https://medium.com/@two/1", False),
        ("https://t.me/one", "https://t.me/two/1", False),
        ("https://one.co.uk/feed", "https://two.co.uk/1", False),
        ("http://10.0.0.1/feed", "http://10.0.0.2/1", False),
        ("https://xn--mgbaakc7dvf.example/feed", "https://other.example/1", False),
    ],
)
def test_only_who_owns_an_address_speaks_for_it(speaker: str, url: str, may: bool) -> None:
    assert owns(speaker, url) is may


@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_stands_for_an_address_has_an_owner(text: str, path: str) -> None:
    for url in (text, f"https://{text}/{path}"):
        assert isinstance(owner_of(url), str)
        assert owns(url, url)
