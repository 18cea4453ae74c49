"""Filling the tables of places, when a hub is set up or its council changes.

Each of these empties its tables and fills them anew in one transaction, by COPY: readers see the
old places or the new ones, never half of either. The owner of the tables or the application role
may run them; they record no event, as nothing here belongs to a case or a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

import numpy as np
import shapely
from django.db import connection, transaction
from django.utils.text import slugify
from shapely.geometry.base import BaseGeometry

from doneinone.domain.places.models import (
    Address,
    Area,
    Council,
    Geography,
    Postcode,
    Sector,
    Street,
)
from doneinone.domain.places.reading import (
    SectorRow,
    read_councils,
    read_sectors,
    read_street_names,
)
from doneinone.domain.places.rules.outlines import Outlines, Spot, draw_areas, draw_outlines, group
from doneinone.domain.places.rules.postcodes import canonical, written
from doneinone.domain.places.rules.searching import search_words
from doneinone.domain.places.rules.streets import PlannedStreet, houses, junctions, plan_streets

WITHIN_KM = 10


class UnableToLoadPlaces(Exception):
    """The places of a hub cannot be loaded. The message is for operators."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were loaded."""

    councils: int
    sectors: int
    postcodes_of_britain: int
    postcodes: int
    areas: int


@dataclass(frozen=True, slots=True)
class Made:
    """How many streets and addresses were made."""

    streets: int
    addresses: int


@transaction.atomic
def load_places(
    *,
    council: str,
    area_names: Sequence[str],
    area_at: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    websites: Mapping[str, str] | None = None,
    within_km: int = WITHIN_KM,
    letters: str = "",
) -> Loaded:
    """
    Load councils and postcodes, draw the hub's outline, and divide it into areas.

    All postcodes of Britain are loaded by sector, and one by one those within ``within_km`` of the
    box round the hub. There are as many areas as ``area_names``; ``area_at`` gives, for some, a
    postcode that lies in it. ``names`` and ``websites`` of councils, by GSS code, go before those
    of the file. ``letters`` loads only postcodes that begin with one of them (``"M"``), which is
    quicker: for tests.

    :raises UnableToLoadPlaces: if no postcode has the hub's GSS code, or a postcode of ``area_at``
        is not the hub's
    """
    for model in (Address, Street, Geography, Postcode, Area, Sector, Council):
        model.objects.all().delete()
    councils = _fill_councils(names=names or {}, websites=websites or {})
    sectors = list(read_sectors(letters=letters))
    known = {row[0] for row in councils}
    spots = [
        spot for spot in _spots_round(sectors, council, within_km * 1000) if spot.council in known
    ]
    _copy(
        "postcode_sector",
        "sector, units, councils, council_at, eastings, northings, west, south, east, north",
        map(_sector_values, sectors),
    )
    outlines = draw_outlines(spots=spots, council=council)
    area_of = _fill_areas(outlines, spots, council, area_names, area_at or {})
    _copy(
        "postcode",
        "postcode, council_id, area_id, easting, northing",
        (
            (
                spot.postcode,
                spot.council,
                area_of.get((spot.easting, spot.northing)) if spot.council == council else None,
                spot.easting,
                spot.northing,
            )
            for spot in spots
        ),
    )
    _keep_geography(outlines, council, {row[0]: (row[1], row[2]) for row in councils})
    _analyse("council", "postcode_sector", "postcode", "area")
    return Loaded(
        councils=len(councils),
        sectors=len(sectors),
        postcodes_of_britain=sum(len(sector.units) for sector in sectors),
        postcodes=len(spots),
        areas=len(area_names),
    )


def _fill_councils(
    *, names: Mapping[str, str], websites: Mapping[str, str]
) -> list[tuple[str, str, str, str, str, str]]:
    rows = [
        (
            row.gss,
            names.get(row.gss, row.name),
            websites.get(row.gss, row.website),
            row.snac,
            row.country,
            row.parent_gss,
        )
        for row in read_councils()
    ]
    _copy("council", "gss, name, website, snac, country, parent_gss", rows)
    return rows


def _spots_round(sectors: Sequence[SectorRow], council: str, margin: int) -> list[Spot]:
    """Give the postcodes in the box round a council's own, made wider by a margin in metres."""
    own = [
        (spot.easting, spot.northing)
        for sector in sectors
        if council in sector.councils
        for spot in sector.spots()
        if spot.council == council
    ]
    if not own:
        raise UnableToLoadPlaces(f"No postcode has the council code {council}")
    west, east = min(e for e, _ in own) - margin, max(e for e, _ in own) + margin
    south, north = min(n for _, n in own) - margin, max(n for _, n in own) + margin
    return [
        spot
        for sector in sectors
        if min(sector.eastings) <= east
        and max(sector.eastings) >= west
        and min(sector.northings) <= north
        and max(sector.northings) >= south
        for spot in sector.spots()
        if west <= spot.easting <= east and south <= spot.northing <= north
    ]


def _sector_values(row: SectorRow) -> tuple[object, ...]:
    return (
        row.sector,
        "".join(row.units),
        _array(row.councils),
        _array(row.council_at),
        _array(row.eastings),
        _array(row.northings),
        min(row.eastings),
        min(row.northings),
        max(row.eastings),
        max(row.northings),
    )


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _fill_areas(
    outlines: Outlines,
    spots: Sequence[Spot],
    council: str,
    names: Sequence[str],
    area_at: Mapping[str, str],
) -> dict[tuple[int, int], str]:
    """Divide the hub into areas. Returns the area's key at each place that has a postcode."""
    if not names:
        raise UnableToLoadPlaces("Give the name of at least one area")
    member, centres = group(points=outlines.points, groups=len(names))
    middle = outlines.points.mean(axis=0)
    # Names go to areas from the middle of the hub outwards, but where a postcode says otherwise.
    order = np.argsort(((centres - middle) ** 2).sum(axis=1)).tolist()
    at_place = {
        (int(e), int(n)): int(at)
        for (e, n), at in zip(outlines.points.tolist(), member.tolist(), strict=True)
    }
    ours = {s.postcode: (s.easting, s.northing) for s in spots if s.council == council}
    given: dict[int, str] = {}
    for name, postcode in area_at.items():
        place = ours.get(canonical(text=postcode))
        if place is None:
            raise UnableToLoadPlaces(f"The area {name} cannot be at {postcode}: not in the hub")
        given[at_place[place]] = name
    left = iter([name for name in names if name not in given.values()])
    name_of = {at: given.get(at) or next(left) for at in [*given, *order] if at in order}
    shapes = draw_areas(outlines=outlines, member=member)
    _copy(
        "area",
        "key, name, shape, west, south, east, north",
        (
            (slugify(name_of[at]), name_of[at], _shape(shape), *_box(shape))
            for at, shape in enumerate(shapes)
        ),
    )
    return {place: slugify(name_of[at]) for place, at in at_place.items()}


def _keep_geography(
    outlines: Outlines, council: str, councils: Mapping[str, tuple[str, str]]
) -> None:
    Geography.objects.create(
        id=1,
        version=uuid4(),
        council_id=council,
        outline=json.loads(_shape(outlines.hub)),
        neighbours=[
            {
                "gss": gss,
                "name": councils[gss][0],
                "link": councils[gss][1],
                "shape": json.loads(_shape(shape)),
            }
            for gss, shape in outlines.neighbours.items()
        ],
    )


def _shape(shape: BaseGeometry) -> str:
    return json.dumps(json.loads(shapely.to_geojson(shape)), separators=(",", ":")).replace(
        ".0", ""
    )


def _box(shape: BaseGeometry) -> tuple[int, int, int, int]:
    west, south, east, north = shape.bounds
    return int(west), int(south), int(east), int(north)


@transaction.atomic
def make_addresses(*, known_streets: Mapping[str, str] | None = None) -> Made:
    """
    Invent streets and addresses over the hub's postcodes: for a demonstration and for tests.

    The same postcodes give the same streets. ``known_streets`` names the street at some postcodes.
    Keys of addresses are invented too and are no UPRNs.

    :raises UnableToLoadPlaces: if no places are loaded
    """
    Address.objects.all().delete()
    Street.objects.all().delete()
    geography = Geography.objects.first()
    if geography is None:
        raise UnableToLoadPlaces("Load the places first")
    rows = list(
        Postcode.objects.filter(council_id=geography.council_id)
        .order_by("postcode")
        .values_list("postcode", "area_id", "area__name", "easting", "northing")
    )
    nodes, node_of = junctions(points=np.array([row[3:] for row in rows], dtype=np.float64))
    codes: list[list[str]] = [[] for _ in range(len(nodes))]
    areas: list[tuple[str, str]] = [("", "")] * len(nodes)
    for (postcode, key, name, _, _), at in zip(rows, node_of, strict=True):
        if not codes[at]:
            areas[at] = (key, name)
        codes[at].append(postcode)
    first_at = {code: codes[at][0] for (code, *_), at in zip(rows, node_of, strict=True)}
    wanted = {canonical(text=code): name for code, name in (known_streets or {}).items()}
    streets = plan_streets(
        nodes=nodes,
        postcodes=[each[0] for each in codes],
        areas=[key for key, _ in areas],
        names=read_street_names(),
        known={first_at[code]: name for code, name in wanted.items() if code in first_at},
    )
    _copy(
        "street",
        "name, area_id, postcode, main, line, easting, northing, words",
        (_street_values(street, codes, areas) for street in streets),
    )
    made = list(_address_rows(streets, nodes, codes, areas))
    _copy("address", "key, line, street, area, postcode, easting, northing, words", made)
    Geography.objects.update(version=uuid4())
    _analyse("street", "address")
    return Made(streets=len(streets), addresses=len(made))


def _street_values(
    street: PlannedStreet, codes: Sequence[Sequence[str]], areas: Sequence[tuple[str, str]]
) -> tuple[object, ...]:
    middle = street.nodes[len(street.nodes) // 2]
    easting, northing = street.line[len(street.line) // 2]
    key, area = areas[middle]
    outward = sorted({codes[node][0][:-3] for node in street.nodes})
    line = json.dumps({"type": "LineString", "coordinates": street.line}, separators=(",", ":"))
    words = search_words(text=" ".join([street.name, area, *outward]))
    return street.name, key, codes[middle][0], street.main, line, easting, northing, words


def _address_rows(
    streets: Sequence[PlannedStreet],
    nodes: np.typing.NDArray[np.float64],
    codes: Sequence[Sequence[str]],
    areas: Sequence[tuple[str, str]],
) -> Iterable[tuple[object, ...]]:
    key = 1
    given = [0] * len(nodes)
    for street in streets:
        for house in houses(street=street, nodes=nodes):
            # Eight houses, one after the other, share a postcode; then the next one's turn comes.
            here = codes[house.node]
            postcode = here[given[house.node] // 8 % len(here)]
            given[house.node] += 1
            area = areas[house.node][1]
            line = f"{house.number} {street.name}"
            words = search_words(text=f"{line} {area} {postcode} {written(postcode=postcode)}")
            yield key, line, street.name, area, postcode, house.easting, house.northing, words
            key += 1


def _copy(table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f'copy "{table}" ({columns}) from stdin') as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _analyse(*tables: str) -> None:
    """Tell the planner what is there now. For a role that may not, PostgreSQL warns and goes on."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'analyze "{table}"')
