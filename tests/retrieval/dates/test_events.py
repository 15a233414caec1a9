"""When things happened, by the words of an article."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates.events import EventDate, Precision, find_event_dates

PUBLISHED = date(2022, 5, 12)  # a Thursday

# words of an article | dates that they give: start[..end] precision [part]; several are joined with "; "
ARTICLES = """
A mine killed two shepherds on Friday.                         | 2022-05-06 day
Shells fell on the village Thursday, residents said.           | 2022-05-12 day
The raid began late Friday night and ended by noon.            | 2022-05-06 day night
Clashes broke out early on Sunday.                             | 2022-05-08 day
In the early hours of Monday a drone struck a car.             | 2022-05-09 day
A truck was hit on Wednesday morning near the bridge.          | 2022-05-11 day morning
On the morning of Friday, the army shelled the hill.           | 2022-05-06 day morning
After midnight on Tuesday jets were heard.                     | 2022-05-10 day night
He was arrested yesterday.                                     | 2022-05-11 day
Yesterday evening, gunmen opened fire.                         | 2022-05-11 day evening
Earlier today a blast shook the market.                        | 2022-05-12 day
Rockets landed this morning.                                   | 2022-05-12 day morning
A patrol was attacked last night.                              | 2022-05-11..2022-05-12 days night
Strikes continued overnight.                                   | 2022-05-11..2022-05-12 days night
The strike on the night of Friday to Saturday hit a mill.      | 2022-05-06..2022-05-07 days night
Last week the road was closed.                                 | 2022-05-02..2022-05-08 days
The closure came earlier this week.                            | 2022-05-09..2022-05-12 days
Earlier this month two farmers died.                           | 2022-05-01..2022-05-12 month
Attacks rose last month.                                       | 2022-04-01..2022-04-30 month
Three were killed last year in the same place.                 | 2021-01-01..2021-12-31 year
Over the weekend, fires spread.                                | 2022-05-07..2022-05-08 days
Two days ago another shell fell there.                         | 2022-05-10 day
A few days ago a patrol passed.                                | 2022-05-07..2022-05-10 days
Three weeks ago the bakery was hit.                            | 2022-04-18..2022-04-24 days
Dozens fled in the past 48 hours.                              | 2022-05-10..2022-05-12 days
On May 3, a child was wounded.                                 | 2022-05-03 day
On 3 May a child was wounded.                                  | 2022-05-03 day
The Dec. 3 strike killed a man.                                | 2021-12-03 day
On May 13 a statement will have been read.                     | 2022-05-13 day
On July 20 a patrol came.                                      | 2021-07-20 day
Friday, 6 May 2022 - fire in a camp.                           | 2022-05-06 day
He died on October 27, 2021, in hospital.                      | 2021-10-27 day
The 3rd of April attack is under inquiry.                      | 2022-04-03 day
On the evening of Aug. 18 a car burnt.                         | 2021-08-18 day evening
Between 3 and 7 May the pumps stood still.                     | 2022-05-03..2022-05-07 days
From 28 April to 3 May 2022 schools were shut.                 | 2022-04-28 day; 2022-05-03 day
The town has been contested since 2019.                        | 2019-01-01..2019-12-31 year
It has been held by others since a 2019 offensive.             | 2019-01-01..2019-12-31 year
A man died late Friday night following a quarrel in the market. | 2022-05-06 day night
Fighting began in March 2011.                                  | 2011-03-01..2011-03-31 month
Since early 2022 it counted ten raids.                         | 2022-01-01..2022-04-30 year
Since October 2019 the front has not moved.                    | 2019-10-01..2019-10-31 month
In October shells hit the mill.                                | 2021-10-01..2021-10-31 month
Published 2022-05-12. A man was shot.                          | 2022-05-12 day
Updated 12/05/2022 at 9:59 pm                                  | 2022-05-12 day
(July 5, 2021 / wire) Troops moved.                            | 2021-07-05 day
Last Thursday the column left.                                 | 2022-05-05 day
The Saturday raid and Sunday's funeral                         | 2022-05-07 day; 2022-05-08 day
أصيب مدنيان اليوم السبت بقصف                                   | 2022-05-12 day
قتل شخص اليوم الخميس                                           | 2022-05-12 day
وقع الانفجار أمس                                               | 2022-05-11 day
استهدف القصف القرية يوم أمس الأربعاء                           | 2022-05-11 day
سقطت قذائف مساء اليوم                                          | 2022-05-12 day evening
اندلعت اشتباكات مساء أمس                                       | 2022-05-11 day evening
قصفت المدفعية البلدة فجر الجمعة                                | 2022-05-06 day dawn
وصباح السبت شيّع الأهالي الضحايا                               | 2022-05-07 day morning
جرح ثلاثة يوم الاثنين الماضي                                   | 2022-05-09 day
قضى طفل، الثلاثاء، بانفجار لغم                                 | 2022-05-10 day
نفذت الدورية مداهمة الليلة الماضية                             | 2022-05-11..2022-05-12 days night
حلقت الطائرات ليل الجمعة - السبت                               | 2022-05-06..2022-05-07 days night
بعد منتصف ليل الاثنين-الثلاثاء سمع انفجار                      | 2022-05-09..2022-05-10 days night
في ساعات متأخرة من ليل الثلاثاء ـ الأربعاء                     | 2022-05-10..2022-05-11 days night
شنت غارة في 12 آب                                              | 2021-08-12 day
اعتقل شاب في 3 من أيار الجاري                                  | 2022-05-03 day
(6 نيسان 2022) قصف على المحور                                  | 2022-04-06 day
عصر الأربعاء 4 أيار/مايو 2022 قصفت السوق                       | 2022-05-04 day afternoon
منذ ساعات الصباح تقصف القرى                                    | 2022-05-12 day morning
قبل يومين احترق محصول                                          | 2022-05-10 day
منذ يومين فقد راع                                              | 2022-05-10 day
شهد الأسبوع الماضي هدوءا                                       | 2022-05-02..2022-05-08 days
في الثامن من الشهر الجاري قتل حارس                             | 2022-05-08 day
خلال الـ 24 ساعة الماضية وثق الفريق إصابتين                    | 2022-05-11..2022-05-12 days
سيطرت الفصائل عليها عام 2018                                   | 2018-01-01..2018-12-31 year
منذ آذار 2020 يسري الاتفاق                                     | 2020-03-01..2020-03-31 month
نهاية الشهر الفائت سقط جريح                                    | 2022-04-21..2022-04-30 month
منذ مطلع العام الجاري وثق المركز                               | 2022-01-01..2022-04-30 year
في ١٢ كانون الثاني ٢٠٢٢ وصلت القافلة                           | 2022-01-12 day
نشر بتاريخ 10-05-2022                                          | 2022-05-10 day
Saldırı cuma günü düzenlendi.                                  | 2022-05-06 day
Dün akşam bir araç vuruldu.                                    | 2022-05-11 day evening
3 Mayıs'ta iki çoban yaralandı.                                | 2022-05-03 day
Geçen hafta köy boşaltıldı.                                    | 2022-05-02..2022-05-08 days
Cuma gecesi patlama oldu.                                      | 2022-05-06 day night
2019 yılında ele geçirilen ilçe                                | 2019-01-01..2019-12-31 year
Nisan 2022'de üç kişi öldü.                                    | 2022-04-01..2022-04-30 month
İki gün önce mayın patladı.                                    | 2022-05-10 day
Duh drona artêşê li erebeyekê xist.                            | 2022-05-11 day
Roja şemiyê zarokek birîndar bû.                               | 2022-05-07 day
Di 3ê Gulana 2022an de gund hat topbarankirin.                 | 2022-05-03 day
Hefteya borî du kes hatin kuştin.                              | 2022-05-02..2022-05-08 days
Îro sibehê teqînek çêbû.                                       | 2022-05-12 day morning
On Friday night gunmen stormed a house.                        | 2022-05-06 day night
Two days ago a mine went off.                                  | 2022-05-10 day
Earlier this week the road was cut.                            | 2022-05-09..2022-05-12 days
It happened late on Monday.                                    | 2022-05-09 day
On the third of May the market burnt.                          | 2022-05-03 day
Since 2011 the town has changed hands twice.                   | 2011-01-01..2011-12-31 year
Last year the same farm was hit.                               | 2021-01-01..2021-12-31 year
Early on Wednesday morning, at about 3 a.m., shells fell.      | 2022-05-11 day morning
at dawn today                                                  | 2022-05-12 day dawn
Tuesday's raid killed two.                                     | 2022-05-10 day
Tuesday evening's raid killed two.                             | 2022-05-10 day evening
In the past two days eleven people died.                       | 2022-05-11..2022-05-12 days
Over the past week eleven people died.                         | 2022-05-06..2022-05-12 days
More than a week ago he vanished.                              | 2022-05-02..2022-05-08 days
twenty-five days ago he vanished.                              | 2022-04-17 day
Three months ago he vanished.                                  | 2022-02-01..2022-02-28 month
between Tuesday and Wednesday night                            | 2022-05-10 day; 2022-05-11 day night
from Monday to Wednesday                                       | 2022-05-09 day; 2022-05-11 day
from 3 to 7 May                                                | 2022-05-03..2022-05-07 days
On Monday, May 9, a drone hit a car.                           | 2022-05-09 day
On Monday (May 9), a drone hit a car.                          | 2022-05-09 day
A spring offensive began in 2018.                              | 2018-01-01..2018-12-31 year
By Friday evening the fire was out.                            | 2022-05-06 day evening
Until Tuesday no one was allowed in.                           | 2022-05-10 day
Before dawn on Sunday a bomb went off.                         | 2022-05-08 day dawn
On Saturday, 7 May, and Sunday, 8 May, villages were shelled.  | 2022-05-07 day; 2022-05-08 day
on Thursday, May 5                                             | 2022-05-05 day
yesterday (Wednesday)                                          | 2022-05-11 day
In the early hours shells hit the mill.                        | 2022-05-12 day
Shelling since the early hours of the morning                  | 2022-05-12 day morning
In the early hours of Monday a mine went off.                  | 2022-05-09 day
منذ ساعات الصباح الأولى تقصف القرى                             | 2022-05-12 day morning
Sabahın erken saatlerinde değirmen vuruldu.                    | 2022-05-12 day morning
Ji serê sibehê ve gund tê topbarankirin.                       | 2022-05-12 day morning
وقع الانفجار بعد منتصف ليل الخميس - الجمعة                     | 2022-05-12 day night
Shelling overnight Monday to Tuesday                           | 2022-05-09..2022-05-10 days night
A raid on Monday night into Tuesday                            | 2022-05-09..2022-05-10 days night
قتل مدني الجمعة الماضية                                        | 2022-05-06 day
مساء أمس الأربعاء                                              | 2022-05-11 day evening
مساء الأربعاء                                                  | 2022-05-11 day evening
ليل أمس                                                        | 2022-05-11..2022-05-12 days night
فجر اليوم                                                      | 2022-05-12 day dawn
منتصف ليلة أمس                                                 | 2022-05-11..2022-05-12 days night
قبل ثلاثة أيام                                                 | 2022-05-09 day
منذ ثلاثة أيام اختطف                                           | 2022-05-09 day
في وقت سابق من هذا الأسبوع                                     | 2022-05-09..2022-05-12 days
في وقت سابق اليوم                                              | 2022-05-12 day
خلال اليومين الماضيين                                          | 2022-05-11..2022-05-12 days
في 9 أيار                                                      | 2022-05-09 day
يوم الاثنين 9 أيار الجاري                                      | 2022-05-09 day
الاثنين الفائت                                                 | 2022-05-09 day
ظهر اليوم الخميس 12 أيار                                       | 2022-05-12 day noon
في الثالث من أيار الجاري                                       | 2022-05-03 day
في الثالث من الشهر الحالي                                      | 2022-05-03 day
العام الماضي                                                   | 2021-01-01..2021-12-31 year
منذ عام 2011                                                   | 2011-01-01..2011-12-31 year
بعد ظهر الثلاثاء                                               | 2022-05-10 day afternoon
بعد منتصف ليل أمس                                              | 2022-05-11..2022-05-12 days night
ليلة الجمعة/السبت                                              | 2022-05-06..2022-05-07 days night
duh êvarê drone êrîş kir                                       | 2022-05-11 day evening
duh bi şev                                                     | 2022-05-11..2022-05-12 days night
roja înê                                                       | 2022-05-06 day
roja înê ya borî                                               | 2022-05-06 day
berî du rojan mayin teqiya                                     | 2022-05-10 day
du roj berê mayin teqiya                                       | 2022-05-10 day
şeva borî                                                      | 2022-05-11..2022-05-12 days night
vê sibehê                                                      | 2022-05-12 day morning
serê vê hefteyê                                                | 2022-05-09..2022-05-10 days
di 9'ê Gulanê de                                               | 2022-05-09 day
9ê Gulana 2022an                                               | 2022-05-09 day
êvara duşemê                                                   | 2022-05-09 day evening
sibeha îro                                                     | 2022-05-12 day morning
ji sala 2011an ve                                              | 2011-01-01..2011-12-31 year
meha borî                                                      | 2022-04-01..2022-04-30 month
Cuma günü bir sivil öldü                                       | 2022-05-06 day
cuma akşamı                                                    | 2022-05-06 day evening
dün gece                                                       | 2022-05-11..2022-05-12 days night
bu sabah saatlerinde                                           | 2022-05-12 day morning
önceki gün                                                     | 2022-05-10 day
iki gün önce                                                   | 2022-05-10 day
geçtiğimiz cuma                                                | 2022-05-06 day
hafta başında                                                  | 2022-05-09..2022-05-10 days
9 Mayıs Pazartesi günü                                         | 2022-05-09 day
9 Mayıs'ta                                                     | 2022-05-09 day
geçen yıl                                                      | 2021-01-01..2021-12-31 year
2011'den beri                                                  | 2011-01-01..2011-12-31 year
10-11 Mayıs gecesi                                             | 2022-05-10..2022-05-11 days night
"""

NOTHING = [
    "",
    "Viewed 2019 times, 45 comments",
    "Resolution 2254 was quoted again",
    "An MQ-9 circled above the M4 road",
    "He drove a 1975 model pickup",
    "At 9:59 pm the power failed",
    "The ministers will meet on Friday in Geneva",
    "Elections are expected in June",
    "A session is planned for next week",
    "The council meets next Monday",
    "Troops march on the town and may attack",
    "He sat near the road",
    "a boy aged 14 and a girl of 9",
    "12 shells and 3 rockets hit it",
    "the fifth floor of the 17th division building",
    "The following day they left",
    "Nisan Street and April Hassan",
    "for years and months they waited",
    "Operation Peace Spring area",
    "by the end the fire was out",
    "Sunday Times and Syria Today wrote",
    "ستعقد الجلسة الأسبوع المقبل",
    "الاجتماع يوم الاثنين القادم",
    "قال مراسل حلب اليوم إن القصف توقف",
    "في اليوم التالي عاد الأهالي",
    "سكان شارع 8 آذار",
    "قرب سد تشرين",
    "سوق الجمعة في المدينة",
    "منذ سنوات لم يعودوا",
    "خلال السنوات الماضية",
    "لليوم التاسع على التوالي",
    "النيابة العامة والأمين العام",
    "على مدخل الباب الشرقي",
    "dünya basını yazdı",
    "son dakika haberleri",
    "gelecek hafta toplanacak",
    "hefteya bê dê bicivin",
    "On May 20 a patrol came",
    "On the 9th a drone hit a car",
    "On the third day of the clashes the market burnt",
    "For the third day in a row shells fell",
    "For the second consecutive day the road is closed",
    "A day earlier a guard had been shot",
    "The day after, the families returned",
    "The previous day a guard was shot",
    "The previous week had been quiet",
    "He had been detained the week before",
    "Photo: AFP, 12 March 2019",
    "File photo, January 2020",
    "The strike came a day after talks",
    "He will be tried on Monday",
    "The trial is to open on June 3",
    "The session is due Tuesday",
    "في اليوم الثالث من المعارك",
    "لليوم الثالث على التوالي",
    "سيعقد الاجتماع يوم الجمعة",
    "ستنطلق الحملة يوم الأحد القادم",
    "صورة أرشيفية 2019",
    "أرشيف - 3 آذار 2020",
    "di roja sêyem de",
    "çatışmaların üçüncü gününde",
    "cuma günü toplanacak",
    "pazartesi günü başlayacak",
    "Arşiv, 3 Mart 2020",
]


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.splitlines() if line.strip()]


def described(event: EventDate) -> str:
    start, end = event.interval.start, event.interval.end
    words = [str(start) if start == end else f"{start}..{end}", event.precision.value, event.part or ""]
    return " ".join(word for word in words if word)


@pytest.mark.parametrize(("text", "expected"), rows(ARTICLES))
def test_words_of_an_article_date_what_happened(text: str, expected: str) -> None:
    assert "; ".join(map(described, find_event_dates(text, PUBLISHED))) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_plans_names_and_numbers_date_nothing(text: str) -> None:
    assert find_event_dates(text, PUBLISHED) == []


def test_without_a_publication_date_only_dates_with_a_year_count() -> None:
    text = "On Friday shells fell. On 3 May too. The strike of 6 May 2022 and the war since 2019 were named."
    assert [event.text for event in find_event_dates(text, None)] == ["6 May 2022", "2019"]


def test_a_weekday_beside_today_tells_which_day_today_is() -> None:
    """Reports of Saturday night come out on Sunday."""
    events = find_event_dates("Two people died today, Saturday.", date(2022, 5, 8))
    assert [described(event) for event in events] == ["2022-05-07 day"]


def test_words_keep_their_place_in_the_text() -> None:
    text = "قُصفت البلدة\u200f يوم الجمعـــة الماضي، ثم On May 3 again."
    assert [event.text for event in find_event_dates(text, PUBLISHED)] == ["يوم الجمعـــة الماضي", "May 3"]


def test_event_dates_are_values() -> None:
    (event,) = find_event_dates("Hit on Friday night.", PUBLISHED)
    assert event.precision is Precision.DAY
    assert event == EventDate(7, 19, "Friday night", event.interval, Precision.DAY, "night")


VOCABULARY = (
    "today yesterday last this next week month year Friday sat May March 3 5th 22 31 2022 2022-05-03 since in on the of"
    " will early night morning - , . ( ) اليوم أمس مساء فجر الجمعة السبت الماضي المقبل ليل منتصف 12 آب أيار عام"
    " منذ ساعات dün cuma gecesi geçen hafta mayıs duh şemiyê hefteya borî gulanê said killed"
)
WORDS = st.sampled_from(VOCABULARY.split())


@given(
    text=st.lists(WORDS, max_size=14).map(" ".join) | st.text(),
    published=st.none() | st.dates(date(1990, 1, 1), date(2090, 12, 31)),
)
def test_no_text_dates_an_event_after_the_day_behind_its_publication(text: str, published: date | None) -> None:
    for event in find_event_dates(text, published):
        assert event.interval.start <= event.interval.end
        assert event.text == text[event.start : event.end] != ""
        if published is not None:
            assert (event.interval.end - published).days <= 1
