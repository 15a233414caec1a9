"""Words around place names, in English, Arabic, Kurmanji and Turkish, and what they say about the name.

All words are in the form that `retrieval.folding.fold` gives. A cue is one of: governorate, district, subdistrict,
countryside, city, town, village, area, camp, site, near, in, organisation, dateline, list.
"""

from functools import cache
from importlib import resources

UNIT_CUES = frozenset({"governorate", "district", "subdistrict", "countryside"})
KIND_CUES = UNIT_CUES | {"city", "town", "village", "area", "camp", "site", "near", "list", "dateline"}


def _words(text: str, cue: str) -> dict[str, str]:
    return dict.fromkeys(text.split(), cue)


BEFORE: dict[str, str] = {
    **_words("governorate province muhafazah محافظه محافظتي محافظات ولايه parezgeha parezgeh", "governorate"),
    **_words("district districts منطقه منطقتي قضاء navceya navce kantona", "district"),
    **_words("subdistrict nahiyah nahiya ناحيه ناحيتي nahiyeya nahiye", "subdistrict"),
    **_words("countryside rural rif reef outskirts ريف ريفي ارياف الريف gundeware gundewar gunden", "countryside"),
    **_words("city cities مدينه مدينتي مدن bajare bajar", "city"),
    **_words("town towns بلده بلدتي بلدات bajaroke bajarok", "town"),
    **_words("village villages hamlet قريه قريتي قري القريه مزرعه gunde gund", "village"),
    **_words("area region axis front frontline محور محاور جبهه جبهات قطاع محيط اطراف مناطق herema herem derdora", "area"),
    **_words("camp camps مخيم مخيمي مخيمات kampa kamp", "camp"),
    **_words(
        "neighborhood neighbourhood bridge dam crossing street road prison base airport checkpoint حي احياء شارع جسر سد "
        "معبر سجن قاعده مطار حاجز دوار طريق دوار taxa pira bendava sikra riya rêya deriye",
        "site",
    ),
    **_words(
        "near nr around outside towards toward beside close قرب قربه بالقرب جوار بجوار مشارف تجاه باتجاه صوب نحو "
        "nezi neziki",
        "near",
    ),
    **_words(
        "north south east west northeast northwest southeast southwest شمال جنوب شرق غرب شمالي جنوبي شرقي غربي "
        "bakure basure rojhilate rojavaye",
        "side",
    ),
    **_words("northern southern eastern western northeastern northwestern southeastern southwestern central", "part"),
    **_words(
        "in at from inside across into on against within to between throughout hit hits struck shelled bombed raided "
        "reach reached entered في من الي علي داخل وسط بين ضمن عند استهدف استهدفت قصفت طال طالت li ji ser nav bo",
        "in",
    ),
}

AFTER: dict[str, str] = {
    **_words("governorate province governorates provinces", "governorate"),
    **_words("district districts", "district"),
    **_words("subdistrict nahiya nahiyah", "subdistrict"),
    **_words("countryside countrysides suburbs outskirts hinterland rural", "countryside"),
    **_words("city", "city"),
    **_words("town townlet", "town"),
    **_words("village villages hamlet", "village"),
    **_words("area region axis front frontline frontlines surroundings environs canton", "area"),
    **_words("camp camps", "camp"),
    **_words("dam bridge crossing neighborhood neighbourhood airport prison base junction road hospital", "site"),
    **_words(
        "council today media tv radio news network observatory division brigade brigades regiment battalion agency "
        "channel post press times tigers martyrs university sc fc",
        "organisation",
    ),
}

_TURKISH = {
    "vilayet": "governorate", "vilayeti": "governorate", "ili": "governorate", "ilinin": "governorate",
    "ilce": "ilce", "ilcesi": "ilce", "nahiyesi": "subdistrict", "beldesi": "town", "kasabasi": "town",
    "kirsali": "countryside", "kirsal": "countryside", "kirsal kesimi": "countryside", "koyu": "village", "koyleri": "village",
    "kenti": "city", "sehri": "city", "bolgesi": "area", "cevresi": "near", "yakinlari": "near", "yakini": "near",
    "kampi": "camp", "mahallesi": "site", "baraji": "site", "koprusu": "site", "kavsagi": "site",
}  # fmt: skip
_TURKISH_ENDINGS = ("", "n", "nde", "nda", "ndeki", "ndaki", "nden", "ndan", "ne", "na", "nin", "nun", "ni", "nu", "yle", "yla")
AFTER |= {stem + end: cue for stem, cue in _TURKISH.items() for end in _TURKISH_ENDINGS}

DIRECTIONS_AFTER = frozenset(
    """الشمالي الجنوبي الشرقي الغربي الشماليه الجنوبيه الشرقيه الغربيه الاوسط الشماليين
    northern southern eastern western northeastern northwestern southeastern southwestern north south east west
    kuzey guney dogu bati bakur basur rojhilat rojava kuzeyi guneyi dogusu batisi kuzeyinde guneyinde dogusunda batisinda""".split()
)
LINKS = frozenset("of the its s al el محافظه مدينه ya yen ên in city town and و".split())
"""Words that may stand between a cue and the name: "countryside of the city of"."""

GENERIC = frozenset(
    """tal tell tel tall til kafr kafar kafer kfar kefr ain ayn ein eyn deir dayr qasr khan umm um bir jabal jebel jubb
    wadi ras khirbet khirbat kherbet khirbit sheikh shaykh cheikh bayt beit burj qalat qalaat mazraat hosh hawsh gir gire
    تل تله عين كفر دير قصر خان ام بير جبل جب وادي راس خربه شيخ بيت برج قلعه حوش رسم كري""".split()
)
"""First words of longer names ("Tal …"): the rest of such a name, known or not, is not a name by itself."""

KINSHIP = frozenset(
    """abu abou ebu umm bin ibn bint mr mrs dr sheikh commander leader journalist activist colonel major general captain haji
    ابو ام ابن بن بنت الشيخ السيد الدكتور العقيد القائد القيادي الناشط الصحفي المدعو اسمه عشيره قبيله ال عايله كتيبه لواء فرقه""".split()
)
"""Words before the name of a person, a clan or a unit."""


TIMES = frozenset(
    """today monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december mon tue wed thu fri sat sun
    ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik pazartesi sali carsamba persembe cuma
    cumartesi pazar cile sibat adar gulan puspere tirmeh tebax ilon cotmeh mijdar dusem sesem carsem pencsem ini semi yeksem
    duseme seseme carseme pencseme semiye yekseme iro duh bugun dun
    شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين كانون يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر
    نوفمبر ديسمبر الاحد الاثنين الثلاثاء الثلاثا الاربعاء الاربعا الخميس الجمعه السبت اليوم امس مبارح""".split()
)
"""Days and months: a place only where a word says so ("Pazar ilçesi")."""


@cache
def common_words() -> frozenset[str]:
    """Give the folded names that are far more often something else: words, times, given names."""
    return _word_file("common_words.txt")


@cache
def given_names() -> frozenset[str]:
    """Give folded given names, which make the next word a surname and not a place."""
    return _word_file("given_names.txt")


def _word_file(name: str) -> frozenset[str]:
    lines = resources.files("retrieval").joinpath("data", name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ل", "ك")
PARTICLES: dict[str, bool] = {
    **{c + p + a: bool(a) for c in _CONJUNCTIONS for p in _PREPOSITIONS for a in ("", "ال")},
    **{c + "لل": True for c in _CONJUNCTIONS},
}
"""What Arabic writes on to the front of a name, and whether it contains the article."""


def bare(word: str) -> str:
    """Give an Arabic word without attached conjunction and preposition where that makes a known cue word."""
    if word in BEFORE:
        return word
    for cut in (1, 2):
        if word[:cut] in PARTICLES and word[cut:] in BEFORE:
            return word[cut:]
    return word


def cue_before(word: str) -> str | None:
    """Say what a word in front of a name tells of it."""
    return BEFORE.get(word) or BEFORE.get(bare(word))
