"""The outbox: in order, in batches, and a reaction that fails stops nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from doneinone.domain.cases.actions.add_note import add_note
from doneinone.domain.cases.models import Case
from doneinone.foundation.actors import acting, current_actor
from doneinone.foundation.timeline import draining
from doneinone.foundation.timeline.draining import ATTEMPTS, back_off, drain, retry_failed
from doneinone.foundation.timeline.failures import (
    UnableToRetryReaction,
    failed_reactions,
    retry_reaction,
)
from doneinone.foundation.timeline.models import Event, FailedReaction, Outbox
from doneinone.foundation.timeline.reactions import REACTIONS, Reaction


class Listener:
    """A reaction of the test: it notes what it sees and fails when told to."""

    def __init__(self, name):
        self.name = name
        self.seen = []
        self.fails_for = set()

    def __call__(self, actor, events):
        assert current_actor() == actor
        for event in events:
            if event.subject_id in self.fails_for:
                raise RuntimeError("Amina Yusuf of 14 Lime Grove cannot be told")
        self.seen.extend(events)


@pytest.fixture
def listening(monkeypatch):
    """Only two reactions: one that may fail, and one that stands behind it."""
    monkeypatch.setattr(draining, "REACTIONS", {})
    kinds = frozenset({"case.opened", "case.noted"})
    first, second = Listener("first"), Listener("second")
    for one in (first, second):
        draining.REACTIONS[one.name] = Reaction(name=one.name, kinds=kinds, run=one)
    return first, second


def drain_all(now):
    taken = []
    while count := drain(now=now):
        taken.append(count)
    return taken


def test_reactions_are_registered_by_the_rooms(hub):
    assert "messages.reactions.tell_people" in REACTIONS


def test_events_of_one_case_come_in_order(cast, report, now, listening):
    first, _ = listening
    references = [report() for _ in range(3)]
    for n in range(4):
        for reference in references:
            add_note(actor=cast.bea, reference=reference, text=f"note {n}", now=now)
    assert Outbox.objects.filter(subject_kind="case").count() == 15
    drain_all(now)
    by_case = {}
    for event in first.seen:
        by_case.setdefault(event.subject_id, []).append(event.sequence)
    assert sorted(by_case.values()) == [[1, 2, 3, 4, 5]] * 3
    assert not Outbox.objects.exists()


def test_a_reaction_sees_only_what_the_readers_of_the_event_see(report, now, listening):
    report("water-leak")
    report("worried-about-someone")
    first, _ = listening
    seen = []
    original = first.__call__

    def look(actor, events):
        seen.append((actor.agencies, actor.clearance, Case.objects.count()))
        original(actor, events)

    draining.REACTIONS["first"] = Reaction("first", frozenset({"case.opened"}), look)
    drain_all(now)
    assert sorted(clearance for _, clearance, _ in seen) == [0, 1]
    assert {agencies for agencies, _, _ in seen} == {
        tuple(visible)
        for visible in Event.objects.filter(kind="case.opened").values_list("visible_to", flat=True)
    }


def test_a_reaction_that_fails_for_one_event_stops_neither_others_nor_other_reactions(
    report, now, listening
):
    first, second = listening
    references = [report() for _ in range(5)]
    bad = Case.objects.get(reference=references[2]).pk
    first.fails_for = {bad}
    drain_all(now)
    assert {event.subject_id for event in first.seen} == set(
        Case.objects.exclude(pk=bad).values_list("pk", flat=True)
    )
    assert len(second.seen) == 5
    assert not Outbox.objects.exists()
    failed = FailedReaction.objects.get()
    assert (failed.reaction, failed.attempts, failed.error) == ("first", 1, "RuntimeError")
    assert failed.next_try_at == now + timedelta(seconds=5)


def test_it_is_tried_again_with_back_off_and_then_left_for_the_administrator(
    report, now, listening
):
    first, _ = listening
    case = Case.objects.get(reference=report()).pk
    first.fails_for = {case}
    drain_all(now)
    waits, at = [], now
    while (failed := FailedReaction.objects.get()).next_try_at is not None:
        waits.append((failed.next_try_at - at).total_seconds())
        assert retry_failed(now=failed.next_try_at - timedelta(seconds=1)) == 0
        at = failed.next_try_at
        assert retry_failed(now=at) == 1
    assert waits == [5, 20, 80, 320, 1280, 3600, 3600]
    assert failed.attempts == ATTEMPTS
    assert retry_failed(now=at + timedelta(days=9)) == 0
    (shown,) = failed_reactions()
    assert shown.is_given_up
    assert "Amina" not in repr(shown)


def test_what_failed_works_when_its_time_comes(report, now, listening):
    first, _ = listening
    case = Case.objects.get(reference=report()).pk
    first.fails_for = {case}
    drain_all(now)
    first.fails_for = set()
    retry_failed(now=now + back_off(attempts=1))
    assert [event.subject_id for event in first.seen] == [case]
    assert not FailedReaction.objects.exists()


def test_the_administrator_tries_again_and_it_is_recorded(cast, report, now, listening):
    first, _ = listening
    case = Case.objects.get(reference=report()).pk
    first.fails_for = {case}
    drain_all(now)
    FailedReaction.objects.update(attempts=ATTEMPTS, next_try_at=None)
    failure = failed_reactions()[0].id
    for other in (cast.bea, cast.carl, cast.flo, cast.eve):
        with pytest.raises(PermissionError):
            retry_reaction(actor=other, failure=failure, now=now)
    for _ in range(2):  # fails once more, then works
        retry_reaction(actor=cast.gus, failure=failure, now=now)
        with pytest.raises(UnableToRetryReaction):
            retry_reaction(actor=cast.gus, failure=failure, now=now)
        retry_failed(now=now)
        first.fails_for = set()
    assert not FailedReaction.objects.exists()
    with pytest.raises(UnableToRetryReaction):
        retry_reaction(actor=cast.gus, failure=failure, now=now)
    with acting(cast.gus):
        assert Event.objects.filter(kind="reaction.retried").count() == 2
        assert not Event.objects.filter(kind="case.opened").exists()
