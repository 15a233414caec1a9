"""What a reader asked to see first stands before the quotations."""

from dataclasses import replace

from bot.context import phrases_of_answer
from bot.messages.answer import render_answer
from bot.phrases.catalogues import phrases_for
from retrieval.answers import Answer, Incident
from retrieval.figures.kinds import FigureKind
from retrieval.understood import Focus
from tests.bot.fakes import (
    CLASH,
    KILLING,
    answered,
    article,
    clash,
    excerpt,
    incident,
    killed,
    killing,
)

ENGLISH = phrases_for("en")


def asked(focus: Focus, *incidents: Incident, counted: tuple[FigureKind, ...] = ()) -> Answer:
    answer = answered(*incidents)
    return replace(answer, understood=replace(answer.understood, focus=focus, counted=counted))


def rendered(answer: Answer) -> str:
    return "\n".join(message.text for message in render_answer(answer, ENGLISH))


def test_asked_figures_stand_before_the_quotations_and_only_there() -> None:
    text = rendered(asked(Focus.FIGURES, clash(), counted=(FigureKind.KILLED,)))
    line = "Reports differ: 8 killed (North Wire), 5 killed (Jazira Post)"
    assert text.count(line) == 1
    assert text.index(line) < text.index(CLASH)


def test_an_asked_figure_is_shown_even_where_reports_agree() -> None:
    told = replace(killing(), figures=(killed((1, 0)),))
    text = rendered(asked(Focus.FIGURES, told, counted=(FigureKind.KILLED,)))
    assert "\n1 killed (Euphrates Desk)\n" in text
    assert "Reports differ" not in text


def test_that_no_such_figure_is_stated_is_said() -> None:
    text = rendered(asked(Focus.FIGURES, killing(), counted=(FigureKind.INJURED,)))
    assert text.index("No such figure in what is quoted.") < text.index(KILLING)


def test_other_figures_on_which_reports_differ_stay_below() -> None:
    text = rendered(asked(Focus.FIGURES, clash(), counted=(FigureKind.INJURED,)))
    assert text.index(CLASH) < text.index("Reports differ: 8 killed")


def test_who_says_so_lists_every_source_with_its_link() -> None:
    sources = (article("North Wire", 1), article("Jazira Post", 2))
    [message] = render_answer(asked(Focus.SOURCES, replace(clash(), sources=sources)), ENGLISH)
    assert "\nNorth Wire, 16 Nov · open the article\nJazira Post, 16 Nov · open the article\n" in message.text
    assert {"https://north.example.org/1", "https://jazira.example.org/2"} <= {e.url for e in message.entities}


def test_where_exactly_names_all_places_of_an_incident() -> None:
    told = incident(excerpt(), place_names=("Ras al-Ain", "Alok"), places=("geonames:165509", "place:alok"))
    assert "\nPlaces named: Ras al-Ain and Alok\n" in rendered(asked(Focus.WHERE, told))


def test_without_a_focus_nothing_stands_before_the_quotation() -> None:
    text = rendered(answered(clash()))
    assert text.index(CLASH) < text.index("Reports differ")


def test_dates_that_were_taken_over_can_be_lifted_by_a_button() -> None:
    answer = answered(clash())
    inherited = replace(answer.understood, inherited=("period",))
    [message] = render_answer(replace(answer, understood=inherited), ENGLISH)
    assert message.keyboard
    labels = {button.text: button.callback_data for row in message.keyboard.inline_keyboard for button in row}
    assert labels["All dates"] == "wide:A7F3Q2:all"


def test_the_frame_has_the_language_of_the_dialogue_where_the_question_does_not_tell() -> None:
    arabic = replace(answered(clash()), question="Kobani?", context=("ماذا حدث في رأس العين هذا الأسبوع",))
    assert phrases_of_answer(arabic, ENGLISH).locale.language == "ar"
    assert phrases_of_answer(replace(arabic, question="and in Kobani last month?"), ENGLISH).locale.language == "en"
    assert phrases_of_answer(replace(arabic, context=()), ENGLISH).locale.language == "en"
