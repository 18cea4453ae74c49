"""Messages to people."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from doneinone.foundation.wall import Walled


class Status(models.TextChoices):
    """How far a message has come."""

    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"


class Message(Walled):
    """One message by e-mail, text or letter, for one event."""

    wall: ClassVar[str] = "policy"

    event_id = models.BigIntegerField(null=True)
    case = models.ForeignKey("cases.Case", null=True, db_index=False, on_delete=models.CASCADE)
    template = models.CharField(max_length=60)
    means = models.CharField(max_length=10)
    address = models.CharField(max_length=300)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    # The same words as HTML, for e-mail: kept, so that what was sent can be shown as it was.
    html = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    # The same on every try, so that mail systems drop the repeat of one that was on the wire.
    message_id = models.CharField(max_length=120, unique=True)
    attempts = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "message"
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "template", "means", "address"], name="message_once_for_event"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="message_queued", condition=Q(status="queued")
            ),
            models.Index(F("case"), F("made_at"), name="message_case"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
