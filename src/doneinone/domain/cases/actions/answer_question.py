"""The person answers what we asked: their clock goes on."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases.actions.wind_clocks import wind_clocks
from doneinone.domain.cases.models import Case, CaseClock, CasePause, CaseQuestion
from doneinone.domain.cases.queries import access_case, waits_of
from doneinone.domain.catalogue.queries import Hub
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import Audience
from doneinone.foundation.timeline.recording import record

LONGEST = 4000


class UnableToAnswer(Exception):
    """The answer cannot be taken. The message may be shown to the person."""


@action
def answer_question(
    *, actor: Actor, hub: Hub, reference: str, question: int, text: str, now: datetime
) -> Case:
    """
    Take the person's answer to a question, given by its link or told to an adviser.

    :raises CaseNotFound: if the case is not the actor's to see
    :raises UnableToAnswer: if it was answered before, is gone, or the answer is empty or too long
    """
    case = access_case(reference=reference, lock=True)
    asked = CaseQuestion.objects.filter(pk=question, case=case).first()
    if asked is None:
        raise UnableToAnswer("We cannot find that question.")
    if asked.answered_at is not None:
        raise UnableToAnswer("You have answered this question already. Thank you.")
    text = text.strip()
    if not text:
        raise UnableToAnswer("Write your answer.")
    if len(text) > LONGEST:
        raise UnableToAnswer(f"Your answer can have {LONGEST} letters. It has {len(text)}.")
    asked.answer, asked.answered_at = text, now
    asked.save(update_fields=["answer", "answered_at"])
    CasePause.objects.filter(case=case, resumed_at__isnull=True).update(resumed_at=now)
    case.waiting_since = None
    if case.closed_at is None:
        clocks = list(CaseClock.objects.filter(case=case).order_by("pk"))
        wind_clocks(case=case, clocks=clocks, waits=waits_of(case=case), hub=hub)
    record(
        actor,
        "case.answered",
        subject=case,
        at=now,
        audience=Audience.PERSON,
        question=question,
        text=text,
    )
    case.save(update_fields=["waiting_since", "due_at", "due_standard", "promised_at", "version"])
    return case
