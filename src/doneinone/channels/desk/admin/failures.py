"""What did not work after a change, and trying it again."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doneinone.channels.desk.admin.staff import ADMINISTRATOR, tabs
from doneinone.channels.desk.pages import desk, show, tell
from doneinone.channels.shared.acting import ActingRequest
from doneinone.foundation.clock import now as time_now
from doneinone.foundation.timeline.failures import (
    UnableToRetryReaction,
    failed_reactions,
    retry_reaction,
)

MOST = 100


@desk(roles=ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def failures(request: ActingRequest) -> HttpResponse:
    """List what did not work, without anything of any person; try one or all of it again."""
    found = failed_reactions(most=MOST)
    if request.method == "POST":
        asked = request.POST.get("again", "")
        number = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
        wanted = [one.id for one in found] if asked == "all" else [number]
        tried, why = _retry(request, wanted)
        if tried:
            tell(
                request,
                "success",
                _("It is being tried again. Load this page in a minute to see how it went."),
            )
        else:
            tell(request, "information", why)
        return cast(HttpResponse, redirect("desk-admin-failures"))
    return show(
        request, "desk/admin/failures.jinja", title=_("What did not work"),
        tabs=tabs(request.path), rows=found,
    )  # fmt: skip


def _retry(request: ActingRequest, wanted: list[int]) -> tuple[int, str]:
    """Try each again; give how many are being tried, and why the last one is not."""
    tried, why = 0, _("Everything has worked.")
    for failure in wanted:
        try:
            retry_reaction(actor=request.actor, failure=failure, now=time_now())
        except UnableToRetryReaction as problem:
            why = str(problem)
        else:
            tried += 1
    return tried, why
