"""The sample corpus that `make demo` imports is complete, marked as invented and true to the calendar."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from ingest.formats.drafts import ArticleDraft, Fallback
from ingest.formats.json.lines import read_jsonl

SAMPLES = Path(__file__).resolve().parents[2] / "ingest" / "samples" / "samples.jsonl"
FIRST_DAY, LAST_DAY = date(2024, 9, 9), date(2024, 11, 17)  # ten weeks, Monday to Sunday
DEMO_CLOCK = datetime(2024, 11, 17, 9, tzinfo=UTC)  # noon in Damascus
MARKS = {
    "en": "Sample text written for Dateline",
    "ar": "نص تجريبي كُتب لبرنامج Dateline",
    "ku": "nimûneyek e û ji bo Dateline hatiye nivîsandin",
    "tr": "Dateline için yazılmış örnek metindir",
}
WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    "ku": ["Duşemê", "Sêşemê", "Çarşemê", "Pêncşemê", "Îniyê", "Şemiyê", "Yekşemê"],
    "tr": ["Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"],
}
MONTHS = {
    "September": 9, "أيلول": 9, "Îlonê": 9, "Eylül": 9,
    "October": 10, "تشرين الأول": 10, "Cotmehê": 10, "Ekim": 10,
    "November": 11, "تشرين الثاني": 11, "Mijdarê": 11, "Kasım": 11,
}  # fmt: skip
TAL_TAMR = ("Tal Tamr", "Tell Tamer", "Til Temir", "تل تمر")
SERE_KANIYE = ("Sere Kaniye", "Serê Kaniyê", "Ras al-Ain", "رأس العين")


@cache
def samples() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines())


def published(article: dict[str, Any]) -> date | None:
    stated = article["published_at"]
    return date.fromisoformat(stated[:10]) if stated else None


def mentioning(*names: str) -> list[dict[str, Any]]:
    return [article for article in samples() if any(name in article["text"] for name in names)]


def test_the_import_reads_every_sample_without_a_failure_or_a_warning() -> None:
    with SAMPLES.open("rb") as stream:
        drafts = list(read_jsonl(stream, SAMPLES.name, Fallback(now=DEMO_CLOCK)))
    assert len(drafts) == len(samples()) >= 30
    assert [draft for draft in drafts if not isinstance(draft, ArticleDraft) or draft.warnings] == []


def test_four_publishers_write_under_their_own_example_org_address() -> None:
    hosts = {(article["publisher"], urlsplit(article["url"]).hostname) for article in samples()}
    assert len(hosts) == len({publisher for publisher, _ in hosts}) == 4
    assert all(host == publisher.lower().replace(" ", "-") + ".example.org" for publisher, host in hosts)


def test_every_address_and_every_title_is_there_once() -> None:
    assert len({article["url"] for article in samples()}) == len(samples())
    assert len({article["title"] for article in samples()}) == len(samples())


@pytest.mark.parametrize("language", MARKS)
def test_every_sample_says_in_its_own_language_that_it_is_one(language: str) -> None:
    articles = [article for article in samples() if article["language"] == language]
    assert articles
    assert all(article["sample"] is True for article in articles)
    assert all(MARKS[language] in article["text"].split("\n\n")[-1] for article in articles)


def test_most_samples_are_english_and_the_other_three_languages_are_there() -> None:
    count = Counter(article["language"] for article in samples())
    assert set(count) == set(MARKS)
    assert count["en"] > len(samples()) / 2
    assert min(count.values()) >= 3


def test_samples_are_a_few_paragraphs_of_wire_news() -> None:
    for article in samples():
        assert 90 <= len(article["text"].split()) <= 260, article["url"]
        assert 3 <= len(article["text"].split("\n\n")) <= 6, article["url"]


def test_every_one_of_the_ten_weeks_has_reports() -> None:
    days = [day for article in samples() if (day := published(article))]
    assert {(day - FIRST_DAY).days // 7 for day in days} == set(range(10))
    assert max(days) == LAST_DAY


def test_exactly_one_sample_has_no_date() -> None:
    assert [published(article) for article in samples()].count(None) == 1


def test_every_publisher_is_still_active_on_the_last_two_days() -> None:
    recent = {a["publisher"] for a in samples() if (day := published(a)) and (LAST_DAY - day).days <= 1}
    assert recent == {article["publisher"] for article in samples()}


@pytest.mark.parametrize("language", WEEKDAYS)
def test_a_weekday_beside_a_date_is_that_day_of_the_calendar(language: str) -> None:
    days, months = "|".join(WEEKDAYS[language]), "|".join(MONTHS)
    before = re.compile(rf"(?P<name>{days}),? (?P<day>\d+)ê? (?P<month>{months})")
    after = re.compile(rf"(?P<day>\d+) (?P<month>{months}) (?P<name>{days})")
    found = [
        (published(article), match)
        for article in samples()
        if article["language"] == language
        for match in (after if language == "tr" else before).finditer(article["text"])
    ]
    assert found
    for reported, match in found:
        day = date(2024, MONTHS[match["month"]], int(match["day"]))
        assert WEEKDAYS[language][day.weekday()] == match["name"], match[0]
        assert reported is not None and day <= reported, match[0]


def test_two_publishers_tell_the_sere_kaniye_incident_with_different_tolls() -> None:
    leads = {a["publisher"]: a["text"].split("\n\n")[0] for a in mentioning("Abu Khalid al-Homsi")}
    assert {"Eight people were killed in Sere Kaniye" in lead for lead in leads.values()} == {True, False}
    assert {"Five fighters were killed in Ras al-Ain" in lead for lead in leads.values()} == {True, False}
    assert all("Sere Kaniye" in lead or "Serê Kaniyê" in lead for lead in leads.values())
    assert all("Friday" in lead for lead in leads.values())


def test_only_that_incident_names_sere_kaniye_in_the_last_week() -> None:
    week = [a for a in mentioning(*SERE_KANIYE) if (day := published(a)) and (LAST_DAY - day).days < 7]
    assert {a["publisher"] for a in week} == {"North Wire", "Jazira Post"}
    assert all("Abu Khalid al-Homsi" in article["text"] for article in week)


def test_one_drone_strike_near_qamishli_is_told_in_three_languages() -> None:
    strike = mentioning("drone strike near Qamishli", "طائرة مسيّرة قرب القامشلي", "Kamışlı yakınlarında")
    assert {article["language"] for article in strike} == {"en", "ar", "tr"}
    assert len({article["publisher"] for article in strike}) >= 3


def test_tal_tamr_was_last_reported_for_saturday_the_second_of_november() -> None:
    dated = [(day, article) for article in mentioning(*TAL_TAMR) if (day := published(article))]
    assert len(dated) == len(mentioning(*TAL_TAMR)) > 1
    day, last = max(dated, key=lambda pair: pair[0])
    assert day == date(2024, 11, 3)
    assert "wounded on Saturday" in last["text"]
