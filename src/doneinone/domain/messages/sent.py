"""Reads of messages for the people they were sent to, and for the demonstration's page."""

from __future__ import annotations

from collections.abc import Collection

from doneinone.domain.messages.models import Message

PAGE = 25


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
    start = (max(page, 1) - 1) * PAGE
    rows = list(Message.objects.order_by("-pk")[start : start + PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE
