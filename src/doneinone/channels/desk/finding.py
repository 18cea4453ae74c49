"""The search at the top of every desk page: references, words of cases, people."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doneinone.channels.desk.pages import desk, show
from doneinone.channels.desk.rows import show_row
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.domain.cases.queries import CaseNotFound, access_case, search_cases
from doneinone.domain.people.queries import FoundPerson, find_people
from doneinone.foundation.clock import now as time_now
from doneinone.foundation.references import normalise_reference

LONGEST = 200
MOST = 20


@desk()
@require_safe
def find(request: ActingRequest) -> HttpResponse:
    """Open the case of a reference at once; for other words list the cases and people found."""
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    reference = normalise_reference(text) if text else None
    if reference:
        try:
            return redirect("desk-case", reference=access_case(reference=reference).reference)
        except CaseNotFound:
            pass
    hub, now = hub_of(request), time_now()
    language = (get_language() or "en").split("-")[0]
    rows = [
        show_row(row, actor=request.actor, hub=hub, now=now, language=language)
        for row in (search_cases(text=text, most=MOST) if text else [])
    ]
    people = find_people(text=text, most=MOST).people if text else []
    return show(
        request, "desk/find.jinja", title=_("Find"), find_text=text, rows=rows,
        people=[_person(one) for one in people], most=MOST,
    )  # fmt: skip


def _person(person: FoundPerson) -> dict[str, Any]:
    try:
        href = reverse("desk-person", args=[person.id])
    except NoReverseMatch:
        href = ""
    about = (person.address, person.postcode, person.telephone, person.email)
    return {"name": person.name, "href": href, "text": ", ".join(filter(None, about))}
