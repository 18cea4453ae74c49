"""Pages of the demonstration: who can sign in, and every message that was sent."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.errors import error_page
from doneinone.channels.shared.forms import line_of
from doneinone.channels.web.pages import page
from doneinone.domain.directory.models import Membership
from doneinone.domain.messages.queries import EACH_PAGE, newest_messages
from doneinone.foundation.actors import acting, system

MOST_CAST = 30


@require_safe
@page
def cast(request: HttpRequest) -> HttpResponse:
    """List who can sign in here, and as what. Only in the demonstration."""
    if not settings.DEMO:
        return error_page(request, 404)
    hub = hub_of(request)
    with acting(system(name="demonstration", agencies=[one.pk for one in hub.agencies.values()])):
        members = list(
            Membership.objects.filter(ended_at__isnull=True, staff__is_active=True)
            .select_related("staff", "agency", "team")
            .order_by("staff_id", "pk")[:MOST_CAST]
        )
    codes = _codes_now([one.staff_id for one in members])
    people = [
        {
            "name": one.staff.name,
            "email": one.staff.email,
            "role": one.role,
            "agency": one.agency.name,
            "team": one.team.name if one.team else "",
            "code": codes.get(one.staff_id, ""),
        }
        for one in members
    ]
    response = render(request, "web/demo.jinja", {"people": people})
    response["Cache-Control"] = "no-store"  # the codes hold for a minute or so
    return response


def _codes_now(staff: list[int]) -> dict[int, str]:
    """
    Give the code that each one's app would show now, by member of staff. One statement.

    Nobody has the telephone of somebody invented; outside the demonstration nothing calls this.
    """
    counters = list(yield_hotp_counters_from_time())
    now = counters[len(counters) // 2]
    found = Authenticator.objects.filter(user_id__in=staff, type=Authenticator.Type.TOTP)
    return {
        one.user_id: format_hotp_value(hotp_value(decrypt(one.data["secret"]), now))
        for one in found
        if one.data.get("secret")
    }


@require_safe
@page
def messages(request: HttpRequest) -> HttpResponse:
    """Show every message that was sent, newest first. Only in the demonstration."""
    if not settings.DEMO:
        return error_page(request, 404)
    hub = hub_of(request)
    given = line_of(request.GET, "page", most=5)
    number = max(1, int(given)) if given.isdecimal() else 1
    with acting(system(name="demonstration", agencies=[one.pk for one in hub.agencies.values()])):
        rows, more = newest_messages(page=number)
    shown = {"rows": rows, "more": more, "page": number, "each": EACH_PAGE}
    return render(request, "web/demo_messages.jinja", shown)
