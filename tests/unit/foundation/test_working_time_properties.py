"""The due date, held against a count so simple that it can be seen to be right."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from doneinone.foundation.working_time import (
    Calendar,
    OpeningHours,
    Pause,
    RowKind,
    Span,
    due_at,
    explain,
    is_open,
    next_opening,
    remaining,
)

pytestmark = pytest.mark.slow

LONDON = ZoneInfo("Europe/London")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NATIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
BANK = {
    nation: set(holidays.country_holidays("GB", subdiv=code, years=range(2025, 2029)))
    for nation, code in NATIONS.items()
}

# Around what is hard: both changes of the clocks, Easter, Christmas and the July holiday of one.
STARTS = st.builds(
    lambda base, minutes: datetime.fromisoformat(base).replace(tzinfo=UTC) + minutes * MINUTE,
    st.sampled_from(["2026-03-26", "2026-10-22", "2026-04-01", "2026-12-22", "2026-07-08"]),
    st.integers(0, 6 * 1440),
)
QUARTERS = st.integers(0, 96).map(lambda quarter: quarter * 15)


@st.composite
def intervals(draw: st.DrawFn) -> list[tuple[int, int]]:
    cuts = draw(st.lists(QUARTERS, min_size=2, max_size=6, unique=True).map(sorted))
    return list(zip(cuts[::2], cuts[1::2], strict=False))


WEEKS = st.dictionaries(st.integers(0, 6), intervals(), min_size=1)
PAUSES = st.lists(
    st.tuples(st.integers(-600, 9 * 1440), st.one_of(st.none(), st.integers(0, 3 * 1440))),
    max_size=3,
)


def written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours_of(week: dict[int, list[tuple[int, int]]]) -> OpeningHours:
    return OpeningHours.parse(
        {
            NAMES[day]: ", ".join(f"{written(start)}-{written(end)}" for start, end in spans)
            for day, spans in week.items()
        }
    )


def pauses_of(start: datetime, drawn: list[tuple[int, int | None]]) -> list[Pause]:
    found = []
    for after, length in drawn:
        begins = start + after * MINUTE
        # In local time, so that the code is tried with moments whose zone has two of some.
        ends = None if length is None else (begins + length * MINUTE).astimezone(LONDON)
        found.append(Pause(begins.astimezone(LONDON), ends))
    return found


def running(moment: datetime, pauses: list[Pause]) -> bool:
    return not any(
        pause.start.astimezone(UTC) <= moment
        and (pause.end is None or moment < pause.end.astimezone(UTC))
        for pause in pauses
    )


def first_moment_of(on: date, minutes: int) -> datetime:
    """Find, minute by minute, the first moment at which the wall clock has reached a time."""
    wanted = datetime(on.year, on.month, on.day) + minutes * MINUTE  # noqa: DTZ001
    moment = wanted.replace(tzinfo=UTC) - 150 * MINUTE
    while moment.astimezone(LONDON).replace(tzinfo=None) < wanted:
        moment += MINUTE
    return moment


Opening = list[tuple[datetime, datetime]]


def openings(
    week: dict[int, list[tuple[int, int]]], nation: str, start: date
) -> Iterator[tuple[date, Opening]]:
    on = start
    while True:
        spans = [] if on in BANK[nation] else week.get(on.weekday(), [])
        found = [(first_moment_of(on, first), first_moment_of(on, last)) for first, last in spans]
        yield on, [(opens, closes) for opens, closes in found if opens < closes]
        on += DAY


def naive_open_minutes(
    start: datetime, need: int, days: Iterator[tuple[date, Opening]], pauses: list[Pause]
) -> datetime | None:
    for (_, opening), _ in zip(days, range(60), strict=False):
        for opens, closes in opening:
            moment = opens
            while moment < closes:
                if moment >= start and running(moment, pauses):
                    need -= 1
                    if not need:
                        return moment + MINUTE
                moment += MINUTE
    return None


def naive_working_days(
    start: datetime, need: int, days: Iterator[tuple[date, Opening]], pauses: list[Pause]
) -> datetime | None:
    received = False
    for (_, opening), _ in zip(days, range(120), strict=False):
        if not opening:
            continue
        close = opening[-1][1]
        if not received:
            received = start < close
        elif running(close - MINUTE, pauses):  # all times here are whole minutes
            need -= 1
            if not need:
                return close
    return None


@settings(max_examples=120, deadline=None)
@given(STARTS, st.integers(1, 900), WEEKS, PAUSES, st.sampled_from(sorted(NATIONS)))
@example(
    datetime(2026, 3, 28, 23, tzinfo=UTC), 100, {6: [(30, 90), (105, 180)]}, [(130, 10)], "wales"
)
@example(datetime(2026, 10, 24, 23, tzinfo=UTC), 130, {6: [(60, 180)]}, [(60, 61)], "england")
def test_open_minutes(
    start: datetime,
    need: int,
    week: dict[int, list[tuple[int, int]]],
    drawn: list[tuple[int, int | None]],
    nation: str,
) -> None:
    pauses, hours, calendar = pauses_of(start, drawn), hours_of(week), Calendar(nation)
    span = Span.parse(f"{need} working minutes")
    due = due_at(start=start, span=span, hours=hours, calendar=calendar, pauses=pauses)
    days = openings(week, nation, start.astimezone(LONDON).date())
    expected = naive_open_minutes(start, need, days, pauses)
    if expected is None and due is not None:  # further than the simple count looks
        assert due > start + 50 * DAY
    else:
        assert due == expected


@settings(max_examples=150, deadline=None)
@given(STARTS, st.integers(1, 12), WEEKS, PAUSES, st.sampled_from(sorted(NATIONS)))
def test_working_days(
    start: datetime,
    need: int,
    week: dict[int, list[tuple[int, int]]],
    drawn: list[tuple[int, int | None]],
    nation: str,
) -> None:
    pauses, hours, calendar = pauses_of(start, drawn), hours_of(week), Calendar(nation)
    span = Span.parse(f"{need} working days")
    due = due_at(start=start, span=span, hours=hours, calendar=calendar, pauses=pauses)
    days = openings(week, nation, start.astimezone(LONDON).date())
    expected = naive_working_days(start, need, days, pauses)
    if expected is None and due is not None:
        assert due > start + 100 * DAY
    else:
        assert due == expected


@settings(max_examples=80, deadline=None)
@given(STARTS, st.integers(1, 3000), PAUSES)
def test_elapsed_minutes(start: datetime, need: int, drawn: list[tuple[int, int | None]]) -> None:
    pauses = pauses_of(start, drawn)
    span = Span.parse(f"{need} minutes", clock="always")
    due = due_at(start=start, span=span, hours=None, calendar=Calendar(), pauses=pauses)
    moment, left = start, need
    while left and moment < start + 40 * DAY:
        left -= running(moment, pauses)
        moment += MINUTE
    assert due == (None if left else moment)


@settings(max_examples=150, deadline=None)
@given(STARTS, st.integers(1, 30))
def test_elapsed_days_keep_the_local_time(start: datetime, need: int) -> None:
    span = Span.parse(f"{need} days")
    due = due_at(start=start, span=span, hours=None, calendar=Calendar())
    assert due is not None
    here, there = start.astimezone(LONDON), due.astimezone(LONDON)
    wanted = here.replace(tzinfo=None) + need * DAY
    skipped = wanted.date() == date(2026, 3, 29) and wanted.hour == 1
    assert there.replace(tzinfo=None) == (wanted.replace(hour=2, minute=0) if skipped else wanted)


SPANS = st.sampled_from(
    ["1 working day", "7 working days", "5 hours", "30 working hours", "9 days"]
)


@settings(max_examples=150, deadline=None)
@given(
    STARTS, SPANS, WEEKS, PAUSES, st.sampled_from(sorted(NATIONS)), st.sampled_from(["en", "cy"])
)
def test_explanation_and_remaining_agree_with_the_due_date(
    start: datetime,
    text: str,
    week: dict[int, list[tuple[int, int]]],
    drawn: list[tuple[int, int | None]],
    nation: str,
    language: str,
) -> None:
    pauses, hours, calendar = pauses_of(start, drawn), hours_of(week), Calendar(nation)
    span = Span.parse(text)
    due = due_at(start=start, span=span, hours=hours, calendar=calendar, pauses=pauses)
    told = explain(
        start=start, span=span, hours=hours, calendar=calendar, pauses=pauses, language=language
    )
    assert told.due == due
    assert told.rows[0].kind is RowKind.START
    assert told.rows[-1].kind is (RowKind.STOPPED if due is None else RowKind.DUE)
    if text.endswith(("working day", "working days")):
        used = [on for row in told.rows if row.kind is RowKind.USED for on in row.dates]
        assert len(set(used)) == len(used)
        assert due is None or len(used) == span.quantity - 1
        lost = {on for row in told.rows if row.kind is RowKind.PAUSED for on in row.dates}
        assert not lost & set(used)

    moments = [start, start + 2 * DAY, due, due + MINUTE] if due else [start, start + 9 * DAY]
    left = [
        remaining(at=at, start=start, span=span, hours=hours, calendar=calendar, pauses=pauses)
        for at in sorted(moments)
    ]
    amounts = [one.days if one.days is not None else one.time for one in left]
    assert all(a >= b for a, b in pairwise(amounts))  # type: ignore[operator]
    assert [at > due for at in sorted(moments)] == [one.late for one in left] if due else True
    assert due is None or left[-1].days == 0 or left[-1].time == timedelta()
    assert due is not None or amounts[-1]


@settings(max_examples=150, deadline=None)
@given(STARTS, WEEKS, st.sampled_from(sorted(NATIONS)))
def test_opening(start: datetime, week: dict[int, list[tuple[int, int]]], nation: str) -> None:
    hours, calendar = hours_of(week), Calendar(nation)
    opens = next_opening(at=start, hours=hours, calendar=calendar)
    assert opens >= start
    assert is_open(at=opens, hours=hours, calendar=calendar)
    assert is_open(at=start, hours=hours, calendar=calendar) == (opens == start)
    if opens > start:
        assert not is_open(at=opens - MINUTE, hours=hours, calendar=calendar)
