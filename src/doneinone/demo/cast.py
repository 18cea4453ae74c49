"""Who works on the demonstration hub: the cast, whom visitors sign in as, and their colleagues."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from anyascii import anyascii
from django.contrib.auth.hashers import make_password

from doneinone.demo.names import staff_names
from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.directory.actions.add_staff import add_staff
from doneinone.domain.directory.actions.grant_role import grant_role
from doneinone.domain.directory.actions.make_api_key import make_api_key
from doneinone.domain.identity.models import Staff
from doneinone.foundation.actors import Actor, system

PASSWORD = "one-front-door"  # noqa: S105 - shown on the page of the demonstration
FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: e-mail, agency, and the roles with their teams."""

    name: str
    email: str
    agency: str
    roles: tuple[tuple[str, str | None], ...]
    says: str
    second_factor: bool = False


CAST = (
    Member(
        "Bea Hughes", "bea@irwell.example", "irwell-council",
        (("adviser", "contact-centre"),), "contact-centre adviser",
    ),
    Member(
        "Carl Ainsworth", "carl@irwell.example", "irwell-council",
        (("officer", "highways"),), "highways officer",
    ),
    Member(
        "Dev Patel", "dev@irwell-water.example", "irwell-water",
        (("officer", "network-repairs"),), "officer of the water company",
    ),
    Member(
        "Eve Lomax", "eve@castle-homes.example", "castle-homes",
        (("officer", "castle-neighbourhoods"),), "officer of an unrelated landlord",
    ),
    Member(
        "Flo Dawson", "flo@irwell.example", "irwell-council",
        (("supervisor", "highways"), ("officer", "highways")), "supervisor of highways", True,
    ),
    Member(
        "Gus Whitworth", "gus@irwell.example", "irwell-council",
        (("administrator", None),), "administrator of the council", True,
    ),
)  # fmt: skip

COLLEAGUES: Mapping[str, tuple[int, int]] = {
    "contact-centre": (7, 1), "highways": (4, 0), "highways-emergency": (3, 1),
    "street-lighting": (2, 1), "street-cleaning": (4, 1), "waste": (3, 1), "trees": (2, 1),
    "environmental-protection": (2, 1), "parking-vehicles": (2, 1), "dog-wardens": (2, 0),
    "drainage": (2, 1), "adult-social-care": (3, 1), "social-care-emergency": (1, 1),
    "network-repairs": (2, 1), "neighbourhood-policing": (1, 0), "community-nursing": (1, 0),
    "castle-neighbourhoods": (1, 0),
}  # fmt: skip
"""Of each team, how many advisers or officers and how many supervisors besides the cast."""

RESTRICTED_TEAMS = frozenset({"adult-social-care", "social-care-emergency"})


@dataclass(frozen=True, slots=True)
class SignIn:
    """How a visitor signs in as one of the cast."""

    name: str
    email: str
    role: str
    agency: str
    totp: str | None


@dataclass(frozen=True, slots=True)
class SignIns:
    """What a visitor needs to look round: kept in the data folder, read by the page /demo."""

    password: str
    cast: tuple[SignIn, ...]
    api_key: str


def make_staff(*, hub: Hub, random: Random, now: datetime) -> SignIns:
    """Make the accounts of the cast and of their colleagues, and a key for the API."""
    actor = system(
        name="demonstration", agencies=[agency.pk for agency in hub.agencies.values()], clearance=1
    )
    signed = [_make_member(actor, hub, member, now) for member in CAST]
    Staff.objects.filter(email__in=[one.email for one in signed]).update(
        password=make_password(PASSWORD)
    )
    _make_colleagues(actor, hub, random, now)
    key = make_api_key(
        actor=actor, agency=hub.agencies["irwell-council"].pk, name="Demonstration", now=now
    )
    return SignIns(password=PASSWORD, cast=tuple(signed), api_key=key)


def _make_member(actor: Actor, hub: Hub, member: Member, now: datetime) -> SignIn:
    agency = hub.agencies[member.agency]
    staff = add_staff(
        actor=actor, agency=agency.pk, name=member.name, email=member.email, password=None, now=now
    )
    for role, team in member.roles:
        _grant(actor, hub, staff, member.agency, team, role, now)
    secret = None
    if member.second_factor:
        secret = generate_totp_secret()
        TOTP.activate(staff, secret)
    return SignIn(member.name, member.email, member.says, agency.name, secret)


def _make_colleagues(actor: Actor, hub: Hub, random: Random, now: datetime) -> None:
    teams = {key: counts for key, counts in COLLEAGUES.items() if key in hub.teams}
    names = staff_names(
        random=random,
        count=sum(sum(counts) for counts in teams.values()),
        taken={member.name for member in CAST},
    )
    for key, (workers, supervisors) in teams.items():
        agency = hub.teams[key].agency
        domain = "irwell.example" if agency.kind == "council" else f"{agency.key}.example"
        for number in range(workers + supervisors):
            name = names.pop()
            staff = add_staff(
                actor=actor, agency=agency.pk, name=name,
                email=anyascii(f"{name.split()[0]}@{domain}").lower(),
                password=None, now=now,
            )  # fmt: skip
            role = "adviser" if key == "contact-centre" else "officer"
            _grant(actor, hub, staff, agency.key, key, role, now)
            if number >= workers:
                _grant(actor, hub, staff, agency.key, key, "supervisor", now)


def _grant(
    actor: Actor, hub: Hub, staff: Staff, agency: str, team: str | None, role: str, now: datetime
) -> None:
    grant_role(
        actor=actor, staff=staff.pk, agency=hub.agencies[agency].pk,
        team=hub.teams[team].pk if team else None, role=role,
        restricted=team in RESTRICTED_TEAMS, now=now,
    )  # fmt: skip


def keep(*, sign_ins: SignIns, data: Path) -> None:
    """Write the sign-ins into the data folder, readable by its owner alone."""
    path = data / FILE
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(sign_ins), file, indent=2, ensure_ascii=False)


def kept(*, data: Path) -> SignIns | None:
    """Read the sign-ins of a demonstration that was made before; nothing if they are not there."""
    try:
        read = json.loads((data / FILE).read_text(encoding="utf-8"))
        cast = tuple(SignIn(**one) for one in read["cast"])
        return SignIns(password=read["password"], cast=cast, api_key=read["api_key"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
