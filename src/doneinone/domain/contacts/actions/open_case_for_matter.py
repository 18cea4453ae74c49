"""End a matter by opening a case from what was answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from doneinone.domain.cases.actions.add_note import add_note
from doneinone.domain.cases.actions.open_case import Opened
from doneinone.domain.catalogue.queries import Hub, service_at
from doneinone.domain.contacts.actions.finish_matter import UnableToFinishMatter, end_matter
from doneinone.domain.contacts.models import Contact, Outcome
from doneinone.domain.contacts.queries import access_matter, own_contact
from doneinone.domain.contacts.rules import AVOIDABLE
from doneinone.domain.intake.actions.hand_in import hand_in, make_ready
from doneinone.domain.people.queries import access_person
from doneinone.foundation.actors import RESTRICTED, Actor, action


@action
def open_case_for_matter(
    *,
    actor: Actor,
    hub: Hub,
    contact_id: int,
    position: int,
    avoidable: str = "",
    language: str = "en",
    now: datetime,
) -> Opened:
    """
    Open a case from a matter's answers, on the channel of the contact, and end the matter.

    The person's own details go with the case; without a person it is anonymous, if the service
    allows that. What the adviser noted is copied to the case as a note for the adviser's own
    agencies. Of a restricted case the adviser gets what is returned here and sees no more.

    :param language: of the messages about what is wrong
    :raises ContactNotFound: if it is not a matter of the adviser's open contact
    :raises UnableToFinishMatter: if it is finished, or is about no service that opens cases
    :raises UnableToHandIn: if answers are missing or wrong; everything stays as it was
    """
    contact = own_contact(actor=actor, contact_id=contact_id)
    matter = access_matter(contact=contact, position=position, lock=True)
    if matter.outcome or avoidable not in AVOIDABLE or not matter.service_version_id:
        raise UnableToFinishMatter("This matter is finished already.")
    service = service_at(matter.service_version_id)
    if service.definition.kind != "case":
        raise UnableToFinishMatter("An article answers a question. It opens no case.")
    details, spoken = _reach(contact)
    given = {key: value for key, value in matter.answers.items() if value is not None}
    ready = make_ready(
        hub=hub, service=service, answers=given | matter.typed, place=matter.place,
        contact=details, person_id=contact.person_id, channel=contact.channel,
        language=language, strict=False, now=now,
    )  # fmt: skip
    ready = replace(ready, who=replace(ready.who, language=spoken))
    opened = hand_in(
        actor=actor.on(contact.channel), hub=hub, service=service, ready=ready, now=now
    )
    if matter.note:
        # With the sight of what was just opened: an adviser does not see a restricted case.
        noting = replace(actor.on(contact.channel), clearance=RESTRICTED)
        add_note(actor=noting, reference=opened.reference, text=matter.note, now=now)
    matter.case_id, matter.reference, matter.avoidable = opened.id, opened.reference, avoidable
    end_matter(
        actor=actor, contact=contact, matter=matter, outcome=Outcome.CASE_OPENED,
        visible_to=opened.visible_to, now=now,
    )  # fmt: skip
    contact.save(update_fields=["version"])
    return opened


def _reach(contact: Contact) -> tuple[dict[str, str] | None, str]:
    """Give how to reach the person of a contact, and the language they want."""
    if contact.person_id is None:
        return None, "en"
    person = access_person(person_id=contact.person_id)
    details = {"name": person.name, "email": person.email, "telephone": person.telephone}
    return details, person.language
