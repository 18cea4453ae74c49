"""Planned lives of cases, and answers that fit: for every service of the demonstration hub."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

import doneinone.demo
from doneinone.demo.answers import Around, sample
from doneinone.demo.lives import Known, plan_life, way
from doneinone.demo.names import invent, staff_names
from doneinone.domain.catalogue.rules import check_hub
from doneinone.domain.catalogue.rules.checked_answers import check_answers
from doneinone.domain.catalogue.rules.evaluating import assess
from doneinone.domain.catalogue.rules.schema import CLOSED, ServiceDefinition
from doneinone.foundation.working_time import Calendar, OpeningHours
from doneinone.foundation.working_time.opening import is_open

BUNDLE, _ = check_hub(Path(doneinone.demo.__file__).parent / "hub")
assert BUNDLE is not None
CASES = {key: one for key, one in BUNDLE.services.items() if one.kind == "case"}
HOURS = OpeningHours.parse({"mon-fri": "08:00-17:00"})
OPENED = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
PLACE = {"council": "E08000006", "area": "Bridge End", "postcode": "M6 5WG"}
each_service = pytest.mark.parametrize("definition", CASES.values(), ids=CASES)


def known(definition: ServiceDefinition) -> Known:
    return Known(
        definition=definition, opened_at=OPENED, promised_at=OPENED + timedelta(days=7),
        dues={key: OPENED + timedelta(days=2) for key in list(definition.standards)[:2]},
        hours=HOURS, calendar=Calendar(), reachable=True, public=True,
    )  # fmt: skip


@each_service
def test_sampled_answers_are_right(definition: ServiceDefinition) -> None:
    random = Random(definition.service)
    for number in range(60):
        person = invent(random=random, number=number, today=OPENED.date())
        around = Around(
            person=person, address="14 Lime Grove", postcode="M6 5WG", place=PLACE,
            channel="web", today=OPENED.date(),
        )  # fmt: skip
        answers = sample(definition=definition, around=around, random=random)
        checked = check_answers(
            definition=definition, raw=answers, today=around.today, place=PLACE, channel="web",
            strict=True,
        )  # fmt: skip
        assert checked.errors == {}, answers
        found = assess(
            definition=definition, answers=checked.answers, today=around.today, place=PLACE,
            channel="web",
        )  # fmt: skip
        assert found.is_complete


@each_service
def test_ways_follow_the_moves_that_are_allowed(definition: ServiceDefinition) -> None:
    random = Random(definition.service)
    for _ in range(60):
        at = definition.first_stage
        for stage in way(definition=definition, dues={}, random=random):
            assert stage in definition.stages[at].moves
            at = stage
        assert at == CLOSED


@each_service
def test_lives_are_in_order_and_in_office_hours(definition: ServiceDefinition) -> None:
    random = Random(definition.service)
    for _ in range(60):
        steps = plan_life(known=known(definition), random=random)
        assert [step.at for step in steps] == sorted(step.at for step in steps)
        assert all(step.at > OPENED for step in steps)
        moved = [step for step in steps if step.do in ("move", "close")]
        assert moved
        assert all(step.to for step in moved)
        for step in moved:
            # A short chain of moves may run over the end of the day by some minutes.
            times = (step.at, step.at - timedelta(minutes=45))
            assert any(is_open(at=at, hours=HOURS, calendar=Calendar()) for at in times)


def test_most_cases_are_done_in_time_and_some_are_not() -> None:
    random = Random(7)
    ends = []
    for _ in range(400):
        steps = plan_life(known=known(CASES["report-pothole"]), random=random)
        closes = [step.at for step in steps if step.do == "close"]
        ends.append(min(closes) <= OPENED + timedelta(days=7))
    assert 0.7 < sum(ends) / len(ends) < 0.95


def test_lives_have_everything_that_can_happen() -> None:
    random = Random(8)
    deeds = {
        step.do
        for _ in range(300)
        for step in plan_life(known=known(CASES["report-pothole"]), random=random)
    }
    assert deeds == {
        "take", "note", "move", "ask", "answer", "close", "reopen", "follow", "chase",
    }  # fmt: skip


def test_people_are_many_and_nobody_has_a_real_address() -> None:
    random = Random(9)
    people = [invent(random=random, number=n, today=OPENED.date()) for n in range(3000)]
    emails = [one.email for one in people if one.email]
    assert len(set(emails)) == len(emails)
    assert all(email.endswith("@example.org") and email.isascii() for email in emails)
    assert any(one.language == "cy" for one in people)
    assert any("welsh-first" in one.needs for one in people)
    assert len({one.family for one in people}) > 200
    assert all(one.born_on.year <= OPENED.year - 18 for one in people)


def test_colleagues_have_different_first_names() -> None:
    names = staff_names(random=Random(1), count=60, taken={"Bea Hughes"})
    assert len({name.split()[0] for name in names}) == 60
