"""Begin a call, and see it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from doneinone.channels.desk.calls.screen import asked_of, line, screen, who_facts
from doneinone.channels.desk.calls.words import CHANNEL_ICONS, channel_words
from doneinone.channels.desk.pages import desk, show, tell
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.domain.contacts.actions.start_contact import UnableToStartContact, start_contact
from doneinone.domain.contacts.models import Contact
from doneinone.domain.contacts.queries import ContactNotFound, access_contact, open_contact_of
from doneinone.domain.contacts.rules import CHANNELS
from doneinone.domain.people.queries import PersonNotFound
from doneinone.foundation.clock import now as time_now

ADVISER = frozenset({"adviser"})


def contact_of(request: ActingRequest, contact: int) -> Contact:
    """
    Fetch the adviser's own open contact, or answer that it is not there.

    :raises Http404: if it is not there, is a colleague's, or is over
    """
    try:
        found = access_contact(contact_id=contact)
    except ContactNotFound:
        raise Http404 from None
    if found.adviser_id != request.actor.staff_id or found.ended_at is not None:
        raise Http404
    return found


@desk(roles=ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: ActingRequest) -> HttpResponse:
    """Go to the call that is going on, or begin one."""
    going_on = open_contact_of(actor=request.actor)
    if going_on is not None:
        return redirect("desk-call-open", contact=going_on.pk)
    if request.method != "POST":
        return _ready(request)
    person = request.POST.get("person", "")
    try:
        contact = start_contact(
            actor=request.actor,
            channel=request.POST.get("channel", ""),
            person_id=int(person) if person.isascii() and person.isdigit() else None,
            now=time_now(),
        )
    except UnableToStartContact as problem:
        tell(request, "error", str(problem))
        return _ready(request, status=422)
    except PersonNotFound:
        raise Http404 from None
    return redirect("desk-call-open", contact=contact.pk)


def _ready(request: ActingRequest, *, status: int = 200) -> HttpResponse:
    channels = [
        {"value": channel, "text": channel_words(channel), "icon": CHANNEL_ICONS[channel]}
        for channel in CHANNELS
    ]
    return show(
        request, "desk/call_begin.jinja", hub=hub_of(request), status=status, channels=channels
    )


@desk(roles=ADVISER)
@require_safe
def call(request: ActingRequest, contact: int) -> HttpResponse:
    """Show a call: the person, the matter, what helps."""
    found = contact_of(request, contact)
    asked = asked_of(request)
    answer = screen(request, found, asked)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@desk(roles=ADVISER)
@require_safe
def who(request: ActingRequest, contact: int) -> HttpResponse:
    """Give the people found for what is typed so far, to be put under the box."""
    found = contact_of(request, contact)
    asked = asked_of(request)
    asked.who = line(request.GET.get("who"))
    facts = {"call": {"id": found.pk}} | who_facts(asked)
    return render(request, "desk/call_found.jinja", facts)
