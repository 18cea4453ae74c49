"""Forms that people have begun, and the answers to calls that are repeated."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from doneinone.foundation.wall import Walled

BY_KEY = "key_hash = any(current_keys()) or code_hash = any(current_keys())"


class Draft(models.Model):
    """
    A form that somebody has begun. Only who holds its key (a cookie) or its code can see it.

    When it is handed in, ``reference`` names the case, and the answers are taken out of it.
    """

    wall: ClassVar[str] = "policy"

    key_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, null=True, unique=True)
    service = models.CharField(max_length=80)
    service_version = models.ForeignKey("catalogue.ServiceVersion", on_delete=models.PROTECT)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=5, default="en")
    place = models.JSONField(null=True)
    answers = models.JSONField(default=dict)
    contact = models.JSONField(null=True)
    files = models.JSONField(default=list)
    looked_for_duplicates = models.BooleanField(default=False)
    reference = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "draft"
        indexes = [models.Index(fields=["expires_at"], name="draft_expires")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Receipt(Walled):
    """What was answered to a call with an Idempotency-Key, so that its repeat opens nothing."""

    wall: ClassVar[str] = "policy"

    key = models.CharField(max_length=200)
    api_key_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    reference = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "receipt"
        constraints = [models.UniqueConstraint(fields=["api_key_id", "key"], name="receipt_once")]

    def __str__(self) -> str:
        return f"receipt {self.pk}"
