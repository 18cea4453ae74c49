"""Say who a conversation is with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from doneinone.domain.cases.models import Case
from doneinone.domain.contacts.models import Contact, Matter, Outcome
from doneinone.domain.contacts.queries import own_contact
from doneinone.domain.people.queries import access_person
from doneinone.foundation.actors import RESTRICTED, Actor, acting, action
from doneinone.foundation.timeline.recording import record


@action
def attach_person(
    *, actor: Actor, contact_id: int, person_id: int | None, now: datetime
) -> Contact:
    """
    Say who the adviser's contact is with, before or after its matters are dealt with.

    Cases that were opened in it for nobody become the person's.

    :param person_id: the person, or None when it was the wrong one
    :raises ContactNotFound: if it is not the adviser's open contact
    :raises PersonNotFound: if the person is not there or not the actor's
    """
    contact = own_contact(actor=actor, contact_id=contact_id)
    if person_id is not None:
        access_person(person_id=person_id)
    contact.person_id = person_id
    record(actor, "contact.person_attached", subject=contact, at=now, person=person_id)
    contact.save(update_fields=["person", "version"])
    if person_id is not None:
        with acting(replace(actor, clearance=RESTRICTED)):
            opened = Matter.objects.filter(contact=contact, outcome=Outcome.CASE_OPENED)
            Case.objects.filter(
                pk__in=opened.exclude(case=None).values("case_id"), person__isnull=True
            ).update(person=person_id)
    return contact
