"""A receipt as text and as JSON: for each quotation, where it stands and that it was not changed."""

from typing import Any

from bot.terminal import harmless
from retrieval.answer_json import published_json
from retrieval.receipts import Proof, Receipt


def receipt_text(receipt: Receipt) -> str:
    """A receipt for people, with nothing in it that moves a terminal's cursor."""
    head = f"Answer {receipt.answer_id}, {receipt.answered_at:%Y-%m-%d %H:%M} UTC, {receipt.outcome.value}"
    if not receipt.proofs:
        return f"{head}\nIt quoted nothing."
    return "\n\n".join([head, *(harmless(_proof_text(n, proof)) for n, proof in enumerate(receipt.proofs, 1))])


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """A receipt for programs."""
    return {
        "answer_id": receipt.answer_id,
        "answered_at": receipt.answered_at.isoformat(),
        "outcome": receipt.outcome.value,
        "quotations": [_proof_json(proof) for proof in receipt.proofs],
    }


def _proof_text(number: int, proof: Proof) -> str:
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
            f"   {article.url}",
            f"   characters {proof.start}–{proof.end} of version {version.number}, "
            f"kept {version.kept_at:%Y-%m-%d %H:%M} UTC",
            f"   article {article.id}, SHA-256 of the version's text {version.sha256}: matches",
        ]
    )


def _proof_json(proof: Proof) -> dict[str, Any]:
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
            "url": article.url,
            "title": version.title,
            "publisher": article.publisher,
            "published_at": published_json(article.published_at, article.published_precision),
            "version": version.number,
            "sha256": version.sha256,
            "kept_at": version.kept_at.isoformat(),
        },
    }
