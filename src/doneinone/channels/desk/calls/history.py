"""A person on a page: facts, needs, open cases with what is due, and what they asked before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from doneinone.channels.desk.calls.words import (
    CHANNEL_ICONS,
    addressed,
    age,
    channel_words,
    needs_of,
    outcome_words,
)
from doneinone.channels.desk.rows import show_row
from doneinone.domain.cases.queries import CaseRow
from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.contacts.queries import ContactRow
from doneinone.domain.people.models import Person
from doneinone.domain.people.queries import FoundPerson
from doneinone.domain.places.rules.postcodes import written
from doneinone.foundation.actors import Actor
from doneinone.foundation.clock import local


def telephone_words(number: str) -> str:
    """Write a British number as it is said: 0161 496 0188."""
    if not number.startswith("+44") or len(number) != 13:
        return number
    own = "0" + number[3:]
    if own.startswith("07"):
        return f"{own[:5]} {own[5:8]} {own[8:]}"
    return f"{own[:4]} {own[4:7]} {own[7:]}"


def address_words(address: str, postcode: str) -> str:
    """Write an address with its postcode."""
    code = written(postcode=postcode) if len(postcode) > 4 else postcode
    return ", ".join(filter(None, [address, code]))


def person_facts(person: Person, *, now: datetime) -> dict[str, Any]:
    """Give what a page shows of a person; needs come first."""
    reach = [
        ("phone", _("Telephone"), telephone_words(person.telephone)),
        ("mail", _("E-mail"), person.email),
        ("home", _("Address"), address_words(person.address, person.postcode)),
        ("globe", _("Language"), _("Welsh") if person.language == "cy" else _("English")),
    ]
    return {
        "id": person.pk,
        "name": person.name,
        "addressed": addressed(person),
        "born_on": person.born_on,
        "age": age(person.born_on, local(now).date()),
        "needs": needs_of(person.needs),
        "reach": [{"icon": icon, "what": what, "text": text} for icon, what, text in reach if text],
        "postcode": person.postcode,
        "href": reverse("desk-person", args=[person.pk]),
        "change": reverse("desk-person-change", args=[person.pk]),
    }


def found_facts(person: FoundPerson) -> dict[str, Any]:
    """Give one line of a list of people."""
    about = [
        address_words(person.address, person.postcode),
        telephone_words(person.telephone),
        person.email,
    ]
    return {
        "id": person.id,
        "name": person.name or _("No name"),
        "born_on": person.born_on,
        "about": ", ".join(filter(None, about)),
        "needs": needs_of(person.needs),
        "sounds": person.how == "sounds",
        "href": reverse("desk-person", args=[person.id]),
    }


def open_cases(
    cases: Sequence[CaseRow], *, actor: Actor, hub: Hub, now: datetime, language: str
) -> list[dict[str, Any]]:
    """Give the cases that are still open, the one due first at the top."""
    rows = [row for row in cases if row.closed_at is None]
    rows.sort(key=lambda row: (row.due_at is None, row.due_at or row.opened_at))
    return [show_row(row, actor=actor, hub=hub, now=now, language=language) for row in rows]


def title_of(hub: Hub, key: str, language: str) -> str:
    """Give the title of a service or an article, its key when it is withdrawn."""
    service = hub.services.get(key)
    return service.definition.title.in_language(language)[0] if service else key


def contact_facts(row: ContactRow, *, hub: Hub, language: str) -> dict[str, Any]:
    """Put a contact of the history in words."""
    return {
        "icon": CHANNEL_ICONS.get(row.channel, "chat"),
        "channel": channel_words(row.channel),
        "at": row.started_at,
        "adviser": row.adviser,
        "note": row.note,
        "open": row.ended_at is None,
        "matters": [
            {
                "title": title_of(hub, matter.article or matter.service, language),
                "outcome": outcome_words(matter.outcome),
                "avoidable": matter.avoidable,
                "reference": matter.reference,
                "href": reverse("desk-case", args=[matter.reference]) if matter.reference else "",
            }
            for matter in row.matters
        ],
    }
