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
FILE_FOR = timedelta(days=1)

TRACK = "/track/by-link/"
ANSWER = "/answer/"
UNFOLLOW = "/unfollow/"
_KEYS = re.compile(rf"({TRACK}|{ANSWER}|{UNFOLLOW})[A-Za-z0-9_:=-]+")
HIDDEN = "…"


class UnableToOpenLink(Exception):
    """The link is not ours, was changed, was cut short or was made for something else."""


class LinkExpired(UnableToOpenLink):
    """The link was ours, but its time is over."""


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


@dataclass(frozen=True, slots=True)
class FileKey:
    """The right to fetch one file of a case."""

    case: int
    file: int


def sign_track(*, case: int) -> str:
    """Make the key that opens the page of a case for its reporter."""
    return signing.dumps({"case": case}, salt="track")


def sign_answer(*, case: int, question: int) -> str:
    """Make the key with which a reporter answers a question."""
    return signing.dumps({"case": case, "question": question}, salt="answer")


def sign_file(*, case: int, file: int) -> str:
    """Make the key that fetches a file of a case, for a day."""
    return signing.dumps({"case": case, "file": file}, salt="file")


def track_link(*, case: int) -> str:
    """Make the link by which a reporter follows a case."""
    return settings.PUBLIC_ADDRESS + TRACK + sign_track(case=case)


def answer_link(*, case: int, question: int) -> str:
    """Make the link by which a reporter answers a question."""
    return settings.PUBLIC_ADDRESS + ANSWER + sign_answer(case=case, question=question)


def unfollow_link(*, case: int, follower: int) -> str:
    """Make the link by which a follower sees a case and stops following it."""
    key = signing.dumps({"follower": follower, "case": case}, salt="unfollow")
    return settings.PUBLIC_ADDRESS + UNFOLLOW + key


def read_track_link(*, key: str) -> int:
    """
    Give the id of the case that a link opens.

    :raises LinkExpired: if it is older than 90 days
    :raises UnableToOpenLink: if it is not ours
    """
    return _number(_read(key, "track", TRACK_FOR), "case")


def read_answer_link(*, key: str) -> AnswerKey:
    """
    Give the question that a link answers.

    :raises LinkExpired: if it is older than 30 days
    :raises UnableToOpenLink: if it is not ours
    """
    read = _read(key, "answer", ANSWER_FOR)
    return AnswerKey(case=_number(read, "case"), question=_number(read, "question"))


def read_unfollow_link(*, key: str) -> FollowerKey:
    """
    Give the follower whose link it is.

    :raises LinkExpired: if it is older than a year
    :raises UnableToOpenLink: if it is not ours
    """
    read = _read(key, "unfollow", UNFOLLOW_FOR)
    return FollowerKey(case=_number(read, "case"), follower=_number(read, "follower"))


def read_file_link(*, key: str) -> FileKey:
    """
    Give the file that a link fetches.

    :raises LinkExpired: if it is older than a day
    :raises UnableToOpenLink: if it is not ours
    """
    read = _read(key, "file", FILE_FOR)
    return FileKey(case=_number(read, "case"), file=_number(read, "file"))


def hide_keys(text: str) -> str:
    """
    Show a message without the keys in its links, as staff may see it.

    With the key anybody could answer or reopen in the person's name.
    """
    return _KEYS.sub(rf"\1{HIDDEN}", text)


def _read(key: str, salt: str, within: timedelta) -> dict[str, Any]:
    try:
        read = signing.loads(key[:500], salt=salt, max_age=within)
    except signing.SignatureExpired as problem:
        raise LinkExpired from problem
    except (signing.BadSignature, ValueError) as problem:
        raise UnableToOpenLink from problem
    return read if isinstance(read, dict) else {}


def _number(read: dict[str, Any], name: str) -> int:
    value = read.get(name)
    if not isinstance(value, int):
        raise UnableToOpenLink
    return value
