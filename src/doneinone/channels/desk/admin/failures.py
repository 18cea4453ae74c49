"""What did not work after a change, and trying it again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doneinone.channels.desk.admin.staff import ADMINISTRATOR, tabs
from doneinone.channels.desk.pages import desk, show, tell
from doneinone.channels.shared.acting import ActingRequest
from doneinone.domain.directory.queries import administered
from doneinone.foundation.clock import now as time_now
from doneinone.foundation.timeline.models import FailedReaction

MOST = 100


@desk(roles=ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def failures(request: ActingRequest) -> HttpResponse:
    """List what did not work for the organisations that somebody administers; try it again."""
    own = administered(actor=request.actor)
    found = FailedReaction.objects.filter(visible_to__overlap=own).order_by("-first_failed_at")
    if request.method == "POST":
        number = request.POST.get("again", "")
        wanted = found.filter(pk=int(number)) if number.isdecimal() and len(number) < 18 else found
        tried = FailedReaction.objects.filter(
            pk__in=list(wanted.values_list("pk", flat=True)[:MOST])
        ).update(next_try_at=time_now(), attempts=1)
        if tried:
            tell(
                request,
                "success",
                _("It is tried again within a minute. Load this page again to see how it went."),
            )
        else:
            tell(request, "information", _("That has worked in the meantime."))
        return redirect("desk-admin-failures")
    rows = [
        {
            "id": one.pk,
            "reaction": one.reaction,
            "kind": one.kind,
            "event": one.event_id,
            "error": one.error,
            "attempts": one.attempts,
            "since": one.first_failed_at,
            "next": one.next_try_at,
        }
        for one in found[:MOST]
    ]
    return show(
        request, "desk/admin/failures.jinja", title=_("What did not work"),
        tabs=tabs(request.path), rows=rows,
    )  # fmt: skip
