"""What is to be made and what was made. Pure: a process can read it before anything else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from doneinone.foundation.clock import local


@dataclass(frozen=True, slots=True)
class Plan:
    """What a process makes: its share of the people and of each day's contacts."""

    people: int
    days: int
    until: datetime
    share: int = 0
    shares: int = 1

    @property
    def first_day(self) -> date:
        """The first day of the history."""
        return local(self.until).date() - timedelta(days=self.days - 1)

    def own_part(self, count: int) -> int:
        """Give this share's part of a number."""
        return count // self.shares + (1 if self.share < count % self.shares else 0)


@dataclass(slots=True)
class Made:
    """What was made, and what the rules refused on the way."""

    people: int = 0
    contacts: int = 0
    cases: int = 0
    deeds: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Made) -> Made:
        """Give what two shares made together."""
        return Made(
            people=self.people + other.people,
            contacts=self.contacts + other.contacts,
            cases=self.cases + other.cases,
            deeds=self.deeds + other.deeds,
            refused=self.refused + other.refused,
        )
