"""The evidence that a passage has to bring, for a question that is asked now and for one that stays."""

from collections.abc import Sequence

from retrieval.library.models import Role
from retrieval.passages.passage import Candidate
from retrieval.topics.thesaurus import TELLING, Thesaurus

Topics = Sequence[frozenset[str]]
"""What is asked about: of each set, one key of the thesaurus has to be told."""


def says_something(candidate: Candidate) -> bool:
    """Whether where, when and what are not all lent by its article: then it is a credit, a caption or a link."""
    return bool(candidate.topics) or Role.TEXT in (candidate.place_role, candidate.period_role)


def on_topic(topics: Topics, candidate: Candidate, thesaurus: Thesaurus) -> bool:
    """The passage, or the title or opening of its article, names one of the asked kinds, targets and actors each.

    A passage that has a day or a kind of incident of its own may tell of another event than the opening: an asked
    kind it has to name itself. Who acted, what was hit and that people were hurt the opening may say for it.
    """
    if not topics:
        return True
    own = _tells_of_its_own(candidate, thesaurus)
    either = candidate.topics | candidate.article_topics
    return all(
        any(thesaurus.matches(key, candidate.topics if own and _telling(asked, thesaurus) else either) for key in asked)
        for asked in topics
    )


def _tells_of_its_own(candidate: Candidate, thesaurus: Thesaurus) -> bool:
    return candidate.period_role is Role.TEXT or _telling(candidate.topics, thesaurus)


def _telling(keys: frozenset[str], thesaurus: Thesaurus) -> bool:
    return any(thesaurus.is_kind(key) and thesaurus.weight(key) >= TELLING for key in keys)
