"""Periods, working days and shares."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doneinone.domain.insight.rules import (
    LONGEST,
    PERIODS,
    after_working_days,
    percent,
    period_of,
    week_of,
    within,
    working_days_between,
)
from doneinone.foundation.working_time import Calendar

ENGLAND = Calendar(nation="england")
TUESDAY = date(2026, 11, 24)


def test_this_week_is_compared_with_the_same_days_of_the_week_before():
    found = period_of(key="week", today=TUESDAY)
    assert (found.start, found.end) == (date(2026, 11, 23), TUESDAY)
    assert (found.before_start, found.before_end) == (date(2026, 11, 16), date(2026, 11, 17))


def test_what_is_no_period_means_this_week():
    assert period_of(key="<b>", today=TUESDAY) == period_of(key="week", today=TUESDAY)


@pytest.mark.parametrize("key", PERIODS)
@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_period_and_the_one_before_are_as_long_and_do_not_meet(key, today):
    found = period_of(key=key, today=today)
    assert found.end - found.start == found.before_end - found.before_start
    assert found.before_end < found.start <= found.end <= today


@pytest.mark.parametrize(
    ("opened", "closed", "days"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 11, 24), date(2026, 11, 25), 1),
        (date(2026, 11, 27), date(2026, 11, 30), 1),
        (date(2026, 11, 27), date(2026, 11, 29), 0),
        (date(2026, 12, 24), date(2026, 12, 29), 1),
        (date(2000, 1, 1), date(2026, 1, 1), LONGEST),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(opened, closed, days):
    assert working_days_between(opened_on=opened, closed_on=closed, calendar=ENGLAND) == days


@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(1, 60))
def test_the_day_after_so_many_working_days_is_so_many_away(start, days):
    end = after_working_days(start=start, days=days, calendar=ENGLAND)
    assert working_days_between(opened_on=start, closed_on=end, calendar=ENGLAND) == days
    before = end - timedelta(days=1)
    assert working_days_between(opened_on=start, closed_on=before, calendar=ENGLAND) == days - 1


@given(st.dictionaries(st.integers(0, 100), st.integers(1, 50), min_size=1))
def test_eight_in_ten_agrees_with_counting_them_one_by_one(closed_after):
    each = sorted(day for day, count in closed_after.items() for _ in range(count))
    needed = -(-len(each) * 8 // 10)
    assert within(closed_after=closed_after) == each[needed - 1]


def test_a_share_is_rounded_and_nothing_has_none():
    assert percent(2, 3) == 67
    assert percent(1, 2) == 50
    assert percent(0, 0) is None
    assert week_of(TUESDAY) == date(2026, 11, 23)
