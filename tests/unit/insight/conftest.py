"""What the tests of figures share: reacting to what waits, closing a case, signing in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from doneinone.domain.cases.actions.close_case import close_case
from doneinone.domain.insight.queries import forget_kept
from doneinone.foundation.timeline.draining import drain


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget_kept()
    yield
    forget_kept()


@pytest.fixture
def react(now: datetime) -> Callable[[], None]:
    """React to all events that wait, as the worker does."""

    def run() -> None:
        while drain(now=now):
            pass

    return run


@pytest.fixture
def close(cast: Any, now: datetime) -> Callable[..., None]:
    """Close a case as Carl does."""
    return lambda reference, at=now, actor=cast.carl: close_case(
        actor=actor, reference=reference, outcome="repaired", now=at
    )


@pytest.fixture
def sign_in(cast: Any) -> Callable[[str], Client]:
    """Sign one of the cast in, with a second factor where it is asked for."""

    def run(name: str) -> Client:
        client, staff = Client(), cast.staff[name]
        Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return run
