"""What an adviser does in a call besides its matters: the person, another matter, the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doneinone.channels.desk.calls.screen import Asked, line, screen
from doneinone.channels.desk.calls.views import ADVISER, contact_of
from doneinone.channels.desk.pages import desk, tell
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.languages import page_language
from doneinone.domain.cases.queries import access_case
from doneinone.domain.catalogue.queries import UnableToFindService, service_at
from doneinone.domain.contacts.actions.add_matter import UnableToAddMatter, add_matter
from doneinone.domain.contacts.actions.attach_person import attach_person
from doneinone.domain.contacts.actions.finish_contact import finish_contact
from doneinone.domain.contacts.actions.finish_matter import UnableToFinishMatter, finish_matter
from doneinone.domain.people.actions.create_person import UnableToSavePerson, create_person
from doneinone.domain.people.queries import PersonNotFound
from doneinone.domain.people.rules import Details
from doneinone.foundation.clock import now as time_now

FIELDS = ("title", "given", "family", "email", "telephone", "address", "postcode", "language")


def details_of(data: QueryDict) -> tuple[Details, dict[str, Any]]:
    """Read a person's facts from a form, and give them back as they were typed."""
    typed: dict[str, Any] = {name: line(data.get(f"person-{name}")) for name in FIELDS}
    typed["born_on"] = {
        part: line(data.get(f"person-born-{part}")) for part in ("day", "month", "year")
    }
    typed["needs"] = data.getlist("person-needs")[:50]
    return Details(**typed), typed


def errors_of(errors: Mapping[str, str]) -> list[dict[str, str]]:
    """Give what is wrong with a person's facts for the summary at the top."""
    ids = {"born_on": "person-born-day"}
    return [
        {"text": words, "href": f"#{ids.get(name, f'person-{name}')}"}
        for name, words in errors.items()
    ]


@desk(roles=ADVISER)
@require_POST
def person(request: ActingRequest, contact: int) -> HttpResponse:
    """Say who the call is with, or that it was somebody else."""
    found = contact_of(request, contact)
    wanted = request.POST.get("person", "")
    try:
        attach_person(
            actor=request.actor,
            contact_id=found.pk,
            person_id=int(wanted) if wanted.isascii() and wanted.isdigit() else None,
            now=time_now(),
        )
    except PersonNotFound:
        raise Http404 from None
    return redirect("desk-call-open", contact=contact)


@desk(roles=ADVISER)
@require_POST
def new_person(request: ActingRequest, contact: int) -> HttpResponse:
    """Write down somebody we did not know, and go on with them."""
    found = contact_of(request, contact)
    details, typed = details_of(request.POST)
    now = time_now()
    try:
        with transaction.atomic():
            made = create_person(
                actor=request.actor, details=details, now=now, language=page_language()
            )
            attach_person(actor=request.actor, contact_id=found.pk, person_id=made.pk, now=now)
    except UnableToSavePerson as problem:
        asked = Asked(
            person=typed, person_errors=problem.errors, problems=errors_of(problem.errors),
            status=422,
        )  # fmt: skip
        return screen(request, found, asked)
    return redirect("desk-call-open", contact=contact)


@desk(roles=ADVISER)
@require_POST
def add(request: ActingRequest, contact: int) -> HttpResponse:
    """Take up another matter."""
    found = contact_of(request, contact)
    try:
        service = hub_of(request).service(line(request.POST.get("service")))
        matter = add_matter(
            actor=request.actor, contact_id=found.pk, service=service, now=time_now()
        )
    except (UnableToFindService, UnableToAddMatter) as problem:
        tell(request, "error", str(problem))
        return redirect(f"{reverse('desk-call-open', args=[contact])}?add=1")
    return redirect(f"{reverse('desk-call-open', args=[contact])}?m={matter.position}")


@desk(roles=ADVISER)
@require_POST
def chase(request: ActingRequest, contact: int) -> HttpResponse:
    """Note that the person asks after one of their cases: a matter that ends at once."""
    found = contact_of(request, contact)
    case = access_case(reference=line(request.POST.get("reference"))[:8])
    now = time_now()
    try:
        with transaction.atomic():
            matter = add_matter(
                actor=request.actor, contact_id=found.pk,
                service=service_at(case.service_version_id), now=now,
            )  # fmt: skip
            finish_matter(
                actor=request.actor, contact_id=found.pk, position=matter.position,
                outcome="chased", chased=case.reference, avoidable="chasing", now=now,
            )  # fmt: skip
    except (UnableToAddMatter, UnableToFinishMatter) as problem:
        tell(request, "error", str(problem))
    else:
        tell(request, "success", _("Chased. The team that has the case can see it."))
    return redirect("desk-call-open", contact=contact)


@desk(roles=ADVISER)
@require_POST
def end(request: ActingRequest, contact: int) -> HttpResponse:
    """End the call."""
    found = contact_of(request, contact)
    finish_contact(
        actor=request.actor, contact_id=found.pk, note=request.POST.get("note"), now=time_now()
    )
    tell(request, "success", _("The call is finished and written down."))
    return redirect("desk-call")
