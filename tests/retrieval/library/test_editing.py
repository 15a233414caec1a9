"""Editors withdraw and correct articles; answers follow, and the record keeps everything."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from ingest.keeping.pipeline import Pipeline
from retrieval.answering.coverage import CoverageReader
from retrieval.answers import Outcome
from retrieval.errors import QuestionError
from retrieval.library.answered.receipts import receipt
from retrieval.library.database import read_session
from retrieval.library.editing import Correctable, correct, retract, take_back_retraction
from retrieval.library.models import Alteration, AlteredQuotation
from retrieval.library.new_article import article_id
from retrieval.services import Services
from tests.keeping import ask, draft, keep, texts

NOW = datetime(2024, 11, 17, 9, tzinfo=UTC)
URL = "https://north-wire.example.org/clash"
ID = article_id(URL)
CLASH = "Eight fighters were killed on Friday when armed groups clashed in Ras al-Ain."
QUIET = "Bakers in Ras al-Ain opened again on Saturday after a day without flour."
QUESTION = "what happened in Ras al-Ain this week"


def keep_clash(services: Services, text: str = CLASH, **options: str) -> None:
    keep(services, draft(text, url=URL, **options))  # type: ignore[arg-type]


def alterations(services: Services) -> list[tuple[str, str | None, int]]:
    """Kind, reason and the number of quotations of each alteration."""
    with read_session(services.library.engine) as session:
        touched = list(session.exec(select(AlteredQuotation.alteration_id)))
        rows = session.exec(select(Alteration)).all()
        return [(row.kind, row.reason, touched.count(row.id or 0)) for row in rows]


def correct_clash(services: Services, field: Correctable, value: str) -> None:
    correct(services.library.engine, services.gazetteer, ID, field, value, NOW, 7)
    Pipeline(services).recognise_one_again(ID)


# Retraction


def test_a_withdrawn_article_is_in_no_answer_and_is_not_counted(services: Services) -> None:
    keep_clash(services)
    assert texts(ask(services, QUESTION)) == [[CLASH]]
    assert retract(services.library.engine, ID, "The agency took it back.", NOW).changed
    answer = ask(services, QUESTION)
    assert answer.outcome is Outcome.NOT_COVERED
    assert answer.coverage.last_match is None
    assert CoverageReader(services.library.engine).of(frozenset(), (), NOW).articles == 0


def test_more_of_an_older_answer_leaves_it_out_too(services: Services) -> None:
    keep_clash(services)
    keep(services, draft(QUIET))
    first = ask(services, QUESTION, limit=1)
    retract(services.library.engine, ID, "Wrong.", NOW)
    shown = texts(first) + texts(services.answerer.more(first.answer_id, after=0, now=NOW))
    assert [CLASH] not in shown[1:]


def test_its_quotations_stay_provable_and_are_noted_with_the_reason(services: Services) -> None:
    keep_clash(services)
    answer = ask(services, QUESTION)
    retract(services.library.engine, ID, "  The agency\n took it back. ", NOW)
    (proof,) = receipt(services.library, answer.answer_id).proofs
    assert proof.slice is not None and proof.slice.text == CLASH
    assert proof.slice.article.retracted_because == "The agency took it back."
    assert alterations(services) == [("withdrawn", "The agency took it back.", 1)]


def test_withdrawing_twice_changes_the_reason_and_notes_nothing_more(services: Services) -> None:
    keep_clash(services)
    ask(services, QUESTION)
    retract(services.library.engine, ID, "Wrong.", NOW)
    again = retract(services.library.engine, ID, "Wrong place.", NOW)
    assert (again.changed, again.article.retracted_because) == (False, "Wrong place.")
    assert len(alterations(services)) == 1


def test_a_retraction_can_be_taken_back(services: Services) -> None:
    keep_clash(services)
    retract(services.library.engine, ID, "Wrong.", NOW)
    assert take_back_retraction(services.library.engine, ID, NOW).changed
    assert texts(ask(services, QUESTION)) == [[CLASH]]
    assert not take_back_retraction(services.library.engine, ID, NOW).changed


def test_importing_a_withdrawn_article_again_does_not_bring_it_back(services: Services) -> None:
    keep_clash(services)
    retract(services.library.engine, ID, "Wrong.", NOW)
    keep_clash(services, CLASH.replace("Eight", "Nine"))
    assert ask(services, QUESTION).outcome is not Outcome.ANSWERED


@pytest.mark.parametrize(("id_", "reason"), [("0" * 16, "Wrong."), (ID, "  "), (ID, "x" * 501), (ID, "\ufdfa" * 30)])
def test_a_retraction_needs_an_article_and_a_reason(services: Services, id_: str, reason: str) -> None:
    keep_clash(services)
    with pytest.raises(QuestionError):
        retract(services.library.engine, id_, reason, NOW)


# Corrections


@pytest.mark.parametrize("field", [Correctable.PUBLISHER, Correctable.PLACE])
@pytest.mark.parametrize("value", ["x" * 201, "\ufdfa" * 12, "\ufb03" * 67])
def test_a_name_is_as_long_as_it_is_read(services: Services, field: Correctable, value: str) -> None:
    keep_clash(services)
    with pytest.raises(QuestionError, match="1 to 200 characters"):
        correct_clash(services, field, value)


def test_a_corrected_place_is_that_of_all_its_passages(services: Services) -> None:
    keep_clash(services, "Shells fell on Friday and burnt two barns near the old mill.", title="Shells on Ras al-Ain")
    correct_clash(services, Correctable.PLACE, "Tal Tamr")
    assert texts(ask(services, "what happened in Tal Tamr this week"))
    assert ask(services, QUESTION).outcome is not Outcome.ANSWERED


def test_a_corrected_date_moves_what_is_counted_from_it(services: Services) -> None:
    keep_clash(services)
    correct_clash(services, Correctable.DATE, "2024-11-09")
    assert ask(services, QUESTION).outcome is not Outcome.ANSWERED
    answer = ask(services, "what happened in Ras al-Ain last week")
    assert answer.incidents[0].excerpts[0].article.published_at == datetime(2024, 11, 9, tzinfo=UTC)


def test_corrections_outlive_a_new_version_and_an_import(services: Services) -> None:
    keep_clash(services)
    correct_clash(services, Correctable.PUBLISHER, "Jazira Post")
    correct_clash(services, Correctable.LANGUAGE, "AR")
    keep_clash(services, CLASH.replace("Eight", "Nine"))
    article = ask(services, QUESTION).incidents[0].excerpts[0].article
    assert (article.publisher, article.language, article.version) == ("Jazira Post", "ar", 2)
    assert keep(services, draft(CLASH.replace("Eight", "Nine"), url=URL)).unchanged == 1


def test_the_last_word_on_a_field_counts(services: Services) -> None:
    keep_clash(services)
    for name in ("Jazira Post", "Khabur News"):
        correct_clash(services, Correctable.PUBLISHER, name)
    assert ask(services, QUESTION).incidents[0].publishers == ("Khabur News",)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        (Correctable.DATE, "16.11.2024", "2024-11-16"),
        (Correctable.DATE, "2024-02-31", "2024-11-16"),
        (Correctable.DATE, "2024-11-16T20:00", "2024-11-16"),
        (Correctable.DATE, "2031-01-01", "no day"),
        (Correctable.DATE, "0202-11-16", "no day"),
        (Correctable.PLACE, "Bodalon", "no known place"),
        (Correctable.LANGUAGE, "klingonish!", "no language"),
        (Correctable.PUBLISHER, "", "name"),
        (Correctable.PUBLISHER, "x" * 300, "name"),
    ],
)
def test_a_wrong_value_is_refused_with_what_a_right_one_is(
    services: Services, field: Correctable, value: str, reason: str
) -> None:
    keep_clash(services)
    with pytest.raises(QuestionError, match=reason):
        correct(services.library.engine, services.gazetteer, ID, field, value, NOW, None)


# Changes of the page


def test_a_change_of_quoted_words_is_noted_for_their_quotations_alone(services: Services) -> None:
    keep_clash(services, f"{CLASH}\n\n{QUIET}")
    ask(services, "clashes in Ras al-Ain this week")
    ask(services, "flour in Ras al-Ain on Saturday")
    keep_clash(services, f"{CLASH.replace('Eight', 'Five')}\n\n{QUIET}")
    ((kind, _, quotations),) = alterations(services)
    assert (kind, quotations) == ("changed", 1)


def test_a_change_elsewhere_in_the_article_is_noted_for_nobody(services: Services) -> None:
    keep_clash(services)
    ask(services, QUESTION)
    keep_clash(services, f"{CLASH}\n\n{QUIET}")
    assert alterations(services) == []
