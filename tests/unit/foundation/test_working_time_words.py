"""What is said of time: the explanation of a due date, and dates and times in two languages."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from doneinone.foundation.clock import (
    DueKind,
    now,
    say_count,
    say_date,
    say_due,
    say_moment,
    say_short_date,
    say_time,
)
from doneinone.foundation.working_time import Calendar, OpeningHours, Pause, Span, explain

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def told(
    start: str,
    span: str,
    pauses: Sequence[Pause] = (),
    language: str = "en",
    hours: dict[str, object] | None = None,
) -> list[tuple[str, str, str]]:
    found = explain(
        start=at(start),
        span=Span.parse(span),
        hours=OpeningHours.parse(hours or {"mon-fri": "08:00-17:00"}),
        calendar=Calendar("england"),
        pauses=pauses,
        language=language,
    )
    return [
        ("", found.title, ""),
        *((row.kind.value, row.label, row.text) for row in found.rows),
    ]


PROMISE = [
    Pause(at("2026-11-17T17:20"), at("2026-11-18T14:20"), "repaired, then reopened"),
    Pause(at("2026-11-18T15:00"), at("2026-11-21T09:00"), "person asked for a photo"),
]


def test_the_promise_of_five_working_days() -> None:
    assert told("2026-11-11T09:05", "5 working days", PROMISE) == [
        ("", "Why Monday 23 November?", ""),
        ("start", "5 working days", "from 11 Nov"),
        ("used", "Thu 12, Fri 13, Mon 16, Tue 17", "4 days used"),
        ("spared", "Tue 17, 5:20pm to Wed 18, 2:20pm: repaired, then reopened", "no day lost"),
        ("paused", "Wed 18, Thu 19 and Fri 20: person asked for a photo", "not counted"),
        ("due", "Mon 23: fifth working day", "Due 5pm"),
    ]


def test_the_promise_in_welsh() -> None:
    rows = told("2026-11-11T09:05", "5 working days", PROMISE[1:], "cy")
    assert rows == [
        ("", "Pam dydd Llun 23 Tachwedd?", ""),
        ("start", "5 diwrnod gwaith", "o 11 Tach"),
        ("used", "Iau 12, Gwe 13, Llun 16, Maw 17", "defnyddiwyd 4 diwrnod"),
        ("paused", "Mer 18, Iau 19 a Gwe 20: person asked for a photo", "heb ei gyfrif"),
        ("due", "Llun 23: pumed diwrnod gwaith", "Erbyn 5yp"),
    ]


def test_receipt_over_easter_and_a_change_of_month() -> None:
    assert told("2026-04-02T18:00", "1 working day") == [
        ("", "Why Wednesday 8 April?", ""),
        ("start", "1 working day", "from 2 Apr"),
        ("while-shut", "Came in Thu 2 Apr at 6pm, while shut", "counts from Tue 7 Apr"),
        ("holiday", "Fri 3, Good Friday: bank holiday", "not counted"),
        ("holiday", "Mon 6, Easter Monday: bank holiday", "not counted"),
        ("due", "Wed 8: first working day", "Due 5pm"),
    ]
    rows = told("2026-08-27T10:00", "2 working days")
    assert rows[2:] == [
        ("used", "Fri 28", "1 day used"),
        ("holiday", "Mon 31, Summer bank holiday", "not counted"),
        ("due", "Tue 1 Sep: second working day", "Due 5pm"),
    ]


def test_hours_and_a_dated_exception() -> None:
    hours: dict[str, object] = {
        "mon-fri": "08:00-17:00",
        "dates": {"2026-11-12": {"hours": "closed", "why": "Staff training"}},
    }
    asked = [Pause(at("2026-11-13T09:00"), at("2026-11-13T11:00"), "we wrote to the person")]
    assert told("2026-11-11T15:00", "4 working hours", asked, hours=hours) == [
        ("", "Why Friday 13 November?", ""),
        ("start", "4 working hours", "from 11 Nov"),
        ("used", "Wed 11", "2 hours used"),
        ("shut", "Thu 12: Staff training", "not counted"),
        ("paused", "Fri 13: we wrote to the person", "not counted"),
        ("due", "Fri 13: last 2 hours", "Due midday"),
    ]


def test_a_stopped_clock_and_a_long_count() -> None:
    stopped = [Pause(at("2026-11-30T09:00"), None, "person asked for a photo")]
    assert told("2026-11-11T09:00", "20 working days", stopped) == [
        ("", "Why is there no date?", ""),
        ("start", "20 working days", "from 11 Nov"),
        ("used", "Thu 12 to Fri 27", "12 days used"),
        ("stopped", "Since Mon 30: person asked for a photo", "Clock stopped"),
    ]
    assert told("2026-11-11T09:00", "20 working days")[-1][1] == "Wed 9: working day 20"


def test_calendar_days_over_new_year_and_reading_out() -> None:
    found = explain(
        start=at("2026-12-24T15:00"),
        span=Span.parse("10 days"),
        hours=None,
        calendar=Calendar("wales"),
        pauses=[Pause(at("2026-12-29T09:00"), at("2026-12-29T11:00"))],
    )
    assert found.title == "Why Sunday 3 January 2027?"
    assert found.read_out() == (
        "10 days: from 24 Dec. Tue 29, 9am to 11am: clock stopped: not counted. "
        "Sun 3 Jan 2027: Due 5pm."
    )


def test_a_day_that_closes_at_midnight_is_named_for_itself() -> None:
    rows = told("2026-11-11T09:00", "1 working day", hours={"mon-fri": "all day"})
    assert rows[0][1] == "Why Thursday 12 November?"
    assert rows[-1] == ("due", "Thu 12: first working day", "Due midnight")


@pytest.mark.parametrize(
    "time, english, welsh",
    [
        ("17:00", "5pm", "5yp"),
        ("08:14", "8:14am", "8:14yb"),
        ("12:00", "midday", "hanner dydd"),
        ("12:30", "12:30pm", "12:30yp"),
        ("00:00", "midnight", "hanner nos"),
        ("00:05", "12:05am", "12:05yb"),
    ],
)
def test_times(time: str, english: str, welsh: str) -> None:
    moment = at(f"2026-11-27T{time}")
    assert say_time(moment) == english
    assert say_time(moment.astimezone(UTC), "cy") == welsh


def test_times_are_local_in_summer() -> None:
    assert say_time(datetime(2026, 7, 1, 16, tzinfo=UTC)) == "5pm"
    assert say_moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "Thursday 2 July at 12:30am"


def test_dates() -> None:
    friday = date(2026, 11, 27)
    assert say_date(friday) == "Friday 27 November"
    assert say_date(friday, "cy") == "dydd Gwener 27 Tachwedd"
    assert say_date(friday, today=date(2026, 1, 1)) == "Friday 27 November"
    assert say_date(friday, "cy", today=date(2027, 1, 1)) == "dydd Gwener 27 Tachwedd 2026"
    assert say_short_date(friday) == "Fri 27 Nov"
    assert say_short_date(friday, "cy-GB", today=date(2027, 1, 1)) == "Gwe 27 Tach 2026"
    assert say_moment(at("2026-11-27T17:00"), "cy") == "dydd Gwener 27 Tachwedd am 5yp"
    assert say_count(2, "day", "cy") == "2 ddiwrnod"
    assert say_count(1, "week") == "1 week"


@pytest.mark.parametrize(
    "due, kind, english, welsh",
    [
        ("2026-11-23T17:00", "late", "1 day late", "1 diwrnod yn hwyr"),
        ("2026-11-22T09:00", "late", "2 days late", "2 ddiwrnod yn hwyr"),
        ("2026-11-24T10:01", "late", "40 min late", "40 munud yn hwyr"),
        ("2026-11-24T10:40", "late", "1 min late", "1 munud yn hwyr"),
        ("2026-11-24T08:30", "late", "2 hours late", "2 awr yn hwyr"),
        ("2026-11-23T23:00", "late", "11 hours late", "11 awr yn hwyr"),
        ("2026-11-24T10:41", "today", "Today 10:41am", "Heddiw 10:41yb"),
        ("2026-11-24T17:00", "today", "Today 5pm", "Heddiw 5yp"),
        ("2026-11-25T17:00", "later", "Tomorrow", "Yfory"),
        ("2026-11-26T17:00", "later", "Thu 26 Nov", "Iau 26 Tach"),
        ("2027-01-04T17:00", "later", "Mon 4 Jan 2027", "Llun 4 Ion 2027"),
        (None, "stopped", "Clock stopped", "Mae’r cloc wedi’i stopio"),
    ],
)
def test_due_tags(due: str | None, kind: str, english: str, welsh: str) -> None:
    moment = at("2026-11-24T10:41")
    found = say_due(at(due) if due else None, moment)
    assert (found.kind, found.words) == (DueKind(kind), english)
    assert say_due(at(due) if due else None, moment, "cy").words == welsh


def test_due_tags_of_what_is_done() -> None:
    due, later = at("2026-11-23T17:00"), at("2026-12-01T09:00")
    assert say_due(due, later, done_at=due).words == "Done"
    assert say_due(due, later, done_at=due).kind is DueKind.DONE
    assert say_due(due, later, done_at=at("2026-11-24T10:41")).words == "Done, 1 day late"
    assert say_due(None, later, "cy", done_at=later).words == "Wedi’i wneud"


def test_lateness_is_real_time_when_the_clocks_change() -> None:
    """In October, from 00:30 to the second 01:10 is 100 minutes, though a wall clock shows 40."""
    moment = at("2026-10-25T01:10").replace(fold=1)
    assert say_due(at("2026-10-25T00:30"), moment).words == "1 hour late"


def test_moments_must_say_their_zone() -> None:
    assert now().tzinfo is UTC
    naive = datetime(2026, 11, 27)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        say_time(naive)
    with pytest.raises(ValueError, match="time zone"):
        say_due(naive, now())


def test_time_in_two_pauses_is_told_once_under_the_one_that_began_first() -> None:
    asked = [
        Pause(at("2026-11-12T10:00"), at("2026-11-12T11:00"), "and rang"),
        Pause(at("2026-11-12T09:00"), at("2026-11-13T09:00"), "we wrote"),
    ]
    assert told("2026-11-11T09:00", "1 working day", asked)[2:] == [
        ("paused", "Thu 12: we wrote", "not counted"),
        ("due", "Fri 13: first working day", "Due 5pm"),
    ]
