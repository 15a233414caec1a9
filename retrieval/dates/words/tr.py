"""Turkish words about time: its endings are joined to names with or without an apostrophe."""

from retrieval.dates.words.signs import Sign
from retrieval.dates.words.table import ANY_EID, CLAUSE, ENDED, OF_THE_MOON, SOME, DayPart, Meaning, Part, Table

_ENDINGS = (
    "da de ta te dan den tan ten in un nin nun a e ya ye i u yi yu si su sinda sinde sindan sinden sinin sina sine"
    " inda inde unda unde indan inden undan unden inin unun ina ine una une nda nde ndan nden ki daki deki taki"
    " teki indaki undeki sindaki lar ler lari leri larda lerde larinda lerinde larindan lerinden"
)

# A day of the month in words, as "ayın beşinde" has it: the number, the bare form, and the one before its endings.
_ONES = {
    1: ("bir", "biri", "birin"),
    2: ("iki", "ikisi", "ikisin"),
    3: ("üç", "üçü", "üçün"),
    4: ("dört", "dördü", "dördün"),
    5: ("beş", "beşi", "beşin"),
    6: ("altı", "altısı", "altısın"),
    7: ("yedi", "yedisi", "yedisin"),
    8: ("sekiz", "sekizi", "sekizin"),
    9: ("dokuz", "dokuzu", "dokuzun"),
    10: ("on", "onu", "onun"),
    20: ("yirmi", "yirmisi", "yirmisin"),
    30: ("otuz", "otuzu", "otuzun"),
}
_DAYS = {
    ten + one: (f"{_ONES[ten][0]} " if ten and one else "", _ONES[one or ten])
    for ten in (0, 10, 20, 30)
    for one in range(10)
    if 1 <= ten + one <= 31
}
_DAYS_IN_WORDS: dict[Meaning, str] = {
    ((Sign.ORDINAL, day),): ", ".join(
        f"{before}{stem}{ending}" for ending in (("da", "dan") if stem[-2] in "uıo" else ("de", "den"))
    )
    for day, (before, (_, _, stem)) in _DAYS.items()
    if stem[-1] == "n"
}
_DAYS_OF_MONTH: dict[Meaning, str] = {
    ((Sign.MONTH_UNIT, 1), (Sign.ORDINAL, day)): f"ayın {before}{bare}" for day, (before, (_, bare, _)) in _DAYS.items()
}

# The months as "şubatın beşi" has them.
_GENITIVES = (
    *("ocağın", "şubatın", "martın", "nisanın", "mayısın", "haziranın"),
    *("temmuzun", "ağustosun", "eylülün", "ekimin", "kasımın", "aralığın"),
)
_DAYS_OF_MONTHS: dict[Meaning, str] = {
    ((Sign.MONTH, month), (Sign.ORDINAL, day)): f"{name} {before}{bare}"
    for month, name in enumerate(_GENITIVES, 1)
    for day, (before, (_, bare, _)) in _DAYS.items()
}

# What may be named after a date stands behind it, with the ending of its owner: "12 Mart Stadyumu".
_NAMED = (
    "tugayı tümeni kolordusu caddesi mahallesi lisesi hastanesi stadyumu stadı parkı meydanı bulvarı sokağı köprüsü"
    " okulu ilkokulu ortaokulu üniversitesi kampı barajı camii taburu alayı hareketi şehitliği kışlası havaalanı salonu"
)
_OWNED = {
    "ı": "nda ndan na nın ndaki",
    "i": "nde nden ne nin ndeki",
    "u": "nda ndan na nun ndaki",
    "ü": "nde nden ne nün",
}


def _named() -> str:
    """The same words with all their endings."""
    return ", ".join(word + ending for word in _NAMED.split() for ending in ("", *_OWNED[word[-1]].split()))


TABLE = Table(
    language="tr",
    months={
        2: "şubat",
        4: "nisan",
        5: "mayıs",
        6: "haziran",
        7: "temmuz",
        8: "ağustos",
        9: "eylül",
        12: "aralığın!, araligin!",
    },
    weak_months={
        1: "ocak, ocağın!, ocagin!, ocağa!, ocaga!, ocağı!, ocagi!",  # "taş ocağında" is a quarry
        3: "mart",
        10: "ekim",
        11: "kasım",
        12: "aralık, aralığa!, araliga!, aralığı!, araligi!",
    },
    weekdays={
        0: "pazartesi, pzt, ptesi",
        1: "salı",
        2: "çarşamba, çrş",
        3: "perşembe, prş",
        4: "cuma",
        5: "cumartesi, cmt, ctesi",
    },
    weak_weekdays={6: "pazar"},
    units={
        Sign.HOUR: "saat",
        Sign.DAY: "gün",
        Sign.WEEK: "hafta, hafta no, hafta numarası",
        Sign.WEEKEND: "hafta sonu, haftasonu",
        Sign.MONTH_UNIT: "ay",
        Sign.QUARTER: "çeyreği, çeyreğinde, çeyrek",
        Sign.YEAR_UNIT: "yıl, sene",
    },
    relative_days={
        -2: "evvelsi gün, evvelki gün, önceki gün, evvelsi günden",
        -1: "dün, dünden, dünkü, dünün",
        0: "bugün, bugünkü, bugünden, bugüne, bugünün, bu gün",
        1: "yarın, yarınki",
    },
    dayparts={
        DayPart.DAWN: "şafak, şafakta, seher, gün doğumunda",
        DayPart.MORNING: "sabah, sabahı, sabahın, sabahleyin, sabahtan",
        DayPart.NOON: "öğle, öğlen, öğle saatlerinde",
        DayPart.AFTERNOON: "öğleden sonra, ikindi",
        DayPart.EVENING: "akşam, akşamı, akşamüstü, akşamdan, akşamından",
        DayPart.NIGHT: "gece, gecesi, geceden, gecesinden, gece yarısı, geceyarısı",
    },
    parts={
        Part.EARLY: "başı, başında, başından, başları, başlarında, başlarından, başlangıcı, başlangıcında,"
        " başlangıcından",
        Part.MIDDLE: "ortası, ortasında, ortasından, ortaları, ortalarında, ortalarından",
        Part.LATE: "sonu, sonunda, sonundan, sonları, sonlarında, sonlarından",
    },
    numbers={
        1: "bir",
        2: "iki",
        SOME: "birkaç, bir kaç",
        3: "üç",
        4: "dört",
        5: "beş",
        6: "altı",
        7: "yedi",
        8: "sekiz",
        9: "dokuz",
        11: "on bir",
        12: "on iki",
        15: "on beş",
        20: "yirmi",
        24: "yirmi dört",
        30: "otuz",
        48: "kırk sekiz",
    },
    ordinals={
        1: "ilk, birinci",
        2: "ikinci",
        3: "üçüncü",
        4: "dördüncü",
        5: "beşinci",
        6: "altıncı",
        7: "yedinci",
        8: "sekizinci",
        9: "dokuzuncu",
        10: "onuncu",
        11: "on birinci",
        12: "on ikinci",
    },
    seasons={3: "ilkbahar, baharı, baharında", 6: "yazı, yazında", 9: "sonbahar, sonbaharında", 12: "kışı, kışında"},
    connecting={
        Sign.THIS: "bu, içinde bulunduğumuz",
        Sign.LAST: "geçen, geçtiğimiz, önceki, geçenki",
        Sign.PAST: "son",
        Sign.NEXT: "gelecek, önümüzdeki, ertesi",
        Sign.SINCE_BEHIND: "itibaren, bugüne kadar, şimdiye kadar, bugüne dek",
        Sign.UNTIL_BEHIND: "kadar, dek, değin",
        Sign.BETWEEN_BEHIND: "arasında, arası, aralığında, arasındaki",
        Sign.AGO: "önce, evvel, öncesi, öncesinde",
        Sign.AFTER_BEHIND: "sonra, sonrası, sonrasında",
        Sign.ARTICLE: "tarihi, tarihinde, tarihleri, tarihlerinde, tarihinden, tarihli, boyunca, içinde, içerisinde",
        Sign.AND: "ve, ile, veya",
        Sign.TO: "ila",
        Sign.EVENT: "ateşkes, ateşkesten, ateşkese, savaş, savaşın, savaştan, deprem,"
        " depremden, depreme, seçimden, devrimden, depreminden, operasyondan, operasyon,"
        " harekattan, harekat, kuşatmadan, işgalden, darbeden, anlaşmadan,"
        " mutabakattan, geri çekilmeden",
        Sign.VAGUE: "son zamanlarda, son zamanlar, son dönemde, son dönemlerde, geçenlerde, yakın zamanda, bu günlerde,"
        " bugünlerde, bu aralar",
        Sign.WILL_BEHIND: "toplanacak, başlayacak, yapılacak, düzenlenecek, görüşecek, görüşülecek, açıklanacak,"
        " olacak,"
        " gerçekleştirilecek, gerçekleşecek, gidecek, gelecekler, yapacak, buluşacak, sürecek, bitecek, çıkacak",
        Sign.CREDIT: "fotoğraf, fotoğrafı, arşiv, arşivi, görsel",
        Sign.NAMED_BEHIND: _named(),
        Sign.NOT_TIME: "son dakika, barış pınarı, bahar kalkanı, newroz kampı, nevruz kampı, ne zamandan beri,"
        " pazar yeri, pazar yerine, pazar yerinde, gün batımı",
    },
    compounds={
        ((Sign.RELATIVE_DAY, 0), (Sign.DAYPART, DayPart.NIGHT)): "bu gece, bugece",
        ((Sign.RELATIVE_DAY, 0), (Sign.DAYPART, DayPart.MORNING)): "bu sabah",
        ((Sign.RELATIVE_DAY, 0), (Sign.DAYPART, DayPart.EVENING)): "bu akşam",
        ((Sign.HOUR, 1), (Sign.PART, Part.EARLY), (Sign.DAYPART, DayPart.MORNING)): "sabahın erken saatlerinde,"
        " sabahın ilk saatlerinde, sabah erken saatlerde, sabahın erken saatlerinden",
        ((Sign.COUNT, 10), (Sign.DAY, 1)): "on gün, on günde, on günden",
        ((Sign.SINCE_BEHIND, CLAUSE),): "beri, bu yana, buyana",
        ((Sign.PREPOSITION, 1), (Sign.FEAST, 101)): "yılbaşında",
        ((Sign.PREPOSITION, 1), (Sign.FEAST, 321)): "nevruzda, newrozda, nevruz günü, newroz günü",
        ((Sign.PREPOSITION, 1), (Sign.HIJRI_MONTH, 9)): "ramazanda, ramazanında",
        ((Sign.PREPOSITION, 1), (Sign.FEAST, ANY_EID)): "bayramda, bayram günü",
        ((Sign.HIJRI_MONTH, 1),): "muharrem",
        ((Sign.HIJRI_MONTH, 2),): "safer, sefer ayı",
        ((Sign.HIJRI_MONTH, 3),): "rebiülevvel, rebiulevvel",
        ((Sign.HIJRI_MONTH, 4),): "rebiülahir, rebiulahir",
        ((Sign.HIJRI_MONTH, 5),): "cemaziyelevvel",
        ((Sign.HIJRI_MONTH, 6),): "cemaziyelahir",
        ((Sign.HIJRI_MONTH, 7),): "recep",
        ((Sign.HIJRI_MONTH, 8),): "şaban",
        ((Sign.HIJRI_MONTH, 9),): "ramazan",
        ((Sign.HIJRI_MONTH, 10),): "şevval",
        ((Sign.HIJRI_MONTH, 11),): "zilkade",
        ((Sign.HIJRI_MONTH, 12),): "zilhicce",
        ((Sign.FEAST, OF_THE_MOON + 1001),): "ramazan bayramı, şeker bayramı",
        ((Sign.FEAST, OF_THE_MOON + 1210),): "kurban bayramı",
        ((Sign.FEAST, OF_THE_MOON + 1209),): "arife günü",
        ((Sign.FEAST, OF_THE_MOON + 110),): "aşure günü",
        ((Sign.FEAST, OF_THE_MOON + 312),): "mevlid kandili, mevlit kandili",
        ((Sign.FEAST, OF_THE_MOON + 927),): "kadir gecesi",
        ((Sign.FEAST, ANY_EID),): "bayram",
        ((Sign.FEAST, 1231),): "yılbaşı gecesi, yılbaşı gecesinde, yılbaşı akşamı, yılbaşı arifesi, yeni yıl gecesi",
        ((Sign.FEAST, 1225),): "noel, noelde, noel günü, noel'de",
        ((Sign.FEAST, 1224),): "noel arifesi, noel gecesi",
        ((Sign.TOLD_DAY, 0),): "aynı gün, o gün, aynı günde, o günkü",
        ((Sign.TOLD_DAY, 1),): "ertesi gün, ertesi günü, bir sonraki gün, sonraki gün, bir gün sonra",
        ((Sign.TOLD_DAY, -1),): "bir önceki gün, bir gün öncesi, önceki günü",
        ((Sign.AND, 1), (Sign.HALF, 1)): "buçuk",
        ((Sign.LAST, 2),): "evvelki, evvelsi, geçenden önceki, bundan önceki",
        ((Sign.LAST, 2), (Sign.WEEK, 1)): "iki hafta önceki hafta, önceki haftadan önceki hafta,"
        " geçen haftadan önceki hafta, geçen haftadan önceki",
        ((Sign.LAST, 2), (Sign.MONTH_UNIT, 1)): "geçen aydan önceki ay, geçen aydan önceki",
        ((Sign.LAST, 2), (Sign.YEAR_UNIT, 1)): "geçen yıldan önceki yıl, geçen yıldan önceki",
        **_DAYS_IN_WORDS,
        **_DAYS_OF_MONTH,
        **_DAYS_OF_MONTHS,
        ((Sign.MONTH, 1), (Sign.PAST, 1)): "ocağın son",
        ((Sign.EVENT, ENDED),): "savaş sırasında, savaşta, operasyon sırasında, harekat sırasında, kuşatma sırasında,"
        " deprem sırasında, çatışmalar sırasında, savaş döneminde",
        ((Sign.FEAST, 101),): "yılbaşı, yılbaşından",
        ((Sign.FEAST, 321),): "nevruz, nevruzdan, newroz, newrozdan, nevruz bayramı, newroz bayramı",
        ((Sign.DAY, 1), (Sign.SINCE_BEHIND, 1)): "gündür",
        ((Sign.WEEK, 1), (Sign.SINCE_BEHIND, 1)): "haftadır",
        ((Sign.MONTH_UNIT, 1), (Sign.SINCE_BEHIND, 1)): "aydır",
        ((Sign.YEAR_UNIT, 1), (Sign.SINCE_BEHIND, 1)): "yıldır, senedir",
        ((Sign.LAST, 1), (Sign.SEASON, 6)): "geçen yaz, geçtiğimiz yaz",
        ((Sign.LAST, 1), (Sign.SEASON, 12)): "geçen kış, geçtiğimiz kış",
        ((Sign.THIS, 0), (Sign.SEASON, 6)): "bu yaz",
        ((Sign.THIS, 0), (Sign.SEASON, 12)): "bu kış",
        ((Sign.ORDINAL, 1), (Sign.HALF, 1)): "ilk yarısı, ilk yarısında, ilk yarısından, birinci yarısında",
        ((Sign.ORDINAL, 2), (Sign.HALF, 1)): "ikinci yarısı, ikinci yarısında, ikinci yarısından, son yarısında",
    },
    suffixes=tuple(_ENDINGS.split()),
)
