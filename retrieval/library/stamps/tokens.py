"""Tokens of RFC 3161: asked for a hash, and verified offline against the certificates that an operator trusts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import DatelineError, SettingsError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampRequest


class StampError(DatelineError):
    """A token proves nothing: why."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The certificates by which tokens are verified."""

    roots: "tuple[Certificate, ...]"
    others: "tuple[Certificate, ...]"  # of the authority itself and of those between, where they are given


def read_trust(path: Path) -> Trust:
    """The certificates of a PEM file. `SettingsError` where it holds no root."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        found = load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"DATELINE_TIMESTAMP_CERTIFICATES={path} is not a PEM file of certificates ({error})."
        ) from error
    roots = tuple(one for one in found if one.issuer == one.subject)
    if not roots:
        raise SettingsError(f"DATELINE_TIMESTAMP_CERTIFICATES={path} holds no root: a certificate that signs itself.")
    return Trust(roots, tuple(one for one in found if one.issuer != one.subject))


def request_for(sha256: str) -> "TimeStampRequest":
    """What an authority is asked: for the hash of a hash, with a nonce, and with its certificate in the answer."""
    from rfc3161_client import TimestampRequestBuilder
    from rfc3161_client.base import HashAlgorithm

    return TimestampRequestBuilder().data(_message(sha256)).hash_algorithm(HashAlgorithm.SHA256).build()


def verified(token: bytes, sha256: str, trust: Trust, nonce: int | None = None) -> datetime:
    """The moment at which an authority stamped a hash, as its answer says it.

    Raises `StampError` for an answer that is none, for another hash or nonce, altered, from nobody that is trusted, or
    by a certificate that did not hold at that moment.
    """
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    verifier = VerifierBuilder(roots=list(trust.roots), intermediates=list(trust.others), nonce=nonce).build()
    try:
        answer = decode_timestamp_response(token)
        verifier.verify_message(answer, _message(sha256))
        return answer.tst_info.gen_time.astimezone(UTC)
    except VerificationError as error:
        raise StampError(f"the token does not hold: {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise StampError(f"the token cannot be read ({error})") from error


def _message(sha256: str) -> bytes:
    return bytes.fromhex(sha256)
