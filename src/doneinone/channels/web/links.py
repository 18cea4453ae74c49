"""Signed links: what one is for stands in its salt, how long it holds in its age."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing

from doneinone.domain.messages.links import ANSWER_FOR, TRACK_FOR, UNFOLLOW_FOR

AGES = {
    "track": TRACK_FOR,
    "answer": ANSWER_FOR,
    "unfollow": UNFOLLOW_FOR,
    "file": timedelta(days=1),
}
"""How long a link holds: those in messages and those on pages are the same."""


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


def link_to_answer(case_id: int, question_id: int) -> str:
    """Sign a link to the answer of one question."""
    return signing.dumps({"case": case_id, "question": question_id}, salt="answer")


def link_to_file(case_id: int, file_id: int) -> str:
    """Sign a link to one file of a case."""
    return signing.dumps({"case": case_id, "file": file_id}, salt="file")
