"""Kinds of sentences by which figures are stated, denied, planned or split, with several members in four languages."""

import pytest

from retrieval.figures.reading import find_figures

Stated = list[tuple[str, int]]


def stated(text: str) -> Stated:
    return [(claim.kind.value, claim.low) for claim in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("إصابة نحال وشقيقيه بشظايا", [("injured", 3)]),
        ("مقتل جدة وحفيدتيها في القصف", [("killed", 3)]),
        ("اعتقال خباز وولديه على الحاجز", [("detained", 3)]),
        ("إصابة والديها بحروق", [("injured", 2)]),
        ("استشهد شقيقاه في الغارة", [("killed", 2)]),
        ("خطف ابنتيهما من المدرسة", [("abducted", 2)]),
        ("مقتل صيادان قرب النهر", [("killed", 2)]),
        ("إصابة مسعفتين بانفجار", [("injured", 2)]),
    ],
)
def test_a_dual_is_two_people_with_a_possessive_ending_too(text: str, expected: Stated) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pênc gundî hatin qetilkirin.", [("killed", 5)]),
        ("Du jin hatine kuştin û sê zarok birîndar bûne.", [("killed", 2), ("injured", 3)]),
        ("Şeş ciwan ji aliyê çekdaran ve hatin destgîrkirin.", [("detained", 6)]),
        ("Li gundekî sê şivan hatibûn revandin.", [("abducted", 3)]),
        ("Mamosteyek û du xwendekar hatin îdamkirin.", [("killed", 3)]),
        ("Heft parêzer hatin binçavkirin.", [("detained", 7)]),
        ("Çar endamên civatê di êrîşekê de jiyana xwe ji dest dan.", [("killed", 4)]),
        ("Polîsek hat kuştin.", [("killed", 1)]),
        ("Endamekî civatê û du nêçîrvan birîndar bûn.", [("injured", 3)]),
        ("Leşkeran du cotkar kuştin.", [("killed", 2)]),
        ("Neh mal hatin xirakirin û deh kes koçber bûn.", [("displaced", 10)]),
    ],
)
def test_verbs_and_people_of_kurmanji_are_known_by_their_endings(text: str, expected: Stated) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Çatışmada ölen 4 köylü toprağa verildi.", [("killed", 4)]),
        ("Kazada yaralanan dokuz yolcu tedavi altında.", [("injured", 9)]),
        ("Gözaltına alınan 11 öğrenci serbest bırakıldı.", [("detained", 11)]),
        ("Kaçırılan iki mühendis bulundu.", [("abducted", 2)]),
        ("Hayatını kaybeden 6 işçi için tören düzenlendi.", [("killed", 6)]),
        ("Öldürülen üç bekçinin adları açıklandı.", [("killed", 3)]),
        ("Yerinden edilen 900 kişi çadırlara yerleşti.", [("displaced", 900)]),
    ],
)
def test_a_turkish_participle_states_the_number_behind_it(text: str, expected: Stated) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Selde ölen 9 kişiden 4'ü kadındı.", [("killed", 9)]),
        ("7 yaralıdan ikisi öldü.", [("injured", 7), ("killed", 2)]),
        ("Yaralılardan 3'ü hastanede hayatını kaybetti.", [("killed", 3)]),
        ("İkisi kadın, üçü çocuk 8 kişi yaralandı.", [("injured", 8)]),
        ("En az 5'i bekçi 14 kişi öldürüldü.", [("killed", 14)]),
        ("10 kişi öldü, 3'ü çocuk.", [("killed", 10)]),
        ("Eleven people were killed, four of whom were nurses.", [("killed", 11)]),
        ("Six miners were buried; two of them died later.", [("killed", 2)]),
        ("Nine men were pulled out, one of whom died.", [("killed", 1)]),
        ("قتل تسعة أشخاص بينهم أربع ممرضات", [("killed", 9)]),
        ("مقتل ثمانية عمال، ثلاثة منهم أطفال", [("killed", 8)]),
        ("Deh kes hatin kuştin, sê ji wan zarok bûn.", [("killed", 10)]),
        ("Di nav wan de 2 jin, heft kes birîndar bûn.", [("injured", 7)]),
        ("Şeş kes birîndar bûn, di nav wan de çar zarok.", [("injured", 6)]),
    ],
)
def test_a_part_is_a_claim_only_as_the_subject_of_its_own_predicate(text: str, expected: Stated) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three beekeepers were killed by a mine.", [("killed", 3)]),
        ("A plumber was wounded in the blast.", [("injured", 1)]),
        ("The shell killed a carpenter and wounded two bakers.", [("killed", 1), ("injured", 2)]),
        ("Gunmen kidnapped four electricians.", [("abducted", 4)]),
        ("Two fishermen and a mechanic were wounded.", [("injured", 3)]),
        ("مقتل ثلاثة نحالين بلغم", [("killed", 3)]),
        ("إصابة 6 صيادين في النهر", [("injured", 6)]),
        ("اعتقال خمسة محامين", [("detained", 5)]),
        ("İki arıcı öldürüldü.", [("killed", 2)]),
        ("Patlamada üç balıkçı ve bir fırıncı yaralandı.", [("injured", 4)]),
        ("Bir marangoz öldü.", [("killed", 1)]),
        ("Du nêçîrvan hatin kuştin.", [("killed", 2)]),
        ("Sê mêşvan û hunermendek birîndar bûn.", [("injured", 4)]),
    ],
)
def test_people_of_any_trade_are_counted(text: str, expected: Stated) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two gunmen killed the baker.", []),
        ("Three soldiers killed two villagers.", [("killed", 2)]),
        ("Two villagers were killed by three soldiers.", [("killed", 2)]),
        ("A gunman wounded four guards.", [("injured", 4)]),
        ("قتل مسلح ثلاثة مزارعين", [("killed", 3)]),
        ("قتل ثلاثة جنود مزارعاً", [("killed", 1)]),
        ("خطف أربعة مسلحين طبيباً", [("abducted", 1)]),
        ("قُتل مزارع على يد ثلاثة جنود", [("killed", 1)]),
        ("İki asker bir çobanı öldürdü.", [("killed", 1)]),
        ("Üç saldırgan bekçiyi yaraladı.", [("injured", 1)]),
        ("İki çoban askerler tarafından öldürüldü.", [("killed", 2)]),
        ("Du leşkeran şivanek kuşt.", [("killed", 1)]),
        ("Sê çekdaran du cotkar kuştin.", [("killed", 2)]),
        ("Sê cotkar ji aliyê du leşkeran ve hatin kuştin.", [("killed", 3)]),
    ],
)
def test_who_kills_is_not_counted_among_the_killed(text: str, expected: Stated) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The death toll rose to nine after an injured nurse died.", [("killed", 9)]),
        ("The toll climbed to 4 when two wounded drivers died of their wounds.", [("killed", 4)]),
        ("An injured nurse died in hospital.", [("killed", 1)]),
        ("Two of the wounded guards died.", [("killed", 2)]),
        ("ارتفع عدد القتلى إلى خمسة بعد وفاة جريح متأثراً بجراحه", [("killed", 5)]),
        ("ارتفاع حصيلة القتلى إلى أربعة إثر وفاة طفلة مصابة", [("killed", 4)]),
        ("Yaralı bir işçinin ölmesiyle ölü sayısı 6'ya yükseldi.", [("killed", 6)]),
        ("Can kaybı, yaralılardan birinin ölmesiyle beşe yükseldi.", [("killed", 5)]),
        ("Hejmara kuştiyan gihîşt pêncan piştî ku birîndarek mir.", [("killed", 5)]),
    ],
)
def test_a_wounded_one_who_dies_is_no_second_toll(text: str, expected: Stated) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "No casualties were reported after three shells fell.",
        "The army denied that five farmers were killed.",
        "Nobody was killed and no one was wounded.",
        "The shelling did not kill or wound anyone.",
        "The group threatened to kill ten hostages.",
        "The council plans to arrest 40 smugglers.",
        "Twelve prisoners will be executed, the court said.",
        "لم يقتل أي شخص في القصف",
        "دون وقوع إصابات أو قتلى",
        "هدد التنظيم بقتل ثلاثة رهائن",
        "نفت الإدارة مقتل أربعة جنود",
        "تعتزم السلطات اعتقال عشرين شخصاً",
        "Olayda ölen ya da yaralanan olmadı.",
        "Üç işçi kazada yaralanmadı.",
        "Saldırıda kimse ölmedi.",
        "On mahkum idam edilecek.",
        "Beş kişinin öldüğü iddiası yalanlandı.",
        "Di êrîşê de kes nehat kuştin.",
        "Dê bîst kes bên girtin.",
        "Tu kes nemir û kes birîndar nebû.",
    ],
)
def test_what_is_denied_or_only_planned_states_nothing(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No soldiers were killed but two drivers were wounded.", [("injured", 2)]),
        ("لم يقتل أحد لكن جرح أربعة عمال", [("injured", 4)]),
        ("Ölen olmadı ancak üç kişi yaralandı.", [("injured", 3)]),
        ("Kes nehat kuştin lê sê kes birîndar bûn.", [("injured", 3)]),
    ],
)
def test_a_denial_ends_with_its_clause(text: str, expected: Stated) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The shelling killed a nurse aged 41.", [("killed", 1)]),
        ("A boy, 9 years old, was wounded.", [("injured", 1)]),
        ("Patlamada 14 yaşındaki çocuk öldü.", [("killed", 1)]),
        ("Bir kadın, 33 yaşında, yaralandı.", [("injured", 1)]),
        ("Zarokekî 12 salî hat kuştin.", [("killed", 1)]),
        ("Keçeke 8 salî birîndar bû.", [("injured", 1)]),
        ("مقتل فتى عمره 13 عاماً", [("killed", 1)]),
        ("إصابة امرأة في الخمسين من عمرها", [("injured", 1)]),
    ],
)
def test_an_age_is_no_count(text: str, expected: Stated) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Several hundred people were displaced.",
        "Fiftyy people were killed.",
        "Three hundred zabrov people were killed.",
        "Three hundred zabrov five people were killed.",
        "Zabrov thousand people fled.",
        "مقتل بضع مئات الأشخاص",
        "مقتل غرنوق شخص",
        "مقتل خمسة وغرنوق شخصاً",
        "نزوح آلاف المدنيين",
        "مقتل عشرات المدنيين",
        "Birkaç yüz kişi öldü.",
        "Zabrov kişi öldü.",
        "Üç yüzz beş kişi öldü.",
        "Yüzlerce kişi yaralandı.",
        "Çend sed kes hatin kuştin.",
        "Sed û zabrov kes hatin kuştin.",
        "Zabrov kes hatin kuştin.",
    ],
)
def test_a_number_that_is_not_read_whole_states_nothing(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 15k people were displaced.", [("displaced", 15_000)]),
        ("2000 people were displaced.", [("displaced", 2_000)]),
        ("400'den fazla kişi yerinden edildi.", [("displaced", 400)]),
        ("Yüzden fazla kişi yaralandı.", [("injured", 100)]),
        ("مقتل ستمئة وخمسين شخصاً", [("killed", 650)]),
        ("نزوح ثلاثة آلاف عائلة ومقتل مئتي رجل", [("killed", 200)]),
        ("Du hezar û pêncsed kes koçber bûn.", [("displaced", 2_500)]),
    ],
)
def test_large_numbers_are_read_whole(text: str, expected: Stated) -> None:
    assert stated(text) == expected
