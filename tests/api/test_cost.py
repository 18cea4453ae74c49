"""What a call costs in statements, counted with everything that a transaction needs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.calls import OURS, ApiClient
from doneinone.domain.cases.models import Case

OPENING = 12
READING = 6


@pytest.fixture
def warm(committed_key: str) -> tuple[ApiClient, str, str]:
    """A client, a case and its postcode, with what a process keeps in memory already read."""
    api = ApiClient(committed_key)
    reference = api.open().json()["reference"]
    return api, reference, Case.objects.get(reference=reference).postcode


@pytest.mark.parametrize("headers", [{}, {"idempotency-key": "one"}])
@pytest.mark.parametrize("by", ["postcode", "point"])
def test_opening(warm: tuple[ApiClient, str, str], headers: dict[str, str], by: str) -> None:
    api, _, postcode = warm
    location: Any = {"postcode": postcode} if by == "postcode" else OURS
    with CaptureQueriesContext(connection) as counted:
        assert api.open(location=location, headers=headers).status_code == 201
    assert_at_most(counted, OPENING)


def test_reading(warm: tuple[ApiClient, str, str]) -> None:
    api, reference, _ = warm
    with CaptureQueriesContext(connection) as counted:
        assert api.get(f"/cases/{reference}").status_code == 200
    assert_at_most(counted, READING)


def test_reading_services(warm: tuple[ApiClient, str, str]) -> None:
    api, _, _ = warm
    with CaptureQueriesContext(connection) as counted:
        assert api.get("/services").status_code == 200
        assert api.get("/services/report-pothole").status_code == 200
    assert_at_most(counted, 4)


def assert_at_most(counted: CaptureQueriesContext, most: int) -> None:
    """Count what is sent to the database, savepoints and settings too, but not BEGIN and COMMIT."""
    sent = [each["sql"] for each in counted.captured_queries]
    statements = [sql for sql in sent if sql not in ("BEGIN", "COMMIT")]
    assert len(statements) <= most, "\n".join(sql[:150] for sql in statements)
    assert not [sql for sql in sent if "django_session" in sql]
