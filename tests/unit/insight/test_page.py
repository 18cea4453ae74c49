"""The page of figures and its files: for supervisors, with what their agencies may see."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doneinone.channels.desk.insight import cards, files, views
from doneinone.domain.directory.models import Membership

pytestmark = pytest.mark.django_db
PAGE = "/desk/insight/"
ADDRESSES = [PAGE, "/desk/insight/cases.csv", "/desk/insight/contacts.csv"]


@pytest.fixture(autouse=True)
def _at_ten(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    for module in (views, files):
        monkeypatch.setattr(module, "time_now", lambda: now)


@pytest.fixture
def busy(report: Any, close: Any, react: Any) -> None:
    """Three potholes, one of them closed, a missed bin and a restricted case."""
    close(report())
    for service in ("report-pothole", "report-pothole", "missed-bin", "worried-about-someone"):
        report(service)
    react()


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(answer))))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", ["bea", "carl", "dev", "eve", "gus"])
def test_only_supervisors_have_it(sign_in, busy, address, name):
    assert sign_in(name).get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_not_signed_in_goes_to_the_sign_in(client, hub, address):
    assert client.get(address).status_code == 302


def test_a_supervisor_sees_what_is_open_and_closed_by_team_and_service(sign_in, busy):
    page = text_of(sign_in("flo").get(PAGE))
    assert "Highways has most cases open: 2, of which 0 late" in page
    assert "Asked for most: Report a pothole, 3 after 0 before" in page
    assert "4 opened, 1 closed." in page
    assert "Monday 23 November to Tuesday 24 November" in page
    assert "data-dio-chart=" in page
    assert page.count("<table") >= 4


def test_restricted_cases_are_not_counted_for_the_uncleared(sign_in, busy, cast):
    client = sign_in("flo")
    page = text_of(client.get(PAGE))
    # The name stands in the list of services, and in no figure.
    assert page.count("worried-about-someone") == 1
    assert "4 opened" in page
    assert all(
        row["service"] != "worried-about-someone" for row in rows_of(client.get(ADDRESSES[1]))
    )
    Membership.objects.filter(staff=cast.staff["flo"]).update(restricted=True)
    assert "5 opened" in text_of(client.get(PAGE))


def test_a_supervisor_of_another_agency_sees_nothing_of_ours(sign_in, busy, cast):
    Membership.objects.filter(staff=cast.staff["eve"]).update(role="supervisor")
    client = sign_in("eve")
    page = text_of(client.get(PAGE))
    assert "No cases yet." in page
    assert "0 opened, 0 closed." in page
    assert "<table" not in page.replace('<table class="dio-bars"', "")
    for address in ADDRESSES[1:]:
        assert rows_of(client.get(address)) == []


def test_a_service_and_a_period_narrow_the_figures(sign_in, busy):
    client = sign_in("flo")
    page = text_of(client.get(PAGE, {"service": "missed-bin"}))
    assert "1 opened, 0 closed." in page
    assert "0 opened" in text_of(client.get(PAGE, {"period": "last-week"}))
    assert "4 opened" in text_of(client.get(PAGE, {"period": "quarter", "service": "<b>"}))


def test_the_files_hold_the_same_figures_by_day(sign_in, busy):
    client = sign_in("flo")
    found = {(row["service"], row["day"]): row for row in rows_of(client.get(ADDRESSES[1]))}
    pothole = found["report-pothole", "2026-11-24"]
    assert (pothole["team"], pothole["opened"], pothole["closed"]) == ("highways", "3", "1")
    assert pothole["closed_within_standard"] == "1"
    contacts = rows_of(client.get(ADDRESSES[2]))
    assert sum(int(row["contacts"]) for row in contacts) == 4
    assert {row["channel"] for row in contacts} == {"web"}


def test_the_page_costs_at_most_ten_statements(sign_in, busy):
    client = sign_in("flo")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as found:
        text_of(client.get(PAGE))
    # The actor is put back only where a test holds the transaction open around the page, and who
    # signed in with a second factor is not asked for again whether they have one.
    ours = ("SAVEPOINT", "RELEASE", "select set_config('role', 'none'")
    told = [one["sql"] for one in found if not one["sql"].startswith(ours)]
    told = [sql for sql in told if "mfa_authenticator" not in sql]
    assert len(told) <= 10, "\n".join(told)


@pytest.mark.parametrize("period", ["week", "last-week", "month", "quarter"])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_period_opens_in_both_languages(sign_in, busy, period, language):
    text_of(sign_in("flo").get(PAGE, {"period": period, "language": language}))


def test_how_shares_and_changes_are_said():
    assert cards.share(1, 0) == "–"
    assert cards.change(1, 2, 1, 4) == "Up 25 points."
    assert cards.change(49, 100, 50, 100) == "Down 1 point."
    assert cards.change(1, 2, 1, 2) == "As before."
    assert cards.change(1, 2, 0, 0) == ""
