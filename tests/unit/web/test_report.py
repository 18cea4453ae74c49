"""A report through the public pages, as Django's client sends it: no script anywhere."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from django.core import signing
from PIL import Image

from doneinone.domain.cases.models import Case, Follower
from doneinone.domain.intake.models import Draft
from doneinone.domain.messages.models import Message
from doneinone.domain.places.models import Postcode
from doneinone.domain.places.queries import find_place, place_at_postcode

ANSWERS = {
    "depth": "deep", "across": "lid", "where_in_road": "lane", "danger": "yes",
    "danger_what": "Cars swerve", "details": "By the shop",
}  # fmt: skip


@pytest.fixture
def postcode(hub):
    """A postcode of ours, away from the boundary, as people type it."""
    found = Postcode.objects.filter(council_id="E08000006").order_by("postcode")[3000]
    return f"{found.postcode[:-3]} {found.postcode[-3:]}"


def begin(client, service="report-pothole"):
    response = client.post(f"/report/{service}/begin")
    assert response.status_code == 302, response.content
    return response["Location"]


def at_place(client, postcode, service="report-pothole"):
    begin(client, service)
    here = f"/report/{service}/where"
    response = client.post(here, {"place": postcode, "do": "find"})
    assert response.status_code == 302
    if "q=" in response["Location"]:
        page = client.get(response["Location"]).content.decode()
        key = re.search(r'name="match" id="match-1" value="([^"]+)"', page)[1]
        response = client.post(here, {"match": key, "do": "choose"})
    response = client.post(here, {"place": "", "do": "go"})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def filled_in(client, postcode, **changed):
    return answered(client, at_place(client, postcode), **changed)


def answered(client, at, **changed):
    answers = {**ANSWERS, **changed}
    while "/questions/" in at:
        asked = at.rsplit("/", 1)[1]
        assert client.get(at).status_code == 200
        response = client.post(at, {asked: answers[asked]})
        assert response.status_code == 302, response.content.decode()
        at = response["Location"]
    assert at.endswith("/photos")
    at = client.post(at, {"do": "go"})["Location"]
    assert at.endswith("/contact")
    who = {"name": "Amina Yusuf", "email": "amina@example.org", "telephone": ""}
    at = client.post(at, who)["Location"]
    assert at.endswith("/check"), at
    return at


def sent(client, postcode):
    at = filled_in(client, postcode)
    response = client.post(at)
    assert response.status_code == 302, response.content.decode()
    return Case.objects.latest("pk")


def test_the_whole_way(client, postcode):
    at = filled_in(client, postcode)
    page = client.get(at).content.decode()
    assert "Cars swerve" in page
    assert "Deeper than a fist" in page
    response = client.post(at)
    case = Case.objects.latest("pk")
    assert case.urgent
    assert case.contact_email == "amina@example.org"
    page = client.get(response["Location"]).content.decode()
    assert f"{case.reference[:4]} {case.reference[4:]}" in page
    assert "amina@example.org" in page
    draft = Draft.objects.latest("pk")
    assert draft.answers == {}
    assert draft.contact is None


def test_sent_twice_is_one_case(client, postcode):
    at = filled_in(client, postcode)
    first, second = client.post(at), client.post(at)
    assert first["Location"] == second["Location"]
    assert Case.objects.filter(contact_email="amina@example.org").count() == 1


def test_every_page_comes_in_welsh(client, postcode):
    client.get("/?language=cy")
    at = filled_in(client, postcode)
    page = client.get(at).content.decode()
    assert '<html lang="cy"' in page
    assert "Pa mor ddwfn" in page
    case = sent(client, postcode)
    assert case.language == "cy"


@pytest.mark.parametrize(
    "typed, words",
    [
        ("", "Enter a street or postcode"),
        ("M6", "part of a postcode"),
        ("ZZ9 9ZZ", "postcode"),
        ("qqqqqqqqqq xxxxx", "We cannot find"),
        ("a\x00b\x07", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_place_we_cannot_find_says_what_to_do(client, hub, typed, words):
    at = begin(client)
    response = client.post(at, {"place": typed, "do": "find"})
    if response.status_code == 302:
        response = client.get(response["Location"])
        assert response.status_code in (200, 422)
    else:
        assert response.status_code == (400 if "\x00" in typed else 422)
    assert words in response.content.decode()


@pytest.mark.parametrize("point", [("nan", "1"), ("1e400", "2"), ("53.48", "x"), ("0", "0")])
def test_a_point_that_is_none(client, hub, point):
    at = begin(client)
    response = client.post(at, {"latitude": point[0], "longitude": point[1], "do": "go"})
    assert response.status_code == 422


def test_a_place_of_the_neighbours_names_them_and_cannot_be_sent(client, hub):
    at = begin(client)
    client.post(at, {"place": "SW1A 2AA", "do": "find"})
    page = client.get(at).content.decode()
    assert "Westminster" in page
    assert "Continue" not in page
    response = client.post(at, {"do": "go"})
    assert response.status_code == 422


@pytest.fixture
def over_the_boundary(hub):
    """A place of Manchester's, less than 250 metres from Irwell."""
    theirs = Postcode.objects.filter(council_id="E08000003", postcode__startswith="M3")
    places = (place_at_postcode(text=one.postcode) for one in theirs.order_by("postcode")[:200])
    return next(place for place in places if place.near_boundary)


def test_near_the_boundary_they_may_carry_on(client, over_the_boundary):
    at = begin(client)
    place = over_the_boundary
    point = {"latitude": place.latitude, "longitude": place.longitude}
    page = client.post(at, {**point, "do": "go"}, follow=True).content.decode()
    assert "Manchester City Council looks after it" in page
    assert "Carry on, it is on our side" in page
    response = client.post(at, {"do": "go"})
    assert response.status_code == 302
    assert "/questions/" in response["Location"]
    at = answered(client, response["Location"])
    assert client.post(at).status_code == 302
    case = Case.objects.latest("pk")
    assert (case.easting, case.northing) == (place.easting, place.northing)


def test_a_wrong_answer_keeps_what_was_typed(client, postcode):
    at = at_place(client, postcode)
    response = client.post(at, {"depth": "bottomless"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Error:" in page
    assert "govuk-error-summary" in page


def test_an_answer_that_does_not_apply_is_refused_in_words(client, postcode):
    at = at_place(client, postcode)
    response = client.post(at.replace("depth", "danger_what"), {"danger_what": "x"})
    assert response.status_code == 422
    assert "not needed" in response.content.decode()


def test_changing_an_answer_goes_back_and_drops_what_no_longer_applies(client, postcode):
    at = filled_in(client, postcode)
    here = at.replace("check", "questions/danger")
    response = client.post(here, {"danger": "no", "change": "1"})
    assert response["Location"] == at
    page = client.get(at).content.decode()
    assert "Cars swerve" not in page
    client.post(at)
    assert "danger_what" not in Case.objects.latest("pk").answers


def test_a_photo_goes_along_and_a_programme_does_not(client, postcode):
    at = filled_in(client, postcode)
    photos = at.replace("check", "photos")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    good = io.BytesIO(picture.getvalue())
    good.name = "hole.jpg"
    assert client.post(photos, {"photo": good, "do": "add"}).status_code == 302
    bad = io.BytesIO(b"MZ" + b"\x00" * 500)
    bad.name = "hole.jpg"
    response = client.post(photos, {"photo": bad, "do": "add"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "hole.jpg" in page
    assert "not a file we can take" in page
    client.post(at)
    case = Case.objects.latest("pk")
    file = case.casefile_set.get()
    link = signing.dumps({"case": case.pk, "file": file.pk}, salt="file")
    response = client.get(f"/files/{link}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(f"/files/{link[:-2]}").status_code == 404


def test_anonymous_is_possible_where_contact_is_optional(client, postcode):
    at = filled_in(client, postcode)
    client.post(at.replace("check", "contact"), {"do": "anonymous"})
    client.post(at)
    case = Case.objects.latest("pk")
    assert case.contact_email == ""
    assert case.contact_name == ""


def test_contact_details_that_cannot_be_right(client, postcode):
    at = filled_in(client, postcode).replace("check", "contact")
    response = client.post(at, {"name": "A", "email": "nobody at all", "telephone": "12"})
    assert response.status_code == 422
    assert "nobody at all" in response.content.decode()


def test_a_code_takes_the_form_to_another_device(client, postcode):
    at = filled_in(client, postcode)
    later = at.replace("check", "later")
    assert client.post(later, {"email": "x"}).status_code == 422
    page = client.post(later, {"email": "amina@example.org"}).content.decode()
    assert Message.objects.get().address == "amina@example.org"
    code = re.search(r"(\w{4} \w{4} \w{4})</span>", page)[1]
    other = type(client)()
    response = other.post("/resume", {"code": code.lower().replace(" ", "-")})
    assert response.status_code == 302
    assert response["Location"] == at
    assert "Cars swerve" in other.get(at).content.decode()
    assert client.get(at).status_code == 410


@pytest.mark.parametrize("code", ["", "7K4M", "2222 2222 2222", "\x00", "x" * 4000])
def test_a_wrong_code_says_so(client, hub, code):
    expected = 400 if "\x00" in code else 422
    assert client.post("/resume", {"code": code}).status_code == expected


def test_without_a_form_there_is_nothing(client, hub):
    assert client.get("/report/report-pothole/check").status_code == 410
    client.cookies["form"] = "not a key \x00"
    assert client.get("/report/report-pothole/where").status_code == 410
    begin(client)
    assert client.get("/report/graffiti/where").status_code == 410
    assert client.post("/report/no-such-thing/begin").status_code == 404
    assert client.post("/report/how-we-mend-roads/begin").status_code == 404


def test_following_what_is_there_in_place_of_a_report(client, postcode):
    case = sent(client, postcode)
    other = type(client)()
    begin(other)
    here = "/report/report-pothole/where"
    response = other.post(here, {"place": postcode, "do": "find"})
    if "q=" in response["Location"]:
        other.post(here, {"match": f"postcode:{postcode.replace(' ', '')}", "do": "choose"})
    page = other.get(here).content.decode()
    assert "Has it been reported already?" in page
    follow = f"/report/report-pothole/follow?follow={case.reference}"
    assert other.get(follow).status_code == 200
    refused = other.post("/report/report-pothole/follow", {"follow": case.reference, "email": "x"})
    assert refused.status_code == 422
    response = other.post(
        "/report/report-pothole/follow",
        {"follow": case.reference, "email": "bea@example.org"},
    )
    assert response.status_code == 302
    assert Follower.objects.get(case=case).email == "bea@example.org"
    assert other.get(response["Location"]).status_code == 200
    nowhere = other.post("/report/report-pothole/follow", {"follow": "22222222", "email": "a@b.cd"})
    assert nowhere.status_code == 404


def test_things_are_added_and_taken_away_without_script(client, postcode):
    at = at_place(client, postcode, "bulky-waste")
    assert at.endswith("/questions/items")
    typed = {"items-0-kind": "sofa", "items-0-how_many": "2", "items-0-reuse": "yes"}
    page = client.post(at, {**typed, "add": "items"}).content.decode()
    assert 'name="items-1-kind"' in page
    assert re.search(r'name="items-0-kind" type="radio" value="sofa" checked', page)
    page = client.post(at, {**typed, "items-1-kind": "bed", "remove": "items-0"}).content.decode()
    assert 'name="items-1-kind"' not in page
    assert re.search(r'value="bed" checked', page)
    response = client.post(at, {**typed, "items-0-how_many": "many"})
    assert response.status_code == 422
    assert "#items-0-how_many" in response.content.decode()
    assert client.post(at, typed).status_code == 302


def test_too_many_reports_from_one_place(client, postcode, monkeypatch):
    from doneinone.channels.web import finish, pages

    def full(request, what, **_):
        if what == "report":
            raise pages.TooManyTries(125)

    at = filled_in(client, postcode)
    monkeypatch.setattr(finish, "limit", full)
    response = client.post(at)
    assert response.status_code == 429
    assert "0161 496 0100" in response.content.decode()
    assert "3 minutes" in response.content.decode()


def test_a_place_that_is_an_answer_is_shown_before_they_go_on(client, postcode):
    at_place(client, postcode, "flooding")
    client.post("/report/flooding/questions/source", {"source": "river"})
    here = "/report/flooding/questions/source_place"
    response = client.post(here, {"source_place": postcode, "find": "source_place"})
    assert response["Location"] == here
    page = client.get(here).content.decode()
    assert "Not the right place? Type another." in page
    label = re.search(r'name="source_place" type="text" value="([^"]+)"', page)[1]
    assert label.startswith(postcode)
    on = client.post(here, {"source_place": label})
    assert on.status_code == 302
    assert on["Location"] != here
    assert client.post(here, {"source_place": "", "find": "source_place"}).status_code == 422
    client.post(here, {"source_place": ""})
    assert "dio-confirm" not in client.get(here).content.decode()


def test_a_place_that_may_be_one_of_several_is_chosen(client, postcode, monkeypatch):
    at_place(client, postcode, "flooding")
    client.post("/report/flooding/questions/source", {"source": "river"})
    here = "/report/flooding/questions/source_place"
    guess = replace(find_place(text=postcode), did_you_mean=True)
    monkeypatch.setattr("doneinone.channels.web.questions.find_place", lambda *, text: guess)
    street = "Lime Groove"
    guessed = client.post(here, {"source_place": street})
    assert guessed.status_code == 422
    page = guessed.content.decode()
    assert "Which one is it?" in page
    key = re.search(r'name="source_place-match" id="source_place-match-1" value="([^"]+)"', page)[1]
    assert client.post(here, {"source_place": street, "source_place-match": key}).status_code == 302
    assert client.get(here).content.decode().count("dio-confirm") == 1
    bad = client.post(here, {"source_place": street, "source_place-match": "x:9"})
    assert bad.status_code == 422
