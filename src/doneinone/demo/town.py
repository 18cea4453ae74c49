"""Who lives in the demonstration's city and where: invented people at invented addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from doneinone.demo.names import Somebody, invent
from doneinone.domain.people.actions._details import Details
from doneinone.domain.people.actions.create_person import create_person
from doneinone.domain.places.models import Address
from doneinone.foundation.actors import Actor

AREAS = (
    "Bridge End", "Ferry Bank", "Mill Lane", "Castle Hill", "Weaste Moor", "Lower Weir",
    "Orchard Rise", "Quayside", "Kilnbrook", "Ashen Clough", "St Brannoc's", "Saltersgate",
    "Hollin Green", "Tanners' Row", "Far Meadows", "Beacon Edge",
)  # fmt: skip
"""The invented parts of the city, from its middle outwards."""

NEIGHBOURS_NEAR = 1_200
"""Metres within which somebody who is out and about sees things."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An address, as a place that cases are about and people live at."""

    line: str
    area: str
    postcode: str
    easting: int
    northing: int

    def place(self, *, council: str) -> dict[str, Any]:
        """Give the place as every channel hands it in."""
        return {
            "easting": self.easting,
            "northing": self.northing,
            "postcode": self.postcode,
            "label": f"{self.line}, {self.area}",
            "area": self.area,
            "council": council,
            "is_ours": True,
        }


@dataclass(frozen=True, slots=True)
class Resident:
    """A person of the hub, who they are and where they live."""

    id: int
    who: Somebody
    home: Spot

    @property
    def name(self) -> str:
        """The name as it is given."""
        return f"{self.who.given} {self.who.family}"


def spots(*, count: int, random: Random) -> list[Spot]:
    """Choose addresses all over the city. One statement."""
    last = Address.objects.order_by("-key").values_list("key", flat=True).first() or 0
    keys = {random.randint(1, last) for _ in range(count)}
    rows = Address.objects.filter(key__in=keys).values_list(
        "line", "area", "postcode", "easting", "northing"
    )
    found = [
        Spot(line, area, f"{code[:-3]} {code[-3:]}", easting, northing)
        for line, area, code, easting, northing in rows
    ]
    random.shuffle(found)
    return found


def settle(
    *,
    homes: Sequence[Spot],
    numbers: Sequence[int],
    actor: Actor,
    random: Random,
    before: datetime,
) -> list[Resident]:
    """
    Invent people and write them down through the action, as advisers did over the years.

    :param numbers: one for each person, which makes their e-mail address nobody else's
    :param before: all of them were known before this moment
    """
    create = create_person.__wrapped__  # type: ignore[attr-defined]  # one transaction for many
    residents = []
    for number in numbers:
        who = invent(random=random, number=number, today=before.date())
        home = random.choice(homes)
        details = Details(
            title=who.title,
            given=who.given,
            family=who.family,
            born_on=who.born_on,
            language=who.language,
            needs=who.needs,
            email=who.email,
            telephone=who.telephone,
            address=f"{home.line}, {home.area}",
            postcode=home.postcode,
        )
        known_since = before - timedelta(minutes=random.randrange(1, 900 * 24 * 60))
        person = create(actor=actor, details=details, now=known_since)
        residents.append(Resident(person.pk, who, home))
    return residents
