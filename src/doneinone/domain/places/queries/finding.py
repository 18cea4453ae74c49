"""Finding a place by what somebody types: a postcode, a street, or an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField

from doneinone.adapters.addresses import FoundAddress, address_lookup
from doneinone.adapters.addresses.table import query_of
from doneinone.domain.places.models import Street
from doneinone.domain.places.queries.points import (
    BOUNDARY_METRES,
    Place,
    at_postcode,
    place_at_postcode,
    place_on_grid,
)
from doneinone.domain.places.rules.messages import UnableToFindPlace
from doneinone.domain.places.rules.postcodes import canonical, looks_like_postcode, tidy, written
from doneinone.domain.places.rules.searching import (
    StreetName,
    choices,
    most_like,
    without_numbers,
    without_postcodes,
)

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Match:
    """
    One thing that was found.

    ``key`` may go into a form and comes back to ``place_at_match``. ``postcode`` is written with
    its space. ``council_name`` is empty but for a postcode, where it may be far from the hub.
    """

    kind: Literal["postcode", "street", "address"]
    key: str
    label: str
    postcode: str
    area: str
    easting: int
    northing: int
    council_name: str


@dataclass(frozen=True, slots=True)
class Found:
    """
    What was found for a text, at most 20 matches.

    ``did_you_mean`` names the streets most like the text, where no street is called so: then the
    matches are those streets.
    """

    matches: tuple[Match, ...]
    did_you_mean: tuple[str, ...]


def find_place(*, text: str, limit: int = LIMIT) -> Found:
    """
    Find the places that somebody may mean: a postcode, a street, or a house in a street.

    :raises UnableToFindPlace: if nothing is found, or a postcode is malformed, not whole, unknown
        or not in Great Britain
    """
    said = tidy(text=text)
    limit = max(1, min(limit, LIMIT))
    if looks_like_postcode(text=said):
        return Found(matches=tuple(_by_postcode(canonical(text=said), limit)), did_you_mean=())
    words = choices(text=said)
    names = without_numbers(words=words)
    if not names:
        raise UnableToFindPlace("nothing_found", said)
    matches = _houses(words, limit) if len(names) < len(words) else _streets(names, limit)
    if matches:
        return Found(matches=tuple(matches), did_you_mean=())
    plain = without_postcodes(words=names)
    like = _streets_like(plain, limit)
    if not like:
        raise UnableToFindPlace("nothing_found", said)
    if there := [match for match in like if _is_said(match.label, plain)]:
        # The street is there; the house or the postcode that was given with it is not.
        return Found(matches=tuple(there), did_you_mean=())
    meant = dict.fromkeys(match.label.split(",")[0] for match in like)
    return Found(matches=tuple(like), did_you_mean=tuple(meant))


def place_at_match(*, key: str, boundary_metres: int = BOUNDARY_METRES) -> Place:
    """
    Return the place of a match that was chosen, by its key.

    :raises UnableToFindPlace: if there is none with this key
    """
    kind, _, rest = key.partition(":")
    if kind == "postcode":
        return place_at_postcode(text=rest, boundary_metres=boundary_metres)
    if rest.isascii() and rest.isdigit() and len(rest) <= 18:
        if kind == "address":
            address = address_lookup().by_key(key=int(rest))
        elif kind == "street":
            address = _as_address(int(rest))
        else:
            address = None
        if address:
            return place_on_grid(
                easting=address.easting,
                northing=address.northing,
                boundary_metres=boundary_metres,
                address=address,
                look=False,
            )
    raise UnableToFindPlace("nothing_found", key[:40])


def _by_postcode(postcode: str, limit: int) -> list[Match]:
    near, known = at_postcode(postcode=postcode)
    council = known.councils[near.council].name
    shown = written(postcode=postcode)
    itself = Match(
        kind="postcode",
        key=f"postcode:{postcode}",
        label=f"{shown}, {near.area or council}",
        postcode=shown,
        area=near.area,
        easting=near.easting,
        northing=near.northing,
        council_name=council,
    )
    if near.council != known.council:
        return [itself]
    houses = address_lookup().at_postcode(postcode=postcode, limit=limit - 1) if limit > 1 else []
    return [itself, *map(_house, houses)]


def _houses(words: Sequence[Sequence[str]], limit: int) -> list[Match]:
    return [_house(each) for each in address_lookup().search(words=words, limit=limit)]


def _house(address: FoundAddress) -> Match:
    return Match(
        kind="address",
        key=f"address:{address.key}",
        label=", ".join(filter(None, [address.line, address.area])),
        postcode=written(postcode=address.postcode),
        area=address.area,
        easting=address.easting,
        northing=address.northing,
        council_name="",
    )


def _all_streets() -> QuerySet[Street]:
    return Street.objects.select_related("area").defer("line", "words")


def _streets(words: Sequence[Sequence[str]], limit: int) -> list[Match]:
    found = _all_streets().filter(
        RawSQL(
            '"street"."search" @@ to_tsquery(\'simple\', %s)',
            [query_of(words=words)],
            output_field=BooleanField(),
        )
    )
    return [_street(each) for each in found.order_by("name", "area__name", "id")[:limit]]


def _street(street: Street) -> Match:
    return Match(
        kind="street",
        key=f"street:{street.pk}",
        label=f"{street.name}, {street.area.name}",
        postcode=written(postcode=street.postcode),
        area=street.area.name,
        easting=street.easting,
        northing=street.northing,
        council_name="",
    )


def _streets_like(words: Sequence[Sequence[str]], limit: int) -> list[Match]:
    """Compare with every street of the hub: some thousands, in one statement."""
    rows = {
        row[0]: row
        for row in Street.objects.values_list(
            "id", "name", "area__name", "postcode", "easting", "northing"
        )
    }
    like = most_like(
        words=words,
        streets=(StreetName(id=row[0], name=row[1], area=row[2]) for row in rows.values()),
        limit=min(limit, 5),
    )
    return [
        Match(
            kind="street",
            key=f"street:{each.id}",
            label=f"{each.name}, {each.area}",
            postcode=written(postcode=rows[each.id][3]),
            area=each.area,
            easting=rows[each.id][4],
            northing=rows[each.id][5],
            council_name="",
        )
        for each in like
    ]


def _is_said(label: str, words: Sequence[Sequence[str]]) -> bool:
    """Say whether all of some words stand in a label: the street is there, the house is not."""
    have = {word for choice in choices(text=label) for word in choice}
    return all(any(word in have for word in choice) for choice in words)


def _as_address(street_id: int) -> FoundAddress | None:
    """Return the middle of a street in the form of an address without a number."""
    street = _all_streets().filter(pk=street_id).first()
    if street is None:
        return None
    return FoundAddress(
        key=street.pk,
        line=street.name,
        street=street.name,
        area=street.area.name,
        postcode=street.postcode,
        easting=street.easting,
        northing=street.northing,
    )
