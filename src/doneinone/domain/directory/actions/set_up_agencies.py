"""Write the agencies and teams of a published hub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from doneinone.domain.directory.models import Agency, Team
from doneinone.foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What a hub's file says of an agency."""

    name: str
    kind: str
    gss: str = ""
    telephone: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What a hub's file says of a team."""

    agency: str
    name: str
    hours: Mapping[str, Any] = field(default_factory=dict)


def set_up_agencies(
    *, actor: Actor, agencies: Mapping[str, AgencyFacts], teams: Mapping[str, TeamFacts]
) -> None:
    """
    Make the directory agree with the hub's file; what the file no longer names stops being active.

    Part of publishing, which records the event and holds the transaction.
    """
    if "system" not in actor.roles:
        raise PermissionError("Only publishing writes agencies and teams.")
    rows = {}
    for key, facts in agencies.items():
        rows[key], _ = Agency.objects.update_or_create(
            key=key,
            defaults={
                "name": facts.name,
                "kind": facts.kind,
                "gss": facts.gss,
                "telephone": facts.telephone,
                "website": facts.website,
                "is_active": True,
            },
        )
    Agency.objects.exclude(key__in=agencies).update(is_active=False)
    for key, team in teams.items():
        Team.objects.update_or_create(
            key=key,
            defaults={
                "agency": rows[team.agency],
                "name": team.name,
                "hours": dict(team.hours),
                "is_active": True,
            },
        )
    Team.objects.exclude(key__in=teams).update(is_active=False)
