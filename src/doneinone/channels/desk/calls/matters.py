"""One matter of a call: its answers, its place, its end."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doneinone.channels.desk.calls import script
from doneinone.channels.desk.calls.screen import TOLD, Asked, line, screen
from doneinone.channels.desk.calls.views import ADVISER, contact_of
from doneinone.channels.desk.pages import desk, tell
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.forms import place_json, read_answer
from doneinone.channels.shared.languages import page_language
from doneinone.domain.cases.actions.follow_case import UnableToFollowCase, follow_case
from doneinone.domain.cases.queries import CaseNotFound
from doneinone.domain.catalogue.queries import Published, service_at
from doneinone.domain.catalogue.rules.questions import QuestionBase
from doneinone.domain.catalogue.rules.refusals import is_empty
from doneinone.domain.contacts.actions.finish_matter import UnableToFinishMatter, finish_matter
from doneinone.domain.contacts.actions.open_case_for_matter import open_case_for_matter
from doneinone.domain.contacts.actions.save_matter import UnableToSaveMatter, save_matter
from doneinone.domain.contacts.models import Contact, Matter, Outcome
from doneinone.domain.contacts.queries import ContactNotFound, access_matter
from doneinone.domain.intake.actions.hand_in import UnableToHandIn
from doneinone.domain.places.queries import Found, UnableToFindPlace, find_place, place_at_match
from doneinone.foundation.clock import now as time_now

AUTOSAVE = "X-Autosave"
NEXT = "next"


def _matter_of(contact: Contact, position: int) -> tuple[Matter, Published]:
    """
    Fetch a matter and its service.

    :raises Http404: if it is not there
    """
    try:
        matter = access_matter(contact=contact, position=position)
    except ContactNotFound:
        raise Http404 from None
    return matter, service_at(matter.service_version_id or 0)


def _address(contact: int, position: int, **query: str) -> str:
    return f"{reverse('desk-call-open', args=[contact])}?{urlencode({'m': str(position), **query})}"


@desk(roles=ADVISER)
@require_POST
def answers(request: ActingRequest, contact: int, position: int) -> HttpResponse:
    """
    Keep what was answered, and go to the question that was chosen.

    Sent by script as each field is left, and then answered with the script as it now stands;
    without script a button sends it.
    """
    found = contact_of(request, contact)
    _matter, service = _matter_of(found, position)
    wanted = line(request.POST.get("call-ask"))
    now_id = line(request.POST.get("call-now"))
    keeping: dict[str, Any] = {
        "answers": _raw(request, service, now_id, blank=wanted == NEXT),
        "said": _said(request),
        "note": request.POST.get("call-note"),
    }
    try:
        kept, errors = _keep(request, found, position, keeping)
        if request.headers.get(AUTOSAVE):
            asked = Asked(matter=position, question=now_id, errors=errors)
            return screen(request, found, asked, part="desk/call_script.jinja")
        if wanted.startswith("place-"):
            return _place(request, found, position, wanted)
    except UnableToSaveMatter as problem:
        tell(request, "error", str(problem))
        return redirect(_address(contact, position))
    asking = script.asking_of(
        hub=hub_of(request), matter=kept, channel=found.channel, language=page_language(),
        now=time_now(),
    )  # fmt: skip
    to = script.after(asking, now_id) if wanted in ("", NEXT) else wanted
    query = {"q": to} if to else {}
    if spoken := line(request.POST.get("call-say")):
        query["say"] = spoken
    return redirect(_address(contact, position, **query) + (f"#row-{to}" if to else "#after"))


def _keep(
    request: ActingRequest, contact: Contact, position: int, facts: dict[str, Any]
) -> tuple[Matter, dict[str, str]]:
    return save_matter(
        actor=request.actor, hub=hub_of(request), contact_id=contact.pk, position=position,
        language=page_language(), now=time_now(), **facts,
    )  # fmt: skip


def _raw(request: ActingRequest, service: Published, now_id: str, *, blank: bool) -> dict[str, Any]:
    """Read the question that is open; a blank one counts when the adviser goes on from it."""
    for question in service.definition.questions:
        if question.id == now_id:
            raw = read_answer(question, request.POST)
            if is_empty(raw) and not (blank or _has_fields(request, question)):
                return {}
            return {question.id: raw}
    return {}


def _has_fields(request: ActingRequest, question: QuestionBase) -> bool:
    """Say whether a text field of the question was sent: then blank means taken away."""
    return (
        any(name == question.id or name.startswith(f"{question.id}-") for name in request.POST)
        and question.required
    )


def _said(request: ActingRequest) -> list[int] | None:
    if "call-lines" not in request.POST:
        return None
    return [int(one) for one in request.POST.getlist("call-said") if one.isdigit() and len(one) < 4]


def _place(request: ActingRequest, contact: Contact, position: int, wanted: str) -> HttpResponse:
    """Find the place, take one that was found, or take it away."""
    typed = line(request.POST.get("call-place"))[:100]
    boundary = hub_of(request).definition.boundary_metres
    if wanted == "place-forget":
        _keep(request, contact, position, {"forget_place": True})
        return redirect(_address(contact.pk, position, q=script.PLACE))
    try:
        if wanted == "place-choose":
            key = line(request.POST.get("call-match"))
        elif wanted == "place-home" and contact.person is not None:
            key = f"postcode:{contact.person.postcode}"
        else:
            found = find_place(text=typed)
            if len(found.matches) > 1 or found.did_you_mean:
                return _choose(request, contact, position, typed, found)
            key = found.matches[0].key
        place = place_at_match(key=key, boundary_metres=boundary)
    except UnableToFindPlace as problem:
        words = problem.message(language=page_language())
        asked = Asked(
            matter=position, question=script.PLACE, typed_place=typed, place_error=words,
            problems=[{"text": words, "href": "#call-place"}], status=422,
        )  # fmt: skip
        return screen(request, contact, asked)
    _keep(request, contact, position, {"place": place_json(place)})
    return redirect(_address(contact.pk, position) + "#row-place")


def _choose(
    request: ActingRequest, contact: Contact, position: int, typed: str, found: Found
) -> HttpResponse:
    asked = Asked(matter=position, question=script.PLACE, typed_place=typed, places=found)
    return screen(request, contact, asked)


@desk(roles=ADVISER)
@require_POST
def follow(request: ActingRequest, contact: int, position: int) -> HttpResponse:
    """Keep the person told about what somebody reported already, in place of a second case."""
    found = contact_of(request, contact)
    matter, _service = _matter_of(found, position)
    reference = line(request.POST.get("follow"))[:8]
    case = _public_case(request, found, matter, reference)
    actor = request.actor.with_case(case)
    email = found.person.email if found.person else ""
    language = found.person.language if found.person else "en"
    try:
        if email:
            follow_case(
                actor=actor, reference=reference, email=email, language=language, now=time_now()
            )
        finish_matter(
            actor=actor, contact_id=found.pk, position=position, outcome="chased",
            chased=reference, tell_team=False, now=time_now(),
        )  # fmt: skip
    except (UnableToFollowCase, UnableToFinishMatter, CaseNotFound) as problem:
        tell(request, "error", str(problem) or _("That cannot be followed."))
    return redirect(_address(contact, position))


def _public_case(request: ActingRequest, contact: Contact, matter: Matter, reference: str) -> int:
    """
    Find the case that was shown as reported near the matter's place.

    :raises Http404: if it was not among them
    """
    asking = script.asking_of(
        hub=hub_of(request), matter=matter, channel=contact.channel, language="en", now=time_now()
    )  # fmt: skip
    for case in script.near(asking):
        if case["reference"] == reference:
            return int(case["id"])
    raise Http404


@desk(roles=ADVISER)
@require_POST
def finish(request: ActingRequest, contact: int, position: int) -> HttpResponse:
    """End a matter: open its case, or say how else it ended."""
    found = contact_of(request, contact)
    matter, service = _matter_of(found, position)
    outcome = line(request.POST.get("outcome"))
    avoidable = line(request.POST.get("avoidable"))
    if outcome == Outcome.CASE_OPENED:
        return _open(request, found, matter, service, avoidable)
    article = line(request.POST.get("article"))
    if not article and service.definition.kind == "information":
        article = service.definition.service
    try:
        finish_matter(
            actor=request.actor, contact_id=found.pk, position=position, outcome=outcome,
            avoidable=avoidable, article=article,
            chased=line(request.POST.get("chased"))[:8], now=time_now(),
        )  # fmt: skip
    except UnableToFinishMatter as problem:
        asked = Asked(
            matter=position, outcome=outcome, status=422,
            problems=[{"text": str(problem), "href": "#finish"}],
        )  # fmt: skip
        return screen(request, found, asked)
    return redirect(_address(contact, position))


def _open(
    request: ActingRequest, contact: Contact, matter: Matter, service: Published, avoidable: str
) -> HttpResponse:
    problems = _unsaid(request, contact, matter)
    if not problems:
        try:
            opened = open_case_for_matter(
                actor=request.actor, hub=hub_of(request), contact_id=contact.pk,
                position=matter.position, avoidable=avoidable, language=page_language(),
                now=time_now(),
            )  # fmt: skip
        except UnableToHandIn as refused:
            problems = _problems(refused, service)
        except UnableToFinishMatter as refused:
            problems = [{"text": str(refused), "href": "#finish"}]
        else:
            if service.definition.visibility == "restricted":
                request.session[TOLD] = {"contact": contact.pk, "reference": opened.reference}
            return redirect(_address(contact.pk, matter.position))
    first = problems[0]["href"].removeprefix("#row-")
    asked = Asked(matter=matter.position, problems=problems, question=first, status=422)
    return screen(request, contact, asked)


def _unsaid(request: ActingRequest, contact: Contact, matter: Matter) -> list[dict[str, str]]:
    """Name the lines that must be said and are not ticked."""
    asking = script.asking_of(
        hub=hub_of(request), matter=matter, channel=contact.channel, language=page_language(),
        now=time_now(),
    )  # fmt: skip
    return [
        {
            "text": _("Say this and tick it: %(line)s") % {"line": one["text"]},
            "href": f"#said-{one['number']}",
        }
        for one in script.must_say(asking)
        if not one["said"]
    ]


def _problems(refused: UnableToHandIn, service: Published) -> list[dict[str, str]]:
    """Put what is missing in the words of the questions, each with the way to it."""
    asks = {
        question.id: question.ask.in_language(page_language())[0]
        for question in service.definition.questions
    }
    found: dict[str, str] = {}
    for path, words in refused.errors.items():
        kind, _dot, rest = path.partition(".")
        if kind == "answers":
            name = rest.split(".")[0]
            found.setdefault(f"#row-{name}", f"{asks.get(name, name)} {words}")
        elif kind == "location":
            found["#row-place"] = words
        else:
            found["#who"] = _("Find or write down the person first: %(why)s") % {"why": words}
    return [{"text": words, "href": href} for href, words in found.items()]
