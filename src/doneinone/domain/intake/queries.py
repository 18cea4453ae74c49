"""Reads of begun forms: each is seen only by who holds its key or its code."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.intake.models import Draft


class DraftNotFound(Exception):
    """There is no such form, or its time is over. The message may be shown."""

    def __init__(self) -> None:
        super().__init__(
            "We cannot find that form. It may be more than 28 days old. Please start again."
        )


def access_draft(*, hashed: str, now: datetime, lock: bool = False) -> Draft:
    """
    Fetch a form by the hash of its key or its code. One statement.

    :raises DraftNotFound: if there is none, it is not the actor's, or its time is over
    """
    found = Draft.objects.select_for_update() if lock else Draft.objects.all()
    draft = found.filter(key_hash=hashed).first() or found.filter(code_hash=hashed).first()
    if draft is None or draft.expires_at <= now:
        raise DraftNotFound
    return draft
