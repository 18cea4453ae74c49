"""Stop telling somebody about a case that another person reported."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases.models import Case, Follower
from doneinone.domain.cases.queries import CaseNotFound, access_case
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import Audience
from doneinone.foundation.timeline.recording import record


@action
def unfollow_case(*, actor: Actor, reference: str, follower: int, now: datetime) -> Case:
    """
    Forget the address of somebody who follows a case.

    :raises CaseNotFound: if the case is not the actor's to see, or they do not follow it any more
    """
    case = access_case(reference=reference, lock=True)
    gone, _ = Follower.objects.filter(pk=follower, case=case).delete()
    if not gone:
        raise CaseNotFound
    # The follower writes it, and may write only what the case's own people could read.
    record(
        actor, "case.unfollowed", subject=case, at=now, audience=Audience.PERSON, follower=follower
    )
    case.save(update_fields=["version"])
    return case
