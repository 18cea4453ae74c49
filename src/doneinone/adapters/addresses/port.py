"""The port: what the hub asks of any register of addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """
    One address. ``key`` is its UPRN where the register has one.

    ``line`` is number and street, ``postcode`` has no space, the place is in grid metres.
    """

    key: int
    line: str
    street: str
    area: str
    postcode: str
    easting: int
    northing: int


class AddressLookup(Protocol):
    """A register of addresses. Each call is at most one statement or one question outside."""

    def search(self, *, words: Sequence[Sequence[str]], limit: int) -> list[FoundAddress]:
        """
        Find addresses that have all of some words, in plain small letters and digits.

        For each word there is a list of what it may be (``["rd", "road"]``): one must begin a word
        of the address, and where it is a number it must be a whole word.
        """

    def at_postcode(self, *, postcode: str, limit: int) -> list[FoundAddress]:
        """Give the addresses of a postcode (without space), in the order of the street."""

    def nearest(self, *, easting: int, northing: int, within: int) -> FoundAddress | None:
        """Give the address nearest to a point, if there is one within so many metres."""

    def by_key(self, *, key: int) -> FoundAddress | None:
        """Give one address by its key."""


def address_lookup() -> AddressLookup:
    """Return the register that the setting ``ADDRESSES_ADAPTER`` names, or the hub's own table."""
    name = getattr(
        settings, "ADDRESSES_ADAPTER", "doneinone.adapters.addresses.table.TableAddresses"
    )
    return cast(AddressLookup, import_string(name)())
