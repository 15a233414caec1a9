"""Tokens of an authority of time: what they prove, and what they do not."""

from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import SettingsError
from retrieval.library.stamps.tokens import StampError, read_trust, request_for, verified
from tests.authority import Authority, new_authority

SHA256 = "ab" * 32


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return new_authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return new_authority(tmp_path_factory.mktemp("authority") / "other", "Another authority")


def test_a_token_that_was_altered_proves_nothing(authority: Authority) -> None:
    token, trust = authority.stamp(request_for(SHA256).as_bytes()), read_trust(authority.certificates)
    assert verified(token, SHA256, trust)
    for at in range(40, len(token), 97):
        altered = token[:at] + bytes([token[at] ^ 1]) + token[at + 1 :]
        try:
            assert verified(altered, SHA256, trust) == verified(token, SHA256, trust)  # a byte that nothing says
        except StampError:
            continue
    for broken in (b"", token[:-1], token[: len(token) // 2], b"<html>", token + b"x"):
        with pytest.raises(StampError):
            verified(broken, SHA256, trust)


def test_a_token_for_another_hash_another_nonce_or_of_another_authority_is_refused(
    authority: Authority, other: Authority
) -> None:
    request, trust = request_for(SHA256), read_trust(authority.certificates)
    token = authority.stamp(request.as_bytes())
    assert verified(token, SHA256, trust, request.nonce)
    with pytest.raises(StampError, match="Mismatch between messages"):
        verified(token, "cd" * 32, trust, request.nonce)
    with pytest.raises(StampError, match="Nonce"):
        verified(token, SHA256, trust, (request.nonce or 0) + 1)
    with pytest.raises(StampError):
        verified(other.stamp(request.as_bytes()), SHA256, trust, request.nonce)
    with pytest.raises(StampError):
        verified(token, SHA256, read_trust(other.certificates), request.nonce)


@pytest.mark.parametrize(("days", "usage"), [(-1, "timeStamping"), (30, "serverAuth")])
def test_a_certificate_that_had_expired_or_is_for_something_else_proves_nothing(
    days: int, usage: str, tmp_path: Path
) -> None:
    authority = new_authority(tmp_path / "authority", days=days, usage=usage)
    request = request_for(SHA256)
    try:
        token = authority.stamp(request.as_bytes())
    except Exception as error:  # openssl itself refuses to stamp with such a certificate
        assert usage == "serverAuth", error
        return
    with pytest.raises(StampError):
        verified(token, SHA256, read_trust(authority.certificates), request.nonce)


def test_a_certificate_between_is_no_root(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "signer.pem").write_bytes((authority.folder / "signer.pem").read_bytes())
    with pytest.raises(SettingsError, match="holds no root"):
        read_trust(tmp_path / "signer.pem")
    both = (authority.folder / "signer.pem").read_bytes() + authority.certificates.read_bytes()
    (tmp_path / "both.pem").write_bytes(both)
    trust = read_trust(tmp_path / "both.pem")
    token = authority.stamp(request_for(SHA256).as_bytes())
    assert verified(token, SHA256, trust) == verified(token, SHA256, replace(trust, others=()))
