"""The call screen as plain values: person, matters, script, knowledge, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from doneinone.channels.desk.calls import script
from doneinone.channels.desk.calls.history import (
    contact_facts,
    found_facts,
    open_cases,
    person_facts,
    title_of,
)
from doneinone.channels.desk.calls.words import (
    OUTCOME_ICONS,
    avoidable_choices,
    channel_words,
    need_words,
    outcome_words,
)
from doneinone.channels.desk.pages import show
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.channels.shared.languages import page_language
from doneinone.domain.cases.queries import cases_of_person
from doneinone.domain.catalogue.queries import Hub, find_services
from doneinone.domain.contacts.models import Contact, Matter, Outcome
from doneinone.domain.contacts.queries import contacts_of_person, matters_of, promises_of
from doneinone.domain.people.queries import find_people
from doneinone.domain.people.rules import NEEDS
from doneinone.domain.places.queries import Found
from doneinone.foundation.clock import local
from doneinone.foundation.clock import now as time_now

TOLD = "call_told"
LONGEST = 200


@dataclass(slots=True)
class Asked:
    """What was asked of the screen besides the contact."""

    matter: int = 0
    question: str = ""
    adding: bool = False
    services: str = ""
    who: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Mapping[str, str]] = ()
    places: Found | None = None
    typed_place: str = ""
    place_error: str = ""
    person: Mapping[str, Any] = field(default_factory=dict)
    person_errors: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    status: int = 200


def asked_of(request: ActingRequest) -> Asked:
    """Read the address."""
    get = request.GET
    position = get.get("m", "")
    return Asked(
        matter=int(position) if position.isascii() and position.isdigit() else 0,
        question=get.get("q", "")[:80],
        adding="add" in get or "find" in get,
        services=line(get.get("find")),
        who=line(get.get("who")),
    )


def line(text: str | None) -> str:
    """Take one line of what was typed."""
    return " ".join((text or "").replace("\x00", "").split())[:LONGEST]


def screen(
    request: ActingRequest, contact: Contact, asked: Asked, *, part: str = "desk/call.jinja"
) -> HttpResponse:
    """Render the call screen, or a part of it."""
    hub, now = hub_of(request), time_now()
    person = contact.person
    spoken = request.GET.get("say") or (person.language if person else "") or page_language()
    language = "cy" if spoken == "cy" and "cy" in hub.definition.languages else "en"
    matters = matters_of(contact=contact)
    current = _current(matters, asked)
    facts: dict[str, Any] = {
        "title": _("On a call with %(name)s") % {"name": person.name} if person else _("On a call"),
        "full_window": True,
        "main_class": "dio-cols",
        "call": {
            "id": contact.pk,
            "href": reverse("desk-call-open", args=[contact.pk]),
            "since": contact.started_at,
            "channel": channel_words(contact.channel),
            "passed": _passed(contact.started_at, now),
        },
        "tabs": tabs(contact, matters, current, hub=hub, now=now),
        "spoken": language,
        "languages": list(hub.definition.languages),
        "errors": list(asked.problems),
    }
    facts |= left(request, contact, asked, hub=hub, now=now)
    facts |= middle(contact, current, asked, hub=hub, now=now, language=language)
    facts["told"] = _told(request, contact)
    return show(request, part, hub=hub, status=asked.status, **facts)


def _passed(since: datetime, now: datetime) -> str:
    seconds = max(0, int((now - since).total_seconds()))
    return f"{seconds // 60:02}:{seconds % 60:02}"


def _current(matters: Sequence[Matter], asked: Asked) -> Matter | None:
    if asked.adding:
        return None
    if asked.matter:
        return next((one for one in matters if one.position == asked.matter), None)
    unfinished = [one for one in matters if not one.outcome]
    return unfinished[0] if unfinished else None


def _told(request: ActingRequest, contact: Contact) -> dict[str, Any] | None:
    """Take what is told once: the reference of a case that the adviser may not see."""
    told = request.session.get(TOLD)
    if not told or told.get("contact") != contact.pk:
        return None
    del request.session[TOLD]
    return dict(told)


def tabs(
    contact: Contact, matters: Sequence[Matter], current: Matter | None, *, hub: Hub, now: datetime
) -> list[dict[str, Any]]:
    """Give the tabs of the call's matters, with how each stands."""
    href = reverse("desk-call-open", args=[contact.pk])
    found = []
    for matter in matters:
        words = outcome_words(matter.outcome)
        if not matter.outcome and matter.service_version_id:
            asking = script.asking_of(
                hub=hub, matter=matter, channel=contact.channel, language=page_language(), now=now
            )
            total = len(asking.found.questions)
            done = sum(1 for q in asking.found.questions if q.id in matter.answers)
            if total:
                words = _("Asking, %(done)s of %(total)s") % {"done": done, "total": total}
        found.append(
            {
                "href": f"{href}?m={matter.position}",
                "text": title_of(hub, matter.service, page_language()),
                "outcome": words,
                "icon": OUTCOME_ICONS[matter.outcome],
                "current": matter is current,
            }
        )
    return found


def left(
    request: ActingRequest, contact: Contact, asked: Asked, *, hub: Hub, now: datetime
) -> dict[str, Any]:
    """Give the person, what is open for them, and what they asked before; or the search for one."""
    language = page_language()
    if contact.person is None:
        return {"person": None, "history": [], "open_cases": []} | who_facts(asked)
    cases = cases_of_person(person=contact.person.pk)
    history = contacts_of_person(person=contact.person.pk, most=10)
    return {
        "person": person_facts(contact.person, now=now),
        "open_cases": open_cases(cases, actor=request.actor, hub=hub, now=now, language=language),
        "history": [
            contact_facts(row, hub=hub, language=language)
            for row in history
            if row.id != contact.pk
        ],
    }


def who_facts(asked: Asked) -> dict[str, Any]:
    """Give the search for a person and what it found. At most three statements."""
    found = find_people(text=asked.who) if asked.who else None
    return {
        "who": asked.who,
        "found": [found_facts(one) for one in found.people] if found else [],
        "too_many": bool(found and found.too_many),
        "typed": asked.person,
        "person_errors": asked.person_errors,
        "all_needs": [{"value": need, "text": need_words(need)[1]} for need in NEEDS],
    }


def middle(
    contact: Contact,
    matter: Matter | None,
    asked: Asked,
    *,
    hub: Hub,
    now: datetime,
    language: str,
) -> dict[str, Any]:
    """Give the matter: its script, its article, how it ended; or the search for another."""
    if matter is None:
        return {"matter": None, "services": service_list(hub, asked.services), "beside": []}
    asking = script.asking_of(
        hub=hub, matter=matter, channel=contact.channel, language=language, now=now
    )
    definition = asking.definition
    facts: dict[str, Any] = {
        "position": matter.position,
        "title": definition.title.in_language(language)[0],
        "summary": definition.summary.in_language(language)[0],
        "kind": definition.kind,
        "outcome": matter.outcome,
        "outcome_words": outcome_words(matter.outcome),
        "note": matter.note,
    }
    if matter.outcome:
        return {"matter": facts | _done(matter, asking), "beside": []}
    if definition.kind == "information":
        article = script.article_facts(hub, definition.service, language)
        return {"matter": facts | {"article": article}, "beside": []} | bar(facts, asked)
    now_id = asked.question or script.next_of(asking)
    return {
        "matter": facts
        | {
            "opening": _spoken(definition.script.opening, language),
            "closing": _spoken(definition.script.closing, language),
            "rows": script.rows(asking, now_id=now_id, errors=asked.errors),
            "now": now_id,
            "must_say": script.must_say(asking),
            "promise": script.promise(asking),
            "urgent": asking.found.routing.urgent,
            "restricted": definition.visibility == "restricted",
            "needs_contact": definition.contact == "required" and contact.person_id is None,
            "place": place_facts(asking, contact, asked, now_id),
        },
        "beside": script.articles_of(asking),
    } | bar(facts, asked)


def _spoken(text: Any, language: str) -> str:
    return text.in_language(language)[0] if text else ""


def _done(matter: Matter, asking: script.Asking) -> dict[str, Any]:
    """Say what came of a matter that is finished: its reference and what to expect."""
    if matter.outcome != Outcome.CASE_OPENED:
        return {"reference": matter.reference, "promise": ""}
    promised_at, _urgent = promises_of(matters=[matter]).get(matter.case_id or 0, (None, False))
    return {
        "reference": matter.reference,
        "promise": script.day_words(promised_at, asking) if promised_at else "",
        "href": reverse("desk-case", args=[matter.reference]),
    }


def place_facts(
    asking: script.Asking, contact: Contact, asked: Asked, now_id: str
) -> dict[str, Any] | None:
    """Give the place of a matter: what was found, whose road it is, what is reported there."""
    if asking.definition.location == "none":
        return None
    place = asking.matter.place
    person = contact.person
    return {
        "state": "now" if now_id == script.PLACE else "answered" if place else "later",
        "required": asking.definition.location == "required",
        "value": place,
        "typed": asked.typed_place or (place or {}).get("label", ""),
        "error": asked.place_error,
        "matches": list(asked.places.matches) if asked.places else [],
        "did_you_mean": bool(asked.places and asked.places.did_you_mean),
        "home": person.postcode if person and person.postcode and not place else "",
        "near": script.near(asking),
    }


def bar(matter: Mapping[str, Any], asked: Asked) -> dict[str, Any]:
    """Give the wrap-up bar: how the matter may end, and whether it could have been avoided."""
    outcomes = [
        ("case_opened", _("Case opened"), "P"),
        ("answered", _("Done in one"), "D"),
        ("handed_over", _("Handed over"), "O"),
        ("chased", _("Chased"), "C"),
        ("not_finished", _("Not finished"), "L"),
    ]
    case = matter["kind"] == "case"
    chosen = asked.outcome or ("case_opened" if case else "answered")
    return {
        "outcomes": [
            {"value": value, "text": text, "key": key, "checked": value == chosen}
            for value, text, key in outcomes
            if case or value != "case_opened"
        ],
        "avoidable": [
            choice | {"checked": choice["value"] == ""} for choice in avoidable_choices()
        ],
    }


def service_list(hub: Hub, text: str) -> dict[str, Any]:
    """Give the services found in the caller's words, or all of them by theme."""
    language = page_language()
    keys = find_services(text=text) if text else sorted(hub.services)
    rows = [
        {
            "key": key,
            "title": title_of(hub, key, language),
            "summary": hub.services[key].definition.summary.in_language(language)[0],
            "article": hub.services[key].definition.kind == "information",
        }
        for key in keys
        if key in hub.services
    ]
    if not text:
        rows.sort(key=lambda row: (row["article"], row["title"]))
    return {"text": text, "rows": rows, "today": local(time_now()).date()}
