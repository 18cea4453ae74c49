"""The hub's own table of addresses, as a register like any other."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from doneinone.adapters.addresses.port import FoundAddress

_COLUMNS = "key, line, street, area, postcode, easting, northing"
# Numbers of a street in their order: 2 before 10, and 2 before 2A.
_ORDER = "street, area, length(split_part(line, ' ', 1)), line, key"


class TableAddresses:
    """Searches the table ``address``, which ``domain.places`` fills."""

    def search(self, *, words: Sequence[Sequence[str]], limit: int) -> list[FoundAddress]:
        """Find addresses that have all of some words, through the text index."""
        return _found(
            f"select {_COLUMNS} from address where search @@ to_tsquery('simple', %s) "  # noqa: S608
            f"order by {_ORDER} limit %s",
            [query_of(words=words), limit],
        )

    def at_postcode(self, *, postcode: str, limit: int) -> list[FoundAddress]:
        """Give the addresses of a postcode."""
        return _found(
            f"select {_COLUMNS} from address where postcode = %s order by {_ORDER} limit %s",  # noqa: S608
            [postcode, limit],
        )

    def nearest(self, *, easting: int, northing: int, within: int) -> FoundAddress | None:
        """Give the nearest address: those in a box, then by distance."""
        found = _found(
            f"select {_COLUMNS} from address "  # noqa: S608
            "where easting between %s and %s and northing between %s and %s "
            "and (easting - %s)::float ^ 2 + (northing - %s)::float ^ 2 <= %s "
            "order by (easting - %s)::float ^ 2 + (northing - %s)::float ^ 2, key limit 1",
            [
                easting - within,
                easting + within,
                northing - within,
                northing + within,
                easting,
                northing,
                within**2,
                easting,
                northing,
            ],
        )
        return found[0] if found else None

    def by_key(self, *, key: int) -> FoundAddress | None:
        """Give one address by its key."""
        found = _found(f"select {_COLUMNS} from address where key = %s", [key])  # noqa: S608
        return found[0] if found else None


def query_of(*, words: Sequence[Sequence[str]]) -> str:
    """Write the words of a search as a tsquery. They hold small letters and digits only."""
    return " & ".join(
        "(" + " | ".join(word if word.isdigit() else f"{word}:*" for word in choice) + ")"
        for choice in words
    )


def _found(sql: str, values: list[str | int]) -> list[FoundAddress]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [FoundAddress(*row) for row in cursor.fetchall()]
