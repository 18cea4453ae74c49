"""Move a case to its next stage."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.cases import rules
from doneinone.domain.cases.actions.wind_clocks import check_unchanged, meet, wind_clocks
from doneinone.domain.cases.models import CLOSED, Case, CaseClock
from doneinone.domain.cases.queries import access_case, waits_of
from doneinone.domain.catalogue.queries import Hub, service_at
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.models import Audience
from doneinone.foundation.timeline.recording import record


class UnableToMoveCase(Exception):
    """The case cannot be moved. The message may be shown to staff."""


@action
def move_case(
    *,
    actor: Actor,
    hub: Hub,
    reference: str,
    to: str,
    note: str = "",
    seen: int | None = None,
    now: datetime,
) -> Case:
    """
    Move a case to a stage that its definition allows next. Closing is ``close_case``.

    :param note: a word for the person about the move, shown on their page
    :param seen: the version the actor had read
    :raises CaseNotFound: if it is not the actor's to see
    :raises CaseChanged: if somebody changed it since
    :raises UnableToMoveCase: if the definition does not allow the move to the actor
    """
    case = access_case(reference=reference, lock=True)
    check_unchanged(case=case, seen=seen)
    definition = service_at(case.service_version_id).definition
    if to == CLOSED:
        raise UnableToMoveCase("Choose how it ended to close this case.")
    if problem := rules.move_problem(
        definition=definition,
        stage=case.stage,
        to=to,
        roles=actor.roles,
        in_team=case.team_id in actor.teams,
    ):
        raise UnableToMoveCase(problem)
    clocks = list(CaseClock.objects.filter(case=case).order_by("pk"))
    running = [clock.standard for clock in clocks if clock.met_at is None]
    met = rules.standards_met(definition, stage=to, running=running)
    meet(clocks=clocks, standards=met, now=now)
    wind_clocks(case=case, clocks=clocks, waits=waits_of(case=case), hub=hub)
    before, case.stage = case.stage, to
    record(
        actor,
        "case.moved",
        subject=case,
        at=now,
        audience=Audience.PERSON,
        before=before,
        to=to,
        note=note.strip(),
        met=met,
    )
    case.save(update_fields=["stage", "due_at", "due_standard", "promised_at", "version"])
    return case
