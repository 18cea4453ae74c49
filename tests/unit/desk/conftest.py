"""Clients of the cast: each is signed in, those who must have it with a second factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

NEEDS_TWO = ("flo", "gus")


@pytest.fixture(autouse=True)
def _at_ten(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The desk's clock stands at the tests' Tuesday morning."""
    for module in ("work", "finding", "cases.views"):
        monkeypatch.setattr(f"doneinone.channels.desk.{module}.time_now", lambda: now)


@pytest.fixture
def sign_in(cast: Any) -> Callable[[str], Client]:
    """Sign one of the cast in."""

    def of(name: str) -> Client:
        client = Client()
        staff = cast.staff[name]
        if name in NEEDS_TWO:
            Authenticator.objects.get_or_create(user=staff, type="totp", defaults={"data": {}})
        client.force_login(staff)
        return client

    return of
