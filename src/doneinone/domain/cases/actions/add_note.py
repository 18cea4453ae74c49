"""Write a note for staff on a case."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases.models import Case
from doneinone.domain.cases.queries import access_case
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.recording import record

LONGEST = 4000


class UnableToAddNote(Exception):
    """The note cannot be written. The message may be shown to staff."""


@action
def add_note(*, actor: Actor, reference: str, text: str, now: datetime) -> Case:
    """
    Write an internal note. The person never sees it, nor do other agencies on the case.

    :raises CaseNotFound: if it is not the actor's to see
    :raises UnableToAddNote: if there is nothing in it, or too much
    """
    case = access_case(reference=reference, lock=True)
    text = text.strip()
    if not text:
        raise UnableToAddNote("Write the note first.")
    if len(text) > LONGEST:
        raise UnableToAddNote(f"A note can have {LONGEST} letters. Yours has {len(text)}.")
    own = sorted(set(case.visible_to) & set(actor.agencies)) or case.visible_to
    record(actor, "case.noted", subject=case, at=now, visible_to=own, text=text)
    case.save(update_fields=["version"])
    return case
