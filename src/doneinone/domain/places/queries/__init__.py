"""Every read of places. Each is at most two statements, whatever is asked.

The outline of the hub and the names of councils are kept by the process and read again (two more
statements, once) when they have changed.
"""

from doneinone.domain.places.queries.finding import Found, Match, find_place, place_at_match
from doneinone.domain.places.queries.map import MapShapes, areas, map_shapes
from doneinone.domain.places.queries.points import (
    Neighbour,
    Place,
    place_at_point,
    place_at_postcode,
)
from doneinone.domain.places.rules.messages import UnableToFindPlace

__all__ = [
    "Found",
    "MapShapes",
    "Match",
    "Neighbour",
    "Place",
    "UnableToFindPlace",
    "areas",
    "find_place",
    "map_shapes",
    "place_at_match",
    "place_at_point",
    "place_at_postcode",
]
