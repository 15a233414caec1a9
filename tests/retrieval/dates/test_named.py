"""Streets, stadiums, brigades and people that are named after dates give none, in questions and in articles."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.dates.events import find_event_dates
from retrieval.dates.periods import find_period

TODAY = date(2025, 3, 19)

PLACES = [
    "a blast near the 12 March Stadium in Raqqa",
    "fire at the March 8 Division base",
    "clashes on 5 May Street",
    "a car burnt in the 1 May Park",
    "fighters of the 3 April Brigade",
    "انفجار قرب ملعب شهداء 12 آذار",
    "حريق في شارع 8 آذار",
    "تجمع في ساحة 17 نيسان",
    "هجوم على لواء شهداء 5 أيار",
    "عبوة في حديقة 1 أيار",
    "teqîn li nêzî Stadyûma 12ê Adarê",
    "agir li Parka 1ê Gulanê",
    "li kolana 8ê Adarê",
    "êrîş li ser Lîwaya 5ê Nîsanê",
    "li Dibistana 21ê Adarê",
    "12 Mart Stadyumu'nda patlama",
    "15 Temmuz Parkı yakınında yangın",
    "23 Nisan İlkokulu boşaltıldı",
    "8 Mart Mahallesi'nde arama",
    "30 Ağustos Köprüsü'nden geçen araç",
]

PEOPLE = [
    "attack on Newroz Ahmed",
    "who killed Ramadan Hussein",
    "April Smith was arrested",
    "what did commander Newroz say",
    "the arrest of June Baker",
    "من هاجم نوروز أحمد",
    "مقتل الشهيد رمضان",
    "اعتقال رجب علي",
    "الصحفية نوروز محمود",
    "اغتيال شعبان إبراهيم",
    "kê Newroz Ehmed kuşt",
    "êrîşa li ser Remezan Xelîl",
    "rojnamevan Newroz hat girtin",
    "heval Gulan li ku ye",
    "fermandar Remezan çi got",
    "Nisan Yılmaz nerede öldürüldü",
    "gazeteci Newroz tutuklandı",
    "Ramazan Demir kim",
    "Eylül Kaya gözaltında mı",
    "komutan Şaban nerede",
]


@pytest.mark.parametrize("text", PLACES)
def test_what_is_named_after_a_date_dates_nothing(text: str) -> None:
    assert find_period(text, TODAY) is None
    assert find_event_dates(text, TODAY) == []


@pytest.mark.parametrize("text", PEOPLE)
def test_people_who_are_named_after_a_month_or_a_feast_date_nothing(text: str) -> None:
    assert find_period(text, TODAY) is None
    assert find_event_dates(text, TODAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "8 march street protests",
        "the 12 March attack on the stadium",
        "on Newroz in Afrin",
        "in April Kobani was shelled",
        "since Ramadan Derik is calm",
        "قصف في رمضان على قرى عفرين",
        "في نوروز أطلق الرصاص",
        "di Newrozê de li Efrînê",
        "Nisan ayında Derik",
        "12 Mart'ta stadyum yakınında",
    ],
)
def test_dates_beside_such_words_are_dates_still(text: str) -> None:
    mention = find_period(text, TODAY)
    assert mention is not None and mention.interval is not None


def test_a_date_with_its_year_is_none_of_a_name() -> None:
    found = find_event_dates("shells fell on the street on 8 March 2024, Street 5", TODAY)
    assert [event.interval.start for event in found] == [date(2024, 3, 8)]
