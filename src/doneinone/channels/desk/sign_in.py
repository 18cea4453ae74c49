"""How staff sign in: allauth's accounts and second factors, without sign-up."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from doneinone.domain.directory.queries import actor_of_staff

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


class StaffMfa(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, kept encrypted with a key made from the hub's secret."""

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
