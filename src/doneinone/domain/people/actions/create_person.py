"""Write down a person we did not know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from doneinone.domain.people.actions._details import check_details, keys_for
from doneinone.domain.people.models import Person
from doneinone.domain.people.rules import Details
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.clock import local
from doneinone.foundation.timeline.recording import record


class UnableToSavePerson(Exception):
    """
    The person's facts need another look. Nothing was saved; the messages may be shown.

    :ivar errors: what is wrong, by field
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(next(iter(errors.values()), "Some facts need another look."))
        self.errors = dict(errors)


@action
def create_person(*, actor: Actor, details: Details, now: datetime, language: str = "en") -> Person:
    """
    Write down a person. The actor's agencies see them. Two statements.

    :param language: of the messages when something is wrong
    :raises UnableToSavePerson: if a fact cannot be read, or there is no name
    """
    kept, errors = check_details(details=details, today=local(now).date(), language=language)
    if errors:
        raise UnableToSavePerson(errors)
    person = Person(visible_to=sorted(actor.agencies), created_at=now, **kept)
    person.keys = keys_for(person)
    person.save(force_insert=True)
    record(actor, "person.created", subject=person, at=now, first=True)
    return person
