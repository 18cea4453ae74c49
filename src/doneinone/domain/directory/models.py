"""Agencies, teams, memberships and the keys of other systems."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """What a member may do."""

    ADVISER = "adviser"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Agency(models.Model):
    """An organisation behind the front door: a council, a utility, a landlord, a charity."""

    wall: ClassVar[str] = "none: public facts about organisations"

    id = models.AutoField(primary_key=True)
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    gss = models.CharField(max_length=9, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "agency"

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team of one agency, with its opening hours as they stand in the hub's file."""

    wall: ClassVar[str] = "none: public facts about teams"

    id = models.AutoField(primary_key=True)
    key = models.SlugField(max_length=60, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    hours = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "team"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """
    What a member of staff may do for a team, or for a whole agency when there is no team.

    ``restricted`` clears the member for restricted records of the agency. An administrator's
    membership opens no case: it gives nothing to the wall.
    """

    wall: ClassVar[str] = "none: needed to work out who acts; says who works where"

    staff = models.ForeignKey("identity.Staff", on_delete=models.CASCADE)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=Role.choices)
    restricted = models.BooleanField(default=False)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "membership"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "agency", "team", "role"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=~Q(role="administrator", restricted=True),
                name="administrators_read_no_cases",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"


class ApiKey(models.Model):
    """A key with which another system acts for an agency. Only its hash is kept."""

    wall: ClassVar[str] = "none: needed before it is known who acts; holds a hash"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    name = models.CharField(max_length=100)
    key_hash = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_key"

    def __str__(self) -> str:
        return f"{self.name} …{self.ending}"


class Settings(models.Model):
    """An agency's settings as a subject of the timeline: what its administrators did."""

    wall: ClassVar[str] = "none: one row that counts events about the directory"
    subject_kind: ClassVar[str] = "agency"

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE)
    version = models.IntegerField(default=0)
    # Events about settings are administrative: below every case, so that administrators see them.
    sensitivity = models.SmallIntegerField(default=-1)

    class Meta:
        db_table = "agency_settings"

    def __str__(self) -> str:
        return f"settings of {self.agency_id}"

    @property
    def visible_to(self) -> list[int]:
        """The agency itself."""
        return [self.agency_id]
