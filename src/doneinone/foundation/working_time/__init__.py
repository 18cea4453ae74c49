"""
Working time: when a thing is due, why, and what is left.

Pure: nothing here asks the time or the database. `walk` says what each way of counting means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from doneinone.foundation.clock import in_utc
from doneinone.foundation.working_time.calendar import BankHoliday, Calendar
from doneinone.foundation.working_time.explain import Explanation, Row, RowKind, explain
from doneinone.foundation.working_time.opening import (
    DatedHours,
    OpeningHours,
    is_open,
    next_opening,
)
from doneinone.foundation.working_time.spans import Clock, Measure, Span
from doneinone.foundation.working_time.walk import Pause, StepKind, walk

__all__ = [
    "BankHoliday",
    "Calendar",
    "Clock",
    "DatedHours",
    "Explanation",
    "Measure",
    "OpeningHours",
    "Pause",
    "Remaining",
    "Row",
    "RowKind",
    "Span",
    "due_at",
    "explain",
    "is_open",
    "next_opening",
    "remaining",
]


@dataclass(frozen=True, slots=True)
class Remaining:
    """
    What is left of a span at a moment.

    :param days: working days still to be counted, for a span in working days, or none
    :param time: opening or elapsed time still to be counted, for any other span, or none
    :param stopped: whether the clock stands still at that moment
    :param late: whether the due moment has passed
    """

    days: int | None
    time: timedelta | None
    stopped: bool
    late: bool


def due_at(
    *,
    start: datetime,
    span: Span,
    hours: OpeningHours | None,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
) -> datetime | None:
    """
    Give the moment, in UTC, by which a thing is due, or nothing while the clock is stopped.

    :param start: when it was received
    :param hours: the team's; may be none for a span that does not need them (`span.needs_hours`)
    :param pauses: times that do not count, in any order; they may overlap
    :raises ValueError: if a moment does not say its time zone, a pause ends before it starts, the
        span needs hours and there are none, or the end is over forty years away
    """
    return walk(start=start, span=span, hours=hours, calendar=calendar, pauses=pauses).due


def remaining(
    *,
    at: datetime,
    start: datetime,
    span: Span,
    hours: OpeningHours | None,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
) -> Remaining:
    """
    Say what is left of a span at a moment; takes what `due_at` takes, and the moment.

    :raises ValueError: as `due_at` does
    """
    at = in_utc(at)
    done = walk(start=start, span=span, hours=hours, calendar=calendar, pauses=pauses)
    used = [step for step in done.steps if step.kind is StepKind.USED]
    stopped = any(pause.start <= at and (pause.end is None or at < pause.end) for pause in pauses)
    late = done.due is not None and at > done.due
    if span.measure is Measure.WORKING_DAYS:
        counted = sum(step.at <= at for step in used)
        return Remaining(span.quantity - counted, None, stopped, late)
    nothing = timedelta()
    spent = sum(
        (min(step.amount, max(nothing, at - (step.at - step.amount))) for step in used), nothing
    )
    return Remaining(None, done.need - spent, stopped, late)
