"""Outlines, areas and streets from a small invented town of two councils."""

import numpy as np
import pytest
import shapely

from doneinone.domain.places.rules.outlines import Outlines, Spot, draw_areas, draw_outlines, group
from doneinone.domain.places.rules.streets import houses, junctions, plan_streets


@pytest.fixture(scope="module")
def spots() -> list[Spot]:
    return [
        Spot(f"M{e}{n}", "WEST" if e < 10 else "EAST", 400_000 + e * 100, 400_000 + n * 100 + e)
        for e in range(20)
        for n in range(15)
    ]


@pytest.fixture(scope="module")
def outlines(spots: list[Spot]) -> Outlines:
    return draw_outlines(spots=spots, council="WEST")


def test_every_postcode_lies_in_its_own_council(spots: list[Spot], outlines: Outlines) -> None:
    for spot in spots:
        point = shapely.Point(spot.easting, spot.northing)
        assert outlines.hub.contains(point) == (spot.council == "WEST")
        assert outlines.neighbours["EAST"].contains(point) == (spot.council == "EAST")


def test_the_boundary_is_half_way(outlines: Outlines) -> None:
    assert outlines.hub.boundary.distance(shapely.Point(400_900, 400_700)) == pytest.approx(
        50, abs=3
    )


def test_areas_fill_the_hub_and_do_not_overlap(outlines: Outlines) -> None:
    member, centres = group(points=outlines.points, groups=4)
    areas = draw_areas(outlines=outlines, member=member)
    assert len(areas) == len(centres) == 4
    assert sum(area.area for area in areas) == pytest.approx(outlines.hub.area, rel=0.001)
    assert min(np.bincount(member)) > 15


def test_grouping_has_no_chance_in_it_and_takes_few_points(outlines: Outlines) -> None:
    first, _ = group(points=outlines.points, groups=5)
    again, _ = group(points=outlines.points, groups=5)
    assert (first == again).all()
    member, _ = group(points=outlines.points[:2], groups=5)
    assert len(set(member.tolist())) == 2


def test_streets_are_the_same_each_time_and_named_once_in_an_area(outlines: Outlines) -> None:
    nodes, of_point = junctions(points=outlines.points)
    assert len(of_point) == len(outlines.points)

    def plan() -> list[object]:
        return list(
            plan_streets(
                nodes=nodes,
                postcodes=[f"M{at}" for at in range(len(nodes))],
                areas=["north"] * len(nodes),
                names=["Lime", "Oak", "Canal"],
                known={"M3": "Known Street"},
            )
        )

    streets = plan_streets(
        nodes=nodes,
        postcodes=[f"M{at}" for at in range(len(nodes))],
        areas=["north"] * len(nodes),
        names=["Lime", "Oak", "Canal"],
        known={"M3": "Known Street"},
    )
    assert list(streets) == plan()
    names = [street.name for street in streets]
    assert len(names) == len(set(names))
    assert "Known Street" in names
    assert {node for street in streets for node in street.nodes} == set(range(len(nodes)))
    for street in streets:
        numbers = [house.number for house in houses(street=street, nodes=nodes)]
        assert len(numbers) == len(set(numbers))
