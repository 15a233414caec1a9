"""Words about time in questions: what they mean in four languages, and what they can never do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.periods import Interval, PeriodMention, find_period

TODAY = date(2022, 5, 12)  # a Thursday

ENGLISH = """
today                                       | 2022-05-12
todays attacks                              | 2022-05-12
yesterday                                   | 2022-05-11
anything yday?                              | 2022-05-11
blast in raqqa yest                         | 2022-05-11
yesturday                                   | 2022-05-11
yesterday's raid                            | 2022-05-11
yesterday evening                           | 2022-05-11
yesterday at dawn                           | 2022-05-11
the day before yesterday                    | 2022-05-10
day before yesterday in Derik               | 2022-05-10
tonight                                     | 2022-05-12
this morning                                | 2022-05-12
this evening                                | 2022-05-12
last night                                  | 2022-05-11..2022-05-12
strikes overnight                           | 2022-05-11..2022-05-12
last evening                                | 2022-05-11
this week                                   | 2022-05-09..2022-05-12
so far this week                            | 2022-05-09..2022-05-12
earlier this week                           | 2022-05-09..2022-05-12
last week                                   | 2022-05-02..2022-05-08
last week's shelling                        | 2022-05-02..2022-05-08
the previous week                           | 2022-05-02..2022-05-08
the week before last                        | 2022-04-25..2022-05-01
the past week                               | 2022-05-06..2022-05-12
this month                                  | 2022-05-01..2022-05-12
earlier this month                          | 2022-05-01..2022-05-12
last month                                  | 2022-04-01..2022-04-30
during last month                           | 2022-04-01..2022-04-30
the past month                              | 2022-04-13..2022-05-12
this year                                   | 2022-01-01..2022-05-12
last year                                   | 2021-01-01..2021-12-31
early last year                             | 2021-01-01..2021-04-30
late last month                             | 2022-04-21..2022-04-30
early this month                            | 2022-05-01..2022-05-10
at the end of last month                    | 2022-04-21..2022-04-30
the beginning of the month                  | 2022-05-01..2022-05-10
the middle of last month                    | 2022-04-11..2022-04-20
in the first half of last month             | 2022-04-01..2022-04-15
in the first half of this year              | 2022-01-01..2022-05-12
at the start of this week                   | 2022-05-09..2022-05-10
late last week                              | 2022-05-06..2022-05-08
on Monday                                   | 2022-05-09
Mondays clashes                             | 2022-05-09
monday night                                | 2022-05-09
tues nite                                   | 2022-05-10
tue                                         | 2022-05-10
shelling weds                               | 2022-05-11
wensday drone                               | 2022-05-11
on Thursday                                 | 2022-05-12
thurs - anyone hurt                         | 2022-05-12
fri                                         | 2022-05-06
friday eve                                  | 2022-05-06
saterday                                    | 2022-05-07
mortars sat, any wounded                    | 2022-05-07
on sat                                      | 2022-05-07
sat night in amude                          | 2022-05-07
raid sun                                    | 2022-05-08
since sun                                   | 2022-05-08..2022-05-12
last Friday                                 | 2022-05-06
last Thursday                               | 2022-05-05
this Tuesday                                | 2022-05-10
this past monday                            | 2022-05-09
Friday last week                            | 2022-05-06
on Tuesday of last week                     | 2022-05-03
last week on Wednesday                      | 2022-05-04
late Friday night                           | 2022-05-06
in the early hours of Saturday              | 2022-05-07
on the night of Tuesday                     | 2022-05-10
over the weekend                            | 2022-05-07..2022-05-08
at the weekend                              | 2022-05-07..2022-05-08
this weekend                                | 2022-05-07..2022-05-08
last weekend                                | 2022-05-07..2022-05-08
past 3 days                                 | 2022-05-10..2022-05-12
in the last three days                      | 2022-05-10..2022-05-12
over the past two weeks                     | 2022-04-29..2022-05-12
the last 30 days                            | 2022-04-13..2022-05-12
last 2 months                               | 2022-03-13..2022-05-12
in the past six months                      | 2021-11-13..2022-05-12
the past few days                           | 2022-05-10..2022-05-12
the last couple of weeks                    | 2022-04-29..2022-05-12
the last days                               | 2022-05-10..2022-05-12
last 48 hours                               | 2022-05-10..2022-05-12
past 24 hrs                                 | 2022-05-11..2022-05-12
last 24h                                    | 2022-05-11..2022-05-12
the past year                               | 2021-05-13..2022-05-12
2 days ago                                  | 2022-05-10
two days ago                                | 2022-05-10
a day ago                                   | 2022-05-11
3 weeks ago                                 | 2022-04-18..2022-04-24
a week ago                                  | 2022-05-02..2022-05-08
a month ago                                 | 2022-04-01..2022-04-30
five months ago                             | 2021-12-01..2021-12-31
a year ago                                  | 2021-01-01..2021-12-31
a few days ago                              | 2022-05-07..2022-05-10
an hour ago                                 | 2022-05-12
since yesterday                             | 2022-05-11..2022-05-12
since Friday                                | 2022-05-06..2022-05-12
ever since monday                           | 2022-05-09..2022-05-12
since last Friday                           | 2022-05-06..2022-05-12
since last week                             | 2022-05-02..2022-05-12
since last month                            | 2022-04-01..2022-05-12
since the 5th                               | 2022-05-05..2022-05-12
since 3 May                                 | 2022-05-03..2022-05-12
since January                               | 2022-01-01..2022-05-12
since march                                 | 2022-03-01..2022-05-12
since 2019                                  | 2019-01-01..2022-05-12
since early May                             | 2022-05-01..2022-05-12
since the beginning of the year             | 2022-01-01..2022-05-12
since the start of the month                | 2022-05-01..2022-05-12
since the end of last month                 | 2022-04-21..2022-05-12
since 10 days                               | 2022-05-02..2022-05-12
since 2 May until Saturday                  | 2022-05-02..2022-05-07
after 3 May                                 | 2022-05-04..2022-05-12
after Monday                                | 2022-05-10..2022-05-12
before 2020                                 | 1970-01-01..2019-12-31
before Monday                               | 1970-01-01..2022-05-08
until 3 May 2021                            | 1970-01-01..2021-05-03
up to Friday                                | 1970-01-01..2022-05-06
on 3 May 2022                               | 2022-05-03
3 may                                       | 2022-05-03
3 may 21                                    | 2021-05-03
on the 3rd of May                           | 2022-05-03
the third of May 2021                       | 2021-05-03
May 3rd                                     | 2022-05-03
May 3, 2022                                 | 2022-05-03
May 3 2022                                  | 2022-05-03
on may 3                                    | 2022-05-03
Dec. 3, 2021                                | 2021-12-03
Tuesday, May 3, 2022                        | 2022-05-03
Tuesday 3 May                               | 2022-05-03
Tuesday the 3rd of May                      | 2022-05-03
yesterday, 11 May 2022                      | 2022-05-11
14 May                                      | 2021-05-14
29 February                                 | 2020-02-29
on the 5th                                  | 2022-05-05
what was hit on the 20th                    | 2022-04-20
the 2nd of this month                       | 2022-05-02
the 28th of last month                      | 2022-04-28
2022-05-03                                  | 2022-05-03
2022/05/03                                  | 2022-05-03
03.05.2022                                  | 2022-05-03
3/5/2022                                    | 2022-05-03
3-5-2022                                    | 2022-05-03
03/05/22                                    | 2022-05-03
12/25/2021                                  | 2021-12-25
on 3/5                                      | 2022-05-03
2022-03                                     | 2022-03-01..2022-03-31
03/2022                                     | 2022-03-01..2022-03-31
in March                                    | 2022-03-01..2022-03-31
arrests april                               | 2022-04-01..2022-04-30
arrests in kobani may                       | 2022-05-01..2022-05-12
in May                                      | 2022-05-01..2022-05-12
in June                                     | 2021-06-01..2021-06-30
last May                                    | 2021-05-01..2021-05-31
last march                                  | 2022-03-01..2022-03-31
this March                                  | 2022-03-01..2022-03-31
in the month of March                       | 2022-03-01..2022-03-31
in March 2021                               | 2021-03-01..2021-03-31
march 2021                                  | 2021-03-01..2021-03-31
in oct 21                                   | 2021-10-01..2021-10-31
oct '21                                     | 2021-10-01..2021-10-31
mines nov 21                                | 2021-11-01..2021-11-30
mines on nov 21                             | 2021-11-21
nov 12                                      | 2021-11-12
in May last year                            | 2021-05-01..2021-05-31
in May of last year                         | 2021-05-01..2021-05-31
May this year                               | 2022-05-01..2022-05-12
early May                                   | 2022-05-01..2022-05-10
in early april 22                           | 2022-04-01..2022-04-10
mid-April                                   | 2022-04-11..2022-04-20
mid April 2021                              | 2021-04-11..2021-04-20
in late April                               | 2022-04-21..2022-04-30
late February                               | 2022-02-21..2022-02-28
at the beginning of April                   | 2022-04-01..2022-04-10
at the end of March 2021                    | 2021-03-21..2021-03-31
the first half of April                     | 2022-04-01..2022-04-15
in the second half of February 2022         | 2022-02-16..2022-02-28
2nd half of april                           | 2022-04-16..2022-04-30
the first week of April                     | 2022-04-01..2022-04-07
in the third week of March 2022             | 2022-03-15..2022-03-21
the last week of April                      | 2022-04-24..2022-04-30
in 2021                                     | 2021-01-01..2021-12-31
attacks 2021                                | 2021-01-01..2021-12-31
in 2022                                     | 2022-01-01..2022-05-12
in the year 2020                            | 2020-01-01..2020-12-31
early 2021                                  | 2021-01-01..2021-04-30
mid-2021                                    | 2021-05-01..2021-08-31
in late 2021                                | 2021-09-01..2021-12-31
the second half of 2021                     | 2021-07-01..2021-12-31
the first quarter of 2022                   | 2022-01-01..2022-03-31
in the spring of 2021                       | 2021-03-01..2021-05-31
last summer                                 | 2021-06-01..2021-08-31
between 3 and 7 May                         | 2022-05-03..2022-05-07
between 3 and 7 May 2021                    | 2021-05-03..2021-05-07
between the 3rd and the 7th                 | 2022-05-03..2022-05-07
between May 3 and May 7                     | 2022-05-03..2022-05-07
between May 3 and 7, 2022                   | 2022-05-03..2022-05-07
between 28 April and 3 May 2022             | 2022-04-28..2022-05-03
between 28 December and 3 January 2022      | 2021-12-28..2022-01-03
between 28 December 2021 and 3 January      | 2021-12-28..2022-01-03
between Monday and Wednesday                | 2022-05-09..2022-05-11
between March and April                     | 2022-03-01..2022-04-30
between 2019 and 2021                       | 2019-01-01..2021-12-31
from 3 to 7 May                             | 2022-05-03..2022-05-07
from 3 May to 7 May                         | 2022-05-03..2022-05-07
from 3 May until yesterday                  | 2022-05-03..2022-05-11
from Monday to Wednesday                    | 2022-05-09..2022-05-11
from Saturday through Tuesday               | 2022-05-07..2022-05-10
from November 2021 to January               | 2021-11-01..2022-01-31
from 2022-05-01 to 2022-05-04               | 2022-05-01..2022-05-04
3-7 May                                     | 2022-05-03..2022-05-07
3 – 7 May 2022                              | 2022-05-03..2022-05-07
May 3-7, 2022                               | 2022-05-03..2022-05-07
9 to 15 May                                 | 2022-05-09..2022-05-12
28-3 May                                    | 2022-04-28..2022-05-03
01.05.2022 - 04.05.2022                     | 2022-05-01..2022-05-04
Monday and Tuesday                          | 2022-05-09..2022-05-10
on monday or tuesday                        | 2022-05-09..2022-05-10
Saturday, Sunday and Monday                 | 2022-05-07..2022-05-09
in March and April 2021                     | 2021-03-01..2021-04-30
yesterday and today                         | 2022-05-11..2022-05-12
in the week of 3 May                        | 2022-05-02..2022-05-08
during the week of May 3, 2022              | 2022-05-02..2022-05-08
the week of 3/5/2022                        | 2022-05-02..2022-05-08
in the week of 11 May                       | 2022-05-09..2022-05-12
the week beginning 2 May                    | 2022-05-02..2022-05-08
Monday in the week of 3 May                 | 2022-05-02
on 3 May 2022 – what do they say?           | 2022-05-03
killed 3 on 5 May 2022                      | 2022-05-05
who was killed in Hajin on Monday and who says so | 2022-05-09
Tishrin dam on 4 may                        | 2022-05-04
ON MONDAY                                   | 2022-05-09
oN   tHe   5TH oF mAy                       | 2022-05-05
"""

ARABIC = """
اليوم                                       | 2022-05-12
هاليوم                                      | 2022-05-12
صباح اليوم                                  | 2022-05-12
امس                                         | 2022-05-11
أمس                                         | 2022-05-11
بالأمس                                      | 2022-05-11
يوم أمس                                     | 2022-05-11
شو صار امبارح بالحسكة                       | 2022-05-11
البارحة                                     | 2022-05-11
مسا مبارح                                   | 2022-05-11
أول أمس                                     | 2022-05-10
اول مبارح                                   | 2022-05-10
الليلة الماضية                              | 2022-05-11..2022-05-12
هذا الأسبوع                                 | 2022-05-09..2022-05-12
بهالاسبوع                                   | 2022-05-09..2022-05-12
الأسبوع الحالي                              | 2022-05-09..2022-05-12
الاسبوع الماضي                              | 2022-05-02..2022-05-08
الأسبوع الفائت                              | 2022-05-02..2022-05-08
الاسبوع اللي فات                            | 2022-05-02..2022-05-08
الأسبوع قبل الماضي                          | 2022-04-25..2022-05-01
آخر أسبوع                                   | 2022-05-06..2022-05-12
هذا الشهر                                   | 2022-05-01..2022-05-12
الشهر الجاري                                | 2022-05-01..2022-05-12
هالشهر                                      | 2022-05-01..2022-05-12
الشهر الماضي                                | 2022-04-01..2022-04-30
هذا العام                                   | 2022-01-01..2022-05-12
السنة الماضية                               | 2021-01-01..2021-12-31
العام الفائت                                | 2021-01-01..2021-12-31
الاثنين                                     | 2022-05-09
يوم الإثنين                                 | 2022-05-09
يوم الثلاثاء                                | 2022-05-10
التلاتا                                     | 2022-05-10
الأربعـــــاء                               | 2022-05-11
ليلة الأربعاء                               | 2022-05-11
فجر الجمعة                                  | 2022-05-06
الجمعه                                      | 2022-05-06
والسبت                                      | 2022-05-07
يوم الأحد الماضي                            | 2022-05-08
الخميس الماضي                               | 2022-05-05
منذ الجمعة                                  | 2022-05-06..2022-05-12
من يوم السبت                                | 2022-05-07..2022-05-12
منذ أمس                                     | 2022-05-11..2022-05-12
منذ بداية العام                             | 2022-01-01..2022-05-12
منذ مطلع الشهر الجاري                       | 2022-05-01..2022-05-12
منذ 3 أيار                                  | 2022-05-03..2022-05-12
منذ آذار 2020                               | 2020-03-01..2022-05-12
منذ عام 2019                                | 2019-01-01..2022-05-12
آخر 3 أيام                                  | 2022-05-10..2022-05-12
الأيام الثلاثة الماضية                      | 2022-05-10..2022-05-12
خلال اليومين الماضيين                       | 2022-05-11..2022-05-12
آخر ٢٤ ساعة                                 | 2022-05-11..2022-05-12
آخر 48 ساعة                                 | 2022-05-10..2022-05-12
قبل يومين                                   | 2022-05-10
قبل ٣ أيام                                  | 2022-05-09
قبل أسبوع                                   | 2022-05-02..2022-05-08
قبل شهرين                                   | 2022-03-01..2022-03-31
نهاية الأسبوع                               | 2022-05-07..2022-05-08
في 3 أيار 2022                              | 2022-05-03
٣ أيار ٢٠٢٢                                 | 2022-05-03
3 ايار                                      | 2022-05-03
3 شباط/فبراير 2022                          | 2022-02-03
الثالث من نيسان                             | 2022-04-03
12 من آب 2021                               | 2021-08-12
12 اب                                       | 2021-08-12
١٢ تشرين الثاني ٢٠٢١                        | 2021-11-12
الثلاثاء 3 أيار 2022                        | 2022-05-03
يوم 5                                       | 2022-05-05
في الثامن من الشهر الجاري                   | 2022-05-08
20 من الشهر الماضي                          | 2022-04-20
٢٠٢٢/٠٥/٠٣                                  | 2022-05-03
في أسبوع 3 أيار 2022                        | 2022-05-02..2022-05-08
الأسبوع الأول من نيسان                      | 2022-04-01..2022-04-07
في آب                                       | 2021-08-01..2021-08-31
كانون الثاني                                | 2022-01-01..2022-01-31
كانون التاني 2021                           | 2021-01-01..2021-01-31
شهر مارس                                    | 2022-03-01..2022-03-31
بشهر 4                                      | 2022-04-01..2022-04-30
أيار الماضي                                 | 2021-05-01..2021-05-31
في تشرين الأول من العام الماضي              | 2021-10-01..2021-10-31
في 2021                                     | 2021-01-01..2021-12-31
عام ٢٠٢١                                    | 2021-01-01..2021-12-31
النصف الأول من آذار 2022                    | 2022-03-01..2022-03-15
في النصف الثاني من شباط                     | 2022-02-16..2022-02-28
اوائل نيسان                                 | 2022-04-01..2022-04-10
باول نيسان                                  | 2022-04-01..2022-04-10
منتصف نيسان                                 | 2022-04-11..2022-04-20
أواخر آذار 2022                             | 2022-03-21..2022-03-31
نهاية الشهر الماضي                          | 2022-04-21..2022-04-30
بين 3 و7 أيار                               | 2022-05-03..2022-05-07
بين ٣ و ٧ أيار ٢٠٢٢                         | 2022-05-03..2022-05-07
من 3 إلى 7 أيار                             | 2022-05-03..2022-05-07
من الاثنين إلى الأربعاء                     | 2022-05-09..2022-05-11
بين الاثنين والأربعاء                       | 2022-05-09..2022-05-11
من الاثنين للاربعا                          | 2022-05-09..2022-05-11
بين آذار ونيسان                             | 2022-03-01..2022-04-30
قبل 2020                                    | 1970-01-01..2019-12-31
بعد 3 أيار                                  | 2022-05-04..2022-05-12
حتى يوم الجمعة                              | 1970-01-01..2022-05-06
"""

TURKISH = """
bugün                                       | 2022-05-12
dün                                         | 2022-05-11
dun kobanide ne oldu                        | 2022-05-11
dünkü saldırı                               | 2022-05-11
dün akşam                                   | 2022-05-11
dün gece                                    | 2022-05-11..2022-05-12
bu sabah                                    | 2022-05-12
evvelsi gün                                 | 2022-05-10
bu hafta                                    | 2022-05-09..2022-05-12
bu haftaki çatışmalar                       | 2022-05-09..2022-05-12
geçen hafta                                 | 2022-05-02..2022-05-08
gecen hafta                                 | 2022-05-02..2022-05-08
geçtiğimiz hafta                            | 2022-05-02..2022-05-08
son hafta                                   | 2022-05-06..2022-05-12
bu ay                                       | 2022-05-01..2022-05-12
geçen ay                                    | 2022-04-01..2022-04-30
geçen ayın sonunda                          | 2022-04-21..2022-04-30
bu yıl                                      | 2022-01-01..2022-05-12
geçen yıl                                   | 2021-01-01..2021-12-31
geçen sene                                  | 2021-01-01..2021-12-31
pazartesi                                   | 2022-05-09
pazartesi günü                              | 2022-05-09
salı günü                                   | 2022-05-10
çarşamba                                    | 2022-05-11
perşembe                                    | 2022-05-12
cuma gecesi                                 | 2022-05-06
cumartesi sabahı                            | 2022-05-07
pazar günü                                  | 2022-05-08
geçen cuma                                  | 2022-05-06
geçen perşembe                              | 2022-05-05
geçen hafta salı                            | 2022-05-03
cuma gününden beri                          | 2022-05-06..2022-05-12
cumadan beri                                | 2022-05-06..2022-05-12
dünden beri                                 | 2022-05-11..2022-05-12
3 Mayıs'tan beri                            | 2022-05-03..2022-05-12
3 Mayıs'tan itibaren                        | 2022-05-03..2022-05-12
ocaktan bu yana                             | 2022-01-01..2022-05-12
2019'dan beri                               | 2019-01-01..2022-05-12
yılbaşından beri                            | 2022-01-01..2022-05-12
geçen haftadan beri                         | 2022-05-02..2022-05-12
3 günden beri                               | 2022-05-09..2022-05-12
son 3 gün                                   | 2022-05-10..2022-05-12
son üç günde                                | 2022-05-10..2022-05-12
son iki haftada                             | 2022-04-29..2022-05-12
son 24 saat                                 | 2022-05-11..2022-05-12
son 48 saatte                               | 2022-05-10..2022-05-12
2 gün önce                                  | 2022-05-10
iki gun once                                | 2022-05-10
on gün önce                                 | 2022-05-02
bir hafta önce                              | 2022-05-02..2022-05-08
iki ay önce                                 | 2022-03-01..2022-03-31
hafta sonu                                  | 2022-05-07..2022-05-08
geçen hafta sonunda                         | 2022-05-07..2022-05-08
3 Mayıs 2022                                | 2022-05-03
3 Mayıs'ta                                  | 2022-05-03
3 mayis 2022 tarihinde                      | 2022-05-03
3 Mayıs Salı günü                           | 2022-05-03
ayın 5'inde                                 | 2022-05-05
03.05.2022                                  | 2022-05-03
3 Mayıs 2022 haftasında                     | 2022-05-02..2022-05-08
nisanın ilk haftasında                      | 2022-04-01..2022-04-07
Nisan 2022'de                               | 2022-04-01..2022-04-30
nisanda                                     | 2022-04-01..2022-04-30
Nisan ayında                                | 2022-04-01..2022-04-30
geçen mayıs                                 | 2021-05-01..2021-05-31
2021 Kasım                                  | 2021-11-01..2021-11-30
2021 yılının Kasım ayında                   | 2021-11-01..2021-11-30
2021'de                                     | 2021-01-01..2021-12-31
2021 yılında                                | 2021-01-01..2021-12-31
Nisan 2022'nin ikinci yarısında             | 2022-04-16..2022-04-30
Mart'ın ilk yarısında                       | 2022-03-01..2022-03-15
nisan başında                               | 2022-04-01..2022-04-10
Nisan ortasında                             | 2022-04-11..2022-04-20
nisan sonunda                               | 2022-04-21..2022-04-30
3-7 Mayıs                                   | 2022-05-03..2022-05-07
3-7 Mayıs 2022 tarihleri arasında           | 2022-05-03..2022-05-07
3 ile 7 Mayıs arasında                      | 2022-05-03..2022-05-07
3 ve 7 Mayıs 2022 arasında                  | 2022-05-03..2022-05-07
28 Nisan ile 3 Mayıs arasında               | 2022-04-28..2022-05-03
pazartesiden çarşambaya kadar               | 2022-05-09..2022-05-11
Mart ve Nisan 2022                          | 2022-03-01..2022-04-30
3 Mayıs'tan önce                            | 1970-01-01..2022-05-02
3 Mayıs'tan sonra                           | 2022-05-04..2022-05-12
"""

KURMANJI = """
îro                                         | 2022-05-12
iro                                         | 2022-05-12
duh                                         | 2022-05-11
duh êvarê                                   | 2022-05-11
şeva borî                                   | 2022-05-11..2022-05-12
pêr                                         | 2022-05-10
vê hefteyê                                  | 2022-05-09..2022-05-12
ev hefte                                    | 2022-05-09..2022-05-12
hefteya borî                                | 2022-05-02..2022-05-08
hefteya çûyî                                | 2022-05-02..2022-05-08
hefteya dawî                                | 2022-05-06..2022-05-12
vê mehê                                     | 2022-05-01..2022-05-12
meha borî                                   | 2022-04-01..2022-04-30
meha bihurî                                 | 2022-04-01..2022-04-30
îsal                                        | 2022-01-01..2022-05-12
sala borî                                   | 2021-01-01..2021-12-31
duşemê                                      | 2022-05-09
roja duşemê                                 | 2022-05-09
sêşemê                                      | 2022-05-10
çarşemê                                     | 2022-05-11
pêncşemê                                    | 2022-05-12
roja înê                                    | 2022-05-06
în                                          | 2022-05-06
şemiyê                                      | 2022-05-07
yekşemê                                     | 2022-05-08
şeva yekşemê                                | 2022-05-08
înîya borî                                  | 2022-05-06
ji înê ve                                   | 2022-05-06..2022-05-12
ji roja înê û vir ve                        | 2022-05-06..2022-05-12
ji duh ve                                   | 2022-05-11..2022-05-12
ji destpêka salê ve                         | 2022-01-01..2022-05-12
ji sala 2019an ve                           | 2019-01-01..2022-05-12
3 rojên dawî                                | 2022-05-10..2022-05-12
sê rojên borî                               | 2022-05-10..2022-05-12
24 saetên dawî                              | 2022-05-11..2022-05-12
berî 2 rojan                                | 2022-05-10
du roj berê                                 | 2022-05-10
berî hefteyekê                              | 2022-05-02..2022-05-08
dawiya hefteyê                              | 2022-05-07..2022-05-08
di 3ê Gulanê de                             | 2022-05-03
3ê Gulana 2022an                            | 2022-05-03
3'ê Adarê                                   | 2022-03-03
di Adara 2022an de                          | 2022-03-01..2022-03-31
di meha Nîsanê de                           | 2022-04-01..2022-04-30
meha Çileyê                                 | 2022-01-01..2022-01-31
Çiriya Paşîn 2021                           | 2021-11-01..2021-11-30
sala 2021an                                 | 2021-01-01..2021-12-31
di destpêka Nîsanê de                       | 2022-04-01..2022-04-10
dawiya Adarê                                | 2022-03-21..2022-03-31
nîvê Nîsanê                                 | 2022-04-11..2022-04-20
nîvê yekem ê Adarê                          | 2022-03-01..2022-03-15
nîvê duyem ê Sibata 2022an                  | 2022-02-16..2022-02-28
di hefteya 3ê Gulanê de                     | 2022-05-02..2022-05-08
di navbera 3 û 7ê Gulanê de                 | 2022-05-03..2022-05-07
ji duşemê heta çarşemê                      | 2022-05-09..2022-05-11
"""

MIXED = """
ne oldu Kobani last week                    | 2022-05-02..2022-05-08
قصف yesterday                               | 2022-05-11
since الجمعة                                | 2022-05-06..2022-05-12
Derik bu hafta ماذا حدث                     | 2022-05-09..2022-05-12
attack in تل تمر امبارح                     | 2022-05-11
between 3 و 7 أيار                          | 2022-05-03..2022-05-07
Til Temir vê hefteyê what happened          | 2022-05-09..2022-05-12
كوباني hefteya borî                         | 2022-05-02..2022-05-08
أخبار Qamişlo dün                           | 2022-05-11
"""

WITHOUT_INTERVAL = """
since the ceasefire                         | undatable | since the ceasefire
since the fall of the town                  | undatable | since the fall
before the war                              | undatable | before the war
after the earthquake                        | undatable | after the earthquake
what changed since the truce?               | undatable | since the truce
منذ الهدنة                                  | undatable | منذ الهدنة
ateşkesten beri                             | undatable | ateşkesten beri
piştî erdhejê                               | undatable | piştî erdhejê
on 31 February                              | impossible | 31 February
31 april 2022                               | impossible | 31 april 2022
2022-02-30                                  | impossible | 2022-02-30
في 31 شباط                                  | impossible | 31 شباط
30 Şubat                                    | impossible | 30 Şubat
yesterday in 2019                           | contradictory | yesterday in 2019
last week, in March 2020                    | contradictory | last week, in March 2020
dün 2019'da                                 | contradictory | dün 2019'da
أمس في 2019                                 | contradictory | أمس في 2019
tomorrow                                    | future | tomorrow
next week                                   | future | next week
next Friday                                 | future | next Friday
in 2031                                     | future | 2031
on 3 June 2022                              | future | 3 June 2022
this Saturday                               | future | this Saturday
الأسبوع القادم                              | future | الأسبوع القادم
gelecek hafta                               | future | gelecek hafta
hefteya bê                                  | future | hefteya bê
"""

WITHOUT_PERIOD = [
    "",
    "?!",
    "what happened in Kobani",
    "who may have fired the rockets",
    "they march on the city",
    "a child sat down near the road",
    "was the sun visible",
    "drones over the M4 road near Ain Issa",
    "an MQ-9 was shot down",
    "UN resolution 2254",
    "3 killed and 12 wounded, who were they",
    "a 14 year old girl from Derik",
    "what is the second largest camp",
    "Tishrin Dam hit?",
    "Mulla Sibat village",
    "Til Cûma shelling",
    "fifth floor of the building",
    "the 17th division base",
    "9mm rounds found",
    "at 9:59 pm who called",
    "his son was killed",
    "do you have sources in El Bab",
    "باب الهوى",
    "هل القصف على الباب مستمر",
    "من قتل العامل",
    "سد تشرين",
    "تل جمعة",
    "النيابة العامة",
    "كم عدد القتلى",
    "kaç kişi öldü",
    "dünya ne diyor",
    "bu köyde ne oldu",
    "kê êrîş kir",
    "any updates",
    "latest news",
    "Operation Peace Spring area",
    "operation in the spring of the Balikh",
]


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.splitlines() if line.strip()]


def found(text: str) -> str:
    mention = find_period(text, TODAY)
    if mention is None:
        return "nothing"
    if mention.interval is None:
        return mention.reason or ""
    start, end = mention.interval.start, mention.interval.end
    return f"{start}" if start == end else f"{start}..{end}"


@pytest.mark.parametrize(("question", "expected"), rows(ENGLISH))
def test_english_words_mean_these_dates(question: str, expected: str) -> None:
    assert found(question) == expected


@pytest.mark.parametrize(("question", "expected"), rows(ARABIC))
def test_arabic_words_mean_these_dates(question: str, expected: str) -> None:
    assert found(question) == expected


@pytest.mark.parametrize(("question", "expected"), rows(TURKISH))
def test_turkish_words_mean_these_dates(question: str, expected: str) -> None:
    assert found(question) == expected


@pytest.mark.parametrize(("question", "expected"), rows(KURMANJI))
def test_kurmanji_words_mean_these_dates(question: str, expected: str) -> None:
    assert found(question) == expected


@pytest.mark.parametrize(("question", "expected"), rows(MIXED))
def test_languages_mix_in_one_question(question: str, expected: str) -> None:
    assert found(question) == expected


@pytest.mark.parametrize(("question", "reason", "words"), rows(WITHOUT_INTERVAL))
def test_words_without_dates_say_why(question: str, reason: str, words: str) -> None:
    mention = find_period(question, TODAY)
    assert mention is not None
    assert (mention.interval, mention.reason, mention.text) == (None, reason, words)


@pytest.mark.parametrize("question", WITHOUT_PERIOD)
def test_everyday_words_are_no_period(question: str) -> None:
    assert find_period(question, TODAY) is None


@pytest.mark.parametrize("question", [question for question, _ in rows(ENGLISH + ARABIC + TURKISH + KURMANJI)])
def test_a_period_inside_a_sentence_is_the_same_period(question: str) -> None:
    assert found(f"Was Zirgan shelled {question}, and by whom?") == found(question)


DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
VOCABULARY = (
    "today yesterday last this past next week month year friday sat may march 3 5th 22 31 2022 '21 2022-05-03 30/2/2022"
    " since until before after between and to - , of the in on early half first second days 48 hours ago weekend"
    " اليوم أمس الجمعة الأسبوع الماضي آذار تشرين الثاني منذ بين و من ٣ يومين قبل نهاية bu geçen hafta cuma günü beri"
    " mayıs ikinci yarısı dün vê hefteyê borî duh ji ve meha gulanê nîvê şemiyê kobani ؟ ( ) . / \u200f"
)
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCES = st.lists(WORDS, max_size=12).map(" ".join)


@given(text=SENTENCES | st.text(), today=DAYS)
def test_no_text_gives_an_inverted_or_a_future_period(text: str, today: date) -> None:
    mention = find_period(text, today)
    if mention is not None and mention.interval is not None:
        assert mention.interval.start <= mention.interval.end <= today
        assert mention.reason is None


@given(text=SENTENCES | st.text(), today=DAYS)
def test_the_words_of_a_period_are_a_slice_of_the_question(text: str, today: date) -> None:
    mention = find_period(text, today)
    if mention is not None:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert (mention.interval is None) == (mention.reason in {"undatable", "impossible", "contradictory", "future"})


@given(text=st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Nd", "Mn", "Lo"])), today=DAYS)
def test_surrogates_and_control_characters_are_read_like_any_text(text: str, today: date) -> None:
    find_period(text, today)


@given(day=st.dates(date(2010, 1, 1), date(2022, 5, 12)))
def test_every_day_written_out_is_that_day(day: date) -> None:
    for written in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day.year}"):
        assert find_period(f"what happened on {written}", TODAY) == PeriodMention(
            17, 17 + len(written), written, Interval(day, day)
        )


@given(today=DAYS, days=st.integers(1, 400))
def test_past_days_end_today_and_are_as_many_as_asked(today: date, days: int) -> None:
    mention = find_period(f"the past {days} days", today)
    assert mention is not None
    assert mention.interval == Interval(today - timedelta(days=days - 1), today)


def test_a_long_text_is_read_to_its_end() -> None:
    mention = find_period("a word and a number 7 " * 5_000 + "since Friday", TODAY)
    assert mention is not None
    assert mention.text == "since Friday"


def test_the_narrowest_of_several_periods_that_agree_is_taken() -> None:
    assert found("in May 2022 in Kobani, what was hit on Tuesday this week") == "2022-05-10"


def test_a_period_with_dates_wins_over_one_without() -> None:
    assert found("violations since the truce, in March 2022") == "2022-03-01..2022-03-31"


def test_an_interval_cannot_be_inverted() -> None:
    with pytest.raises(ValueError, match="ends 2022-05-01 before it starts 2022-05-02"):
        Interval(date(2022, 5, 2), date(2022, 5, 1))


def test_intervals_know_their_length_and_what_they_share() -> None:
    week, day = Interval(date(2022, 5, 2), date(2022, 5, 8)), Interval(date(2022, 5, 8), date(2022, 5, 8))
    assert (week.days, day.days) == (7, 1)
    assert week.contains(day) and not day.contains(week)
    assert week.overlaps(day) and not week.overlaps(Interval(date(2022, 5, 9), date(2022, 5, 9)))
