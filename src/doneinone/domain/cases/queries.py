"""Reads of cases. What an actor may not see is not there: row security answers, not this code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import connection
from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.timezone import localtime

from doneinone.domain.cases.models import (
    Case,
    CaseClock,
    CaseFile,
    CasePause,
    CaseQuestion,
    Follower,
)
from doneinone.domain.cases.rules import Wait
from doneinone.foundation.actors import Actor
from doneinone.foundation.timeline.models import Event

PAGE = 50
COUNTED = 100
"""Counts on tabs stop here: «100+» costs the same on a million cases as on a thousand."""

Which = Literal["team", "mine", "nobody", "waiting", "partners", "closed"]

ROW = (
    "id",
    "reference",
    "service",
    "service_version_id",
    "team_id",
    "agency_id",
    "owner_id",
    "owner__name",
    "stage",
    "outcome",
    "urgent",
    "due_at",
    "due_standard",
    "waiting_since",
    "reopened",
    "place",
    "area",
    "opened_at",
    "closed_at",
    "version",
    "easting",
    "northing",
)


class CaseNotFound(Exception):
    """There is no such case, or it is not the actor's to see: the answer is the same."""

    def __init__(self) -> None:
        super().__init__("We cannot find that reference.")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list."""

    id: int
    reference: str
    service: str
    service_version_id: int
    team_id: int
    agency_id: int
    owner_id: int | None
    owner: str
    stage: str
    outcome: str
    urgent: bool
    due_at: datetime | None
    due_standard: str
    waiting_since: datetime | None
    reopened: int
    place: str
    area: str
    opened_at: datetime
    closed_at: datetime | None
    version: int
    easting: int | None
    northing: int | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A case with everything that hangs on it, as its page needs it."""

    case: Case
    clocks: list[CaseClock]
    waits: list[Wait]
    questions: list[CaseQuestion]
    files: list[CaseFile]
    followers: int
    events: list[Event]


@dataclass(frozen=True, slots=True)
class Nearby:
    """What anybody may know of a case near a place: no names, no words of the person."""

    id: int
    reference: str
    service_version_id: int
    stage: str
    place: str
    opened_at: datetime
    promised_at: datetime | None
    easting: int
    northing: int
    metres: int
    followers: int


def access_case(*, reference: str, lock: bool = False) -> Case:
    """
    Fetch a case that the running actor may see. One statement.

    :param lock: hold the row until the transaction ends, as every change does
    :raises CaseNotFound: if it is not there or not theirs
    """
    found = Case.objects.select_for_update() if lock else Case.objects.select_related("owner")
    case = found.filter(reference=reference).first()
    if case is None:
        raise CaseNotFound
    return case


def _which(which: Which, *, team: int | None, actor: Actor) -> QuerySet[Case]:
    found = Case.objects.all()
    if team is not None:
        found = found.filter(team_id=team)
    elif which != "mine":
        found = found.filter(team_id__in=actor.teams) if actor.teams else found
    if which == "closed":
        return found.filter(closed_at__isnull=False)
    found = found.filter(closed_at__isnull=True)
    if which == "mine":
        return found.filter(owner_id=actor.staff_id)
    if which == "nobody":
        return found.filter(owner__isnull=True)
    if which == "waiting":
        return found.filter(waiting_since__isnull=False)
    if which == "partners":
        # Asked as «of one of the others», found first, which an index answers; «of none of ours»
        # would look at everything that is open.
        one_of_others = RawSQL(
            '"case".agency_id = any(array(select id from agency where id <> all(%s::int[])))',
            [list(actor.agencies)],
            output_field=BooleanField(),
        )
        return Case.objects.filter(one_of_others, closed_at__isnull=True)
    return found


def end_of_day(now: datetime) -> datetime:
    """Give the midnight that ends the day, in the time zone that the lists are read in."""
    tomorrow = localtime(now) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)


def list_cases(
    *,
    actor: Actor,
    team: int | None,
    which: Which = "team",
    services: Sequence[str] = (),
    areas: Sequence[str] = (),
    due: Sequence[str] = (),
    now: datetime,
    page: int = 1,
) -> tuple[list[CaseRow], bool]:
    """
    List cases, most urgent first, and say whether there are more. One statement.

    :param due: any of late, today, week, stopped
    """
    found = _which(which, team=team, actor=actor)
    if services:
        found = found.filter(service__in=services)
    if areas:
        found = found.filter(area__in=areas)
    if due:
        wanted = Q()
        for part in due:
            wanted |= {
                "late": Q(due_at__lt=now),
                "today": Q(due_at__gte=now, due_at__lt=end_of_day(now)),
                "week": Q(due_at__gte=now, due_at__lt=now + timedelta(days=7)),
                "stopped": Q(waiting_since__isnull=False),
            }.get(part, Q())
        found = found.filter(wanted)
    order: list[Any] = (
        [F("closed_at").desc(), "pk"]
        if which == "closed"
        else [F("urgent").desc(), F("due_at").asc(nulls_last=True), "pk"]
    )
    start = (max(page, 1) - 1) * PAGE
    rows = list(found.order_by(*order).values_list(*ROW)[start : start + PAGE + 1])
    return [_row(row) for row in rows[:PAGE]], len(rows) > PAGE


def _row(values: tuple[Any, ...]) -> CaseRow:
    facts = dict(zip(ROW, values, strict=True))
    facts["owner"] = facts.pop("owner__name") or ""
    return CaseRow(**facts)


def count_cases(*, actor: Actor, team: int | None, now: datetime) -> dict[str, int]:
    """
    Count what each tab of a team's list holds, each up to ``COUNTED``. One statement.

    The keys are those of ``Which``, and ``late`` and ``today``.
    """
    late = _which("team", team=team, actor=actor).filter(due_at__lt=now)
    today = _which("team", team=team, actor=actor).filter(
        due_at__gte=now, due_at__lt=end_of_day(now)
    )
    kinds: dict[str, QuerySet[Case]] = {
        which: _which(which, team=team, actor=actor)
        for which in ("team", "mine", "nobody", "waiting", "partners")
    }
    kinds |= {"late": late, "today": today}
    parts: list[str] = []
    values: list[Any] = []
    for kind, found in kinds.items():
        sql, params = found.order_by().values("pk")[:COUNTED].query.sql_with_params()
        parts.append(f"select '{kind}', count(*) from ({sql}) as counted")  # noqa: S608 - ORM's own SQL
        values.extend(params)
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), values)
        return dict(cursor.fetchall())


def search_cases(*, text: str, most: int = 20) -> list[CaseRow]:
    """Find cases by words of their service, place or contact name. One statement."""
    rows = Case.objects.filter(
        pk__in=RawSQL("select case_search(plainto_tsquery('english', %s), %s)", [text, most])
    ).order_by("-opened_at")
    return [_row(row) for row in rows.values_list(*ROW)[:most]]


def whole_case(*, reference: str, events: int = 100) -> Whole:
    """
    Give a case with what hangs on it. Seven statements, whatever its history.

    :param events: how many of the newest events
    :raises CaseNotFound: if it is not there or not the actor's
    """
    case = access_case(reference=reference)
    return Whole(
        case=case,
        clocks=list(CaseClock.objects.filter(case=case).order_by("pk")),
        waits=waits_of(case=case),
        questions=list(CaseQuestion.objects.filter(case=case).order_by("-asked_at")[:50]),
        files=list(CaseFile.objects.filter(case=case).order_by("pk")[:50]),
        followers=Follower.objects.filter(case=case).count(),
        events=list(
            Event.objects.filter(subject_kind="case", subject_id=case.pk).order_by("-sequence")[
                :events
            ]
        ),
    )


def waits_of(*, case: Case) -> list[Wait]:
    """Give the times in which the case's clocks stood still. One statement."""
    return [
        Wait(*row)
        for row in CasePause.objects.filter(case=case)
        .order_by("paused_at")
        .values_list("reason", "paused_at", "resumed_at")
    ]


def events_since(*, case: Case, version: int) -> list[Event]:
    """Give what happened to a case after somebody read its version. One statement."""
    return list(
        Event.objects.filter(
            subject_kind="case", subject_id=case.pk, sequence__gt=version
        ).order_by("sequence")[:20]
    )


def cases_of_person(*, person: int, most: int = 20) -> list[CaseRow]:
    """List a person's newest cases. One statement."""
    rows = Case.objects.filter(person_id=person).order_by("-opened_at").values_list(*ROW)[:most]
    return [_row(row) for row in rows]


def public_cases_near(
    *,
    service: str | None,
    easting: int,
    northing: int,
    metres: int,
    since: datetime,
    most: int = 10,
) -> list[Nearby]:
    """List open public cases near a place, nearest first, for anybody. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from public_cases_near(%s, %s::int, %s::int, %s::int, %s, %s::int)",
            [service, easting, northing, metres, since, most],
        )
        rows = cursor.fetchall()
    return [
        Nearby(
            id=row[0],
            reference=row[1],
            service_version_id=row[2],
            stage=row[3],
            place=row[4],
            opened_at=row[5],
            promised_at=row[6],
            easting=row[7],
            northing=row[8],
            metres=round(row[9]),
            followers=row[10],
        )
        for row in rows
    ]


def case_by_proof(*, reference: str, email: str = "", postcode: str = "") -> int | None:
    """
    Find the case that somebody has proved a right to. One statement.

    The proof is the reference with the e-mail address or a postcode that stands on the case.
    """
    with connection.cursor() as cursor:
        cursor.execute("select case_by_proof(%s, %s, %s)", [reference, email, postcode])
        (case_id,) = cursor.fetchone() or (None,)
    return case_id
