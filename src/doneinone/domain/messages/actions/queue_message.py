"""Queue one message that belongs to no case: the code to come back to a half-filled form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.messages.composing import SMS, as_email, as_sms, hub_facts
from doneinone.domain.messages.jobs import deliver
from doneinone.domain.messages.models import Message
from doneinone.domain.messages.rules.rendering import render
from doneinone.domain.messages.rules.retrying import FIRST_TRY_WITHIN
from doneinone.domain.messages.rules.templates import parse_template
from doneinone.domain.messages.writing import About, message_id
from doneinone.foundation.actors import STANDARD, acting, system


class UnableToQueueMessage(Exception):
    """The message cannot be sent. The message may be shown."""


def queue_message(
    *,
    hub: Hub,
    template: str,
    means: str,
    address: str,
    language: str,
    facts: Mapping[str, str],
    now: datetime,
) -> None:
    """
    Queue a message from the council whose front door this is, in the running transaction.

    Whoever calls it acts for somebody who sees no messages, so it is written as the front door's
    own. It changes nothing that has a timeline, so it records no event.

    :param template: the key of a template of the hub, such as ``resume-code``
    :param means: email or sms
    :param facts: words by placeholder, such as code and resume_link
    :raises UnableToQueueMessage: if the hub has no such template
    """
    text = hub.messages.get(template)
    parsed = parse_template(text) if isinstance(text, str) else None
    if parsed is None or "en" not in parsed.languages():
        raise UnableToQueueMessage("We cannot send this message: the hub has no words for it.")
    known = hub_facts(hub=hub, language=language) | dict(facts)
    rendered = render(template=parsed, language=language, facts=known)
    make = as_sms if means == SMS else as_email
    composed = make(key=template, address=address, rendered=rendered)
    actor = system(name="front door", agencies=[hub.receiver.pk], clearance=STANDARD)
    about = About(event=None, case=None, visible_to=list(actor.agencies), sensitivity=STANDARD)
    with acting(actor):
        message = Message.objects.create(
            template=template,
            means=composed.means,
            address=address,
            language=composed.language,
            subject=composed.subject,
            body=composed.text,
            html=composed.html,
            message_id=message_id(about=about, composed=composed),
            made_at=now,
            next_try_at=now + FIRST_TRY_WITHIN,
            visible_to=list(about.visible_to),
            sensitivity=about.sensitivity,
        )
        deliver.put_off(actor, message_ids=[message.pk])
