"""Clients of the cast, and Mair, who rings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from doneinone.domain.people.actions.create_person import create_person
from doneinone.domain.people.models import Person
from doneinone.domain.people.rules import Details


@pytest.fixture(autouse=True)
def _at_ten(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The desk's clock stands at the tests' Tuesday morning."""
    for module in ("views", "acts", "matters", "people", "screen"):
        monkeypatch.setattr(f"doneinone.channels.desk.calls.{module}.time_now", lambda: now)


@pytest.fixture
def sign_in(cast: Any) -> Callable[[str], Client]:
    """Sign one of the cast in."""

    def of(name: str) -> Client:
        client = Client()
        client.force_login(cast.staff[name])
        return client

    return of


@pytest.fixture
def bea(sign_in: Callable[[str], Client]) -> Client:
    return sign_in("bea")


@pytest.fixture
def mair(cast: Any, now: datetime) -> Person:
    details = Details(
        title="Mrs", given="Mair", family="Pritchard", born_on="1951-03-04", language="en",
        needs=("welsh-first", "large-print"), email="mair@example.org",
        telephone="0161 496 0188", address="27 Weaver Row", postcode="M6 5WG",
    )  # fmt: skip
    return create_person(actor=cast.bea, details=details, now=now)


@pytest.fixture
def call(bea: Client, mair: Person) -> str:
    """The address of Bea's call with Mair."""
    answer = bea.post("/desk/call/", {"channel": "phone", "person": mair.pk})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])
