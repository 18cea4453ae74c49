"""What every change to an agency's settings begins with: who may, and its own row."""

from __future__ import annotations

from doneinone.domain.directory.models import Role, Settings
from doneinone.domain.directory.queries import administered
from doneinone.foundation.actors import Actor


class UnableToManage(Exception):
    """The change to staff, roles or keys cannot be made. The message may be shown to staff."""


def settings_of(*, actor: Actor, agency: int) -> Settings:
    """
    Lock the settings of an agency that the actor administers.

    :raises UnableToManage: if the actor does not administer it
    """
    if "system" not in actor.roles and (
        not actor.may(Role.ADMINISTRATOR) or agency not in administered(actor=actor)
    ):
        raise UnableToManage("You do not manage the staff of this organisation.")
    settings, _ = Settings.objects.select_for_update().get_or_create(agency_id=agency)
    return settings
