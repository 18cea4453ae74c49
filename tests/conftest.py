"""What all tests share: the embedded database, the published hub and the cast."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

DATA = Path(os.environ.get("DONEINONE_DATA") or Path(__file__).resolve().parents[1] / "var/tests")
os.environ["DONEINONE_DATA"] = str(DATA)

if TYPE_CHECKING:
    from cast import Cast


def pytest_configure(config: pytest.Config) -> None:
    """Start the tests' own database before Django asks for it; it stays up for the next run."""
    from doneinone.foundation.embedded_postgres import EmbeddedPostgres

    database = EmbeddedPostgres(data=DATA / "database")
    database.start()
    if not hasattr(config, "workerinput"):
        _forget_old_databases(database.url("postgres"))


def _forget_old_databases(url: str) -> None:
    """Drop the databases of runs that were cut off: their name ends with a process that is gone."""
    with psycopg.connect(url, autocommit=True) as connection:
        names = connection.execute("select datname from pg_database where datname ~ '^test_hub_'")
        for (name,) in names.fetchall():
            found = re.match(r"test_hub_(\d+)", name)
            if found and not Path(f"/proc/{found[1]}").exists():
                connection.execute(f'drop database if exists "{name}" with (force)')


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning: 24 November 2026, 10 o'clock."""
    return datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def published(django_db_setup: None, django_db_blocker: Any) -> None:
    """The demonstration hub is published, with its postcodes, once for all tests."""
    from cast import publish_irwell

    with django_db_blocker.unblock():
        publish_irwell()


@pytest.fixture
def hub(published: None, db: None) -> Any:
    """The hub Irwell."""
    from doneinone.domain.catalogue.queries import current_hub

    return current_hub()


@pytest.fixture
def cast(hub: Any) -> Cast:
    """Bea, Carl, Dev, Eve, Flo and Gus, each with an account and an actor."""
    from cast import make_cast

    return make_cast(hub)


@pytest.fixture
def report(hub: Any, now: datetime) -> Callable[..., str]:
    """Report something as a member of the public, and give its reference."""
    from cast import report

    return lambda service="report-pothole", **facts: report(
        hub=hub, service=service, now=now, **facts
    )


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """What tests keep in memory does not reach the next test."""
    yield
    from doneinone.adapters.files import MemoryFiles

    MemoryFiles.kept.clear()
