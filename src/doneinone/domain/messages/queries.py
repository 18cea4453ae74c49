"""Reads of messages, and the preview of one before it goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from doneinone.domain.cases.models import Case, Follower
from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.messages.composing import (
    TOLD_TO_FOLLOWERS,
    Composed,
    Happened,
    Reader,
    compose,
)
from doneinone.domain.messages.links import hide_keys
from doneinone.domain.messages.models import Message

PAGE = 50
EACH_PAGE = 25
"""So many messages stand on one page of the demonstration."""


def preview(
    *, hub: Hub, case: Case, kind: str, facts: dict[str, Any], now: datetime
) -> Composed | None:
    """
    Give the message that an event would send to the reporter, before it happens. No statement.

    It is made by the function that makes what is sent, so it is that, but for the key in a link,
    which only the person gets. None when nobody would be told.

    :param kind: such as ``case.closed``
    :param facts: what the event will tell: outcome and note; to and note; text and question
    """
    happened = Happened(kind=kind, data=facts, at=now)
    made = compose(hub=hub, case=case, happened=happened)
    return _without_keys(made[0]) if made else None


def _without_keys(one: Composed) -> Composed:
    return replace(one, text=hide_keys(one.text), html=hide_keys(one.html))


def count_readers(*, case: Case, kind: str) -> int:
    """Count the followers who would be told of an event besides the reporter. One statement."""
    if kind not in TOLD_TO_FOLLOWERS or not case.shown_publicly or case.sensitivity > 0:
        return 0
    return Follower.objects.filter(case=case).exclude(email__iexact=case.contact_email).count()


def readers_of(*, cases: list[int], most: int = 5000) -> dict[int, list[Reader]]:
    """Give the followers of cases. One statement."""
    found: dict[int, list[Reader]] = {}
    rows = Follower.objects.filter(case_id__in=cases).order_by("pk")
    for case, pk, email, language in rows.values_list("case_id", "pk", "email", "language")[:most]:
        found.setdefault(case, []).append(Reader(follower=pk, email=email, language=language))
    return found


def messages_of_case(*, case: int, most: int = PAGE) -> list[Message]:
    """List what was sent about a case, newest first, without the keys in links. One statement."""
    found = list(Message.objects.filter(case_id=case).order_by("-made_at", "-pk")[:most])
    for message in found:
        message.body, message.html = hide_keys(message.body), hide_keys(message.html)
    return found


def sent_about_case(*, case_id: int, addresses: Collection[str], most: int = 20) -> list[Message]:
    """Give what was sent about a case to some addresses, newest first. One statement."""
    wanted = [one for one in addresses if one]
    return list(
        Message.objects.filter(case_id=case_id, address__in=wanted)
        .order_by("-made_at", "-pk")
        .defer("body")[:most]
    )


def newest_messages(*, page: int) -> tuple[list[Message], bool]:
    """Give one page of all messages the actor may see, newest first, and whether more follow."""
    start = (max(page, 1) - 1) * EACH_PAGE
    rows = list(Message.objects.order_by("-pk")[start : start + EACH_PAGE + 1])
    return rows[:EACH_PAGE], len(rows) > EACH_PAGE


def count_unsent(*, most: int = 1000) -> dict[str, int]:
    """Count the messages that wait or were refused, each up to a number. Two statements."""
    return {
        status: Message.objects.filter(status=status).order_by()[:most].count()
        for status in ("queued", "refused")
    }
