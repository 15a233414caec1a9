"""Which language a text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.languages.detection import language_code, language_of
from retrieval.languages.question import question_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bridge was closed on Tuesday evening after heavy rain, the council said."),
        ("en", "BRIDGE CLOSED AFTER HEAVY RAIN IN THE VALLEY"),
        ("ar", "أغلق الجسر مساء الثلاثاء بعد هطول أمطار غزيرة، بحسب المجلس المحلي."),
        ("ku", "Piştî barana zêde êvara sêşemê pira gundê me hat girtin û kes nikare derbas bibe."),
        ("tr", "Belediyeye göre köprü, yoğun yağışın ardından salı akşamı trafiğe kapatıldı."),
        ("ckb", "بەپێی وتەی ئەنجوومەنی شار، دوای بارانێکی زۆر ئێوارەی سێشەممە پردەکە داخرا."),
    ],
)
def test_a_sentence_is_recognised(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "  \n", "12 34 … !?", "😀😀", "https://example.org/a", "\ud800"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_an_address_and_line_breaks_do_not_decide() -> None:
    assert language_of("Köprü kapatıldı,\nyol uzun.\nhttps://example.org/the-bridge-is-closed-today") == "tr"


@given(st.text(max_size=50))
def test_no_text_makes_it_fail(text: str) -> None:
    assert language_of(text) is None or language_of(text) == language_code(language_of(text) or "")


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("AR_sy", "ar"),
        ("kmr", "ku"),
        ("eng", "en"),
        ("ckb", "ckb"),
        ("English", None),
        ("", None),
        ("e", None),
        ("12", None),
    ],
)
def test_a_stated_language_is_shortened_to_its_code(stated: str, code: str | None) -> None:
    assert language_code(stated) == code


QUESTIONS = {
    "en": """
        what happened in Kobani
        what happened in Kobanê this week
        what happened in كوباني
        What happened in Serê Kaniyê yesterday?
        any news from Tal Tamr
        any drone strikes?
        and in Kobani?
        what about Hasakah
        last month?
        how many killed?
        who says so?
        who did it
        more
        anything new near Amuda
        Kobani's water supply
        shelling tel tamr sunday
        drone strike derik
        car bomb manbij last week
        clashes around Ain Issa since friday
        abductions in afrin in early may
        kidnapped in Efrîn
        arrests hasakah jan 2023
        villages hit near Zirgan
        is there any report of looting in Şiyê
        kobani shelling yday, kids hurt?
        names of the wounded in Girê Spî
        strikes between 3 and 7 May
        demonstration in Qamishlo on Monday
        Sere Kaniye in october
        how many people were displaced from Afrin
        water cut hasakah over the weekend
        since when
        mine explosion deir ezzor countryside
        Did Turkey bomb Dêrik?
    """,
    "ar": """
        ماذا حدث في كوباني
        شو صار بكوباني
        شو صار بـ Kobani
        شنو صار بعين عيسى مبارح
        مين قصف تل تمر
        قصف تل رفعت
        وفي عفرين؟
        وماذا عن الشهر الماضي؟
        كم قتيل؟
        كم عدد الجرحى في الرقة
        هل هناك أخبار عن منبج
        أخبار القامشلي هذا الأسبوع
        اشتباكات محيط تل أبيض
        غارة على Qamishlo أمس
        drone بكوباني امبارح
        انفجار لغم بريف دير الزور
        اعتقالات في عفرين منذ الجمعة
        خطف مدني بناحية جنديرس
        مظاهرة في الحسكة
        انقطاع المياه بالحسكة
        نزوح من رأس العين في تشرين الأول 2019
        أسماء الشهداء
        ايش الوضع بتل تمر
        بين 3 و 7 أيار
        آخر التطورات في منبج
        كوباني
        رأس العين
        الأسبوع الماضي
        ليش انقطعت الكهرباء
        وين صار الانفجار
        مسيرة استهدفت سيارة قرب عامودا
        من قال ذلك؟
        هجوم على حاجز ل SDF
    """,
    "ku": """
        li Kobanê çi bû
        li kobane ci bu
        li Kobani çi qewimî
        çi çêbû li Serê Kaniyê
        duh li Dêrikê çi bû
        ê li Efrînê?
        û li Efrînê?
        çend kes hatin kuştin?
        çend kes birîndar bûn
        kî dibêje
        kê êrîş kir
        nûçeyên Kobanê
        li Hesekê vê hefteyê
        meha borî li Til Temirê
        êrîşa dronan li Dirbêsiyê
        êrîşên ser Zirganê
        topbaran li gundên Eyn Îsa
        balafirên bêmirov li Kobanê
        li Minbicê teqîn
        kesên revandî li Efrînê
        girtinên li Efrînê di adarê de
        ji înê ve li Girê Spî
        li Hesekê av qut bû
        çend zarok mirin
        hefteya borî
        meha gulanê de li Reqayê çi bû
        li Qamişlo di navbera 3 û 7 gulanê de
        navên birîndaran
        xwepêşandan li Qamişlo
        li bajarê Hesekê êrîş hebû?
        what dibêjin li ser Kobanê çi qewimî
        لە کۆبانێ چی ڕوویدا
        هێرشی درۆن بۆ سەر کۆبانێ
    """,
    "tr": """
        Kobani'de ne oldu
        kobanide ne oldu
        Kobani’de son durum ne
        dün Kamışlı'da ne oldu
        dun kamislida ne oldu
        Kobanê'de kaç kişi öldü
        kaç kişi öldü
        kaç ölü var
        ya Kobani?
        Ya geçen ay?
        peki ya Afrin
        kim söylüyor
        bu hafta Tel Abyad
        geçen hafta Resulayn'da patlama
        Derik'te İHA saldırısı
        siha saldırıları Mayıs 2023
        Ayn İsa çatışma
        Münbiç'te bombalı araç saldırısı
        son 30 gün Haseke haberleri
        Tel Tamer'de gözaltı var mı
        Afrin'de kaçırılan siviller
        cumadan beri Tel Rıfat
        mayın patlaması Deyrizor kırsalı
        Kobani yakınlarında top atışı
        yaralı var mı
        su kesintisi Haseke
        What Kobani'de ne oldu dün
        ölü sayısı kaç
        Aralık ayında Kobani
        pazartesi günü Kamışlı
        hangi köyler vuruldu
        Efrîn'de zeytin yağması
        göç edenler Serê Kaniyê'den
    """,
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "question"),
    [(language, line.strip()) for language, lines in QUESTIONS.items() for line in lines.strip().splitlines()],
)
def test_a_question_has_the_language_of_its_grammar_whatever_names_it_holds(language: str, question: str) -> None:
    assert question_language(question) == language


@pytest.mark.parametrize(
    "question",
    ["Kobani", "Kobanê", "Serê Kaniyê", "Tel Abyad", "Ain al-Arab", "Girê Spî", "Münbiç", "SDF", "Al Hol",
     "Bab al-Hawa", "Deir ez-Zor", "2024-11-15", "", "???", "😀", "\ud800", "https://example.org"],
)  # fmt: skip
def test_a_name_or_a_number_alone_has_no_language_of_its_own(question: str) -> None:
    assert question_language(question) is None


@given(st.text(max_size=200))
def test_any_text_has_one_of_the_four_languages_or_none(text: str) -> None:
    assert question_language(text) in (None, "en", "ar", "ku", "tr")
