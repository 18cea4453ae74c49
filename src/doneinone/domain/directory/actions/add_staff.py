"""Give somebody an account."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from doneinone.domain.directory.actions.change_settings import UnableToManage, settings_of
from doneinone.domain.identity.models import Staff
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.recording import record


@action
def add_staff(
    *, actor: Actor, agency: int, name: str, email: str, password: str | None, now: datetime
) -> Staff:
    """
    Make an account for somebody of an agency. Without a password they set one by a mailed link.

    :raises UnableToManage: if the actor does not administer the agency, or the address is taken
    """
    settings = settings_of(actor=actor, agency=agency)
    name, email = " ".join(name.split()), email.strip().lower()
    if not name:
        raise UnableToManage("Enter the person's name.")
    try:
        validate_email(email)
    except ValidationError:
        raise UnableToManage("Enter an e-mail address, like name@example.org.") from None
    staff = Staff(name=name, email=email, joined_at=now)
    if password is None:
        staff.set_unusable_password()
    else:
        staff.set_password(password)
    try:
        with transaction.atomic():
            staff.save()
    except IntegrityError:
        raise UnableToManage("Somebody has an account with this e-mail address already.") from None
    record(actor, "staff.added", subject=settings, at=now, staff=staff.pk)
    settings.save(update_fields=["version"])
    return staff
