"""The cast of the tests: the same seven people in every test, as on the demonstration hub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import doneinone.demo
from doneinone.config.publishing import publish_folder
from doneinone.domain.catalogue.queries import Hub, current_hub
from doneinone.domain.catalogue.rules.examples import EXAMPLE_DAY
from doneinone.domain.directory.models import Agency, ApiKey, Membership
from doneinone.domain.directory.queries import actor_of_staff
from doneinone.domain.identity.models import Staff
from doneinone.domain.intake.actions.hand_in import hand_in, make_ready
from doneinone.domain.places.loading import load_places
from doneinone.domain.places.models import Postcode
from doneinone.foundation.actors import Actor, public
from doneinone.foundation.references import hash_secret

HUB_FOLDER = Path(doneinone.demo.__file__).parent / "hub"
PASSWORD = "a long password for tests"
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

TODAY = date(2026, 11, 24)
PLACE = {
    "easting": 381500, "northing": 398500, "postcode": "M6 5WG", 
    "label": "14 Lime Grove, Bridge End",
    "area": "bridge-end", "council": "E08000006", "is_ours": True,
}  # fmt: skip

ANSWERS: dict[str, dict[str, Any]] = {}
"""Answers that fit a service: the first example of its definition that is not refused."""


@dataclass(frozen=True)
class Cast:
    """Each member of staff as an account and as an actor."""

    bea: Actor
    carl: Actor
    dev: Actor
    eve: Actor
    flo: Actor
    gus: Actor
    staff: Mapping[str, Staff]
    api_key: str


ROLES = {
    "bea": ("Bea Hughes", "irwell-council", "contact-centre", "adviser"),
    "carl": ("Carl Ainsworth", "irwell-council", "highways", "officer"),
    "dev": ("Dev Patel", "irwell-water", "network-repairs", "officer"),
    "eve": ("Eve Lomax", "castle-homes", None, "officer"),
    "flo": ("Flo Dawson", "irwell-council", "highways", "supervisor"),
    "gus": ("Gus Whitworth", "irwell-council", None, "administrator"),
}


def publish_irwell() -> None:
    """Load the places and publish the demonstration hub, unless an earlier run did."""
    if not Postcode.objects.exists():
        # A part of Britain is enough, and loads in a second: Manchester's letter and London's.
        load_places(
            council="E08000006",
            area_names=["Bridge End", "Ferry Bank", "Mill Lane"],
            within_km=1,
            letters="MSWE",
        )
    publish_folder(HUB_FOLDER, by="tests", on_purpose=True, now=LONG_AGO)
    current_hub()


def make_cast(hub: Hub) -> Cast:
    """Make the accounts and the memberships of the cast."""
    staff: dict[str, Staff] = {}
    actors: dict[str, Actor] = {}
    for name, (full, agency, team, role) in ROLES.items():
        one = Staff(name=full, email=f"{name}@irwell.example", joined_at=LONG_AGO)
        one.set_password(PASSWORD)
        one.save()
        Membership.objects.create(
            staff=one, agency=hub.agencies[agency], team=hub.teams[team] if team else None,
            role=role, since=LONG_AGO,
        )  # fmt: skip
        if name == "flo":
            Membership.objects.create(
                staff=one, agency=hub.agencies[agency], team=hub.teams["highways"], role="officer",
                since=LONG_AGO,
            )  # fmt: skip
        staff[name] = one
        actors[name] = actor_of_staff(staff=one)
    secret = "dio_a key for tests"
    ApiKey.objects.create(
        agency=Agency.objects.get(key="irwell-council"), name="Tests", ending=secret[-4:],
        key_hash=hash_secret(secret), created_at=LONG_AGO,
    )  # fmt: skip
    return Cast(**actors, staff=staff, api_key=secret)


def answers_of(hub: Hub, service: str) -> dict[str, Any]:
    """Give answers that a service takes: those of its first example that is not refused."""
    definition = hub.service(service).definition
    example = next(one for one in definition.examples if not one.refused)
    later = TODAY - (example.today or EXAMPLE_DAY)
    dated = {question.id for question in definition.questions if question.kind == "date"}
    return {
        key: str(date.fromisoformat(value) + later) if key in dated else value
        for key, value in example.answers.items()
    }


def report(
    *,
    hub: Hub,
    service: str,
    now: datetime,
    answers: Mapping[str, Any] | None = None,
    place: Mapping[str, Any] | None = PLACE,
    contact: Mapping[str, Any] | None = None,
    actor: Actor | None = None,
    language: str = "en",
) -> str:
    """Report something, as Amina does unless told otherwise, and give the reference."""
    found = hub.service(service)
    ready = make_ready(
        hub=hub, service=found, answers=answers_of(hub, service) if answers is None else answers,
        place=place,
        contact={"name": "Amina Yusuf", "email": "amina@example.org", "telephone": "0161 496 0188"}
        if contact is None
        else contact,
        channel="web", language=language, strict=False, now=now,
    )  # fmt: skip
    return hand_in(actor=actor or public(), hub=hub, service=found, ready=ready, now=now).reference
