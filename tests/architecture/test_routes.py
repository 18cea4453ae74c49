"""Every address of the hub, opened by people who must see nothing of others.

The addresses are read from the resolver, so a new one is tested from the day it is there. One whose
arguments are not known here fails until somebody says how to fill them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from doneinone.domain.cases.actions.add_note import add_note
from doneinone.domain.cases.actions.ask_person import ask_person
from doneinone.domain.cases.models import Case, CaseFile
from doneinone.domain.contacts.models import Contact, Matter
from doneinone.domain.directory.models import ApiKey
from doneinone.domain.identity.models import Staff
from doneinone.domain.people.models import Person
from doneinone.foundation.references import hash_secret
from doneinone.foundation.timeline.draining import drain

pytestmark = pytest.mark.slow

# Words that stand in the records of others and nowhere else.
MARKS = (
    "Quillfeather",
    "zebedee@example.org",
    "0161 496 0777",
    "01614960777",
    "marzipan",
    "tangerine",
)

ABSOLUTE = "allauth"


def _walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, here)
        else:
            yield here, entry


ROUTES = sorted(
    {
        route
        for route, entry in _walk(get_resolver().url_patterns)
        if ABSOLUTE not in getattr(entry.callback, "__module__", "")
        and not route.startswith(("accounts/", "^"))
    }
)


def fill(route: str, known: dict[str, str]) -> str:
    """Put real values in the place of a route's arguments."""
    path = route
    while "<" in path:
        start, end = path.index("<"), path.index(">")
        name = path[start + 1 : end].split(":")[-1]
        if name not in known:
            pytest.fail(f"{route}: say in tests/architecture/test_routes.py how to fill <{name}>")
        path = path[:start] + known[name] + path[end + 1 :]
    return "/" + path.replace("\\Z", "").replace("$", "")


@pytest.fixture
def records(hub: Any, cast: Any, report: Any, now: Any) -> dict[str, str]:
    """Records of a person of Irwell's, with the marks in them, and arguments that name them."""
    zebedee = {
        "name": "Zebedee Quillfeather",
        "email": "zebedee@example.org",
        "telephone": "0161 496 0777",
    }
    # A missed bin: not shown publicly, so that nothing of it may be seen at all.
    reference = report("missed-bin", contact=zebedee)
    report("worried-about-someone", contact=zebedee)
    case = Case.objects.get(reference=reference)
    add_note(actor=cast.bea, reference=reference, text="Asked for marzipan.", now=now)
    question = ask_person(
        actor=cast.bea, hub=hub, reference=reference, text="Is the tangerine bin yours?", now=now
    )
    file = CaseFile.objects.create(
        case=case, key="k", name="marzipan.png", kind="image/png", size=1, added_at=now,
        visible_to=case.visible_to, sensitivity=0,
    )  # fmt: skip
    while drain(now=now):
        pass
    person = Person.objects.filter(family="Quillfeather").first()
    contact = Contact.objects.filter(person=person).first()
    matter = Matter.objects.filter(contact=contact).first()
    assert person
    assert contact
    assert matter
    return {
        "reference": reference, "service": "missed-bin", "key": "missed-bin", "id": "round",
        "person": str(person.pk), "contact": str(contact.pk), "matter": str(matter.pk),
        "position": str(matter.position), "file": str(file.pk), "staff": str(cast.bea.staff_id),
        "do": "note", "token": signing.dumps({"case": 0, "question": question.pk}, salt="forged"),
        "article": "bin-collection-days", "event": "1", "failure": "1", "question": "round",
        "path_or_service": "missed-bin", "field": "round", "theme": "waste-and-recycling",
    }  # fmt: skip


def _marks_in(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace").lower()
    return [mark for mark in MARKS if mark.lower() in text]


def _client_of(cast: Any, who: str) -> Client:
    client = Client()
    if who in ("eve", "gus", "dev"):
        client.force_login(
            Staff.objects.get(pk=getattr(cast, who).staff_id),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
    return client


@pytest.mark.parametrize("who", ["anybody", "eve", "dev", "gus"])
def test_no_page_shows_anything_of_others(who: str, cast: Any, records: dict[str, str]) -> None:
    client = _client_of(cast, who)
    for route in ROUTES:
        response = client.get(fill(route, records))
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code < 500, f"{route}: {response.status_code}"
        assert not _marks_in(content), f"{route} shows {_marks_in(content)} to {who}"


@pytest.mark.parametrize(
    "words", ["Quillfeather", "zebedee@example.org", "0161 496 0777", "marzipan"]
)
@pytest.mark.parametrize("who", ["anybody", "eve", "dev", "gus"])
def test_no_search_finds_anything_of_others(
    who: str, words: str, cast: Any, records: dict[str, str]
) -> None:
    """What was asked for may stand in the box again; nothing else of the record may."""
    client = _client_of(cast, who)
    others = [mark for mark in MARKS if mark.lower() != words.lower()]
    for route in ROUTES:
        if "<" in route:
            continue
        response = client.get(f"/{route}", {"q": words, "text": words, "find": words})
        assert response.status_code < 500, f"{route}: {response.status_code}"
        if response.streaming:
            continue
        text = response.content.decode("utf-8", "replace").lower()
        found = [mark for mark in others if mark.lower() in text]
        assert not found, f"{route} finds {found} for {who}"


@pytest.mark.parametrize("who", ["anybody", "eve", "dev", "gus"])
def test_no_form_changes_anything_of_others(who: str, cast: Any, records: dict[str, str]) -> None:
    client = _client_of(cast, who)
    case = Case.objects.get(reference=records["reference"])
    person = Person.objects.get(pk=records["person"])
    for route in ROUTES:
        response = client.post(
            fill(route, records), {"text": "x", "note": "x", "seen": case.version}
        )
        assert response.status_code < 500, f"{route}: {response.status_code}"
        if not response.streaming:
            assert not _marks_in(response.content), f"{route} shows {_marks_in(response.content)}"
    after = Case.objects.get(pk=case.pk)
    assert (after.version, after.stage, after.owner_id) == (case.version, case.stage, case.owner_id)
    assert Person.objects.get(pk=person.pk).version == person.version


def test_a_key_of_another_agency_sees_nothing(
    hub: Any, cast: Any, records: dict[str, str], now: Any
) -> None:
    secret = "dio_a key of a landlord"
    ApiKey.objects.create(
        agency=hub.agencies["castle-homes"], name="Castle", ending=secret[-4:],
        key_hash=hash_secret(secret), created_at=now,
    )  # fmt: skip
    client = Client(headers={"authorization": f"Bearer {secret}"})
    asked = [route for route in ROUTES if route.startswith("api/")]
    assert asked
    for route in asked:
        response = client.get(fill(route, records))
        assert response.status_code < 500, f"{route}: {response.status_code}"
        assert not _marks_in(response.content), route
        if "<reference>" in route or "reference" in route.partition("<")[2]:
            assert response.status_code in (404, 405), route


def test_those_who_may_do_see_it(cast: Any, records: dict[str, str]) -> None:
    """The same addresses and marks, seen by somebody who may: the tests above can fail."""
    client = Client()
    client.force_login(
        Staff.objects.get(pk=cast.bea.staff_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    seen = set()
    for route in ROUTES:
        response = client.get(fill(route, records))
        if not response.streaming:
            seen.update(_marks_in(response.content))
    assert {"Quillfeather", "marzipan"} <= seen
