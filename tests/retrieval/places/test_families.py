"""Places of one name: which records are one settlement, and which are namesakes."""

from hypothesis import given
from hypothesis import strategies as st

from retrieval.places.families import SAME_TOWN_KM, families
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.geometry import apart_km
from retrieval.places.place import Place, PlaceKind, PlaceName

Point = tuple[float, float] | None

_points = st.lists(st.tuples(st.floats(35.9, 36.2), st.floats(40.0, 40.3)) | st.none(), max_size=25)


def _village(number: int, point: Point, population: int = 0) -> Place:
    lat, lon = point or (None, None)
    return Place(f"village:{number}", "Tell Ahmar", PlaceKind.VILLAGE, "SY", lat, lon, None, population)


def _grouped(places: list[Place]) -> list[list[int]]:
    tree = Gazetteer(places, [PlaceName(place.id, place.name, "en") for place in places])
    return sorted(sorted(family.numbers) for family in families(range(len(places)), tree, "SY"))


def test_two_records_of_one_village_are_one_family() -> None:
    assert _grouped([_village(0, (36.0, 40.0)), _village(1, (36.03, 40.03))]) == [[0, 1]]


def test_namesakes_far_from_each_other_are_families_of_their_own() -> None:
    assert _grouped([_village(0, (36.0, 40.0)), _village(1, (36.1, 40.0))]) == [[0], [1]]


def test_a_record_between_two_namesakes_belongs_to_the_one_with_more_inhabitants() -> None:
    north, south, between = (36.08, 40.0), (36.0, 40.0), (36.04, 40.0)
    assert _grouped([_village(0, north, 20), _village(1, south, 900), _village(2, between)]) == [[0], [1, 2]]


def test_a_record_without_a_position_is_no_part_of_another() -> None:
    assert _grouped([_village(0, (36.0, 40.0)), _village(1, None), _village(2, None)]) == [[0], [1], [2]]


@given(_points)
def test_looking_close_by_finds_what_comparing_each_with_each_finds(points: list[Point]) -> None:
    places = [_village(number, point) for number, point in enumerate(points)]
    groups: list[list[int]] = []
    for number, place in enumerate(places):
        apart = ((group, apart_km(places[group[0]], place)) for group in groups)
        mine = next((group for group, km in apart if km is not None and km <= SAME_TOWN_KM), None)
        if mine is None:
            groups.append([number])
        else:
            mine.append(number)
    assert _grouped(places) == sorted(groups)
