"""Who of the staff does a thing: actors of everybody who works on the hub, by team and role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.directory.models import ApiKey, Membership
from doneinone.domain.directory.queries import actor_of_staff
from doneinone.domain.identity.models import Staff
from doneinone.foundation.actors import STANDARD, Actor


@dataclass(frozen=True, slots=True)
class Staffing:
    """The actors of a hub's staff."""

    advisers: Sequence[Actor]
    by_team: Mapping[int, Sequence[Actor]]
    client: Actor

    @classmethod
    def of_hub(cls, *, hub: Hub) -> Staffing:
        """Work out who every member of staff is. A statement for each, and two."""
        actors = {staff.pk: actor_of_staff(staff=staff) for staff in Staff.objects.order_by("pk")}
        by_team: dict[int, list[Actor]] = defaultdict(list)
        memberships = Membership.objects.filter(team__isnull=False, ended_at__isnull=True)
        for staff, team in memberships.order_by("pk").values_list("staff_id", "team_id"):
            if team is not None and actors[staff] not in by_team[team]:
                by_team[team].append(actors[staff])
        key = ApiKey.objects.filter(revoked_at__isnull=True).order_by("pk").first()
        agency = key.agency_id if key else hub.receiver.pk
        client = Actor(
            kind="client", name=key.name if key else "Demonstration", agencies=(agency,),
            clearance=STANDARD, agency_id=agency, roles=frozenset({"client"}), channel="api",
        )  # fmt: skip
        return cls(
            advisers=[actor for actor in actors.values() if actor.may("adviser")],
            by_team=by_team,
            client=client,
        )

    def adviser(self, random: Random) -> Actor:
        """Choose an adviser."""
        return random.choice(self.advisers)

    def worker(self, *, team: int, random: Random, roles: Collection[str] = ()) -> Actor | None:
        """Choose somebody of a team who has one of the roles; anybody of it where none is named."""
        able = [
            actor for actor in self.by_team.get(team, ()) if not roles or actor.roles & set(roles)
        ]
        return random.choice(able) if able else None
