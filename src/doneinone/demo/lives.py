"""How the life of a case goes, planned when it is opened. Pure: a definition in, steps out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from doneinone.domain.catalogue.rules.schema import CLOSED, ServiceDefinition
from doneinone.foundation.working_time import Calendar, OpeningHours
from doneinone.foundation.working_time.opening import next_opening

Deed = Literal["take", "note", "move", "ask", "answer", "close", "reopen", "follow", "chase"]

QUICK, IN_TIME, LATE = 0.08, 0.80, 0.09
"""Shares of cases that are done at once, in time and late; the rest lie forgotten for long."""

TAKEN = 0.85
NOTED = 0.25
ASKED = 0.09
NOT_ANSWERED = 0.2
REOPENED = 0.045
FOLLOWED = 0.12
CHASED = 0.05
CHASED_WHEN_LATE = 0.35
GIVE_UP_AFTER = timedelta(days=15)
"""A case whose question nobody answers is closed after so long."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done with a case; ``to`` is a stage or, on closing, an outcome."""

    at: datetime
    do: Deed
    to: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case when it has been opened."""

    definition: ServiceDefinition
    opened_at: datetime
    promised_at: datetime | None
    dues: Mapping[str, datetime]
    """When each of its standards is due."""

    hours: OpeningHours | None
    calendar: Calendar
    reachable: bool
    public: bool


def plan_life(*, known: Known, random: Random) -> list[Step]:
    """Plan everything that will be done with a case, in order of time."""
    pace = _pace(random)
    span = (known.promised_at or known.opened_at + timedelta(days=10)) - known.opened_at
    steps = _first_round(known, span * pace, pace, random)
    ended = next((step.at for step in steps if step.do == "close"), None)
    last = ended or steps[-1].at
    if known.public and random.random() < FOLLOWED:
        for _ in range(random.choice((1, 1, 2, 3))):
            steps.append(Step(_between(known.opened_at, last, random), "follow"))
    if known.reachable and random.random() < (CHASED_WHEN_LATE if pace > 1 else CHASED):
        steps.append(Step(_between(known.opened_at + span * 0.6, last, random), "chase"))
    if ended and known.reachable and random.random() < REOPENED:
        steps += _second_round(known, ended, random)
    return sorted(steps, key=lambda step: step.at)


def _pace(random: Random) -> float:
    """Say after which part of the promised time a case is done."""
    lot = random.random()
    if lot < QUICK:
        return random.uniform(0.04, 0.2)
    if lot < QUICK + IN_TIME:
        return 0.1 + 0.85 * random.betavariate(3, 2)
    if lot < QUICK + IN_TIME + LATE:
        return random.uniform(1.02, 1.6)
    return random.uniform(1.8, 2.8)


def way(
    *, definition: ServiceDefinition, dues: Mapping[str, datetime], random: Random
) -> list[str]:
    """
    Choose the stages that a case goes through, ending with ``closed``.

    Stages that meet one of its standards are preferred; none comes twice.
    """
    met = {definition.standards[key].met_by for key in dues} - {CLOSED}
    at, passed = definition.first_stage, [definition.first_stage]
    while at != CLOSED:
        onward = [stage for stage in definition.stages[at].moves if stage not in passed]
        wanted = [stage for stage in onward if stage in met]
        between = [stage for stage in onward if stage != CLOSED]
        if wanted:
            at = random.choice(wanted)
        elif between and (CLOSED not in onward or random.random() < 0.55):
            at = random.choice(between)
        elif CLOSED in onward:
            at = CLOSED
        else:
            break
        passed.append(at)
    return passed[1:]


def outcome_of(*, definition: ServiceDefinition, worked_on: bool, random: Random) -> str:
    """Choose how a case ends: mostly put right, when somebody worked on it."""
    fixed = [key for key, outcome in definition.outcomes.items() if outcome.fixed]
    others = [key for key, outcome in definition.outcomes.items() if not outcome.fixed]
    if fixed and (not others or random.random() < (0.84 if worked_on else 0.55)):
        return fixed[0] if random.random() < 0.75 else random.choice(fixed)
    return random.choice(others)


def _first_round(known: Known, length: timedelta, pace: float, random: Random) -> list[Step]:
    stages = way(definition=known.definition, dues=known.dues, random=random)
    asks = known.reachable and random.random() < ASKED
    asked_before = random.randrange(len(stages)) if asks else -1
    steps: list[Step] = []
    waited = timedelta()
    at = known.opened_at
    for number, stage in enumerate(stages):
        target = known.opened_at + length * ((number + 1) / len(stages)) + waited
        due = [known.dues[key] for key in known.dues if _meets(known, key, stage)]
        if due and stage != CLOSED:
            early = random.uniform(0.15, 0.9) if pace <= 1 else random.uniform(0.5, 1.7)
            target = known.opened_at + (min(due) - known.opened_at) * early + waited
        target = max(_when_open(known, target, random), at + timedelta(minutes=7))
        if not steps and random.random() < TAKEN:
            steps.append(Step(at + (target - at) * random.uniform(0.3, 0.9), "take"))
        if number == asked_before:
            asked_at = _when_open(known, at + (target - at) * 0.6, random)
            asked_at = max(asked_at, at + timedelta(minutes=3))
            steps.append(Step(asked_at, "ask"))
            if random.random() < NOT_ANSWERED:
                steps.append(_given_up(known, asked_at, random))
                return steps
            wait = timedelta(hours=random.expovariate(1 / 22) + 0.3)
            steps.append(Step(asked_at + wait, "answer"))
            waited += wait
            target = _when_open(known, max(target + wait, asked_at + wait), random)
        if random.random() < NOTED / len(stages):
            steps.append(Step(at + (target - at) * 0.8, "note"))
        steps.append(_reached(known, target, stage, number > 0, random))
        at = target
    return steps


def _meets(known: Known, standard: str, stage: str) -> bool:
    return known.definition.standards[standard].met_by == stage


def _reached(known: Known, at: datetime, stage: str, worked_on: bool, random: Random) -> Step:
    if stage != CLOSED:
        return Step(at, "move", stage)
    outcome = outcome_of(definition=known.definition, worked_on=worked_on, random=random)
    return Step(at, "close", outcome)


def _given_up(known: Known, asked_at: datetime, random: Random) -> Step:
    """Close a case whose question was not answered, if its first stage allows."""
    at = _when_open(known, asked_at + GIVE_UP_AFTER, random)
    others = [key for key, one in known.definition.outcomes.items() if not one.fixed]
    return Step(at, "close", random.choice(others or list(known.definition.outcomes)))


def _second_round(known: Known, closed_at: datetime, random: Random) -> list[Step]:
    at = closed_at + timedelta(hours=random.uniform(8, 200))
    steps = [Step(at, "reopen")]
    for number, stage in enumerate(way(definition=known.definition, dues={}, random=random)):
        at = _when_open(known, at + timedelta(hours=random.uniform(4, 60)), random)
        steps.append(_reached(known, at, stage, number > 0, random))
    return steps


def _when_open(known: Known, at: datetime, random: Random) -> datetime:
    """Give a moment when the team works: this one, or some time after it opens next."""
    if known.hours is None:
        return at
    opens = next_opening(at=at, hours=known.hours, calendar=known.calendar)
    if opens == at:
        return at
    return opens + timedelta(minutes=random.uniform(4, 170))


def _between(start: datetime, end: datetime, random: Random) -> datetime:
    return start + max(end - start, timedelta(minutes=1)) * random.random()
