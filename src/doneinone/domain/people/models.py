"""People and how to reach them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from doneinone.foundation.wall import Walled


class Person(Walled):
    """Somebody who contacts us or is contacted by us."""

    wall: ClassVar[str] = "policy"
    subject_kind: ClassVar[str] = "person"

    title = models.CharField(max_length=40, blank=True)
    given = models.CharField(max_length=100, blank=True)
    family = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True)
    language = models.CharField(max_length=5, default="en")
    needs = ArrayField(models.CharField(max_length=40), default=list)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    keys = ArrayField(models.TextField(), default=list)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "person"
        indexes = [
            GinIndex(fields=["keys"], name="person_keys"),
            models.Index(fields=["email"], name="person_email", condition=~models.Q(email="")),
            models.Index(
                fields=["telephone"], name="person_telephone", condition=~models.Q(telephone="")
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def name(self) -> str:
        """Give the name as it is written on a letter."""
        return " ".join(filter(None, [self.given, self.family]))
