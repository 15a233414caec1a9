"""Turkish words about time: its endings are joined to names with or without an apostrophe."""

from retrieval.dates.words.signs import Sign
from retrieval.dates.words.table import CLAUSE, ENDED, MOVABLE, SOME, DayPart, Part, Table

_ENDINGS = (
    "da de ta te dan den tan ten in un nin nun a e ya ye i u yi yu si su sinda sinde sindan sinden sinin sina sine"
    " inda inde unda unde indan inden undan unden inin unun ina ine una une nda nde ndan nden ki daki deki taki"
    " teki indaki undeki sindaki lar ler lari leri larda lerde larinda lerinde larindan lerinden"
)

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
    },
    weak_months={1: "ocak", 3: "mart", 10: "ekim", 11: "kasım", 12: "aralık"},
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
        Sign.WEEK: "hafta",
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
    ordinals={1: "ilk, birinci", 2: "ikinci", 3: "üçüncü", 4: "dördüncü"},
    seasons={3: "ilkbahar, baharı, baharında", 6: "yazı, yazında", 9: "sonbahar, sonbaharında", 12: "kışı, kışında"},
    connecting={
        Sign.THIS: "bu, içinde bulunduğumuz",
        Sign.LAST: "geçen, geçtiğimiz, önceki, evvelki, geçenki",
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
        Sign.EVENT: "ateşkes, ateşkesten, ateşkese, savaş, savaştan, deprem, depremden, depreme, seçimden, devrimden,"
        " depreminden, operasyondan, operasyon, harekattan, harekat, kuşatmadan, işgalden, darbeden, anlaşmadan,"
        " mutabakattan, geri çekilmeden",
        Sign.VAGUE: "son zamanlarda, son zamanlar, son dönemde, son dönemlerde, geçenlerde, yakın zamanda, bu günlerde,"
        " bugünlerde, bu aralar",
        Sign.WILL_BEHIND: "toplanacak, başlayacak, yapılacak, düzenlenecek, görüşecek, görüşülecek, açıklanacak,"
        " olacak,"
        " gerçekleştirilecek, gerçekleşecek, gidecek, gelecekler, yapacak, buluşacak, sürecek, bitecek, çıkacak",
        Sign.CREDIT: "fotoğraf, fotoğrafı, arşiv, arşivi, görsel",
        Sign.THING: "tugayı, tümeni, kolordu, caddesi, mahallesi, lisesi, hastanesi",
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
        ((Sign.EVENT, MOVABLE),): "ramazan, ramazandan, bayramdan, kurban bayramından, ramazan bayramından",
        ((Sign.EVENT, ENDED),): "savaş sırasında, savaşta, operasyon sırasında, harekat sırasında, kuşatma sırasında,"
        " deprem sırasında, çatışmalar sırasında, savaş döneminde, ramazanda, ramazan ayında, bayramda,"
        " kurban bayramında, ramazan bayramında",
        ((Sign.FEAST, 101),): "yılbaşı, yılbaşından",
        ((Sign.PREPOSITION, 1), (Sign.FEAST, 101)): "yılbaşında",
        ((Sign.FEAST, 321),): "nevruz, nevruzdan, newroz, newrozdan",
        ((Sign.PREPOSITION, 1), (Sign.FEAST, 321)): "nevruzda, newrozda, nevruz günü, newroz günü",
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
