"""Outlines from postcodes: who a point belongs to, drawn as a shape.

There is no boundary file in the house, so a council's outline is made of the ground nearer to one
of its postcodes than to anybody else's (its Voronoi cells). In a town that is right to some tens of
metres. Areas are made the same way from groups of neighbouring postcodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

RIM = 3_000
"""Metres beyond the hub's postcodes that outlines of neighbours are drawn, and the longest way that
an outline may reach from its nearest postcode."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spot:
    """A postcode with its place, in grid metres."""

    postcode: str
    council: str
    easting: int
    northing: int


@dataclass(frozen=True, slots=True)
class Outlines:
    """The hub's outline, those of the councils that touch it, and the cells of the hub."""

    hub: BaseGeometry
    neighbours: Mapping[str, BaseGeometry]
    points: Points
    cells: Sequence[BaseGeometry]


def draw_outlines(*, spots: Sequence[Spot], council: str) -> Outlines:
    """
    Draw the outline of a council and of those that touch it.

    ``points`` and ``cells`` are those of the council itself, one for each distinct place.
    """
    owners: dict[tuple[int, int], str] = {}
    for spot in spots:
        # Of two postcodes in one place the hub's own counts, then the first in the alphabet.
        place = (spot.easting, spot.northing)
        if place not in owners or (spot.council == council != owners[place]):
            owners[place] = spot.council
    points = np.array(list(owners), dtype=np.float64)
    names = np.array(list(owners.values()))
    ours = points[names == council]
    (west, south), (east, north) = ours.min(axis=0) - RIM, ours.max(axis=0) + RIM
    close = (
        (points[:, 0] >= west) & (points[:, 0] <= east)
        & (points[:, 1] >= south) & (points[:, 1] <= north)
    )  # fmt: skip
    points, names = points[close], names[close]
    frame = shapely.box(west, south, east, north)
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=frame)
    cells = _in_order(shapely.get_parts(diagram), points)
    reach = shapely.union_all(shapely.buffer(shapely.points(ours), RIM, quad_segs=4))
    hub = _clean(shapely.coverage_union_all(cells[names == council]).intersection(reach))
    neighbours = {}
    around = hub.buffer(RIM)
    for name in sorted(set(names.tolist()) - {council}):
        shape = shapely.coverage_union_all(cells[names == name])
        if shape.distance(hub) < 1:
            neighbours[name] = _clean(shape.intersection(around).intersection(frame))
    return Outlines(
        hub=hub, neighbours=neighbours, points=ours, cells=list(cells[names == council])
    )


def _in_order(cells: NDArray[np.object_], points: Points) -> NDArray[np.object_]:
    """Put the cells of a diagram into the order of its points."""
    tree = shapely.STRtree(cells)
    point_at, cell_at = tree.query(shapely.points(points), predicate="intersects")
    order = np.zeros(len(points), dtype=np.intp)
    order[point_at] = cell_at
    return cells[order]


def _clean(shape: BaseGeometry) -> BaseGeometry:
    """Keep whole metres and polygons only."""
    rounded = shapely.set_precision(shape, 1)
    parts = [part for part in shapely.get_parts(rounded) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def group(*, points: Points, groups: int) -> tuple[NDArray[np.intp], Points]:
    """
    Put points into so many compact groups, the same way every time (k-means, Lloyd's rounds).

    Returns the group of each point and the centres of the groups. It begins with halves of halves,
    so that the groups hold about as many points each and there is no chance in it.
    """
    groups = min(groups, len(points))
    centres = np.array([part.mean(axis=0) for part in _halve(points, groups)])
    member = np.zeros(len(points), dtype=np.intp)
    for _ in range(8):
        member = np.argmin(
            ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2), axis=1
        ).astype(np.intp)
        moved = np.array(
            [
                points[member == at].mean(axis=0) if (member == at).any() else centres[at]
                for at in range(groups)
            ]
        )
        if np.abs(moved - centres).max() < 1:
            break
        centres = moved
    return member, centres


def _halve(points: Points, parts: int) -> list[Points]:
    """Cut points into parts of about the same number, always across their longer side."""
    if parts == 1:
        return [points]
    longer = int(np.argmax(points.max(axis=0) - points.min(axis=0)))
    ranked = points[np.lexsort((points[:, 1 - longer], points[:, longer]))]
    cut = len(points) * (parts // 2) // parts
    return _halve(ranked[:cut], parts // 2) + _halve(ranked[cut:], parts - parts // 2)


def draw_areas(*, outlines: Outlines, member: NDArray[np.intp]) -> list[BaseGeometry]:
    """Draw the areas of a hub: for each group the ground nearest to its postcodes."""
    cells = np.array(outlines.cells, dtype=object)
    return [
        _clean(shapely.coverage_union_all(cells[member == at]).intersection(outlines.hub))
        for at in range(int(member.max()) + 1)
    ]
