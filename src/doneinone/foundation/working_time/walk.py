"""
The one walk through time from which the due date, its explanation and what is left all come.

What each measure means:

- **Working days.** A working day is a date on which the team opens, by its own hours. The day of
  receipt is day 0; what comes in while the team is shut counts as received when it next opens. A
  later working day is counted at its close, if the clock is running then; the thing is due at the
  close of the last. So a question asked and answered within one day costs nothing, a day at whose
  close we still wait is not counted, and nothing falls due while the clock is stopped.
- **Open minutes** (working hours, and hours on the team's clock). Only time in which the team is
  open and the clock is running counts. The end may fall exactly at a close.
- **Elapsed minutes** (hours on the clock `always`). All time counts but that of pauses.
- **Elapsed days.** To the same local time so many days later (if clocks skip it, to the moment at
  which they do); time in pauses is added.

A pause takes in its first moment and not its last, but a day is counted only if the clock ran up to
its close, so a pause that ends exactly then costs that day. A pause without an end stops the clock:
there is no due date, unless it was reached before the pause began.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from doneinone.foundation.clock import in_utc
from doneinone.foundation.working_time.calendar import Calendar
from doneinone.foundation.working_time.opening import Day, Days, OpeningHours
from doneinone.foundation.working_time.spans import Measure, Span

_DAY = timedelta(days=1)
_NOTHING = timedelta()
_FURTHEST_DAYS = 40 * 366


class Pause(NamedTuple):
    """
    Time that does not count.

    :param start: when the clock stopped
    :param end: when it went on, or none while it stands
    :param reason: why, in the language of whoever will read it: "person asked for a photo"
    """

    start: datetime
    end: datetime | None
    reason: str = ""


class StepKind(StrEnum):
    """What became of a stretch of time."""

    USED = "used"
    SHUT = "shut"  # by a bank holiday or a dated exception: an ordinary weekend is no step
    PAUSED = "paused"
    SPARED = "spared"  # a pause that cost no working day
    STOPPED = "stopped"


class Step(NamedTuple):
    """
    A stretch of the walk.

    :param at: the moment it was reached: the close of a counted day, or the end of the stretch
    :param amount: time used or paused; for working days, nothing, since each step is one day
    """

    kind: StepKind
    on: date
    at: datetime
    amount: timedelta = _NOTHING
    day: Day | None = None
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """
    A finished walk.

    :param received: when the clock began, at the team's opening
    :param due: in UTC, or none if the clock is stopped
    :param need: the whole time to count; for working days, nothing
    """

    received: datetime
    due: datetime | None
    steps: list[Step]
    need: timedelta = _NOTHING


def walk(
    *,
    start: datetime,
    span: Span,
    hours: OpeningHours | None,
    calendar: Calendar,
    pauses: Sequence[Pause],
) -> Walk:
    """
    Walk from receipt to the due moment, or to where the clock stopped.

    :raises ValueError: if a moment does not say its time zone, a pause ends before it starts, or
        the span needs opening hours and there are none, or the end is over forty years away
    """
    start = in_utc(start)
    apart = _apart(pauses) if pauses else []
    if not span.needs_hours:
        return _walk_elapsed(start, span, calendar, apart)
    if hours is None:
        raise ValueError(f"{span.say()} on a team's clock needs the team's opening hours")
    days = hours.days(calendar)
    if span.measure is Measure.WORKING_DAYS:
        return _walk_days(start, span.quantity, days, apart)
    return _walk_open(start, timedelta(minutes=span.quantity), days, apart)


def steps_with_spared(walk: Walk, pauses: Sequence[Pause], calendar: Calendar) -> list[Step]:
    """Give the steps of a walk and, in their places, the pauses that cost no working day."""
    steps = list(walk.steps)
    told = {step.pause for step in steps if step.pause}
    for pause in _apart(pauses):
        if pause in told or pause.end is None or pause.end <= walk.received:
            continue
        if walk.due is not None and pause.start >= walk.due:
            continue
        on = pause.end.astimezone(calendar.zone).date()
        place = next((i for i, step in enumerate(steps) if step.on >= on), len(steps))
        steps.insert(place, Step(StepKind.SPARED, on, pause.end, pause=pause))
    return steps


def _walk_days(start: datetime, count: int, days: Days, pauses: list[Pause]) -> Walk:
    day, received = days.from_(start)
    steps = _shut_before(start, day, days)
    on = day.on
    for _ in range(_FURTHEST_DAYS):
        on += _DAY
        day = days.on(on)
        if not day.opening:
            if days.unusually_shut(day):
                steps.append(Step(StepKind.SHUT, on, received, day=day))
            continue
        close = day.opening[-1][1]
        pause = _pause_at_close(pauses, close) if pauses else None
        if pause is None:
            steps.append(Step(StepKind.USED, on, close, day=day))
            count -= 1
            if not count:
                return Walk(received, close, steps)
        elif pause.end is None:
            steps.append(Step(StepKind.STOPPED, on, pause.start, pause=pause))
            return Walk(received, None, steps)
        else:
            steps.append(Step(StepKind.PAUSED, on, close, day=day, pause=pause))
    raise ValueError("The due date is over forty years away")


def _shut_before(start: datetime, received_on: Day, days: Days) -> list[Step]:
    """Give the bank holidays and exceptions for which receipt had to wait."""
    steps: list[Step] = []
    on = start.astimezone(days.zone).date()
    while on < received_on.on:
        day = days.on(on)
        if days.unusually_shut(day):
            steps.append(Step(StepKind.SHUT, on, start, day=day))
        on += _DAY
    return steps


def _walk_open(start: datetime, need: timedelta, days: Days, pauses: list[Pause]) -> Walk:
    day, received = days.from_(start)
    steps = _shut_before(start, day, days)
    left, at, on = need, received, day.on
    for _ in range(_FURTHEST_DAYS):
        if days.unusually_shut(day):
            steps.append(Step(StepKind.SHUT, on, at, day=day))
        for opens, closes in day.opening:
            at = max(at, opens)
            if at < closes:
                left, at, stopped = _count(on, at, closes, left, pauses, steps)
                if not left or stopped:
                    return Walk(received, None if left else at, steps, need)
        on += _DAY
        day = days.on(on)
    raise ValueError("The due date is over forty years away")


def _walk_elapsed(start: datetime, span: Span, calendar: Calendar, pauses: list[Pause]) -> Walk:
    if span.measure is Measure.ELAPSED_DAYS:
        here = start.astimezone(calendar.zone)
        # Wall time is kept by adding to the local time; what clocks skip is put right by `to_utc`.
        there = (here + timedelta(days=span.quantity)).replace(fold=here.fold)
        end = there.astimezone(UTC)
        if end.astimezone(calendar.zone).replace(fold=0) != there.replace(fold=0):
            end = calendar.to_utc(there.date(), there.hour * 60 + there.minute)
        need = end - start
    else:
        need = timedelta(minutes=span.quantity)
    steps: list[Step] = []
    on = start.astimezone(calendar.zone).date()
    # Enough for the need and every pause there is.
    end = start + need + sum(((p.end or p.start) - p.start for p in pauses), _NOTHING)
    left, at, _ = _count(on, start, end, need, pauses, steps)
    return Walk(start, None if left else at, steps, need)


def _count(
    on: date,
    start: datetime,
    end: datetime,
    left: timedelta,
    pauses: list[Pause],
    steps: list[Step],
) -> tuple[timedelta, datetime, bool]:
    """Count between two moments; give what is left, the moment reached, and if it stopped."""
    at = start
    for pause in pauses:
        if pause.end is not None and pause.end <= at:
            continue
        if pause.start >= end or at + left <= pause.start:
            break
        if at < pause.start:
            steps.append(Step(StepKind.USED, on, pause.start, pause.start - at))
            left -= pause.start - at
            at = pause.start
        if pause.end is None:
            steps.append(Step(StepKind.STOPPED, on, pause.start, pause=pause))
            return left, at, True
        until = min(pause.end, end)
        steps.append(Step(StepKind.PAUSED, on, until, until - at, pause=pause))
        at = until
    used = min(left, end - at)
    if used:
        steps.append(Step(StepKind.USED, on, at + used, used))
    return left - used, at + used, False


def _pause_at_close(pauses: list[Pause], close: datetime) -> Pause | None:
    for pause in pauses:
        if pause.start >= close:
            return None
        if pause.end is None or close <= pause.end:
            return pause
    return None


def _in_utc(pause: Pause) -> Pause:
    start, end, reason = pause
    if start.tzinfo is None or (end is not None and end.tzinfo is None):
        raise ValueError("A pause does not say its time zone; pass aware datetimes")
    return Pause(start.astimezone(UTC), end.astimezone(UTC) if end else None, reason)


def _apart(pauses: Sequence[Pause]) -> list[Pause]:
    """Sort pauses in UTC and part those that overlap; the time goes to the one begun first."""
    found: list[Pause] = []
    reached: datetime | None = None
    # In UTC from here on: Python reckons within one local zone by the wall clock, not by time.
    for start, end, reason in sorted(map(_in_utc, pauses), key=lambda pause: pause.start):
        if end is not None and end < start:
            raise ValueError(f"A pause ends at {end}, before it starts at {start}")
        begins = start if reached is None else max(start, reached)
        if end is None:
            found.append(Pause(begins, None, reason))
            break
        if end > begins:
            found.append(Pause(begins, end, reason))
            reached = end
    return found
