from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from doneinone.foundation.working_time import (
    Calendar,
    DatedHours,
    Measure,
    OpeningHours,
    Pause,
    Span,
    due_at,
    is_open,
    next_opening,
    remaining,
)

LONDON = ZoneInfo("Europe/London")
ENGLAND = Calendar("england")
HIGHWAYS = OpeningHours.parse({"mon-fri": "08:00-17:00"})


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


def due(
    start: str,
    span: str,
    *pauses: Pause,
    clock: str = "team",
    hours: OpeningHours | None = HIGHWAYS,
    calendar: Calendar = ENGLAND,
) -> str | None:
    found = due_at(
        start=at(start),
        span=Span.parse(span, clock=clock),
        hours=hours,
        calendar=calendar,
        pauses=pauses,
    )
    if found is None:
        return None
    assert found.tzinfo is UTC
    return found.astimezone(LONDON).strftime("%a %Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    "start, span, expected",
    [
        # The day of receipt is day 0, at its very start and at its last minute.
        ("2026-11-11T08:00", "1 working day", "Thu 2026-11-12 17:00"),
        ("2026-11-11T16:59", "1 working day", "Thu 2026-11-12 17:00"),
        ("2026-11-11T03:00", "1 working day", "Thu 2026-11-12 17:00"),
        # At the close, the team has shut: it counts as received the next day.
        ("2026-11-11T17:00", "1 working day", "Fri 2026-11-13 17:00"),
        ("2026-11-13T18:00", "1 working day", "Tue 2026-11-17 17:00"),
        # Easter 2026: Good Friday is 3 April, Easter Monday 6 April.
        ("2026-04-02T10:00", "1 working day", "Tue 2026-04-07 17:00"),
        ("2026-04-02T18:00", "5 working days", "Tue 2026-04-14 17:00"),
        # Christmas 2026: Boxing Day is a Saturday, its substitute Monday 28 December.
        ("2026-12-24T10:00", "1 working day", "Tue 2026-12-29 17:00"),
        ("2026-12-23T10:00", "4 working days", "Thu 2026-12-31 17:00"),
        ("2026-12-23T10:00", "5 working days", "Mon 2027-01-04 17:00"),
        ("2026-12-24T16:00", "2 working hours", "Tue 2026-12-29 09:00"),
        # An end that falls at a close is that close, not the next opening.
        ("2026-11-11T15:00", "2 hours", "Wed 2026-11-11 17:00"),
        ("2026-11-11T15:00", "121 minutes", "Thu 2026-11-12 08:01"),
        # Calendar days do not look at opening, nor do the clocks going forward change the hour.
        ("2026-12-24T10:15", "10 days", "Sun 2027-01-03 10:15"),
        ("2026-03-28T10:15", "1 day", "Sun 2026-03-29 10:15"),
        ("2026-10-24T10:15", "1 day", "Sun 2026-10-25 10:15"),
        ("2026-03-28T01:30", "1 day", "Sun 2026-03-29 02:00"),
        ("2026-10-24T01:30", "1 day", "Sun 2026-10-25 01:30"),
        ("2026-11-11T10:15", "2 weeks", "Wed 2026-11-25 10:15"),
    ],
)
def test_known_due_dates(start: str, span: str, expected: str) -> None:
    assert due(start, span) == expected


def test_the_always_clock_counts_every_hour() -> None:
    assert due("2026-12-25T23:30", "2 hours", clock="always") == "Sat 2026-12-26 01:30"
    assert due("2026-03-29T00:30", "2 hours", clock="always", hours=None) == "Sun 2026-03-29 03:30"
    assert due("2026-10-25T00:30", "2 hours", clock="always", hours=None) == "Sun 2026-10-25 01:30"


@pytest.mark.parametrize(
    "nation, expected",
    [
        ("england", "Tue 2026-03-17"),
        ("wales", "Tue 2026-03-17"),
        ("scotland", "Tue 2026-03-17"),
        ("northern-ireland", "Wed 2026-03-18"),
    ],
)
def test_st_patricks_day_is_kept_in_northern_ireland_alone(nation: str, expected: str) -> None:
    assert (
        due("2026-03-16T10:00", "1 working day", calendar=Calendar(nation)) == f"{expected} 17:00"
    )


def test_bank_holidays_of_the_nations() -> None:
    easter, august, christmas = date(2026, 4, 6), date(2026, 8, 31), date(2026, 12, 28)
    kept = {
        nation: [bool(Calendar(nation).bank_holiday(on)) for on in (easter, august, christmas)]
        for nation in ("england", "wales", "scotland", "northern-ireland")
    }
    assert kept == {
        "england": [True, True, True],
        "wales": [True, True, True],
        "scotland": [False, False, True],
        "northern-ireland": [True, True, True],
    }
    boxing = ENGLAND.bank_holiday(christmas)
    assert boxing is not None
    assert boxing.name() == "Boxing Day (substitute day)"
    assert boxing.name("cy") == "Gŵyl San Steffan (diwrnod amgen)"
    assert Calendar("scotland").bank_holiday(date(2026, 1, 2)) is not None
    assert ENGLAND.bank_holiday(date(2026, 1, 2)) is None


def pause(start: str, end: str | None, reason: str = "") -> Pause:
    return Pause(at(start), at(end) if end else None, reason)


@pytest.mark.parametrize(
    "pauses, expected",
    [
        # Asked and answered between two closes: nothing is lost.
        ([("2026-11-12T09:00", "2026-11-12T16:59")], "Thu 2026-11-12 17:00"),
        ([("2026-11-11T17:00", "2026-11-12T16:59")], "Thu 2026-11-12 17:00"),
        # Still waiting at the close, were it only to the minute: the day is not counted.
        ([("2026-11-12T16:59", "2026-11-12T17:00")], "Fri 2026-11-13 17:00"),
        ([("2026-11-12T17:00", "2026-11-12T17:30")], "Thu 2026-11-12 17:00"),
        ([("2026-11-11T12:00", "2026-11-13T12:00")], "Fri 2026-11-13 17:00"),
        # Pauses may overlap, and come in any order.
        (
            [("2026-11-13T09:00", "2026-11-13T18:00"), ("2026-11-12T09:00", "2026-11-13T10:00")],
            "Mon 2026-11-16 17:00",
        ),
        # The clock stands still: there is no due date, unless it was reached before.
        ([("2026-11-12T16:00", None)], None),
        ([("2026-11-12T17:00", None)], "Thu 2026-11-12 17:00"),
    ],
)
def test_pauses_and_a_working_day(
    pauses: list[tuple[str, str | None]], expected: str | None
) -> None:
    found = due("2026-11-11T09:00", "1 working day", *(pause(*one) for one in pauses))
    assert found == expected


def test_pauses_and_hours() -> None:
    lunch = pause("2026-11-11T12:00", "2026-11-11T13:30")
    assert due("2026-11-11T11:00", "2 hours", lunch) == "Wed 2026-11-11 14:30"
    assert due("2026-11-11T12:15", "2 hours", lunch) == "Wed 2026-11-11 15:30"
    assert due("2026-11-11T11:00", "1 hour", lunch) == "Wed 2026-11-11 12:00"
    assert due("2026-11-11T11:00", "1 day", lunch) == "Thu 2026-11-12 12:30"
    assert due("2026-11-11T11:00", "2 hours", pause("2026-11-11T12:00", None)) is None
    assert due("2026-11-11T11:00", "1 hour", pause("2026-11-11T12:00", None)) is not None
    stopped = pause("2026-11-11T12:00", None)
    assert due("2026-11-11T11:00", "2 hours", stopped, clock="always") is None


def test_opening_in_the_hours_that_clocks_skip_and_repeat() -> None:
    night = OpeningHours.parse({"sun": "00:30-01:30, 01:45-03:00", "sat": "01:15-04:00"})
    # 29 March 2026: 01:00 becomes 02:00. Open 00:30 to 01:00, then 02:00 to 03:00.
    assert due("2026-03-29T00:00", "30 minutes", hours=night) == "Sun 2026-03-29 02:00"
    assert due("2026-03-29T00:00", "90 minutes", hours=night) == "Sun 2026-03-29 03:00"
    # 25 October 2026: 02:00 becomes 01:00. Open from the first 00:30 to the first 01:30.
    opened = next_opening(at=at("2026-10-25T01:40"), hours=night, calendar=ENGLAND)
    assert opened == datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert due("2026-10-25T01:45", "135 minutes", hours=night) == "Sun 2026-10-25 03:00"


def test_dated_hours_win_over_weekday_and_bank_holiday() -> None:
    hours = OpeningHours.parse(
        {
            "mon-fri": "08:00-17:00",
            "bank-holidays": "10:00-12:00",
            "dates": {
                "2026-12-24": "08:00-12:00",
                date(2026, 12, 28): {"hours": "closed", "why": "Boiler"},
            },
        }
    )
    assert hours.dated[date(2026, 12, 28)] == DatedHours((), "Boiler")
    assert due("2026-12-23T09:00", "1 working day", hours=hours) == "Thu 2026-12-24 12:00"
    assert due("2026-12-23T09:00", "2 working days", hours=hours) == "Fri 2026-12-25 12:00"
    assert due("2026-12-25T11:00", "2 working hours", hours=hours) == "Tue 2026-12-29 09:00"


def test_is_open_and_next_opening() -> None:
    split = OpeningHours.parse({"mon-fri": "08:00-17:00", "sat": "09:00-13:00, 14:00-16:00"})
    for moment, expected, opens in [
        ("2026-11-14T08:59", False, "2026-11-14T09:00"),
        ("2026-11-14T09:00", True, "2026-11-14T09:00"),
        ("2026-11-14T13:00", False, "2026-11-14T14:00"),
        ("2026-11-14T16:00", False, "2026-11-16T08:00"),
        ("2026-04-02T17:00", False, "2026-04-04T09:00"),
    ]:
        assert is_open(at=at(moment), hours=split, calendar=ENGLAND) is expected
        assert next_opening(at=at(moment), hours=split, calendar=ENGLAND) == at(opens)


def test_round_the_clock_teams() -> None:
    hours = OpeningHours.parse({"mon-sun": "all day", "bank-holidays": "all day"})
    assert hours.week == OpeningHours.parse({"mon-sun": "00:00-24:00"}).week
    assert due("2026-12-24T23:00", "3 hours", hours=hours) == "Fri 2026-12-25 02:00"
    assert due("2026-12-24T23:00", "1 working day", hours=hours) == "Sat 2026-12-26 00:00"


def test_remaining() -> None:
    def left(moment: str, span: str, *pauses: Pause) -> tuple[object, ...]:
        found = remaining(
            at=at(moment),
            start=at("2026-11-11T09:00"),
            span=Span.parse(span),
            hours=HIGHWAYS,
            calendar=ENGLAND,
            pauses=pauses,
        )
        return found.days, found.time, found.stopped, found.late

    assert left("2026-11-11T09:00", "5 working days") == (5, None, False, False)
    assert left("2026-11-12T16:59", "5 working days") == (5, None, False, False)
    assert left("2026-11-12T17:00", "5 working days") == (4, None, False, False)
    assert left("2026-11-18T17:00", "5 working days") == (0, None, False, False)
    assert left("2026-11-18T17:01", "5 working days") == (0, None, False, True)
    waiting = pause("2026-11-13T12:00", None)
    assert left("2026-11-13T12:00", "5 working days", waiting) == (4, None, True, False)
    assert left("2026-12-13T12:00", "5 working days", waiting) == (4, None, True, False)
    assert left("2026-11-11T10:30", "2 hours")[1] == timedelta(minutes=30)
    assert left("2026-11-12T08:30", "10 hours")[1] == timedelta(minutes=90)
    assert left("2026-11-11T08:30", "10 hours")[1] == timedelta(hours=10)


@pytest.mark.parametrize(
    "text, measure, quantity, english, welsh",
    [
        ("2 hours", Measure.OPEN_MINUTES, 120, "2 hours", "2 awr"),
        ("90 minutes", Measure.OPEN_MINUTES, 90, "90 minutes", "90 munud"),
        (" 1 working day ", Measure.WORKING_DAYS, 1, "1 working day", "1 diwrnod gwaith"),
        ("2 Working Days", Measure.WORKING_DAYS, 2, "2 working days", "2 ddiwrnod gwaith"),
        ("4 working hours", Measure.OPEN_MINUTES, 240, "4 working hours", "4 awr waith"),
        ("10 days", Measure.ELAPSED_DAYS, 10, "10 days", "10 diwrnod"),
        ("2 weeks", Measure.ELAPSED_DAYS, 14, "2 weeks", "2 wythnos"),
    ],
)
def test_spans(text: str, measure: Measure, quantity: int, english: str, welsh: str) -> None:
    span = Span.parse(text)
    assert (span.measure, span.quantity) == (measure, quantity)
    assert (span.say(), span.say("cy")) == (english, welsh)


@pytest.mark.parametrize(
    "text, clock, reason",
    [
        ("soon", "team", "is not a length of time: write it like"),
        ("5", "team", "is not a length of time"),
        ("-5 days", "team", "is not a length of time"),
        ("1.5 hours", "team", "is not a length of time"),
        ("0 days", "team", "from 1 to 10000 days"),
        ("10001 days", "team", "from 1 to 10000 days"),
        ("2 working weeks", "team", 'write "10 working days"'),
        ("5 working days", "always", 'leave out "clock: always"'),
        ("5 days", "sometimes", 'write "team" or "always"'),
    ],
)
def test_spans_that_cannot_be_read(text: str, clock: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Span.parse(text, clock=clock)


@pytest.mark.parametrize(
    "hours, reason",
    [
        ("08:00-17:00", "write mon-fri"),
        ({}, "No day is open"),
        ({"mon": "closed"}, "No day is open"),
        ({"monday": "08:00-17:00"}, "'monday' is not a weekday: write mon, tue"),
        ({"mon-fri": "08:00-17:00", "wed": "closed"}, "wed is written twice"),
        ({"mon": "8-5"}, "mon: '8-5' is not opening hours"),
        ({"mon": 1020}, "mon: 1020 is not opening hours: .* in quotation marks"),
        ({"mon": None}, "mon: None is not opening hours"),
        ({"mon": "08:00-25:00"}, "mon: 25:00 is not a time"),
        ({"mon": "08:60-09:00"}, "mon: 08:60 is not a time"),
        ({"mon": "22:00-06:00"}, "ends before it starts. For a night"),
        ({"mon": "09:00-13:00, 12:00-14:00"}, "starts before the one it follows ends"),
        ({"mon": "09:00-13:00", "dates": "never"}, "dates: 'never' cannot be read"),
        ({"mon": "09:00-13:00", "dates": {"24/12": "closed"}}, "'24/12' is not a date"),
        ({"mon": "09:00-13:00", "dates": {"2026-12-24": {"why": "x"}}}, "dates: 2026-12-24: write"),
        ({"mon": "09:00-13:00", "dates": {"2026-12-24": "shut"}}, "dates: 2026-12-24: 'shut'"),
    ],
)
def test_hours_that_cannot_be_read(hours: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        OpeningHours.parse(hours)


def test_what_cannot_be_walked() -> None:
    naive = datetime(2026, 11, 11, 9)  # noqa: DTZ001
    days, span = Span.parse("1 working day"), Span.parse("10000 working days")
    with pytest.raises(ValueError, match="does not say its time zone"):
        due_at(start=naive, span=days, hours=HIGHWAYS, calendar=ENGLAND)
    with pytest.raises(ValueError, match="pause does not say its time zone"):
        due("2026-11-11T09:00", "1 working day", Pause(naive, None))
    with pytest.raises(ValueError, match="before it starts"):
        due("2026-11-11T09:00", "1 day", pause("2026-11-12T09:00", "2026-11-11T09:00"))
    with pytest.raises(ValueError, match="needs the team's opening hours"):
        due("2026-11-11T09:00", "1 working day", hours=None)
    mondays = OpeningHours.parse({"mon": "09:00-10:00"})
    with pytest.raises(ValueError, match="over forty years"):
        due_at(start=at("2026-11-11T09:00"), span=span, hours=mondays, calendar=ENGLAND)
    with pytest.raises(ValueError, match="england, wales, scotland or northern-ireland"):
        Calendar("cornwall")
    with pytest.raises(ValueError, match="such as Europe/London"):
        Calendar("england", "Europe/Irwell")
