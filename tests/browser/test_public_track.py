"""Somebody follows what they reported: answers a question, and says that it is not fixed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from doneinone.domain.cases.actions.ask_person import ask_person
from doneinone.domain.cases.actions.close_case import close_case
from doneinone.domain.cases.actions.move_case import move_case
from doneinone.domain.cases.models import Case
from doneinone.domain.catalogue.queries import current_hub
from doneinone.domain.messages.links import answer_link
from doneinone.foundation import clock


@pytest.fixture
def case(everyone):
    from cast import report

    reference = report(hub=current_hub(), service="report-pothole", now=clock.now())
    return Case.objects.get(reference=reference)


@pytest.mark.parametrize("javascript", [True, False])
def test_track_answer_and_not_fixed(device, check, case, everyone, javascript):
    hub, moment = current_hub(), clock.now()
    page = device(javascript=javascript)
    seen = "" if javascript else "nojs-"
    page.goto("/")
    page.get_by_label("Your reference").fill(case.reference)
    page.get_by_role("button", name="Track").click()
    check(page, seen + "track")
    page.get_by_label("Your e-mail address").fill("somebody@example.org")
    page.get_by_role("button", name="See where it is").click()
    expect(page.get_by_role("alert")).to_contain_text("We cannot find that reference")
    check(page, seen + "track-error")
    page.get_by_label("Your e-mail address").fill("amina@example.org")
    page.get_by_role("button", name="See where it is").click()
    expect(page.get_by_text("You reported it")).to_be_visible()

    carl = everyone.carl
    move_case(actor=carl, hub=hub, reference=case.reference, to="inspecting", now=moment)
    ask_person(
        actor=carl, hub=hub, reference=case.reference, text="Is a car parked on it?", now=moment
    )
    page.reload()
    expect(page.get_by_text("has a question for you")).to_be_visible()
    check(page, seen + "tracked-asked")
    page.get_by_label("Is a car parked on it?").fill("Only at night")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("Thank you. We have your answer")).to_be_visible()
    check(page, seen + "tracked-answered")

    close_case(actor=carl, reference=case.reference, outcome="repaired", now=clock.now())
    page.reload()
    check(page, seen + "tracked-done")
    page.get_by_role("button", name="It is not fixed").or_(
        page.get_by_role("link", name="It is not fixed")
    ).click()
    check(page, seen + "not-fixed")
    page.get_by_label("What is still wrong?").fill("The filling came out")
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_text("You told us it is not right")).to_be_visible()
    check(page, seen + "tracked-reopened")
    case.refresh_from_db()
    assert case.reopened == 1


def test_a_question_by_its_link(device, check, case, everyone, site):
    asked = ask_person(
        actor=everyone.carl, hub=current_hub(), reference=case.reference, text="Which side?",
        now=clock.now(),
    )  # fmt: skip
    link = "/" + answer_link(case=case.pk, question=asked.pk).split("/", 3)[3]
    page = device(width=390)
    page.goto(link)
    check(page, "answer")
    page.get_by_label("Which side?").fill("By the church")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("By the church").first).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("answered this already")).to_be_visible()
    check(page, "answered-already")


ADDRESSES = [
    "/", "/find?q=zzz", "/themes/street-scene", "/services/how-we-mend-roads", "/resume",
    "/privacy", "/accessibility", "/track/by-link/forged", "/no-such-page", "/services/noise",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en-GB", "cy"])
def test_the_other_pages(device, check, language):
    page = device(language=language)
    for number, address in enumerate(ADDRESSES):
        page.goto(address)
        check(page, f"other-{language[:2]}-{number}")
