"""Bodies as they were before they were packed for the way, never larger than allowed."""

import zlib
from collections.abc import Iterable, Iterator

from retrieval.errors import SourceError

# Bytes that are unpacked at a time.
PIECE = 65_536
ACCEPTED = "gzip, deflate"


class TooLarge(Exception):
    """A body goes beyond its bound."""


def inflated(chunks: Iterable[bytes], encoding: str, most: int, source: str) -> bytes:
    """The bytes of a body whose `Content-Encoding` is given.

    `TooLarge` beyond `most`, packed or unpacked.
    `SourceError` for an encoding that was not asked for, and for bytes that are not packed as they say.
    """
    body = bytearray()
    try:
        for piece in _unpacked(_bounded(chunks, most), encoding, source):
            body += piece
            if len(body) > most:
                raise TooLarge
    except zlib.error as error:
        raise SourceError(source, f"is not packed as it says ({encoding}); the server is at fault") from error
    return bytes(body)


def _bounded(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    taken = 0
    for chunk in chunks:
        taken += len(chunk)
        if taken > most:
            raise TooLarge
        yield chunk


def _unpacked(chunks: Iterable[bytes], encoding: str, source: str) -> Iterator[bytes]:
    steps = [step.strip().lower() for step in encoding.split(",") if step.strip()]
    if not steps or steps == ["identity"]:
        return iter(chunks)
    if len(steps) > 1 or steps[0] not in ("gzip", "x-gzip", "deflate"):
        raise SourceError(source, f'came packed as "{encoding[:40]}", which was not asked for')
    return _gunzipped(chunks) if steps[0] != "deflate" else _deflated(chunks)


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    return _stepwise(zlib.decompressobj(16 + zlib.MAX_WBITS), chunks)


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Zlib streams and the raw ones that some servers send under the same name (RFC 9110, 8.4.1.2)."""
    given = iter(chunks)
    first = next(given, b"")
    has_header = len(first) > 1 and first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0
    unpack = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
    return _stepwise(unpack, (chunk for part in ([first], given) for chunk in part))


def _stepwise(unpack: "zlib._Decompress", chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack a little at a time, so that a small piece that unpacks to gigabytes is noticed before it has."""
    for chunk in chunks:
        while chunk and not unpack.eof:
            yield unpack.decompress(chunk, PIECE)
            chunk = unpack.unconsumed_tail
    while not unpack.eof and (rest := unpack.decompress(b"", PIECE)):
        yield rest
