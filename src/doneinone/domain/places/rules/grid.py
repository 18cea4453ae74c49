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


_PIPELINE = (
    "+proj=pipeline "
    "+step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 "
    "+ellps=airy "
    "+step +proj=push +v_3 +step +proj=cart +ellps=airy "
    "+step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 "
    "+convention=position_vector "
    "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
    "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
)
"""EPSG:27700 to EPSG:4326 by the operation EPSG:1314. Left to choose, PROJ takes other operations
out at sea, and not the same there and back."""


@cache
def to_degrees() -> Any:
    """Return the transformer from (easting, northing) to (longitude, latitude)."""
    return Transformer.from_pipeline(_PIPELINE)


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
    easting, northing = to_degrees().transform(longitude, latitude, direction="INVERSE")
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
