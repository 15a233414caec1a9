"""What passes the gates of place, period and topic, and in which order."""

from datetime import date

import pytest

from ingest.formats.drafts import ArticleDraft
from ingest.keeping.recognition import Recogniser
from retrieval.article import metadata_of
from retrieval.library.new_article import NewArticle
from retrieval.passages.passage import SearchResult
from retrieval.services import Services
from tests.keeping import NOW, TODAY, draft, keep

CLASH = (
    "Four men were killed on Friday when two armed groups clashed in Ras al-Ain, and a part of the town was without "
    "power until the morning because a line had been hit, residents said."
)


def found(services: Services, question: str) -> SearchResult:
    return services.answerer.search.find(services.answerer.reader.understand(question, TODAY))


def passages(services: Services, question: str) -> list[tuple[str, int]]:
    """The publisher and the place in its article of each passage that passed, best first."""
    return [(scored.passage.publisher, scored.passage.ordinal) for scored in found(services, question).passages]


def keep_unembedded(services: Services, article: ArticleDraft) -> None:
    """Keep an article as an import does that is killed before the model has read it."""
    new = NewArticle(article.url, article.text, **metadata_of(article))
    recogniser = Recogniser(services.gazetteer, services.thesaurus, services.settings.zone)
    services.library.keep(new, recogniser.passages(new), NOW)


# Place


def test_a_report_from_the_asked_place_passes_and_one_from_elsewhere_does_not(services: Services) -> None:
    keep(services, draft(CLASH), draft(CLASH.replace("Ras al-Ain", "Kobani"), publisher="Jazira Post"))
    assert passages(services, "what happened in Sere Kaniye") == [("North Wire", 0)]
    assert passages(services, "what happened in Kobani") == [("Jazira Post", 0)]


def test_what_lies_inside_the_asked_area_passes(services: Services) -> None:
    keep(services, draft(CLASH), draft(CLASH.replace("Ras al-Ain", "Kobani"), publisher="Jazira Post"))
    assert passages(services, "what happened in Hasakah") == [("North Wire", 0)]


def test_a_dateline_says_where_a_report_was_filed_and_is_no_evidence(services: Services) -> None:
    keep(services, draft("QAMISHLI (North Wire) – " + CLASH))
    assert passages(services, "what happened in Qamishli this week") == []
    assert passages(services, "what happened in Sere Kaniye this week") == [("North Wire", 0)]


def test_a_place_of_the_dateline_that_is_named_again_is_evidence(services: Services) -> None:
    keep(services, draft("RAS AL-AIN (North Wire) – " + CLASH))
    assert passages(services, "what happened in Ras al-Ain this week") == [("North Wire", 0)]


def test_the_title_lends_its_place_to_a_text_that_names_none(services: Services) -> None:
    keep(services, draft(CLASH.replace("in Ras al-Ain", "near the silos"), title="Four killed in Ras al-Ain"))
    assert passages(services, "clashes in Ras al-Ain this week") == [("North Wire", 0)]


def test_a_village_that_no_gazetteer_has_is_found_in_another_spelling(services: Services) -> None:
    keep(services, draft("قصفت مدفعية مجهولة قرية شورك يوم الجمعة وأصيب رجلان من أهلها بجروح", language="ar"))
    assert passages(services, "shelling in Shourik") == [("North Wire", 0)]
    assert passages(services, "shelling in Bodalon") == []


# Period


def test_an_event_outside_the_asked_period_does_not_pass(services: Services) -> None:
    keep(services, draft(CLASH), draft(CLASH, date(2024, 10, 12), publisher="Jazira Post"))
    assert passages(services, "what happened in Sere Kaniye this week") == [("North Wire", 0)]
    assert passages(services, "what happened in Sere Kaniye in October") == [("Jazira Post", 0)]
    assert len(passages(services, "what happened in Sere Kaniye")) == 2


def test_what_happened_long_ago_and_was_published_now_is_not_of_this_week(services: Services) -> None:
    keep(services, draft(CLASH.replace("on Friday", "on 3 May 2023")))
    assert passages(services, "what happened in Sere Kaniye this week") == []
    assert passages(services, "what happened in Sere Kaniye in May 2023") == [("North Wire", 0)]


def test_the_publication_day_stands_in_where_no_day_is_told(services: Services) -> None:
    keep(services, draft(CLASH.replace("on Friday ", "")))
    scored = found(services, "what happened in Sere Kaniye this week").passages
    assert [s.passage.event for s in scored] == [None]
    assert passages(services, "what happened in Sere Kaniye in October") == []


# Topic


@pytest.mark.parametrize(
    ("question", "passes"),
    [
        ("clashes in Ras al-Ain", True),
        ("اشتباكات في رأس العين", True),
        ("shelling in Ras al-Ain", False),
        ("shelling or clashes in Ras al-Ain", True),  # any within a group
        ("SDF clashes in Ras al-Ain", False),  # all across groups: nobody says SDF
        ("attacks in Ras al-Ain", True),  # a clash is a case of an attack
    ],
)
def test_any_of_the_asked_kinds_and_one_of_every_group_has_to_be_told(
    services: Services, question: str, passes: bool
) -> None:
    keep(services, draft(CLASH))
    assert bool(found(services, question).passages) is passes


def test_an_actor_that_was_asked_for_has_to_be_named(services: Services) -> None:
    keep(
        services, draft(CLASH), draft(CLASH.replace("two armed groups", "the SDF and gunmen"), publisher="Jazira Post")
    )
    assert passages(services, "SDF clashes in Ras al-Ain") == [("Jazira Post", 0)]


def test_a_narrower_kind_answers_a_broader_question_and_not_the_reverse(services: Services) -> None:
    keep(services, draft("An air strike hit a house in Kobani on Friday and wounded three people, a doctor said."))
    assert passages(services, "strikes in Kobani") == [("North Wire", 0)]
    assert passages(services, "drone strikes in Kobani") == []


def test_the_opening_lends_its_topic_to_the_rest_of_its_article(services: Services) -> None:
    rest = "The two sides agreed that the main street of Ras al-Ain stays open at all hours, the residents said."
    keep(services, draft(CLASH + "\n\n" + rest))
    assert sorted(passages(services, "clashes in Ras al-Ain")) == [("North Wire", 0), ("North Wire", 1)]


def test_a_passage_with_a_day_of_its_own_may_tell_of_another_event_and_is_lent_no_topic(services: Services) -> None:
    rest = "A wedding in Ras al-Ain on Thursday brought four hundred guests together until the morning, a singer said."
    keep(services, draft(CLASH + "\n\n" + rest))
    assert passages(services, "clashes in Ras al-Ain this week") == [("North Wire", 0)]


def test_without_place_and_kind_the_words_themselves_have_to_stand_there(services: Services) -> None:
    keep(services, draft(CLASH), draft("A wedding in Kobani brought four hundred guests together on Friday evening."))
    assert len(passages(services, "weddings this week")) == 0  # words are looked up as they are
    assert len(passages(services, "wedding this week")) == 1
    assert len(passages(services, "wedding guests")) == 1
    assert passages(services, "elephants") == []


def test_what_concerns_place_and_period_is_counted_whatever_its_topic(services: Services) -> None:
    keep(services, draft(CLASH))
    nothing = found(services, "arrests in Ras al-Ain this week")
    assert (nothing.passages, nothing.considered) == ((), 1)
    assert found(services, "arrests in Kobani this week").considered == 0


# Order


def test_the_lead_comes_before_background_that_repeats_the_question(services: Services) -> None:
    background = (
        "What happened in Ras al-Ain is what happened in Ras al-Ain before, in the years of its division, and what "
        "the residents of the town have told reporters in each of those years, one of them recalled."
    )
    keep(services, draft(CLASH + "\n\n" + background))
    assert passages(services, "what happened in Ras al-Ain")[0] == ("North Wire", 0)


def test_own_words_come_before_a_place_and_a_day_that_the_title_and_the_lead_lend(services: Services) -> None:
    lent = "Witnesses described clashes between two armed groups that went on until the morning, and four men dead."
    keep(services, draft(lent, title="Clashes in Ras al-Ain", publisher="Jazira Post"), draft(CLASH))
    assert passages(services, "what happened in Ras al-Ain this week") == [("North Wire", 0), ("Jazira Post", 0)]


def test_scores_never_rise(services: Services) -> None:
    keep(services, *[draft(CLASH.replace("Four", number)) for number in ("Two", "Three", "Five", "Six")])
    scores = [scored.score for scored in found(services, "clashes in Ras al-Ain").passages]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)


def test_a_credit_that_says_nothing_of_its_own_is_not_an_answer(services: Services) -> None:
    credit = "Photograph kindly provided by an unnamed reader."
    keep(services, draft(CLASH + "\n\n" + credit, title="Clash in Ras al-Ain"))
    assert passages(services, "what happened in Ras al-Ain this week") == [("North Wire", 0)]


# Index


def test_a_passage_that_waits_for_the_model_is_found_by_its_place_and_its_words(services: Services) -> None:
    keep(services, draft(CLASH))
    keep_unembedded(services, draft(CLASH, publisher="Jazira Post"))
    assert services.indexer.backlog.pending().unembedded == 1
    assert sorted(passages(services, "what happened in Ras al-Ain this week")) == [
        ("Jazira Post", 0),
        ("North Wire", 0),
    ]
    assert sorted(passages(services, "clashed power line")) == [("Jazira Post", 0), ("North Wire", 0)]


def test_without_the_index_the_same_passages_are_found(services: Services) -> None:
    keep(services, draft(CLASH), draft(CLASH.replace("Four", "Two"), publisher="Jazira Post"))
    with_index = passages(services, "clashes in Ras al-Ain")
    services.indexer.close()
    assert passages(services, "clashes in Ras al-Ain") == with_index


def test_a_server_that_is_away_is_said_and_a_folder_that_another_process_has_is_not(services: Services) -> None:
    keep(services, draft(CLASH))
    search = services.answerer.search
    search.index_expected = True
    assert not found(services, "Ras al-Ain").index_away
    services.indexer.close()
    assert found(services, "Ras al-Ain").index_away
    search.index_expected = False
    assert not found(services, "Ras al-Ain").index_away


def test_an_index_that_stops_answering_costs_no_answer(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    from retrieval.errors import IndexUnavailableError

    def away(*_: object, **__: object) -> None:
        raise IndexUnavailableError("away")

    keep(services, draft(CLASH))
    monkeypatch.setattr("retrieval.search.search.FEW", 0)  # few passages are compared without it
    monkeypatch.setattr(services.indexer.index, "nearest", away, raising=False)
    result = found(services, "Ras al-Ain")
    assert len(result.passages) == 1
    assert result.index_away


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "NEAR(a b)",
        "a AND",
        "* OR *",
        "'; DROP TABLE passages; --",
        "text:clash",
        "(((",
        "clash^2 -power",
        "%_%",
        "?x=1",
    ],
)
def test_operators_of_sql_and_of_full_text_are_words_like_others(services: Services, question: str) -> None:
    keep(services, draft(CLASH))
    found(services, question)
    found(services, f"{question} in Ras al-Ain this week")
    assert len(passages(services, "what happened in Ras al-Ain this week")) == 1
