"""What the tests of the API share: a system with a key, and a database with real transactions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

if TYPE_CHECKING:
    from api.calls import ApiClient
    from cast import Cast


@pytest.fixture
def api(cast: Cast) -> Iterator[ApiClient]:
    """A system that calls with a key of the council."""
    from api.calls import ApiClient
    from doneinone.channels.api.keys import forget_openings

    forget_openings()
    yield ApiClient(cast.api_key)
    forget_openings()


@pytest.fixture
def places_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test with real transactions clears up after itself: the published hub stays."""
    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)


@pytest.fixture
def committed_key(published: None, places_stay: None, transactional_db: None) -> Iterator[str]:
    """A key of the council on a database whose transactions are real; what they make goes after."""
    from doneinone.channels.api.keys import forget_openings
    from doneinone.domain.directory.models import Agency, ApiKey
    from doneinone.foundation.clock import now
    from doneinone.foundation.references import hash_secret

    key = ApiKey.objects.create(
        agency=Agency.objects.get(key="irwell-council"), name="Committed", ending="mitt",
        key_hash=hash_secret("dio_committed"), created_at=now(),
    )  # fmt: skip
    forget_openings()
    try:
        yield "dio_committed"
    finally:
        forget_openings()
        with connection.cursor() as cursor:
            cursor.execute('truncate receipt, "case" cascade')
            cursor.execute("delete from event where subject_kind = 'case'")
        key.delete()


@pytest.fixture
def hub_of_committed(committed_key: str) -> Any:
    """The hub, where transactions are real."""
    from doneinone.domain.catalogue.queries import current_hub

    return current_hub()
