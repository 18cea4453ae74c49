"""What is done with a case, through the actions, on the real database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from doneinone.domain.cases.actions.add_note import add_note
from doneinone.domain.cases.actions.answer_question import UnableToAnswer, answer_question
from doneinone.domain.cases.actions.ask_person import UnableToAskPerson, ask_person
from doneinone.domain.cases.actions.close_case import close_case
from doneinone.domain.cases.actions.follow_case import follow_case
from doneinone.domain.cases.actions.move_case import UnableToMoveCase, move_case
from doneinone.domain.cases.actions.reopen_case import UnableToReopenCase, reopen_case
from doneinone.domain.cases.actions.share_case import share_case
from doneinone.domain.cases.actions.take_case import UnableToTakeCase, take_case
from doneinone.domain.cases.actions.wind_clocks import CaseChanged
from doneinone.domain.cases.models import Case, CaseClock
from doneinone.domain.cases.queries import CaseNotFound, access_case, whole_case
from doneinone.foundation.actors import acting, public
from doneinone.foundation.timeline.models import Event


def seen_by(actor, reference):
    with acting(actor):
        return Case.objects.filter(reference=reference).exists()


def test_a_report_becomes_a_case_with_its_clocks_and_one_event(hub, cast, report):
    reference = report()
    with acting(cast.carl):
        whole = whole_case(reference=reference)
    assert whole.case.team == hub.teams["highways"] or whole.case.urgent
    assert whole.clocks
    assert whole.case.promised_at is not None
    assert [event.kind for event in whole.events] == ["case.opened"]
    assert whole.case.version == 1


def test_only_those_behind_the_same_wall_see_it(cast, report):
    reference = report()
    assert seen_by(cast.carl, reference)
    assert seen_by(cast.bea, reference)
    for stranger in (cast.dev, cast.eve, cast.gus, public()):
        assert not seen_by(stranger, reference), stranger.name


def test_a_water_leak_is_seen_by_the_water_company_and_the_council(cast, report):
    reference = report("water-leak")
    assert seen_by(cast.dev, reference)
    assert seen_by(cast.bea, reference)
    assert not seen_by(cast.eve, reference)


def test_a_restricted_case_is_seen_by_nobody_who_is_not_cleared(cast, report):
    reference = report("worried-about-someone")
    for member in (cast.bea, cast.carl, cast.flo, cast.dev, cast.eve, cast.gus):
        assert not seen_by(member, reference), member.name
    assert Case.objects.get(reference=reference).sensitivity == 1


def test_moving_follows_the_stages_of_the_definition(hub, cast, report, now):
    reference = report()
    later = now + timedelta(hours=1)
    with pytest.raises(UnableToMoveCase):
        move_case(actor=cast.bea, hub=hub, reference=reference, to="inspecting", now=later)
    with pytest.raises(UnableToMoveCase):
        move_case(actor=cast.carl, hub=hub, reference=reference, to="no-such-stage", now=later)
    definition = hub.service("report-pothole").definition
    following = next(s for s in definition.stages[definition.first_stage].moves if s != "closed")
    move_case(actor=cast.carl, hub=hub, reference=reference, to=following, now=later)
    with acting(cast.carl):
        assert access_case(reference=reference).stage == following


def test_the_second_of_two_is_told_and_nothing_is_changed(hub, cast, report, now):
    reference = report()
    add_note(actor=cast.bea, reference=reference, text="They rang again.", now=now)
    definition = hub.service("report-pothole").definition
    following = next(s for s in definition.stages[definition.first_stage].moves if s != "closed")
    with pytest.raises(CaseChanged):
        move_case(actor=cast.carl, hub=hub, reference=reference, to=following, seen=1, now=now)
    assert Case.objects.get(reference=reference).stage == definition.first_stage
    assert Case.objects.get(reference=reference).version == 2


def test_asking_stops_the_promise_and_answering_lets_it_go_on(hub, cast, report, now):
    reference = report()
    with acting(cast.carl):
        before = access_case(reference=reference).promised_at
    question = ask_person(
        actor=cast.carl,
        hub=hub,
        reference=reference,
        text="Is a car often parked over it?",
        now=now,
    )
    case = Case.objects.get(reference=reference)
    assert case.waiting_since == now
    assert all(c.due_at is None for c in CaseClock.objects.filter(case=case, pauses=True))
    with pytest.raises(UnableToAskPerson):
        ask_person(actor=cast.carl, hub=hub, reference=reference, text="And?", now=now)
    later = now + timedelta(days=3)
    amina = public(cases=[case.pk])
    answer_question(
        actor=amina, hub=hub, reference=reference, question=question.pk, text="Yes", now=later
    )
    case.refresh_from_db()
    assert case.waiting_since is None
    assert case.promised_at is not None
    assert before is not None
    assert case.promised_at > before
    with pytest.raises(UnableToAnswer):
        answer_question(
            actor=amina, hub=hub, reference=reference, question=question.pk, text="No", now=later
        )


def test_closing_and_saying_it_is_not_fixed(hub, cast, report, now):
    reference = report()
    definition = hub.service("report-pothole").definition
    outcome = next(iter(definition.outcomes))
    day = timedelta(days=1)
    with acting(cast.carl):
        stage = access_case(reference=reference).stage
    while "closed" not in definition.stages[stage].moves:
        stage = next(iter(definition.stages[stage].moves))
        move_case(actor=cast.carl, hub=hub, reference=reference, to=stage, now=now)
    close_case(actor=cast.carl, reference=reference, outcome=outcome, note="Filled.", now=now + day)
    case = Case.objects.get(reference=reference)
    assert (case.stage, case.outcome, case.due_at) == ("closed", outcome, None)
    amina = public(cases=[case.pk])
    with pytest.raises(UnableToReopenCase):
        reopen_case(actor=amina, hub=hub, reference=reference, reason="Gone", now=now + 40 * day)
    promised = case.promised_at
    reopen_case(actor=amina, hub=hub, reference=reference, reason="It came out.", now=now + 3 * day)
    case.refresh_from_db()
    assert case.stage == definition.first_stage
    assert case.reopened == 1
    assert promised is not None
    assert case.promised_at is not None
    # The two days it was closed are not counted, and no more than those: not back to zero.
    assert promised < case.promised_at <= promised + 4 * day


def test_taking_and_giving_within_the_team(cast, report, now):
    reference = report()
    take_case(actor=cast.carl, reference=reference, now=now)
    with pytest.raises(UnableToTakeCase):
        take_case(actor=cast.carl, reference=reference, now=now)
    with pytest.raises(UnableToTakeCase):
        take_case(actor=cast.bea, reference=reference, now=now)
    take_case(actor=cast.carl, reference=reference, owner=cast.flo.staff_id, now=now)
    assert Case.objects.get(reference=reference).owner_id == cast.flo.staff_id


def test_notes_written_before_are_not_handed_to_an_agency_that_joins(hub, cast, report, now):
    reference = report()
    add_note(actor=cast.carl, reference=reference, text="The reporter was upset.", now=now)
    share_case(
        actor=cast.carl, reference=reference, agency=hub.agencies["irwell-water"].pk,
        reason="A main may be under it", now=now,
    )  # fmt: skip
    with acting(cast.dev):
        kinds = [event.kind for event in whole_case(reference=reference).events]
    assert "case.opened" in kinds
    assert "case.noted" not in kinds


def test_following_tells_nobody_who_reported_it(cast, report, now):
    reference = report()
    case = Case.objects.get(reference=reference)
    follow_case(actor=public(cases=[case.pk]), reference=reference, email="m@example.org", now=now)
    follow_case(actor=public(cases=[case.pk]), reference=reference, email="m@example.org", now=now)
    assert Event.objects.filter(subject_id=case.pk, kind="case.followed").count() == 1


def test_a_case_that_is_not_yours_is_not_there(hub, cast, report, now):
    reference = report()
    for act in (
        lambda: take_case(actor=cast.eve, reference=reference, now=now),
        lambda: add_note(actor=cast.eve, reference=reference, text="Hello", now=now),
        lambda: move_case(actor=cast.eve, hub=hub, reference=reference, to="planned", now=now),
        lambda: reopen_case(actor=cast.eve, hub=hub, reference=reference, reason="x", now=now),
    ):
        with pytest.raises(CaseNotFound):
            act()


def test_version_counts_the_events(cast, report, now):
    reference = report()
    add_note(actor=cast.bea, reference=reference, text="One", now=now)
    take_case(actor=cast.carl, reference=reference, now=now)
    case = Case.objects.get(reference=reference)
    sequences = Event.objects.filter(subject_kind="case", subject_id=case.pk).values_list(
        "sequence", flat=True
    )
    assert sorted(sequences) == [1, 2, 3]
    assert case.version == 3
