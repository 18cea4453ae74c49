"""Working out a case's dates again after its stage or its pauses changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from doneinone.domain.cases import rules
from doneinone.domain.cases.models import Case, CaseClock
from doneinone.domain.catalogue.queries import Hub, service_at


class CaseChanged(Exception):
    """
    Somebody else changed the case after the actor read it. Nothing of the actor's was saved.

    :ivar reference: the case
    :ivar seen: the version that the actor had read
    """

    def __init__(self, *, reference: str, seen: int) -> None:
        super().__init__(
            "Somebody changed this case while you were writing. Nothing of yours is lost."
        )
        self.reference = reference
        self.seen = seen


def check_unchanged(*, case: Case, seen: int | None) -> None:
    """
    Refuse a change by somebody who has not seen the newest version.

    :raises CaseChanged: if the case has moved on since
    """
    if seen is not None and case.version != seen:
        raise CaseChanged(reference=case.reference, seen=seen)


def wind_clocks(
    *, case: Case, clocks: Sequence[CaseClock], waits: Sequence[rules.Wait], hub: Hub
) -> None:
    """
    Work out the due dates of the clocks that run, and which of them runs out first.

    Saves the clocks whose date moved; the case itself is the caller's to save.
    """
    definition = service_at(case.service_version_id).definition
    moved = []
    first: CaseClock | None = None
    for clock in clocks:
        if clock.met_at is None:
            due = rules.due(
                standard=definition.standards[clock.standard],
                started_at=clock.started_at,
                waits=waits,
                hours=hub.hours_for(case.team_id, definition.standards[clock.standard]),
                calendar=hub.calendar,
            )
            if due != clock.due_at:
                clock.due_at = due
                moved.append(clock)
            if due is not None and (first is None or first.due_at is None or due < first.due_at):
                first = clock
        if clock.promise and clock.due_at is not None:
            case.promised_at = clock.due_at
    if moved:
        CaseClock.objects.bulk_update(moved, ["due_at"])
    case.due_at = first.due_at if first else None
    case.due_standard = first.standard if first else ""


def meet(*, clocks: Sequence[CaseClock], standards: Sequence[str], now: datetime) -> None:
    """Mark standards as met at a moment."""
    met = [clock for clock in clocks if clock.standard in standards and clock.met_at is None]
    for clock in met:
        clock.met_at = now
    if met:
        CaseClock.objects.filter(pk__in=[clock.pk for clock in met]).update(met_at=now)
