"""Take a role away, or close an account: at once."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from doneinone.domain.directory.actions.change_settings import UnableToManage, settings_of
from doneinone.domain.directory.models import Membership
from doneinone.domain.identity.models import Staff
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.recording import record


@action
def end_role(*, actor: Actor, agency: int, membership: int, now: datetime) -> None:
    """
    End a role. The next page the person opens knows it.

    :raises UnableToManage: if the actor does not administer the agency or the role has ended
    """
    settings = settings_of(actor=actor, agency=agency)
    ended = Membership.objects.filter(
        pk=membership, agency_id=agency, ended_at__isnull=True
    ).update(ended_at=now)
    if not ended:
        raise UnableToManage("That role has ended already.")
    record(actor, "role.ended", subject=settings, at=now, membership=membership)
    settings.save(update_fields=["version"])


@action
def close_account(*, actor: Actor, agency: int, staff: int, now: datetime) -> None:
    """
    Close the account of somebody who leaves: roles end and every session stops at once.

    :raises UnableToManage: if the actor does not administer the agency, or it is their own account
    """
    settings = settings_of(actor=actor, agency=agency)
    if staff == actor.staff_id:
        raise UnableToManage("You cannot close your own account. Ask another administrator.")
    roles = Membership.objects.filter(staff_id=staff, ended_at__isnull=True)
    if roles.exclude(agency_id=agency).exists():
        raise UnableToManage(
            "They also work for another organisation. End their roles with you instead."
        )
    if not roles.filter(agency_id=agency).exists():
        raise UnableToManage("We cannot find that member of staff.")
    roles.update(ended_at=now)
    Staff.objects.filter(pk=staff).update(is_active=False)
    sessions = UserSession.objects.filter(user_id=staff)
    Session.objects.filter(
        session_key__in=list(sessions.values_list("session_key", flat=True))
    ).delete()
    sessions.delete()
    record(actor, "staff.left", subject=settings, at=now, staff=staff)
    settings.save(update_fields=["version"])
