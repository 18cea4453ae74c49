"""Staff of the organisations that somebody administers: accounts and roles."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doneinone.channels.desk.pages import desk, show, tell
from doneinone.channels.shared.acting import ActingRequest
from doneinone.channels.shared.context import hub_of
from doneinone.domain.catalogue.queries import Hub
from doneinone.domain.directory.actions.add_staff import add_staff
from doneinone.domain.directory.actions.change_settings import UnableToManage
from doneinone.domain.directory.actions.end_role import close_account, end_role
from doneinone.domain.directory.actions.grant_role import grant_role
from doneinone.domain.directory.models import Role
from doneinone.domain.directory.queries import (
    StaffRow,
    administered,
    agency_of_role,
    staff_member,
)
from doneinone.domain.directory.queries import staff_list as list_staff
from doneinone.foundation.clock import now as time_now

ADMINISTRATOR = frozenset({"administrator"})
LONGEST = 100


def tabs(path: str) -> list[dict[str, Any]]:
    """Give the pages of managing, for the line of tabs."""
    pages = (
        (reverse("desk-admin"), _("Staff and roles")),
        (reverse("desk-admin-keys"), _("Keys of other systems")),
        (reverse("desk-admin-hub"), _("Organisations, teams and versions")),
        (reverse("desk-admin-failures"), _("What did not work")),
    )
    staff = path.startswith(f"{pages[0][0]}staff/")
    return [
        {"href": href, "text": text, "current": href == path or (staff and href == pages[0][0])}
        for href, text in pages
    ]


def role_words() -> dict[str, str]:
    """Say each role."""
    return {
        Role.ADVISER: _("Adviser"),
        Role.OFFICER: _("Officer"),
        Role.SUPERVISOR: _("Supervisor"),
        Role.ADMINISTRATOR: _("Administrator"),
    }


@desk(roles=ADMINISTRATOR)
@require_safe
def staff_list(request: ActingRequest) -> HttpResponse:
    """List staff, found by name or e-mail address."""
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    number = request.GET.get("page", "1")
    page = min(int(number), 1000) if number.isdecimal() and int(number) > 0 else 1
    agencies = administered(actor=request.actor)
    rows, more = list_staff(agencies=agencies, text=text, page=page)
    words = role_words()
    return show(
        request, "desk/admin/staff.jinja", title=_("Staff and roles"), tabs=tabs(request.path),
        text=text, rows=[_row(row, words) for row in rows], page_number=page, more=more,
    )  # fmt: skip


def _row(row: StaffRow, words: dict[str, str]) -> dict[str, Any]:
    return {
        "href": reverse("desk-admin-staff", args=[row.id]),
        "name": row.name,
        "email": row.email,
        "open": row.is_active,
        "roles": [
            {
                "id": one,
                "where": where,
                "role": words.get(role, role),
                "restricted": restricted,
            }
            for one, where, role, restricted in row.memberships
        ],
    }


def _agencies(hub: Hub, own: list[int]) -> dict[str, str]:
    return {str(one.pk): one.name for one in hub.agencies.values() if one.pk in own}


@desk(roles=ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActingRequest) -> HttpResponse:
    """Make an account and give it a first role; its owner sets a password by a link."""
    hub, own = hub_of(request), administered(actor=request.actor)
    typed = {
        name: request.POST.get(name, "").replace("\x00", "")
        for name in ("name", "email", "role", "where")
    }
    problem = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                agency, team = _where(hub, own, typed["where"])
                staff = add_staff(
                    actor=request.actor, agency=agency, name=typed["name"], email=typed["email"],
                    password=None, now=time_now(),
                )  # fmt: skip
                grant_role(
                    actor=request.actor, staff=staff.pk, agency=agency, team=team,
                    role=typed["role"], now=time_now(),
                )  # fmt: skip
        except UnableToManage as refused:
            problem = str(refused)
        else:
            transaction.on_commit(lambda: send_link(request, staff.email))
            tell(
                request,
                "success",
                _("%(name)s has an account. We have sent a link by which to set a password.")
                % {"name": staff.name},
            )
            return redirect("desk-admin-staff", staff=staff.pk)
    field = "email" if "e-mail" in problem else "role" if "role" in problem else "name"
    return show(
        request, "desk/admin/add.jinja", title=_("Add somebody"), tabs=tabs(reverse("desk-admin")),
        typed=typed, roles=role_words(), wheres=wheres(hub, own), problem=problem, field=field,
        errors=[{"text": problem, "href": f"#{field}"}] if problem else [],
        status=422 if problem else 200,
    )  # fmt: skip


def send_link(request: HttpRequest, email: str) -> None:
    """Send somebody a link by which they set their password."""
    form = ResetPasswordForm({"email": email})
    with request_context(request):
        if form.is_valid():
            form.save(request)


def wheres(hub: Hub, own: list[int]) -> dict[str, str]:
    """Give where a role can be held: in a whole organisation or in one of its teams."""
    found = {
        f"agency-{key}": _("All of %(agency)s") % {"agency": name}
        for key, name in _agencies(hub, own).items()
    }
    teams = sorted(
        (team for team in hub.teams.values() if team.agency_id in own and team.is_active),
        key=lambda team: team.name,
    )
    return found | {f"team-{team.pk}": team.name for team in teams}


def _where(hub: Hub, own: list[int], text: str) -> tuple[int, int | None]:
    kind, _dash, number = text.partition("-")
    found = int(number) if number.isdecimal() and len(number) < 10 else 0
    if kind == "team" and found in hub.teams_by_id:
        return hub.teams_by_id[found].agency_id, found
    if kind == "agency" and found in own:
        return found, None
    raise UnableToManage(_("Choose the team or organisation of the role."))


@desk(roles=ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: ActingRequest, staff: int) -> HttpResponse:
    """Show an account with its roles; give and end roles, close the account."""
    hub, own = hub_of(request), administered(actor=request.actor)
    row = staff_member(agencies=own, staff=staff)
    if row is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            words = _change(request, hub, own, row)
        except UnableToManage as refused:
            problem = str(refused)
        else:
            tell(request, "success", words)
            return redirect("desk-admin-staff", staff=staff)
    return show(
        request, "desk/admin/member.jinja", title=row.name, tabs=tabs(request.path),
        member=_row(row, role_words()), roles=role_words(), wheres=wheres(hub, own),
        own=row.id == request.actor.staff_id, agencies=_agencies(hub, own),
        errors=[{"text": problem, "href": "#role"}] if problem else [],
        status=422 if problem else 200,
    )  # fmt: skip


def _change(request: ActingRequest, hub: Hub, own: list[int], row: StaffRow) -> str:
    do, now = request.POST.get("do", ""), time_now()
    if do == "grant":
        agency, team = _where(hub, own, request.POST.get("where", ""))
        grant_role(
            actor=request.actor, staff=row.id, agency=agency, team=team,
            role=request.POST.get("role", ""), restricted=request.POST.get("restricted") == "yes",
            now=now,
        )  # fmt: skip
        return _("The role is given. The next page they open knows it.")
    number = request.POST.get("membership", "")
    if do == "end" and number.isdecimal() and len(number) < 18:
        agency = _agency_of_role(own, int(number))
        end_role(actor=request.actor, agency=agency, membership=int(number), now=now)
        return _("The role has ended.")
    if do == "close":
        chosen = request.POST.get("agency", "")
        agency = int(chosen) if chosen.isdecimal() and int(chosen) in own else (own or [0])[0]
        close_account(actor=request.actor, agency=agency, staff=row.id, now=now)
        return _("The account is closed, and they are signed out everywhere.")
    raise UnableToManage(_("Choose what to do."))


def _agency_of_role(own: list[int], membership: int) -> int:
    found = agency_of_role(membership=membership)
    if found not in own:
        raise UnableToManage(_("That role has ended already."))
    return found
