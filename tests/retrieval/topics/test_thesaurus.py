"""Which kinds of incident and which parties a text names, in four languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import data
from retrieval.topics.thesaurus import Thesaurus, default_thesaurus


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    return default_thesaurus()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Drones hit the road again", "drone_strike"),
        ("استهدفت طائرة مسيّرة الطريق", "drone_strike"),
        ("SİHA'lar yolu vurdu", "drone_strike"),
        ("balafirên bêmirov li rê xistin", "drone_strike"),
        ("warplanes bombed the hills", "air_strike"),
        ("غارات ليلية", "air_strike"),
        ("مين قتلها", "casualties"),
        ("المسلحين قتلو شابين", "casualties"),
        ("خطفوهم من بيتهم", "abduction"),
        ("artillery fire on the village", "shelling"),
        ("وبالمدفعية الثقيلة", "shelling"),
        ("köye havan topu düştü, topçu ateşi", "shelling"),
        ("bi obusan gund topbaran kirin", "shelling"),
        ("guided missiles were used", "missile_attack"),
        ("clashes broke out", "armed_clash"),
        ("اندلعت اشتباكات عنيفة", "armed_clash"),
        ("köyde çatışmalar çıktı", "armed_clash"),
        ("li gund pevçûn derket", "armed_clash"),
        ("a roadside bomb", "ied"),
        ("انفجار عبوة ناسفة", "ied"),
        ("mayın patladı", "landmine"),
        ("سيارة مفخخة في السوق", "car_bomb"),
        ("bombalı araç", "car_bomb"),
        ("men were kidnapped", "abduction"),
        ("اختطاف شاب", "abduction"),
        ("ciwanek hat revandin", "abduction"),
        ("dozens detained", "arrest"),
        ("gözaltına alındı", "arrest"),
        ("عملية إنزال جوي", "raid"),
        ("house raids", "raid"),
        ("zeytinleri yağmaladılar", "looting"),
        ("olive trees looted", "looting"),
        ("residents protested", "demonstration"),
        ("مسيرة احتجاجية", "demonstration"),
        ("xwepêşandan li bajêr", "demonstration"),
        ("انقطاع المياه منذ أسبوع", "water_cut"),
        ("elektrik kesintisi", "power_cut"),
        ("نزوح مئات العائلات", "displacement"),
        ("a sniper shot him", "killing"),
        ("çend kes birîndar bûn", "casualties"),
    ],
)
def test_a_kind_is_known_by_its_words_in_every_language(thesaurus: Thesaurus, text: str, kind: str) -> None:
    assert kind in thesaurus.kinds_in(text)


@pytest.mark.parametrize("text", ["", "...", "The wedding lasted three days.", "افتتاح معرض للكتاب", "pazar günü oldu"])
def test_a_text_about_something_else_names_no_kind(thesaurus: Thesaurus, text: str) -> None:
    assert thesaurus.kinds_in(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kil*led in the atta*ck", "casualties"),
        ("قـ ـصـ ـف على القرية", "strike"),
        ("بقصـ.ـف مدفـ.ـعي", "shelling"),
        ("إصـــابة مزارع", "casualties"),
    ],
)
def test_words_broken_up_for_filters_are_recognised(thesaurus: Thesaurus, text: str, kind: str) -> None:
    assert kind in thesaurus.kinds_in(text)


@pytest.mark.parametrize(
    ("asked", "found", "satisfied"),
    [
        ("attack", "drone_strike", True),
        ("strike", "drone_strike", True),
        ("strike", "shelling", True),
        ("air_strike", "drone_strike", True),
        ("drone_strike", "air_strike", False),
        ("drone_strike", "attack", False),
        ("drone_strike", "drone_strike", True),
        ("shelling", "strike", True),  # an ambiguous word: it may have been shelling
        ("missile_attack", "shelling", False),
        ("attack", "casualties", True),
        ("abduction", "arrest", False),
        ("attack", "demonstration", False),
    ],
)
def test_a_narrower_kind_satisfies_a_broader_one_only(
    thesaurus: Thesaurus, asked: str, found: str, satisfied: bool
) -> None:
    assert thesaurus.matches(asked, [found]) is satisfied


def test_a_kind_that_the_thesaurus_no_longer_knows_satisfies_nothing(thesaurus: Thesaurus) -> None:
    assert not thesaurus.matches("attack", ["a kind of last year"])
    assert not thesaurus.matches("attack", [])


def test_a_drone_strike_is_an_air_strike_a_strike_and_an_attack(thesaurus: Thesaurus) -> None:
    assert thesaurus.broader("drone_strike") == {"air_strike", "strike", "attack"}


def test_shelling_or_strike_asks_for_either(thesaurus: Thesaurus) -> None:
    asked = thesaurus.kinds_in("Was there any shelling or strike on the town?")
    assert {"shelling", "strike"} <= asked
    assert any(thesaurus.matches(kind, ["drone_strike"]) for kind in asked)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Were hospitals attacked in June?", "attack_on_medical"),
        ("هل تعرضت المخيمات للقصف؟", "attack_on_camp"),
        ("a drone hit a car on the road", "vehicle"),
        ("gazeteciler hedef alındı", "attack_on_press"),
        ("a journalist was wounded", "attack_on_press"),
        ("the power station was shelled", "attack_on_infrastructure"),
    ],
)
def test_a_target_is_named_beside_words_of_an_attack(thesaurus: Thesaurus, text: str, target: str) -> None:
    assert target in thesaurus.kinds_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "The wounded were taken to the hospital after the attack.",
        "تم نقل الجرحى إلى المشفى بعد القصف",
        "The hospital opened a new ward.",
        "The town was shelled. The school year begins soon.",
    ],
)
def test_a_place_that_was_not_hit_is_no_target(thesaurus: Thesaurus, text: str) -> None:
    assert not any(thesaurus.is_target(key) for key in thesaurus.kinds_in(text))


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Turkish artillery", "turkey"),
        ("الاحتلال التركي", "turkey"),
        ("drona tirk", "turkey"),
        ("the Syrian Democratic Forces", "sdf"),
        ("عناصر من «قسد»", "sdf"),
        ("SDG mevzileri", "sdf"),
        ("hêzên QSD'ê", "sdf"),
        ("the Hamza Division", "sna"),
        ("فصيل العمشات", "sna"),
        ("هيئة تحرير الشام", "hts"),
        ("قوات النظام", "syrian_government"),
        ("Russian warplanes", "russia"),
        ("للتحالف الدولي", "coalition"),
        ("خلايا داعش", "isis"),
        ("DAİŞ", "isis"),
        ("غارة إسرائيلية", "israel"),
        ("the IRGC", "iran"),
        ("ي.ب.ك", "ypg"),
    ],
)
def test_a_party_is_known_by_all_its_names(thesaurus: Thesaurus, text: str, actor: str) -> None:
    assert actor in thesaurus.actors_in(text)


def test_turkish_backed_factions_are_not_turkey(thesaurus: Thesaurus) -> None:
    assert thesaurus.actors_in("a Turkish-backed faction") == {"sna"}


def test_the_longest_wording_counts(thesaurus: Thesaurus) -> None:
    (mention,) = thesaurus.find("طائرة مسيرة")
    assert (mention.key, mention.text) == ("drone_strike", "طائرة مسيرة")
    assert thesaurus.kinds_in("a car bomb") == {"car_bomb"}


def test_specific_words_weigh_more_than_general_ones(thesaurus: Thesaurus) -> None:
    weights = {mention.key: mention.weight for mention in thesaurus.find("attack: drones wounded a farmer")}
    assert weights["drone_strike"] > weights["attack"] > weights["casualties"]


def test_every_kind_and_actor_has_a_label_and_forms_in_four_languages(thesaurus: Thesaurus) -> None:
    for key in (*KINDS, "turkey", "sdf", "sna", "hts", "syrian_government", "russia", "coalition", "isis"):
        assert thesaurus.label(key)
        assert len(thesaurus.expansions(key)) >= 4


KINDS = ["attack", "strike", "shelling", "air_strike", "drone_strike", "armed_clash", "ied", "abduction", "arrest",
         "raid", "killing", "looting", "demonstration", "water_cut", "power_cut", "displacement"]  # fmt: skip


def test_labels_are_neutral_lower_case_english(thesaurus: Thesaurus) -> None:
    assert thesaurus.label("armed_clash") == "armed clash"
    assert thesaurus.label("drone_strike") == "drone strike"


def test_labels_are_there_in_the_four_languages_of_the_interface(thesaurus: Thesaurus) -> None:
    assert [thesaurus.label("drone_strike", language) for language in ("en", "ar", "ku", "tr")] == [
        "drone strike", "ضربة بطائرة مسيّرة", "êrîşa dronê", "İHA/SİHA saldırısı",
    ]  # fmt: skip
    assert thesaurus.label("drone_strike", "de") == "drone strike"


def test_every_label_of_the_shipped_thesaurus_is_translated() -> None:
    listed = data.toml("topics.toml")
    entries = [*listed["kinds"].items(), *listed["actors"].items()]
    assert [key for key, entry in entries if set(entry["labels"]) != {"ar", "ku", "tr"}] == []
    assert [key for key, entry in entries if not all(entry["labels"].values())] == []


@pytest.mark.parametrize("form", ["drone", "مسيرة", "siha", "balafira bêmirov"])
def test_expansions_hold_the_words_of_all_languages(thesaurus: Thesaurus, form: str) -> None:
    assert form in thesaurus.expansions("drone_strike")


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_mention_is_a_slice_of_it(text: str) -> None:
    thesaurus = default_thesaurus()
    for mention in thesaurus.find(text):
        assert mention.text == text[mention.start : mention.end] != ""
    thesaurus.actors_in(text)


@given(st.lists(st.sampled_from(["drone", "strike", "hospital", "hit", "taken", "طائرة", "مسيرة", ".", "قصف", "car"])))
def test_any_order_of_known_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    assert all(text[m.start : m.end] == m.text for m in default_thesaurus().find(text))


@pytest.mark.parametrize(
    "text",
    [
        "In a case that has nothing to do with the shelling a man was shot dead.",
        "The shooting is unrelated to the shelling, police say.",
        "قُتل رجل بإطلاق نار في حادثة لا علاقة لها بالقصف.",
    ],
)
def test_a_kind_that_something_has_nothing_to_do_with_is_not_named(text: str) -> None:
    assert "killing" in default_thesaurus().kinds_in(text)
    assert not default_thesaurus().kinds_in(text) & {"shelling", "strike"}


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was reopened after the village came under fire in the night.",
        "The road is open again after a return of fire in the hills.",
        "The bridge lies in the line of fire in the valley and was reopened.",
        "Sniper fire in the city stopped, and the crossing was opened.",
        "The bridge was reopened after the cease-fire in the area.",
        "Artillery fire in the village ended before the bridge was opened.",
    ],
)
def test_fire_of_weapons_is_no_fire_that_burns(text: str) -> None:
    assert "fire" not in default_thesaurus().topics_in(text)
    assert "fire" in default_thesaurus().topics_in("A fire in the market destroyed shops.")
