"""How a case stands in a list: its due tag with the reason, its stage, what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from doneinone.domain.cases.models import CLOSED
from doneinone.domain.cases.queries import CaseRow
from doneinone.domain.cases.rules import span_of, stage_label
from doneinone.domain.catalogue.queries import Hub, service_at
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.foundation.actors import Actor
from doneinone.foundation.clock import DueKind, say_due, say_short_date
from doneinone.foundation.clock import local as local_time

SHAPES = {
    DueKind.LATE: "over",
    DueKind.TODAY: "soon",
    DueKind.LATER: "ok",
    DueKind.STOPPED: "wait",
    DueKind.DONE: "done",
}
TINTS = ("", "b", "c", "d")


def standard_words(definition: ServiceDefinition, key: str, language: str) -> str:
    """Say a standard shortly: "Repair it, 5 working days"; empty when the case has none."""
    standard = definition.standards.get(key)
    if standard is None:
        return ""
    within = span_of(str(standard.within), standard.clock).say(language)
    return f"{standard.label.in_language(language)[0]}, {within}"


def due_tag(
    *,
    definition: ServiceDefinition,
    due_at: datetime | None,
    standard: str,
    waiting_since: datetime | None,
    closed_at: datetime | None,
    now: datetime,
    language: str,
) -> dict[str, str]:
    """Give a due tag: its shape, its words and the reason under it."""
    if closed_at is not None:
        day = say_short_date(local_time(closed_at).date(), language)
        return {"kind": "done", "words": _("Closed"), "why": day}
    if due_at is None and waiting_since is None:
        return {"kind": "ok", "words": _("No date"), "why": _("Nothing more is promised")}
    tag = say_due(due_at, now, language)
    why = standard_words(definition, standard, language)
    if waiting_since is not None:
        since = say_short_date(local_time(waiting_since).date(), language, weekday=False)
        asked = _("Since %(date)s, we asked the person") % {"date": since}
        why = asked if due_at is None else why
    return {"kind": SHAPES[tag.kind], "words": tag.words, "why": why}


def tint(owner: int | None) -> str:
    """Give the colour of somebody's face in lists, the same every time."""
    return TINTS[(owner or 0) % len(TINTS)]


def show_row(
    row: CaseRow, *, actor: Actor, hub: Hub, now: datetime, language: str
) -> dict[str, Any]:
    """Put a case in the words of a list."""
    definition = service_at(row.service_version_id).definition
    tag = due_tag(
        definition=definition, due_at=row.due_at, standard=row.due_standard,
        waiting_since=row.waiting_since, closed_at=row.closed_at, now=now, language=language,
    )  # fmt: skip
    stage = stage_label(definition, row.stage, language)
    if row.stage == CLOSED and row.outcome in definition.outcomes:
        stage = definition.outcomes[row.outcome].label.in_language(language)[0]
    team = hub.teams_by_id.get(row.team_id)
    return {
        "reference": row.reference,
        "href": reverse("desk-case", args=[row.reference]),
        "version": row.version,
        "title": definition.title.in_language(language)[0],
        "place": row.place,
        "due": tag,
        "group": _group(row, tag["kind"]),
        "stage": stage,
        "stage_kind": _stage_kind(row, definition),
        "waits": _waits(row, definition, hub, actor, language),
        "owner": "" if row.owner_id == actor.staff_id else row.owner,
        "mine": row.owner_id is not None and row.owner_id == actor.staff_id,
        "nobody": row.owner_id is None,
        "tint": tint(row.owner_id),
        "reopened": row.reopened > 0,
        "can_take": row.closed_at is None and row.owner_id is None and row.team_id in actor.teams,
        "can_pick": row.closed_at is None and row.team_id in actor.teams,
        "team": team.name if team else "",
        "at": (row.easting, row.northing) if row.easting and row.northing else None,
    }


def _group(row: CaseRow, kind: str) -> str:
    if row.closed_at is not None:
        return "closed"
    if row.urgent:
        return "danger"
    return {"over": "late", "soon": "today", "wait": "stopped"}.get(
        kind, "later" if row.due_at else "stopped"
    )


def _stage_kind(row: CaseRow, definition: ServiceDefinition) -> str:
    if row.stage == CLOSED:
        return "green"
    if row.stage == definition.first_stage:
        return "grey"
    return "blue"


def _waits(
    row: CaseRow, definition: ServiceDefinition, hub: Hub, actor: Actor, language: str
) -> str:
    if row.closed_at is not None:
        return ""
    if row.waiting_since is not None:
        return _("The person’s answer")
    if row.agency_id not in actor.agencies:
        team = hub.teams_by_id.get(row.team_id)
        return team.agency.name if team else ""
    if row.owner_id is None:
        return _("Somebody to take it")
    standard = definition.standards.get(row.due_standard)
    return standard.label.in_language(language)[0] if standard else _("The next stage")


GROUPS = ("danger", "late", "today", "later", "stopped", "closed")


def grouped(rows: Sequence[dict[str, Any]], *, whole: bool) -> list[dict[str, Any]]:
    """
    Part rows into groups, in the order they come.

    :param whole: every row of the list is here, so that the number in a group may be said
    """
    titles = {
        "danger": _("Danger to people"),
        "late": _("Late"),
        "today": _("Due today"),
        "later": _("Later"),
        "stopped": _("Clock stopped or no date"),
        "closed": _("Closed, newest first"),
    }
    found: list[dict[str, Any]] = []
    for row in rows:
        if not found or found[-1]["key"] != row["group"]:
            found.append({"key": row["group"], "title": titles[row["group"]], "rows": []})
        found[-1]["rows"].append(row)
    for group in found:
        group["count"] = len(group["rows"]) if whole else None
    return found
