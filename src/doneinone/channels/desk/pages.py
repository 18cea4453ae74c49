"""What every desk page begins with: who is signed in, what they may open, the wall around it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from time import time
from typing import Any, Concatenate, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from doneinone.channels.desk.sign_in import MUST_HAVE_TWO
from doneinone.channels.shared.acting import ActingRequest
from doneinone.domain.cases.queries import CaseNotFound
from doneinone.foundation.actors import Actor, acting

P = ParamSpec("P")
View = Callable[Concatenate[ActingRequest, P], HttpResponse]
Wrapped = Callable[Concatenate[HttpRequest, P], HttpResponse]

CASEWORK = frozenset({"adviser", "officer", "supervisor"})
"""Who works on cases. An administrator does not, by virtue of being one."""

SEEN_EVERY = 600
"""Seconds between two notes that a session is in use, so that most pages write nothing."""

KEYS_COOKIE = "dio_keys"


def desk(*, roles: Collection[str] = CASEWORK) -> Callable[[View[P]], Wrapped[P]]:
    """
    Make a view a page of the desk.

    Somebody who is not signed in goes to the sign-in, somebody who must have a second factor and
    has none goes to set it up. The view runs as the actor, in one transaction. What is not there,
    what is not theirs and what their roles do not open give the same page.
    """

    def wrap(view: View[P]) -> Wrapped[P]:
        @wraps(view)
        def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            own = cast(ActingRequest, request)
            if own.actor.roles & MUST_HAVE_TWO and not has_second_factor(request):
                return redirect("desk-second-factor")
            note_session(request)
            with acting(own.actor):
                if roles and not own.actor.roles & set(roles):
                    return not_found(own)
                try:
                    return view(own, *args, **kwargs)
                except (CaseNotFound, Http404):
                    return not_found(own)

        return cast(Wrapped[P], run)

    return wrap


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether this person has a second factor; no statement if they signed in with it."""
    if any(record.get("method") == "mfa" for record in get_authentication_records(request)):
        return True
    return bool(is_mfa_enabled(request.user))


def note_session(request: HttpRequest) -> None:
    """Note now and then that the session is in use, for the list of sessions."""
    now = int(time())
    if now - request.session.get("seen_at", 0) > SEEN_EVERY:
        request.session["seen_at"] = now
        UserSession.objects.create_from_request(request)


def show(request: ActingRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    """Render a desk page with its bar, its messages and its keys."""
    return render(request, template, page(request) | {"status": status} | facts, status=status)


def not_found(request: ActingRequest) -> HttpResponse:
    """Answer for what is not there and for what is not theirs: the same page."""
    return show(
        request, "errors/error.jinja", status=404, staff=True,
        detail=_("We cannot find that. Look at the reference once more, or use the search above."),
    )  # fmt: skip


def page(request: ActingRequest) -> dict[str, Any]:
    """Give what the desk layout needs besides the hub."""
    actor = request.actor
    return {
        "nav": navigation(actor=actor, path=request.path),
        "user": {
            "name": actor.name,
            "href": reverse("desk-me"),
            "sign_out": reverse("account_logout"),
        },
        "desk_url": reverse("desk-home"),
        "find_url": reverse("desk-find" if actor.roles & CASEWORK else "desk-admin"),
        "flash": [
            {"kind": one.extra_tags or "information", "text": str(one)}
            for one in messages.get_messages(request)
        ],
        "keys_off": request.COOKIES.get(KEYS_COOKIE) == "off",
    }


def tell(request: HttpRequest, kind: str, text: str) -> None:
    """Say something at the top of the next page: success, information, warning or error."""
    messages.add_message(request, messages.INFO, text, extra_tags=kind)


def navigation(*, actor: Actor, path: str) -> list[dict[str, Any]]:
    """Give the pages that somebody may open, in the order of the bar."""
    wanted = [
        (_("Desk"), "phone", "desk-call", {"adviser"}),
        (_("Work"), "list", "desk-work", CASEWORK),
        (_("People"), "people", "desk-people", CASEWORK),
        (_("Knowledge"), "book", "desk-knowledge", CASEWORK),
        (_("Insight"), "chart", "desk-insight", {"supervisor"}),
        (_("Manage"), "admin", "desk-admin", {"administrator"}),
    ]
    found = []
    for text, icon, name, roles in wanted:
        if not actor.roles & roles:
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        current = path.startswith(href) or (name == "desk-work" and path.startswith("/desk/cases/"))
        found.append({"href": href, "text": text, "icon": icon, "current": current})
    return found
