"""The rhythms of the demonstration: when people turn to the hub, and about what."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from doneinone.demo import rhythms
from doneinone.foundation.clock import local
from doneinone.foundation.working_time import Calendar

CALENDAR = Calendar()
MONDAY = date(2026, 11, 23)


def expected(on: date) -> float:
    return rhythms.expected_contacts(on=on, people=5000, calendar=CALENDAR)


def test_monday_is_the_fullest_day_and_the_weekend_is_quiet() -> None:
    week = [expected(MONDAY + timedelta(days=day)) for day in range(7)]
    assert max(week) == week[0]
    assert max(week[5:]) < min(week[:5])


def test_bank_holidays_are_quiet() -> None:
    boxing_day = date(2025, 12, 26)
    assert expected(boxing_day) < expected(boxing_day - timedelta(days=7)) / 2


def test_even_a_village_has_something_to_look_at() -> None:
    assert rhythms.expected_contacts(on=MONDAY, people=3, calendar=CALENDAR) >= 8


def test_counts_are_near_what_is_expected() -> None:
    random = Random(1)
    counts = [
        rhythms.contacts_on(on=MONDAY, people=5000, calendar=CALENDAR, random=random)
        for _ in range(200)
    ]
    assert abs(sum(counts) / 200 - expected(MONDAY)) < 4
    assert len(set(counts)) > 10


@pytest.mark.parametrize("key", ["flooding", "blocked-drain", "report-pothole"])
def test_rain_brings_water(key: str) -> None:
    dry = rhythms.service_weights(offered=[key], at=rhythms.Weather(False, False))
    wet = rhythms.service_weights(offered=[key], at=rhythms.Weather(True, False))
    assert wet[key] > dry[key]


def test_the_day_after_rain_shows_the_holes() -> None:
    after = rhythms.service_weights(offered=["report-pothole"], at=rhythms.Weather(False, True))
    assert after["report-pothole"] > rhythms.SERVICES["report-pothole"]


def test_it_rains_some_days_and_always_the_same() -> None:
    days = [MONDAY + timedelta(days=number) for number in range(365)]
    wet = sum(rhythms.rains(on=day) for day in days)
    assert 90 < wet < 220
    assert [rhythms.rains(on=day) for day in days] == [rhythms.rains(on=day) for day in days]


@pytest.mark.parametrize("on", [date(2026, 11, 22), date(2025, 12, 25)])
def test_nobody_answers_telephones_on_sundays_and_bank_holidays(on: date) -> None:
    random = Random(2)
    channels = {rhythms.channel_on(on=on, calendar=CALENDAR, random=random) for _ in range(300)}
    assert channels <= {"web", "api"}


def test_calls_come_in_office_hours_and_the_web_in_the_evening_too() -> None:
    random = Random(3)
    hours = Counter(
        local(rhythms.moment_on(on=MONDAY, channel="phone", calendar=CALENDAR, random=random)).hour
        for _ in range(500)
    )
    assert min(hours) >= 8
    assert max(hours) < 20
    web = Counter(
        local(rhythms.moment_on(on=MONDAY, channel="web", calendar=CALENDAR, random=random)).hour
        for _ in range(1000)
    )
    assert sum(web[hour] for hour in range(18, 23)) > 300
    saturday = {
        local(
            rhythms.moment_on(
                on=date(2026, 11, 21), channel="phone", calendar=CALENDAR, random=random
            )
        ).hour
        for _ in range(200)
    }
    assert saturday <= {9, 10, 11, 12}


def test_days_when_the_clocks_change_have_their_own_date() -> None:
    random = Random(4)
    for on in (date(2026, 3, 29), date(2026, 10, 25)):
        for _ in range(200):
            at = rhythms.moment_on(on=on, channel="web", calendar=CALENDAR, random=random)
            assert local(at).date() == on
