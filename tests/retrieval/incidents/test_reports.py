"""Agency copy is one report wherever it is printed, and one outlet is one publisher whatever it calls itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import data
from retrieval.incidents.reports import Report, independent_publishers, reports
from retrieval.incidents.reprints import copies
from retrieval.library.publishers import known_outlets, outlet
from tests.retrieval.invented_passages import passage, texts_of

WIRE = (
    "A mine left from the fighting went off near the grain silos on Friday morning and killed five shepherds who had "
    "led their sheep there, a doctor of the town hospital told the agency. The silos have been closed since the spring."
)
EDITED = f"Our correspondent. {WIRE} Farmers had asked for the field to be cleared."
OTHER = (
    "Five shepherds died on Friday when an explosive device detonated in a field beside the silos, relatives said. "
    "The council promised to send a team that clears mines, as it had in the year before."
)


# Copies


def test_the_same_text_is_a_copy_and_so_is_one_with_a_sentence_more() -> None:
    assert copies([WIRE, WIRE.upper(), EDITED]) == [0, 0, 0]


def test_two_reports_of_one_event_in_words_of_their_own_are_no_copies() -> None:
    assert copies([WIRE, OTHER]) == [0, 1]


def test_a_copy_of_a_copy_is_a_copy_of_the_first() -> None:
    assert copies([OTHER, WIRE, EDITED, WIRE]) == [0, 1, 1, 1]


def test_nothing_and_one_text_have_no_copies() -> None:
    assert copies([]) == []
    assert copies([WIRE]) == [0]


@given(st.lists(st.text(max_size=200), max_size=6))
def test_every_text_is_a_copy_of_itself_or_of_an_earlier_one(texts: list[str]) -> None:
    originals = copies(texts)
    assert all(original <= number and originals[original] == original for number, original in enumerate(originals))


@given(st.text(min_size=1, max_size=300), st.integers(min_value=2, max_value=4))
def test_a_text_repeated_is_one_original(text: str, times: int) -> None:
    assert copies([text] * times) == [0] * times


# Reports


def test_passages_of_one_article_are_one_report_in_the_order_of_the_best() -> None:
    first, other, again = passage("A", article="a"), passage("B", article="b"), passage("A", article="a")
    every = reports([first, other, again], texts_of([(first, WIRE), (other, OTHER), (again, "More.")]))
    assert [(report.publisher, len(report.passages)) for report in every] == [("A", 2), ("B", 1)]


def test_a_reprint_is_folded_into_the_report_that_it_copies() -> None:
    first, copy, other = passage("A"), passage("B"), passage("C")
    every = reports([first, copy, other], texts_of([(first, WIRE), (copy, EDITED), (other, OTHER)]))
    assert [(report.publisher, report.also_in) for report in every] == [("A", ["B"]), ("C", [])]
    assert independent_publishers(every) == ("A", "C")


def test_whole_articles_are_compared_not_the_passages_found() -> None:
    first, copy = passage("A"), passage("B")
    whole = {first.passage.version_id: WIRE, copy.passage.version_id: EDITED}
    every = reports([first, copy], texts_of([(first, "A mine went off."), (copy, "The silos are closed.")], whole))
    assert [report.also_in for report in every] == [["B"]]


def test_a_copy_with_another_toll_is_a_report_of_its_own() -> None:
    first, risen = passage("A"), passage("B")
    every = reports([first, risen], texts_of([(first, WIRE), (risen, WIRE.replace("five", "seven"))]))
    assert [report.publisher for report in every] == ["A", "B"]


def test_an_outlet_that_prints_its_own_text_twice_is_not_also_in_itself() -> None:
    first, again = passage("North Press"), passage("NPA Syria")
    (report,) = reports([first, again], texts_of([(first, WIRE), (again, WIRE)]))
    assert report.also_in == []


def test_a_withheld_text_is_no_copy_of_another() -> None:
    first, second = passage("A"), passage("B")
    assert len(reports([first, second], texts_of([]))) == 2


def test_one_outlet_is_counted_once_by_the_name_of_its_best_report() -> None:
    every = [Report([passage(name)], outlet(name, "")) for name in ("SANA", "North Wire", "Syrian Arab News Agency")]
    assert independent_publishers(every) == ("SANA", "North Wire")


# Outlets


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("SANA", ""), ("Syrian Arab News Agency", "https://sana.sy/?p=1")),
        (("SOHR", "https://www.syriahr.com/en/1"), ("المرصد السوري لحقوق الإنسان", "https://t.me/s/abc")),
        (("ANF", "https://anfarabic.com/a"), ("ANF English", "https://anfenglish.com/b")),
        (("The Daily", "https://en.daily.example.org/1"), ("Yevmî", "https://ku.daily.example.org/2")),
        (("The Daily (2)", "file:///a.txt"), ("the daily", "")),
        (("Times", "https://www.times.example.org/1"), ("The Times", "https://times.example.org/2")),
    ],
)
def test_one_outlet_under_two_names_or_addresses(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert outlet(*one) == outlet(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("North Wire", "https://north-wire.example.org/1"), ("Jazira Post", "https://jazira-post.example.org/1")),
        (("North Wire", "https://t.me/north/1"), ("Jazira Post", "https://t.me/jazira/1")),
        (("North Wire", "file:///1.txt"), ("Jazira Post", "file:///2.txt")),
        (("Reuters", "https://reliefweb.int/1"), ("AFP", "https://reliefweb.int/2")),
    ],
)
def test_two_outlets_stay_two(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert outlet(*one) != outlet(*other)


def test_no_name_and_no_domain_is_listed_for_two_outlets() -> None:
    listed = data.toml("publishers.toml")["outlets"].values()
    domains = [domain for entry in listed for domain in entry["domains"]]
    assert len(domains) == len(set(domains)) == len(known_outlets().by_domain)
    owners = {(name, number) for number, entry in enumerate(listed) for name in entry["names"]}
    assert len({name for name, _ in owners}) == len(owners)


@given(st.text(max_size=30), st.text(max_size=30) | st.from_regex(r"https?://\S{0,20}"))
def test_any_name_and_address_have_an_outlet(publisher: str, url: str) -> None:
    assert isinstance(outlet(publisher, url), str)
