"""Accounts of staff."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by their e-mail address."""

    def get_by_natural_key(self, username: str | None) -> Staff:
        """Find by e-mail address, whatever its capitals."""
        return self.get(email__iexact=username or "")


class Staff(AbstractBaseUser):
    """A person who works for one of the agencies and signs in."""

    wall: ClassVar[str] = "none: needed before it is known who acts; holds work addresses only"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        db_table = "staff"

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Give the letters for a small round picture, such as BH."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))
