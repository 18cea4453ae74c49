"""What may be done with a case, and when it is due. Pure: no database and no clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from doneinone.domain.catalogue.rules.schema import CLOSED, ServiceDefinition, Standard
from doneinone.foundation.working_time import (
    Calendar,
    Explanation,
    OpeningHours,
    Pause,
    Span,
    due_at,
    explain,
)

WAITING_FOR_PERSON = "waiting-for-person"
WHILE_CLOSED = "closed"
"""Why a clock stood still. The time a case was closed never counts when it is opened again."""

REOPEN_WITHIN = timedelta(days=28)
"""How long after it was closed the person may say that it is not put right."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which clocks stood still."""

    reason: str
    paused_at: datetime
    resumed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of a case, as far as working out its date needs it."""

    standard: str
    started_at: datetime
    met_at: datetime | None = None


@lru_cache(maxsize=512)
def span_of(within: str, clock: str) -> Span:
    """Read a standard's length of time."""
    return Span.parse(within, clock=clock)


def due(
    *,
    standard: Standard,
    started_at: datetime,
    waits: Sequence[Wait],
    hours: OpeningHours | None,
    calendar: Calendar,
) -> datetime | None:
    """Work out when a standard is due, or None while its clock stands still."""
    return due_at(
        start=started_at,
        span=span_of(str(standard.within), standard.clock),
        hours=hours,
        calendar=calendar,
        pauses=_pauses(standard, waits),
    )


def explain_due(
    *,
    standard: Standard,
    started_at: datetime,
    waits: Sequence[Wait],
    hours: OpeningHours | None,
    calendar: Calendar,
    language: str,
    why: dict[str, str],
) -> Explanation:
    """
    Give the day-by-day account of a due date, which anybody can read out.

    :param why: words for each reason of a pause, in the language
    """
    return explain(
        start=started_at,
        span=span_of(str(standard.within), standard.clock),
        hours=hours,
        calendar=calendar,
        pauses=_pauses(standard, waits, why),
        language=language,
    )


def _pauses(
    standard: Standard, waits: Sequence[Wait], why: dict[str, str] | None = None
) -> list[Pause]:
    return [
        Pause(wait.paused_at, wait.resumed_at, (why or {}).get(wait.reason, wait.reason))
        for wait in waits
        if standard.pauses or wait.reason == WHILE_CLOSED
    ]


def moves(
    *, definition: ServiceDefinition, stage: str, roles: Collection[str], in_team: bool
) -> list[str]:
    """
    Give the stages to which somebody may move a case.

    The definition names the roles for each move; where it names none, officers and supervisors
    may. Officers and supervisors act for their own team's cases only.
    """
    if stage == CLOSED or stage not in definition.stages:
        return []
    found = []
    for target, named in definition.stages[stage].moves.items():
        allowed = set(named or ("officer", "supervisor")) & set(roles)
        if not in_team:
            allowed -= {"officer", "supervisor"}
        if allowed or "system" in roles:
            found.append(target)
    return found


def move_problem(
    *,
    definition: ServiceDefinition,
    stage: str,
    to: str,
    roles: Collection[str],
    in_team: bool,
) -> str | None:
    """Say in words why a case may not be moved to a stage, or None if it may."""
    if stage == CLOSED:
        return "This case is closed. Open it again first."
    if to != CLOSED and to not in definition.stages:
        return "There is no such stage for this kind of case."
    if to in moves(definition=definition, stage=stage, roles=roles, in_team=in_team):
        return None
    named = definition.stages[stage].moves if stage in definition.stages else {}
    if to not in named:
        now, then = stage_label(definition, stage), stage_label(definition, to)
        return f"A case cannot go from “{now}” to “{then}”. Choose one of the next stages shown."
    if not in_team:
        return "Only the team that has this case may make this move."
    return "Your role may not make this move. Ask a supervisor of the team."


def stage_label(definition: ServiceDefinition, stage: str, language: str = "en") -> str:
    """Say what staff call a stage."""
    if stage in definition.stages:
        return definition.stages[stage].label.in_language(language)[0]
    return {"en": "Closed", "cy": "Wedi cau"}.get(language, "Closed")


def standards_met(
    definition: ServiceDefinition, *, stage: str, running: Sequence[str]
) -> list[str]:
    """
    Give the standards that are met when a case reaches a stage.

    Closing meets all that still run: there is nothing left to be done in time.
    """
    if stage == CLOSED:
        return list(running)
    return [
        key
        for key in running
        if key in definition.standards and definition.standards[key].met_by == stage
    ]


def reopen_problem(
    *, stage: str, closed_at: datetime | None, now: datetime, by_staff: bool
) -> str | None:
    """Say why a case may not be opened again, or None if it may."""
    if stage != CLOSED or closed_at is None:
        return "This case is still open, so there is nothing to open again."
    if not by_staff and now - closed_at > REOPEN_WITHIN:
        return (
            "It is more than 28 days since we closed this. Report it as a new problem, "
            "and we will look at it afresh."
        )
    return None


def who_sees(*, receiver: int, team_agency: int, shared: Collection[int]) -> list[int]:
    """Give the agencies that see a new case: who received it, who does it, who shares it."""
    return sorted({receiver, team_agency, *shared})
