"""The figures as files, day by day, for those who count further."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from doneinone.channels.desk.insight.asked import Asked, read
from doneinone.channels.desk.insight.views import SUPERVISORS
from doneinone.channels.desk.pages import desk
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.domain.insight.queries import days_of_cases, days_of_contacts
from doneinone.foundation.clock import local
from doneinone.foundation.clock import now as time_now

CASES = ("day", "team", "service", "opened", "closed", "closed_within_standard", "reopened")
CONTACTS = ("day", "channel", "service", "avoidable", "contacts", "done_in_one")


@desk(roles=SUPERVISORS)
@require_safe
def cases(request: ActingRequest) -> HttpResponse:
    """Give what happened to cases, by day, team and service."""
    asked = _asked(request)
    rows = days_of_cases(period=asked.period, service=asked.service)
    return _file("cases", asked, CASES, rows)


@desk(roles=SUPERVISORS)
@require_safe
def contacts(request: ActingRequest) -> HttpResponse:
    """Give the contacts, by day, channel, service and why they could have been avoided."""
    asked = _asked(request)
    rows = days_of_contacts(period=asked.period, service=asked.service)
    return _file("contacts", asked, CONTACTS, rows)


def _asked(request: ActingRequest) -> Asked:
    hub = hub_of(request)
    return read(request.GET, hub=hub, today=local(time_now(), hub.calendar.zone).date())


def _file(
    name: str, asked: Asked, heads: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """Write rows as a file. All that stands in it are keys of the hub's own files and numbers."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="{name}-{asked.period.start}-{asked.period.end}.csv"'
    )
    writer = csv.writer(response)
    writer.writerow(heads)
    writer.writerows(rows)
    return response
