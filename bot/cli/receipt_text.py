"""A receipt as text and as JSON: for each quotation, where it stands and that it was not changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ingest.keeping.captures import Captures
from retrieval.article import Origin, public_url, published_json
from retrieval.errors import SourceError
from retrieval.library.answered.receipts import Proof, Receipt
from retrieval.library.models import Article, Capture, Version
from retrieval.library.stamps.leaves import Kind
from retrieval.library.stamps.stamps import TimeProof


@dataclass(frozen=True, slots=True)
class CaptureProof:
    """The bytes that a quoted version was read from, and whether they are still what was kept."""

    capture: Capture
    fault: str | None  # why they prove nothing any more

    @classmethod
    def of(cls, capture: Capture, captures: Captures) -> "CaptureProof":
        """Read the bytes again and compare them with their hash."""
        try:
            captures.read(capture)
        except SourceError as error:
            return cls(capture, str(error))
        return cls(capture, None)


Proofs = Mapping[int, CaptureProof]
"""By the id of the capture."""

Times = Mapping[tuple[Kind, int], TimeProof]
"""By what was stamped and the id of its row."""

_NO_TIMES: Times = MappingProxyType({})


def receipt_text(receipt: Receipt, captured: Proofs = MappingProxyType({}), times: Times = _NO_TIMES) -> str:
    """A receipt for people."""
    head = f"Answer {receipt.answer_id}, {receipt.answered_at:%Y-%m-%d %H:%M} UTC, {receipt.outcome.value}"
    if not receipt.proofs:
        return f"{head}\nIt quoted nothing."
    return "\n\n".join([head, *(_proof_text(n, proof, captured, times) for n, proof in enumerate(receipt.proofs, 1))])


def receipt_json(receipt: Receipt, captured: Proofs = MappingProxyType({}), times: Times = _NO_TIMES) -> dict[str, Any]:
    """A receipt for programs."""
    return {
        "answer_id": receipt.answer_id,
        "answered_at": receipt.answered_at.isoformat(),
        "outcome": receipt.outcome.value,
        "quotations": [_proof_json(proof, captured, times) for proof in receipt.proofs],
    }


def _proof_text(number: int, proof: Proof, captured: Proofs, times: Times) -> str:
    if proof.slice is None:
        return (
            f"{number}. NOT PROVEN: the stored version {proof.version_id} no longer has the hash that it was kept "
            "under; restore it from a backup."
        )
    article, version = proof.slice.article, proof.slice.version
    published = published_json(article.published_at, article.published_precision) or "date not known"
    return "\n".join(
        [
            f"{number}. ▎ {proof.slice.text}",
            f"   {article.publisher}, {published}: {article.title}",
            f"   {public_url(article.id, article.url)}",
            f"   {spoken_text(article, version)}",
            f"   characters {proof.start}–{proof.end} of version {version.number}, "
            f"kept {version.kept_at:%Y-%m-%d %H:%M} UTC",
            f"   article {article.id}, SHA-256 of the version's text {version.sha256}: matches",
            *_fate_text(article, version),
            *_time_text("the quotation", times.get((Kind.QUOTATION, proof.quotation_id))),
            *_capture_text(captured.get(version.capture_id or 0)),
            *_time_text("the bytes", times.get((Kind.CAPTURE, version.capture_id or 0))),
        ]
    )


_ORIGINS = {
    Origin.PAGE: "read on the page itself",
    Origin.FEED: "read in a feed",
    Origin.FORWARD: "a post, as Telegram passed it on",
    Origin.FILE: "a file of the newsroom",
    Origin.EDITOR: "handed in by the newsroom under this address",
    None: "where it was read was not noted",
}


def spoken_text(article: Article, version: Version) -> str:
    """Where the words of a version come from, and whose they are."""
    said = _ORIGINS[version.origin]
    return said if article.speaker is None else f"{said}: the words of {article.speaker}, not of the page"


def _fate_text(article: Article, version: Version) -> list[str]:
    """What has become of the article since."""
    said = []
    if article.current_version != version.number:
        said.append(f"   the article has changed since: its current version is {article.current_version}")
    if article.retracted_at is not None:
        said.append(f"   WITHDRAWN {article.retracted_at:%Y-%m-%d}: {article.retracted_because}")
    if article.gone_at is not None:
        said.append(f"   the page has not been there since {article.gone_at:%Y-%m-%d}")
    return said


def _capture_text(proof: CaptureProof | None) -> list[str]:
    if proof is None:
        return []
    capture = proof.capture
    result = f"NOT PROVEN: {proof.fault}" if proof.fault else "matches"
    return [
        f"   read from {capture.size} bytes captured {capture.captured_at:%Y-%m-%d %H:%M} UTC, in {capture.warc} at "
        f"{capture.offset}",
        f"   SHA-256 of the bytes {capture.sha256}: {result}",
    ]


def _time_text(what: str, proof: TimeProof | None) -> list[str]:
    if proof is None:
        return []
    if proof.waits:
        return [f"   {what} wait for a time stamp" if what == "the bytes" else f"   {what} waits for a time stamp"]
    if proof.stamped_at is None:
        return [f"   TIME NOT PROVEN of {what}: {proof.fault}"]
    return [f"   {what} existed at {proof.stamped_at:%Y-%m-%d %H:%M:%S} UTC: stamped by {proof.authority}"]


def _time_json(proof: TimeProof | None) -> dict[str, Any] | None:
    if proof is None:
        return None
    stamped_at = proof.stamped_at.isoformat() if proof.stamped_at else None
    return {"stamped_at": stamped_at, "authority": proof.authority, "fault": proof.fault}


def _proof_json(proof: Proof, captured: Proofs, times: Times) -> dict[str, Any]:
    if proof.slice is None:
        return {"proven": False, "version_id": proof.version_id, "start": proof.start, "end": proof.end}
    article, version = proof.slice.article, proof.slice.version
    return {
        "proven": True,
        "text": proof.slice.text,
        "start": proof.start,
        "end": proof.end,
        "article": {
            "id": article.id,
            "url": public_url(article.id, article.url),
            "title": version.title,
            "publisher": article.publisher,
            "published_at": published_json(article.published_at, article.published_precision),
            "version": version.number,
            "sha256": version.sha256,
            "kept_at": version.kept_at.isoformat(),
            "origin": version.origin,
            "speaker": article.speaker,
            "current_version": article.current_version,
            "retracted": article.retracted_because if article.retracted_at else None,
            "gone_at": article.gone_at.isoformat() if article.gone_at else None,
        },
        "time": _time_json(times.get((Kind.QUOTATION, proof.quotation_id))),
        "capture": _capture_json(captured.get(version.capture_id or 0)),
        "capture_time": _time_json(times.get((Kind.CAPTURE, version.capture_id or 0))),
    }


def _capture_json(proof: CaptureProof | None) -> dict[str, Any] | None:
    if proof is None:
        return None
    capture = proof.capture
    return {
        "url": capture.final_url,
        "captured_at": capture.captured_at.isoformat(),
        "sha256": capture.sha256,
        "size": capture.size,
        "warc": capture.warc,
        "offset": capture.offset,
        "proven": proof.fault is None,
    }
