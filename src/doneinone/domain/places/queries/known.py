"""What a process keeps in memory of the hub's geography."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from doneinone.domain.places.models import Council, Geography
from doneinone.domain.places.rules.messages import UnableToFindPlace


@dataclass(frozen=True, slots=True)
class CouncilName:
    """A council's name and home page."""

    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Known:
    """The hub's outline and its neighbours', in grid metres, and the councils of Great Britain."""

    version: UUID
    council: str
    outline: BaseGeometry
    edge: BaseGeometry
    neighbours: Mapping[str, BaseGeometry]
    councils: Mapping[str, CouncilName]


_kept: Known | None = None


def known_at(*, version: UUID | None) -> Known:
    """
    Return what is known of the hub, read anew if ``version`` is not the one kept.

    :raises UnableToFindPlace: if no places are loaded
    """
    global _kept
    if version is None:
        raise UnableToFindPlace("not_loaded")
    kept = _kept
    if kept is None or kept.version != version:
        kept = _kept = _read()
    return kept


def _read() -> Known:
    row = Geography.objects.first()
    if row is None:
        raise UnableToFindPlace("not_loaded")
    outline = _shape(row.outline)
    neighbours = {each["gss"]: _shape(each["shape"]) for each in row.neighbours}
    for shape in (outline, outline.boundary, *neighbours.values()):
        shapely.prepare(shape)
    return Known(
        version=row.version,
        council=row.council_id,
        outline=outline,
        edge=outline.boundary,
        neighbours=neighbours,
        councils={
            gss: CouncilName(name, link)
            for gss, name, link in Council.objects.values_list("gss", "name", "website")
        },
    )


def _shape(geojson: object) -> BaseGeometry:
    return shapely.from_geojson(json.dumps(geojson))
