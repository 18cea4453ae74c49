"""Give a member of staff a role."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.directory.actions.change_settings import UnableToManage, settings_of
from doneinone.domain.directory.models import Membership, Role, Team
from doneinone.domain.identity.models import Staff
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.recording import record


@action
def grant_role(
    *,
    actor: Actor,
    staff: int,
    agency: int,
    team: int | None,
    role: str,
    restricted: bool = False,
    now: datetime,
) -> Membership:
    """
    Give somebody a role in a team, or in the whole agency when ``team`` is None.

    :raises UnableToManage: if the actor does not administer the agency, the team is another
        agency's, the person has the role already, or an administrator would read restricted cases
    """
    settings = settings_of(actor=actor, agency=agency)
    if role not in Role.values:
        raise UnableToManage("Choose one of the roles in the list.")
    if not Staff.objects.filter(pk=staff, is_active=True).exists():
        raise UnableToManage("We cannot find that member of staff.")
    if staff == actor.staff_id and role != Role.ADMINISTRATOR:
        raise UnableToManage("Somebody else must give you a role that opens cases.")
    if team is not None and not Team.objects.filter(pk=team, agency_id=agency).exists():
        raise UnableToManage("That team belongs to another organisation.")
    if role == Role.ADMINISTRATOR and (restricted or team is not None):
        raise UnableToManage("An administrator manages the whole organisation and reads no cases.")
    found: dict[str, int | None] = {"team_id": team}
    membership, made = Membership.objects.get_or_create(
        staff_id=staff,
        agency_id=agency,
        **found,
        role=role,
        ended_at=None,
        defaults={"since": now, "restricted": restricted},
    )
    if not made:
        raise UnableToManage("They have this role already.")
    record(
        actor,
        "role.granted",
        subject=settings,
        at=now,
        staff=staff,
        team=team,
        role=role,
        restricted=restricted,
    )
    settings.save(update_fields=["version"])
    return membership
