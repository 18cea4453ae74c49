"""Take a form up on another device, with the code that was given for it."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.intake.actions.begin_draft import KEPT_FOR
from doneinone.domain.intake.models import Draft
from doneinone.domain.intake.queries import access_draft
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.references import hash_secret


@action
def take_up_draft(*, actor: Actor, hashed: str, key: str, now: datetime) -> Draft:
    """
    Give a form a new key, that of the device it is taken up on. The code stays good.

    The actor must hold the hash of the code and that of the new key; the device that had the form
    before no longer has it.

    :param hashed: the hash of the code
    :param key: the secret that the new device keeps
    :raises DraftNotFound: if no form has that code, or its time is over
    """
    draft = access_draft(hashed=hashed, now=now, lock=True)
    draft.key_hash = hash_secret(key)
    if not draft.reference:
        draft.changed_at, draft.expires_at = now, now + KEPT_FOR
    draft.save(update_fields=["key_hash", "changed_at", "expires_at"])
    return draft
