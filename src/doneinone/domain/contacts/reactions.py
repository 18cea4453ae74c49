"""What people did by themselves becomes a contact too, so that one history holds everything."""

from __future__ import annotations

from collections.abc import Sequence

from doneinone.domain.cases.models import Case
from doneinone.domain.catalogue.queries import current_hub
from doneinone.domain.contacts.models import Contact, Matter, Outcome
from doneinone.domain.contacts.rules import SELF_SERVICE
from doneinone.domain.people.models import Person
from doneinone.domain.people.queries import people_reached_by
from doneinone.domain.people.rules import keys_of, same_family, split_name
from doneinone.foundation.actors import Actor
from doneinone.foundation.timeline.models import Event
from doneinone.foundation.timeline.reactions import reaction


@reaction("case.opened")
def keep_self_service_contact(actor: Actor, events: Sequence[Event]) -> None:
    """
    Make the contact and the matter of each case that came by itself, and find or make its person.

    A person is the same when the family name and the e-mail address or the telephone number are.
    About ten statements for a batch, however long. Seen twice it does nothing: a contact knows
    the event that it comes from.
    """
    own = [event for event in events if event.channel in SELF_SERVICE]
    done = set(
        Contact.objects.filter(from_event__in=[event.pk for event in own]).values_list(
            "from_event", flat=True
        )
    )
    waiting = {event.subject_id: event for event in own if event.pk not in done}
    cases = list(Case.objects.filter(pk__in=list(waiting)).order_by("pk")) if waiting else []
    if not cases:
        return
    _give_people(cases, waiting)
    receiver = current_hub().receiver.pk
    contacts = Contact.objects.bulk_create(
        _contact_of(case, waiting[case.pk], receiver) for case in cases
    )
    Matter.objects.bulk_create(
        _matter_of(contact, case) for contact, case in zip(contacts, cases, strict=True)
    )


def _contact_of(case: Case, event: Event, receiver: int) -> Contact:
    return Contact(
        channel=case.channel,
        started_at=event.at,
        ended_at=event.at,
        agency_id=event.agency_id or receiver,
        person_id=case.person_id,
        from_event=event.pk,
        visible_to=case.visible_to,
        sensitivity=case.sensitivity,
    )


def _matter_of(contact: Contact, case: Case) -> Matter:
    return Matter(
        contact=contact,
        position=1,
        service=case.service,
        service_version_id=case.service_version_id,
        outcome=Outcome.CASE_OPENED,
        case=case,
        reference=case.reference,
        ended_at=contact.ended_at,
        visible_to=case.visible_to,
        sensitivity=case.sensitivity,
    )


def _give_people(cases: Sequence[Case], events: dict[int, Event]) -> None:
    """Find or make the person of each case that says how to reach one. At most five statements."""
    nameless = [
        case
        for case in cases
        if case.person_id is None
        and case.contact_name
        and (case.contact_email or case.contact_telephone)
    ]
    if not nameless:
        return
    known = people_reached_by(
        emails={case.contact_email.lower() for case in nameless if case.contact_email},
        telephones={case.contact_telephone for case in nameless if case.contact_telephone},
    )
    new: list[Person] = []
    whose: list[tuple[Case, Person]] = []
    for case in nameless:
        person = next((one for one in (*known, *new) if _is(one, case)), None)
        if person is None:
            person = _person_of(case, events[case.pk])
            new.append(person)
        whose.append((case, person))
    Person.objects.bulk_create(new)
    for case, person in whose:
        case.person_id = person.pk
    # One statement for all; nothing else of the cases is written, nor do their versions move.
    Case.objects.bulk_update([case for case, _ in whose], ["person"])


def _is(person: Person, case: Case) -> bool:
    """Say whether a case was asked by a person, within the agencies that see both."""
    _title, _given, family = split_name(case.contact_name)
    email = case.contact_email.lower()
    reached = (bool(email) and person.email == email) or (
        bool(case.contact_telephone) and person.telephone == case.contact_telephone
    )
    return (
        reached
        and same_family(person.family or person.given, family or case.contact_name)
        and bool(set(person.visible_to) & set(case.visible_to))
    )


def _person_of(case: Case, event: Event) -> Person:
    title, given, family = split_name(case.contact_name)
    person = Person(
        title=title[:40],
        given=given[:100],
        family=family[:100],
        email=case.contact_email.lower(),
        telephone=case.contact_telephone,
        language=case.language,
        created_at=event.at,
        visible_to=case.visible_to,
        sensitivity=case.sensitivity,
    )
    person.keys = keys_of(
        given=person.given, family=person.family, email=person.email, telephone=person.telephone
    )
    return person
