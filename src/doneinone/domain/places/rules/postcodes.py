"""How postcodes are written, and what somebody may have meant.

The form is that of British Standard BS7666 and Royal Mail's Programmers' Guide: an outward part of
two to four letters and digits, then a digit and two letters, none of them C, I, K, M, O or V.
"""

from __future__ import annotations

import re
import unicodedata

from doneinone.domain.places.rules.messages import UnableToFindPlace

LONGEST_TEXT = 100

_OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_FULL = re.compile(rf"({_OUTWARD})([0-9][ABD-HJLNP-UW-Z]{{2}})")
_PARTIAL = re.compile(rf"{_OUTWARD}(?:[0-9][A-Z]?)?")
_TRIED = re.compile(r"[A-Z]{1,2}[0-9O][A-Z0-9]? ?[0-9OIL][A-Z0-9]{0,3}|[A-Z]{1,2}[0-9][A-Z0-9]?")
_ISLANDS = ("JE", "GY", "IM")


def tidy(*, text: str) -> str:
    """
    Return what was typed without needless spaces and control characters.

    :raises UnableToFindPlace: if nothing is left, or more than 100 letters
    """
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    kept = " ".join(kept.split())
    if not kept:
        raise UnableToFindPlace("empty")
    if len(kept) > LONGEST_TEXT:
        raise UnableToFindPlace("too_long")
    return kept


def looks_like_postcode(*, text: str) -> bool:
    """Say whether somebody who typed this most likely meant a postcode, whole or not."""
    plain = re.sub(r"[^A-Z0-9 ]", "", text.upper())
    return bool(_TRIED.fullmatch(plain) or _FULL.fullmatch(plain.replace(" ", "")))


def canonical(*, text: str) -> str:
    """
    Return a postcode in capitals without its space (``M65AB``).

    The letters O, I and L typed for the digits 0 and 1 are put right.

    :raises UnableToFindPlace: if it is no postcode, only a part of one, or not of Great Britain
    """
    shown = tidy(text=text)
    plain = re.sub(r"[^A-Z0-9]", "", shown.upper())
    if len(plain) >= 5 and plain[-3] in "OIL":
        plain = plain[:-3] + {"O": "0", "I": "1", "L": "1"}[plain[-3]] + plain[-2:]
    if not _FULL.fullmatch(plain):
        raise UnableToFindPlace("partial" if _PARTIAL.fullmatch(plain) else "malformed", shown)
    if plain.startswith("BT"):
        raise UnableToFindPlace("northern_ireland", written(postcode=plain))
    if plain.startswith(_ISLANDS):
        raise UnableToFindPlace("islands", written(postcode=plain))
    return plain


def written(*, postcode: str) -> str:
    """Write a canonical postcode as people do, with its space (``M6 5AB``)."""
    return f"{postcode[:-3]} {postcode[-3:]}"
