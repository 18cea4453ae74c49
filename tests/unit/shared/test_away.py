"""While the database is away every channel says so in its own form, with one line in the log."""

from __future__ import annotations

import json
import logging

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.test import Client

from doneinone.channels.shared.errors import AwayInOneLine


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the database away, as seen by whatever asks it first."""

    def refuse(*_given: object, **_named: object) -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
    monkeypatch.setattr(
        "django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", refuse
    )


@pytest.mark.parametrize("path", ["/services/report-pothole", "/desk/"])
@pytest.mark.usefixtures("away")
def test_a_page_says_that_we_are_away(path: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    answer = client.get(path)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "Wait half a minute" in answer.content.decode()


@pytest.mark.usefixtures("away")
def test_the_api_answers_with_a_problem() -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/services", headers={"Authorization": "Bearer dio_x"})
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["status"] == 503
    assert "Retry-After" in problem["detail"]
    assert answer["Retry-After"]


@pytest.mark.parametrize(
    ("problem", "keeps"),
    [(OperationalError("gone"), False), (InterfaceError("shut"), False), (IntegrityError(), True)],
)
def test_only_an_absent_database_loses_its_traceback(problem: Exception, keeps: bool) -> None:
    record = logging.LogRecord(
        "django.request",
        logging.ERROR,
        "x",
        1,
        "%s: %s",
        ("Bad", "/a"),
        (type(problem), problem, None),
    )
    assert AwayInOneLine().filter(record)
    assert (record.exc_info is not None) is keeps
