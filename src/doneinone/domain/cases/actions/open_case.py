"""Open a case: its row, its event and its clocks, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from doneinone.domain.cases import rules
from doneinone.domain.cases.models import Case, CaseClock, CaseFile
from doneinone.domain.catalogue.queries import Hub, Published
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.foundation.actors import RESTRICTED, STANDARD, Actor, action
from doneinone.foundation.inserting import insert_family
from doneinone.foundation.references import new_reference
from doneinone.foundation.timeline.models import Audience, Event
from doneinone.foundation.timeline.recording import record

UNIQUE_VIOLATION = "23505"


class ReferenceTaken(Exception):
    """The reference that chance gave is another case's. Run the whole transaction again."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where the matter is, in metres of the national grid."""

    easting: int
    northing: int
    postcode: str = ""
    label: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """How to reach the person, as they gave it; all empty for somebody who stays anonymous."""

    name: str = ""
    email: str = ""
    telephone: str = ""
    language: str = "en"
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What the definition decided from the answers."""

    team: str
    urgent: bool
    standards: Sequence[str]
    share_with: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that intake has checked and stored."""

    key: str
    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened."""

    id: int
    reference: str
    promised_at: datetime | None
    due_at: datetime | None
    team: str
    visible_to: list[int] = field(default_factory=list)


def wall_of(
    *, hub: Hub, service: Published, decided: Decided, receiver: int
) -> tuple[list[int], int]:
    """Say which agencies will see a case of a service, and how sensitive it is."""
    visible_to = rules.who_sees(
        receiver=receiver,
        team_agency=hub.teams[decided.team].agency_id,
        shared=[hub.agencies[key].pk for key in decided.share_with],
    )
    restricted = service.definition.visibility == "restricted"
    return visible_to, RESTRICTED if restricted else STANDARD


@action
def open_case(
    *,
    actor: Actor,
    hub: Hub,
    service: Published,
    receiver: int,
    answers: Mapping[str, Any],
    where: Where | None,
    who: Who,
    decided: Decided,
    files: Sequence[NewFile] = (),
    words: str = "",
    now: datetime,
) -> Opened:
    """
    Open a case from answers that intake has checked. One statement.

    :param receiver: the id of the agency at whose door it was asked
    :param words: text by which staff find it, besides the place and the name
    :raises ReferenceTaken: if chance gave a reference that is taken: run it all again
    """
    definition = service.definition
    team = hub.teams[decided.team]
    visible_to, sensitivity = wall_of(hub=hub, service=service, decided=decided, receiver=receiver)
    clocks = _start_clocks(hub, definition, decided, visible_to, sensitivity, now)
    case = Case(
        service=definition.service,
        service_version_id=service.version_id,
        agency_id=team.agency_id,
        team=team,
        channel=actor.channel,
        stage=definition.first_stage,
        urgent=decided.urgent,
        opened_at=now,
        answers=dict(answers),
        shown_publicly=definition.visibility == "public" and where is not None,
        visible_to=visible_to,
        sensitivity=sensitivity,
        **_dates(clocks),
        **_of_person(who),
        **_of_place(where),
    )
    case.words = " ".join(filter(None, [str(definition.title), case.place, who.name, words]))
    event = record(
        actor,
        "case.opened",
        subject=case,
        at=now,
        audience=Audience.PERSON,
        first=True,
        write=False,
        service=definition.service,
        team=decided.team,
        urgent=decided.urgent,
        promised_at=case.promised_at.isoformat() if case.promised_at else None,
    )
    kept = [
        CaseFile(
            key=file.key,
            name=file.name,
            kind=file.kind,
            size=file.size,
            added_at=now,
            added_by=actor.name,
            visible_to=visible_to,
            sensitivity=sensitivity,
        )
        for file in files
    ]
    _save_with_reference(case, clocks=clocks, files=kept, event=event)
    return Opened(
        id=case.pk,
        reference=case.reference,
        promised_at=case.promised_at,
        due_at=case.due_at,
        team=decided.team,
        visible_to=visible_to,
    )


def _start_clocks(
    hub: Hub,
    definition: ServiceDefinition,
    decided: Decided,
    visible_to: list[int],
    sensitivity: int,
    now: datetime,
) -> list[CaseClock]:
    """Start a clock for each standard that holds, and work out when it runs out."""
    team_id = hub.teams[decided.team].pk
    clocks = []
    for key in decided.standards:
        standard = definition.standards[key]
        due = rules.due(
            standard=standard,
            started_at=now,
            waits=(),
            hours=hub.hours_for(team_id, standard),
            calendar=hub.calendar,
        )
        clocks.append(
            CaseClock(
                standard=key,
                started_at=now,
                due_at=due,
                pauses=standard.pauses,
                promise=standard.promise,
                visible_to=visible_to,
                sensitivity=sensitivity,
            )
        )
    return clocks


def _dates(clocks: Sequence[CaseClock]) -> dict[str, Any]:
    """Say which clock runs out first, and the date that the person is told."""
    dated = [(clock.due_at, clock.standard) for clock in clocks if clock.due_at]
    due_at, standard = min(dated, default=(None, ""))
    promised_at = next((clock.due_at for clock in clocks if clock.promise), None)
    return {"due_at": due_at, "due_standard": standard, "promised_at": promised_at}


def _of_person(who: Who) -> dict[str, Any]:
    return {
        "person_id": who.person_id,
        "contact_name": who.name,
        "contact_email": who.email,
        "contact_telephone": who.telephone,
        "language": who.language,
    }


def _of_place(where: Where | None) -> dict[str, Any]:
    if where is None:
        return {}
    return {
        "easting": where.easting,
        "northing": where.northing,
        "postcode": where.postcode,
        "place": where.label,
        "area": where.area,
    }


def _save_with_reference(
    case: Case, *, clocks: Sequence[CaseClock], files: Sequence[CaseFile], event: Event
) -> None:
    """
    Save a case under a new reference, with what hangs on it.

    :raises ReferenceTaken: if another case has it; the transaction must be run again
    """
    case.reference = new_reference()
    try:
        insert_family(case, ("case_id", clocks), ("case_id", files), ("subject_id", [event]))
    except IntegrityError as problem:
        if getattr(problem.__cause__, "sqlstate", "") == UNIQUE_VIOLATION:
            raise ReferenceTaken from problem
        raise
