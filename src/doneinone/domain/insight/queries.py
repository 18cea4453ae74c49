"""Reads of the figures. Each is one statement over rows of figures, never over all cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any

from django.db import connection
from django.db.models import Q, Sum

from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.insight.models import ClosingTime, ContactFigure, DayFigure, OpenFigure
from doneinone.domain.insight.rules import Period, week_of, within
from doneinone.foundation.actors import STANDARD, acting, system

MOST_LATE = 1000
"""Late cases of a team are counted up to here, for the urgent and for the others."""

RECENT = timedelta(weeks=13)
"""How far back closing times are looked at, to say what is usual now."""

ASKED_LATELY = timedelta(days=30)
"""How far back the front page looks, to say what most people ask for."""

LEAST_CASES = 10
"""Of fewer cases than these nothing is said about what is usual."""

MOST_ROWS = 20_000
"""A file of figures has at most so many rows."""

KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """What happened to the cases of a team and service in a period and in the one before."""

    team: str
    service: str
    opened: int
    closed: int
    in_time: int
    reopened: int
    opened_before: int
    closed_before: int
    in_time_before: int


@dataclass(frozen=True, slots=True)
class ContactFigures:
    """The contacts of a channel, by why they could have been avoided, in a period and before."""

    channel: str
    cause: str
    contacts: int
    done_in_one: int
    contacts_before: int
    done_before: int


@dataclass(frozen=True, slots=True)
class Late:
    """How many open cases of a team and service are late, counted up to ``MOST_LATE``."""

    team: str
    service: str
    cases: int
    or_more: bool


@dataclass(frozen=True, slots=True)
class HonestTime:
    """In how many working days eight in ten cases of a service were closed, and of how many."""

    working_days: int
    cases: int


def case_figures(*, period: Period, service: str = "") -> list[CaseFigures]:
    """Give what happened to cases, by team and service. One statement."""
    now, before = _now_and_before(period)
    found = DayFigure.objects.filter(now | before)
    if service:
        found = found.filter(service=service)
    rows = found.values_list("team", "service").annotate(
        now_opened=Sum("opened", filter=now, default=0),
        now_closed=Sum("closed", filter=now, default=0),
        now_closed_in_time=Sum("closed_in_time", filter=now, default=0),
        now_reopened=Sum("reopened", filter=now, default=0),
        before_opened=Sum("opened", filter=before, default=0),
        before_closed=Sum("closed", filter=before, default=0),
        before_in_time=Sum("closed_in_time", filter=before, default=0),
    )
    return [CaseFigures(*row) for row in rows.order_by("team", "service")]


def contact_figures(*, period: Period, service: str = "") -> list[ContactFigures]:
    """Give the contacts, by channel and why they could have been avoided. One statement."""
    now, before = _now_and_before(period)
    found = ContactFigure.objects.filter(now | before)
    if service:
        found = found.filter(service=service)
    rows = found.values_list("channel", "cause").annotate(
        now_contacts=Sum("contacts", filter=now, default=0),
        now_done_in_one=Sum("done_in_one", filter=now, default=0),
        contacts_before=Sum("contacts", filter=before, default=0),
        done_before=Sum("done_in_one", filter=before, default=0),
    )
    return [ContactFigures(*row) for row in rows.order_by("channel", "cause")]


def _now_and_before(period: Period) -> tuple[Q, Q]:
    return (
        Q(day__gte=period.start, day__lte=period.end),
        Q(day__gte=period.before_start, day__lte=period.before_end),
    )


def open_cases(*, service: str = "") -> dict[tuple[str, str], int]:
    """Give how many cases are open, by team and service. One statement."""
    found = OpenFigure.objects.filter(service=service) if service else OpenFigure.objects.all()
    rows = found.values_list("team", "service").annotate(total=Sum("open")).filter(total__gt=0)
    return {(team, key): total for team, key, total in rows.order_by("team", "service")}


_LATE = """
select of.team, of.urgent, found.service, count(*)
from (select team, urgent from unnest(%s::int[]) team, unnest(array[true, false]) urgent) of
cross join lateral (
    select c.service from "case" c
    where c.closed_at is null and c.team_id = of.team and c.urgent = of.urgent and c.due_at < %s
    limit %s) found
group by of.team, of.urgent, found.service
"""


def late_cases(*, hub: Hub, agencies: Sequence[int], now: datetime) -> list[Late]:
    """
    Count the open cases of the agencies' teams that are late, by team and service. One statement.

    It reads the index of open cases, and of each team only so many, so that a team that is far
    behind costs no more than another.
    """
    teams = [team.pk for team in hub.teams.values() if team.agency_id in agencies]
    with connection.cursor() as cursor:
        cursor.execute(_LATE, [teams, now, MOST_LATE])
        rows = cursor.fetchall()
    counted: defaultdict[tuple[int, bool], int] = defaultdict(int)
    by_service: defaultdict[tuple[int, str], int] = defaultdict(int)
    for team, urgent, service, count in rows:
        counted[team, urgent] += count
        by_service[team, service] += count
    stopped = {team for (team, _urgent), count in counted.items() if count >= MOST_LATE}
    return [
        Late(hub.teams_by_id[team].key, service, count, team in stopped)
        for (team, service), count in sorted(by_service.items())
    ]


def honest_times(*, today: date) -> dict[str, HonestTime]:
    """
    Give, for each service, in how many working days eight in ten cases were closed lately.

    One statement. It counts what the running actor may see. A service with fewer than
    ``LEAST_CASES`` is left out.
    """
    rows = (
        ClosingTime.objects.filter(week__gte=week_of(today - RECENT))
        .values_list("service", "working_days")
        .annotate(total=Sum("cases"))
    )
    taken: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for service, days, total in rows:
        taken[service][days] = total
    return {
        service: HonestTime(within(closed_after=after), sum(after.values()))
        for service, after in taken.items()
        if sum(after.values()) >= LEAST_CASES
    }


_kept: tuple[float, int, date, dict[str, HonestTime]] | None = None


def honest_date(*, hub: Hub, service: str, today: date) -> HonestTime | None:
    """
    Give how long eight in ten people wait for a service now, for anybody to read; None when too few
    cases were closed lately. One statement in five minutes.

    It says a number of days and nothing of any case, so it may be told to the public; restricted
    cases are not counted.
    """
    global _kept
    found = _kept
    if found is None or found[1:3] != (hub.number, today) or monotonic() - found[0] > KEPT_SECONDS:
        agencies = [agency.pk for agency in hub.agencies.values()]
        with acting(system(name="honest date", agencies=agencies, clearance=STANDARD)):
            found = _kept = (monotonic(), hub.number, today, honest_times(today=today))
    return found[3].get(service)


_kept_order: tuple[float, int, date, list[str]] | None = None


def most_asked_for(*, hub: Hub, today: date, most: int = 20) -> list[str]:
    """
    Give the services with most cases in the last 30 days, most first, for anybody to read.

    One statement in five minutes. It is an order of services and tells nothing of any case.
    """
    global _kept_order
    found = _kept_order
    if found is None or found[1:3] != (hub.number, today) or monotonic() - found[0] > KEPT_SECONDS:
        agencies = [agency.pk for agency in hub.agencies.values()]
        with acting(system(name="front page", agencies=agencies)):
            rows = (
                DayFigure.objects.filter(day__gte=today - ASKED_LATELY, day__lte=today)
                .exclude(service="")
                .values_list("service")
                .annotate(total=Sum("opened"))
                .filter(total__gt=0)
                .order_by("-total", "service")[:most]
            )
            found = (monotonic(), hub.number, today, [service for service, _total in rows])
        _kept_order = found
    return found[3]


def forget_kept() -> None:
    """Forget what is kept in memory, as between tests."""
    global _kept, _kept_order
    _kept = _kept_order = None


def days_of_cases(*, period: Period, service: str = "") -> list[tuple[Any, ...]]:
    """Give day, team, service, opened, closed, closed in time, reopened. One statement."""
    found = DayFigure.objects.filter(day__gte=period.start, day__lte=period.end)
    if service:
        found = found.filter(service=service)
    rows = found.values_list("day", "team", "service").annotate(
        Sum("opened"), Sum("closed"), Sum("closed_in_time"), Sum("reopened")
    )
    return list(rows.order_by("day", "team", "service")[:MOST_ROWS])


def days_of_contacts(*, period: Period, service: str = "") -> list[tuple[Any, ...]]:
    """Give day, channel, service, reason, contacts, done in one. One statement."""
    found = ContactFigure.objects.filter(day__gte=period.start, day__lte=period.end)
    if service:
        found = found.filter(service=service)
    rows = found.values_list("day", "channel", "service", "cause").annotate(
        Sum("contacts"), Sum("done_in_one")
    )
    return list(rows.order_by("day", "channel", "service", "cause")[:MOST_ROWS])
