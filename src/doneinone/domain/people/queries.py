"""Reads of people. Searches go through a function that repeats the test of the wall."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models.expressions import RawSQL

from doneinone.domain.people.models import Person
from doneinone.domain.people.rules import Wanted, closeness, wanted_keys

LOOKED_AT = 100
"""So many of the people who fit are looked at and put in order; more are said to be too many."""

How = Literal["exact", "begins", "sounds"]


class PersonNotFound(Exception):
    """There is no such person, or they are not the actor's to see: the answer is the same."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One person in a list of those found, and how they were found."""

    id: int
    name: str
    born_on: date | None
    address: str
    postcode: str
    telephone: str
    email: str
    needs: Sequence[str]
    how: How


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """The people found, best first, and whether there are more than could be looked at."""

    people: list[FoundPerson] = field(default_factory=list)
    too_many: bool = False


_FACTS = (
    "id", "title", "given", "family", "born_on", "address", "postcode", "telephone", "email",
    "needs",
)  # fmt: skip


def find_people(*, text: str, most: int = 20) -> FoundPeople:
    """
    Find people by anything known of them, best first. At most three statements.

    What is written exactly comes before names that are still being typed, and those before names
    that only sound alike. Each search asks the index for all of the words at once and looks at a
    bounded number of rows, so that its cost does not grow with the number of people.
    """
    wanted = wanted_keys(text)
    ways: list[tuple[How, tuple[str, ...]]] = [
        ("exact", wanted.exact), ("begins", wanted.begun), ("sounds", wanted.sounding),
    ]  # fmt: skip
    found: dict[int, tuple[int, FoundPerson]] = {}
    too_many = False
    asked: set[tuple[str, ...]] = set()
    for how, keys in ways:
        if len(found) >= most or not keys or keys in asked:
            continue
        asked.add(keys)
        rows = _search(keys)
        too_many = too_many or len(rows) >= LOOKED_AT
        for person in rows:
            found.setdefault(person.id, (_score(how, wanted, person), person_row(person, how)))
    ordered = sorted(found.values(), key=lambda each: (-each[0], each[1].name, each[1].id))
    return FoundPeople([row for _, row in ordered[:most]], too_many)


_BASE: dict[How, int] = {"exact": 1000, "begins": 500, "sounds": 0}


def _score(how: How, wanted: Wanted, person: Person) -> int:
    return _BASE[how] + closeness(
        wanted=wanted, given=person.given, family=person.family, address=person.address
    )


def _search(keys: Sequence[str]) -> list[Person]:
    ids = RawSQL("select person_search(%s::text[], %s::int)", [list(keys), LOOKED_AT])
    return list(Person.objects.filter(pk__in=ids).only(*_FACTS)[:LOOKED_AT])


def person_row(person: Person, how: How = "exact") -> FoundPerson:
    """Give what lists show of a person."""
    return FoundPerson(
        id=person.pk,
        name=person.name,
        born_on=person.born_on,
        address=person.address,
        postcode=person.postcode,
        telephone=person.telephone,
        email=person.email,
        needs=person.needs,
        how=how,
    )


def access_person(*, person_id: int, lock: bool = False) -> Person:
    """
    Fetch a person that the running actor may see. One statement.

    :param lock: hold the row until the transaction ends, as every change does
    :raises PersonNotFound: if they are not there or not the actor's
    """
    found = Person.objects.select_for_update() if lock else Person.objects.all()
    person = found.filter(pk=person_id).first() if person_id < 2**63 else None
    if person is None:
        raise PersonNotFound
    return person


def people_reached_by(*, emails: Collection[str], telephones: Collection[str]) -> list[Person]:
    """
    Give the people who have any of these addresses or numbers, oldest first. Two statements.

    :param emails: in small letters
    :param telephones: as they are stored, ``+441614960188``
    """
    found: dict[int, Person] = {}
    if emails:
        by_email = Person.objects.filter(email__in=list(emails)).exclude(email="")
        found |= {person.pk: person for person in by_email}
    if telephones:
        by_telephone = Person.objects.filter(telephone__in=list(telephones)).exclude(telephone="")
        found |= {person.pk: person for person in by_telephone}
    return [found[key] for key in sorted(found)]
