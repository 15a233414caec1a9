"""Places in texts and questions: spellings, cues, namesakes, and what is no place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.places.gazetteer import Gazetteer
from retrieval.places.place import Place, PlaceKind, PlaceName
from retrieval.places.reading.reader import find_asked_places, find_places, near_names, read_question
from tests.retrieval.places.shipped_places import shipped, shipped_gazetteer

SPELLINGS = {
    "geonames:165509": "Ras al-Ain|ras al ain|Ras al-Ayn|RAS AL-AIN|Rasulayn|Serê Kaniyê|Sere Kaniye|Serekaniye"
    "|serêkaniyê|Resulayn|resulayn|رأس العين|راس العين|رَأس العَين|سري كانيه|سري كانية",
    "geonames:163750": "Tal Abyad|Tell Abyad|Tel Abyad|tal abiad|Girê Spî|gire spi|تل أبيض|تل ابيض|كري سبي|Tall Abyaḑ",
    "geonames:172256": "Kobani|Kobane|Kobanê|Kobanî|kobanê|Ain al-Arab|Ayn al-Arab|كوباني|عين العرب|Ayn el-Arab|كوبانى",
    "geonames:173377": "Qamishli|Qamishlo|al-Qamishli|Qamishly|Qamişlo|Kamışlı|kamisli|القامشلي|قامشلو",
    "geonames:173811": "Hasakah|al-Hasakah|Hasaka|Hasakeh|Hesekê|heseke|Haseke|الحسكة|الحسكه|الحسـكة",
    "geonames:163434": "Tal Tamr|Tel Tamer|tell tamer|Tal Tamir|Til Temir|تل تمر|Tel Temir",
    "dateline:abu-rasin": "Abu Rasin|Zirgan|zirgan|Zarkan|أبو راسين|ابو راسين|زركان",
    "geonames:172134": "Ain Issa|ain issa|Ayn Isa|'Ayn 'Isa|Eyn Îsa|Ayn İsa|عين عيسى|عين عيسي",
    "geonames:174186": "Afrin|Efrin|Efrîn|عفرين|عفـرين",
    "geonames:167357": "Manbij|Menbij|Minbic|Münbiç|منبج",
    "geonames:173530": "al-Malikiyah|Malikiyah|Derik|Dêrik|المالكية|ديريك",
    "geonames:173230": "Amuda|Amouda|Amûdê|Amude|عامودا",
    "geonames:165757": "al-Qahtaniyah|Qahtaniya|Tirbespî|Tirbespiyê|القحطانية|تربه سبي",
    "geonames:172955": "Raqqa|ar-Raqqah|Reqa|Rakka|الرقة",
    "geonames:172374": "Tabqa|al-Tabqa|Tebqa|Tabka|الطبقة",
    "geonames:170794": "Deir ez-Zor|Deir Ezzor|deir al-zor|Deyrizor|Dêrazor|دير الزور|ديرالزور",
    "geonames:174018": "al-Bab|Al Bab|El Bab|الباب",
    "geonames:172082": "Azaz|A'zaz|Ezaz|Azez|أعزاز|اعزاز",
    "geonames:163476": "Tal Rifaat|Tel Rifaat|Til Rifat|تل رفعت",
    "geonames:170063": "Aleppo|Halep|Heleb|حلب",
    "geonames:169389": "Idlib|İdlib|idleb|إدلب|ادلب",
    "geonames:170654": "Damascus|دمشق|Dimaşk",
    "dateline:tishrin-dam": "Tishrin Dam|tishreen dam|سد تشرين|Tişrin Barajı",
    "geonames:173797": "al-Hol|al-Hawl|الهول",
    "geonames:169023": "Jisr al-Shughur|Cisr eş-Şuğur|جسر الشغور",
    "geonames:99072": "Mosul|الموصل|Musul|Mûsil",
    "geonames:303750": "Nusaybin|Nisêbîn|نصيبين",
}
CASES = [(spelling, id_) for id_, spellings in SPELLINGS.items() for spelling in spellings.split("|")]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return shipped_gazetteer()


def test_the_table_of_spellings_is_long_enough_to_mean_something() -> None:
    assert len(CASES) >= 120


@pytest.mark.parametrize(("spelling", "id_"), CASES)
def test_each_spelling_in_a_question_means_its_place(gazetteer: Gazetteer, spelling: str, id_: str) -> None:
    arabic = "\u0600" <= spelling[0] <= "\u06ff"
    question = f"ماذا حدث في {spelling} أمس؟" if arabic else f"what happened in {spelling} this week"
    assert [(one.place_id, one.text) for one in find_asked_places(gazetteer, question)] == [(id_, spelling.lstrip("'"))]


@pytest.mark.parametrize(
    ("text", "id_", "slice_", "cue"),
    [
        ("Two men were hurt in Tal Tamr on Monday.", "geonames:163434", "Tal Tamr", "in"),
        ("The town of Ain Issa was quiet.", "geonames:172134", "Ain Issa", "town"),
        ("They left Raqqa city at dawn.", "geonames:172955", "Raqqa", "city"),
        ("Schools across Hasakah governorate closed.", "ocha:SY08", "Hasakah", "governorate"),
        ("Clinics in Afrin district closed.", "ocha:SY0203", "Afrin", "district"),
        ("Fields burned in the western countryside of Kobani.", "ocha:SY0206", "Kobani", "countryside"),
        ("Fields burned in the Deir ez-Zor countryside.", "ocha:SY09", "Deir ez-Zor", "countryside"),
        ("Hail fell over northern Aleppo.", "ocha:SY02", "Aleppo", "countryside"),
        ("A convoy stopped north of Raqqa.", "geonames:172955", "Raqqa", "near"),
        ("A well near Amuda ran dry.", "geonames:173230", "Amuda", "near"),
        ("Kobani's mayor spoke.", "geonames:172256", "Kobani", "in"),
        ("HASAKAH, Syria (North Wire) – Rain stopped the harvest.", "geonames:173811", "HASAKAH", "dateline"),
        ("The Afrin Council met.", "geonames:174186", "Afrin", "organisation"),
        ("وقع الحادث في مدينة الباب مساء.", "geonames:174018", "الباب", "city"),
        ("احترقت حقول بريف حلب الشمالي.", "ocha:SY02", "حلب", "countryside"),
        ("احترقت حقول بريف منبج.", "ocha:SY0205", "منبج", "countryside"),
        ("توقفت المدارس في محافظة الحسكة.", "ocha:SY08", "الحسكة", "governorate"),
        ("توقفت المدارس في منطقة عفرين.", "ocha:SY0203", "عفرين", "district"),
        ("توقفت المدارس في ناحية عين عيسى.", "ocha:SY110202", "عين عيسى", "subdistrict"),
        ("وصلوا إلى بلدة تل تمر.", "geonames:163434", "تل تمر", "town"),
        ("نزلوا بالقامشلي ليلا.", "geonames:173377", "القامشلي", "in"),
        ("وصلت للرقة قافلة.", "geonames:172955", "لرقة", "in"),
        ("سافر ومنبج خلفه.", "geonames:167357", "منبج", None),
        ("Cerablus'ta yağmur yağdı.", "geonames:169179", "Cerablus", "in"),
        ("Haseke vilayetinde okullar kapandı.", "ocha:SY08", "Haseke", "governorate"),
        ("Afrin kırsalında yağmur yağdı.", "ocha:SY0203", "Afrin", "countryside"),
        ("Li bajarê Qamişlo baran barî.", "geonames:173377", "Qamişlo", "city"),
        ("Li gundewarê Efrînê baran barî.", "ocha:SY0203", "Efrînê", "countryside"),
        ("Baran li Dêrikê barî.", "geonames:173530", "Dêrik", "in"),
    ],
)
def test_neighbouring_words_say_what_is_meant(
    gazetteer: Gazetteer, text: str, id_: str, slice_: str, cue: str | None
) -> None:
    found = [one for one in find_places(gazetteer, text) if gazetteer.get(one.place_id).name != "Syria"]  # type: ignore[union-attr]
    assert [(one.place_id, one.text, one.cue) for one in found] == [(id_, slice_, cue)]


@pytest.mark.parametrize(
    "text",
    [
        "Abu Khalid al-Homsi spoke to reporters.",
        "The writer Abu Yazan al-Raqqawi left.",
        "He hit the ball with a bat on the side of the van.",
        "batman and robin bought a van in march",
        "The harem of the sultan, a hole in the wall, a kite and a home.",
        "فتح الباحث كتابه وقرأ صفحة عن العمل.",
        "وان لم يصلوا فسوف ننتظر.",
        "وصل الرئيس الأميركي بايدن إلى لبنان.",
        "قالت قوات النظام إن الشباب غادروا.",
        "Ordu birlikleri pazar günü okul bahçesinde toplandı.",
        "Erdogan met Biden.",
        "",
        "؟!…",
    ],
)
def test_persons_and_common_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert find_places(gazetteer, text) == []


def test_a_name_inside_another_word_is_none(gazetteer: Gazetteer) -> None:
    assert find_places(gazetteer, "The Rakkasans and a Homsian met Kobanians; الحلبيون والحمصي") == []


def test_half_of_a_longer_unknown_name_is_none(gazetteer: Gazetteer) -> None:
    assert find_places(gazetteer, "Rain fell in Kafr Manbij and on Tal Afrin.") == []


def test_a_name_does_not_reach_over_punctuation(gazetteer: Gazetteer) -> None:
    assert [one.text for one in find_places(gazetteer, "They came from Tal. Tamr is a date.")] == []


def test_both_scripts_of_one_place_are_two_mentions_of_it(gazetteer: Gazetteer) -> None:
    found = find_places(gazetteer, "Rain in Ain al-Arab (Kobani) and in كوباني")
    assert [one.place_id for one in found] == ["geonames:172256"] * 3


def test_a_list_shares_the_cue_before_it(gazetteer: Gazetteer) -> None:
    found = find_places(gazetteer, "أمطار في ريفي إدلب وحلب")
    assert [(one.place_id, one.cue) for one in found] == [("ocha:SY07", "countryside"), ("ocha:SY02", "countryside")]


def test_derik_is_the_syrian_one_unless_turkey_is_named(gazetteer: Gazetteer) -> None:
    (home,) = find_asked_places(gazetteer, "what happened in Derik")
    (abroad,) = find_asked_places(gazetteer, "what happened in Derik, Mardin")
    assert home.place_id == "geonames:173530"
    assert abroad.place_id in home.also
    assert gazetteer.get(abroad.place_id).country == "TR"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("question", "expected", "within"),
    [
        ("what happened in Hajin in Deir ez-Zor last week", "geonames:174506", "ocha:SY09"),
        ("any news from Tal Tamr, Hasakah province", "geonames:163434", "ocha:SY08"),
        ("Tal Afar in Nineveh", "geonames:90393", "admin1:IQ.15"),
        ("shelling in Kilis in Turkey", "geonames:307864", "geonames:298795"),
        ("ماذا حدث في جسر الشغور بريف إدلب", "geonames:169023", "ocha:SY07"),
        ("Suriye'nin Haseke vilayetinde ne oldu", "ocha:SY08", "geonames:163843"),
    ],
)
def test_a_place_that_only_narrows_another_is_folded_into_it(
    gazetteer: Gazetteer, question: str, expected: str, within: str
) -> None:
    (one,) = find_asked_places(gazetteer, question)
    assert (one.place_id, one.within) == (expected, within)


def test_two_places_asked_together_stay_two(gazetteer: Gazetteer) -> None:
    found = find_asked_places(gazetteer, "minibus hit between qamishlo and amude")
    assert [one.place_id for one in found] == ["geonames:173377", "geonames:173230"]


def test_ilce_means_the_town_and_offers_the_district(gazetteer: Gazetteer) -> None:
    (one,) = find_asked_places(gazetteer, "Kamışlı ilçesinde ne oldu?")
    assert (one.place_id, one.cue) == ("geonames:173377", "district")
    assert "ocha:SY0802" in one.also


def test_another_transliteration_is_taken_for_the_name_and_marked(gazetteer: Gazetteer) -> None:
    (one,) = find_asked_places(gazetteer, "What happened in Qamoshly yesterday?")
    assert (one.place_id, one.cue, one.guessed) == ("geonames:173377", "spelling", True)


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What happened in Qasr Zamzoun last week?", "Qasr Zamzoun"),
        ("Any incidents in Kafr Bolsumak?", "Kafr Bolsumak"),
        ("news from tel dibrani", "tel dibrani"),
        ("ماذا جرى في تل زمزونة أمس؟", "تل زمزونة"),
        ("ماذا جرى بكفر زمزونة أمس؟", "كفر زمزونة"),
        ("Zamzoun'da ne oldu?", "Zamzoun"),
        ("li Zamzûnê çi qewimî", "Zamzûnê"),
        ("What happened in Kobani?", None),
        ("What happened in Hajin in Deir ez-Zor on 3 May?", None),
        ("Which drone strikes were reported in November?", None),
        ("Were hospitals attacked in June 2023?", None),
        ("Türk SİHA saldırıları bu hafta nereleri vurdu?", None),
        ("هل تعرضت المخيمات للقصف الشهر الماضي؟", None),
        ("any updates??", None),
    ],
)
def test_an_unknown_place_is_named_and_nothing_else_is(
    gazetteer: Gazetteer, question: str, unknown: str | None
) -> None:
    reading = read_question(gazetteer, question)
    assert reading.unknown() == unknown
    assert unknown is None or reading.mentions() == []


def test_what_lies_around_and_inside_a_place(gazetteer: Gazetteer) -> None:
    assert [one.id for one in gazetteer.ancestors("geonames:165509")] == [
        "ocha:SY080400",
        "ocha:SY0804",
        "ocha:SY08",
        "geonames:163843",
    ]
    assert {"ocha:SY08", "ocha:SY0804", "geonames:165509", "dateline:abu-rasin"} <= gazetteer.within("ocha:SY08")
    assert gazetteer.within("geonames:165509") >= {"geonames:165509"}
    assert gazetteer.ancestors("nowhere") == ()
    assert gazetteer.get("nowhere") is None


def test_parents_in_a_circle_end() -> None:
    places = [Place(id_, id_, PlaceKind.VILLAGE, "SY", 1.0, 1.0, parent, 0) for id_, parent in (("a", "b"), ("b", "a"))]
    circle = Gazetteer(places, [])
    assert [one.id for one in circle.ancestors("a")] == ["b"]
    assert circle.within("a") == {"a", "b"}


def test_an_empty_gazetteer_finds_nothing() -> None:
    empty = Gazetteer([], [])
    assert find_places(empty, "Kobani") == []
    assert find_asked_places(empty, "what happened in Kobani") == []
    assert near_names(empty, "Kobanni") == []


def village(id_: str, lat: float, lon: float, parent: str) -> Place:
    return Place(id_, "Umm Zaytun", PlaceKind.VILLAGE, "SY", lat, lon, parent, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The village of Umm Zaytun in Idlib province was hit.", "x:idlib"),
        ("Shells fell on Tal Tamr. The village of Umm Zaytun was hit too.", "x:hasakah"),
        ("In Hasakah governorate, the village of Umm Zaytun was hit.", "x:hasakah"),
    ],
)
def test_namesake_villages_are_told_apart_by_what_else_is_named(text: str, expected: str) -> None:
    places, names = shipped()
    namesakes = [village("x:idlib", 35.7, 36.6, "ocha:SY070200"), village("x:hasakah", 36.7, 40.4, "ocha:SY080001")]
    spellings = [PlaceName(one.id, one.name, "en") for one in namesakes]
    found = find_places(Gazetteer([*places, *namesakes], [*names, *spellings]), text)
    assert [one.place_id for one in found if one.text == "Umm Zaytun"] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصفت المدفعية أم زيتون بعد ساعة", []),
        ("قصفت المدفعية تل تمر ثم أم زيتون بعد ساعة", ["geonames:163434", "x:hasakah"]),
        ("قصفت المدفعية دمشق ثم أم زيتون بعد ساعة", ["geonames:170654"]),
    ],
)
def test_a_little_known_arabic_name_is_a_place_beside_one_that_is_named(text: str, expected: list[str]) -> None:
    places, names = shipped()
    known = village("x:hasakah", 36.7, 40.4, "ocha:SY080001")
    found = find_places(Gazetteer([*places, known], [*names, PlaceName(known.id, "أم زيتون", "ar")]), text)
    assert [one.place_id for one in found] == expected


def test_a_village_is_meant_where_a_text_says_so_and_no_city_abroad() -> None:
    places, names = shipped()
    city = Place("x:city", "Zeytun", PlaceKind.CITY, "TR", 36.1, 36.0, None, 900_000)
    small = Place("x:small", "Zaytun", PlaceKind.VILLAGE, "SY", 35.8, 39.6, None, 0)
    spellings = [PlaceName(one.id, "الزيتونية", "ar") for one in (city, small)]
    gazetteer = Gazetteer([*places, city, small], [*names, *spellings])
    assert [one.place_id for one in find_places(gazetteer, "وقع الانفجار في قرية الزيتونية")] == ["x:small"]


@given(st.text() | st.text(alphabet="Kobaniكوباني رأسعين'’\u200f\u0301ـê.,()\n\ud800"))
@settings(deadline=None)
def test_no_text_breaks_the_reading_and_every_mention_is_its_slice(text: str) -> None:
    gazetteer = shipped_gazetteer()
    for mentions in (find_places(gazetteer, text), find_asked_places(gazetteer, text)):
        assert all(text[one.start : one.end] == one.text and one.text for one in mentions)
        assert all(one.place_id not in one.also for one in mentions)
    read_question(gazetteer, text).unknown()


@given(st.lists(st.sampled_from([spelling for spelling, _ in CASES] + ["in", "and", "،", "'ta", "\u200e", "ريف"])))
@settings(deadline=None)
def test_names_in_any_order_and_script_keep_their_slices(words: list[str]) -> None:
    gazetteer = shipped_gazetteer()
    text = " ".join(words)
    ends = 0
    for one in find_places(gazetteer, text):
        assert text[one.start : one.end] == one.text
        assert one.start >= ends
        ends = one.end
