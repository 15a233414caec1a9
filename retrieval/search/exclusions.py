"""What a question leaves out, as gates: a passage about an excluded place, topic, actor or publisher never answers."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from sqlalchemy import Engine

from retrieval.library.publishers import outlet
from retrieval.passages.passage import Candidate
from retrieval.passages.quoting import places_told
from retrieval.questions.question import Question
from retrieval.topics.thesaurus import Thesaurus
from retrieval.understood import Excluded


def without_excluded(
    question: Question, passages: Sequence[Candidate], engine: Engine, thesaurus: Thesaurus
) -> list[Candidate]:
    """The passages that are about nothing that the question leaves out."""
    excluded = question.excluded
    checks: list[Callable[[Candidate], bool]] = []
    if excluded.topics or excluded.actors:
        checks.append(partial(is_on_excluded_topic, excluded, thesaurus=thesaurus))
    if excluded.publishers:
        outlets = frozenset(outlet(name, "") for name in excluded.publishers)
        checks.append(lambda candidate: outlet(candidate.publisher, "") in outlets)
    kept = [passage for passage in passages if not any(check(passage) for check in checks)]
    return _outside(question, kept, engine) if excluded.places else kept


def is_on_excluded_topic(excluded: Excluded, candidate: Candidate, thesaurus: Thesaurus) -> bool:
    """Whether a passage tells of an excluded kind, or of an excluded actor.

    The title and the opening of its article speak for a passage that names no kind, or no actor, of its own. A kind is
    excluded with all that is a case of it; what only may be one ("قصف" may be an air strike) stays.
    """
    kinds = candidate.topics if thesaurus.telling(candidate.topics) else candidate.topics | candidate.article_topics
    acting = any(map(thesaurus.is_actor, candidate.topics))
    actors = candidate.topics if acting else candidate.topics | candidate.article_topics
    named = _with_broader({*filter(thesaurus.is_actor, actors), *kinds}, thesaurus)
    return not named.isdisjoint(excluded.actors) or any(keys <= named for keys in excluded.topics)


def _with_broader(keys: Collection[str], thesaurus: Thesaurus) -> frozenset[str]:
    return frozenset(keys).union(*(thesaurus.broader(key) for key in keys))


def _outside(question: Question, passages: Sequence[Candidate], engine: Engine) -> list[Candidate]:
    """The passages that name no excluded place, nor anything inside it.

    One that names only an area around an excluded place may tell of it: there its title and its lead have a say.
    """
    wide = {area.id for place in question.excluded.places for area in place.within}
    named = places_told(engine, [passage.passage_id for passage in passages], vague=wide, sounds=True)
    return [passage for passage in passages if named[passage.passage_id].isdisjoint(question.excluded_ids)]
