"""Flo's story in a real browser: what is open, late and kept, as pictures and as tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cast import Cast

pytestmark = pytest.mark.slow
Device = Callable[..., "Page"]
Check = Callable[..., None]


@pytest.fixture
def busy(everyone: Cast) -> None:
    """Two potholes reported now, and the worker has counted them."""
    from cast import report
    from doneinone.domain.catalogue.queries import current_hub
    from doneinone.foundation.timeline.draining import drain

    for _ in range(2):
        report(hub=current_hub(), service="report-pothole", now=datetime.now(UTC))
    while drain(now=datetime.now(UTC)):
        pass


def sign_in(page: Page, everyone: Cast, site: str, who: str) -> None:
    """Sign somebody in with a second factor, as the sign-in leaves it in the session."""
    from allauth.mfa.models import Authenticator
    from django.test import Client

    staff = everyone.staff[who]
    Authenticator.objects.get_or_create(user=staff, type="totp", defaults={"data": {}})
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.mark.parametrize("javascript", [True, False])
def test_how_we_are_doing(
    device: Device, check: Check, everyone: Cast, site: str, busy: None, javascript: bool
) -> None:
    page = device(javascript=javascript, width=1440)
    sign_in(page, everyone, site, "flo")
    page.goto("/desk/")
    assert page.url.endswith("/desk/insight/")
    assert page.get_by_role("heading", name="How we are doing").is_visible()
    tables = page.get_by_role("table")
    assert tables.count() >= 3
    row = page.get_by_role("row", name="Report a pothole").first
    assert row.is_visible()
    pictures = page.locator("[data-dio-chart]")
    if javascript:
        page.locator("[data-dio-chart] canvas").first.wait_for()
        assert pictures.first.is_visible()
    else:
        assert not pictures.first.is_visible()
    check(page, "desk-insight" if javascript else "desk-insight-plain")

    page.get_by_label("Service").select_option("report-pothole")
    page.get_by_label("Period").select_option("month")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/desk/insight/?period=month&service=report-pothole")
    assert page.get_by_label("Period").input_value() == "month"
    assert page.get_by_role("row", name="Report a pothole").first.is_visible()


def test_the_figures_as_a_file(device: Device, everyone: Cast, site: str, busy: None) -> None:
    page = device()
    sign_in(page, everyone, site, "flo")
    page.goto("/desk/insight/")
    with page.expect_download() as found:
        page.get_by_role("link", name="Figures, CSV").first.click()
    download: Any = found.value
    assert download.suggested_filename.startswith("cases-")
    lines = download.path().read_text().splitlines()
    assert lines[0].startswith("day,team,service,opened")
    assert any("report-pothole" in line for line in lines[1:])


def test_somebody_else_finds_no_such_page(device: Device, everyone: Cast, site: str) -> None:
    page = device()
    sign_in(page, everyone, site, "carl")
    answer = page.goto("/desk/insight/")
    assert answer is not None
    assert answer.status == 404
