"""Close a case with an outcome."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases import rules
from doneinone.domain.cases.actions.wind_clocks import check_unchanged, meet
from doneinone.domain.cases.models import CLOSED, Case, CaseClock, CasePause
from doneinone.domain.cases.queries import access_case
from doneinone.domain.catalogue.queries import service_at
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import Audience
from doneinone.foundation.timeline.recording import record


class UnableToCloseCase(Exception):
    """The case cannot be closed. The message may be shown to staff."""


@action
def close_case(
    *,
    actor: Actor,
    reference: str,
    outcome: str,
    note: str = "",
    seen: int | None = None,
    now: datetime,
) -> Case:
    """
    Close a case: all its clocks stop, and the person is told how it ended.

    :param note: words for the person, besides what the outcome says
    :raises CaseNotFound: if it is not the actor's to see
    :raises CaseChanged: if somebody changed it since
    :raises UnableToCloseCase: if the definition does not allow it to the actor at this stage
    """
    case = access_case(reference=reference, lock=True)
    check_unchanged(case=case, seen=seen)
    definition = service_at(case.service_version_id).definition
    if problem := rules.move_problem(
        definition=definition,
        stage=case.stage,
        to=CLOSED,
        roles=actor.roles,
        in_team=case.team_id in actor.teams,
    ):
        raise UnableToCloseCase(problem)
    if outcome not in definition.outcomes:
        raise UnableToCloseCase("Choose how it ended from the list.")
    clocks = list(CaseClock.objects.filter(case=case))
    kept = [clock for clock in clocks if clock.met_at is None]
    in_time = all(clock.due_at is None or now <= clock.due_at for clock in kept) and all(
        clock.due_at is None or clock.met_at is None or clock.met_at <= clock.due_at
        for clock in clocks
    )
    meet(clocks=clocks, standards=[clock.standard for clock in kept], now=now)
    CasePause.objects.filter(case=case, resumed_at__isnull=True).update(resumed_at=now)
    case.stage, case.outcome, case.closed_at = CLOSED, outcome, now
    case.due_at, case.due_standard, case.waiting_since = None, "", None
    record(
        actor,
        "case.closed",
        subject=case,
        at=now,
        audience=Audience.PERSON,
        outcome=outcome,
        fixed=definition.outcomes[outcome].fixed,
        note=note.strip(),
        in_time=in_time,
        service=case.service,
        opened_at=case.opened_at.isoformat(),
    )
    case.save(
        update_fields=[
            "stage",
            "outcome",
            "closed_at",
            "due_at",
            "due_standard",
            "waiting_since",
            "version",
        ]
    )
    return case
