"""Whose days count as working days."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cast import answers_of
from doneinone.domain.cases.models import Case


def test_an_urgent_repair_is_not_promised_for_a_sunday(hub: Any, report: Any) -> None:
    """The emergency crew works every day; its working days are those of highways all the same."""
    danger = next(
        dict(one.answers)
        for one in hub.service("report-pothole").definition.examples
        if one.expect and one.expect.team == "highways-emergency"
    )
    for answers in (danger, answers_of(hub, "report-pothole")):
        case = Case.objects.get(reference=report(answers=answers))
        # Reported on Tuesday 24 November 2026: five working days are Tuesday 1 December.
        assert case.promised_at is not None
        assert case.promised_at.date() == datetime(2026, 12, 1, tzinfo=UTC).date(), case.team.key
    urgent = Case.objects.get(reference=report(answers=danger))
    assert urgent.urgent
    # What is counted in hours is the crew's own: two hours from now, day and night.
    assert urgent.due_at is not None
    assert (urgent.due_at - urgent.opened_at).total_seconds() <= 2 * 3600
