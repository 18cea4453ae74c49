"""Gus in a real browser: the second step first, then staff, keys and what is published."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cast import Cast

pytestmark = pytest.mark.slow


def code_of(secret: str) -> str:
    """Compute the six figures that an app would show now (RFC 6238)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def password_again(page: Page) -> None:
    from cast import PASSWORD

    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Continue").click()


def test_gus_sets_up_a_second_step_and_manages(
    device: Callable[..., Page], check: Callable[..., None], everyone: Cast
) -> None:
    from allauth.mfa.models import Authenticator

    from cast import PASSWORD

    Authenticator.objects.filter(user=everyone.staff["gus"]).delete()
    page = device(width=1440)
    page.goto("/accounts/login/")
    page.fill("#id_login", "gus@irwell.example")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r".*/desk/second-factor/"))
    check(page, "desk-second-factor")
    page.goto("/desk/admin/")
    page.wait_for_url(re.compile(r".*/desk/second-factor/"))

    page.get_by_role("button", name="Set it up").click()
    if "reauthenticate" in page.url:
        check(page, "account-again")
        password_again(page)
    page.locator("#totp-key").wait_for()
    check(page, "account-activate")
    secret = page.locator("#totp-key").inner_text().strip()
    page.fill("#id_code", "000000")
    page.get_by_role("button", name="Set it up").click()
    page.get_by_text("There is something to put right").wait_for()
    check(page, "account-activate-error")
    secret = page.locator("#totp-key").inner_text().strip()
    page.fill("#id_code", code_of(secret))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator(".dio-codes li").count() == 10
    check(page, "account-codes")
    page.goto("/accounts/2fa/")
    check(page, "account-second-step")
    page.goto("/accounts/sessions/")
    check(page, "account-sessions")

    _manage(page, check)
    _come_back(device(width=1440), check, secret)


def _manage(page: Page, check: Callable[..., None]) -> None:
    page.goto("/desk/")
    page.get_by_role("heading", name="Staff and roles").wait_for()
    check(page, "desk-staff")
    page.fill("#q", "carl")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Carl Ainsworth").click()
    page.get_by_role("heading", name="Carl Ainsworth").wait_for()
    check(page, "desk-member")
    page.goto("/desk/admin/staff/add/")
    page.get_by_role("button", name="Make the account").click()
    page.get_by_text("Enter the person's name.").first.wait_for()
    check(page, "desk-add-error")
    page.goto("/desk/admin/keys/")
    page.fill("#name", "Street app")
    page.get_by_role("button", name="Make a key").click()
    assert page.locator("#made-key").inner_text().startswith("dio_")
    check(page, "desk-keys-made")
    page.goto("/desk/admin/hub/")
    check(page, "desk-hub")
    page.goto("/desk/admin/failures/")
    check(page, "desk-failures")
    for closed in ("/desk/work/", "/desk/find/?q=pothole"):
        answer: Any = page.goto(closed)
        assert answer.status == 404


def _come_back(page: Page, check: Callable[..., None], secret: str) -> None:
    """Sign in once more, now with the code."""
    from allauth.mfa.models import Authenticator
    from django.core.cache import cache

    from cast import PASSWORD

    cache.clear()
    assert Authenticator.objects.filter(user__email="gus@irwell.example", type="totp").exists()
    page.goto("/accounts/login/")
    page.fill("#id_login", "gus@irwell.example")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Enter the code from your app").wait_for()
    check(page, "account-code")
    page.fill("#id_code", code_of(secret))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r".*/desk/admin/"))
