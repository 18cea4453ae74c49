"""When a team is open: its weekdays, what bank holidays do to them, and dated exceptions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from doneinone.foundation.clock import in_utc
from doneinone.foundation.working_time.calendar import BankHoliday, Calendar

Intervals = tuple[tuple[int, int], ...]  # minutes after local midnight: from, to

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_INTERVAL = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_HOW = 'write it like "08:00-17:00", "09:00-13:00, 14:00-16:00" or "closed"'
_KEPT_DAYS = 8_000
_FURTHEST_DAYS = 40 * 366


class Day(NamedTuple):
    """One date: the team's opening in UTC (none if shut), and why it is not an ordinary day."""

    on: date
    opening: tuple[tuple[datetime, datetime], ...]
    holiday: BankHoliday | None
    exception: bool
    why: str


@dataclass(frozen=True, slots=True)
class DatedHours:
    """The hours of one date that differs from its weekday; none if the team is shut."""

    intervals: Intervals
    why: str = ""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """
    A team's opening hours. Read them with `parse`, once, and keep the object: it remembers days.

    :param week: seven days from Monday, each with its intervals
    :param bank_holidays: the intervals kept on a bank holiday, if its weekday is one on which the
        team opens at all (Boxing Day may be a Saturday); most teams keep none
    :param dated: dates that differ; they win over the weekday and over a bank holiday
    """

    week: tuple[Intervals, ...]
    bank_holidays: Intervals = ()
    dated: Mapping[date, DatedHours] = field(default_factory=dict)
    _days: dict[Calendar, dict[date, Day]] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    @classmethod
    def parse(cls, hours: Mapping[str, object]) -> "OpeningHours":
        """
        Read the hours of a team in `hub.yaml`.

        ::

            mon-fri: "08:00-17:00"
            sat: "09:00-13:00, 14:00-16:00"
            bank-holidays: "10:00-12:00"          # closed, unless written
            dates:
              2026-12-24: "08:00-12:00"
              2026-12-29: {hours: closed, why: Staff training}

        :raises ValueError: if a part cannot be read, naming it and saying what to write
        """
        if not isinstance(hours, Mapping):
            raise ValueError(
                f'Opening hours {hours!r} cannot be read: write mon-fri: "08:00-17:00"'
            )
        week: dict[int, Intervals] = {}
        for key, value in hours.items():
            if key in ("bank-holidays", "dates"):
                continue
            for weekday in _weekdays(key):
                if weekday in week:
                    raise ValueError(f"{_WEEKDAYS[weekday]} is written twice: leave one")
                week[weekday] = _intervals(str(key), value)
        if not any(week.values()):
            raise ValueError('No day is open: write at least one, like mon-fri: "08:00-17:00"')
        return cls(
            week=tuple(week.get(weekday, ()) for weekday in range(7)),
            bank_holidays=_intervals("bank-holidays", hours.get("bank-holidays", "closed")),
            dated=_dated(hours.get("dates", {})),
        )

    def days(self, calendar: Calendar) -> "Days":
        """Give the days of these hours in a calendar, each worked out once."""
        known = self._days.setdefault(calendar, {})
        if len(known) > _KEPT_DAYS:
            known = self._days[calendar] = {}
        return Days(self, calendar, known)


class Days:
    """The days of some opening hours in a calendar."""

    __slots__ = ("_calendar", "_hours", "_known", "zone")

    def __init__(self, hours: OpeningHours, calendar: Calendar, known: dict[date, Day]) -> None:
        self._hours = hours
        self._calendar = calendar
        self._known = known
        self.zone = calendar.zone

    def on(self, day: date) -> Day:
        """Give one day."""
        return self._known.get(day) or self._work_out(day)

    def from_(self, moment: datetime) -> tuple[Day, datetime]:
        """
        Give the day on which work can first be done from a moment on, and when.

        :raises ValueError: if the team does not open within forty years
        """
        on = moment.astimezone(self.zone).date()
        for _ in range(_FURTHEST_DAYS):
            day = self.on(on)
            for opens, closes in day.opening:
                if moment < closes:
                    return day, max(moment, opens)
            on += timedelta(days=1)
        raise ValueError("The team does not open within forty years")

    def _work_out(self, on: date) -> Day:
        hours, calendar = self._hours, self._calendar
        holiday = calendar.bank_holiday(on)
        dated = hours.dated.get(on)
        if dated is not None:
            intervals = dated.intervals
        elif holiday is not None:
            intervals = hours.bank_holidays if hours.week[on.weekday()] else ()
        else:
            intervals = hours.week[on.weekday()]
        moments = (
            (calendar.to_utc(on, start), calendar.to_utc(on, end)) for start, end in intervals
        )
        day = Day(
            on=on,
            # An interval that lies in the hour the clocks leave out is no time at all.
            opening=tuple((opens, closes) for opens, closes in moments if opens < closes),
            holiday=holiday,
            exception=dated is not None,
            why=dated.why if dated else "",
        )
        self._known[on] = day
        return day

    def unusually_shut(self, day: Day) -> bool:
        """Whether the team is shut on a date whose weekday would otherwise see it open."""
        return (
            not day.opening
            and (day.holiday is not None or day.exception)
            and bool(self._hours.week[day.on.weekday()])
        )


def is_open(*, at: datetime, hours: OpeningHours, calendar: Calendar) -> bool:
    """Whether the team is open at a moment: from the moment it opens until just before it shuts."""
    at = in_utc(at)
    days = hours.days(calendar)
    day = days.on(at.astimezone(days.zone).date())
    return any(opens <= at < closes for opens, closes in day.opening)


def next_opening(*, at: datetime, hours: OpeningHours, calendar: Calendar) -> datetime:
    """
    Give the moment from which the team can work on something: `at` itself, in UTC, if it is open.

    :raises ValueError: if the team does not open within forty years
    """
    return hours.days(calendar).from_(in_utc(at))[1]


def _weekdays(key: object) -> list[int]:
    """Read "mon", "mon-fri", "sat-mon" or "mon, wed"."""
    found: list[int] = []
    for part in str(key).lower().split(","):
        first, dash, last = (name.strip() for name in part.partition("-"))
        names = (first, last) if dash else (first, first)
        if not set(names) <= set(_WEEKDAYS):
            raise ValueError(
                f"{key!r} is not a weekday: write {', '.join(_WEEKDAYS)}, "
                'or several like "mon-fri" or "mon, wed"'
            )
        start, end = (_WEEKDAYS.index(name) for name in names)
        found += [(start + step) % 7 for step in range((end - start) % 7 + 1)]
    return found


def _intervals(where: str, value: object) -> Intervals:
    """Read "09:00-13:00, 14:00-16:00", "closed" or "all day"."""
    if isinstance(value, str) and value.strip().lower() in ("closed", "all day"):
        return () if value.strip().lower() == "closed" else ((0, 1440),)
    if not isinstance(value, str):
        raise ValueError(f"{where}: {value!r} is not opening hours: {_HOW}, in quotation marks")
    found: list[tuple[int, int]] = []
    for part in value.split(","):
        match = _INTERVAL.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"{where}: {part.strip()!r} is not opening hours: {_HOW}")
        start, end = _minutes(where, match[1], match[2]), _minutes(where, match[3], match[4])
        if end <= start:
            raise ValueError(
                f"{where}: {part.strip()!r} ends before it starts. For a night, write "
                '"22:00-24:00" on the first day and "00:00-06:00" on the next'
            )
        if found and start < found[-1][1]:
            raise ValueError(f"{where}: {part.strip()!r} starts before the one it follows ends")
        found.append((start, end))
    return tuple(found)


def _minutes(where: str, hour: str, minute: str) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > 1440:
        raise ValueError(f"{where}: {hour}:{minute} is not a time: use 00:00 to 24:00")
    return total


def _dated(value: object) -> dict[date, DatedHours]:
    if not isinstance(value, Mapping):
        raise ValueError(f'dates: {value!r} cannot be read: write 2026-12-24: "08:00-12:00"')
    found: dict[date, DatedHours] = {}
    for key, entry in value.items():
        try:
            on = key if isinstance(key, date) else date.fromisoformat(str(key))
        except ValueError:
            raise ValueError(f"dates: {key!r} is not a date: write it like 2026-12-24") from None
        hours, why = entry, ""
        if isinstance(entry, Mapping):
            if "hours" not in entry or not set(entry) <= {"hours", "why"}:
                raise ValueError(
                    f"dates: {on}: write {{hours: closed, why: Staff training}} or only the hours"
                )
            hours, why = entry["hours"], str(entry.get("why", ""))
        found[on] = DatedHours(_intervals(f"dates: {on}", hours), why)
    return found
