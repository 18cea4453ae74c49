"""Bea's story in a real browser: a call, the person in seconds, two matters, one contact."""

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


@pytest.fixture(scope="module")
def mair(everyone: Cast) -> Any:
    """Mrs Pritchard, who rings; something is open for her."""
    from cast import report
    from doneinone.domain.cases.models import Case
    from doneinone.domain.catalogue.queries import current_hub
    from doneinone.domain.people.actions.create_person import create_person
    from doneinone.domain.people.rules import Details

    now = datetime.now(UTC)
    details = Details(
        title="Mrs", given="Mair", family="Pritchard", born_on="1951-03-04",
        needs=("large-print", "welsh-first", "hearing-aid"), email="mair@example.org",
        telephone="0161 496 0199", address="27 Weaver Row, Bridge End", postcode="M6 5WG",
    )  # fmt: skip
    person = create_person(actor=everyone.bea, details=details, now=now)
    reference = report(hub=current_hub(), service="missed-bin", now=now)
    Case.objects.filter(reference=reference).update(person=person)
    return person


def sign_in(page: Page) -> None:
    """Sign Bea in, and end a call that another test left open."""
    from cast import PASSWORD

    page.goto("/accounts/login/?next=/desk/call/")
    page.fill("#id_login", "bea@irwell.example")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r".*/desk/call/.*"))
    if page.get_by_role("button", name="End", exact=True).count():
        page.get_by_role("button", name="End", exact=True).click()


def test_a_call_with_two_matters(device: Device, check: Check, mair: Any) -> None:
    page = device(width=1440)
    sign_in(page)
    check(page, "call-begin")
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r".*/desk/call/\d+/"))
    check(page, "call-who")
    page.fill("#who", "")
    page.type("#who", "prichard m6 5wg", delay=10)
    page.get_by_role("button", name="Mair Pritchard").click()
    page.get_by_role("heading", name="Mair Pritchard", exact=True).wait_for()
    check(page, "call-about")

    page.fill("#find-service", "what bin does cardboard go in")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="What goes in which bin").click()
    page.get_by_role("heading", name="What goes in which bin", exact=True).wait_for()
    check(page, "call-article")
    page.keyboard.press("d")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Is there anything else?").wait_for()

    page.keyboard.press("n")
    page.fill("#find-service", "hole in the road")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Report a pothole", exact=True).click()
    page.get_by_role("heading", name="Report a pothole", exact=True).wait_for()
    page.fill("#call-place", "M5 3AA")
    page.keyboard.press("Enter")
    choose(page)
    page.locator("#row-depth[data-call-now]").wait_for()
    check(page, "call-script")
    answer_by_keys(page)
    check(page, "call-ready")
    page.keyboard.press("Control+Enter")
    page.get_by_text("On the telephone, say:").first.wait_for()
    check(page, "call-reference")
    assert page.get_by_text("You can expect it by").count()

    page.get_by_role("link", name="Everything about them").click()
    check(page, "call-person")
    page.get_by_role("link", name="Change").click()
    check(page, "call-change")
    page.goto("/desk/knowledge/")
    check(page, "call-knowledge")
    page.goto("/desk/knowledge/winter-gritting/")
    check(page, "call-knowledge-article")
    page.goto("/desk/people/?q=pritch")
    check(page, "call-people")
    page.goto("/desk/call/")
    page.get_by_role("button", name="End", exact=True).click()
    page.get_by_text("The call is finished").wait_for()


def choose(page: Any) -> None:
    """Choose the first of the places found, where there are several."""
    page.locator("#row-place").wait_for()
    if page.locator("[name=call-match]").count():
        page.get_by_role("button", name="It is there").click()


def answer_by_keys(page: Any) -> None:
    """Answer with digits and the arrow; what was answered is there after a reload."""
    page.locator("body").press("3")
    page.get_by_text(re.compile(r"Saved \d\d:\d\d:\d\d")).wait_for()
    page.reload()
    page.locator("#row-depth").get_by_text("Deeper than a fist").wait_for()
    for row in ("across", "where_in_road"):
        page.locator(f"#row-{row}[data-call-now]").wait_for()
        page.locator(f"#row-{row} input").first.check()
        page.keyboard.press("Enter")
    page.locator("#row-danger[data-call-now]").wait_for()
    page.locator("#row-danger input[value=yes]").check()
    page.locator("#row-danger_what").get_by_text("Tell me in a few words").wait_for()
    page.locator("#row-danger input[value=no]").check()
    page.locator("#row-danger_what").get_by_text("Not needed").wait_for()
    page.keyboard.press("Enter")
    page.locator("#row-details[data-call-now]").wait_for()
    for box in page.locator("[name=call-said]").all():
        box.check()
    page.locator("#row-details textarea").fill("By the chip shop")
    page.get_by_role("button", name="Save and ask the next").last.click()
    page.locator("#row-details").get_by_text("By the chip shop").wait_for()
    assert page.locator("[name=call-said]:not(:checked)").count() == 0
    page.evaluate("document.activeElement?.blur()")


def test_the_same_without_script(device: Device, mair: Any) -> None:
    page = device(javascript=False, width=1440)
    sign_in(page)
    page.get_by_role("button", name="Begin").click()
    page.fill("#who", "0161 496 0199")
    page.locator(".dio-col--l").get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Mair Pritchard").first.click()
    page.get_by_role("button", name="Report a pothole", exact=True).click()
    page.fill("#call-place", "M5 3AA")
    page.get_by_role("button", name="Find", exact=True).last.click()
    choose(page)
    page.locator("#row-depth input[value=deep]").check()
    page.get_by_role("button", name=re.compile("Ask now.*How wide is it")).click()
    assert "Deeper than a fist" in page.locator("#row-depth").inner_text()
    page.get_by_role("button", name="Finish matter").click()
    assert page.locator(".govuk-error-summary li").count() >= 2
    page.get_by_role("button", name="End", exact=True).click()
    page.get_by_text("The call is finished").wait_for()
