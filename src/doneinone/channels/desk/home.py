"""Where somebody lands after signing in, and what they may set for themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doneinone.channels.desk.pages import (
    KEYS_COOKIE,
    desk,
    has_second_factor,
    show,
    tell,
)
from doneinone.channels.desk.sign_in import MUST_HAVE_TWO
from doneinone.channels.shared.acting import ActingRequest
from doneinone.foundation.actors import acting

LANDINGS = (
    ("supervisor", "/desk/insight/"),
    ("adviser", "/desk/call/"),
    ("officer", "/desk/work/"),
    ("administrator", "/desk/admin/"),
)
"""Where each role begins; somebody with several begins at the first."""

YEAR = 365 * 24 * 60 * 60


@desk(roles=())
@require_safe
def home(request: ActingRequest) -> HttpResponse:
    """Send somebody to the page that their work begins with."""
    for role, address in LANDINGS:
        if request.actor.may(role):
            return redirect(address)
    return show(request, "desk/no_role.jinja")


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say that a second factor is needed, and lead to where it is set up."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    own: ActingRequest = request  # type: ignore[assignment]
    if not own.actor.roles & MUST_HAVE_TWO or has_second_factor(request):
        return redirect("desk-home")
    with acting(own.actor):
        return show(own, "desk/second_factor.jinja", nav=[])


@desk(roles=())
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: ActingRequest) -> HttpResponse:
    """Show somebody's own settings; keep whether single letters act as keys."""
    if request.method == "POST":
        off = request.POST.get("keys") != "on"
        tell(request, "success", _("Saved."))
        answer = redirect(reverse("desk-me"))
        answer.set_cookie(
            KEYS_COOKIE, "off" if off else "on", max_age=YEAR, httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
        return answer
    return show(request, "desk/me.jinja", two=has_second_factor(request))
