"""The page of figures. Every figure stands in a table; pictures are drawn from the same."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doneinone.channels.desk.insight import cards
from doneinone.channels.desk.insight.asked import choices, days_in_words, read
from doneinone.channels.desk.pages import desk, show
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.languages import page_language
from doneinone.domain.insight.queries import (
    case_figures,
    contact_figures,
    honest_times,
    late_cases,
    open_cases,
)
from doneinone.foundation.clock import local, say_time
from doneinone.foundation.clock import now as time_now

SUPERVISORS = frozenset({"supervisor"})


@desk(roles=SUPERVISORS)
@require_safe
def insight(request: ActingRequest) -> HttpResponse:
    """Show how the supervisor's agencies are doing. Five statements for the figures."""
    hub, now, actor = hub_of(request), time_now(), request.actor
    zone = hub.calendar.zone
    asked = read(request.GET, hub=hub, today=local(now, zone).date())
    late = late_cases(hub=hub, agencies=actor.agencies, now=now)
    found = cards.Found(
        hub=hub,
        asked=asked,
        cases=case_figures(period=asked.period, service=asked.service),
        standing=open_cases(service=asked.service),
        late=[one for one in late if asked.service in ("", one.service)],
        contacts=contact_figures(period=asked.period, service=asked.service),
        times=honest_times(today=asked.today),
    )
    names = [one.name for one in hub.agencies.values() if one.pk in actor.agencies]
    return show(
        request, "desk/insight.jinja",
        title=_("How we are doing"),
        agencies=names,
        days=days_in_words(asked),
        as_of=say_time(now, page_language(), zone=zone),
        choices=choices(asked, hub),
        tiles=cards.tiles(found),
        teams=cards.by_team(found),
        services=cards.by_service(found),
        standards=cards.standards(found),
        channels=cards.by_channel(found),
        causes=cards.by_cause(found),
        files={
            "cases": f"{reverse('desk-insight-cases')}?{asked.query}",
            "contacts": f"{reverse('desk-insight-contacts')}?{asked.query}",
        },
    )  # fmt: skip
