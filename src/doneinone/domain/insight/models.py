"""Figures by day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from doneinone.foundation.wall import Walled


class DayFigure(Walled):
    """What was counted on one day for one team and service (or channel, for contacts)."""

    wall: ClassVar[str] = "policy"

    day = models.DateField()
    agency_id = models.IntegerField()
    team = models.CharField(max_length=60, blank=True)
    service = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    opened = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    closed_in_time = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    contacts = models.IntegerField(default=0)
    done_in_one = models.IntegerField(default=0)
    avoidable = models.IntegerField(default=0)

    class Meta:
        db_table = "day_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "agency_id", "team", "service", "channel", "sensitivity"],
                name="day_figure_once",
            )
        ]

    def __str__(self) -> str:
        return f"figures of {self.day}"
