"""The commands that show what an answer was quoted from: `article` and `receipt`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.output import say, say_json
from retrieval.errors import QuestionError

if TYPE_CHECKING:
    from bot.cli.receipt_text import CaptureProof, Times
    from retrieval.library.answered.receipts import Receipt
    from retrieval.library.articles import Library
    from retrieval.library.models import Article, Version
    from retrieval.settings import Settings


def article(
    article_id: Annotated[str, typer.Argument(help="The article's id, as answers and receipts give it.")],
    version: Annotated[int | None, typer.Option(min=1, help="This version instead of the current one.")] = None,
    diff: Annotated[bool, typer.Option("--diff", help="What the version changed, instead of its text.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object, with the exact text.")] = False,
) -> None:
    """Print an article as it is kept, or with --diff what a version changed: [-removed-]{+added+}.

    [bold]dateline article 3f2a9c41d07be856 --version 1[/]

    Control characters are replaced on the screen; with --json the text is exactly what is kept.
    """
    from bot.cli.lines import whole
    from retrieval.library.articles import Library
    from retrieval.library.database import open_database
    from retrieval.settings import Settings

    found = Library(open_database(Settings.read().sql_url)).article(whole(article_id))
    if found is None:
        raise QuestionError(
            f"there is no article {article_id}; ids stand in `dateline ask --json` and `dateline receipt`"
        )
    row, versions = found
    shown = next((v for v in versions if v.number == (version or row.current_version)), None)
    if shown is None:
        raise QuestionError(f"article {article_id} has no version {version}; it has {len(versions)}")
    if diff:
        say(_diff(shown, versions))
        return
    if as_json:
        say_json(_article_json(row, shown, len(versions)))
    else:
        say(_article_text(row, shown, len(versions)))


def _diff(shown: "Version", versions: "list[Version]") -> str:
    from bot.messages.changes import change_text

    before = next((version for version in versions if version.number == shown.number - 1), None)
    if before is None:
        raise QuestionError(f"version {shown.number} is the first one; there is none to compare it with")
    return change_text(before.text, shown.text)


def receipt(
    answer_id: Annotated[str, typer.Argument(help="The six characters at the end of an answer.")],
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Prove each quotation of an answer: where its words stand, in which version, and that nothing was changed.

    [bold]dateline receipt A7F3Q2[/]

    The exit status is 1 when a quotation can no longer be proven.
    """
    from bot.cli.lines import whole
    from bot.cli.receipt_text import receipt_json, receipt_text
    from retrieval.library.answered.receipts import receipt as find_receipt
    from retrieval.library.articles import Library
    from retrieval.library.database import open_database
    from retrieval.settings import Settings

    settings = Settings.read()
    library = Library(open_database(settings.sql_url))
    found = find_receipt(library, whole(answer_id))
    captured = _captured(library, settings, found)
    shown = found, captured, _times(library, settings, found)
    if as_json:
        say_json(receipt_json(*shown))
    else:
        say(receipt_text(*shown))
    proven = all(proof.slice for proof in found.proofs) and not any(one.fault for one in captured.values())
    proven = proven and not any(one.fault for one in shown[2].values())
    raise typer.Exit(0 if proven else 1)


def _captured(library: "Library", settings: "Settings", found: "Receipt") -> "dict[int, CaptureProof]":
    """The captures of the quoted versions, each read again."""
    from bot.cli.receipt_text import CaptureProof
    from ingest.keeping.captures import Captures, capture_of

    captures = Captures.of(library.engine, settings)
    ids = {proof.slice.version.capture_id for proof in found.proofs if proof.slice}
    rows = (capture_of(library.engine, id_) for id_ in ids if id_ is not None)
    return {row.id or 0: CaptureProof.of(row, captures) for row in rows if row is not None}


def _times(library: "Library", settings: "Settings", found: "Receipt") -> "Times":
    """What is proven of when the quotations and the captures existed, without asking anybody."""
    from retrieval.library.stamps.leaves import Kind
    from retrieval.library.stamps.stamps import Stamps
    from retrieval.library.stamps.tokens import read_trust

    stamps = Stamps(library.engine)
    trust = read_trust(settings.timestamp_certificates) if settings.timestamp_certificates else None
    things = [(Kind.QUOTATION, proof.quotation_id) for proof in found.proofs]
    things += [(Kind.CAPTURE, proof.slice.version.capture_id or 0) for proof in found.proofs if proof.slice]
    proofs = {thing: stamps.prove(*thing, trust) for thing in dict.fromkeys(things)}
    return {thing: proof for thing, proof in proofs.items() if proof is not None}


def _article_json(row: "Article", shown: "Version", versions: int) -> dict[str, Any]:
    from retrieval.article import published_json

    return {
        "id": row.id,
        "url": row.url,
        "title": shown.title,
        "publisher": row.publisher,
        "language": row.language,
        "published_at": published_json(row.published_at, row.published_precision),
        "version": shown.number,
        "versions": versions,
        "sha256": shown.sha256,
        "kept_at": shown.kept_at.isoformat(),
        "origin": shown.origin,
        "speaker": row.speaker,
        "byline": row.byline,
        "date_source": row.date_source,
        "modified_at": row.modified_at.isoformat() if row.modified_at else None,
        "retracted_at": row.retracted_at.isoformat() if row.retracted_at else None,
        "retracted_because": row.retracted_because,
        "gone_at": row.gone_at.isoformat() if row.gone_at else None,
        "text": shown.text,
    }


def _article_text(row: "Article", shown: "Version", versions: int) -> str:
    from bot.cli.receipt_text import spoken_text
    from retrieval.article import published_json

    date = published_json(row.published_at, row.published_precision) or "date not known"
    title = f"{shown.title}\n" if shown.title else ""
    head = f"{title}{row.publisher}, {date}, version {shown.number} of {versions}\n{row.url}"
    return f"{head}\n{spoken_text(row, shown)}\n\n{shown.text}"
