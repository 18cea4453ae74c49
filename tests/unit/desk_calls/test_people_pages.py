from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from doneinone.domain.cases.models import Case
from doneinone.domain.people.models import Person

if TYPE_CHECKING:
    from cast import Cast


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def add(client: Client, call: str, service: str) -> str:
    answer = client.post(f"{call}add/", {"service": service})
    return f"{call}{answer['Location'].rpartition('m=')[2]}/"


def test_a_person_with_everything_between_us(
    bea: Client, call: str, mair: Person, report: Any, django_assert_max_num_queries: Any
) -> None:
    reference = report()
    Case.objects.update(person=mair)
    matter = add(bea, call, "what-goes-in-which-bin")
    bea.post(f"{matter}finish/", {"outcome": "answered"})
    bea.post(f"{call}end/")
    bea.get("/desk/people/")
    with django_assert_max_num_queries(15):
        page = text_of(bea.get(f"/desk/people/{mair.pk}/"))
    assert page.index("Large print") < page.index("Open cases")
    assert reference[:4] in page
    assert "Done in one" in page
    assert "0161 496 0188" in page


def test_eve_finds_and_opens_nobody(
    bea: Client, mair: Person, sign_in: Callable[[str], Client]
) -> None:
    assert "Mair Pritchard" in text_of(bea.get("/desk/people/?q=pritchard"))
    eve = sign_in("eve")
    assert "Mair" not in text_of(eve.get("/desk/people/?q=pritchard"))
    for address in (f"/desk/people/{mair.pk}/", f"/desk/people/{mair.pk}/change/"):
        assert eve.get(address).status_code == 404
        assert eve.get("/desk/people/999999/").content.count(b"Mair") == 0
    facts = {"person-given": "X", "version": "1"}
    assert eve.post(f"/desk/people/{mair.pk}/change/", facts).status_code == 404


def test_the_second_writer_is_told_and_keeps_their_text(bea: Client, mair: Person) -> None:
    address = f"/desk/people/{mair.pk}/change/"
    facts = {"person-given": "Mair", "person-family": "Jones", "version": "1"}
    assert bea.post(address, facts).status_code == 302
    second = bea.post(address, facts | {"person-family": "Evans"})
    assert second.status_code == 409
    assert "Somebody else changed this person" in text_of(second)
    assert 'value="Evans"' in text_of(second)
    assert "Mair Jones" in text_of(second)
    # The form now has the version that was just shown: saving again is a choice.
    assert bea.post(address, facts | {"person-family": "Evans", "version": "2"}).status_code == 302
    assert Person.objects.get().family == "Evans"


@pytest.mark.parametrize(
    "facts",
    [
        {}, {"person-family": "A" * 101}, {"person-family": "A", "person-email": "x"},
        {"person-family": "A", "person-born-day": "31", "person-born-month": "2",
         "person-born-year": "1980"},
        {"person-family": "A", "person-postcode": "nowhere"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(bea: Client, mair: Person, facts: dict[str, str]) -> None:
    for address in ("/desk/people/new/", f"/desk/people/{mair.pk}/change/"):
        refused = bea.post(address, facts | {"version": "1"})
        assert refused.status_code == 422
        assert "govuk-error-message" in text_of(refused)
    assert Person.objects.count() == 1


def test_a_new_person(bea: Client, cast: Cast) -> None:
    facts = {"person-given": "<b>Joan</b>", "person-needs": ["braille", "x"]}
    page = text_of(bea.post("/desk/people/new/", facts, follow=True))
    assert "&lt;b&gt;Joan&lt;/b&gt;" in page
    assert "Braille" in page


def test_knowledge(bea: Client, sign_in: Callable[[str], Client]) -> None:
    assert "Ice, snow and gritting" in text_of(bea.get("/desk/knowledge/"))
    assert "Ice, snow and gritting" in text_of(bea.get("/desk/knowledge/?q=icy+pavement"))
    assert "No article found" in text_of(bea.get("/desk/knowledge/?q=xyzzy"))
    page = text_of(bea.get("/desk/knowledge/winter-gritting/"))
    assert "We grit main roads, bus routes and the ways to hospitals" in page
    assert bea.get("/desk/knowledge/report-pothole/").status_code == 404
    assert sign_in("gus").get("/desk/knowledge/").status_code != 200


@pytest.mark.parametrize("text", ["a" * 3000, "%F0%9F%92%A1", "'; drop table person"])
def test_nonsense_is_answered_calmly(bea: Client, text: str) -> None:
    for address in ("/desk/people/?q=", "/desk/knowledge/?q="):
        assert bea.get(address + text).status_code == 200
