"""The evidence that a passage has to bring, for a question that is asked now and for one that stays."""

from retrieval.library.models import Role
from retrieval.passages.passage import Candidate
from retrieval.topics.query import TopicQuery
from retrieval.topics.thesaurus import Thesaurus


def has_own_evidence(candidate: Candidate) -> bool:
    """Whether where, when and what are not all lent by its article: then it is a credit, a caption or a link."""
    return bool(candidate.topics) or Role.TEXT in (candidate.place_role, candidate.period_role)


def is_on_topic(topics: TopicQuery, candidate: Candidate, thesaurus: Thesaurus) -> bool:
    """Whether the passage, or the title or opening of its article, names one of the asked kinds, targets, actors each.

    A passage that has a day or a kind of incident of its own may tell of another event than the opening: an asked
    kind it has to name itself. Who acted, what was hit and that people were hurt the opening may say for it.
    """
    if not topics:
        return True
    either = thesaurus.satisfied(candidate.topics | candidate.article_topics)
    if not _has_own_event(candidate, thesaurus):
        return topics.is_met_by(either)
    kinds = topics.only(thesaurus.telling)
    return topics.is_met_by(either) and kinds.is_met_by(thesaurus.satisfied(candidate.topics))


def _has_own_event(candidate: Candidate, thesaurus: Thesaurus) -> bool:
    return candidate.period_role is Role.TEXT or bool(thesaurus.telling(candidate.topics))
