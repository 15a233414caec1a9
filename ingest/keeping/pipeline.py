"""The order in which an article is kept: compare, recognise, save in one transaction, embed, index."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from sqlmodel import Session

from ingest.formats.drafts import ArticleDraft, Failure
from ingest.keeping.attribution import attributed
from ingest.keeping.datelines import find_dateline
from ingest.keeping.guard import guarded
from ingest.keeping.recognition import Recogniser
from retrieval.article import metadata_of
from retrieval.index.backlog import EMBED_BATCH, TURN
from retrieval.languages.detection import language_of
from retrieval.library.editing import have_looked_at_again
from retrieval.library.new_article import Kept, NewArticle
from retrieval.services import Services

# Of what the newsroom hands in, where the address was read and says something else.
STANDS_THERE = (
    "other words were read at this address itself; those stay, and these were left out "
    "(give the file without an address to keep it beside them)"
)

# What was done ("kept", "embedded"), and of how many.
Progress = Callable[[str, int], None]


class Note(Protocol):
    """Writes what became of an article, in the transaction that keeps it: the draft with who speaks in it."""

    def __call__(self, session: Session, *, kept: Kept, draft: ArticleDraft) -> None: ...


def _silent(_what: str, _count: int) -> None:
    """Report nothing."""


@dataclass(slots=True)
class Report:
    """What an import did.

    The items that failed are named with their reasons, all others are kept.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    warnings: list[Failure] = field(default_factory=list)  # kept, with something left out

    def count(self, kept: Kept) -> None:
        """Add one item that was kept."""
        setattr(self, kept.value, getattr(self, kept.value) + 1)


class Pipeline:
    """Keeps articles in one library."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.recogniser = Recogniser(services.gazetteer, services.thesaurus, services.settings.zone)

    def keep_all(
        self, items: Iterable[ArticleDraft | Failure], progress: Progress = _silent, report: Report | None = None
    ) -> Report:
        """Keep every article.

        What fails is reported and costs nothing else.
        Raises `StoreError` when the library itself can no longer be written; what was kept before stays, and is
        counted in `report` where one is given.
        """
        report = Report() if report is None else report
        waiting = 0
        for item in items:
            if isinstance(item, Failure):
                report.failures.append(item)
                continue
            waiting += self._keep_guarded(item, report)
            progress("kept", 1)
            if waiting >= EMBED_BATCH:
                self._embed(progress)
                waiting = 0
        self._embed(progress)
        return report

    def keep_one(self, draft: ArticleDraft, note: Note) -> Kept:
        """Keep one article without embedding it: whoever owns the index does that when it comes to it.

        What `note` writes of the outcome is kept or lost with the article, so that a kill between the two counts
        nothing twice. Raises what keeping raises.
        """
        kept, _, _ = self._keep(draft, note)
        return kept

    def recognise_again(self, progress: Progress = _silent) -> int:
        """Recognise places, dates and topics of every article anew, after the gazetteer has grown."""
        done, after = 0, ""
        while page := self.services.library.current_articles(after):
            for article, version in page:
                self.services.library.recognised_again(version, self.recogniser.passages(article))
                progress("recognised", 1)
            done += len(page)
            after = page[-1][1].article_id
        self._embed(progress)
        return done

    def recognise_one_again(self, article_id: str) -> None:
        """Recognise one article anew, after an editor has corrected it, with what was corrected in its row."""
        article, version = self.services.library.current_article(article_id)
        kept, corrected = self.services.library.merged(article)
        if kept is Kept.UPDATED:
            self.services.library.keep(corrected, self.recogniser.passages(corrected), datetime.now(UTC))
        else:
            self.services.library.recognised_again(version, self.recogniser.passages(corrected))
        self.services.catch_up(most=TURN)
        have_looked_at_again(self.services.library.engine, article_id)

    def _keep_guarded(self, draft: ArticleDraft, report: Report) -> int:
        """Keep one article, or report why it could not be kept.

        The result is how many passages it brought.
        """

        def failed(error: Exception) -> None:
            report.failures.append(Failure(draft.source, f"could not be kept ({type(error).__name__}: {error})"))

        outcome = guarded(f"keep {draft.source}", lambda: self._keep(draft), failed)
        if outcome is None:
            return 0
        kept, passages, warnings = outcome
        report.count(kept)
        report.warnings += [Failure(draft.source, warning) for warning in warnings]
        return passages

    def _keep(self, read: ArticleDraft, note: Note | None = None) -> tuple[Kept, int, tuple[str, ...]]:
        """Keep an article: what that changed, how many passages it brought, and what of it was left out."""
        library, draft = self.services.library, attributed(read)
        metadata = metadata_of(draft) | {"publisher": draft.publisher or _agency(draft.text)}
        kept, article = library.merged(NewArticle(draft.url, draft.text, **metadata))
        if article.text != draft.text:
            draft = replace(draft, warnings=(*draft.warnings, STANDS_THERE))
        also = partial(note, kept=kept, draft=draft) if note is not None else None
        if kept is Kept.UNCHANGED:
            if also is not None:
                library.note(also)
            return kept, 0, draft.warnings
        article = replace(article, language=article.language or language_of(article.text))
        passages = self.recogniser.passages(article)
        library.keep(article, passages, datetime.now(UTC), draft.capture_id, also)
        return kept, len(passages), draft.warnings

    def _embed(self, progress: Progress) -> None:
        self.services.catch_up(lambda count: progress("embedded", count))


def _agency(text: str) -> str | None:
    """The agency that a report's dateline names."""
    dateline = find_dateline(text)
    return dateline.agency if dateline else None
