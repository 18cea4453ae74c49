"""Keep an e-mail to staff where the demonstration shows it, because there it goes nowhere."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.messages.models import Message, Status
from doneinone.foundation.actors import STANDARD, acting, system


def keep_for_demonstration(
    *, agency: int, address: str, subject: str, text: str, message_id: str, now: datetime
) -> None:
    """
    Keep an e-mail to a member of staff as sent, as the agency's own.

    Only the demonstration does so: such an e-mail holds a link by which to set a password.
    """
    with acting(system(name="demonstration", agencies=[agency], clearance=STANDARD)):
        Message.objects.create(
            template="staff-account", means="email", address=address, language="en",
            subject=subject[:300], body=text, status=Status.SENT, attempts=1,
            message_id=message_id, made_at=now, next_try_at=now, sent_at=now,
            visible_to=[agency], sensitivity=STANDARD,
        )  # fmt: skip
