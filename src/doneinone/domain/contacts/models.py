"""Contacts and their matters."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from doneinone.foundation.wall import Walled


class Outcome(models.TextChoices):
    """How a matter ended."""

    ANSWERED = "answered"
    CASE_OPENED = "case_opened"
    CHASED = "chased"
    HANDED_OVER = "handed_over"
    NOT_FINISHED = "not_finished"


class Contact(Walled):
    """One conversation."""

    wall: ClassVar[str] = "policy"
    subject_kind: ClassVar[str] = "contact"

    channel = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    adviser = models.ForeignKey(
        "identity.Staff", null=True, db_index=False, on_delete=models.PROTECT
    )
    agency = models.ForeignKey("directory.Agency", db_index=False, on_delete=models.PROTECT)
    person = models.ForeignKey("people.Person", null=True, db_index=False, on_delete=models.PROTECT)
    caller = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    version = models.IntegerField(default=1)
    # The event that a self-service contact comes from: a reaction may run twice.
    from_event = models.BigIntegerField(null=True, unique=True)

    class Meta:
        db_table = "contact"
        indexes = [
            models.Index(F("person"), F("started_at").desc(), name="contact_person"),
            models.Index(
                F("adviser"),
                F("started_at").desc(),
                name="contact_open",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(F("agency"), F("started_at").desc(), name="contact_agency"),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Matter(Walled):
    """One thing that was asked in a contact, and how it ended."""

    wall: ClassVar[str] = "policy"

    contact = models.ForeignKey(Contact, db_index=False, on_delete=models.CASCADE)
    position = models.SmallIntegerField()
    service = models.CharField(max_length=80, blank=True)
    service_version = models.ForeignKey(
        "catalogue.ServiceVersion", null=True, db_index=False, on_delete=models.PROTECT
    )
    # The knowledge article from which it was answered.
    article = models.CharField(max_length=80, blank=True)
    answers = models.JSONField(default=dict)
    # What was typed and could not be taken yet, by question, so that nothing typed is lost.
    typed = models.JSONField(default=dict)
    # The lines that must be said and have been, by their number in the script.
    said = ArrayField(models.SmallIntegerField(), default=list)
    place = models.JSONField(null=True)
    note = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    avoidable = models.CharField(max_length=40, blank=True)
    case = models.ForeignKey("cases.Case", null=True, db_index=False, on_delete=models.PROTECT)
    reference = models.CharField(max_length=8, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "matter"
        constraints = [
            models.UniqueConstraint(fields=["contact", "position"], name="matter_in_order")
        ]
        indexes = [models.Index(fields=["case"], name="matter_case")]

    def __str__(self) -> str:
        return f"matter {self.position} of contact {self.contact_id}"
