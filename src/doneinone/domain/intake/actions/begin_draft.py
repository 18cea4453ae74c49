"""Begin a form, and take it up on another device."""

from __future__ import annotations

from datetime import datetime, timedelta

from doneinone.domain.catalogue.queries import Published
from doneinone.domain.intake.models import Draft
from doneinone.domain.intake.queries import DraftNotFound
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.references import hash_secret, new_resume_code, normalise_resume_code

KEPT_FOR = timedelta(days=28)
"""How long a form that nobody goes on with is kept."""


@action
def begin_draft(
    *, actor: Actor, key: str, service: Published, language: str, now: datetime
) -> Draft:
    """
    Begin a form. The actor must hold the key's hash (``public(keys=[hash_secret(key)])``).

    :param key: a secret that the person's browser keeps
    """
    return Draft.objects.create(
        key_hash=hash_secret(key),
        service=service.definition.service,
        service_version_id=service.version_id,
        channel=actor.channel,
        language=language,
        created_at=now,
        changed_at=now,
        expires_at=now + KEPT_FOR,
    )


@action
def give_code(*, actor: Actor, draft: int, now: datetime) -> str:
    """
    Make a code with which the form can be taken up on another device, in place of an older one.

    :raises DraftNotFound: if the form is not the actor's
    """
    code = new_resume_code()
    changed = Draft.objects.filter(pk=draft).update(
        code_hash=hash_code(code), changed_at=now, expires_at=now + KEPT_FOR
    )
    if not changed:
        raise DraftNotFound
    return code


def hash_code(code: str) -> str:
    """Give the hash under which a code is kept, however it was typed; '' when it cannot be one."""
    plain = normalise_resume_code(code)
    return hash_secret("code:" + plain) if plain else ""
