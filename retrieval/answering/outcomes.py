"""How a question ended: answered, nothing found, not covered, unclear."""

from retrieval.answers import Outcome
from retrieval.questions.question import Question
from retrieval.topics.thesaurus import ANY
from retrieval.understood import UNDATED, Doubt


def outcome_before(question: Question) -> Outcome | None:
    """How a question ends that needs no search, or None for one that is to be looked up."""
    if question.is_only_request or _is_unclear(question):
        return Outcome.UNCLEAR
    is_unknown = question.has_doubt(Doubt.UNKNOWN_PLACE) and not question.place_ids
    if is_unknown:
        return Outcome.UNCLEAR if question.choices else Outcome.NOT_COVERED
    return Outcome.NOT_COVERED if question.has_doubt(Doubt.FUTURE) else None


def outcome_after(question: Question, considered: int, is_shown: bool) -> Outcome:
    """How a question ends by what was found for it.

    `considered` counts what concerns its place and period, `is_shown` says whether any answer can be quoted. Answered
    only with a quotation: what no longer has its hash is withheld. An unknown name that no article spells like it,
    with known names near it, is a question back.
    """
    if is_shown:
        return Outcome.ANSWERED
    if question.choices and not question.places:
        return Outcome.UNCLEAR
    return Outcome.NOTHING_FOUND if considered else Outcome.NOT_COVERED


def doubts_of(question: Question) -> tuple[tuple[Doubt, str], ...]:
    """What of a question could not be used, at least one doubt where it is unclear."""
    if not question.doubts and not question.is_only_request and _is_unclear(question):
        return ((Doubt.NOTHING_TO_SEARCH, ""),)
    return question.doubts


def _is_unclear(question: Question) -> bool:
    """Nothing to search for: no words, or words that name no place, no period and no topic."""
    if question.has_doubt(Doubt.EMPTY, Doubt.TOO_LONG, Doubt.NOTHING_TO_SEARCH):
        return True
    is_narrowed = question.places or question.period or question.has_doubt(Doubt.UNKNOWN_PLACE, Doubt.FUTURE)
    if question.has_doubt(*UNDATED):  # "violations since the truce": violence of any kind narrows nothing
        return not is_narrowed and set(question.topics.keys) <= {ANY}
    return not is_narrowed and not question.names_topic
