"""Ask the person a question: their clock stops until they answer."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases import rules
from doneinone.domain.cases.actions.wind_clocks import check_unchanged, wind_clocks
from doneinone.domain.cases.models import CLOSED, CaseClock, CasePause, CaseQuestion
from doneinone.domain.cases.queries import access_case, waits_of
from doneinone.domain.catalogue.queries import Hub
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import Audience
from doneinone.foundation.timeline.recording import record

LONGEST = 1000


class UnableToAskPerson(Exception):
    """The question cannot be asked. The message may be shown to staff."""


@action
def ask_person(
    *, actor: Actor, hub: Hub, reference: str, text: str, seen: int | None = None, now: datetime
) -> CaseQuestion:
    """
    Ask the person who reported something. The clocks that may pause stand still meanwhile.

    :raises CaseNotFound: if it is not the actor's to see
    :raises CaseChanged: if somebody changed it since
    :raises UnableToAskPerson: if there is no way to reach the person, or a question is open
    """
    case = access_case(reference=reference, lock=True)
    check_unchanged(case=case, seen=seen)
    text = text.strip()
    if not text:
        raise UnableToAskPerson("Write the question first.")
    if len(text) > LONGEST:
        raise UnableToAskPerson(f"A question can have {LONGEST} letters. Yours has {len(text)}.")
    if case.stage == CLOSED:
        raise UnableToAskPerson("This case is closed. Open it again first.")
    if case.team_id not in actor.teams and not actor.may("adviser"):
        raise UnableToAskPerson("Only the team that has this case, or an adviser, may ask.")
    if not (case.contact_email or case.contact_telephone):
        raise UnableToAskPerson("The person left no e-mail address and no telephone number.")
    if case.waiting_since is not None:
        raise UnableToAskPerson("We are waiting for an answer already. Ask when it has come.")
    question = CaseQuestion.objects.create(
        case=case,
        text=text,
        asked_at=now,
        asked_by=actor.name,
        visible_to=case.visible_to,
        sensitivity=case.sensitivity,
    )
    CasePause.objects.create(
        case=case,
        reason=rules.WAITING_FOR_PERSON,
        paused_at=now,
        visible_to=case.visible_to,
        sensitivity=case.sensitivity,
    )
    case.waiting_since = now
    clocks = list(CaseClock.objects.filter(case=case).order_by("pk"))
    wind_clocks(case=case, clocks=clocks, waits=waits_of(case=case), hub=hub)
    record(
        actor,
        "case.asked",
        subject=case,
        at=now,
        audience=Audience.PERSON,
        question=question.pk,
        text=text,
        stopped=[c.standard for c in clocks if c.pauses and not c.met_at],
    )
    case.save(update_fields=["waiting_since", "due_at", "due_standard", "promised_at", "version"])
    return question
