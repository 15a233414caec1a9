"""Passages of one event → reports: what one outlet published once, with the reprints of it folded in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.incidents.reprints import copies
from retrieval.library.publishers import outlet
from retrieval.passages.passage import Scored
from retrieval.passages.texts import PassageTexts

# Reports of one event, the best first, among which reprints are looked for: more are never shown side by side.
MOST_COMPARED = 8


@dataclass(slots=True)
class Report:
    """The passages of one article, best first, and the publishers that printed the same text."""

    passages: list[Scored]
    outlet: str
    also_in: list[str] = field(default_factory=list)

    @property
    def article_id(self) -> str:
        """The article that it is."""
        return self.passages[0].passage.article_id

    @property
    def publisher(self) -> str:
        """Who published it."""
        return self.passages[0].passage.publisher


def reports(members: Sequence[Scored], texts: PassageTexts) -> list[Report]:
    """The reports that passages of one event come from, in the order of their best passages.

    A reprint that states another figure than its original is a report of its own: the toll may have risen.
    """
    by_article: dict[str, list[Scored]] = {}
    for member in members:
        by_article.setdefault(member.passage.article_id, []).append(member)
    every = [_report(passages, texts) for passages in by_article.values()]
    return _folded(every[:MOST_COMPARED], texts) + every[MOST_COMPARED:]


def _report(passages: list[Scored], texts: PassageTexts) -> Report:
    cut = texts.slice(passages[0].passage)
    passages.sort(key=lambda scored: texts.is_heading(scored.passage))
    where = (cut.article.url, cut.article.speaker) if cut else ("", None)
    return Report(passages, outlet(passages[0].passage.publisher, *where))


def _folded(several: list[Report], texts: PassageTexts) -> list[Report]:
    kept: list[Report] = []
    originals = copies([_text(report, texts) for report in several])
    for number, report in enumerate(several):
        original = several[originals[number]]
        if original is report or not _stated(report, texts) <= _stated(original, texts):
            kept.append(report)
        elif report.outlet != original.outlet and report.publisher not in original.also_in:
            original.also_in.append(report.publisher)
    return kept


def _text(report: Report, texts: PassageTexts) -> str:
    """The whole text of a report.

    Where the text is withheld it is the id of the article, which no other report has.
    """
    cut = texts.slice(report.passages[0].passage)
    return cut.version.text if cut else report.article_id


def _stated(report: Report, texts: PassageTexts) -> set[object]:
    return {figure for scored in report.passages for figure in texts.stated(scored.passage)}


def independent_publishers(every: Sequence[Report]) -> tuple[str, ...]:
    """The publishers of reports, each outlet once, by the name under which its best report appeared."""
    names: dict[str, str] = {}
    for report in every:
        names.setdefault(report.outlet, report.publisher)
    return tuple(names.values())
