"""The place at a postcode or at a point: whose it is, what it is called, how near the boundary."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import shapely
from django.db import connection
from django.db.models import F, Func, Subquery, Value
from django.db.models.fields import FloatField
from django.db.models.functions import Greatest

from doneinone.adapters.addresses import FoundAddress, address_lookup
from doneinone.domain.places.models import Geography, Postcode, Sector
from doneinone.domain.places.queries.known import Known, known_at
from doneinone.domain.places.rules.grid import Compass, compass, degrees, grid, on_grid
from doneinone.domain.places.rules.messages import UnableToFindPlace
from doneinone.domain.places.rules.postcodes import canonical, written

BOUNDARY_METRES = 250
NEAR = 600
"""Metres round a point in which a postcode is looked for first."""
FAR = 10_000
ADDRESS_NEAR = 80
OUTSIDE = 35
_SECTORS = 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The council next to the hub that is nearest to a place, and where it begins from there."""

    gss: str
    name: str
    link: str
    metres: int
    direction: Compass


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place and whose it is.

    ``postcode`` is written with its space: that of the address, or else the nearest one. ``label``
    is an address or a postcode with its area, without a word such as "outside"; ``outside`` says
    that the address is within 35 metres. ``metres_to_boundary`` is the way to the hub's outline
    from either side, right to some tens of metres. ``neighbour`` is given where the place is the
    hub's and near its edge.
    """

    easting: int
    northing: int
    latitude: float
    longitude: float
    postcode: str
    council_gss: str
    council_name: str
    council_link: str
    area: str
    label: str
    outside: bool
    is_ours: bool
    metres_to_boundary: int
    near_boundary: bool
    neighbour: Neighbour | None

    def answer(self) -> dict[str, object]:
        """Return the place as the answer to a question of type ``location``."""
        return {
            "postcode": self.postcode,
            "easting": self.easting,
            "northing": self.northing,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "label": self.label,
        }

    def facts(self) -> dict[str, object]:
        """Return what conditions of a service may ask of ``place``."""
        return {"council": self.council_gss, "area": self.area, "postcode": self.postcode}


@dataclass(frozen=True, slots=True)
class Near:
    """The postcode that a place goes by."""

    postcode: str
    council: str
    area: str
    easting: int
    northing: int


def place_at_postcode(*, text: str, boundary_metres: int = BOUNDARY_METRES) -> Place:
    """
    Return the place of a postcode, anywhere in Great Britain, however it is typed.

    :raises UnableToFindPlace: if it is malformed, not whole, unknown, or not in Great Britain
    """
    near, known = at_postcode(postcode=canonical(text=text))
    return place_of(
        near=near,
        known=known,
        easting=near.easting,
        northing=near.northing,
        address=None,
        boundary_metres=boundary_metres,
    )


# Asked with every report, so it is written out and not built anew each time.
_POSTCODE = """
select p.postcode, p.council_id, a.name, p.easting, p.northing, (select version from geography)
from postcode p left join area a on a.key = p.area_id where p.postcode = %s
"""


def at_postcode(*, postcode: str) -> tuple[Near, Known]:
    """
    Find a canonical postcode, in at most two statements.

    :raises UnableToFindPlace: if there is no such postcode
    """
    with connection.cursor() as cursor:
        cursor.execute(_POSTCODE, [postcode])
        row = cursor.fetchone()
    if row:
        code, council, area, easting, northing, version = row
        return Near(code, council, area or "", easting, northing), known_at(version=version)
    sector = Sector.objects.filter(sector=postcode[:-2]).annotate(version=_version_column()).first()
    if sector:
        units = sector.units
        for at in range(len(units) // 2):
            if units[2 * at : 2 * at + 2] == postcode[-2:]:
                return _of_sector(sector, at), known_at(version=sector.version)
    raise UnableToFindPlace("unknown", written(postcode=postcode))


def place_at_point(
    *,
    latitude: float | None = None,
    longitude: float | None = None,
    easting: float | None = None,
    northing: float | None = None,
    boundary_metres: int = BOUNDARY_METRES,
) -> Place:
    """
    Return the place at a point, given in degrees (WGS84) or in metres of the National Grid.

    The council is that of the nearest postcode, so within some tens of metres of a boundary the
    answer can be the neighbour's: ``near_boundary`` says so.

    :raises UnableToFindPlace: if it is no point, not in Great Britain, or 10 km from any postcode
    """
    if latitude is not None and longitude is not None:
        east, north = grid(latitude=latitude, longitude=longitude)
    elif easting is not None and northing is not None:
        east, north = on_grid(easting=easting, northing=northing)
    else:
        raise UnableToFindPlace("not_a_point")
    return place_on_grid(
        easting=east, northing=north, boundary_metres=boundary_metres, address=None, look=True
    )


def place_on_grid(
    *, easting: int, northing: int, boundary_metres: int, address: FoundAddress | None, look: bool
) -> Place:
    """Return the place at a checked point. With ``look`` the nearest address gives the label."""
    found = _nearest_close(easting, northing)
    if found is None:
        found = _nearest_far(easting, northing)
    elif look:
        address = address_lookup().nearest(easting=easting, northing=northing, within=ADDRESS_NEAR)
    near, known = found
    return place_of(
        near=near,
        known=known,
        easting=easting,
        northing=northing,
        address=address,
        boundary_metres=boundary_metres,
    )


def _version_column() -> Subquery:
    return Subquery(Geography.objects.values("version")[:1])


def _nearest_close(easting: int, northing: int) -> tuple[Near, Known] | None:
    row = (
        Postcode.objects.filter(
            easting__range=(easting - NEAR, easting + NEAR),
            northing__range=(northing - NEAR, northing + NEAR),
        )
        .order_by(_distance(easting, northing), "postcode")
        .values_list(
            "postcode", "council_id", "area__name", "easting", "northing", _version_column()
        )
        .first()
    )
    if row is None:
        return None
    code, council, area, east, north, version = row
    return Near(code, council, area or "", east, north), known_at(version=version)


def _distance(easting: int, northing: int) -> Func:
    return Func(
        F("easting") - Value(easting, output_field=FloatField()),
        F("northing") - Value(northing, output_field=FloatField()),
        template="%(expressions)s",
        arg_joiner=" ^ 2 + ",
        output_field=FloatField(),
    )


def _nearest_far(easting: int, northing: int) -> tuple[Near, Known]:
    """Find the nearest postcode of Britain among the sectors whose box is nearest."""
    away_east = Greatest(F("west") - easting, easting - F("east"), 0)
    away_north = Greatest(F("south") - northing, northing - F("north"), 0)
    sectors = list(
        Sector.objects.filter(
            west__lte=easting + FAR,
            east__gte=easting - FAR,
            south__lte=northing + FAR,
            north__gte=northing - FAR,
        )
        .annotate(away_east=away_east, away_north=away_north, version=_version_column())
        .order_by(Greatest("away_east", "away_north"), F("east") - F("west"), "sector")[:_SECTORS]
    )
    best: tuple[float, Sector, int] | None = None
    for sector in sectors:
        for at, (east, north) in enumerate(zip(sector.eastings, sector.northings, strict=True)):
            away = math.hypot(east - easting, north - northing)
            if best is None or away < best[0]:
                best = (away, sector, at)
    if best is None or best[0] > FAR:
        raise UnableToFindPlace(
            "not_in_britain" if _is_ireland_or_man(easting, northing) else "at_sea"
        )
    version: UUID | None = best[1].version  # type: ignore[attr-defined]  # the column added above
    return _of_sector(best[1], best[2]), known_at(version=version)


def _is_ireland_or_man(easting: int, northing: int) -> bool:
    """Say whether a point far from every postcode of Britain is on the island of Ireland or Man."""
    latitude, longitude = degrees(easting=easting, northing=northing)
    ireland = 51.3 <= latitude <= 55.45 and longitude <= -5.4
    man = 54.03 <= latitude <= 54.43 and -4.86 <= longitude <= -4.29
    return ireland or man


def _of_sector(sector: Sector, at: int) -> Near:
    return Near(
        postcode=sector.sector + sector.units[2 * at : 2 * at + 2],
        council=sector.councils[sector.council_at[at]],
        area="",
        easting=sector.eastings[at],
        northing=sector.northings[at],
    )


def place_of(
    *,
    near: Near,
    known: Known,
    easting: int,
    northing: int,
    address: FoundAddress | None,
    boundary_metres: int,
) -> Place:
    """Put a place together from what was found about it."""
    point = shapely.Point(easting, northing)
    ours = near.council == known.council
    metres = round(point.distance(known.edge))
    close = metres <= boundary_metres
    latitude, longitude = degrees(easting=easting, northing=northing)
    name = known.councils[near.council]
    area = address.area if address and address.area else near.area
    away = math.hypot(address.easting - easting, address.northing - northing) if address else 0.0
    return Place(
        easting=easting,
        northing=northing,
        latitude=latitude,
        longitude=longitude,
        postcode=written(postcode=address.postcode if address else near.postcode),
        council_gss=near.council,
        council_name=name.name,
        council_link=name.link,
        area=area,
        label=", ".join(filter(None, [_first_line(near, address), area or name.name])),
        outside=address is not None and away <= OUTSIDE,
        is_ours=ours,
        metres_to_boundary=metres,
        near_boundary=close,
        neighbour=_neighbour(known, point) if ours and close else None,
    )


def _first_line(near: Near, address: FoundAddress | None) -> str:
    return address.line if address else written(postcode=near.postcode)


def _neighbour(known: Known, point: shapely.Point) -> Neighbour | None:
    """Return the neighbouring council that begins nearest to a point."""
    near: Mapping[str, float] = {
        gss: point.distance(shape) for gss, shape in known.neighbours.items()
    }
    if not near:
        return None
    gss = min(near, key=lambda each: (near[each], each))
    start = shapely.shortest_line(point, known.neighbours[gss])
    (from_east, from_north), (to_east, to_north) = start.coords
    return Neighbour(
        gss=gss,
        name=known.councils[gss].name,
        link=known.councils[gss].link,
        metres=round(near[gss]),
        direction=compass(east=to_east - from_east, north=to_north - from_north),
    )
