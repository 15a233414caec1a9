"""What passed the gates is ordered by its ranks, and by how much of what was asked it names."""

from dataclasses import replace

from retrieval.answers import EventWhen
from retrieval.passages.passage import Candidate
from retrieval.search.names import HeldNames
from retrieval.search.order import Rankings, Wanted, in_order
from retrieval.topics.thesaurus import default_thesaurus
from tests.retrieval.invented_passages import month, passage

NO_RANKINGS = Rankings((), ())


def sentence(*topics: str, article_topics: frozenset[str] = frozenset(), event: EventWhen | None = None) -> Candidate:
    """A passage that is long enough to be no heading."""
    invented = passage(topics=frozenset(topics), article_topics=article_topics, event=event).passage
    return replace(invented, end=200)


def ordered(*passing: Candidate, wanted: tuple[str, ...] = (), rankings: Rankings = NO_RANKINGS) -> list[Candidate]:
    return [scored.passage for scored in in_order(passing, rankings, Wanted(wanted, default_thesaurus()))]


def test_a_passage_that_names_what_was_asked_comes_before_one_whose_opening_names_it() -> None:
    own, nothing = sentence("shelling"), sentence("arrest")
    lent = sentence("arrest", article_topics=frozenset({"shelling"}))
    assert ordered(nothing, lent, own, wanted=("shelling",)) == [own, lent, nothing]


def test_a_sentence_comes_before_its_heading() -> None:
    heading, below = replace(sentence("shelling"), end=40), replace(sentence("shelling"), ordinal=1)
    assert ordered(heading, below) == [below, heading]


def test_background_comes_behind_what_happened() -> None:
    background, event = sentence("shelling", event=month(2020, 3)), sentence("shelling")
    assert ordered(background, event) == [event, background]


def test_a_name_in_its_own_sound_outweighs_words_and_meaning_alone() -> None:
    near, named = sentence("shelling"), sentence("shelling")
    rankings = Rankings(
        by_meaning=[near.passage_id, named.passage_id],
        by_wording=[near.passage_id],
        names=HeldNames({named.passage_id: 1.0}),
    )
    assert ordered(near, named, rankings=rankings) == [named, near]


def test_where_nothing_is_asked_every_passage_names_all_of_it() -> None:
    assert Wanted((), default_thesaurus()).share_in(sentence("arrest")) == 1.0
