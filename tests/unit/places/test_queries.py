"""Places on the real tables, with the postcodes that begin with M."""

import gzip
import json
from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from doneinone.domain.places import loading
from doneinone.domain.places.models import Address, Area, Postcode, Street
from doneinone.domain.places.queries import (
    UnableToFindPlace,
    areas,
    find_place,
    map_shapes,
    place_at_match,
    place_at_point,
    place_at_postcode,
)

pytestmark = pytest.mark.slow

IRWELL = "E08000006"
MANCHESTER = "E08000003"


def problem(text: str) -> str:
    with pytest.raises(UnableToFindPlace) as refused:
        find_place(text=text)
    return refused.value.problem


class PlacesOfIrwell(TestCase):
    """Loaded once for all of these, and rolled back after them."""

    @classmethod
    def setUpTestData(cls) -> None:
        loading.load_places(
            council=IRWELL,
            area_names=["Bridge End", "Ferry Bank", "Weaver’s Cross"],
            area_at={"Ferry Bank": "M6 5AB"},
            names={IRWELL: "Irwell City Council"},
            letters="M",
        )
        loading.make_addresses(known_streets={"M6 5AB": "Lime Grove"})

    def test_what_was_loaded(self) -> None:
        assert Postcode.objects.filter(council_id=IRWELL).count() > 10_000
        assert not Postcode.objects.filter(council_id=IRWELL, area=None).exists()
        assert [area.name for area in areas()] == ["Bridge End", "Ferry Bank", "Weaver’s Cross"]
        assert Area.objects.count() == 3
        assert Address.objects.count() > 20_000

    def test_loading_again_gives_the_same_streets(self) -> None:
        before = list(Street.objects.order_by("name", "postcode").values_list("name", "postcode"))
        loading.make_addresses(known_streets={"M6 5AB": "Lime Grove"})
        after = list(Street.objects.order_by("name", "postcode").values_list("name", "postcode"))
        assert before == after

    def test_a_postcode_of_ours(self) -> None:
        place = place_at_postcode(text="m65ab")
        assert place.is_ours
        assert place.council_name == "Irwell City Council"
        assert (place.postcode, place.area) == ("M6 5AB", "Ferry Bank")
        assert place.facts() == {"council": IRWELL, "area": "Ferry Bank", "postcode": "M6 5AB"}
        assert place.answer()["easting"] == place.easting

    def test_a_postcode_near_the_boundary_names_the_neighbour(self) -> None:
        place = place_at_postcode(text="M3 1AA")
        assert place.is_ours
        assert place.near_boundary
        assert place.neighbour is not None
        assert place.neighbour.gss == MANCHESTER
        assert place.neighbour.link.startswith("http")
        assert place.neighbour.metres <= 250
        assert place_at_postcode(text="M3 1AA", boundary_metres=10).near_boundary is False

    def test_a_postcode_of_a_neighbour_and_one_far_from_the_hub(self) -> None:
        place = place_at_postcode(text="M22 5RX")
        assert not place.is_ours
        assert place.council_gss == MANCHESTER
        assert place.neighbour is None

    def test_an_unknown_postcode(self) -> None:
        assert problem("M6 9ZZ") == "unknown"
        assert problem("ZZ99 9ZZ") == "unknown"

    def test_points(self) -> None:
        home = place_at_postcode(text="M6 5AB")
        by_grid = place_at_point(easting=home.easting, northing=home.northing)
        by_degrees = place_at_point(latitude=home.latitude, longitude=home.longitude)
        assert by_grid.council_gss == by_degrees.council_gss == IRWELL
        assert by_grid.label.endswith(", Ferry Bank")
        assert by_grid.label[0].isdigit()
        for latitude, longitude, expected in (
            (54.6, -5.93, "not_in_britain"),
            (54.2, -4.0, "at_sea"),
            (56.0, 1.0, "at_sea"),
        ):
            with pytest.raises(UnableToFindPlace) as refused:
                place_at_point(latitude=latitude, longitude=longitude)
            assert refused.value.problem == expected
        with pytest.raises(UnableToFindPlace):
            place_at_point(latitude=53.4)

    def test_the_council_of_a_point_is_that_of_its_side_of_the_outline(self) -> None:
        rows = Postcode.objects.exclude(council_id=IRWELL).order_by("postcode")[:2000:50]
        for row in rows:
            assert not place_at_point(easting=row.easting, northing=row.northing).is_ours

    def test_streets_and_houses(self) -> None:
        street = find_place(text="lime grove").matches
        assert "Lime Grove, Ferry Bank" in [match.label for match in street]
        house = find_place(text="1 Lime Grv, Ferry Bank").matches[0]
        assert (house.kind, house.label) == ("address", "1 Lime Grove, Ferry Bank")
        place = place_at_match(key=house.key)
        assert place.label == "1 Lime Grove, Ferry Bank"
        assert place.outside
        for match in (street[0], find_place(text="M6 5AB").matches[0]):
            assert place_at_match(key=match.key).is_ours

    def test_an_apostrophe_may_be_left_out(self) -> None:
        assert find_place(text="weavers cross").matches == find_place(text="Weaver's Cross").matches

    def test_did_you_mean(self) -> None:
        found = find_place(text="Lyme Grve")
        assert "Lime Grove" in found.did_you_mean
        assert found.matches[0].label.startswith("Lime Grove")
        there = find_place(text="9999 Lime Grove")
        assert there.did_you_mean == ()
        assert all(match.label.startswith("Lime Grove") for match in there.matches)

    def test_what_cannot_be_found(self) -> None:
        for text, expected in (
            ("", "empty"),
            ("!!!", "nothing_found"),
            ("xyzzy plugh", "nothing_found"),
            ("💥", "nothing_found"),
            ("M6 5A", "partial"),
            ("x" * 200, "too_long"),
        ):
            assert problem(text) == expected, text
        assert len(find_place(text="' or 1=1; --").matches) <= 20

    def test_a_key_that_was_not_ours(self) -> None:
        for key in ("", "street:x", "address:99999999", "postcode:", "house:1", "street:²"):
            with pytest.raises(UnableToFindPlace):
                place_at_match(key=key)

    def test_no_search_takes_more_than_two_statements(self) -> None:
        place_at_postcode(text="M6 5AB")
        for text in (
            "M6 5AB", "M22 5RX", "M6 9ZZ", "lime grove", "12 lime grove", "Lyme Grve", "xyzzy",
        ):  # fmt: skip
            with CaptureQueriesContext(connection) as statements, suppress(UnableToFindPlace):
                find_place(text=text)
            assert len(statements) <= 2, text

    def test_no_point_takes_more_than_two_statements(self) -> None:
        place_at_postcode(text="M6 5AB")
        for east, north in ((381_000, 399_000), (385_000, 385_000), (10, 10)):
            with CaptureQueriesContext(connection) as statements, suppress(UnableToFindPlace):
                place_at_point(easting=east, northing=north)
            assert len(statements) <= 2, (east, north)

    def test_the_map_is_small_and_whole(self) -> None:
        shapes = map_shapes()
        assert len(gzip.compress(shapes.json.encode())) < 300_000
        collection = json.loads(shapes.json)
        kinds = {feature["properties"]["kind"] for feature in collection["features"]}
        assert kinds >= {
            "outline",
            "neighbour",
            "council-name",
            "area",
            "area-name",
            "street",
            "open",
        }
        west, south, east, north = collection["bbox"]
        assert -2.6 < west < east < -2.2
        assert 53.3 < south < north < 53.6
        with CaptureQueriesContext(connection) as statements:
            assert map_shapes() is shapes
        assert len(statements) == 1

    def test_a_wrong_council_code_is_refused(self) -> None:
        with pytest.raises(loading.UnableToLoadPlaces), transaction.atomic():
            loading.load_places(council="E99999999", area_names=["One"], letters="Z")
        assert place_at_postcode(text="M6 5AB").is_ours
