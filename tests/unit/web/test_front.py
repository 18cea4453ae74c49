"""The front door: home, search, themes, services, articles, both languages, and its manners."""

from __future__ import annotations

from collections import Counter

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from doneinone.domain.insight.models import ClosingTime
from doneinone.domain.insight.queries import LEAST_CASES, forget_kept
from doneinone.domain.insight.reactions import add_to
from doneinone.domain.insight.rules import week_of
from doneinone.foundation import clock
from doneinone.foundation.actors import acting, system


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    "address",
    ["/", "/find?q=pothole", "/find", "/themes/street-scene", "/services/report-pothole",
     "/services/how-we-mend-roads", "/services/bulky-waste", "/track", "/resume", "/privacy",
     "/accessibility", "/following"],
)  # fmt: skip
def test_every_page_answers_in_both_languages(client, hub, language, address):
    joined = "&" if "?" in address else "?"
    response = client.get(f"{address}{joined}lang={language}")
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()
    assert response["Content-Language"] == language
    assert "Cookie" in response["Vary"]
    again = client.get(address)
    assert again["Content-Language"] == language


def test_the_browser_says_which_language(client, hub):
    response = client.get("/", headers={"accept-language": "cy-GB,en;q=0.5"})
    assert response["Content-Language"] == "cy"
    response = client.get("/?language=xx", headers={"accept-language": "fr"})
    assert response["Content-Language"] == "en"


@pytest.mark.parametrize(
    "text, service",
    [("hole in the road outside school", "report-pothole"), ("pothol", "report-pothole"),
     ("my bin was missed", "missed-bin"), ("graffitti", "graffiti")],
)  # fmt: skip
def test_people_find_it_by_what_they_say(client, hub, text, service):
    page = client.get("/find", {"q": text}).content.decode()
    assert f"/services/{service}" in page


def test_nothing_found_says_how_to_ring(client, hub):
    page = client.get("/find", {"q": "zxqv wvut"}).content.decode()
    assert "0161 496 0100" in page
    assert "We did not find that" in page


@pytest.mark.parametrize("text", ["\x00", "<script>alert(1)</script>", "'; drop", "%", "x" * 9000])
def test_no_search_is_an_error(client, hub, text):
    response = client.get("/find", {"q": text})
    assert response.status_code == (400 if "\x00" in text else 200)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("address", ["/themes/none", "/services/none", "/demo", "/demo/messages"])
def test_what_is_not_there(client, hub, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "front page" in response.content.decode()


def test_where_a_text_is_missing_english_is_shown_and_said(client, hub):
    page = client.get("/services/bulky-waste?language=cy").content.decode()
    assert "dio-untranslated" in page


def test_the_pages_are_cheap(client, hub, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(4):  # how long it takes is read once in five minutes
        client.get("/services/report-pothole")
    for address in ("/", "/services/report-pothole", "/themes/street-scene"):
        with django_assert_max_num_queries(2):
            client.get(address)


def test_how_long_it_takes_now_is_said_once_there_are_enough(
    client, hub, django_assert_max_num_queries
):
    def closed(cases):
        today = clock.local(clock.now(), hub.calendar.zone).date()
        key = (week_of(today), hub.receiver.pk, "report-pothole", 6, 0)
        with acting(system(name="test", agencies=[hub.receiver.pk])):
            add_to(ClosingTime, {key: Counter(cases=cases)})

    address = "/services/report-pothole?language="
    closed(LEAST_CASES - 1)
    assert "At the moment" not in client.get(address + "en").content.decode()
    closed(1)
    forget_kept()
    page = client.get(address + "en").content.decode()
    assert "At the moment" in page
    assert "8 in 10 in 6 working days" in page
    assert "8 o bob 10 mewn 6 diwrnod gwaith" in client.get(address + "cy").content.decode()
    with django_assert_max_num_queries(3):
        client.get(address + "en")


def test_the_demonstration_lists_its_cast_and_messages(client, hub, cast, settings):
    settings.DEMO = True
    assert "flo@irwell.example" in client.get("/demo").content.decode()
    for page in ("", "?page=2", "?page=x", "?page=99999999"):
        assert client.get(f"/demo/messages{page}").status_code == 200


def test_the_demonstration_shows_the_code_that_is_asked_of_the_cast(client, hub, cast, settings):
    staff = cast.staff["flo"]
    Authenticator.objects.filter(user=staff).delete()
    secret = generate_totp_secret()
    TOTP.activate(staff, secret)
    assert client.get("/demo").status_code == 404
    settings.DEMO = True
    answer = client.get("/demo")
    codes = [format_hotp_value(hotp_value(secret, one)) for one in yield_hotp_counters_from_time()]
    assert any(code in answer.content.decode() for code in codes)
    assert answer["Cache-Control"] == "no-store"


def test_the_shapes_of_the_map_are_kept_by_the_browser(client, hub):
    first = client.get("/map/shapes.json")
    assert first.status_code == 200
    assert first.json()["type"] == "FeatureCollection"
    again = client.get("/map/shapes.json", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
