"""The work list: what a team has to do, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast, get_args
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doneinone.channels.desk.pages import desk, show, tell
from doneinone.channels.desk.rows import grouped, show_row
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.domain.cases.actions.take_case import UnableToTakeCase, take_case
from doneinone.domain.cases.actions.wind_clocks import CaseChanged
from doneinone.domain.cases.queries import (
    COUNTED,
    PAGE,
    CaseNotFound,
    Which,
    count_cases,
    list_cases,
)
from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.directory.models import Team
from doneinone.domain.places.queries import areas
from doneinone.domain.places.rules.grid import degrees
from doneinone.foundation.actors import Actor
from doneinone.foundation.clock import now as time_now
from doneinone.foundation.references import show_reference

MOST_TAKEN = 50
DUES = ("late", "today", "week", "stopped")
LAST_PAGE = 200
"""Beyond ten thousand rows nobody reads on: narrow the list with the filter instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the list asks for; what it cannot mean is left out."""

    which: Which
    team: int | None
    due: tuple[str, ...]
    services: tuple[str, ...]
    areas: tuple[str, ...]
    page: int
    on_map: bool


def read(query: QueryDict, *, hub: Hub, teams: list[Team]) -> Asked:
    """Read the state of the list from its address."""
    which = query.get("list", "team")
    page = query.get("page", "1")
    chosen = query.get("team", "")
    ids = {team.pk for team in teams}
    return Asked(
        which=cast(Which, which) if which in get_args(Which) else "team",
        team=int(chosen) if chosen.isdecimal() and int(chosen) in ids else None,
        due=tuple(one for one in DUES if one in query.getlist("due")),
        services=tuple(one for one in query.getlist("service") if one in hub.services),
        areas=tuple(area[:80] for area in query.getlist("area")[:20] if area.strip()),
        page=min(int(page), LAST_PAGE) if page.isdecimal() and int(page) > 0 else 1,
        on_map=query.get("view") == "map",
    )


def teams_to_choose(*, hub: Hub, actor: Actor) -> list[Team]:
    """Give the teams of the actor's agencies, by name. No statement."""
    own = [
        team for team in hub.teams.values() if team.agency_id in actor.agencies and team.is_active
    ]
    return sorted(own, key=lambda team: team.name)


@desk()
@require_safe
def work(request: ActingRequest) -> HttpResponse:
    """Show the list, as rows or as places on a map with the same rows beside it."""
    hub, now, actor = hub_of(request), time_now(), request.actor
    language = (get_language() or "en").split("-")[0]
    teams = teams_to_choose(hub=hub, actor=actor)
    asked = read(request.GET, hub=hub, teams=teams)
    found, more = list_cases(
        actor=actor, team=asked.team, which=asked.which, services=asked.services,
        areas=asked.areas, due=asked.due, now=now, page=asked.page,
    )  # fmt: skip
    counts = count_cases(actor=actor, team=asked.team, now=now)
    rows = [show_row(row, actor=actor, hub=hub, now=now, language=language) for row in found]
    places = {area.key: area.name for area in areas()}
    points = _points(rows) if asked.on_map else []
    facts: dict[str, Any] = {
        "asked": asked,
        "title": _title(asked, hub, actor),
        "summary": _summary(counts),
        "tabs": _tabs(request, asked, counts),
        "tags": _tags(request, asked, hub, language, places),
        "filters": _filters(asked, counts, hub, actor, language) | {"area": _areas(asked, places)},
        "groups": grouped(rows, whole=asked.page == 1 and not more),
        "teams": [{"id": team.pk, "name": team.name} for team in teams],
        "team_names": [team.name for team in teams if team.pk in actor.teams],
        "points": points,
        "some": bool(rows),
        "any_pick": any(row["can_pick"] for row in rows),
        "back": request.get_full_path(),
    }
    start = (asked.page - 1) * PAGE
    return show(
        request, "desk/work.jinja", page_number=asked.page, more=more, first=start + 1,
        last=start + len(rows), **facts,
    )  # fmt: skip


def _points(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Number the rows that have a place, and give their places: the map shows what the list has."""
    found = []
    for number, row in enumerate((one for one in rows if one["at"]), start=1):
        row["number"] = number
        easting, northing = row["at"]
        latitude, longitude = degrees(easting=easting, northing=northing)
        found.append(
            {
                "latitude": latitude,
                "longitude": longitude,
                "number": number,
                "label": f"{row['title']}, {row['place']}, {show_reference(row['reference'])}",
                "href": row["href"],
            }
        )
    return found


def _count(number: int) -> str:
    return f"{COUNTED}+" if number >= COUNTED else str(number)


def _title(asked: Asked, hub: Hub, actor: Actor) -> str:
    chosen = [asked.team] if asked.team else list(actor.teams)
    names = [hub.teams_by_id[one].name for one in chosen if one in hub.teams_by_id]
    return ", ".join(names) or _("Open cases")


def _summary(counts: dict[str, int]) -> str:
    return _(
        "%(open)s open. %(late)s late, %(today)s more due today. "
        "Danger first, then what runs out first"
    ) % {
        "open": _count(counts["team"]),
        "late": _count(counts["late"]),
        "today": _count(counts["today"]),
    }


def _tabs(request: ActingRequest, asked: Asked, counts: dict[str, int]) -> list[dict[str, Any]]:
    names = {
        "team": _("Team"),
        "mine": _("Mine"),
        "nobody": _("Nobody’s yet"),
        "waiting": _("Waiting for the person"),
        "partners": _("With partners"),
        "closed": _("Closed"),
    }
    found = []
    for key, text in names.items():
        query = {"list": key} | ({"team": asked.team} if asked.team else {})
        found.append(
            {
                "href": f"{request.path}?{urlencode(query)}",
                "text": text,
                "current": key == asked.which,
                "count": _count(counts[key]) if key in counts else None,
            }
        )
    return found


def _filters(
    asked: Asked, counts: dict[str, int], hub: Hub, actor: Actor, language: str
) -> dict[str, list[dict[str, Any]]]:
    """Give the choices of the filter panel; only the services that the teams can have."""
    dues = {
        "late": counts["late"],
        "today": counts["today"],
        "week": None,
        "stopped": counts["waiting"],
    }
    words = _due_words()
    wanted = {asked.team} if asked.team else set(actor.teams)
    services = []
    for key, one in hub.services.items():
        if one.definition.kind != "case":
            continue
        teams = {one.definition.team, *(route.team for route in one.definition.routes)}
        if not wanted or any(name in hub.teams and hub.teams[name].pk in wanted for name in teams):
            services.append(
                {
                    "value": key,
                    "text": one.definition.title.in_language(language)[0],
                    "checked": key in asked.services,
                }
            )
    return {
        "due": [
            {
                "value": key,
                "text": words[key],
                "checked": key in asked.due,
                "count": None if count is None else _count(count),
            }
            for key, count in dues.items()
        ],
        "service": sorted(services, key=lambda one: str(one["text"])),
    }


def _areas(asked: Asked, places: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"value": key, "text": name, "checked": key in asked.areas} for key, name in places.items()
    ]


def _due_words() -> dict[str, str]:
    return {
        "late": _("Late"),
        "today": _("Today"),
        "week": _("This week"),
        "stopped": _("Clock stopped"),
    }


def _tags(
    request: ActingRequest, asked: Asked, hub: Hub, language: str, places: dict[str, str]
) -> list[dict[str, str]]:
    """Give a removable tag for each filter that is on."""
    words = _due_words()
    on = [("due", key, words[key]) for key in asked.due]
    on += [
        ("service", key, hub.services[key].definition.title.in_language(language)[0])
        for key in asked.services
    ]
    on += [("area", area, places.get(area, area)) for area in asked.areas]
    found = []
    for name, value, text in on:
        query = request.GET.copy()
        query.setlist(name, [one for one in query.getlist(name) if one != value])
        query.pop("page", None)
        found.append({"href": f"{request.path}?{query.urlencode()}", "text": text})
    return found


@desk()
@require_POST
def take(request: ActingRequest) -> HttpResponse:
    """Take the cases that were ticked, or the one whose button was pressed."""
    one = request.POST.get("one")
    wanted = [one] if one else request.POST.getlist("case")[: MOST_TAKEN + 1]
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith(
        "/desk/"
    ):
        back = reverse("desk-work")
    if not wanted:
        tell(request, "warning", _("Tick the cases that you want to take first."))
        return redirect(back)
    if len(wanted) > MOST_TAKEN:
        tell(request, "warning", _("Take at most %(most)s at once.") % {"most": MOST_TAKEN})
        return redirect(back)
    taken = 0
    for each in wanted:
        reference, _dot, version = each.partition(".")
        try:
            take_case(
                actor=request.actor, reference=reference, now=time_now(),
                seen=int(version) if version.isdecimal() else 0,
            )  # fmt: skip
        except CaseChanged:
            shown = show_reference(reference)
            tell(
                request,
                "warning",
                _(
                    "%(case)s has changed since you opened this list, so we left it. "
                    "Look at it before you take it."
                )
                % {"case": shown},
            )
        except (UnableToTakeCase, CaseNotFound) as problem:
            tell(request, "warning", f"{show_reference(reference)[:12]}: {problem}")
        else:
            taken += 1
    if taken:
        words = ngettext("%(number)s case is yours now.", "%(number)s cases are yours now.", taken)
        tell(request, "success", words % {"number": taken})
    return redirect(back)
