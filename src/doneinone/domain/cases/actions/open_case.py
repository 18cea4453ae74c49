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
    clocks = []
    for key in decided.standards:
        standard = definition.standards[key]
        due = rules.due(
            standard=standard,
            started_at=now,
            waits=(),
            hours=hub.hours_for(team.pk, standard),
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
    dated = [(clock.due_at, clock.standard) for clock in clocks if clock.due_at]
    first_due, first_standard = min(dated, default=(None, ""))
    promise = next((clock for clock in clocks if clock.promise), None)
    case = Case(
        service=definition.service,
        service_version_id=service.version_id,
        agency_id=team.agency_id,
        team=team,
        channel=actor.channel,
        stage=definition.first_stage,
        urgent=decided.urgent,
        opened_at=now,
        due_at=first_due,
        due_standard=first_standard,
        promised_at=promise.due_at if promise else None,
        person_id=who.person_id,
        contact_name=who.name,
        contact_email=who.email,
        contact_telephone=who.telephone,
        language=who.language,
        answers=dict(answers),
        easting=where.easting if where else None,
        northing=where.northing if where else None,
        postcode=where.postcode if where else "",
        place=where.label if where else "",
        area=where.area if where else "",
        shown_publicly=definition.visibility == "public" and where is not None,
        words=" ".join(
            filter(None, [str(definition.title), where.label if where else "", who.name, words])
        ),
        visible_to=visible_to,
        sensitivity=sensitivity,
    )
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
