"""Share a case with another agency."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases.models import Case
from doneinone.domain.cases.queries import access_case
from doneinone.domain.directory.models import Agency
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.recording import record


class UnableToShareCase(Exception):
    """The case cannot be shared. The message may be shown to staff."""


@action
def share_case(*, actor: Actor, reference: str, agency: int, reason: str, now: datetime) -> Case:
    """
    Let another agency see a case from now on. Notes written before stay with those who had them.

    :raises CaseNotFound: if it is not the actor's to see
    :raises UnableToShareCase: if the case is restricted, not the actor's team's, or shared already
    """
    case = access_case(reference=reference, lock=True)
    if case.sensitivity > 0:
        raise UnableToShareCase("A restricted case cannot be shared from here.")
    if case.team_id not in actor.teams and not actor.may("supervisor"):
        raise UnableToShareCase("Only the team that has this case may share it.")
    if not reason.strip():
        raise UnableToShareCase("Say why they need to see it.")
    partner = Agency.objects.filter(pk=agency, is_active=True).first()
    if partner is None:
        raise UnableToShareCase("Choose an organisation from the list.")
    if agency in case.visible_to:
        raise UnableToShareCase(f"{partner.name} can see this case already.")
    case.visible_to = sorted({*case.visible_to, agency})
    record(
        actor,
        "case.shared",
        subject=case,
        at=now,
        agency=partner.key,
        name=partner.name,
        reason=reason.strip(),
    )
    case.save(update_fields=["visible_to", "version"])
    return case
