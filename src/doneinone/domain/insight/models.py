"""Figures: what was counted, by day or week, and what is open now."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from doneinone.foundation.wall import Walled


class Figure(Walled):
    """A row that reactions add to. It is seen by the agency whose work it counts."""

    key: ClassVar[tuple[str, ...]]
    amounts: ClassVar[tuple[str, ...]]

    agency_id = models.IntegerField()
    service = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True


class DayFigure(Figure):
    """What happened to the cases of one team and service on one day."""

    wall: ClassVar[str] = "policy"
    key = ("day", "agency_id", "team", "service", "sensitivity")
    amounts = ("opened", "closed", "closed_in_time", "reopened")

    day = models.DateField()
    team = models.CharField(max_length=60)
    opened = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    closed_in_time = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)

    class Meta:
        db_table = "day_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "agency_id", "team", "service", "sensitivity"],
                name="day_figure_once",
            )
        ]

    def __str__(self) -> str:
        return f"figures of {self.day}"


class OpenFigure(Figure):
    """How many cases of one team and service are open: opened and reopened less those closed."""

    wall: ClassVar[str] = "policy"
    key = ("agency_id", "team", "service", "sensitivity")
    amounts = ("open",)

    team = models.CharField(max_length=60)
    open = models.IntegerField(default=0)

    class Meta:
        db_table = "open_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "team", "service", "sensitivity"], name="open_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"open cases of {self.team}"


class ContactFigure(Figure):
    """
    How many contacts there were on one day, by channel.

    Each contact is counted once, under the service that it was first about and, when it could have
    been avoided, under the first reason.
    """

    wall: ClassVar[str] = "policy"
    key = ("day", "agency_id", "channel", "service", "cause", "sensitivity")
    amounts = ("contacts", "done_in_one")

    day = models.DateField()
    channel = models.CharField(max_length=20)
    cause = models.CharField(max_length=40, blank=True)
    contacts = models.IntegerField(default=0)
    done_in_one = models.IntegerField(default=0)

    class Meta:
        db_table = "contact_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "agency_id", "channel", "service", "cause", "sensitivity"],
                name="contact_figure_once",
            )
        ]

    def __str__(self) -> str:
        return f"contacts of {self.day}"


class ClosingTime(Figure):
    """How many cases of a service were closed after so many working days, week by week."""

    wall: ClassVar[str] = "policy"
    key = ("week", "agency_id", "service", "working_days", "sensitivity")
    amounts = ("cases",)

    week = models.DateField()
    working_days = models.SmallIntegerField()
    cases = models.IntegerField(default=0)

    class Meta:
        db_table = "closing_time"
        constraints = [
            models.UniqueConstraint(
                fields=["week", "agency_id", "service", "working_days", "sensitivity"],
                name="closing_time_once",
            )
        ]

    def __str__(self) -> str:
        return f"closing times of {self.service}"
