"""The place that a client names: found, and refused when it is somebody else's."""

from __future__ import annotations

from typing import Any

from doneinone.channels.api.shapes import LocationIn
from doneinone.channels.shared.forms import place_json
from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.catalogue.rules.cleaning import clean_line
from doneinone.domain.places.queries import (
    Place,
    UnableToFindPlace,
    place_at_point,
    place_at_postcode,
)

ONE_WAY = {
    "en": "Give one of: postcode; easting and northing; latitude and longitude.",
    "cy": "Rhowch un o’r rhain: postcode; easting a northing; latitude a longitude.",
}
NOT_OURS = {
    "en": "This place is looked after by {council}, not by {hub}. Report it to them{link}.",
    "cy": "{council} sy’n gofalu am y lle hwn, nid {hub}. Rhowch wybod iddyn nhw{link}.",
}


class UnableToPlace(Exception):
    """The location cannot be taken; ``field`` names it and the message may be shown."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def place_for(*, hub: Hub, location: LocationIn, language: str) -> dict[str, Any]:
    """
    Find the place of a location, as ``make_ready`` takes it. At most two statements.

    :raises UnableToPlace: if it is no place, or neither the hub's nor near its boundary
    """
    ways = [
        location.postcode is not None,
        location.easting is not None or location.northing is not None,
        location.latitude is not None or location.longitude is not None,
    ]
    if sum(ways) != 1:
        raise UnableToPlace("location", ONE_WAY[language])
    try:
        place = _found(location, boundary_metres=hub.definition.boundary_metres)
    except UnableToFindPlace as problem:
        field = "location.postcode" if location.postcode is not None else "location"
        raise UnableToPlace(field, problem.message(language=language)) from problem
    if not (place.is_ours or place.near_boundary):
        link = f": {place.council_link}" if place.council_link else ""
        words = NOT_OURS[language].format(
            council=place.council_name, hub=hub.definition.name, link=link
        )
        raise UnableToPlace("location", words)
    return {**place_json(place), "label": clean_line(location.label or "") or place.label}


def _found(location: LocationIn, *, boundary_metres: int) -> Place:
    if location.postcode is not None:
        return place_at_postcode(text=location.postcode, boundary_metres=boundary_metres)
    return place_at_point(
        easting=location.easting,
        northing=location.northing,
        latitude=location.latitude,
        longitude=location.longitude,
        boundary_metres=boundary_metres,
    )
