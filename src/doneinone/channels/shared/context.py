"""What the layouts need on every page: which hub this is, how to ring it, in which languages."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.utils.translation import gettext as _

from doneinone.channels.shared.languages import page_language
from doneinone.domain.catalogue.queries import Hub, UnableToOpenHub, current_hub
from doneinone.foundation.clock import local, now, say_time

_KEPT = "_doneinone_hub"


def hub_of(request: HttpRequest) -> Hub:
    """
    Give the published hub, read once for each request. At most one statement.

    :raises UnableToOpenHub: if nothing has been published
    """
    kept: Hub | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = current_hub()
        setattr(request, _KEPT, kept)
    return kept


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the facts of the layouts. An error page must come even when the database does not."""
    try:
        hub = hub_of(request)
    except (UnableToOpenHub, Error):
        return {"hub": {}}
    language = page_language()
    definition = hub.definition
    return {
        "hub": {
            "name": definition.name.in_language(language)[0],
            "telephone": definition.telephone,
            "email": definition.email,
            "languages": definition.languages,
            "agencies": [
                agency.name.in_language(language)[0] for agency in definition.agencies.values()
            ],
        },
        "telephone_hours": telephone_hours(hub),
        "demo": settings.DEMO,
    }


def _spans_today(hub: Hub, moment: datetime) -> tuple[tuple[time, time], ...]:
    """Give the hours of the front desk today: that of the first team the hub's file names."""
    hours = next(iter(hub.definition.teams.values())).hours
    today = local(moment, hub.calendar.zone)
    if hours is None:
        return ()
    return hours.by_weekday().get(today.weekday(), ())


def _words(hub: Hub, moment: datetime, clock: time) -> str:
    at = local(moment, hub.calendar.zone)
    at = at.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return say_time(at, page_language(), zone=hub.calendar.zone)


def telephone_hours(hub: Hub) -> str:
    """Say from when to when the telephone is answered today, "8am to 8pm", or nothing."""
    moment = now()
    spans = _spans_today(hub, moment)
    if not spans:
        return ""
    first, last = _words(hub, moment, spans[0][0]), _words(hub, moment, spans[-1][1])
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def open_now(hub: Hub) -> str:
    """Say whether somebody answers now: "open until 8pm", "closed now"."""
    moment = now()
    clock = local(moment, hub.calendar.zone).time()
    for start, end in _spans_today(hub, moment):
        if start <= clock < end:
            return _("open until %(time)s") % {"time": _words(hub, moment, end)}
        if clock < start:
            return _("opens at %(time)s") % {"time": _words(hub, moment, start)}
    return _("closed now")
