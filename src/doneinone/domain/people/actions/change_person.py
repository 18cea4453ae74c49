"""Change what we know of a person."""

from __future__ import annotations

from datetime import datetime

from doneinone.domain.people.actions._details import check_details, keys_for
from doneinone.domain.people.actions.create_person import UnableToSavePerson
from doneinone.domain.people.models import Person
from doneinone.domain.people.queries import access_person
from doneinone.domain.people.rules import Details
from doneinone.foundation.actors import Actor, action
from doneinone.foundation.clock import local
from doneinone.foundation.timeline.recording import record


class UnableToChangePerson(Exception):
    """Somebody else changed the person meanwhile. Nothing was saved; the message may be shown."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this person while you were writing. Compare and save again."
        )


@action
def change_person(
    *,
    actor: Actor,
    person_id: int,
    version: int,
    details: Details,
    now: datetime,
    language: str = "en",
) -> Person:
    """
    Change a person's facts. The event names the facts that changed, never their values.

    :param version: the version that the actor read
    :raises PersonNotFound: if the person is not there or not the actor's
    :raises UnableToChangePerson: if it has been changed since
    :raises UnableToSavePerson: if a fact cannot be read, or there is no name
    """
    person = access_person(person_id=person_id, lock=True)
    kept, errors = check_details(details=details, today=local(now).date(), language=language)
    if errors:
        raise UnableToSavePerson(errors)
    if person.version != version:
        raise UnableToChangePerson
    changed = [name for name, value in kept.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, kept[name])
    person.keys = keys_for(person)
    record(actor, "person.changed", subject=person, at=now, facts=changed)
    person.save(update_fields=[*changed, "keys", "version"])
    return person
