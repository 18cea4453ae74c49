"""Opening a case and reading it: what a client is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import override_settings

from api.calls import OURS, POTHOLE, ApiClient, fields, problem
from cast import answers_of
from doneinone.domain.cases.models import Case
from doneinone.domain.directory.models import Agency, ApiKey
from doneinone.foundation.references import hash_secret, is_valid

AMINA = {"name": "Amina Yusuf", "email": "amina@example.org", "telephone": "0161 496 0188"}


def client_of(agency: str, now: datetime) -> ApiClient:
    secret = f"dio_{agency}"
    ApiKey.objects.create(
        agency=Agency.objects.get(key=agency), name=agency, ending=secret[-4:],
        key_hash=hash_secret(secret), created_at=now,
    )  # fmt: skip
    return ApiClient(secret)


def test_a_case_is_opened_and_read(api: ApiClient) -> None:
    answer = api.open(contact=AMINA)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert is_valid(told["reference"])
    due = datetime.fromisoformat(told["due"])
    assert due.utcoffset() is not None
    assert told["promise"].startswith("Repair it by ")
    assert told["stage"] == {"key": "received", "label": "Received"}
    assert told["links"]["self"].endswith(f"/api/v1/cases/{told['reference']}")
    assert told["links"]["track"].endswith(f"/track/{told['reference']}")
    assert answer["Location"] == told["links"]["self"]
    case = Case.objects.get(reference=told["reference"])
    assert (case.channel, case.contact_name, case.language) == ("api", "Amina Yusuf", "en")
    assert case.contact_telephone == "+441614960188"

    status = api.get(f"/cases/{told['reference']}").json()
    assert status["due"] == told["due"] == status["promised"]
    assert status["stage"] == told["stage"]
    assert status["title"] == "Report a pothole"
    assert (status["outcome"], status["closed_at"]) == (None, None)
    assert status["waiting_for_person"] is False
    spoken = f"{told['reference'][:4].lower()}%20{told['reference'][4:]}"
    assert api.get(f"/cases/{spoken}").json() == status


@pytest.mark.parametrize(
    "location",
    [
        {"easting": 381500, "northing": 398500},
        {"easting": 381500.4, "northing": 398499.6, "postcode": None},
        {"latitude": 53.4827, "longitude": -2.2803},
    ],
)
def test_a_place_in_any_of_its_forms(api: ApiClient, location: dict[str, Any]) -> None:
    answer = api.open(location=location)
    assert answer.status_code == 201, answer.content
    case = Case.objects.get(reference=answer.json()["reference"])
    assert abs(case.easting - 381500) < 300
    assert abs(case.northing - 398500) < 300


def test_a_place_by_postcode_and_its_own_words(api: ApiClient) -> None:
    api.open(location=OURS)
    postcode = Case.objects.get().postcode
    label = "Outside \u202e<b>14</b>\u0000 Lime\nGrove"
    answer = api.open(location={"postcode": f" {postcode.lower()} ", "label": label})
    assert answer.status_code == 201, answer.content
    case = Case.objects.get(reference=answer.json()["reference"])
    assert (case.postcode, case.place) == (postcode, "Outside <b>14</b> Lime Grove")


def test_a_place_of_another_council_is_refused_with_its_name(api: ApiClient) -> None:
    told = problem(api.open(location={"postcode": "SW1A 2AA"}), 422)
    (mistake,) = told["errors"]
    assert (mistake["field"], mistake["pointer"]) == ("location", "#/location")
    assert "Westminster" in mistake["detail"]
    assert not Case.objects.exists()


def test_every_mistake_is_named_at_once(api: ApiClient) -> None:
    answer = api.open(
        answers={"depth": "bottomless", "danger": False, "danger_what": "x", "colour": "red"},
        location={"postcode": "not one"}, contact={"email": "amina(at)example"},
    )  # fmt: skip
    assert fields(answer) == {
        "answers.depth", "answers.across", "answers.where_in_road", "answers.danger_what",
        "answers.colour", "location.postcode", "contact.email",
    }  # fmt: skip
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"location": None}, {"location"}),
        ({"location": {}}, {"location"}),
        ({"location": {"postcode": "M6 5WG", **OURS}}, {"location"}),
        ({"location": {"easting": 381500}}, {"location"}),
        ({"location": {"easting": "381500", "northing": True}},
         {"location.easting", "location.northing"}),
        ({"location": {"place": "here"}}, {"location.place"}),
        ({"answers": []}, {"answers"}),
        ({"colour": "red"}, {"colour"}),
        ({"contact": {"twitter": "@amina"}}, {"contact.twitter"}),
        ({"language": "fr"}, {"language"}),
    ],
)  # fmt: skip
def test_the_shape_is_checked(api: ApiClient, parts: dict[str, Any], named: set[str]) -> None:
    assert fields(api.open(**parts)) == named


def test_what_a_service_does_not_ask_for_is_refused(api: ApiClient) -> None:
    noise = {"kind": "music", "diary": ["photo-1"]}
    assert "answers.diary" in fields(api.open("noise", answers=noise))


def test_contact_that_a_service_needs(api: ApiClient) -> None:
    named = fields(api.open("noise", answers={"kind": "music"}))
    assert {"contact.name", "contact.email"} <= named


def test_in_welsh(api: ApiClient) -> None:
    cy = {"accept-language": "cy, en;q=0.5"}
    told = api.open(language="cy").json()
    assert told["stage"]["label"] == "Wedi dod i law"
    assert " erbyn " in told["promise"]
    assert api.get(f"/cases/{told['reference']}", **cy).json()["title"].startswith("Rhoi gwybod")
    assert "Rhowch un" in problem(api.open(location={}, headers=cy), 422)["errors"][0]["detail"]
    assert Case.objects.get().language == "cy"


def test_only_the_agencies_of_a_case_read_it(api: ApiClient, hub: Any, now: datetime) -> None:
    water, castle = client_of("irwell-water", now), client_of("castle-homes", now)
    opened = api.open("water-leak", answers=answers_of(hub, "water-leak"))
    assert opened.status_code == 201, opened.content
    reference = opened.json()["reference"]
    assert api.get(f"/cases/{reference}").status_code == 200
    assert water.get(f"/cases/{reference}").status_code == 200
    hidden = castle.get(f"/cases/{reference}")
    missing = castle.get("/cases/2222222B")
    assert problem(hidden, 404) == problem(missing, 404)
    pothole = api.open().json()["reference"]
    problem(water.get(f"/cases/{pothole}"), 404)


def test_a_restricted_case_gives_its_reference_and_not_its_status(api: ApiClient, hub: Any) -> None:
    answers = answers_of(hub, "worried-about-someone")
    headers = {"idempotency-key": "worry-1"}
    opened = api.open("worried-about-someone", answers=answers, location=..., headers=headers)
    assert opened.status_code == 201, opened.content
    problem(api.get(f"/cases/{opened.json()['reference']}"), 404)
    again = api.open("worried-about-someone", answers=answers, location=..., headers=headers)
    assert again.status_code == 201
    assert again.json() == opened.json()


def test_text_is_kept_as_text(api: ApiClient) -> None:
    said = "<script>alert(1)</script>\x00\x07\u202e & 'quotes' \U0001f573"
    told = api.open(answers=POTHOLE | {"details": said})
    assert told.status_code == 201, told.content
    case = Case.objects.get()
    assert case.answers["details"] == "<script>alert(1)</script> & 'quotes' \U0001f573"


def test_a_run_away_client_is_stopped(api: ApiClient, now: datetime) -> None:
    with override_settings(API_OPENINGS_PER_MINUTE=2):
        statuses = [api.open().status_code for _ in range(4)]
        refused = api.open()
        other = client_of("irwell-water", now).open()
    assert statuses[:2] == [201, 201]
    assert 429 in statuses[2:]
    assert other.status_code == 201
    if refused.status_code == 429:
        assert 1 <= int(refused["Retry-After"]) <= 60
        problem(refused, 429)
