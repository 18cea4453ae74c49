"""Events, the outbox of those not reacted to yet, and the reactions that did not work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from doneinone.foundation.wall import Walled


class Audience(models.TextChoices):
    """Who may read an event besides the staff who can see its subject."""

    PERSON = "person"
    STAFF = "staff"


class Event(Walled):
    """One thing that happened to a case, a contact, a person or a setting. Never changed."""

    wall: ClassVar[str] = "policy"

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    sequence = models.IntegerField()
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=200)
    staff_id = models.BigIntegerField(null=True)
    agency_id = models.IntegerField(null=True)
    channel = models.CharField(max_length=20)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.STAFF)
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "event"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "sequence"], name="event_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id}/{self.sequence}"


class Outbox(models.Model):
    """An event that waits for its reactions. Filled by a trigger; holds no personal data."""

    wall: ClassVar[str] = "none: ids and kinds only, so that a worker can see what is to be done"

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, primary_key=True, db_constraint=False
    )
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    sequence = models.IntegerField()
    visible_to = Walled._meta.get_field("visible_to").clone()
    sensitivity = models.SmallIntegerField()

    class Meta:
        db_table = "outbox"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "sequence"], name="outbox_subject")
        ]

    def __str__(self) -> str:
        return f"{self.kind} waits"


class FailedReaction(models.Model):
    """A reaction that did not work for one event, with when it is tried again."""

    wall: ClassVar[str] = "none: ids, kinds and the class of the error; never its text"

    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    reaction = models.CharField(max_length=120)
    visible_to = Walled._meta.get_field("visible_to").clone()
    sensitivity = models.SmallIntegerField()
    attempts = models.IntegerField(default=1)
    error = models.CharField(max_length=200)
    first_failed_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "failed_reaction"
        constraints = [
            models.UniqueConstraint(fields=["event_id", "reaction"], name="failed_reaction_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="failed_reaction_next",
                condition=Q(next_try_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reaction} for event {self.event_id}"
