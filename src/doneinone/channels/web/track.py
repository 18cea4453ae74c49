"""Where is it now: the page of somebody who reported something, and what they can say there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.forms import line_of
from doneinone.channels.shared.languages import page_language
from doneinone.channels.shared.limits import forget_tries
from doneinone.channels.web.pages import GONE, REFUSED, limit, page, plain, show
from doneinone.channels.web.promises import usual_now
from doneinone.channels.web.tracked_page import tracked_page
from doneinone.domain.cases.actions.reopen_case import UnableToReopenCase, reopen_case
from doneinone.domain.cases.actions.tell_more import UnableToTellMore, tell_more
from doneinone.domain.cases.queries import case_by_proof
from doneinone.domain.cases.tracking import track_case
from doneinone.domain.catalogue.rules.cleaning import clean_lines, clean_postcode
from doneinone.domain.messages.links import (
    LinkExpired,
    UnableToOpenLink,
    read_track_link,
    sign_track,
)
from doneinone.domain.messages.queries import sent_about_case
from doneinone.foundation.actors import acting, public
from doneinone.foundation.clock import now
from doneinone.foundation.references import normalise_reference, reference_problem


@require_http_methods(["GET", "HEAD", "POST"])
@page
def track(request: HttpRequest, reference: str = "") -> HttpResponse:
    """Ask for the reference and a proof, and lead to the case."""
    if request.method != "POST":
        given = line_of(request.GET, "reference", most=40) or reference[:40]
        return show(request, "track", {"reference": given, "proof": "", "wrong": []})
    typed = line_of(request.POST, "reference", most=40)
    proof = line_of(request.POST, "proof", most=320)
    limit(request, "track", most=20, seconds=600)
    wrong = []
    if words := reference_problem(typed, page_language()):
        wrong.append({"id": "reference", "error": words})
    if not proof:
        words = _("Enter the e-mail address you gave us, or a postcode like M6 5WG")
        wrong.append({"id": "proof", "error": words})
    if not wrong:
        plain_reference = normalise_reference(typed) or ""
        limit(request, "track", most=5, seconds=600, who=plain_reference)
        email = proof if "@" in proof else ""
        postcode = "" if email else (clean_postcode(proof) or "").replace(" ", "")
        with acting(public()):
            found = case_by_proof(reference=plain_reference, email=email, postcode=postcode)
        if found is not None:
            forget_tries(what="track", who=plain_reference, seconds=600)
            return redirect("track-by-link", sign_track(case=found))
        words = _("We cannot find that reference with that e-mail address or postcode")
        wrong.append({"id": "reference", "error": words})
    shown = {"reference": typed, "proof": proof, "wrong": wrong}
    return show(request, "track", shown, status=REFUSED)


def link_problem(request: HttpRequest, problem: UnableToOpenLink) -> HttpResponse:
    """Say why a link does not open anything, and what to do instead."""
    if isinstance(problem, LinkExpired):
        return plain(
            request,
            title=_("This link is too old"),
            text=_("For your safety a link works for some weeks only."),
            links=[("/track", _("Use your reference instead"))],
            status=GONE,
        )
    return plain(
        request,
        title=_("This link does not work"),
        text=_(
            "It may have been cut short. Copy all of it from our message, or use your reference."
        ),
        links=[("/track", _("Use your reference"))],
        status=404,
    )


SAID: dict[str, Callable[[], str]] = {
    "answered": lambda: _("Thank you. We have your answer, and the clock goes on."),
    "reopened": lambda: _("We have opened it again. It goes back to the same team."),
    "worse": lambda: _("Thank you. The team can see what you told us."),
}


@require_safe
@page
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a case is, to who holds the link. At most eight statements."""
    try:
        case_id = read_track_link(key=token)
    except UnableToOpenLink as problem:
        return link_problem(request, problem)
    hub = hub_of(request)
    with acting(public(cases=[case_id])):
        tracked = track_case(case_id=case_id)
        addresses = {tracked.case.contact_email, tracked.case.contact_telephone}
        messages = sent_about_case(case_id=case_id, addresses=addresses)
    moment = now()
    shown = tracked_page(
        hub=hub, tracked=tracked, messages=messages, token=token, own=True,
        usual=usual_now(hub=hub, service=tracked.case.service, now=moment),
        language=page_language(), now=moment,
    )  # fmt: skip
    words = SAID.get(request.GET.get("said", ""))
    if words:
        shown["flash"] = [{"kind": "success", "text": words()}]
    return show(request, "tracked", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def not_fixed(request: HttpRequest, token: str) -> HttpResponse:
    """Take the person's word that it is not put right, and open the case again."""
    return _say(request, token, kind="reopened")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def worse(request: HttpRequest, token: str) -> HttpResponse:
    """Take what the person adds to an open case."""
    return _say(request, token, kind="worse")


def _say(request: HttpRequest, token: str, *, kind: str) -> HttpResponse:
    try:
        case_id = read_track_link(key=token)
    except UnableToOpenLink as problem:
        return link_problem(request, problem)
    hub, language = hub_of(request), page_language()
    actor = public(cases=[case_id])
    with acting(actor):
        case = track_case(case_id=case_id).case
    shown: dict[str, Any] = {
        "kind": kind,
        "reference": case.reference,
        "back": {"href": reverse("track-by-link", args=[token])},
        "value": "",
        "language": language,
    }
    if request.method != "POST":
        return show(request, "say", shown)
    limit(request, "say", most=20, seconds=3600)
    text = clean_lines(request.POST.get("text", ""))
    try:
        if kind == "reopened":
            reopen_case(actor=actor, hub=hub, reference=case.reference, reason=text, now=now())
        else:
            tell_more(actor=actor, reference=case.reference, text=text, now=now())
    except (UnableToReopenCase, UnableToTellMore) as problem:
        shown |= {"value": text, "error": _(str(problem))}
        return show(request, "say", shown, status=REFUSED)
    return redirect(f"{reverse('track-by-link', args=[token])}?said={kind}")
