"""The work list: order, filters, taking, and what stays out of sight."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from doneinone.domain.cases.actions.take_case import take_case
from doneinone.domain.cases.models import Case

pytestmark = pytest.mark.django_db
WORK = "/desk/work/"


def version(reference):
    return Case.objects.get(reference=reference).version


def test_a_team_sees_its_cases_with_what_is_due_and_why(sign_in, report):
    reference = report()
    page = sign_in("carl").get(WORK)
    assert page.status_code == 200
    text = page.content.decode()
    assert f"/desk/cases/{reference}/" in text
    assert "Look at it, 1 working day" in text
    assert "Somebody to take it" in text
    assert "Nobody yet" in text


def test_at_most_ten_statements(sign_in, report, connection_of_test):
    for _ in range(5):
        report()
    client = sign_in("carl")
    client.get(WORK)
    with CaptureQueriesContext(connection_of_test) as asked:
        assert client.get(WORK).status_code == 200
    assert len(asked) <= 10, [one["sql"][:90] for one in asked]


@pytest.fixture
def connection_of_test(db):
    from django.db import connection

    return connection
