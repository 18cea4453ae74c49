"""The shapes of the built-in map, drawn from the hub's own areas, streets and postcodes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from doneinone.domain.places.models import Area, Geography, Postcode, Street
from doneinone.domain.places.queries.known import Known, known_at
from doneinone.domain.places.rules.grid import to_degrees
from doneinone.domain.places.rules.outlines import RIM

SIMPLER = 12
"""Metres by which outlines are made simpler for the map."""
BUILT = 70
"""Metres each side of a street that count as built up."""
ROUND = 25
SMALLEST_OPEN = 12_000
"""Square metres."""
LABEL_WITHIN = 1_200
"""Metres beyond the hub's outline in which the name of a neighbour stands."""
ATTRIBUTION = (
    "Contains OS data, Royal Mail data and National Statistics data © Crown copyright and database "
    "right, under the Open Government Licence v3.0"
)


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area of the hub, for lists."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class MapShapes:
    """The shapes as JSON text, and a version that changes whenever they do (for an ETag)."""

    version: UUID | None
    json: str


_kept: MapShapes | None = None


def areas() -> list[AreaName]:
    """Return the hub's areas in the order of the alphabet. There are some tens at most."""
    rows = Area.objects.order_by("name").values_list("key", "name")[:500]
    return [AreaName(key, name) for key, name in rows]


def map_shapes() -> MapShapes:
    """
    Return what the built-in map draws: one GeoJSON collection in degrees, each feature of a kind.

    Kinds are ``outline``, ``neighbour`` (lines between neighbours), ``council-name``, ``area``,
    ``area-name``, ``street`` (with name and ``main``), ``open`` ground away from any street, and,
    where the hub has no streets, ``dots``. ``bbox`` is the hub's. It is made once
    for each version and kept; the first time takes four statements, after that one.
    """
    global _kept
    version = Geography.objects.values_list("version", flat=True).first()
    kept = _kept
    if kept is None or kept.version != version:
        kept = _kept = MapShapes(version=version, json=_draw(version))
    return kept


def _draw(version: UUID | None) -> str:
    features: list[dict[str, object]] = []
    box: list[float] = []
    if version is not None:
        known = known_at(version=version)
        box = [round(float(edge), 5) for edge in _in_degrees(known.outline).bounds]
        features = [*_councils(known), *_areas(), *(_streets(known) or _dots(known.council))]
    collection = {
        "type": "FeatureCollection",
        "bbox": box,
        "attribution": ATTRIBUTION,
        "features": features,
    }
    return json.dumps(collection, separators=(",", ":"), ensure_ascii=False)


def _councils(known: Known) -> Iterable[dict[str, object]]:
    shapes = np.array([known.outline, *known.neighbours.values()], dtype=object)
    outline, *others = shapely.coverage_simplify(shapes, SIMPLER)
    yield _feature(outline, kind="outline", name=known.councils[known.council].name)
    # A neighbour is known only so far out; the line where our knowledge ends is not its boundary.
    inside = known.outline.buffer(RIM - 4 * SIMPLER)
    for gss, shape in zip(known.neighbours, others, strict=True):
        council = known.councils[gss]
        between = shape.boundary.intersection(inside).difference(known.edge.buffer(2 * SIMPLER))
        yield _feature(between, kind="neighbour", name=council.name, link=council.link)
        near = shape.intersection(known.outline.buffer(LABEL_WITHIN))
        yield _feature(near.representative_point(), kind="council-name", name=council.name)


def _areas() -> Iterable[dict[str, object]]:
    rows = list(Area.objects.order_by("name").values_list("key", "name", "shape")[:500])
    shapes = np.array([shapely.from_geojson(json.dumps(row[2])) for row in rows], dtype=object)
    for (key, name, _), shape in zip(rows, shapely.coverage_simplify(shapes, SIMPLER), strict=True):
        yield _feature(shape, kind="area", key=key, name=name)
        yield _feature(shape.representative_point(), kind="area-name", name=name)


def _streets(known: Known) -> list[dict[str, object]]:
    rows = Street.objects.order_by("id").values_list("name", "main", "line")[:20_000]
    lines = [(name, main, shapely.LineString(line["coordinates"])) for name, main, line in rows]
    if not lines:
        return []
    return [
        *_open_ground(known, [line for _, _, line in lines]),
        *(_feature(line, kind="street", name=name, main=main) for name, main, line in lines),
    ]


def _open_ground(known: Known, lines: Sequence[BaseGeometry]) -> Iterable[dict[str, object]]:
    """Draw what lies away from every street, with rounded corners, but for small bits."""
    built = shapely.union_all(shapely.buffer(np.array(lines, dtype=object), BUILT, quad_segs=2))
    open_ground = known.outline.difference(built).buffer(-ROUND).buffer(ROUND, quad_segs=3)
    for part in shapely.get_parts(open_ground.simplify(SIMPLER)):
        if part.area >= SMALLEST_OPEN:
            yield _feature(part, kind="open")


def _dots(council: str) -> list[dict[str, object]]:
    rows = Postcode.objects.filter(council_id=council).values_list("easting", "northing").distinct()
    return [_feature(shapely.MultiPoint(list(rows[:20_000])), kind="dots")]


def _feature(shape: BaseGeometry, **properties: object) -> dict[str, object]:
    geometry = json.loads(shapely.to_geojson(_in_degrees(shape)))
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": geometry | {"coordinates": _short(geometry["coordinates"])},
    }


def _in_degrees(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, _degrees)


def _degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
    longitude, latitude = to_degrees().transform(points[:, 0], points[:, 1])
    return np.column_stack([longitude, latitude])


def _short(coordinates: Sequence[object] | float) -> object:
    """Round to five places: a metre."""
    if isinstance(coordinates, float | int):
        return round(coordinates, 5)
    return [_short(each) for each in coordinates]  # type: ignore[arg-type]  # nested lists of JSON
