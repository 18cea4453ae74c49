"""Draining the outbox: events are taken in batches and handed to their reactions."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from doneinone.foundation.actors import Actor, acting, system
from doneinone.foundation.timeline.models import Event, FailedReaction, Outbox
from doneinone.foundation.timeline.reactions import REACTIONS, Reaction

log = logging.getLogger(__name__)

BATCH = 200
ATTEMPTS = 8
"""After so many tries a reaction is left for the administrator: about two and a half hours."""

Group = tuple[tuple[int, ...], int]

# An event is taken only when no earlier one of its subject waits, so that two workers never
# react to one case out of order.
_TAKE = """
select event_id, kind, visible_to, sensitivity from outbox o
where not exists (
    select from outbox e where e.subject_kind = o.subject_kind and e.subject_id = o.subject_id
    and e.sequence < o.sequence)
order by event_id limit %s for update of o skip locked
"""


def drain(*, now: datetime, limit: int = BATCH) -> int:
    """
    React to one batch of waiting events and return how many were taken.

    The batch, what the reactions wrote and its leaving the outbox are one transaction: a worker
    that dies in the middle leaves everything as it was.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [limit])
            rows = cursor.fetchall()
        if not rows:
            return 0
        groups: dict[Group, list[int]] = defaultdict(list)
        for event_id, _kind, visible_to, sensitivity in rows:
            groups[tuple(visible_to), sensitivity].append(event_id)
        for group, ids in groups.items():
            _react_to_group(group, ids, now)
        Outbox.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return len(rows)


def _react_to_group(group: Group, ids: Sequence[int], now: datetime) -> None:
    actor = system(name="worker", agencies=group[0], clearance=group[1])
    with acting(actor):
        events = list(Event.objects.filter(pk__in=ids).order_by("pk"))
        for reaction in REACTIONS.values():
            wanted = [event for event in events if event.kind in reaction.kinds]
            if wanted:
                _react(actor, reaction, wanted, now)


def _react(actor: Actor, reaction: Reaction, events: Sequence[Event], now: datetime) -> None:
    """Run one reaction; when a batch fails, find the events that fail by themselves."""
    try:
        with transaction.atomic():
            reaction.run(actor, events)
    except Exception as problem:
        if len(events) > 1:
            for event in events:
                _react(actor, reaction, [event], now)
            return
        event = events[0]
        # The class only: the text of an error may hold personal data.
        log.warning(
            "reaction %s failed for event %s: %s", reaction.name, event.pk, type(problem).__name__
        )
        FailedReaction.objects.update_or_create(
            event_id=event.pk,
            reaction=reaction.name,
            defaults={
                "kind": event.kind,
                "visible_to": event.visible_to,
                "sensitivity": event.sensitivity,
                "attempts": 1,
                "error": type(problem).__name__,
                "first_failed_at": now,
                "next_try_at": now + back_off(attempts=1),
            },
        )


def back_off(*, attempts: int) -> timedelta:
    """Say how long to wait after a number of failed tries: 5 s, 20 s, 80 s … at most one hour."""
    return timedelta(seconds=min(5 * 4 ** (attempts - 1), 3600))


def retry_failed(*, now: datetime, limit: int = 50) -> int:
    """Try failed reactions again whose time has come, and return how many were tried."""
    with transaction.atomic():
        due = list(
            FailedReaction.objects.select_for_update(skip_locked=True)
            .filter(next_try_at__lte=now)
            .order_by("next_try_at")[:limit]
        )
        for failed in due:
            _try_again(failed, now)
    return len(due)


def _try_again(failed: FailedReaction, now: datetime) -> None:
    reaction = REACTIONS.get(failed.reaction)
    actor = system(name="worker", agencies=failed.visible_to, clearance=failed.sensitivity)
    try:
        with transaction.atomic(), acting(actor):
            if reaction is not None:
                reaction.run(actor, [Event.objects.get(pk=failed.event_id)])
    except Exception as problem:
        failed.attempts += 1
        failed.error = type(problem).__name__
        failed.next_try_at = (
            now + back_off(attempts=failed.attempts) if failed.attempts < ATTEMPTS else None
        )
        failed.save(update_fields=["attempts", "error", "next_try_at"])
    else:
        failed.delete()
