"""Published versions of the hub and of its services."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

NOT_PERSONAL = "none: published definitions, without personal data"


class HubVersion(models.Model):
    """The hub's own file and its messages, as they stood when they were published."""

    wall: ClassVar[str] = NOT_PERSONAL

    number = models.IntegerField(unique=True)
    definition = models.JSONField()
    messages = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        db_table = "hub_version"

    def __str__(self) -> str:
        return f"hub version {self.number}"


class ServiceVersion(models.Model):
    """A service's definition as it stood when it was published. Never changed."""

    wall: ClassVar[str] = NOT_PERSONAL

    key = models.SlugField(max_length=80)
    number = models.IntegerField()
    definition = models.JSONField()
    checksum = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    class Meta:
        db_table = "service_version"
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="service_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} version {self.number}"


class Service(models.Model):
    """A service that is offered now, with its current version and how it is found."""

    wall: ClassVar[str] = NOT_PERSONAL

    key = models.SlugField(max_length=80, primary_key=True)
    current = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT)
    theme = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20)
    words = models.TextField()
    search = SearchVectorField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "service"
        indexes = [GinIndex(fields=["search"], name="service_search")]

    def __str__(self) -> str:
        return self.key
