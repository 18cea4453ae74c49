"""How staff sign in: allauth's accounts and second factors, without sign-up."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators, so nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False


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
