"""Names, postal addresses and places on the map as answers."""

import re
from datetime import date
from typing import Any

from doneinone.domain.catalogue.rules.cleaning import clean_line, clean_postcode
from doneinone.domain.catalogue.rules.questions import QuestionBase
from doneinone.domain.catalogue.rules.refusals import UnableToTakeAnswer, is_empty, refuse
from doneinone.domain.catalogue.rules.wording import words

MOST_ADDRESS_LINES = 6
LONGEST_NAME = 100

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,9})?")


def clean_name(question: QuestionBase, raw: object, today: date, language: str) -> dict[str, str]:
    """Clean the name of a person; one name is enough."""
    if not isinstance(raw, dict) or not raw.keys() <= {"given", "family", "title"}:
        raise refuse("name", language)
    value: dict[str, str] = {}
    for part in ("title", "given", "family"):
        written = raw.get(part)
        if written is not None and not isinstance(written, str):
            raise refuse("name", language, at=part)
        words_of_it = clean_line(written or "")
        if len(words_of_it) > LONGEST_NAME:
            raise refuse("name_long", language, {"max": LONGEST_NAME}, at=part)
        if words_of_it:
            value[part] = words_of_it
    if "given" not in value and "family" not in value:
        raise refuse("name", language)  # one name is enough: not everybody has two
    return value


def clean_address(
    question: QuestionBase, raw: object, today: date, language: str
) -> dict[str, Any]:
    """Clean a postal address in the United Kingdom."""
    if not isinstance(raw, dict):
        raise refuse("address", language)
    listed = raw.get("lines")
    if listed is None:
        names = ("line_1", "line_2", "line_3", "line_4", "town", "county")
        listed = [raw.get(name) for name in names]
        known = {*names, "postcode", "lines"}
    else:
        known = {"lines", "postcode"}
    if isinstance(listed, str):
        listed = listed[:2_000].splitlines()
    if not isinstance(listed, list) or not raw.keys() <= known or len(listed) > 20:
        raise refuse("address", language)
    if any(line is not None and not isinstance(line, str) for line in listed):
        raise refuse("address", language)
    lines = [line for line in (clean_line(line or "") for line in listed) if line]
    problems: dict[str, str] = {}
    if not lines:
        problems["line_1"] = words("address_line", language)
    if len(lines) > MOST_ADDRESS_LINES or any(len(line) > 100 for line in lines):
        problems["line_1"] = words("address_long", language, {"max": MOST_ADDRESS_LINES})
    sent = raw.get("postcode")
    postcode = clean_postcode(sent) if isinstance(sent, str) else None
    if postcode is None:
        problems["postcode"] = words("postcode", language)
    if problems:
        raise UnableToTakeAnswer(problems)
    return {"lines": lines, "postcode": postcode}


_SIDES = {
    "easting": (0.0, 700_000.0), "northing": (0.0, 1_300_000.0),
    "latitude": (49.0, 61.5), "longitude": (-9.5, 2.5),
}  # fmt: skip


def clean_location(
    question: QuestionBase, raw: object, today: date, language: str
) -> dict[str, Any]:
    """Clean a place: a postcode, a point of the grid, or both."""
    if not isinstance(raw, dict) or not raw.keys() <= {"postcode", "label", *_SIDES}:
        raise refuse("location", language)
    value: dict[str, Any] = {}
    for side, (least, most) in _SIDES.items():
        if is_empty(raw.get(side)):
            continue
        number = _side(raw[side])
        if number is None:
            raise refuse("location", language)
        if not least <= number <= most:
            raise refuse("location_outside", language)
        value[side] = number
    for first, second in (("easting", "northing"), ("latitude", "longitude")):
        if (first in value) != (second in value):
            raise refuse("location", language)
    if not is_empty(raw.get("postcode")):
        sent = raw["postcode"]
        postcode = clean_postcode(sent) if isinstance(sent, str) else None
        if postcode is None:
            raise refuse("postcode", language, at="postcode")
        value["postcode"] = postcode
    if not value:
        raise refuse("location", language)
    label = raw.get("label")
    if isinstance(label, str) and clean_line(label):
        value["label"] = clean_line(label)[:200]
    return value


def _side(raw: object) -> float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, (int, float)):
        return round(float(raw), 6) if -1e9 < raw < 1e9 else None
    if isinstance(raw, str) and len(raw) <= 40 and _NUMBER.fullmatch(raw.strip()):
        return round(float(raw), 6)
    return None
