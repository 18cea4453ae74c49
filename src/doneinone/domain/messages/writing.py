"""Writing messages into the queue, each once for its event, and putting off their delivery."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from doneinone.domain.messages.composing import Composed
from doneinone.domain.messages.models import Message, Status
from doneinone.domain.messages.rules.retrying import FIRST_TRY_WITHIN


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about, and which agencies may see it."""

    event: int | None
    case: int | None
    visible_to: Sequence[int]
    sensitivity: int


def write(*, composed: Sequence[tuple[About, Composed]], now: datetime) -> None:
    """
    Queue messages. One statement. One that is there already for its event stays as it is.

    The job deferred with it sends it; should that be lost, the queue is looked through.
    """
    Message.objects.bulk_create(
        [
            Message(
                event_id=about.event,
                case_id=about.case,
                template=one.template,
                means=one.means,
                address=one.address,
                language=one.language,
                subject=one.subject,
                body=one.text,
                html=one.html,
                message_id=message_id(about=about, composed=one),
                made_at=now,
                next_try_at=now + FIRST_TRY_WITHIN,
                visible_to=list(about.visible_to),
                sensitivity=about.sensitivity,
            )
            for about, one in composed
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


def message_id(*, about: About, composed: Composed) -> str:
    """
    Make the Message-ID: the same for one event, template and address, however often it is made.

    A keyed hash, so that nobody can try out addresses on it.
    """
    domain = urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"
    if about.event is None:
        return f"<{uuid.uuid4()}@{domain}>"
    name = f"{about.event}\n{composed.template}\n{composed.means}\n{composed.address}"
    digest = salted_hmac("doneinone.messages", name, algorithm="sha256").digest()
    return f"<{uuid.UUID(bytes=digest[:16], version=5)}@{domain}>"


def waiting_of(*, events: Sequence[int]) -> list[int]:
    """Give the ids of the messages of events that wait to be sent. One statement."""
    return list(
        Message.objects.filter(event_id__in=events, status=Status.QUEUED)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
