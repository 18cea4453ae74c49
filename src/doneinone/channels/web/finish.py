"""The end of a form: who you are, check your answers, sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doneinone.channels.shared.forms import line_of
from doneinone.channels.web.drafts import Form, form_of, is_changing
from doneinone.channels.web.front import link_to
from doneinone.channels.web.pages import REFUSED, limit, page, show
from doneinone.channels.web.promises import date_box, say_due
from doneinone.domain.cases.queries import access_case
from doneinone.domain.catalogue.queries import service_at
from doneinone.domain.catalogue.rules.showing import show as in_words
from doneinone.domain.intake.actions.hand_in import UnableToHandIn, check_contact, hand_in_draft
from doneinone.domain.intake.rules.contact import contact_problem
from doneinone.domain.messages.links import sign_track
from doneinone.foundation.actors import acting, system

PARTS = ("name", "email", "telephone")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def contact(request: HttpRequest, service: str) -> HttpResponse:
    """Ask how to reach the person, who may stay anonymous where the service allows it."""
    form = form_of(request, service)
    here = form.address("contact")
    if form.definition.contact == "none":
        return redirect(form.where_now())
    if request.method != "POST":
        return _contact_page(request, form, form.draft.contact or {}, {})
    typed = {part: line_of(request.POST, part, most=400) for part in PARTS}
    if request.POST.get("do") == "anonymous" and form.definition.contact == "optional":
        form.change(contact={"anonymous": True})
        return redirect(form.after(here, changing=True))
    who, problems = check_contact(contact=typed, language=form.language)
    problems = problems or contact_problem(
        definition=form.definition, who=who, language=form.language
    )
    if problems:
        return _contact_page(request, form, typed, problems)
    form.change(contact=typed if any(typed.values()) else {"anonymous": True})
    return redirect(form.after(here, changing=True))


def _contact_page(
    request: HttpRequest, form: Form, typed: dict[str, Any], problems: dict[str, str]
) -> HttpResponse:
    here = form.address("contact")
    must = form.definition.contact == "required"
    fields = [
        {
            "id": part, "type": kind, "ask": ask, "value": typed.get(part, ""), "hint": hint,
            "error": problems.get(part), "required": must and part == "name",
            "autocomplete": auto,
        }
        for part, kind, ask, hint, auto in (
            ("name", "text", _("Your name"), "", "name"),
            ("email", "email", _("E-mail address"), _("We tell you here what happens."), "email"),
            ("telephone", "telephone", _("Telephone number"), _("A mobile can get texts."), "tel"),
        )
    ]  # fmt: skip
    shown = {
        "title": form.title,
        "fields": fields,
        "must": must,
        "errors": list(problems.values()),
        "changing": is_changing(request),
        "back": {"href": form.address("check") if is_changing(request) else form.before(here)},
        "later": form.address("later"),
        "restricted": form.definition.visibility == "restricted",
        "public": form.definition.visibility == "public",
    }
    return show(request, "contact", shown, status=REFUSED if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def check(request: HttpRequest, service: str) -> HttpResponse:
    """Show everything before it is sent, and send it."""
    form = form_of(request, service, sent=True)
    if form.draft.reference:
        return redirect(form.address("sent"))
    if missing := form.first_missing():
        return redirect(missing)
    if request.method != "POST":
        return _check_page(request, form, {})
    limit(request, "report", most=30, seconds=3600)
    place = form.draft.place
    if place and not (place["is_ours"] or place["near_boundary"]):
        words = _("%(council)s looks after this place") % {"council": place["council_name"]}
        return _check_page(request, form, {"location": words})
    if form.draft.language != form.language:
        form.change()  # they are written to in the language they sent it in
    try:
        hand_in_draft(actor=form.actor, hub=form.hub, hashed=form.hashed, now=form.now)
    except UnableToHandIn as problem:
        return _check_page(request, form, problem.errors)
    return redirect(form.address("sent"))


def _check_page(request: HttpRequest, form: Form, problems: dict[str, str]) -> HttpResponse:
    rows = rows_of(form)
    errors = [
        {"text": words, "href": _page_of(form, path)} for path, words in list(problems.items())[:10]
    ]
    shown = {
        "title": form.title,
        "rows": rows,
        "errors": errors,
        "date": date_box(
            hub=form.hub, service=form.key, found=form.found, now=form.now, language=form.language
        ),
        "back": {"href": form.before(form.address("check"))},
        "later": form.address("later"),
        "anonymous": not any((form.draft.contact or {}).get(part) for part in PARTS),
        "contact": form.definition.contact,
    }
    return show(request, "check", shown, status=REFUSED if problems else 200)


def _page_of(form: Form, path: str) -> str:
    head, _dot, rest = path.partition(".")
    if head == "answers" and form.found.question(rest.split(".")[0]):
        return form.address("question", rest.split(".")[0]) + "?change=1"
    return form.address({"location": "where"}.get(head, "contact")) + "?change=1"


def rows_of(form: Form) -> list[dict[str, Any]]:
    """Give every answer of a form in words, each with where it can be changed."""
    rows: list[dict[str, Any]] = []
    if form.definition.location != "none":
        label = (form.draft.place or {}).get("label") or _("No place given")
        rows.append(_row(_("Where it is"), label, form.address("where")))
    for asked in form.found.questions:
        ask, known = asked.ask.in_language(form.language)
        value = form.draft.answers.get(asked.id)
        rows.append(
            _row(ask, in_words(asked, value, form.language), form.address("question", asked.id))
            | {"language": None if known else "en"}
        )
    if form.definition.photos != "none":
        names = "\n".join(one["name"] for one in form.photos)
        rows.append(_row(_("Photos"), names or _("None"), form.address("photos")))
    if form.definition.contact != "none":
        given = [(form.draft.contact or {}).get(part) for part in PARTS]
        words = "\n".join(part for part in given if part)
        rows.append(_row(_("How to reach you"), words or _("Not given"), form.address("contact")))
    return rows


def _row(ask: str, answer: str, address: str) -> dict[str, Any]:
    return {"ask": ask, "answer": answer, "href": f"{address}?change=1"}


@require_http_methods(["GET", "HEAD"])
@page
def sent(request: HttpRequest, service: str) -> HttpResponse:
    """Give the reference, what happens next and by when."""
    form = form_of(request, service, sent=True)
    if not form.draft.reference:
        return redirect(form.where_now())
    # The form's key is the proof: who holds it sent this case, and it is looked up for them.
    everybody = system(name="front desk", agencies=[one.pk for one in form.hub.agencies.values()])
    with acting(everybody):
        case = access_case(reference=form.draft.reference)
    definition = service_at(case.service_version_id).definition
    tells = definition.stages[definition.first_stage].tell if definition.stages else None
    promised = case.promised_at
    shown = {
        "title": form.title,
        "reference": case.reference,
        "place": case.place,
        "next": tells.in_language(form.language)[0] if tells else "",
        "due": say_due(promised, hub=form.hub, now=form.now, language=form.language)
        if promised
        else "",
        "email": case.contact_email,
        "telephone": case.contact_telephone,
        "anonymous": not (case.contact_email or case.contact_telephone),
        "by_postcode": bool(case.postcode),
        "track": reverse("track-by-link", args=[sign_track(case=case.pk)]),
        "urgent": case.urgent,
        "articles": [
            link_to(form.hub.services[key].definition, form.language)
            for key in definition.articles
            if key in form.hub.services
        ],
    }
    return show(request, "sent", shown)
