"""Villages, quarters and camps that no list has are learned from reports, and found by their sound in any script."""

from datetime import date

import pytest

from retrieval.answering.answer_json import answer_json
from retrieval.answers import Outcome
from retrieval.services import Services
from tests.keeping import ask, draft, keep

# Report, question, words that the answer quotes. The known places are those of `tests.region`.
CASES = [
    ("Shells hit the village of Hinsana near Tal Tamr on Friday, and two farmers were wounded by splinters.",
     "ماذا حدث في قرية هنسانة", "Hinsana"),
    ("أصيب مزارعان يوم الجمعة جراء سقوط قذائف على قرية بادية بريف تل تمر الشمالي وفق ما قال الأهالي.",
     "what happened in Badia village", "بادية"),
    ("أصيب مزارعان يوم الجمعة جراء سقوط قذائف على قرية العطانة قرب تل تمر وفق ما قال الأهالي.",
     "was Attane shelled this week", "العطانة"),
    ("Roja Înê topbaran li gundê Dilana yê Til Temirê pêk hat û du cotkar birîndar bûn ji ber perçeyan.",
     "Dilana köyünde ne oldu", "Dilana"),
    ("Cuma günü Til Temir yakınındaki Safine köyüne top mermileri düştü ve iki çiftçi yaralandı denildi.",
     "li gundê Sefînê çi bû", "Safine"),
    ("A drone struck the Mutran neighborhood of Qamishli on Friday and wounded two people in a car.",
     "قصف حي مطران في القامشلي", "Mutran"),
    ("قتل رجل يوم الجمعة برصاص مجهولين في مخيم نوروزان قرب مدينة القامشلي كما قالت الشرطة المحلية.",
     "killing in Norozan camp", "نوروزان"),
    ("Gunmen attacked the checkpoint of Jazira east of Qamishli on Friday and wounded two members of the force.",
     "هجوم على حاجز جزيره", "Jazira"),
    ("Turkish artillery shelled the villages of Rubeia, Um Hajara and Tal Nasra north of Tal Tamr on Friday.",
     "was Umm Hajarah hit on Friday", "Um Hajara"),
    ("قصفت المدفعية يوم الجمعة قرى ربيعات وأم حجيرة وخربة ناصر شمال تل تمر دون أن يبلغ عن إصابات بين الأهالي.",
     "Khirbet Nasser this week", "خربة ناصر"),
]  # fmt: skip


@pytest.mark.parametrize(("report", "question", "words"), CASES)
def test_a_name_that_no_list_has_is_found_across_scripts(
    services: Services, report: str, question: str, words: str
) -> None:
    keep(services, draft(report))
    answer = ask(services, question)
    assert answer.outcome is Outcome.ANSWERED
    assert words in answer.incidents[0].excerpts[0].text
    [place] = answer.understood.places
    assert place.id.startswith("learned:")
    assert place.learned is not None


def test_reports_that_spell_a_name_differently_attest_one_place(services: Services) -> None:
    keep(
        services,
        draft("Shells hit the village of Hinsana near Tal Tamr on Friday, and two farmers were wounded."),
        draft("أصيب مزارعان يوم الجمعة جراء سقوط قذائف على قرية هنسانة بريف تل تمر كما قال الأهالي."),
        draft("The army left Hinsanah village, north of Tal Tamr, on Saturday, residents of the village said."),
    )
    [place] = ask(services, "Hinsana").understood.places
    assert place.learned is not None
    assert place.learned.reports == 3
    assert place.learned.anchor.name == "Tal Tamr"
    described = answer_json(ask(services, "Hinsana"))["understood"]["places"][0]
    assert described["radius_km"] == 15
    assert described["reports"] == 3


def test_two_names_of_one_sound_far_apart_are_two_places_and_an_asked_place_decides(services: Services) -> None:
    keep(
        services,
        draft("Shells hit the village of Hinsana near Tal Tamr on Friday, and two farmers were wounded."),
        draft("A fire burned down houses in the village of Hinsana near Kobani on Friday, and killed one man."),
    )
    assert "fire" in ask(services, "Hinsana near Kobani").incidents[0].excerpts[0].text
    assert "Shells" in ask(services, "Hinsana in the countryside of Tal Tamr").incidents[0].excerpts[0].text
    assert ask(services, "what happened in Hinsana").understood.places[0].also


def test_the_known_place_that_only_says_where_is_not_asked_for_itself(services: Services) -> None:
    keep(
        services,
        draft("Shells hit the village of Hinsana near Tal Tamr on Friday, and two farmers were wounded."),
        draft("A bomb went off in the market of Tal Tamr on Friday and killed three people, police said."),
    )
    assert len(ask(services, "Hinsana near Tal Tamr").understood.places) == 1
    assert len(ask(services, "Hinsana and Tal Tamr").understood.places) == 2
    assert "bomb" in ask(services, "Tal Tamr bomb").incidents[0].excerpts[0].text


def test_a_governorate_holds_what_was_learned_in_it(services: Services) -> None:
    keep(services, draft("Shells hit the village of Hinsana near Tal Tamr on Friday; two farmers were wounded."))
    assert ask(services, "shelling in Hasakah governorate").outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "question", ["what happened this week", "shelling on Friday", "two farmers", "قصف هذا الأسبوع", "bu hafta ne oldu"]
)
def test_words_that_are_no_name_are_not_taken_for_learned_places(services: Services, question: str) -> None:
    keep(services, draft("Shells hit the village of Hinsana near Tal Tamr on Friday; two farmers were wounded."))
    assert ask(services, question).understood.places == ()


def test_a_follow_up_goes_on_with_a_learned_place(services: Services) -> None:
    keep(services, draft("Shells hit the village of Hinsana near Tal Tamr on Friday, two farmers were wounded."))
    answer = ask(services, "and last week?", context=["what happened in Hinsana"])
    assert answer.understood.places[0].id.startswith("learned:")


def test_a_name_keeps_its_id_when_its_article_changes(services: Services) -> None:
    first = draft("Shells hit the village of Hinsana near Tal Tamr on Friday.", url="https://a.example.org/1")
    keep(services, first)
    [before] = ask(services, "Hinsana").understood.places
    changed = draft("Shells hit Hinsana village near Tal Tamr on Friday, twice.", url="https://a.example.org/1")
    keep(services, changed)
    [after] = ask(services, "Hinsana").understood.places
    assert (before.id, after.learned and after.learned.reports) == (after.id, 1)


def test_a_name_that_nothing_attests_any_more_is_forgotten(services: Services) -> None:
    keep(services, draft("Shells hit the village of Hinsana near Tal Tamr.", url="https://a.example.org/1"))
    keep(services, draft("Shells hit the town of Tal Tamr at night.", url="https://a.example.org/1"))
    assert all(place.learned is None for place in ask(services, "Hinsana").understood.places)


def test_a_name_is_learned_only_where_something_says_where_it_is(services: Services) -> None:
    keep(
        services,
        draft("Shells hit the village of Hinsana on Friday, and two farmers were wounded.", date(2024, 11, 16)),
    )
    assert ask(services, "the village of Hinsana").understood.places == ()


@pytest.mark.parametrize(
    ("name", "question", "ids"),
    [
        ("Qanah", "were any figures given for Tal Tamr", ["tamr"]),
        ("Tamra", "anyone hurt in tal tamr", ["tamr"]),
        ("Sera", "li ser rewşa Kobanê çi heye", ["kobani"]),
        ("Kira", "kê li Qamişlo êrîş kir", ["qamishli"]),
        ("Safra", "anything in Safar Dalia", []),
        ("Sarra", "انفجار سيارة في القامشلي", ["qamishli"]),
        ("Nura", "ne oldu Kobani", ["kobani"]),
    ],
)
def test_words_that_only_sound_like_a_learned_name_are_not_it(
    services: Services, name: str, question: str, ids: list[str]
) -> None:
    keep(services, draft(f"Shells hit the village of {name} near Tal Tamr on Friday, and two farmers were wounded."))
    assert [place.id for place in ask(services, question).understood.places] == ids


def test_a_name_that_its_article_repeats_without_a_word_for_villages_is_a_mention_too(services: Services) -> None:
    first = "Shells hit the village of Hinsana near Tal Tamr on Friday, and broke the windows of two houses there."
    second = "Later a drone struck a car on the road of Hinsana, and the driver was killed, residents of the area said."
    keep(services, draft(f"{first}\n\n{second}"))
    answer = ask(services, "drone in Hinsana")
    assert "drone struck" in answer.incidents[0].excerpts[0].text
