"""Cases and what hangs on them. All of it stands behind the wall."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from doneinone.foundation.wall import Walled

CLOSED = "closed"


class Case(Walled):
    """One piece of work with a reference."""

    wall: ClassVar[str] = "policy"
    subject_kind: ClassVar[str] = "case"

    reference = models.CharField(max_length=8, unique=True)
    service = models.CharField(max_length=80)
    service_version = models.ForeignKey(
        "catalogue.ServiceVersion", db_index=False, on_delete=models.PROTECT
    )
    agency = models.ForeignKey("directory.Agency", db_index=False, on_delete=models.PROTECT)
    team = models.ForeignKey("directory.Team", db_index=False, on_delete=models.PROTECT)
    owner = models.ForeignKey("identity.Staff", null=True, db_index=False, on_delete=models.PROTECT)
    channel = models.CharField(max_length=20)
    stage = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40, blank=True)
    urgent = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    reopened = models.SmallIntegerField(default=0)
    # The clock that runs out first, for lists; null when none runs or all stand still.
    due_at = models.DateTimeField(null=True)
    due_standard = models.CharField(max_length=40, blank=True)
    # The date the person was told; it moves only with an event that says so.
    promised_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    person = models.ForeignKey("people.Person", null=True, db_index=False, on_delete=models.PROTECT)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.CharField(max_length=254, blank=True)
    contact_telephone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="en")

    answers = models.JSONField(default=dict)
    easting = models.IntegerField(null=True)
    northing = models.IntegerField(null=True)
    postcode = models.CharField(max_length=8, blank=True)
    place = models.CharField(max_length=300, blank=True)
    area = models.CharField(max_length=80, blank=True)
    shown_publicly = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("words", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        db_table = "case"
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=CLOSED, closed_at__isnull=False)
                | (~Q(stage=CLOSED) & Q(closed_at__isnull=True)),
                name="closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=(Q(stage=CLOSED) & ~Q(outcome="")) | (~Q(stage=CLOSED) & Q(outcome="")),
                name="closed_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
                name="place_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                F("team"),
                F("urgent").desc(),
                F("due_at").asc(nulls_last=True),
                F("id"),
                name="case_team_open",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                F("owner"),
                F("due_at").asc(nulls_last=True),
                name="case_owner_open",
                condition=Q(closed_at__isnull=True),
            ),
            # The tabs of a list are counted up to a hundred; a tab that holds few must not be
            # looked for among all that is open.
            models.Index(
                fields=["team"],
                name="case_team_waiting",
                condition=Q(closed_at__isnull=True, waiting_since__isnull=False),
            ),
            models.Index(
                F("team"),
                F("urgent").desc(),
                F("due_at").asc(nulls_last=True),
                F("id"),
                name="case_team_nobody",
                condition=Q(closed_at__isnull=True, owner__isnull=True),
            ),
            models.Index(
                fields=["agency"], name="case_agency_open", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                F("team"),
                F("closed_at").desc(),
                name="case_team_closed",
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(F("person"), F("opened_at").desc(), name="case_person"),
            models.Index(F("agency"), F("opened_at").desc(), name="case_agency"),
            models.Index(
                fields=["service", "easting", "northing"],
                name="case_public_place",
                condition=Q(shown_publicly=True),
            ),
            GinIndex(fields=["search"], name="case_search"),
            GinIndex(fields=["visible_to"], name="case_visible"),
        ]

    def __str__(self) -> str:
        return self.reference


class OfCase(Walled):
    """A row that belongs to a case and is as visible as the case is."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE)

    class Meta:
        abstract = True


class CaseClock(OfCase):
    """One standard of a case: when it is due, and when it was met."""

    wall: ClassVar[str] = "policy"

    standard = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    pauses = models.BooleanField(default=False)
    promise = models.BooleanField(default=False)

    class Meta:
        db_table = "case_clock"
        constraints = [models.UniqueConstraint(fields=["case", "standard"], name="case_clock_once")]

    def __str__(self) -> str:
        return f"{self.standard} of case {self.case_id}"


class CasePause(OfCase):
    """A time in which the clocks of a case that may pause stood still, and why."""

    wall: ClassVar[str] = "policy"

    reason = models.CharField(max_length=40)
    paused_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_pause"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(resumed_at__isnull=True), name="case_paused_once"
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True) | Q(resumed_at__gte=F("paused_at")),
                name="pause_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"pause of case {self.case_id}"


class CaseQuestion(OfCase):
    """A question that we asked the person, and their answer, which they give by a link."""

    wall: ClassVar[str] = "policy"

    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_question"

    def __str__(self) -> str:
        return f"question on case {self.case_id}"


class CaseFile(OfCase):
    """A photograph or document, checked by its content and kept by the files adapter."""

    wall: ClassVar[str] = "policy"

    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    size = models.IntegerField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "case_file"

    def __str__(self) -> str:
        return f"file of case {self.case_id}"


class Follower(OfCase):
    """Somebody who wants to be told about a case that another person reported."""

    wall: ClassVar[str] = "policy"

    email = models.CharField(max_length=254)
    language = models.CharField(max_length=5, default="en")
    since = models.DateTimeField()

    class Meta:
        db_table = "follower"
        constraints = [models.UniqueConstraint(fields=["case", "email"], name="follower_once")]

    def __str__(self) -> str:
        return f"follower of case {self.case_id}"
