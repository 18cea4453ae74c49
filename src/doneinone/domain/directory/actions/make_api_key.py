"""Make or revoke a key with which another system acts for an agency."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.directory.actions.change_settings import UnableToManage, settings_of
from doneinone.domain.directory.models import ApiKey
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.references import hash_secret, new_secret
from doneinone.foundation.timeline.recording import record


@action
def make_api_key(
    *, actor: Actor, agency: int, name: str, expires_at: datetime | None = None, now: datetime
) -> str:
    """
    Make a key and return it: it is shown once and only its hash is kept.

    :raises UnableToManage: if the actor does not administer the agency or there is no name
    """
    settings = settings_of(actor=actor, agency=agency)
    if not name.strip():
        raise UnableToManage("Enter a name that says which system uses the key.")
    secret = "dio_" + new_secret()
    ApiKey.objects.create(
        agency_id=agency,
        name=name.strip()[:100],
        key_hash=hash_secret(secret),
        ending=secret[-4:],
        created_at=now,
        expires_at=expires_at,
    )
    record(actor, "key.made", subject=settings, at=now, name=name.strip()[:100])
    settings.save(update_fields=["version"])
    return secret


@action
def revoke_api_key(*, actor: Actor, agency: int, key: int, now: datetime) -> None:
    """
    Revoke a key: its next call is refused.

    :raises UnableToManage: if the actor does not administer the agency or the key is gone
    """
    settings = settings_of(actor=actor, agency=agency)
    if not ApiKey.objects.filter(pk=key, agency_id=agency, revoked_at__isnull=True).update(
        revoked_at=now
    ):
        raise UnableToManage("That key was revoked already.")
    record(actor, "key.revoked", subject=settings, at=now, key=key)
    settings.save(update_fields=["version"])
