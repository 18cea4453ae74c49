"""Begin a form, keep it for later, and take it up again with a code."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.errors import error_page
from doneinone.channels.shared.forms import line_of
from doneinone.channels.shared.languages import page_language
from doneinone.channels.web.drafts import Form, form_of, keep_key
from doneinone.channels.web.pages import REFUSED, limit, page, show
from doneinone.domain.catalogue.queries import service_at
from doneinone.domain.intake.actions.begin_draft import begin_draft, give_code, hash_code
from doneinone.domain.intake.actions.hand_in import check_contact
from doneinone.domain.intake.actions.take_up_draft import take_up_draft
from doneinone.domain.intake.queries import DraftNotFound
from doneinone.domain.messages.actions.queue_message import queue_message
from doneinone.foundation.actors import public
from doneinone.foundation.clock import now
from doneinone.foundation.references import hash_secret, new_secret, resume_code_problem


@require_POST
@page
def begin(request: HttpRequest, service: str) -> HttpResponse:
    """Begin a form for a service, and give the browser its key."""
    hub = hub_of(request)
    published = hub.service(service)
    if published.definition.kind != "case":
        return error_page(request, 404)
    limit(request, "begin", most=120, seconds=3600)
    key, moment, language = new_secret(), now(), page_language()
    hashed = hash_secret(key)
    draft = begin_draft(
        actor=public(keys=[hashed]), key=key, service=published, language=language, now=moment
    )
    form = Form(hub, published, draft, hashed, moment, language)
    response = redirect(form.steps()[0])
    keep_key(response, key, service=form.key)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@page
def later(request: HttpRequest, service: str) -> HttpResponse:
    """Give a code with which the form can be taken up on another device."""
    form = form_of(request, service)
    shown = {
        "title": form.title,
        "back": {"href": form.where_now()},
        "go_on": form.where_now(),
    }
    if request.method == "POST":
        limit(request, "code", most=30, seconds=3600)
        typed = line_of(request.POST, "email", most=320)
        who, problems = check_contact(contact={"email": typed}, language=form.language)
        if error := problems.get("email", ""):
            refused = {"value": typed, "error": error, "errors": [error]}
            return show(request, "later", shown | refused, status=REFUSED)
        code = give_code(actor=form.actor, draft=form.draft.pk, now=form.now)
        if who.email:
            _send_code(form, code, who.email)
        return show(request, "later", shown | {"code": code, "email": who.email})
    return show(request, "later", shown)


def _send_code(form: Form, code: str, email: str) -> None:
    """Send the code by e-mail. The page shows it all the same."""
    queue_message(
        hub=form.hub,
        template="resume-code",
        means="email",
        address=email,
        language=form.language,
        facts={
            "code": code,
            "service": form.title,
            "resume_link": f"{settings.PUBLIC_ADDRESS}/resume",
        },
        now=form.now,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def resume(request: HttpRequest) -> HttpResponse:
    """Take a form up again with its code."""
    if request.method != "POST":
        return show(request, "resume", {"value": line_of(request.GET, "code", most=40)})
    limit(request, "resume", most=20, seconds=600)
    typed = line_of(request.POST, "code", most=40)
    error = resume_code_problem(typed, page_language())
    if error is None:
        key, hashed = new_secret(), hash_code(typed)
        actor = public(keys=[hashed, hash_secret(key)])
        moment = now()
        try:
            draft = take_up_draft(actor=actor, hashed=hashed, key=key, now=moment)
        except DraftNotFound:
            error = _("We cannot find that code. It may be older than 28 days. Check each letter.")
        else:
            form = Form(
                hub_of(request), service_at(draft.service_version_id), draft, hash_secret(key),
                moment, page_language(),
            )  # fmt: skip
            address = form.address("sent") if draft.reference else form.where_now()
            response = redirect(address)
            keep_key(response, key, service=form.key)
            return response
    return show(request, "resume", {"value": typed, "error": error}, status=REFUSED)
