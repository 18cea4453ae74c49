"""End a conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from doneinone.domain.contacts.actions.finish_matter import end_matter
from doneinone.domain.contacts.models import Contact, Matter, Outcome
from doneinone.domain.contacts.queries import own_contact
from doneinone.domain.contacts.rules import LONGEST_NOTE
from doneinone.foundation.actors import RESTRICTED, Actor, acting, action
from doneinone.foundation.timeline.recording import record


@action
def finish_contact(
    *, actor: Actor, contact_id: int, note: str | None = None, now: datetime
) -> Contact:
    """
    End the adviser's contact; matters that are still open end as not finished.

    A contact in which nothing but restricted matters was asked goes behind the wall with them.

    :raises ContactNotFound: if it is not the adviser's open contact
    """
    contact = own_contact(actor=actor, contact_id=contact_id)
    for matter in Matter.objects.select_for_update().filter(contact=contact, outcome=""):
        end_matter(
            actor=actor, contact=contact, matter=matter, outcome=Outcome.NOT_FINISHED, now=now
        )
    contact.ended_at = now
    if note is not None:
        contact.note = note.strip()[:LONGEST_NOTE]
    record(actor, "contact.finished", subject=contact, at=now, channel=contact.channel)
    with acting(replace(actor, clearance=RESTRICTED)):
        kinds = set(Matter.objects.filter(contact=contact).values_list("sensitivity", flat=True))
        if kinds == {RESTRICTED}:
            contact.sensitivity = RESTRICTED
        contact.save(update_fields=["ended_at", "note", "version", "sensitivity"])
    return contact
