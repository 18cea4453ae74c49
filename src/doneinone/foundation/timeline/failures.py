"""Reactions that did not work: what the administrator sees of them, and the button to try again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import FailedReaction
from doneinone.foundation.timeline.recording import record


class UnableToRetryReaction(Exception):
    """The reaction cannot be tried again. The message may be shown to the administrator."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A reaction that did not work for an event. Kinds and ids only, nothing of any person."""

    id: int
    event_id: int
    kind: str
    reaction: str
    error: str
    attempts: int
    first_failed_at: datetime
    next_try_at: datetime | None

    @property
    def is_given_up(self) -> bool:
        """Whether it is tried again only when somebody asks for it."""
        return self.next_try_at is None


@dataclass
class _Retried:
    """The failure as a subject of the timeline: each retry is one event, numbered by its tries."""

    pk: int
    version: int
    visible_to: list[int]
    sensitivity: int = -1  # administrative: below every case, so that administrators see it

    @property
    def subject_kind(self) -> str:
        """Say what kind of thing this is."""
        return "reaction"


def failed_reactions(*, most: int = 100) -> list[Failure]:
    """List the reactions that did not work, those given up first. One statement."""
    rows = FailedReaction.objects.order_by(
        F("next_try_at").desc(nulls_first=True), "-first_failed_at", "-pk"
    )[:most]
    return [
        Failure(
            id=row.pk,
            event_id=row.event_id,
            kind=row.kind,
            reaction=row.reaction,
            error=row.error,
            attempts=row.attempts,
            first_failed_at=row.first_failed_at,
            next_try_at=row.next_try_at,
        )
        for row in rows
    ]


@action
def retry_reaction(*, actor: Actor, failure: int, now: datetime) -> None:
    """
    Let the worker try a failed reaction once more, at once.

    :raises PermissionError: if the actor is no administrator
    :raises UnableToRetryReaction: if it has worked meanwhile, or is being tried already
    """
    if not actor.may("administrator") or actor.agency_id is None:
        raise PermissionError("Only an administrator may do this.")
    found = FailedReaction.objects.select_for_update().filter(pk=failure).first()
    if found is None:
        raise UnableToRetryReaction("This has worked meanwhile. There is nothing to be done.")
    if found.next_try_at is not None and found.next_try_at <= now:
        raise UnableToRetryReaction("This is being tried already. Look again in a moment.")
    subject = _Retried(pk=found.pk, version=found.attempts, visible_to=[actor.agency_id])
    found.next_try_at = now
    found.attempts += 1
    found.save(update_fields=["next_try_at", "attempts"])
    record(
        actor,
        "reaction.retried",
        subject=subject,
        at=now,
        reaction=found.reaction,
        of_kind=found.kind,
        of_event=found.event_id,
    )
