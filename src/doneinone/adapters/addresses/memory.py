"""A register of addresses in memory, for tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from doneinone.adapters.addresses.port import FoundAddress


class MemoryAddresses:
    """Addresses given by hand. Answers as the others do."""

    def __init__(self, addresses: Iterable[FoundAddress] = ()) -> None:
        self.addresses = list(addresses)

    def search(self, *, words: Sequence[Sequence[str]], limit: int) -> list[FoundAddress]:
        """Find addresses that have all of some words."""
        found = []
        for address in self.addresses:
            text = " ".join(
                [address.line, address.area, address.postcode, address.postcode[:-3]]
            ).lower()
            have = re.sub(r"[^a-z0-9]+", " ", text.replace("'", "")).split()
            if all(any(_meets(word, have) for word in choice) for choice in words):
                found.append(address)
        return found[:limit]

    def at_postcode(self, *, postcode: str, limit: int) -> list[FoundAddress]:
        """Give the addresses of a postcode."""
        return [each for each in self.addresses if each.postcode == postcode][:limit]

    def nearest(self, *, easting: int, northing: int, within: int) -> FoundAddress | None:
        """Give the nearest address."""
        near = [(_distance(each, easting, northing), each.key, each) for each in self.addresses]
        near = sorted(each for each in near if each[0] <= within)
        return near[0][2] if near else None

    def by_key(self, *, key: int) -> FoundAddress | None:
        """Give one address by its key."""
        return next((each for each in self.addresses if each.key == key), None)


def _meets(word: str, have: Sequence[str]) -> bool:
    return word in have if word.isdigit() else any(each.startswith(word) for each in have)


def _distance(address: FoundAddress, easting: int, northing: int) -> float:
    return float(((address.easting - easting) ** 2 + (address.northing - northing) ** 2) ** 0.5)
