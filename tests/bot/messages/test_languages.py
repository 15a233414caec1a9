"""Whole answers in the four languages of the interface."""

from dataclasses import replace

import pytest

from bot.messages.answer import render_answer
from bot.messages.dates import event_date, part_of_day, span
from bot.messages.figures import differences
from bot.messages.names import asked_places, kind_label
from bot.phrases.catalogues import languages, phrases_for
from retrieval.answers import Answer, Figure, FigureClaim, Outcome
from retrieval.figures.kinds import FigureKind
from retrieval.places.place import Direction, Reach
from retrieval.understood import Doubt, PlaceChoice, Understood, UnderstoodPlace
from tests.bot.fakes import (
    CLASH,
    CLASH_ELSEWHERE,
    KILLING,
    NOW,
    SERE_KANIYE,
    TAL_TAMR,
    TELL_TAMR,
    WEEK,
    answered,
    areas,
    clash,
    excerpt,
    incident,
    killing,
    silent,
    unclear,
)
from tests.bot.messages.layout.test_rich_text import covered


def text(answer: Answer, language: str) -> str:
    (message,) = render_answer(answer, phrases_for(language))
    return message.text


def test_an_answer_in_arabic_reads_from_right_to_left_around_its_quotations() -> None:
    assert text(answered(clash(), killing()), "ar") == (
        "‏⁨Sere Kaniye⁩ (رأس العين، الحسكة) · الاثنين 11 – الأحد 17 تشرين الثاني 2024\n"
        "حادثان · 3 ناشرين\n"
        "\n"
        "1 · الجمعة 15 تشرين الثاني، ليلاً · اشتباك مسلح\n"
        f"{CLASH}\n"
        "‏⁨North Wire⁩، 16 تشرين الثاني · فتح عند الجملة\n"
        f"{CLASH_ELSEWHERE}\n"
        "‏⁨Jazira Post⁩، 16 تشرين الثاني · فتح عند الجملة\n"
        "تختلف التقارير: 8 قتلى (⁨North Wire⁩)، 5 قتلى (⁨Jazira Post⁩)\n"
        "\n"
        "2 · الخميس 14 تشرين الثاني · قتل أو إطلاق نار\n"
        f"{KILLING}\n"
        "‏⁨Euphrates Desk⁩، 15 تشرين الثاني · فتح عند الجملة\n"
        "\n"
        "شمل البحث: 214 مقالاً، 4 ناشرين؛ الأحدث: اليوم 09:40.  A7F3Q2"
    )


def test_an_answer_in_turkish() -> None:
    shown = text(answered(clash(), killing()), "tr").split("\n")
    assert shown[:2] == ["Sere Kaniye (Resulayn, Haseke) · 11 Pzt – 17 Kasım 2024 Paz", "2 olay · 3 yayıncı"]
    assert shown[3] == "1 · 15 Kasım Cum, gece · silahlı çatışma"
    assert shown[8] == "Haberler farklı: 8 ölü (North Wire), 5 ölü (Jazira Post)"
    assert shown[-1] == "Aranan: 214 haber metni, 4 yayıncı; en yenisi: bugün 09:40.  A7F3Q2"


def test_an_answer_in_kurmanji() -> None:
    shown = text(answered(clash(), killing()), "ku").split("\n")
    assert shown[:2] == [
        "Serê Kaniyê (Hesekê) · duşem 11 – yekşem 17 mijdar 2024", "2 bûyer · 3 weşanger",
    ]  # fmt: skip
    assert shown[3] == "1 · în 15 mijdar, bi şev · pevçûna çekdarî"
    assert shown[8] == "Nûçe ji hev cuda ne: 8 kuştî (North Wire), 5 kuştî (Jazira Post)"
    assert shown[-1] == "Hat lêgerîn: 214 nivîs, 4 weşanger; ya herî nû: îro 09:40.  A7F3Q2"


@pytest.mark.parametrize("language", languages())
def test_quotations_and_links_are_the_same_in_every_language(language: str) -> None:
    (message,) = render_answer(answered(clash(), killing()), phrases_for(language))
    quoted = [covered(message.text, entity) for entity in message.entities if entity.type == "blockquote"]
    links = [entity.url for entity in message.entities if entity.url]
    assert quoted == [CLASH, CLASH_ELSEWHERE, KILLING]
    assert links == [excerpt.link for one in (clash(), killing()) for excerpt in one.excerpts]


@pytest.mark.parametrize("language", languages())
def test_silence_says_what_was_searched_who_went_quiet_and_what_was_last_in_every_language(language: str) -> None:
    (message,) = render_answer(silent(), phrases_for(language))
    head, searched, quiet, _, last, *quotation = message.text.split("\n")
    assert "2024" in head and "214" in searched and "09:40" in searched
    assert "Jazira Post" in quiet and "12" in quiet and "2" in last and len(quotation) == 2
    assert message.keyboard is not None and len(message.keyboard.inline_keyboard) >= 2


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ar", "لا تقرير. شمل البحث ما نُشر عن هذه المنطقة: 214 مقالاً، 4 ناشرين؛ الأحدث: اليوم 09:40."),
        ("ku", "Nûçe tune. Weşanên li ser vê deverê hatin lêgerîn: 214 nivîs, 4 weşanger; ya herî nû: îro 09:40."),
        ("tr", "Haber yok. Bu bölgeyle ilgili yayınlar arandı: 214 haber metni, 4 yayıncı; en yenisi: bugün 09:40."),
    ],
)
def test_silence_in_other_languages(language: str, line: str) -> None:
    assert text(silent(), language).split("\n")[1] == line


@pytest.mark.parametrize("doubt", Doubt)
@pytest.mark.parametrize("language", languages())
def test_every_doubt_has_a_sentence_in_every_language(language: str, doubt: Doubt) -> None:
    asked_back = text(unclear((doubt, "Xyz")), language)
    assert asked_back and (language == "en" or asked_back != text(unclear((doubt, "Xyz")), "en"))


@pytest.mark.parametrize("language", languages())
def test_not_covered_is_another_sentence_than_no_report_in_every_language(language: str) -> None:
    assert text(silent(), language) != text(silent(outcome=Outcome.NOT_COVERED), language)


def place(**changes: object) -> UnderstoodPlace:
    return replace(TAL_TAMR, **changes)


@pytest.mark.parametrize(
    ("language", "around", "north", "between"),
    [
        (
            "en",
            "around Tal Tamr (Hasakah), up to 10 km",
            "north of Tal Tamr (Hasakah)",
            "between Tal Tamr (Hasakah) and Sere Kaniye (Ras al-Ain, Hasakah)",
        ),
        (
            "ku",
            "Tal Tamr (Hesekê) û derdor, heta 10 km",
            "Tal Tamr (Hesekê), aliyê bakur",
            "navbera Tal Tamr (Hesekê) û Serê Kaniyê (Hesekê)",
        ),
        (
            "tr",
            "Tal Tamr (Haseke) ve çevresi, 10 km'ye kadar",
            "Tal Tamr (Haseke), kuzey yönü",
            "Tal Tamr (Haseke) – Sere Kaniye (Resulayn, Haseke) arası",
        ),
        (
            "ar",
            "⁨Tal Tamr⁩ (الحسكة) والمحيط، حتى 10 كم",
            "شمال ⁨Tal Tamr⁩ (الحسكة)",
            "بين ⁨Tal Tamr⁩ (الحسكة) و⁨Sere Kaniye⁩ (رأس العين، الحسكة)",
        ),
    ],
)
def test_what_lies_around_a_place_is_named_without_bending_its_name(
    language: str, around: str, north: str, between: str
) -> None:
    phrases = phrases_for(language)
    assert asked_places(phrases, [place(reach=Reach(10))]) == around
    assert asked_places(phrases, [place(reach=Reach(direction=Direction.NORTH))]) == north
    assert asked_places(phrases, [place(reach=Reach(towards=SERE_KANIYE.id)), SERE_KANIYE]) == between


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("language", languages())
def test_every_side_of_a_place_has_words(language: str, direction: Direction) -> None:
    shown = asked_places(phrases_for(language), [place(reach=Reach(20, direction))])
    assert "Tal Tamr" in shown and "20" in shown


def test_a_corrected_spelling_is_always_shown() -> None:
    guessed = place(matched="Tal Tmar", guessed=True)
    answer = answered(clash(), understood=Understood((guessed,)))
    assert "“Tal Tmar” read as Tal Tamr (Hasakah)." in text(answer, "en").split("\n")
    with_other = answered(clash(), understood=Understood((replace(guessed, also=(TELL_TAMR,)),)))
    assert "“Tal Tmar” read as Tal Tamr (Hasakah). Meant Tell Tamr (Raqqa)?" in text(with_other, "en").split("\n")


@pytest.mark.parametrize(("language", "note"), [("tr", "Buradaki sınırlar: …"), ("ku", "The borders here: …")])
def test_what_an_informal_region_holds_is_noted_in_the_language_or_else_in_english(language: str, note: str) -> None:
    region = place(note={"en": "The borders here: …", "tr": "Buradaki sınırlar: …"})
    assert note in text(answered(clash(), understood=Understood((region,))), language).split("\n")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "2–3 injured (North Wire), at least 2 injured (Jazira Post)"),
        ("ar", "2–3 جرحى (⁨North Wire⁩)، جريحان على الأقل (⁨Jazira Post⁩)"),
        ("ku", "2–3 birîndar (North Wire), herî kêm 2 birîndar (Jazira Post)"),
        ("tr", "2–3 yaralı (North Wire), en az 2 yaralı (Jazira Post)"),
    ],
)
def test_figures_stand_side_by_side_in_every_language(language: str, said: str) -> None:
    claims = (FigureClaim(2, 3, 0, "two or three"), FigureClaim(2, 2, 1, "two", qualifier="at least"))
    made = replace(clash(), figures=(Figure(FigureKind.INJURED, 2, 3, claims),))
    assert said in text(answered(made), language)


def test_a_range_that_ends_with_two_shows_both_its_numbers_in_arabic() -> None:
    claims = (FigureClaim(1, 2, 0, "one or two"), FigureClaim(5, 5, 1, "five"))
    made = replace(clash(), figures=(Figure(FigureKind.KILLED, 1, 5, claims),))
    assert "1–2 قتيل" in text(answered(made), "ar")


@pytest.mark.parametrize("kind", FigureKind)
@pytest.mark.parametrize("language", languages())
def test_every_kind_of_figure_has_words(language: str, kind: FigureKind) -> None:
    claims = (FigureClaim(8, 8, 0, "eight"), FigureClaim(5, 5, 1, "five"))
    (line,) = differences(replace(clash(), figures=(Figure(kind, 5, 8, claims),)), phrases_for(language))
    assert "8" in line and (kind.value in line) is (language == "en")


@pytest.mark.parametrize("part", ["dawn", "morning", "noon", "afternoon", "evening", "night"])
@pytest.mark.parametrize("language", ["ar", "ku", "tr"])
def test_every_part_of_the_day_has_its_word(language: str, part: str) -> None:
    assert part_of_day(phrases_for(language), part) != part


@pytest.mark.parametrize("language", languages())
def test_a_period_names_both_its_days_and_its_year(language: str) -> None:
    shown = span(phrases_for(language), WEEK.start, WEEK.end)
    assert "11" in shown and "17" in shown and "2024" in shown
    when = clash().event
    assert when is not None and "15" in event_date(phrases_for(language), when, NOW.date())


def test_a_kind_is_named_in_the_language_of_the_frame() -> None:
    assert [kind_label(phrases_for(language), clash()) for language in ("en", "ar", "ku", "tr")] == [
        "armed clash", "اشتباك مسلح", "pevçûna çekdarî", "silahlı çatışma",
    ]  # fmt: skip


def test_choices_in_another_country_are_told_apart_in_the_language_of_the_frame() -> None:
    turkish = PlaceChoice("t", "Tal Tamr", areas("Mardin", "Turkey", country="TR"), "TR")
    shown = text(silent(understood=Understood((place(also=(turkish,)),))), "ar")
    assert "⁨Tal Tamr⁩ (ماردين، تركيا)؟" in shown


def test_places_of_an_incident_are_named_in_the_language_of_the_frame() -> None:
    elsewhere = incident(excerpt(), places=("geonames:172256", "~tlhlf"), place_names=("Kobani",))
    assert "1 · Kobanê · " in text(answered(elsewhere), "ku")
    assert "1 · كوباني · " in text(answered(elsewhere), "ar")


def test_the_area_around_is_offered_by_the_name_that_the_language_has() -> None:
    (message,) = render_answer(silent(), phrases_for("ar"))
    assert message.keyboard is not None
    assert "كامل محافظة الحسكة" in [button.text for row in message.keyboard.inline_keyboard for button in row]
