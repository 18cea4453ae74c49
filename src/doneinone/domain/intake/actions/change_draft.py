"""Keep what was answered on one page of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from doneinone.domain.intake.actions.begin_draft import KEPT_FOR
from doneinone.domain.intake.models import Draft
from doneinone.domain.intake.queries import DraftNotFound, access_draft
from doneinone.foundation.actors import Actor, action


class UnableToChangeDraft(Exception):
    """The form was handed in already. The message may be shown."""


@action
def change_draft(
    *,
    actor: Actor,
    hashed: str,
    now: datetime,
    answers: Mapping[str, Any] | None = None,
    place: Mapping[str, Any] | None = None,
    contact: Mapping[str, Any] | None = None,
    files: Sequence[Mapping[str, Any]] | None = None,
    looked_for_duplicates: bool | None = None,
    language: str | None = None,
) -> Draft:
    """
    Keep parts of a form; what is not given stays as it is.

    :param answers: answers to be put beside those there are; None as a value says left blank
    :raises DraftNotFound: if the form is not the actor's
    :raises UnableToChangeDraft: if it was handed in already
    """
    draft = access_draft(hashed=hashed, now=now, lock=True)
    if draft.reference:
        raise UnableToChangeDraft("You have sent this already.")
    if answers is not None:
        draft.answers = {**draft.answers, **answers}
    if place is not None:
        draft.place = dict(place) or None
        draft.looked_for_duplicates = False
    if contact is not None:
        draft.contact = dict(contact)
    if files is not None:
        draft.files = [dict(file) for file in files]
    if looked_for_duplicates is not None:
        draft.looked_for_duplicates = looked_for_duplicates
    if language is not None:
        draft.language = language
    draft.changed_at, draft.expires_at = now, now + KEPT_FOR
    draft.save()
    return draft


__all__ = ["DraftNotFound", "UnableToChangeDraft", "change_draft"]
