"""A member of the public reports a pothole: on a phone, with and without script, by keyboard."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from doneinone.domain.cases.models import Case, Follower
from doneinone.domain.places.models import Postcode


@pytest.fixture
def postcode(unblocked):
    """A postcode of ours; each call gives another."""
    found = iter(
        Postcode.objects.filter(council_id="E08000006")
        .order_by("-postcode")
        .values_list("postcode", flat=True)[500 + Case.objects.count() * 7 :: 40]
    )
    return lambda: re.sub(r"(...)$", r" \1", next(found))


def picture() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "gray").save(out, "JPEG")
    return {"name": "hole.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def find_place(page: Page, typed: str) -> None:
    page.get_by_label("Street or postcode").fill(typed)
    page.get_by_role("button", name="Find").click()
    choices = page.locator("input[name=match]")
    if choices.count():
        choices.first.check()
        page.get_by_role("button", name="That is the place").click()


def start(page: Page) -> None:
    page.goto("/services/report-pothole")
    page.get_by_role("button", name="Start now").click()


def answer_questions(page: Page, look) -> None:
    page.get_by_label("Deeper than a fist").check()
    look("question")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Up to a dustbin lid").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Where cars drive").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter an answer")
    look("question-error")
    page.get_by_label("What is the danger?").fill("Cars swerve")
    page.get_by_role("button", name="Continue").click()
    look("long-text")
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_whole_report(device, check, postcode, javascript):
    page = device(javascript=javascript, width=390)
    seen = "" if javascript else "nojs-"

    def look(name):
        check(page, seen + name)

    page.goto("/")
    look("home")
    page.get_by_label("What do you need?").fill("hole in the road outside school")
    page.get_by_role("button", name="Find").click()
    look("find")
    page.get_by_role("link", name="Report a pothole").click()
    look("service")
    page.get_by_role("button", name="Start now").click()
    look("where-empty")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a street or postcode")
    look("where-error")
    page.get_by_label("Street or postcode").fill(postcode())
    page.get_by_role("button", name="Find").click()
    if page.locator("input[name=match]").count():
        look("where-choose")
        page.locator("input[name=match]").first.check()
        page.get_by_role("button", name="That is the place").click()
    expect(page.get_by_text("looks after this place")).to_be_visible()
    look("where-found")
    page.get_by_role("button", name="Continue").click()
    answer_questions(page, look)
    page.get_by_label("Choose photos").set_input_files([picture()])
    page.get_by_role("button", name="Add these photos").click()
    expect(page.get_by_text("hole.jpg").first).to_be_visible()
    look("photos")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("E-mail address").fill("not an address")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look("contact-error")
    page.get_by_label("Your name").fill("Amina Yusuf")
    page.get_by_label("E-mail address").fill("amina@example.org")
    page.get_by_role("button", name="Continue").click()
    look("check")
    page.locator('a[href*="questions/depth?change"]').click()
    page.get_by_label("Between a golf ball and a fist").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Between a golf ball and a fist")).to_be_visible()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    look("sent")
    page.get_by_role("link", name="See where it is now").click()
    expect(page.get_by_text("You reported it")).to_be_visible()
    look("tracked")
    case = Case.objects.latest("pk")
    assert case.answers["depth"] == "medium"
    assert case.urgent
    assert case.casefile_set.count() == 1


def test_by_keyboard_alone(device, check, postcode):
    page = device()

    def press_on(name, role="button"):
        for _ in range(60):
            page.keyboard.press("Tab")
            found = page.evaluate(
                "(document.activeElement.innerText || document.activeElement.name || '').trim()"
            )
            if found.startswith(name):
                return
        pytest.fail(f"Tab does not reach {name} on {page.url}")

    page.goto("/services/report-pothole")
    press_on("Start now")
    page.keyboard.press("Enter")
    page.wait_for_url("**/where")
    press_on("place")
    page.keyboard.type(postcode())
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    if page.locator("input[name=match]").count():
        press_on("match")
        page.keyboard.press("Space")
        press_on("That is the place")
        page.keyboard.press("Enter")
    page.wait_for_selector(".dio-confirm")
    press_on("Continue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/depth")
    press_on("depth")
    page.keyboard.press("Space")
    press_on("Continue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/across")


def test_a_pin_says_where_it_is(device, check, postcode):
    page = device()
    start(page)
    find_place(page, postcode())
    pin = page.locator(".dio-mappin")
    try:
        pin.wait_for(timeout=8000)
    except Exception:
        pytest.skip("this Chromium draws no map")
    check(page, "where-map")
    before = page.locator(".dio-confirm strong").inner_text()
    pin.focus()
    for _ in range(20):
        page.keyboard.press("Shift+ArrowUp")
    page.wait_for_function("document.querySelector('input[name=latitude]').value !== ''")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_load_state()
    assert page.url.endswith("/where")
    assert page.locator(".dio-confirm strong, .dio-notours strong").first.inner_text() != before


def test_somebody_elses_road(device, check):
    page = device()
    start(page)
    find_place(page, "SW1A 2AA")
    expect(page.get_by_role("link", name=re.compile("Tell City of Westminster"))).to_be_visible()
    expect(page.get_by_role("button", name="Continue")).to_have_count(0)
    check(page, "where-not-ours")


def test_following_in_place_of_reporting(device, check, postcode):
    where = postcode()
    first = device(javascript=False)
    start(first)
    find_place(first, where)
    first.get_by_role("button", name="Continue").click()
    answer_questions(first, lambda name: None)
    first.get_by_role("button", name="Continue").click()
    first.get_by_role("button", name="Stay anonymous").click()
    first.get_by_role("button", name="Send it").click()
    case = Case.objects.latest("pk")

    second = device()
    start(second)
    find_place(second, where)
    expect(second.get_by_text("Has it been reported already?")).to_be_visible()
    check(second, "where-near")
    second.get_by_role("button", name="That is it, keep me told").first.click()
    check(second, "follow")
    second.get_by_label("Your e-mail address").fill("bea@example.org")
    second.get_by_role("button", name="Keep me told").click()
    expect(second.get_by_role("heading", name="We will keep you told")).to_be_visible()
    check(second, "following")
    assert Follower.objects.filter(case=case, email="bea@example.org").exists()
    assert Case.objects.latest("pk") == case


def test_coming_back_on_another_device(device, check, postcode):
    page = device()
    start(page)
    find_place(page, postcode())
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Deeper than a fist").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Save and finish later").click()
    check(page, "later")
    page.get_by_role("button", name="Give me a code").click()
    code = page.locator(".dio-code .dio-ref").inner_text()
    assert re.fullmatch(r"\w{4} \w{4} \w{4}", code)
    check(page, "code")

    other = device(javascript=False, width=390)
    other.goto("/resume")
    other.get_by_label("Your code").fill(code.lower())
    other.get_by_role("button", name="Go on with my form").click()
    expect(other.get_by_role("heading", name="How wide is it?")).to_be_visible()


def test_things_are_added_one_after_the_other(device, check, postcode):
    page = device()
    page.goto("/services/bulky-waste")
    page.get_by_role("button", name="Start now").click()
    find_place(page, postcode())
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add another").click()
    check(page, "group")
    assert page.locator("input[name=items-1-how_many]").count() == 1
    page.fill("input[name=items-0-how_many]", "2")
    page.fill("input[name=items-1-how_many]", "1")
    page.locator("input[name=items-0-how_many]").press("Enter")  # goes on: it takes nothing away
    expect(page.get_by_role("heading", name="There is something to put right")).to_be_visible()
    assert page.locator("input[name=items-1-how_many]").count() == 1
    page.get_by_role("button", name="Remove Thing to collect 2").click()
    assert page.locator("input[name=items-1-how_many]").count() == 0


def test_two_forms_at_once(device, postcode):
    page = device()
    page.goto("/services/bulky-waste")
    page.get_by_role("button", name="Start now").click()
    find_place(page, postcode())
    other = page.context.new_page()
    other.goto("/services/report-pothole")
    other.get_by_role("button", name="Start now").click()
    expect(other.get_by_role("heading", name="Where is it?")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What do you want us to take?")).to_be_visible()
