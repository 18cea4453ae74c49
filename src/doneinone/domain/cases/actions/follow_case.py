"""Follow a public case that somebody else reported."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases.models import CLOSED, Case, Follower
from doneinone.domain.cases.queries import access_case
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import Audience
from doneinone.foundation.timeline.recording import record


class UnableToFollowCase(Exception):
    """The case cannot be followed. The message may be shown to the person."""


@action
def follow_case(
    *, actor: Actor, reference: str, email: str, language: str = "en", now: datetime
) -> Case:
    """
    Keep somebody told about a public case. Asking twice does no harm and tells nothing.

    :param email: an address that the channel has checked
    :raises CaseNotFound: if it is not there
    :raises UnableToFollowCase: if it is not public or is closed
    """
    case = access_case(reference=reference, lock=True)
    if not case.shown_publicly or case.sensitivity > 0:
        raise UnableToFollowCase("This cannot be followed.")
    if case.stage == CLOSED:
        raise UnableToFollowCase("This has been closed. Report it as a new problem.")
    follower, made = Follower.objects.get_or_create(
        case=case,
        email=email.strip().lower(),
        defaults={
            "since": now,
            "language": language,
            "visible_to": case.visible_to,
            "sensitivity": case.sensitivity,
        },
    )
    if made:
        record(
            actor,
            "case.followed",
            subject=case,
            at=now,
            audience=Audience.PERSON,
            follower=follower.pk,
        )
        case.save(update_fields=["version"])
    return case
