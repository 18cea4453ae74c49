"""What somebody types for a street or an address, made into words to look for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import fuzz

MOST_WORDS = 10
GOOD_ENOUGH = 76
"""Likeness, of 100, from which a street is offered for one that is not there."""

SHORT = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "gr": "grove", "grv": "grove",
    "cl": "close", "dr": "drive", "ln": "lane", "ter": "terrace", "terr": "terrace", "ct": "court",
    "cres": "crescent", "cr": "crescent", "gdns": "gardens", "pl": "place", "wy": "way",
}  # fmt: skip
_NOISE = {"the", "on", "in", "at", "near", "outside", "opposite", "by", "of", "corner", "no"}


@dataclass(frozen=True, slots=True)
class StreetName:
    """A street as it is compared: its name, its area, and an opaque id."""

    id: int
    name: str
    area: str


def search_words(*, text: str) -> str:
    """Return the words of a text as they are searched: plain small letters and digits, no marks."""
    plain = anyascii(text).lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def choices(*, text: str) -> list[list[str]]:
    """
    Return the words to look for, each with what it may stand for (``["rd", "road"]``).

    Words such as "outside" and "near" are left out, unless there are no others.
    """
    words = search_words(text=text).split()[:MOST_WORDS]
    telling = [word for word in words if word not in _NOISE] or words
    return [[word, SHORT[word]] if word in SHORT else [word] for word in telling]


def without_numbers(*, words: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Leave out house numbers (``14``, ``14a``)."""
    return [choice for choice in words if not re.fullmatch(r"\d+[a-z]?", choice[0])]


def without_postcodes(*, words: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Leave out parts of postcodes (``m6``, ``5ab``)."""
    part = r"[a-z]{1,2}\d[a-z\d]?(?:\d[a-z]{2})?|\d[a-z]{2}"
    return [choice for choice in words if not re.fullmatch(part, choice[0])]


def most_like(
    *, words: Sequence[Sequence[str]], streets: Iterable[StreetName], limit: int
) -> list[StreetName]:
    """Return the streets whose names are most like some words, best first."""
    said = " ".join(choice[-1] for choice in words)
    if not said:
        return []
    ranked = []
    for street in streets:
        name = search_words(text=street.name)
        # The whole name was said, with an area that it is not in.
        whole = all(any(word in choice for choice in words) for word in name.split())
        score = 95.0 if whole else fuzz.ratio(said, name)
        if score < GOOD_ENOUGH:
            score = fuzz.ratio(said, f"{name} {search_words(text=street.area)}")
        if score >= GOOD_ENOUGH:
            ranked.append((-score, street.name, street.area, street.id, street))
    return [each[-1] for each in sorted(ranked, key=lambda each: each[:4])[:limit]]
