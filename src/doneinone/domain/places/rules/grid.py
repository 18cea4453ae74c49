"""From the British National Grid to latitude and longitude and back, and compass points.

Without Ordnance Survey's correction grid, which is not in the package, the conversion is right to
about five metres (OSGB36 to WGS84 by seven parameters). Both ways use the same one, so a point that
goes out and comes back is the same point.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, Literal

from pyproj import Transformer

from doneinone.domain.places.rules.messages import UnableToFindPlace

Compass = Literal[
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"
]
_COMPASS: tuple[Compass, ...] = (
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
)  # fmt: skip

BRITAIN = (0, 0, 700_000, 1_300_000)
"""West, south, east and north edge of the National Grid, in metres."""


@cache
def to_degrees() -> Any:
    """Return the transformer from (easting, northing) to (longitude, latitude)."""
    return Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


@cache
def _to_grid() -> Any:
    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


def degrees(*, easting: int, northing: int) -> tuple[float, float]:
    """Return latitude and longitude of a point of the grid, to a tenth of a metre."""
    longitude, latitude = to_degrees().transform(easting, northing)
    return round(latitude, 6), round(longitude, 6)


def grid(*, latitude: float, longitude: float) -> tuple[int, int]:
    """
    Return easting and northing of a point, in whole metres.

    :raises UnableToFindPlace: if it is no point, or outside the National Grid
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise UnableToFindPlace("not_a_point")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise UnableToFindPlace("not_a_point")
    easting, northing = _to_grid().transform(longitude, latitude)
    if not (math.isfinite(easting) and math.isfinite(northing)):
        raise UnableToFindPlace("not_in_britain")
    return on_grid(easting=easting, northing=northing)


def on_grid(*, easting: float, northing: float) -> tuple[int, int]:
    """
    Return a point of the grid in whole metres, if it is on the grid at all.

    :raises UnableToFindPlace: if it is no point, or outside the National Grid
    """
    if not (math.isfinite(easting) and math.isfinite(northing)):
        raise UnableToFindPlace("not_a_point")
    west, south, east, north = BRITAIN
    if not (west <= easting <= east and south <= northing <= north):
        raise UnableToFindPlace("not_in_britain")
    return round(easting), round(northing)


def compass(*, east: float, north: float) -> Compass:
    """Return the compass point of a step of so many metres east and north."""
    return _COMPASS[round(math.degrees(math.atan2(east, north)) / 45) % 8]
