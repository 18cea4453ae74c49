"""Begin a conversation: somebody rings, or comes to the counter."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.contacts.models import Contact
from doneinone.domain.contacts.queries import open_contact_of
from doneinone.domain.contacts.rules import CHANNELS
from doneinone.domain.people.queries import access_person
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.timeline.recording import record


class UnableToStartContact(Exception):
    """The conversation cannot begin. The message may be shown to staff."""


@action
def start_contact(
    *, actor: Actor, channel: str, person_id: int | None = None, now: datetime
) -> Contact:
    """
    Begin a contact. The adviser's agencies see it.

    :param channel: one of ``rules.CHANNELS``
    :raises PersonNotFound: if the person is not there or not the actor's
    :raises UnableToStartContact: if the adviser is in another, or there is no such channel
    """
    if not actor.may("adviser") or actor.agency_id is None:
        raise UnableToStartContact("Only advisers take calls.")
    if channel not in CHANNELS:
        raise UnableToStartContact("Choose how they reach us.")
    if open_contact_of(actor=actor) is not None:
        raise UnableToStartContact("You are in another contact. Finish that one first.")
    if person_id is not None:
        access_person(person_id=person_id)
    contact = Contact.objects.create(
        channel=channel, started_at=now, adviser_id=actor.staff_id, agency_id=actor.agency_id,
        person_id=person_id, visible_to=sorted(actor.agencies),
    )  # fmt: skip
    record(actor, "contact.started", subject=contact, at=now, first=True, channel=channel)
    return contact
