"""Keep what was answered so far, as it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from doneinone.domain.catalogue.queries import Hub, service_at
from doneinone.domain.catalogue.rules.checked_answers import check_answer
from doneinone.domain.catalogue.rules.evaluating import assess
from doneinone.domain.catalogue.rules.refusals import is_empty
from doneinone.domain.contacts.models import Matter
from doneinone.domain.contacts.queries import access_matter, own_contact
from doneinone.domain.contacts.rules import LONGEST_NOTE
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.clock import local


class UnableToSaveMatter(Exception):
    """The matter cannot be changed any more. The message may be shown to staff."""


@action
def save_matter(
    *,
    actor: Actor,
    hub: Hub,
    contact_id: int,
    position: int,
    answers: Mapping[str, Any] | None = None,
    place: Mapping[str, Any] | None = None,
    forget_place: bool = False,
    said: Sequence[int] | None = None,
    note: str | None = None,
    language: str = "en",
    now: datetime,
) -> tuple[Matter, dict[str, str]]:
    """
    Keep answers, place, note and what was said, and give what is wrong with the answers.

    Only what is given is changed. An answer that cannot be taken is kept as it was typed, so that
    nothing is lost; a blank answer to an optional question is kept as left blank. Three
    statements. There is no event: nothing has happened yet that anybody else may know of.

    :param answers: raw answers by question, of any of the service's questions
    :param place: easting, northing and what places knows of it
    :returns: the matter, and the refused answers' messages by path
    :raises ContactNotFound: if it is not a matter of the adviser's open contact
    :raises UnableToSaveMatter: if the matter is finished
    """
    contact = own_contact(actor=actor, contact_id=contact_id)
    matter = access_matter(contact=contact, position=position, lock=True)
    if matter.outcome:
        raise UnableToSaveMatter("This matter is finished. Add another if there is more to say.")
    errors: dict[str, str] = {}
    if place is not None or forget_place:
        matter.place = None if forget_place else dict(place or {})
    if answers:
        errors = _take(
            matter, answers, hub=hub, channel=contact.channel, language=language, now=now
        )
    if said is not None:
        matter.said = sorted({line for line in said if 0 <= line < 1000})
    if note is not None:
        matter.note = note.strip()[:LONGEST_NOTE]
    matter.save(update_fields=["answers", "typed", "place", "said", "note"])
    return matter, errors


def _take(
    matter: Matter, raw: Mapping[str, Any], *, hub: Hub, channel: str, language: str, now: datetime
) -> dict[str, str]:
    definition = service_at(matter.service_version_id or 0).definition
    today = local(now, hub.calendar.zone).date()
    facts = assess(
        definition=definition, answers=matter.answers, today=today, place=matter.place,
        channel=channel,
    ).facts  # fmt: skip
    errors: dict[str, str] = {}
    for question in definition.questions:
        if question.id not in raw:
            continue
        given = raw[question.id]
        matter.answers.pop(question.id, None)
        matter.typed.pop(question.id, None)
        if is_empty(given):
            if not question.required:
                matter.answers[question.id] = None
            continue
        value, wrong = check_answer(
            question=question, raw=given, today=today, facts=facts, language=language
        )
        if wrong or value is None:
            matter.typed[question.id] = given
            errors |= wrong
        else:
            matter.answers[question.id] = value
    return errors
