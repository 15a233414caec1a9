"""What a passage is about, and whether its own words say so, its title, its opening or its dateline."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.keeping.recognition import QUOTABLE_WORDS, Recogniser
from retrieval.article import PublishedPrecision
from retrieval.library.models import Role
from retrieval.library.new_article import NewArticle, NewPassage
from retrieval.topics.thesaurus import default_thesaurus
from tests.region import region_gazetteer

SATURDAY = datetime(2024, 11, 16, tzinfo=UTC)
FRIDAY = date(2024, 11, 15)
LEAD = (
    "Four men were killed on Friday when two armed groups clashed in Ras al-Ain, and a part of the town was without "
    "power until the morning because a line had been hit, residents said by telephone."
)
LONG = (
    "Witnesses described how the shops along the main street closed one after the other and how families carried "
    "what they could to the schools in the east, where volunteers had begun to hand out water and bread."
)
RECOGNISER = Recogniser(region_gazetteer(), default_thesaurus(), ZoneInfo("Asia/Damascus"))


def passages(
    text: str,
    *,
    title: str = "",
    published: datetime | None = SATURDAY,
    precision: PublishedPrecision = PublishedPrecision.DAY,
) -> list[NewPassage]:
    article = NewArticle(
        "https://north-wire.example.org/1",
        text,
        title=title,
        publisher="North Wire",
        language="en",
        published_at=published,
        published_precision=precision if published else None,
    )
    return RECOGNISER.passages(article)


def roles(passage: NewPassage, place: str) -> set[Role]:
    return {mention.role for mention in passage.mentions if mention.place == place}


def days(passage: NewPassage) -> list[tuple[date, date, str, Role]]:
    return [(period.starts, period.ends, period.precision, period.role) for period in passage.periods]


# Places


def test_a_place_in_the_passage_is_marked_where_it_stands() -> None:
    (passage,) = passages(LEAD)
    (mention,) = [m for m in passage.mentions if m.role is Role.TEXT]
    assert mention.place == "ain"
    assert LEAD[mention.start : mention.end] == "Ras al-Ain"


def test_offsets_are_those_of_the_whole_text() -> None:
    text = LONG + "\n\n" + LEAD
    mentions = [m for passage in passages(text) for m in passage.mentions if m.role is Role.TEXT]
    assert [text[m.start : m.end] for m in mentions] == ["Ras al-Ain"]


def test_a_town_in_the_dateline_is_where_the_report_was_filed() -> None:
    (passage,) = passages("QAMISHLI (North Wire) – " + LEAD)
    assert roles(passage, "qamishli") == {Role.DATELINE}
    assert Role.TEXT in roles(passage, "ain")


def test_a_town_in_the_dateline_that_is_named_again_is_in_the_text_as_well() -> None:
    (passage,) = passages("RAS AL-AIN (North Wire) – " + LEAD)
    assert {Role.DATELINE, Role.TEXT} <= roles(passage, "ain")


def test_the_dateline_lends_its_place_to_no_other_passage() -> None:
    for passage in passages("QAMISHLI (North Wire) – " + LEAD + "\n\n" + LONG)[1:]:
        assert roles(passage, "qamishli") == set()


def test_title_and_opening_lend_their_places_to_a_passage_without_one() -> None:
    _, second = passages(LEAD + "\n\n" + LONG, title="Clash in Ras al-Ain")
    assert roles(second, "ain") == {Role.TITLE, Role.LEAD}


def test_a_passage_that_tells_of_somewhere_else_is_lent_no_place() -> None:
    elsewhere = LONG.replace("in the east", "in Kobani")
    *_, last = passages("\n\n".join([LEAD, LONG, elsewhere]), title="Clash in Ras al-Ain")
    assert (roles(last, "kobani"), roles(last, "ain")) == ({Role.TEXT}, set())


def test_a_passage_about_the_governorate_is_still_about_its_town() -> None:
    around = LONG.replace("in the east", "in Hasakah province")
    *_, last = passages("\n\n".join([LEAD, LONG, around]), title="Clash in Ras al-Ain")
    assert roles(last, "hasakah") == {Role.TEXT}
    assert Role.TITLE in roles(last, "ain")


def test_a_village_that_no_gazetteer_has_is_kept_by_its_sound() -> None:
    text = "Shells hit the village of Shourik on Friday and wounded two farmers, a relative said."
    (passage,) = passages(text)
    (heard,) = [m for m in passage.mentions if m.place.is_sound]
    assert (text[heard.start : heard.end], heard.role) == ("Shourik", Role.TEXT)


def test_a_place_that_is_known_is_not_kept_by_its_sound_too() -> None:
    (passage,) = passages("Shells hit the town of Kobani on Friday and wounded two farmers, a relative said.")
    assert [m.place for m in passage.mentions if m.role is Role.TEXT] == ["kobani"]


def test_the_sound_of_an_unknown_village_is_not_lent_to_other_passages() -> None:
    text = "Shells hit the village of Shourik on Friday and wounded two farmers, a relative of theirs said.\n\n" + LONG
    assert not [m for m in passages(text)[1].mentions if m.place.is_sound]


def test_a_place_that_a_passage_names_twice_is_kept_once_for_each_role() -> None:
    (passage,) = passages(LEAD.replace("a part of the town", "a part of Ras al-Ain"))
    kept = [(m.place, m.role) for m in passage.mentions]
    assert len(kept) == len(set(kept))


# Periods


def test_a_weekday_is_counted_back_from_the_publication() -> None:
    (passage,) = passages(LEAD)
    assert days(passage) == [(FRIDAY, FRIDAY, "day", Role.TEXT)]


def test_the_publication_day_is_that_of_the_regions_calendar() -> None:
    late = datetime(2024, 11, 15, 22, 30, tzinfo=UTC)  # already Saturday in Damascus
    (passage,) = passages(LEAD.replace("on Friday", "yesterday"), published=late, precision="time")
    assert days(passage)[0][0] == FRIDAY


def test_without_a_publication_date_a_weekday_is_no_date() -> None:
    (passage,) = passages(LEAD, published=None)
    assert passage.periods == ()


def test_a_written_date_needs_no_publication_date() -> None:
    (passage,) = passages(LEAD.replace("on Friday", "on 3 May 2023"), published=None)
    assert days(passage) == [(date(2023, 5, 3), date(2023, 5, 3), "day", Role.TEXT)]


def test_a_passage_without_a_day_has_that_of_the_opening() -> None:
    _, second = passages(LEAD + "\n\n" + LONG)
    assert days(second) == [(FRIDAY, FRIDAY, "day", Role.LEAD)]


def test_the_publication_day_stands_in_where_the_article_tells_none() -> None:
    undated = LEAD.replace("on Friday ", "")
    assert [days(p) for p in passages(undated + "\n\n" + LONG)] == [
        [(SATURDAY.date(), SATURDAY.date(), "day", Role.PUBLISHED)]
    ] * 2


def test_a_year_is_background_and_does_not_keep_the_openings_day_away() -> None:
    _, second = passages(LEAD + "\n\n" + LONG + " The street has been a front since 2019.")
    assert days(second) == [(FRIDAY, FRIDAY, "day", Role.LEAD)]


def test_a_passage_with_a_day_of_its_own_is_not_of_the_openings_day() -> None:
    _, second = passages(LEAD + "\n\n" + LONG + " Two children had drowned there on 2 September 2024.")
    assert days(second) == [(date(2024, 9, 2), date(2024, 9, 2), "day", Role.TEXT)]


# Topics


def test_a_passage_has_its_own_topics_and_those_of_its_opening() -> None:
    first, second = passages(LEAD + "\n\n" + LONG, title="Drone strike feared")
    assert "armed_clash" in first.topics
    assert "armed_clash" not in second.topics
    assert {"armed_clash", "drone_strike"} <= second.article_topics == first.article_topics


def test_actors_are_topics_too() -> None:
    (passage,) = passages(LEAD.replace("two armed groups", "the SDF and gunmen"))
    assert "sdf" in passage.topics


def test_a_background_paragraph_lends_its_topics_to_nobody() -> None:
    background = LONG + " In another year there had been demonstrations and arrests in the same street."
    first, *_ = passages("\n\n".join([LEAD, LONG, background]))
    assert not {"demonstration", "arrest"} & first.article_topics


# Passages


@pytest.mark.parametrize("scrap", ["Photo", "16 / 11 / 2024", "Read more", "* * *", "1 2 3 4 5 6"])
def test_scraps_of_fewer_words_than_a_sentence_are_no_passages(scrap: str) -> None:
    assert len(scrap.split()) < QUOTABLE_WORDS or not any(c.isalpha() for c in scrap)
    text = f"{scrap}\n\n{LEAD}"
    assert [text[p.start : p.end] for p in passages(text)] == [LEAD]


def test_the_words_to_look_up_are_those_of_the_title_and_of_the_passage() -> None:
    (passage,) = passages(LEAD, title="Four Killed in Serê Kaniyê")
    assert "four killed in sere kaniye" in passage.folded
    assert "clashed in ras al-ain" in passage.folded.replace("al ain", "al-ain")


def test_an_article_of_nothing_quotable_has_no_passages() -> None:
    assert passages("…\n\n–\n\n12") == []


@given(st.text(max_size=200), st.text(max_size=40))
def test_any_text_gives_slices_of_itself_with_places_inside_them(text: str, title: str) -> None:
    for passage in passages(text, title=title):
        assert 0 <= passage.start < passage.end <= len(text)
        for mention in passage.mentions:
            if mention.start is not None and mention.end is not None:
                assert passage.start <= mention.start < mention.end <= passage.end
        assert all(period.starts <= period.ends for period in passage.periods)


# The turn to the background

YEARS = "Since 2019 the town has changed hands twice, and its mills and markets have never been as full as before."
OPENING = LEAD + "\n\n" + LONG


def exact_days(passage: NewPassage) -> set[tuple[date, Role]]:
    return {(period.starts, period.role) for period in passage.periods if period.precision == "day"}


def test_behind_the_turn_to_the_background_nothing_is_lent_a_day() -> None:
    before, turn, after = passages("\n\n".join([OPENING, LONG, YEARS, LONG]))[2:]
    assert exact_days(before) == {(FRIDAY, Role.LEAD)}
    assert exact_days(turn) == exact_days(after) == set()


def test_a_passage_with_a_day_of_its_own_has_it_behind_the_turn_too() -> None:
    dated = "On Thursday two men of another group were shot dead at the western entrance of the town, a doctor said."
    *_, last = passages("\n\n".join([OPENING, YEARS, dated]))
    assert exact_days(last) == {(date(2024, 11, 14), Role.TEXT)}


def test_in_the_background_today_means_nowaexact_days() -> None:
    afraid = "In 2019 thousands of families fled, and those who remain are today afraid of a fate like that of others."
    *_, last = passages("\n\n".join([OPENING, afraid]))
    assert exact_days(last) == set()


def test_a_heading_has_the_day_and_the_places_of_the_paragraph_below_it() -> None:
    second = "On Thursday a drone hit a car near Kobani and wounded its driver, a doctor of the town said."
    heading, _ = passages("\n\n".join([OPENING, "A drone in the west", second]), title="Clash in Ras al-Ain")[2:]
    assert exact_days(heading) == {(date(2024, 11, 14), Role.LEAD)}
    assert (roles(heading, "kobani"), roles(heading, "ain")) == ({Role.LEAD}, set())


def test_headlines_of_other_articles_below_the_text_have_no_day() -> None:
    links = "Gunmen kill a guard in Kobani\nShelling of villages near Tal Tamr wounds five..."
    first, second = passages("\n\n".join([OPENING, links]))[2:]
    assert exact_days(first) == exact_days(second) == set()


def test_a_post_of_lines_without_stops_has_the_day_of_its_opening() -> None:
    for passage in passages("Four killed in a clash in Ras al-Ain on Friday\nShells hit the east of the town as well"):
        assert {day for day, _ in exact_days(passage)} == {FRIDAY}


def test_a_place_elsewhere_that_is_only_mentioned_has_no_day() -> None:
    market = "In the market of Kobani a kilo of flour is sold for twice of what it cost last summer, traders say there."
    *_, last = passages("\n\n".join([OPENING, market]), title="Clash in Ras al-Ain")
    assert exact_days(last) == set()


def test_beyond_the_opening_the_day_of_a_statement_is_no_day_of_the_event() -> None:
    said = "A spokesman of the group announced on Saturday that it had nothing to do with what happened in the town."
    *_, last = passages("\n\n".join([OPENING, said]))
    assert exact_days(last) == {(FRIDAY, Role.LEAD)}


def test_notes_about_the_article_are_no_passages() -> None:
    told = "Shells fell on Tal Tamr on Friday, residents said."
    note = "Disclaimer: the views on Tal Tamr expressed here are the author's own."
    text = f"{told}\n\n{note}\n\nRead also: Women call for calm in Tal Tamr"
    (only,) = passages(text)
    assert text[only.start : only.end] == told
