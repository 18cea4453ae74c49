"""Reads of contacts, and of a person with all that is between us and them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from doneinone.domain.cases.models import Case
from doneinone.domain.cases.queries import CaseRow, cases_of_person
from doneinone.domain.contacts.models import Contact, Matter
from doneinone.domain.people.models import Person
from doneinone.domain.people.queries import access_person
from doneinone.foundation.actors import Actor

NEWEST = 20


class ContactNotFound(Exception):
    """There is no such contact or matter, or it is not the actor's: the answer is the same."""


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One thing that was asked, and how it ended (empty while it has not)."""

    position: int
    service: str
    article: str
    outcome: str
    avoidable: str
    reference: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One conversation in a person's history. ``adviser`` is empty for what they did alone."""

    id: int
    channel: str
    started_at: datetime
    ended_at: datetime | None
    adviser: str
    note: str
    matters: tuple[MatterRow, ...]


@dataclass(frozen=True, slots=True)
class WholePerson:
    """A person with the newest of what is between us and them."""

    person: Person
    contacts: list[ContactRow]
    cases: list[CaseRow]


def access_contact(*, contact_id: int, lock: bool = False) -> Contact:
    """
    Fetch a contact with its person, if the running actor may see it. One statement.

    :param lock: hold the row until the transaction ends, as every change does; without the person
    :raises ContactNotFound: if it is not there or not the actor's
    """
    found = (
        Contact.objects.select_for_update() if lock else Contact.objects.select_related("person")
    )
    contact = found.filter(pk=contact_id).first() if contact_id < 2**63 else None
    if contact is None:
        raise ContactNotFound
    return contact


def own_contact(*, actor: Actor, contact_id: int) -> Contact:
    """
    Hold the contact that an adviser is in, to change it. One statement.

    :raises ContactNotFound: if it is not there, is a colleague's, or is over
    """
    contact = access_contact(contact_id=contact_id, lock=True)
    if contact.adviser_id != actor.staff_id or contact.ended_at is not None:
        raise ContactNotFound
    return contact


def access_matter(*, contact: Contact, position: int, lock: bool = False) -> Matter:
    """
    Fetch a matter of a contact. One statement.

    :raises ContactNotFound: if there is none that the running actor may see
    """
    found = Matter.objects.select_for_update() if lock else Matter.objects.all()
    matter = found.filter(contact=contact, position=position).first() if position < 2**15 else None
    if matter is None:
        raise ContactNotFound
    return matter


def open_contact_of(*, actor: Actor) -> Contact | None:
    """Give the contact that an adviser is in now, or None. One statement."""
    return (
        Contact.objects.filter(adviser_id=actor.staff_id, ended_at__isnull=True)
        .order_by("-started_at")
        .first()
    )


def matters_of(*, contact: Contact) -> list[Matter]:
    """Give the matters of a contact in order. One statement."""
    return list(Matter.objects.filter(contact=contact).order_by("position"))


def promises_of(*, matters: Sequence[Matter]) -> dict[int, tuple[datetime | None, bool]]:
    """
    Give, for the cases that were opened in matters, the promised date and whether it is urgent.

    One statement, none when there are no cases. What the actor may not see is not there.
    """
    wanted = [matter.case_id for matter in matters if matter.case_id]
    if not wanted:
        return {}
    rows = Case.objects.filter(pk__in=wanted).values_list("pk", "promised_at", "urgent")
    return {pk: (promised_at, urgent) for pk, promised_at, urgent in rows}


def contacts_of_person(*, person: int, most: int = NEWEST) -> list[ContactRow]:
    """
    List a person's newest contacts with what was asked in each. Two statements.

    What is still being asked is not told, so that nobody reads along.
    """
    contacts = list(
        Contact.objects.filter(person_id=person)
        .order_by("-started_at")
        .values_list("pk", "channel", "started_at", "ended_at", "adviser__name", "note")[:most]
    )
    matters: dict[int, list[MatterRow]] = defaultdict(list)
    if contacts:
        rows = (
            Matter.objects.filter(contact__in=[row[0] for row in contacts])
            .exclude(outcome="")
            .order_by("contact", "position")
            .values_list(
                "contact_id", "position", "service", "article", "outcome", "avoidable", "reference"
            )
        )
        for row in rows[: most * NEWEST]:
            matters[row[0]].append(MatterRow(*row[1:]))
    return [
        ContactRow(pk, channel, started, ended, adviser or "", note, tuple(matters[pk]))
        for pk, channel, started, ended, adviser, note in contacts
    ]


def whole_person(*, person_id: int) -> WholePerson:
    """
    Give a person with their newest contacts and cases. Four statements, whatever their history.

    :raises PersonNotFound: if they are not there or not the actor's
    """
    person = access_person(person_id=person_id)
    return WholePerson(
        person=person,
        contacts=contacts_of_person(person=person.pk),
        cases=cases_of_person(person=person.pk, most=NEWEST),
    )
