"""How figures are made from what happened. Pure: no database and no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from doneinone.foundation.working_time import Calendar

DAY = timedelta(days=1)
FRIDAY = 4

PERIODS = ("week", "last-week", "month", "quarter")
"""This week so far, last week, the last 28 days, the last 91 days."""

IN_TEN = 8
"""An honest date is one that so many in ten cases kept."""

LONGEST = 400
"""Working days beyond which a case is counted with the longest."""

AIM = 90
"""Of a hundred cases, so many should be closed within their standards."""


@dataclass(frozen=True, slots=True)
class Period:
    """Some days that figures are given for, and the days before that they are compared with."""

    key: str
    start: date
    end: date
    before_start: date
    before_end: date


def period_of(*, key: str, today: date) -> Period:
    """
    Give a period by its key; what is not one means this week.

    Weeks begin on Monday and are compared with the same days of the week before.
    """
    monday = today - today.weekday() * DAY
    if key == "last-week":
        return _before(key, monday - 7 * DAY, monday - DAY, 7)
    if key == "month":
        return _before(key, today - 27 * DAY, today, 28)
    if key == "quarter":
        return _before(key, today - 90 * DAY, today, 91)
    return _before("week", monday, today, 7)


def _before(key: str, start: date, end: date, days: int) -> Period:
    return Period(key, start, end, start - days * DAY, end - days * DAY)


def week_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - day.weekday() * DAY


def working_days_between(*, opened_on: date, closed_on: date, calendar: Calendar) -> int:
    """
    Count the working days after the one a case was opened on, up to the one it was closed on.

    The same day is 0, the next working day 1. Waiting for the person counts: this says how long
    people really wait. At most ``LONGEST``.
    """
    count, day = 0, opened_on
    while day < closed_on and count < LONGEST:
        day += DAY
        if day.weekday() <= FRIDAY and calendar.bank_holiday(day) is None:
            count += 1
    return count


def after_working_days(*, start: date, days: int, calendar: Calendar) -> date:
    """Give the day that is so many working days after another."""
    day = start
    while days > 0:
        day += DAY
        if day.weekday() <= FRIDAY and calendar.bank_holiday(day) is None:
            days -= 1
    return day


def within(*, closed_after: Mapping[int, int], in_ten: int = IN_TEN) -> int:
    """
    Give the least number of working days in which so many of ten cases were closed.

    :param closed_after: how many cases were closed after each number of working days; not empty
    """
    total, found = sum(closed_after.values()), 0
    for days in sorted(closed_after):
        found += closed_after[days]
        if found * 10 >= total * in_ten:
            return days
    return max(closed_after)


def percent(part: int, of: int) -> int | None:
    """Give a share of a hundred, rounded, or None of nothing."""
    return (200 * part + of) // (2 * of) if of else None
