"""Signed links: what one is for stands in its salt, how long it holds in its age."""

from __future__ import annotations

from typing import Any

from django.core import signing

DAY = 24 * 60 * 60
AGES = {"track": 90 * DAY, "answer": 30 * DAY, "unfollow": 90 * DAY, "file": DAY}
"""How long a link holds, in seconds. The links in messages have the same salts and ages."""


class LinkExpired(Exception):
    """The link was ours, but its time is over."""


class LinkNotOurs(Exception):
    """The link is not one that we made, or not whole."""


def read_link(token: str, *, purpose: str) -> dict[str, Any]:
    """
    Read what a signed link says.

    :raises LinkExpired: if its time is over
    :raises LinkNotOurs: if it was changed, cut short or made for something else
    """
    try:
        said = signing.loads(token, salt=purpose, max_age=AGES[purpose])
    except signing.SignatureExpired as problem:
        raise LinkExpired from problem
    except (signing.BadSignature, ValueError, UnicodeError) as problem:
        raise LinkNotOurs from problem
    if not isinstance(said, dict) or not isinstance(said.get("case"), int):
        raise LinkNotOurs
    return said


def link_to_track(case_id: int) -> str:
    """Sign a link to the page that shows where a case is."""
    return signing.dumps({"case": case_id}, salt="track")


def link_to_file(case_id: int, file_id: int) -> str:
    """Sign a link to one file of a case."""
    return signing.dumps({"case": case_id, "file": file_id}, salt="file")
