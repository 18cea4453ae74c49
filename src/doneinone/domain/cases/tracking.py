"""What the person who reported a case sees of it: read in four statements, whatever its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from doneinone.domain.cases.models import Case, CaseFile, Follower
from doneinone.domain.cases.queries import CaseNotFound
from doneinone.domain.cases.rules import Wait
from doneinone.foundation.timeline.models import Audience, Event

NEWEST = 100

PARTS = """
select
  (select started_at from case_clock k where k.case_id = c.id and k.promise order by k.id limit 1),
  (select k.standard from case_clock k where k.case_id = c.id and k.promise order by k.id limit 1),
  (select json_agg(json_build_array(reason, paused_at, resumed_at) order by paused_at)
     from (select * from case_pause where case_id = c.id order by paused_at limit 100) p),
  (select json_agg(json_build_object('id', id, 'name', name, 'kind', kind) order by id)
     from (select * from case_file where case_id = c.id order by id limit 50) f),
  (select json_build_object('id', id, 'text', text, 'asked_at', asked_at) from case_question
     where case_id = c.id and answered_at is null order by id desc limit 1)
from "case" c where c.id = %s
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for the person's answer."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """A case as its person follows it."""

    case: Case
    promise: str
    """The key of the standard that is promised, or ''."""
    promise_started_at: datetime | None
    waits: list[Wait]
    files: list[dict[str, Any]]
    asked: Asked | None
    events: list[Event]
    """What the person may read, oldest first."""


def track_case(*, case_id: int) -> Tracked:
    """
    Give a case to the person who has proved a right to it. Three statements.

    :raises CaseNotFound: if it is not there or not the actor's to see
    """
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [case_id])
        started, standard, waits, files, asked = cursor.fetchone()
    events = Event.objects.filter(
        subject_kind="case", subject_id=case_id, audience=Audience.PERSON
    ).order_by("-sequence")[:NEWEST]
    return Tracked(
        case=case,
        promise=standard or "",
        promise_started_at=started,
        waits=[Wait(one[0], _moment(one[1]), one[2] and _moment(one[2])) for one in waits or []],
        files=files or [],
        asked=Asked(asked["id"], asked["text"]) if asked else None,
        events=list(events)[::-1],
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def file_of_case(*, case_id: int, file_id: int) -> CaseFile:
    """
    Fetch a file of a case that the running actor may see. One statement.

    :raises CaseNotFound: if it is not there or not theirs
    """
    file = CaseFile.objects.filter(pk=file_id, case_id=case_id).first()
    if file is None:
        raise CaseNotFound
    return file


def still_follows(*, case_id: int, follower: int) -> bool:
    """Say whether somebody still follows a case. One statement."""
    return Follower.objects.filter(pk=follower, case_id=case_id).exists()
