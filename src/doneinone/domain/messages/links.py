"""
The links in messages: each holds a signed key to one thing, which nobody can make or change.

A link to a case opens what its reporter may see and do, so it goes to the reporter alone.
Followers get a link of their own, which shows what anybody may know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing

TRACK_FOR = timedelta(days=90)
ANSWER_FOR = timedelta(days=30)
UNFOLLOW_FOR = timedelta(days=365)

TRACK = "/track/by-link/"
ANSWER = "/answer/"
UNFOLLOW = "/unfollow/"
_KEYS = re.compile(rf"({TRACK}|{ANSWER}|{UNFOLLOW})[A-Za-z0-9_:=-]+")
HIDDEN = "…"


class UnableToOpenLink(Exception):
    """The link is not ours, was changed or is too old. The message may be shown."""


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """The right to answer one question of a case."""

    case: int
    question: int


@dataclass(frozen=True, slots=True)
class FollowerKey:
    """The right of a follower to see what is public of a case, and to stop following."""

    case: int
    follower: int


def track_link(*, case: int) -> str:
    """Make the link by which a reporter follows a case."""
    return settings.PUBLIC_ADDRESS + TRACK + signing.dumps({"case": case}, salt="track")


def answer_link(*, case: int, question: int) -> str:
    """Make the link by which a reporter answers a question."""
    key = signing.dumps({"case": case, "question": question}, salt="answer")
    return settings.PUBLIC_ADDRESS + ANSWER + key


def unfollow_link(*, case: int, follower: int) -> str:
    """Make the link by which a follower sees a case and stops following it."""
    key = signing.dumps({"follower": follower, "case": case}, salt="unfollow")
    return settings.PUBLIC_ADDRESS + UNFOLLOW + key


def read_track_link(*, key: str) -> int:
    """
    Give the id of the case that a link opens.

    :raises UnableToOpenLink: if it is not ours or older than 90 days
    """
    return _number(_read(key, "track", TRACK_FOR), "case")


def read_answer_link(*, key: str) -> AnswerKey:
    """
    Give the question that a link answers.

    :raises UnableToOpenLink: if it is not ours or older than 30 days
    """
    read = _read(key, "answer", ANSWER_FOR)
    return AnswerKey(case=_number(read, "case"), question=_number(read, "question"))


def read_unfollow_link(*, key: str) -> FollowerKey:
    """
    Give the follower whose link it is.

    :raises UnableToOpenLink: if it is not ours or older than a year
    """
    read = _read(key, "unfollow", UNFOLLOW_FOR)
    return FollowerKey(case=_number(read, "case"), follower=_number(read, "follower"))


def hide_keys(text: str) -> str:
    """
    Show a message without the keys in its links, as staff may see it.

    With the key anybody could answer or reopen in the person's name.
    """
    return _KEYS.sub(rf"\1{HIDDEN}", text)


def _read(key: str, salt: str, within: timedelta) -> dict[str, Any]:
    try:
        read = signing.loads(key[:500], salt=salt, max_age=within)
    except signing.SignatureExpired:
        raise UnableToOpenLink(
            "This link has expired. Use your reference to see how far we are."
        ) from None
    except signing.BadSignature:
        raise UnableToOpenLink(
            "This link does not work. Copy the whole of it from our message."
        ) from None
    return read if isinstance(read, dict) else {}


def _number(read: dict[str, Any], name: str) -> int:
    value = read.get(name)
    if not isinstance(value, int):
        raise UnableToOpenLink("This link does not work. Copy the whole of it from our message.")
    return value
