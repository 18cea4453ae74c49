from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from doneinone.domain.people.actions.change_person import UnableToChangePerson, change_person
from doneinone.domain.people.actions.create_person import UnableToSavePerson, create_person
from doneinone.domain.people.models import Person
from doneinone.domain.people.queries import PersonNotFound, access_person, find_people
from doneinone.domain.people.rules import Details
from doneinone.foundation.actors import acting, public
from doneinone.foundation.timeline.models import Event

if TYPE_CHECKING:
    from cast import Cast

MAIR = Details(
    title="Mrs", given="Mair", family="Pritchard", born_on="1951-03-04", language="cy",
    needs=("welsh-first", "large-print", "made-up"), email="Mair@Example.org",
    telephone="0161 496 0188", address="27 Weaver Row, Bridge End", postcode="m6 5wg",
)  # fmt: skip


@pytest.fixture
def mair(cast: Cast, now: datetime) -> Person:
    return create_person(actor=cast.bea, details=MAIR, now=now)


def test_a_person_is_kept_tidy_and_the_event_says_so(cast: Cast, mair: Person) -> None:
    assert (mair.email, mair.telephone, mair.postcode) == (
        "mair@example.org", "+441614960188", "M65WG",
    )  # fmt: skip
    assert mair.needs == ["welsh-first", "large-print"]
    event = Event.objects.get(subject_kind="person", subject_id=mair.pk)
    assert (event.kind, event.data, event.visible_to) == (
        "person.created", {}, list(cast.bea.agencies),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["pritchard", "mair pritch", "prichard", "m6 5wg", "0161 496 0188", "4 march 1951"]
)
def test_allowed_and_denied_find_in_the_same_house(cast: Cast, mair: Person, text: str) -> None:
    with acting(cast.bea):
        assert [one.id for one in find_people(text=text).people] == [mair.pk]
    for nobody in (cast.eve, cast.dev, cast.gus, public()):
        with acting(nobody):
            assert find_people(text=text).people == []
            with pytest.raises(PersonNotFound):
                access_person(person_id=mair.pk)


def test_exact_comes_before_begun_and_sounding_alike(
    cast: Cast, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for family in ("Smithers", "Smyth", "Smith"):
        create_person(actor=cast.bea, details=Details(given="Joan", family=family), now=now)
    with acting(cast.bea), django_assert_max_num_queries(3):
        found = find_people(text="joan smith").people
    assert [(one.name, one.how) for one in found] == [
        ("Joan Smith", "exact"), ("Joan Smithers", "begins"), ("Joan Smyth", "sounds"),
    ]  # fmt: skip


def test_a_change_needs_the_version_that_was_read(cast: Cast, mair: Person, now: datetime) -> None:
    moved = Details(given="Mair", family="Pritchard", address="3 Lime Grove", postcode="M6 5WG")
    change_person(actor=cast.bea, person_id=mair.pk, version=1, details=moved, now=now)
    with acting(cast.bea):
        assert find_people(text="lime grove mair").people
        assert not find_people(text="weaver row").people
    with pytest.raises(UnableToChangePerson):
        change_person(actor=cast.bea, person_id=mair.pk, version=1, details=MAIR, now=now)
    with pytest.raises(PersonNotFound):
        change_person(actor=cast.eve, person_id=mair.pk, version=2, details=MAIR, now=now)
    event = Event.objects.get(subject_kind="person", subject_id=mair.pk, sequence=2)
    assert "address" in event.data["facts"]
    assert "Lime" not in str(event.data)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (Details(), "family"),
        (Details(family="X" * 101), "family"),
        (Details(family="A", email="nobody"), "email"),
        (Details(family="A", telephone="12"), "telephone"),
        (Details(family="A", postcode="M6"), "postcode"),
        (Details(family="A", born_on={"day": "31", "month": "2", "year": "1980"}), "born_on"),
        (Details(family="A", born_on="2090-01-01"), "born_on"),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_kept(
    cast: Cast, now: datetime, details: Details, field: str
) -> None:
    with pytest.raises(UnableToSavePerson) as refused:
        create_person(actor=cast.bea, details=details, now=now)
    assert set(refused.value.errors) == {field}
    assert not Person.objects.exists()


def test_the_search_asks_the_index(cast: Cast, mair: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select proconfig from pg_proc where proname = 'person_search'")
        assert any("enable_seqscan=off" in row[0] for row in cursor.fetchall())
