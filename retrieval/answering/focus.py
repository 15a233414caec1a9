"""What a reader asked to see first: the passages that say it, and who reports an incident."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from retrieval.answers import ArticleRef
from retrieval.incidents.reports import Report
from retrieval.library.models import Role
from retrieval.passages.passage import Candidate, Scored
from retrieval.passages.quoting import article_ref
from retrieval.passages.texts import PassageTexts
from retrieval.questions.question import Question
from retrieval.topics.thesaurus import Thesaurus
from retrieval.understood import Focus

# Words by which a report names whom it has something from, as news of the four languages writes them.
_ATTRIBUTIONS = (
    r"\b(?:according to|said|says|told|quot(?:ed|ing)|cit(?:ed|ing)|report(?:ed|s)|confirmed|stated|announced)\b",
    r"(?:بحسب|وفقا|وفق|أفاد|قال|نقلا|أكد|صرح|ذكر|مصدر|مصادر|أعلن)",
    r"(?:göre|dedi|söyledi|bildirdi|açıkladı|aktardı|duyurdu)",
    r"\b(?:li gorî|got|gotin|diyar kir|ragihand|eşkere kir|anî ziman)\b",
)


def by_focus(question: Question, passages: Sequence[Scored], texts: PassageTexts, thesaurus: Thesaurus) -> list[Scored]:
    """The passages that say what the reader wants to see before the others, each part in the order that it had."""
    if question.focus is None:
        return list(passages)
    says_it = _says_it(question, texts, thesaurus)
    return sorted(passages, key=lambda scored: not says_it(scored.passage))


def sources(question: Question, every: Sequence[Report], texts: PassageTexts) -> tuple[ArticleRef, ...]:
    """An article of each outlet that reports an incident, where the reader asked who says so."""
    if question.focus is not Focus.SOURCES:
        return ()
    first: dict[str, ArticleRef] = {}
    for report in every:
        cut = texts.slice(report.passages[0].passage)
        if cut is not None:
            first.setdefault(report.outlet, article_ref(cut))
    return tuple(first.values())


def _says_it(question: Question, texts: PassageTexts, thesaurus: Thesaurus) -> Callable[[Candidate], bool]:
    match question.focus:
        case Focus.FIGURES:
            return lambda passage: any(claim.kind in question.counted for claim in texts.claims(passage))
        case Focus.SOURCES:
            return lambda passage: (cut := texts.slice(passage)) is not None and _has_attribution(cut.text)
        case Focus.ACTORS:
            return lambda passage: any(map(thesaurus.is_actor, passage.topics))
        case Focus.WHEN:
            return lambda passage: passage.period_role is Role.TEXT
        case _:
            return lambda passage: passage.place_role is Role.TEXT


def _has_attribution(text: str) -> bool:
    """Whether a text names whom it has something from."""
    return _attribution().search(text) is not None


@cache
def _attribution() -> re.Pattern[str]:
    return re.compile("|".join(_ATTRIBUTIONS), re.IGNORECASE)
