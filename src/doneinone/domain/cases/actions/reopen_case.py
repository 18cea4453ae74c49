"""Open a closed case again, because it is not put right."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases import rules
from doneinone.domain.cases.actions.wind_clocks import wind_clocks
from doneinone.domain.cases.models import CLOSED, Case, CaseClock, CasePause
from doneinone.domain.cases.queries import access_case, waits_of
from doneinone.domain.catalogue.queries import Hub, service_at
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import Audience
from doneinone.foundation.timeline.recording import record


class UnableToReopenCase(Exception):
    """The case cannot be opened again. The message may be shown to the person."""


@action
def reopen_case(*, actor: Actor, hub: Hub, reference: str, reason: str, now: datetime) -> Case:
    """
    Open a case again. Its clock goes on from where it stood: the time it was closed is not
    counted, and the promise does not begin anew.

    The person may for 28 days; staff at any time.

    :raises CaseNotFound: if it is not the actor's to see
    :raises UnableToReopenCase: if it is open, or too long closed
    """
    case = access_case(reference=reference, lock=True)
    if problem := rules.reopen_problem(
        stage=case.stage, closed_at=case.closed_at, now=now, by_staff=actor.kind == "staff"
    ):
        raise UnableToReopenCase(problem)
    assert case.closed_at is not None
    if not reason.strip():
        raise UnableToReopenCase("Tell us what is still wrong, so that we know what to look for.")
    definition = service_at(case.service_version_id).definition
    CasePause.objects.create(
        case=case,
        reason=rules.WHILE_CLOSED,
        paused_at=case.closed_at,
        resumed_at=now,
        visible_to=case.visible_to,
        sensitivity=case.sensitivity,
    )
    clocks = list(CaseClock.objects.filter(case=case).order_by("pk"))
    again = [c for c in clocks if definition.standards[c.standard].met_by == CLOSED]
    for clock in again:
        clock.met_at = None
    CaseClock.objects.filter(pk__in=[clock.pk for clock in again]).update(met_at=None)
    case.stage, case.outcome, case.closed_at = definition.first_stage, "", None
    case.reopened += 1
    wind_clocks(case=case, clocks=clocks, waits=waits_of(case=case), hub=hub)
    record(
        actor,
        "case.reopened",
        subject=case,
        at=now,
        audience=Audience.PERSON,
        reason=reason.strip()[:4000],
        service=case.service,
    )
    case.save(
        update_fields=[
            "stage",
            "outcome",
            "closed_at",
            "reopened",
            "due_at",
            "due_standard",
            "promised_at",
            "version",
        ]
    )
    return case
