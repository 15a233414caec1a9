"""What counts as a stated figure, in four languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.figures.kinds import FigureKind
from retrieval.figures.reading import Claim, find_figures

KILLED, INJURED = FigureKind.KILLED, FigureKind.INJURED


def stated(text: str) -> list[tuple[str, int, int]]:
    return [(claim.kind.value, claim.low, claim.high) for claim in find_figures(text)]


def only(text: str) -> Claim:
    (claim,) = find_figures(text)
    return claim


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("The blast left 3 killed, 5 injured.", 3, 5),
        ("A shell fell on the market, killing three and wounding twelve.", 3, 12),
        ("Four farmers were killed and two others were injured near the silos.", 4, 2),
        ("The shelling killed a woman and injured twenty-five villagers.", 1, 25),
        ("It caused the death of one guard and the injury of six workers.", 1, 6),
        ("Two soldiers died, and ten sustained injuries.", 2, 10),
        ("أدى القصف إلى مقتل ثلاثة مزارعين وإصابة خمسة آخرين", 3, 5),
        ("استشهد مدنيان وأصيب أربعة عشر شخصاً", 2, 14),
        ("٤ قتلى و١٢ جريحاً في انفجار السوق", 4, 12),
        ("مقتل مدني وجرح آخر", 1, 1),
        ("قتيلان وخمسة وعشرين جريحا", 2, 25),
        ("Patlamada 4 ölü, 6 yaralı var.", 4, 6),
        ("Saldırıda iki asker hayatını kaybetti, on bir kişi yaralandı.", 2, 11),
        ("Di teqînê de sê kes hatin kuştin û pênc kes birîndar bûn.", 3, 5),
        ("Bîst û pênc kes şehîd bûn, du zarok birîndar bûn.", 25, 2),
        ("5 مزارعين قتلوا وأصيب 15 شخصاً", 5, 15),
        ("إن طفلتين قُتلتا وأصيب 4 أطفال آخرون", 2, 4),
        ("جنديان استشهدا، فيما أصيب ثلاثة عمال", 2, 3),
        ("The attack left nine soldiers, including a commander, dead and ten others injured.", 9, 10),
        ("Zarokek hate kuştin û sê kesên din birîndar bûn.", 1, 3),
    ],
)
def test_killed_and_injured_are_read_in_four_languages(text: str, killed: int, injured: int) -> None:
    assert stated(text) == [("killed", killed, killed), ("injured", injured, injured)]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Patrols arrested five men at the bridge.", "detained", 5),
        ("Gunmen kidnapped two drivers.", "abducted", 2),
        ("The fighting displaced 1,200 people.", "displaced", 1200),
        ("اعتقال ستة أشخاص في المدينة", "detained", 6),
        ("خطف شابين على الطريق", "abducted", 2),
        ("3 kişi gözaltına alındı", "detained", 3),
        ("Du ciwan hatin revandin.", "abducted", 2),
    ],
)
def test_other_kinds_of_harm_are_read(text: str, kind: str, number: int) -> None:
    assert stated(text) == [(kind, number, number)]


@pytest.mark.parametrize(
    "text",
    [
        "A child was killed.",
        "Civilian killed by a mine",
        "مقتل طفل بقذيفة",
        "Bir kadın öldürüldü.",
        "zarokek şehîd bû",
    ],
)
def test_one_person_without_a_number_is_one(text: str) -> None:
    assert stated(text) == [("killed", 1, 1)]


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("At least five people were killed.", 5, 5, "at least"),
        ("More than 30 people were killed.", 30, 30, "more than"),
        ("Between two and four people were killed.", 2, 4, None),
        ("Two to four people were killed.", 2, 4, None),
        ("مقتل ما لا يقل عن سبعة أشخاص", 7, 7, "at least"),
        ("en az 3 kişi öldü", 3, 3, "at least"),
        ("herî kêm şeş kes hatin kuştin", 6, 6, "at least"),
    ],
)
def test_qualifiers_and_ranges_are_kept(text: str, low: int, high: int, qualifier: str | None) -> None:
    claim = only(text)
    assert (claim.low, claim.high, claim.qualifier) == (low, high, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "The death toll rose to 12.",
        "The death toll rose from 9 to 12.",
        "The number of people killed in the strike has reached 12.",
        "ارتفاع حصيلة القتلى إلى ١٢",
        "Ölü sayısı 12'ye yükseldi.",
        "hejmara kuştiyan gihîşt 12",
    ],
)
def test_a_toll_gives_its_last_number(text: str) -> None:
    assert stated(text) == [("killed", 12, 12)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The commander and seven of his guards were killed.", 8),
        ("The commander of the river brigade and seven guards were killed at dawn.", 8),
        ("A man, a woman and two children were killed.", 4),
        ("Three farmers and two others were killed.", 5),
        ("مقتل أحد الكوادر مع سائقه", 2),
        ("استشهاد امرأة وطفليها", 3),
        ("مقتل سيدة وثلاثة أطفال", 4),
        ("A woman and her two children were killed.", 3),
        ("The shell killed a farmer and his three sons.", 4),
        ("A family of five was killed.", 5),
        ("مقتل عائلة مؤلفة من خمسة أفراد", 5),
        ("إن رجلين وامرأتين من أسرة واحدة قُتلوا", 4),
        ("Bir anne ve iki çocuğu öldü.", 3),
        ("İki kardeş öldürüldü.", 2),
        ("jinek û du zarokên wê hatin kuştin", 3),
        ("Both men were killed.", 2),
    ],
)
def test_people_listed_before_one_predicate_are_counted_together(text: str, number: int) -> None:
    assert stated(text) == [("killed", number, number)]


def test_two_numbers_are_never_added() -> None:
    assert stated("3 civilians and 5 fighters were killed.") == [("killed", 3, 3), ("killed", 5, 5)]


def test_each_predicate_keeps_its_own_count() -> None:
    assert stated("The raid killed 3 fighters and 5 civilians were wounded.") == [
        ("killed", 3, 3),
        ("injured", 5, 5),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Five people, including two children, were killed.", 5),
        ("The strike killed five people, including a woman and two children.", 5),
        ("مقتل خمسة مدنيين بينهم 3 نساء وطفل", 5),
        ("Aralarında 2 çocuğun da bulunduğu 5 kişi öldü.", 5),
        ("İkisi çocuk 5 sivil hayatını kaybetti.", 5),
        ("The strike killed seven civilians, three of them children.", 7),
        ("12 people including 3 children dead", 12),
        ("مقتل خمسة أفراد من عائلة واحدة", 5),
    ],
)
def test_a_part_is_no_claim_of_its_own(text: str, number: int) -> None:
    assert stated(text) == [("killed", number, number)]


def test_those_who_died_of_the_wounded_are_killed_and_not_wounded_as_well() -> None:
    assert stated("توفي ثلاثة من المصابين السبعة") == [("killed", 3, 3), ("injured", 7, 7)]


def test_two_of_them_is_a_count_where_its_own_predicate_follows() -> None:
    assert stated("Seven guards were wounded, two of them were killed later.") == [("injured", 7, 7), ("killed", 2, 2)]


def test_a_new_clause_takes_no_people_from_the_one_before() -> None:
    assert stated("كان بينهم ثلاثة أطفال وسيدة، فيما جرح آخرون") == []


def test_the_dead_among_the_hurt_are_a_claim() -> None:
    assert stated("إصابة 10 أشخاص بينهم 3 قتلى") == [("injured", 10, 10), ("killed", 3, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dozens were killed.",
        "No casualties were reported.",
        "No civilians were killed or wounded.",
        "Killed and wounded: 16 people were killed and wounded there",
        "The village lies 5 km from the town where shells fell in 2022.",
        "The strike destroyed 3 cars and killed 40 sheep.",
        "Two drones were seen before the explosion.",
        "مقتل وإصابة 16 مدنيا",
        "عشرات القتلى والجرحى",
        "لم يصب أحد بأذى",
        "سقط قتلى وجرحى في القصف",
        "Saldırıda ölen veya yaralanan olmadı.",
    ],
)
def test_what_states_no_number_of_one_kind_makes_no_claim(text: str) -> None:
    assert find_figures(text) == []


def test_ages_dates_and_times_are_no_counts() -> None:
    assert stated("A boy aged 14 was killed at 15:30 on 5 May 2022.") == []
    assert stated("A 14-year-old child was killed on 5 May 2022.") == [("killed", 1, 1)]
    assert stated("مقتل طفل يبلغ من العمر 16 عاما يوم 7 أيار 2022") == [("killed", 1, 1)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kil*led 3 guards", "kil*led 3 guards"),
        ("خبر: مـ ـقـ ـتـ ـل سائق", "مـ ـقـ ـتـ ـل سائق"),
        ("3 قتـ.ـلى في السوق", "3 قتـ.ـلى"),
        ("ا ستـ ـشـ ـهـ ـا د مدني", "ا ستـ ـشـ ـهـ ـا د مدني"),
    ],
)
def test_words_broken_up_for_filters_are_read_and_quoted_as_they_stand(text: str, words: str) -> None:
    claim = only(text)
    assert claim.kind is KILLED
    assert claim.text == words


def test_totals_since_the_start_of_a_year_are_marked() -> None:
    claims = find_figures("Since the beginning of 2022, 120 people have been killed and 45 injured.")
    assert [(claim.kind, claim.low, claim.cumulative) for claim in claims] == [
        (KILLED, 120, True),
        (INJURED, 45, True),
    ]
    assert only("مقتل 40 شخصا منذ مطلع العام").cumulative


def test_the_parts_of_a_total_do_not_hide_that_it_is_one() -> None:
    assert only("وثق الفريق مقتل 225 شخصا بينهم 65 طفلا و38 امرأة خلال العام 2021").cumulative


def test_the_event_before_a_remark_about_the_year_is_not_marked() -> None:
    text = "Two guards were killed today, in the fourth attack since the start of the year."
    assert not only(text).cumulative


def test_the_items_of_a_list_share_its_introduction() -> None:
    text = "The losses since early 2023 are as follows:\n• 25 civilians were killed\n• 9 soldiers were wounded\n"
    assert [(claim.low, claim.cumulative) for claim in find_figures(text)] == [(25, True), (9, True)]


def test_claims_do_not_cross_sentences() -> None:
    assert stated("Three shepherds were in the field. Nobody was killed there, residents said.") == []


def test_text_is_the_slice_between_start_and_end() -> None:
    text = "Local sources: «at least three shepherds were wounded» on Friday."
    claim = only(text)
    assert claim.text == text[claim.start : claim.end] == "at least three shepherds were wounded"


WORDS = [
    "3", "٧", "five", "twenty", "hundred", "thousand", "civilians", "a", "child", "were", "killed",
    "killing", "wounded", "including", "and", "others", "no", "since the beginning of 2022",
    "death toll", "to", "at least", ",", ".", "\n", "•", "مقتل", "وإصابة", "مدني", "ثلاثة", "وعشرين",
    "بينهم", "طفلين", "قتلى", "جـ ـرحى", "منذ مطلع", "حصيلة", "إلى", "آخرين", "kişi", "öldü", "yaralı",
    "on", "kes", "hatin kuştin", "û", "sê", "*", "ـ", "-", "و",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=300))
def test_any_text_is_read_and_every_claim_is_a_slice_of_it(text: str) -> None:
    for claim in find_figures(text):
        assert claim.text == text[claim.start : claim.end] != ""
        assert 0 < claim.low <= claim.high


@given(st.sampled_from(WORDS), st.integers(min_value=1, max_value=3))
def test_a_word_repeated_without_end_is_read(word: str, glue: int) -> None:
    for claim in find_figures((word + " " * glue) * 400):
        assert claim.high >= claim.low


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Shelling killed three people, a medic told this newspaper.", 3),
        ("The raid killed five men, an official of the town council said.", 5),
        ("Gunmen killed two men, a woman and a child near Raqqa.", 4),
    ],
)
def test_who_tells_of_the_dead_is_not_among_them(text: str, number: int) -> None:
    assert [(claim.low, claim.high) for claim in find_figures(text)] == [(number, number)]
