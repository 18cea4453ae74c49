"""Sending what is queued: the job that each batch of messages defers, and the look at the queue."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError

from doneinone.adapters.ports import (
    Email,
    Letter,
    Sms,
    UnableToReach,
    UnableToSend,
    UnableToSendYet,
    email_port,
    letter_port,
    sms_port,
)
from doneinone.domain.catalogue.queries import UnableToOpenHub, current_hub
from doneinone.domain.directory.models import Agency
from doneinone.domain.messages.composing import EMAIL, LETTER, SMS
from doneinone.domain.messages.models import Message, Status
from doneinone.domain.messages.rules.masking import without_codes
from doneinone.domain.messages.rules.retrying import back_off
from doneinone.foundation.actors import Actor, acting, system
from doneinone.foundation.clock import now as present
from doneinone.foundation.jobs import every, job

log = logging.getLogger(__name__)

Send = Callable[[Message], None]
AT_ONCE = 500
"""How many overdue messages one look at the queue takes up."""


@job(transaction=False)
def deliver(actor: Actor, *, message_ids: list[int]) -> None:
    """
    Send messages, each in a transaction of its own, over one connection.

    A message is held while it is sent, so two workers never send one; a worker that dies between
    sending and marking leaves one message that is sent again, with the same Message-ID. When the
    service is away the rest stay queued.
    """
    with ExitStack() as lines:
        send = _sender(lines)
        for n, message_id in enumerate(message_ids):
            try:
                _deliver_one(actor, message_id, send)
            except UnableToReach as problem:
                log.warning("%s messages wait: %s", len(message_ids) - n, problem)
                _put_back(actor, message_ids[n:], str(problem))
                return


def _deliver_one(actor: Actor, message_id: int, send: Send) -> None:
    with acting(actor):
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(pk=message_id, status=Status.QUEUED)
            .first()
        )
        if message is None:  # sent already, or another worker has it in hand
            return
        try:
            send(message)
        except UnableToSend as problem:
            message.status, message.problem = Status.REFUSED, str(problem)[:200]
            message.attempts += 1
        except UnableToSendYet as problem:
            _later(message, str(problem), present())
        except (UnableToReach, DatabaseError):
            raise
        except Exception as problem:
            # A fault of an adapter keeps this message back and no other; it is not swallowed: the
            # log and the message name it, and it is tried again.
            log.exception("message %s could not be sent", message.pk)
            _later(message, f"A fault of ours: {type(problem).__name__}.", present())
        else:
            message.status, message.sent_at, message.problem = Status.SENT, present(), ""
            message.attempts += 1
        changed = ["status", "problem", "attempts", "sent_at", "next_try_at"]
        if message.case_id is None and message.status != Status.QUEUED:
            _mask(message)
            changed += ["subject", "body", "html"]
        message.save(update_fields=changed)


def _mask(message: Message) -> None:
    """Take the code to come back out of the copy that is kept: it is the person's alone."""
    message.subject = without_codes(message.subject)
    message.body, message.html = without_codes(message.body), without_codes(message.html)


def _later(message: Message, problem: str, now: datetime) -> None:
    message.attempts = min(message.attempts + 1, 30_000)
    message.next_try_at = now + back_off(attempts=message.attempts)
    message.problem = problem[:200]


def _put_back(actor: Actor, message_ids: list[int], problem: str) -> None:
    """Note on messages that they could not be sent, and when they are tried again."""
    with acting(actor):
        waiting = list(
            Message.objects.select_for_update(skip_locked=True)
            .filter(pk__in=message_ids, status=Status.QUEUED)
            .order_by("pk")
        )
        now = present()
        for message in waiting:
            _later(message, problem, now)
        Message.objects.bulk_update(waiting, ["attempts", "next_try_at", "problem"], batch_size=500)


def _sender(lines: ExitStack) -> Send:
    """Give what sends a message by its means; a line is opened when the first needs it."""
    senders: dict[str, Send] = {}

    def send(message: Message) -> None:
        if message.means not in senders:
            senders[message.means] = _open(lines, message.means)
        senders[message.means](message)

    return send


def _open(lines: ExitStack, means: str) -> Send:
    if means == EMAIL:
        send_email = lines.enter_context(email_port().batch())
        sender = sender_address()
        return lambda one: send_email(
            Email(
                to=one.address,
                sender=sender,
                subject=one.subject,
                text=one.body,
                html=one.html,
                message_id=one.message_id,
                language=one.language,
            )
        )
    if means == SMS:
        send_sms = lines.enter_context(sms_port().batch())
        return lambda one: send_sms(Sms(to=one.address, text=one.body, message_id=one.message_id))
    if means == LETTER:
        send_letter = lines.enter_context(letter_port().batch())
        return lambda one: send_letter(
            Letter(
                to=one.address,
                subject=one.subject,
                text=one.body,
                message_id=one.message_id,
                language=one.language,
            )
        )
    raise UnableToSend(f"There is no such means of sending: {means}.")


def sender_address() -> str:
    """Give the address that e-mail comes from: the hub's own."""
    fallback = f"no-reply@{urlsplit(settings.PUBLIC_ADDRESS).hostname or 'localhost'}"
    try:
        definition = current_hub().definition
    except UnableToOpenHub:
        return fallback
    return formataddr((str(definition.name), str(definition.email or fallback)))


@every("* * * * * */5")
def deliver_overdue() -> None:
    """
    Send what waits in the queue past its time: its job was lost, or the service was away.

    As every agency's system, because the queue is the whole hub's.
    """
    agencies = list(Agency.objects.order_by("pk").values_list("pk", flat=True))
    actor = system(name="worker", agencies=agencies)
    with acting(actor):
        waiting = list(
            Message.objects.filter(status=Status.QUEUED, next_try_at__lte=present())
            .order_by("next_try_at")
            .values_list("pk", flat=True)[:AT_ONCE]
        )
    if waiting:
        deliver(actor, message_ids=waiting)
