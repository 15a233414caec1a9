"""What a watching chat reads: the reason, the buttons, and no more than a message holds, whatever reports bring."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.delivery.alerts import (
    ToldIncident,
    addition,
    alert,
    bundle_again,
    bundles,
    higher_toll,
)
from bot.messages.layout.rich_text import utf16_length
from bot.phrases.catalogues import phrases_for
from retrieval.incidents.chronicle import IncidentView
from tests.bot.fakes import CLASH, CLASH_ELSEWHERE, NOW, article, clash, excerpt, incident, killing

ENGLISH, ARABIC = phrases_for("en"), phrases_for("ar")


def told(*, killed: int | None = 8, **changes: object) -> ToldIncident:
    view = IncidentView(1, 1, "A7F3Q2", clash(), NOW - timedelta(hours=1), killed, ())
    return ToldIncident(replace(view, **changes), "Hasakah › Ras al-Ain (“Sere Kaniye”)", 7)  # type: ignore[arg-type]


def test_an_alert_says_why_it_came_and_carries_the_buttons_that_change_that() -> None:
    message = alert(told(), NOW, ENGLISH)
    assert message.text.startswith("Ras al-Ain · Fri 15 Nov")
    assert CLASH in message.text and CLASH_ELSEWHERE in message.text
    assert "Reports differ: 8 killed (North Wire), 5 killed (Jazira Post)" in message.text
    assert "Because you watch Hasakah › Ras al-Ain (“Sere Kaniye”), event Fri 15 Nov" in message.text
    assert message.text.endswith("2 publishers.  A7F3Q2")
    assert message.keyboard is not None
    data = [button.callback_data for row in message.keyboard.inline_keyboard for button in row]
    assert data == ["w:mute:24", "w:pub:7:2", "w:show:7"]


def test_an_update_says_when() -> None:
    updated = replace(told(), updated_at=NOW)
    assert "· updated 12:00\n" in alert(updated, NOW, ENGLISH).text
    later = replace(told(), updated_at=NOW + timedelta(days=1))
    assert "· updated Mon 18 Nov 12:00\n" in alert(later, NOW + timedelta(days=1), ENGLISH).text


def test_a_higher_toll_names_who_says_so_and_what_was_told_before() -> None:
    text = higher_toll(told(), 5, ENGLISH).text
    assert "The toll is higher: 8 killed (North Wire)." in text and "You were told 5 killed." in text
    assert "You were told" not in higher_toll(told(), None, ENGLISH).text


def test_what_is_added_later_is_what_the_chat_has_not_seen() -> None:
    first, second = clash().excerpts
    shown = {(first.article.id, first.start, first.end)}
    text = addition(told(), shown, NOW, ENGLISH).text
    assert second.text in text and first.text not in text


def test_incidents_that_waited_come_in_one_message_each_with_its_reason() -> None:
    ((message, count),) = bundles([told(), told(incident=killing())], "While it was quiet", NOW, ENGLISH)
    assert count == 2 and message.text.startswith("While it was quiet\n\n1 · ")
    assert message.text.count("Because you watch") == 2


@given(st.lists(st.text("abc 😀 ع", max_size=1500).map("a{}".format), min_size=1, max_size=14))
def test_nothing_is_longer_than_a_message_and_no_incident_is_lost(texts: list[str]) -> None:
    several = [told(incident=incident(excerpt(text, article(number=n)))) for n, text in enumerate(texts, 1)]
    pages = bundles(several, "While it was quiet", NOW, ARABIC)
    again = bundle_again(several[:10], "While it was quiet", NOW, ARABIC)
    assert sum(count for _, count in pages) == len(several)
    for message in (*(page for page, _ in pages), again, alert(several[0], NOW, ARABIC)):
        assert utf16_length(message.text) <= MessageLimit.MAX_TEXT_LENGTH
        assert len(message.entities) <= MessageLimit.MESSAGE_ENTITIES


def test_an_alert_of_a_file_tells_nothing_of_where_it_lay() -> None:
    source = article(url="file:///home/noor/testimony.txt")
    of_file = replace(told(), view=replace(told().view, incident=incident(excerpt(CLASH, source))))
    message = alert(of_file, NOW, ENGLISH)
    assert f"file of the newsroom {source.id}" in message.text
    assert "noor" not in message.text and not any(entity.url for entity in message.entities)


def test_an_alert_says_whose_words_it_carries() -> None:
    source = replace(article(), speaker="digest.example.net")
    of_digest = replace(told(), view=replace(told().view, incident=incident(excerpt(CLASH, source))))
    assert "words of digest.example.net, not of the page" in alert(of_digest, NOW, ENGLISH).text
