"""How staff sign in: allauth's accounts and second factors, without sign-up."""

from __future__ import annotations

import base64
import hashlib
import logging
from email.utils import make_msgid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from doneinone.adapters.ports import (
    Email,
    UnableToReach,
    UnableToSend,
    UnableToSendYet,
    email_port,
)
from doneinone.domain.catalogue.queries import current_hub
from doneinone.domain.directory.queries import actor_of_staff
from doneinone.domain.messages.actions.keep_for_demonstration import keep_for_demonstration
from doneinone.foundation.clock import now

log = logging.getLogger(__name__)

MUST_HAVE_TWO = frozenset({"administrator", "supervisor"})
"""Who signs in with a second factor or reaches nothing but the page that sets it up."""


QUIET = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators, so nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say nothing of signing in and out: the page itself shows it."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in QUIET:
            super().add_message(request, level, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a link to a member of staff by the same port as every other e-mail."""
        request = current.request
        facts = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(template_prefix, email, facts | context)
        text = str(message.body)
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
        letter = Email(
            to=email,
            sender=message.from_email,
            subject=str(message.subject),
            text=text,
            html=paragraphs,
            message_id=make_msgid(domain="staff.doneinone"),
        )
        if settings.DEMO:
            keep_for_demonstration(
                agency=current_hub().receiver.pk, address=email, subject=letter.subject,
                text=text, message_id=letter.message_id, now=now(),
            )  # fmt: skip
        try:
            with email_port().batch() as send:
                send(letter)
        except (UnableToReach, UnableToSend, UnableToSendYet) as problem:
            # The account or the request stands; a new link can be asked for on the sign-in page.
            log.error("a link for a member of staff could not be sent: %s", problem)


class StaffMfa(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, kept encrypted with a key made from the hub's secret."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "Type the six figures that the app shows now. A code lasts half a minute."
        ),
    }

    def _box(self) -> Fernet:
        digest = hashlib.sha256(f"mfa:{settings.SECRET_KEY}".encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is stored."""
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a stored secret."""
        return self._box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the second factor of those who must have one."""
        return not actor_of_staff(staff=authenticator.user).roles & MUST_HAVE_TWO
