"""Grid metres and degrees."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doneinone.domain.places.rules.grid import compass, degrees, grid
from doneinone.domain.places.rules.messages import UnableToFindPlace


def test_a_known_point_is_right_to_five_metres() -> None:
    # Ordnance Survey's worked example, Caister water tower, has 651409.903 313177.270.
    easting, northing = grid(latitude=52.657977, longitude=1.716038)
    assert math.dist((easting, northing), (651410, 313177)) < 6


@given(st.integers(80_000, 655_000), st.integers(5_000, 1_210_000))
def test_there_and_back_is_the_same_point(easting: int, northing: int) -> None:
    latitude, longitude = degrees(easting=easting, northing=northing)
    there = grid(latitude=latitude, longitude=longitude)
    assert math.dist(there, (easting, northing)) <= 1.5


@pytest.mark.parametrize(
    "latitude, longitude, problem",
    [
        (math.nan, 0.0, "not_a_point"),
        (math.inf, 0.0, "not_a_point"),
        (91.0, 0.0, "not_a_point"),
        (48.8, 2.3, "not_in_britain"),
        (-53.4, -2.2, "not_in_britain"),
        (0.0, 180.0, "not_in_britain"),
    ],
)
def test_what_is_no_point_of_britain_is_refused(
    latitude: float, longitude: float, problem: str
) -> None:
    with pytest.raises(UnableToFindPlace) as refused:
        grid(latitude=latitude, longitude=longitude)
    assert refused.value.problem == problem


def test_compass() -> None:
    assert compass(east=0, north=5) == "north"
    assert compass(east=5, north=5) == "north-east"
    assert compass(east=-5, north=0) == "west"
    assert compass(east=-0.1, north=9) == "north"
