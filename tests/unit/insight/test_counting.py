"""What happened becomes figures: once, in few statements, behind the wall."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doneinone.domain.cases.actions.reopen_case import reopen_case
from doneinone.domain.cases.models import Case
from doneinone.domain.contacts.actions.add_matter import add_matter
from doneinone.domain.contacts.actions.finish_contact import finish_contact
from doneinone.domain.contacts.actions.finish_matter import finish_matter
from doneinone.domain.contacts.actions.start_contact import start_contact
from doneinone.domain.insight.models import ClosingTime, ContactFigure, DayFigure, OpenFigure
from doneinone.domain.insight.queries import (
    LEAST_CASES,
    case_figures,
    contact_figures,
    honest_date,
    honest_times,
    late_cases,
    open_cases,
)
from doneinone.domain.insight.reactions import add_to, count_cases
from doneinone.domain.insight.rules import period_of
from doneinone.foundation.actors import RESTRICTED, acting, public, system
from doneinone.foundation.timeline.models import Event, FailedReaction

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
WEEK = period_of(key="week", today=TODAY)


def figures(model, *names):
    return sorted(model.objects.values_list(*names))


def test_opened_closed_and_opened_again_are_counted_by_day(hub, cast, report, close, react, now):
    one, _two = report(), report()
    close(one, at=now + timedelta(days=1))
    reopen_case(
        actor=cast.carl, hub=hub, reference=one, reason="It is back", now=now + timedelta(days=1)
    )
    react()
    rows = figures(
        DayFigure, "day", "team", "service", "opened", "closed", "closed_in_time", "reopened"
    )
    team = rows[0][1]
    assert rows == [
        (TODAY, team, "report-pothole", 2, 0, 0, 0),
        (TODAY + timedelta(days=1), team, "report-pothole", 0, 1, rows[1][5], 1),
    ]
    assert figures(OpenFigure, "team", "service", "open") == [(team, "report-pothole", 2)]
    assert figures(ClosingTime, "week", "working_days", "cases") == [(date(2026, 11, 23), 1, 1)]


def test_figures_belong_to_the_agency_of_the_team(hub, report, react):
    report("water-leak")
    react()
    water = hub.agencies["irwell-water"].pk
    assert figures(DayFigure, "agency_id", "visible_to") == [(water, [water])]


def test_reacting_again_to_what_has_left_adds_nothing(report, react):
    report()
    react()
    before = figures(DayFigure, "day", "opened")
    react()
    assert figures(DayFigure, "day", "opened") == before


def test_what_failed_is_undone_before_it_is_counted_again(report, now, hub):
    from doneinone.foundation.timeline.draining import drain, retry_failed

    report()

    def fails(model, of):
        add_to(model, of)
        if model is OpenFigure:
            raise RuntimeError

    with patch("doneinone.domain.insight.reactions.add_to", fails):
        drain(now=now)
    assert FailedReaction.objects.get().reaction == "insight.reactions.count_cases"
    assert not DayFigure.objects.exists()
    retry_failed(now=now + timedelta(minutes=1))
    assert not FailedReaction.objects.exists()
    assert figures(DayFigure, "opened") == [(1,)]
    assert figures(OpenFigure, "open") == [(1,)]


def test_a_batch_costs_as_many_statements_as_one_event(hub, report):
    for _ in range(6):
        report()
    events = list(Event.objects.filter(kind="case.opened").order_by("pk"))
    actor = system(name="worker", agencies=events[0].visible_to, clearance=0)
    with acting(actor):
        counts = []
        for batch in (events[:1], events[1:]):
            with CaptureQueriesContext(connection) as found:
                count_cases(actor, batch)
            counts.append(len(found))
    assert counts[0] == counts[1] <= 5


def test_restricted_cases_are_counted_for_those_cleared_alone(hub, cast, report, react):
    report("worried-about-someone")
    react()
    assert {row.sensitivity for row in DayFigure.objects.all()} == {RESTRICTED}
    agencies = [one.pk for one in hub.agencies.values()]
    for clearance, seen in ((0, 0), (RESTRICTED, 1)):
        with acting(system(name="t", agencies=agencies, clearance=clearance)):
            assert len(case_figures(period=WEEK)) == seen
            assert len(open_cases()) == seen
            assert len(contact_figures(period=WEEK)) == seen


def test_staff_of_another_agency_and_the_public_see_no_figures(hub, cast, report, close, react):
    close(report())
    react()
    for stranger in (cast.eve, cast.gus, cast.dev, public()):
        with acting(stranger):
            assert case_figures(period=WEEK) == []
            assert contact_figures(period=WEEK) == []
            assert open_cases() == {}
            assert ClosingTime.objects.count() == 0
    with acting(cast.flo):
        [row] = case_figures(period=WEEK)
        assert (row.opened, row.closed) == (1, 1)


def test_a_report_made_by_oneself_is_a_contact(report, react, hub):
    report()
    react()
    assert figures(ContactFigure, "channel", "service", "cause", "contacts", "done_in_one") == [
        ("web", "report-pothole", "", 1, 0)
    ]


def talk(hub, cast, now, *endings, service="report-pothole", channel="phone"):
    """Hold a contact as Bea does, with a matter for each ending."""
    contact = start_contact(actor=cast.bea, channel=channel, now=now)
    for outcome, avoidable in endings:
        matter = add_matter(
            actor=cast.bea, contact_id=contact.pk, service=hub.service(service), now=now
        )
        finish_matter(
            actor=cast.bea, contact_id=contact.pk, position=matter.position, outcome=outcome,
            avoidable=avoidable, now=now,
        )  # fmt: skip
    finish_contact(actor=cast.bea, contact_id=contact.pk, now=now)
    return contact


def test_a_contact_is_done_in_one_when_all_was_answered_there_and_then(hub, cast, react, now):
    talk(hub, cast, now, ("answered", ""), ("answered", ""))
    talk(hub, cast, now, ("answered", ""), ("handed_over", "passed-on"))
    talk(hub, cast, now)
    react()
    found = Counter(
        {
            (row.service, row.cause, row.done_in_one): row.contacts
            for row in ContactFigure.objects.all()
        }
    )
    assert found == {
        ("report-pothole", "", 1): 1, ("report-pothole", "passed-on", 0): 1, ("", "", 0): 1,
    }  # fmt: skip


def test_of_a_restricted_matter_the_figures_tell_nobody_uncleared(hub, cast, react, now):
    talk(hub, cast, now, ("answered", ""), service="worried-about-someone")
    react()
    [row] = ContactFigure.objects.all()
    assert (row.sensitivity, row.contacts) == (RESTRICTED, 1)
    mixed = start_contact(actor=cast.bea, channel="phone", now=now)
    for service in ("worried-about-someone", "missed-bin"):
        matter = add_matter(
            actor=cast.bea, contact_id=mixed.pk, service=hub.service(service), now=now
        )
        finish_matter(
            actor=cast.bea, contact_id=mixed.pk, position=matter.position, outcome="answered",
            now=now,
        )  # fmt: skip
    finish_contact(actor=cast.bea, contact_id=mixed.pk, now=now)
    react()
    plain = ContactFigure.objects.filter(sensitivity=0).get()
    assert (plain.service, plain.contacts, plain.done_in_one) == ("missed-bin", 1, 1)


def test_late_cases_are_counted_by_team_and_stop_at_the_most(hub, cast, report, now):
    for _ in range(3):
        report()
    Case.objects.update(due_at=now - timedelta(days=1))
    agencies = cast.flo.agencies
    with acting(cast.flo):
        [one] = late_cases(hub=hub, agencies=agencies, now=now)
        assert (one.service, one.cases, one.or_more) == ("report-pothole", 3, False)
        with patch("doneinone.domain.insight.queries.MOST_LATE", 2):
            [one] = late_cases(hub=hub, agencies=agencies, now=now)
        assert (one.cases, one.or_more) == (2, True)
    with acting(cast.eve):
        everywhere = [agency.pk for agency in hub.agencies.values()]
        assert late_cases(hub=hub, agencies=everywhere, now=now) == []


def test_the_honest_date_is_told_to_anybody_once_there_are_enough(hub, report, close, react, now):
    references = [report() for _ in range(LEAST_CASES)]
    for number, reference in enumerate(references[:-1]):
        close(reference, at=now + timedelta(days=1 if number < 8 else 3))
    react()
    with acting(public()):
        assert honest_date(hub=hub, service="report-pothole", today=TODAY) is None
    close(references[-1], at=now + timedelta(days=9))
    react()
    from doneinone.domain.insight.queries import forget_kept

    forget_kept()
    with acting(public()):
        found = honest_date(hub=hub, service="report-pothole", today=TODAY)
        assert found is not None
        assert (found.working_days, found.cases) == (1, LEAST_CASES)
        assert honest_times(today=TODAY) == {}  # the public reads no figure by itself
