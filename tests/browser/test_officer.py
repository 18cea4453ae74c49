"""Carl in a real browser: from the list to closing, by mouse, by keys and without script."""

from __future__ import annotations

import re
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
def pothole(everyone: Cast) -> Callable[[], str]:
    """Report a pothole as Amina, now."""
    from cast import report
    from doneinone.domain.catalogue.queries import current_hub

    return lambda: report(hub=current_hub(), service="report-pothole", now=datetime.now(UTC))


def sign_in(page: Page, who: str) -> None:
    from cast import PASSWORD

    page.goto("/accounts/login/")
    page.fill("#id_login", f"{who}@irwell.example")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r".*/desk/.*"))


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_list_to_closing(
    device: Device, check: Check, pothole: Callable[[], str], javascript: bool
) -> None:
    reference = pothole()
    page = device(javascript=javascript, width=1440)
    page.goto("/accounts/login/")
    check(page, "desk-login")
    sign_in(page, "carl")
    assert page.url.endswith("/desk/work/")
    check(page, "desk-work")
    page.fill("#find", reference)
    page.locator("#find").press("Enter")
    page.wait_for_url(re.compile(rf".*/desk/cases/{reference}/"))
    check(page, "desk-case")
    page.get_by_role("button", name="Take").click()
    page.get_by_text("This case is yours now.").wait_for()

    page.fill("#text", "By the second lamp post")
    page.get_by_role("button", name="Add the note").click()
    page.get_by_text("The note is on the case.").wait_for()

    page.get_by_role("link", name="Ask the person").click()
    page.fill("#text", "Which side of the road is it on?")
    page.get_by_role("button", name="Ask, and stop the clock").click()
    page.get_by_text("The clock stands still until they answer").first.wait_for()
    check(page, "desk-case-asked")

    page.goto(f"/desk/cases/{reference}/?do=move")
    check(page, "desk-case-move")
    page.get_by_label("Inspecting").check()
    page.get_by_role("button", name="Move", exact=False).last.click()
    page.get_by_text("Moved to Inspecting.").wait_for()

    page.goto(f"/desk/cases/{reference}/?do=close")
    page.get_by_role("button", name="See the message first").click()
    page.get_by_text("Choose how it ended from the list.").first.wait_for()
    check(page, "desk-case-error")
    page.get_by_label("Repaired", exact=True).check()
    page.fill("#note", "Two patches by the lamp post.")
    page.get_by_role("button", name="See the message first").click()
    preview = page.locator(".dio-letter")
    preview.wait_for()
    assert "Dear Amina Yusuf" in preview.inner_text()
    assert "Two patches by the lamp post." in preview.inner_text()
    check(page, "desk-case-preview")
    page.get_by_role("button", name="Close: Repaired").click()
    page.get_by_text("The person is being told.").wait_for()
    check(page, "desk-case-closed")


def test_by_keys_alone(device: Device, check: Check, pothole: Callable[[], str]) -> None:
    pothole()
    page = device(width=1440)
    sign_in(page, "carl")
    page.goto("/desk/work/?list=nobody")
    page.keyboard.press("?")
    page.get_by_role("heading", name="Keys", exact=True).wait_for()
    check(page, "desk-keys", wide=True)
    page.keyboard.press("Escape")
    before = page.locator("[data-dio-row]").count()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-dio-row] input:checked").count() == 1
    page.keyboard.press("t")
    page.get_by_text("1 case is yours now.").wait_for()
    assert page.locator("[data-dio-row]").count() == before - 1
    page.goto("/desk/work/?list=mine")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r".*/desk/cases/.*"))
    page.keyboard.press("m")
    page.wait_for_url(re.compile(r".*do=move.*"))
    page.keyboard.press("i")
    page.wait_for_url(re.compile(r".*do=note.*"))
    page.locator("#text").focus()
    page.keyboard.type("j k x t ? are only letters here")
    page.keyboard.press("Control+Enter")
    page.get_by_text("The note is on the case.").wait_for()
    assert page.get_by_text("j k x t ? are only letters here").count() == 1


def test_two_people_at_once(device: Device, check: Check, pothole: Callable[[], str]) -> None:
    reference = pothole()
    carl, bea = device(width=1440), device(width=1440)
    sign_in(carl, "carl")
    sign_in(bea, "bea")
    carl.goto(f"/desk/cases/{reference}/?do=move")
    carl.get_by_label("Inspecting").check()
    carl.fill("#note", "Crew 4 comes on Friday")
    bea.goto(f"/desk/cases/{reference}/?do=ask")
    bea.fill("#text", "Is it by the school?")
    bea.get_by_role("button", name="Ask, and stop the clock").click()
    bea.get_by_text("The question is on its way.").wait_for()

    carl.get_by_role("button", name="Move", exact=False).last.click()
    carl.get_by_text("This case changed while you were writing.").wait_for()
    assert carl.get_by_text("Bea Hughes").first.is_visible()
    assert carl.input_value("#note") == "Crew 4 comes on Friday"
    assert carl.get_by_label("Inspecting").is_checked()
    check(carl, "desk-conflict")
    carl.get_by_role("button", name="Move it all the same").click()
    carl.get_by_text("Moved to Inspecting.").wait_for()
    assert carl.get_by_text("Crew 4 comes on Friday").is_visible()
    assert carl.get_by_text("Is it by the school?").first.is_visible()


def test_the_list_on_a_map_has_the_same_list_beside_it(
    device: Device, check: Check, pothole: Callable[[], str]
) -> None:
    reference = pothole()
    page = device(width=1440)
    sign_in(page, "carl")
    page.goto("/desk/work/?view=map&list=nobody")
    assert page.locator(f"a[href='/desk/cases/{reference}/']").count() >= 1
    check(page, "desk-map", wide=True)


def test_eve_sees_nothing_of_others(
    device: Device, check: Check, pothole: Callable[[], str]
) -> None:
    reference = pothole()
    page = device()
    sign_in(page, "eve")
    page.get_by_text("0 open. 0 late, 0 more due today.").wait_for()
    check(page, "desk-empty")
    answer: Any = page.goto(f"/desk/cases/{reference}/")
    assert answer.status == 404
    check(page, "desk-not-found")
    page.goto(f"/desk/find/?q={reference}")
    page.get_by_text("We cannot find that.").wait_for()
    check(page, "desk-find-nothing")


def test_the_desk_in_welsh(device: Device, check: Check, pothole: Callable[[], str]) -> None:
    pothole()
    page = device(width=1440)
    sign_in(page, "carl")
    page.goto("/desk/work/?language=cy")
    assert page.locator("html").get_attribute("lang") == "cy"
    check(page, "desk-work-cy")
