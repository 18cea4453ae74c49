"""Take up another thing that is asked in a conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Max

from doneinone.domain.catalogue.queries import Published
from doneinone.domain.contacts.models import Matter
from doneinone.domain.contacts.queries import own_contact
from doneinone.domain.contacts.rules import MOST_MATTERS
from doneinone.foundation.actors import RESTRICTED, Actor, acting, action
from doneinone.foundation.timeline.recording import record


class UnableToAddMatter(Exception):
    """The matter cannot be added. The message may be shown to staff."""


@action
def add_matter(*, actor: Actor, contact_id: int, service: Published, now: datetime) -> Matter:
    """
    Add a matter to the adviser's contact, about a service or an article.

    :raises ContactNotFound: if it is not the adviser's open contact
    :raises UnableToAddMatter: if there are too many already
    """
    contact = own_contact(actor=actor, contact_id=contact_id)
    # Matters that were restricted when they ended are counted too, though they are not shown.
    with acting(replace(actor, clearance=RESTRICTED)):
        last = Matter.objects.filter(contact=contact).aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_MATTERS:
        raise UnableToAddMatter(f"One contact can have {MOST_MATTERS} matters. Start another.")
    matter = Matter.objects.create(
        contact=contact, position=last + 1, service=service.definition.service,
        service_version_id=service.version_id, visible_to=contact.visible_to,
        sensitivity=contact.sensitivity,
    )  # fmt: skip
    record(actor, "contact.matter_added", subject=contact, at=now, position=matter.position)
    contact.save(update_fields=["version"])
    return matter
