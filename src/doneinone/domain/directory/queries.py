"""Reads of the directory: who acts, which agencies and teams there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from doneinone.domain.directory.models import Agency, ApiKey, Membership, Role, Team
from doneinone.domain.identity.models import Staff
from doneinone.foundation.actors import RESTRICTED, STANDARD, Actor
from doneinone.foundation.references import hash_secret

PAGE = 50


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff in the administrator's list."""

    id: int
    name: str
    email: str
    is_active: bool
    memberships: tuple[tuple[int, str, str, bool], ...]
    """Of each: its id, the team or agency, the role, and whether cleared for restricted."""


def actor_of_staff(*, staff: Staff, channel: str = "desk") -> Actor:
    """
    Work out who a member of staff is on the hub. One statement.

    An administrator's membership opens no agency's cases. Clearance for restricted records holds
    only when the member has it in every agency they work on cases for: the wall knows one
    clearance for all of an actor's agencies, so it takes the lowest.
    """
    rows = list(
        Membership.objects.filter(staff=staff, ended_at__isnull=True).values_list(
            "agency_id", "team_id", "role", "restricted"
        )
    )
    working = [row for row in rows if row[2] != Role.ADMINISTRATOR]
    by_agency: dict[int, bool] = {}
    for agency, _team, _role, restricted in working:
        by_agency[agency] = by_agency.get(agency, False) or restricted
    administers = {row[0] for row in rows if row[2] == Role.ADMINISTRATOR}
    if working:
        clearance = RESTRICTED if all(by_agency.values()) else STANDARD
        agencies = tuple(sorted(by_agency))
    else:
        clearance, agencies = -1, tuple(sorted(administers))
    return Actor(
        kind="staff",
        name=staff.name,
        agencies=agencies,
        clearance=clearance,
        staff_id=staff.pk,
        agency_id=agencies[0] if agencies else None,
        teams=tuple(sorted({row[1] for row in working if row[1] is not None})),
        roles=frozenset(row[2] for row in rows),
        channel=channel,
    )


# Asked with every call of the API, so it is written out and not built anew each time.
_KEY = """
select k.id, k.name, k.agency_id from api_key k join agency a on a.id = k.agency_id
where k.key_hash = %s and k.revoked_at is null and (k.expires_at is null or k.expires_at > %s)
and a.is_active
"""


def actor_of_key(*, secret: str, now: datetime) -> tuple[Actor, int] | None:
    """Find the agency that an API key acts for, with the key's id. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_KEY, [hash_secret(secret), now])
        key = cursor.fetchone()
    if key is None:
        return None
    key_id, name, agency = key
    actor = Actor(
        kind="client",
        name=name,
        agencies=(agency,),
        clearance=STANDARD,
        agency_id=agency,
        roles=frozenset({"client"}),
        channel="api",
    )
    return actor, key_id


def teams_by_key() -> dict[str, Team]:
    """Give every team with its agency, by key. One statement."""
    return {team.key: team for team in Team.objects.select_related("agency")}


def agencies_by_key() -> dict[str, Agency]:
    """Give every agency by key. One statement."""
    return {agency.key: agency for agency in Agency.objects.all()}


def teams_of(*, actor: Actor) -> list[Team]:
    """Give the teams that an actor belongs to, or all of its agencies' for a member of none."""
    found = Team.objects.filter(is_active=True).order_by("name")
    if actor.teams:
        return list(found.filter(pk__in=actor.teams))
    return list(found.filter(agency_id__in=actor.agencies)) if actor.clearance >= 0 else []


def colleagues(*, team: int) -> list[Staff]:
    """Give the members of a team who can be given a case; at most 200."""
    return list(
        Staff.objects.filter(
            membership__team_id=team, membership__ended_at__isnull=True, is_active=True
        )
        .distinct()
        .order_by("name")[:200]
    )


def administered(*, actor: Actor) -> list[int]:
    """Give the agencies whose staff the actor may manage. One statement."""
    if actor.staff_id is None:
        return []
    return list(
        Membership.objects.filter(
            staff_id=actor.staff_id, role=Role.ADMINISTRATOR, ended_at__isnull=True
        ).values_list("agency_id", flat=True)
    )


def staff_list(
    *, agencies: list[int], text: str = "", page: int = 1
) -> tuple[list[StaffRow], bool]:
    """List the staff of some agencies, with whether there is another page. Two statements."""
    found = Staff.objects.filter(
        Q(membership__agency_id__in=agencies) | Q(membership__isnull=True)
    ).distinct()
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    start = (page - 1) * PAGE
    rows = list(found.order_by("name", "pk")[start : start + PAGE + 1])
    shown = rows[:PAGE]
    memberships: dict[int, list[tuple[int, str, str, bool]]] = {}
    for one in Membership.objects.filter(
        staff__in=shown, agency_id__in=agencies, ended_at__isnull=True
    ).select_related("team", "agency"):
        label = one.team.name if one.team else one.agency.name
        memberships.setdefault(one.staff_id, []).append((one.pk, label, one.role, one.restricted))
    return [
        StaffRow(
            id=staff.pk,
            name=staff.name,
            email=staff.email,
            is_active=staff.is_active,
            memberships=tuple(memberships.get(staff.pk, [])),
        )
        for staff in shown
    ], len(rows) > PAGE


def staff_member(*, agencies: list[int], staff: int) -> StaffRow | None:
    """Give a member of staff of some agencies, or of none yet. Two statements."""
    found = (
        Staff.objects.filter(pk=staff)
        .filter(Q(membership__agency_id__in=agencies) | Q(membership__isnull=True))
        .first()
    )
    if found is None:
        return None
    held = Membership.objects.filter(
        staff=found, agency_id__in=agencies, ended_at__isnull=True
    ).select_related("team", "agency")
    return StaffRow(
        id=found.pk,
        name=found.name,
        email=found.email,
        is_active=found.is_active,
        memberships=tuple(
            (one.pk, one.team.name if one.team else one.agency.name, one.role, one.restricted)
            for one in held.order_by("pk")
        ),
    )


def agency_of_role(*, membership: int) -> int | None:
    """Give the agency in which a role is held. One statement."""
    return Membership.objects.filter(pk=membership).values_list("agency_id", flat=True).first()


def api_keys(*, agencies: list[int], most: int = 200) -> list[ApiKey]:
    """List the keys of some agencies, newest first; never the keys themselves. One statement."""
    return list(
        ApiKey.objects.filter(agency_id__in=agencies)
        .select_related("agency")
        .order_by("-created_at", "-pk")[:most]
    )
