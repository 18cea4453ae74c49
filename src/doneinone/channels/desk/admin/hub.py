"""What is published: organisations, teams and versions. Read only: it is changed by publishing."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doneinone.channels.desk.admin.staff import ADMINISTRATOR, tabs
from doneinone.channels.desk.pages import desk, show
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.domain.catalogue.queries import hub_versions


@desk(roles=ADMINISTRATOR)
@require_safe
def hub(request: ActingRequest) -> HttpResponse:
    """Show the organisations, the teams with their hours, and the versions published."""
    now = hub_of(request)
    agencies = [
        {
            "name": agency.name,
            "kind": agency.kind,
            "telephone": agency.telephone,
            "teams": [
                {
                    "name": team.name,
                    "hours": [{"days": days, "hours": hours} for days, hours in team.hours.items()],
                }
                for team in sorted(now.teams.values(), key=lambda one: one.name)
                if team.agency_id == agency.pk and team.is_active
            ],
        }
        for agency in sorted(now.agencies.values(), key=lambda one: one.name)
        if agency.is_active
    ]
    return show(
        request, "desk/admin/hub.jinja", title=_("Organisations, teams and versions"),
        tabs=tabs(request.path), agencies=agencies, versions=hub_versions(most=50),
        services=len(now.services),
    )  # fmt: skip
