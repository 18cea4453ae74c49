"""The person tells us more about what they reported: it has got worse, or we should know."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases.models import CLOSED, Case
from doneinone.domain.cases.queries import access_case
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import Audience
from doneinone.foundation.timeline.recording import record

LONGEST = 4000


class UnableToTellMore(Exception):
    """What was told cannot be taken. The message may be shown to the person."""


@action
def tell_more(*, actor: Actor, reference: str, text: str, now: datetime) -> Case:
    """
    Keep what the person adds to an open case, where staff and the person read it.

    :raises CaseNotFound: if it is not the actor's to see
    :raises UnableToTellMore: if there is nothing in it, too much, or the case is closed
    """
    case = access_case(reference=reference, lock=True)
    text = text.strip()
    if case.stage == CLOSED:
        raise UnableToTellMore("This has been closed. Say that it is not fixed instead.")
    if not text:
        raise UnableToTellMore("Tell us what has changed.")
    if len(text) > LONGEST:
        raise UnableToTellMore(f"You can write {LONGEST} letters. You wrote {len(text)}.")
    record(
        actor, "case.told_more", subject=case, at=now, audience=Audience.PERSON, text=text
    )  # fmt: skip
    case.save(update_fields=["version"])
    return case
