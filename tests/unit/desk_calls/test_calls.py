"""Calls through HTTP, without script: every step is a link or a button."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from doneinone.domain.cases.models import Case, Follower
from doneinone.domain.catalogue.queries import current_hub
from doneinone.domain.contacts.models import Contact, Matter
from doneinone.domain.people.models import Person

if TYPE_CHECKING:
    from cast import Cast

STEPS = (
    ("depth", "deep"), ("across", "lid"), ("where_in_road", "lane"), ("danger", "no"),
    ("details", ""),
)  # fmt: skip


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def add(client: Client, call: str, service: str) -> str:
    answer = client.post(f"{call}add/", {"service": service})
    assert answer.status_code == 302
    return f"{call}{answer['Location'].rpartition('m=')[2]}/"


def answer_pothole(client: Client, matter: str) -> None:
    found = client.post(matter, {"call-ask": "place-find", "call-place": "M5 3AA"})
    if found.status_code == 200:
        key = re.search(r'name="call-match" value="([^"]+)"', found.content.decode())
        assert key
        done = client.post(matter, {"call-ask": "place-choose", "call-match": key[1]})
        assert done.status_code == 302, text_of(done)
    for question, value in STEPS:
        fields = {"call-ask": "next", "call-now": question, question: value}
        done = client.post(matter, fields | {"call-lines": "1", "call-said": ["0", "1"]})
        assert done.status_code == 302, text_of(done)


def test_a_call_from_the_first_word_to_the_reference(bea: Client, call: str, mair: Person) -> None:
    page = text_of(bea.get(call))
    assert "Mair Pritchard" in page
    assert page.index("Welsh first") < page.index("Open cases")
    assert "Report a pothole" in text_of(bea.get(f"{call}?find=hole+in+the+road+outside+school"))

    article = add(bea, call, "what-goes-in-which-bin")
    assert bea.post(f"{article}finish/", {"outcome": "answered"}).status_code == 302
    matter = add(bea, call, "report-pothole")
    answer_pothole(bea, matter)
    page = text_of(bea.get(f"{call}?m=2"))
    assert "<strong>Deeper than a fist</strong>" in page
    assert "You can expect it by" in page
    assert "Not needed. Could someone be hurt today? No" in page

    done = bea.post(f"{matter}finish/", {"outcome": "case_opened", "avoidable": ""}, follow=True)
    case = Case.objects.get()
    page = text_of(done)
    assert f"{case.reference[:4]} {case.reference[4:]}" in page
    assert "On the telephone, say:" in page
    assert "You can expect it by" in page
    assert (case.channel, case.person_id, case.contact_email) == (
        "phone", mair.pk, "mair@example.org",
    )  # fmt: skip
    assert bea.post(f"{call}end/").status_code == 302
    contact = Contact.objects.get()
    assert contact.ended_at is not None
    assert list(Matter.objects.order_by("position").values_list("outcome", flat=True)) == [
        "answered", "case_opened",
    ]  # fmt: skip
    assert bea.get(call).status_code == 404


def test_the_screen_costs_little(
    bea: Client, call: str, mair: Person, report: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        add(bea, call, "what-goes-in-which-bin")
        bea.post(f"{call}{number + 1}/finish/", {"outcome": "answered"})
    report(contact={"name": "Mair Pritchard", "email": "mair@example.org"})
    Case.objects.update(person=mair)
    answer_pothole(bea, add(bea, call, "report-pothole"))
    bea.get(call)
    with django_assert_max_num_queries(14):
        page = bea.get(f"{call}?m=4")
    assert page.status_code == 200


def test_saving_as_one_goes_answers_with_the_script(bea: Client, call: str) -> None:
    matter = add(bea, call, "report-pothole")
    fields = {"call-now": "danger", "danger": "yes"}
    part = bea.post(matter, fields, headers={"X-Autosave": "1"})
    assert part.status_code == 200
    body = text_of(part)
    assert "<html" not in body
    assert "Tell me in a few words what makes it dangerous" in body
    assert Matter.objects.get().answers == {"danger": True}
    # After a reload it is still there.
    assert "<strong>Yes</strong>" in text_of(bea.get(f"{call}?m=1"))


def test_what_cannot_be_taken_stays_as_it_was_typed(bea: Client, call: str) -> None:
    matter = add(bea, call, "worried-about-someone")
    born = {"born-day": "31", "born-month": "2", "born-year": "1980"}
    done = bea.post(matter, {"call-ask": "next", "call-now": "born"} | born, follow=True)
    page = text_of(done)
    assert 'value="31"' in page
    assert "govuk-error-message" in page


def test_finishing_too_soon_says_all_that_is_missing(bea: Client, call: str) -> None:
    matter = add(bea, call, "report-pothole")
    refused = bea.post(f"{matter}finish/", {"outcome": "case_opened"})
    assert refused.status_code == 422
    assert "Say this and tick it" in text_of(refused)
    bea.post(matter, {"call-ask": "next", "call-lines": "1", "call-said": ["0", "1"]})
    refused = bea.post(f"{matter}finish/", {"outcome": "case_opened"})
    assert refused.status_code == 422
    assert 'href="#row-depth"' in text_of(refused)
    assert 'href="#row-place"' in text_of(refused)
    assert not Case.objects.exists()


@pytest.mark.parametrize("typed", ["", "ZZ99 9ZZ", "M6", "💡", "nowhere at all street"])
def test_a_place_that_cannot_be_found_says_what_to_do(bea: Client, call: str, typed: str) -> None:
    matter = add(bea, call, "report-pothole")
    refused = bea.post(matter, {"call-ask": "place-find", "call-place": typed})
    assert refused.status_code == 422
    assert "call-place-error" in text_of(refused)


def test_somebody_elses_road_is_said(bea: Client, call: str) -> None:
    matter = add(bea, call, "report-pothole")
    bea.post(matter, {"call-ask": "place-find", "call-place": "M1 1AE"})
    page = text_of(bea.get(f"{call}?m=1"))
    assert "looks after this place" in page


def test_what_is_reported_already_is_followed_instead(bea: Client, call: str, report: Any) -> None:
    matter = add(bea, call, "report-pothole")
    found = bea.post(matter, {"call-ask": "place-find", "call-place": "M5 3AA"})
    if found.status_code == 200:
        key = re.search(r'name="call-match" value="([^"]+)"', found.content.decode())
        assert key
        bea.post(matter, {"call-ask": "place-choose", "call-match": key[1]})
    reference = report(place=Matter.objects.get().place)
    page = text_of(bea.get(f"{call}?m=1"))
    assert "Already reported there" in page
    assert bea.post(f"{matter}follow/", {"follow": "7K4M2QTX"}).status_code == 404
    assert bea.post(f"{matter}follow/", {"follow": reference}).status_code == 302
    kept = Matter.objects.get()
    assert (kept.outcome, kept.reference) == ("chased", reference)
    assert Follower.objects.get().email == "mair@example.org"
    assert Case.objects.count() == 1


def test_an_open_case_is_chased_with_one_press(
    bea: Client, call: str, mair: Person, report: Any
) -> None:
    reference = report()
    Case.objects.update(person=mair)
    assert "Chase" in text_of(bea.get(call))
    assert bea.post(f"{call}chase/", {"reference": reference}).status_code == 302
    kept = Matter.objects.get()
    assert (kept.outcome, kept.avoidable, kept.reference) == ("chased", "chasing", reference)
    assert bea.post(f"{call}chase/", {"reference": "7K4M2QTX"}).status_code == 404


def test_the_person_is_found_or_written_down_in_the_call(bea: Client, mair: Person) -> None:
    call = bea.post("/desk/call/", {"channel": "phone"})["Location"]
    assert "Mair Pritchard" in text_of(bea.get(f"{call}?who=m6+5wg+prichard"))
    part = text_of(bea.get(f"{call}who/?who=pritch"))
    assert "Mair Pritchard" in part
    assert "<html" not in part
    refused = bea.post(f"{call}person/new/", {"person-email": "nobody"})
    assert refused.status_code == 422
    assert "Enter a first name or a last name" in text_of(refused)
    assert 'value="nobody"' in text_of(refused)
    done = bea.post(
        f"{call}person/new/", {"person-given": "Joan", "person-family": "Smith"}, follow=True
    )
    assert "Joan Smith" in text_of(done)
    bea.post(f"{call}person/", {"person": ""})
    bea.post(f"{call}person/", {"person": mair.pk})
    assert Contact.objects.get().person_id == mair.pk


def test_of_a_restricted_case_the_reference_is_told_once(hub: Any, bea: Client, call: str) -> None:
    definition = hub.service("worried-about-someone").definition
    example = next(dict(one.answers) for one in definition.examples if not one.refused)
    matter = add(bea, call, "worried-about-someone")
    kept = Matter.objects.get()
    kept.answers, kept.said = example, list(range(len(definition.script.must_say)))
    kept.save()
    assert "Only the team that deals with it will see this" in text_of(bea.get(f"{call}?m=1"))
    done = text_of(bea.post(f"{matter}finish/", {"outcome": "case_opened"}, follow=True))
    reference = Case.objects.get().reference
    shown = f"{reference[:4]} {reference[4:]}"
    assert shown in done
    again = text_of(bea.get(call))
    assert shown not in again
    page = text_of(bea.get(f"{call}?m=1"))
    assert "Alt 1" not in page.partition("dio-keys")[0]
    assert "Case opened" not in page
    assert bea.get(f"/desk/cases/{reference}/").status_code == 404
    bea.post(f"{call}end/")


def test_nobody_else_may_open_or_change_the_call(
    bea: Client, call: str, mair: Person, sign_in: Callable[[str], Client], cast: Cast
) -> None:
    matter = add(bea, call, "report-pothole")
    for name in ("eve", "dev", "carl"):
        other = sign_in(name)
        assert other.get(call).status_code == 404, name
        assert other.get("/desk/call/").status_code == 404, name
        for address in (
            f"{call}end/", f"{call}add/", f"{call}person/", matter, f"{matter}finish/",
            f"{matter}follow/", f"{call}chase/", f"{call}person/new/",
        ):  # fmt: skip
            assert other.post(address, {"outcome": "answered"}).status_code == 404, address
    assert Client().get(call).status_code == 302
    assert Matter.objects.get().outcome == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "x"}, {"outcome": "answered", "avoidable": "x"}, {},
        {"outcome": "chased", "chased": "x"},
    ],
)  # fmt: skip
def test_a_bad_ending_is_refused(bea: Client, call: str, fields: dict[str, str]) -> None:
    matter = add(bea, call, "report-pothole")
    assert bea.post(f"{matter}finish/", fields).status_code == 422
    assert Matter.objects.get().outcome == ""


def test_welsh_has_the_script_in_welsh(bea: Client, call: str) -> None:
    add(bea, call, "report-pothole")
    page = text_of(bea.get(f"{call}?m=1&say=cy&q=depth&language=cy"))
    assert "Tua pha mor ddwfn yw e" in page
    assert "Roughly how deep" in page


def test_a_question_that_is_still_open_is_shown_blank(bea: Client, call: str) -> None:
    for number, service in enumerate(("report-pothole", "worried-about-someone", "bulky-waste"), 1):
        add(bea, call, service)
        for question in current_hub().service(service).definition.questions:
            shown = bea.get(f"{call}?m={number}&q={question.id}").content.decode()
            assert ">None<" not in shown, question.id
            assert 'value="None"' not in shown, question.id
