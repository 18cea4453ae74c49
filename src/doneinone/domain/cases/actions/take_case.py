"""Say who is on a case."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases.actions.wind_clocks import check_unchanged
from doneinone.domain.cases.models import CLOSED, Case
from doneinone.domain.cases.queries import access_case
from doneinone.domain.directory.models import Membership
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.recording import record


class UnableToTakeCase(Exception):
    """The case cannot be taken or given. The message may be shown to staff."""


@action
def take_case(
    *,
    actor: Actor,
    reference: str,
    owner: int | None = None,
    seen: int | None = None,
    now: datetime,
) -> Case:
    """
    Take a case, or give it to a colleague of its team.

    :param owner: the colleague's id; None for the actor
    :raises CaseNotFound: if it is not the actor's to see
    :raises CaseChanged: if somebody changed it since
    :raises UnableToTakeCase: if it is closed, not the team's, or theirs already
    """
    case = access_case(reference=reference, lock=True)
    check_unchanged(case=case, seen=seen)
    if case.team_id not in actor.teams:
        raise UnableToTakeCase("Only the team that has this case may say who is on it.")
    if case.stage == CLOSED:
        raise UnableToTakeCase("This case is closed. Open it again first.")
    wanted = owner if owner is not None else actor.staff_id
    if wanted is None:
        raise UnableToTakeCase("Only a member of staff can have a case.")
    member = (
        Membership.objects.filter(
            staff_id=wanted, team_id=case.team_id, ended_at__isnull=True, staff__is_active=True
        )
        .select_related("staff")
        .first()
    )
    if member is None:
        raise UnableToTakeCase("Choose somebody who is in the team that has this case.")
    if case.owner_id == wanted:
        raise UnableToTakeCase(f"{member.staff.name} has this case already.")
    case.owner_id = wanted
    record(actor, "case.taken", subject=case, at=now, owner=wanted, owner_name=member.staff.name)
    case.save(update_fields=["owner", "version"])
    return case
