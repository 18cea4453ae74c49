"""Writing events: ``record`` is called by every action, once, in its own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from doneinone.foundation.actors import Actor
from doneinone.foundation.timeline.models import Audience, Event


class Subject(Protocol):
    """What an event is about: a row behind the wall that counts its own events."""

    version: int

    @property
    def pk(self) -> Any:
        """The id of the row."""

    @property
    def visible_to(self) -> list[int]:
        """The ids of the agencies that may see it."""

    @property
    def sensitivity(self) -> int:
        """How sensitive it is: 0 standard, 1 restricted, -1 administrative."""

    @property
    def subject_kind(self) -> str:
        """Say what kind of thing this is, such as ``case``."""


def record(
    actor: Actor,
    kind: str,
    *,
    subject: Subject,
    at: datetime,
    audience: str = Audience.STAFF,
    visible_to: list[int] | None = None,
    first: bool = False,
    write: bool = True,
    **data: Any,
) -> Event:
    """
    Write what happened, in the transaction of the change.

    The subject's ``version`` counts its events: it goes up by one here, and the action saves it
    with its change (``first`` is for a subject made a moment ago with version 1). The unique
    constraint on subject and sequence refuses two events that would claim the same place.

    :param write: False leaves the writing to an action that inserts subject and event together
    :param visible_to: the agencies that may read the event, when fewer than the subject's
    :param data: facts of the event, as plain JSON values
    """
    if not first:
        subject.version += 1
    event = Event(
        at=at,
        kind=kind,
        subject_kind=subject.subject_kind,
        subject_id=subject.pk,
        sequence=subject.version,
        actor_kind=actor.kind,
        actor_name=actor.name,
        staff_id=actor.staff_id,
        agency_id=actor.agency_id,
        channel=actor.channel,
        audience=audience,
        data=data,
        visible_to=subject.visible_to if visible_to is None else visible_to,
        sensitivity=subject.sensitivity,
    )
    if write:
        event.save(force_insert=True)
    return event
