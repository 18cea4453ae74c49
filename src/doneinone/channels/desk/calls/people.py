"""People outside a call: found, shown whole, written down, changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doneinone.channels.desk.calls.acts import FIELDS, details_of, errors_of
from doneinone.channels.desk.calls.history import contact_facts, person_facts, telephone_words
from doneinone.channels.desk.calls.screen import Asked, line, who_facts
from doneinone.channels.desk.calls.words import need_words
from doneinone.channels.desk.pages import desk, show, tell
from doneinone.channels.desk.rows import show_row
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.languages import page_language
from doneinone.domain.contacts.queries import NEWEST, whole_person
from doneinone.domain.people.actions.change_person import UnableToChangePerson, change_person
from doneinone.domain.people.actions.create_person import UnableToSavePerson, create_person
from doneinone.domain.people.models import Person
from doneinone.domain.people.queries import PersonNotFound, access_person
from doneinone.domain.people.rules import NEEDS
from doneinone.domain.places.rules.postcodes import written
from doneinone.foundation.clock import now as time_now


@desk()
@require_safe
def find(request: ActingRequest) -> HttpResponse:
    """Find people by anything known of them."""
    facts = who_facts(Asked(who=line(request.GET.get("q"))))
    return show(request, "desk/people.jinja", hub=hub_of(request), **facts)


@desk()
@require_safe
def person(request: ActingRequest, person: int) -> HttpResponse:
    """Show a person with their cases and contacts."""
    try:
        whole = whole_person(person_id=person)
    except PersonNotFound:
        raise Http404 from None
    hub, now, language = hub_of(request), time_now(), page_language()
    rows = [
        show_row(row, actor=request.actor, hub=hub, now=now, language=language)
        for row in whole.cases
    ]
    return show(
        request, "desk/people_person.jinja", hub=hub, title=whole.person.name,
        person=person_facts(whole.person, now=now),
        open_rows=[row for row in rows if row["due"]["kind"] != "done"],
        closed_rows=[row for row in rows if row["due"]["kind"] == "done"],
        contacts=[contact_facts(row, hub=hub, language=language) for row in whole.contacts],
        most=NEWEST, may_call=request.actor.may("adviser"),
    )  # fmt: skip


@desk()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Write down somebody we did not know."""
    if request.method != "POST":
        return _form(request, title=_("New person"), typed={})
    details, typed = details_of(request.POST)
    try:
        made = create_person(
            actor=request.actor, details=details, now=time_now(), language=page_language()
        )
    except UnableToSavePerson as problem:
        return _form(request, title=_("New person"), typed=typed, errors=problem.errors)
    return redirect("desk-person", person=made.pk)


@desk()
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActingRequest, person: int) -> HttpResponse:
    """Change what we know of a person; who comes second keeps their text and is told."""
    try:
        found = access_person(person_id=person)
    except PersonNotFound:
        raise Http404 from None
    title = _("Change %(name)s") % {"name": found.name}
    if request.method != "POST":
        return _form(request, title=title, typed=_typed(found), version=found.version, about=found)
    details, typed = details_of(request.POST)
    version = line(request.POST.get("version"))
    try:
        change_person(
            actor=request.actor, person_id=person, details=details, now=time_now(),
            version=int(version) if version.isascii() and version.isdigit() else 0,
            language=page_language(),
        )  # fmt: skip
    except UnableToSavePerson as problem:
        return _form(
            request, title=title, typed=typed, errors=problem.errors, about=found,
            version=int(version) if version.isascii() and version.isdigit() else 0,
        )  # fmt: skip
    except UnableToChangePerson:
        return _form(
            request, title=title, typed=typed, version=found.version, about=found, clash=True
        )
    tell(request, "success", _("Saved."))
    return redirect("desk-person", person=person)


def _typed(person: Person) -> dict[str, Any]:
    typed: dict[str, Any] = {name: getattr(person, name) for name in FIELDS}
    typed["telephone"] = telephone_words(person.telephone)
    typed["postcode"] = written(postcode=person.postcode) if person.postcode else ""
    born = person.born_on
    typed["born_on"] = {
        "day": born.day if born else "",
        "month": born.month if born else "",
        "year": born.year if born else "",
    }
    typed["needs"] = list(person.needs)
    return typed


def _form(
    request: ActingRequest,
    *,
    title: str,
    typed: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    version: int = 0,
    about: Person | None = None,
    clash: bool = False,
) -> HttpResponse:
    """Show the form of a person, as it was typed."""
    return show(
        request, "desk/people_form.jinja", hub=hub_of(request), title=title, typed=typed,
        person_errors=errors or {}, errors=errors_of(errors or {}), version=version,
        clash=_typed(about) if clash and about else None, about=about.pk if about else None,
        all_needs=[{"value": need, "text": need_words(need)[1]} for need in NEEDS],
        status=409 if clash else 422 if errors else 200,
    )  # fmt: skip
