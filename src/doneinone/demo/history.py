"""
The days of the demonstration: people turn to the hub, and staff do what follows.

Everything goes through the actions of the rooms, called without the savepoint of each, in one
transaction for a day; the reactions run every other day. So the rows and events are the ones that
the pages would have made, and a rule that refuses something refuses it here too.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection, transaction

from doneinone.demo import rhythms
from doneinone.demo.arriving import Arrivals, Happening
from doneinone.demo.doing import Deeds, OpenCase
from doneinone.demo.lives import Step
from doneinone.demo.plan import Made, Plan
from doneinone.demo.staffing import Staffing
from doneinone.demo.town import Resident, Spot, settle, spots
from doneinone.domain.catalogue.queries import Hub, current_hub
from doneinone.foundation import clock
from doneinone.foundation.actors import acting, system
from doneinone.foundation.timeline.draining import drain

PEOPLE_AT_ONCE = 250
SPOTS = 4_000
REACT_EVERY = 2
"""Days after which the reactions run; the last ones each by itself."""

ANALYSE_AFTER = frozenset({0, 3, 12, 40})
GROWING = (
    '"case"', "case_clock", "case_pause", "contact", "event", "matter", "message", "outbox",
    "person",
)  # fmt: skip
"""The tables that grow from nothing while the history is made."""


def make_history(
    *,
    plan: Plan,
    tell: Callable[[str, int], None] = lambda what, count: None,
    meet: Callable[[], None] = lambda: None,
) -> Made:
    """
    Make the people of a share and live through its days, ending at the present.

    :param tell: called with ``people`` or ``days`` and how many more there are
    :param meet: called at the end of each day; several processes wait for each other in it
    """
    hub = current_hub()
    random = Random(f"{plan.first_day}/{plan.share}")
    everything = [agency.pk for agency in hub.agencies.values()]
    maker = system(name="demonstration", agencies=everything)
    staffing = Staffing.of_hub(hub=hub)
    made = Made()

    @contextmanager
    def one_transaction() -> Iterator[None]:
        with transaction.atomic(), acting(maker):
            yield

    places = spots(count=min(SPOTS, max(200, plan.people)), random=random)
    residents = _people(plan, hub, places, staffing, random, one_transaction, tell)
    made.people = len(residents)
    meet()
    if plan.share == 0:
        _react()
    deeds = Deeds(hub=hub, staffing=staffing, random=random, made=made)
    arrivals = Arrivals(
        hub=hub, staffing=staffing, residents=residents, places=places, random=random, made=made
    )
    coming: list[tuple[datetime, int, Step, OpenCase]] = []
    for number in range(plan.days):
        on = plan.first_day + timedelta(days=number)
        end = min(hub.calendar.to_utc(on + timedelta(days=1), 0), plan.until)
        expected = _arrivals_of(plan, on, hub, random)
        with one_transaction():
            _live(expected, end, arrivals, deeds, coming, plan.until)
        # A day holds its cases until it ends, so no reaction may want them meanwhile.
        meet()
        if plan.share == 0 and (number % REACT_EVERY == 0 or number >= plan.days - REACT_EVERY):
            _react()
        if plan.share == 0 and number in ANALYSE_AFTER:
            _analyse()
        tell("days", 1)
        meet()
    return made


def _people(
    plan: Plan,
    hub: Hub,
    places: Sequence[Spot],
    staffing: Staffing,
    random: Random,
    one_transaction: Callable[[], AbstractContextManager[None]],
    tell: Callable[[str, int], None],
) -> list[Resident]:
    """Make the people of a share, some hundreds in a transaction."""
    residents: list[Resident] = []
    numbers = list(range(plan.share, plan.people, plan.shares))
    start = hub.calendar.to_utc(plan.first_day, 0)
    for at in range(0, len(numbers), PEOPLE_AT_ONCE):
        part = numbers[at : at + PEOPLE_AT_ONCE]
        with one_transaction():
            residents += settle(
                homes=places,
                numbers=part,
                actor=staffing.adviser(random),
                random=random,
                before=start,
            )
        tell("people", len(part))
    return residents


def _arrivals_of(plan: Plan, on: date, hub: Hub, random: Random) -> list[Happening]:
    """Choose who turns to the hub on a day, by which channel and when."""
    count = rhythms.contacts_on(on=on, people=plan.people, calendar=hub.calendar, random=random)
    happenings = []
    for _ in range(plan.own_part(count)):
        channel = rhythms.channel_on(on=on, calendar=hub.calendar, random=random)
        at = rhythms.moment_on(on=on, channel=channel, calendar=hub.calendar, random=random)
        if at < plan.until - timedelta(minutes=15):
            happenings.append(Happening(at=at, channel=channel))
    return sorted(happenings, key=lambda one: one.at)


def _live(
    expected: list[Happening],
    end: datetime,
    arrivals: Arrivals,
    deeds: Deeds,
    coming: list[tuple[datetime, int, Step, OpenCase]],
    until: datetime,
) -> None:
    """Live through a day: contacts arrive, and the steps that are due are taken, in order."""

    def take_steps_before(moment: datetime) -> None:
        while coming and coming[0][0] < moment:
            _, _, step, case = heapq.heappop(coming)
            if step.do == "chase":
                arrivals.chase(case, at=step.at)
            else:
                deeds.do(step, case)

    for happening in expected:
        take_steps_before(happening.at)
        for case in arrivals.arrive(happening):
            for step in deeds.plan(case):
                if step.at < until:
                    heapq.heappush(coming, (step.at, len(coming) + id(step) % 997, step, case))
    take_steps_before(end)


def _analyse() -> None:
    """Tell the database how its tables have grown, so that it chooses the right indexes."""
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(GROWING)}")


def _react() -> None:
    """Let the reactions run on everything that happened so far."""
    while drain(now=clock.now()):
        pass
