"""What is already reported at a place, and following it instead of reporting it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from doneinone.channels.shared.forms import line_of
from doneinone.channels.web.drafts import Form, form_of
from doneinone.channels.web.pages import REFUSED, limit, page, plain, show
from doneinone.channels.web.promises import say_due
from doneinone.domain.cases.actions.follow_case import UnableToFollowCase, follow_case
from doneinone.domain.cases.queries import CaseNotFound, Nearby, public_cases_near
from doneinone.domain.cases.rules import stage_label
from doneinone.domain.catalogue.queries import service_at
from doneinone.domain.intake.actions.hand_in import check_contact
from doneinone.domain.places.rules.grid import degrees
from doneinone.foundation.actors import acting, public
from doneinone.foundation.clock import local, say_date


def _rows(form: Form) -> list[Nearby]:
    same, place = form.definition.duplicates, form.draft.place
    if not form.looks_for_same or same is None or not place:
        return []
    with acting(form.actor):
        return public_cases_near(
            service=form.key,
            easting=place["easting"],
            northing=place["northing"],
            metres=same.within_metres,
            since=form.now - timedelta(days=same.within_days),
        )


def near_of(form: Form) -> list[dict[str, Any]]:
    """Describe what is already reported near the form's place, as the macro ``near`` takes it."""
    return [_row(form, number, one) for number, one in enumerate(_rows(form), start=1)]


def _row(form: Form, number: int, one: Nearby) -> dict[str, Any]:
    zone, today = form.hub.calendar.zone, local(form.now, form.hub.calendar.zone).date()
    definition = service_at(one.service_version_id).definition
    latitude, longitude = degrees(easting=one.easting, northing=one.northing)
    opened = say_date(local(one.opened_at, zone).date(), form.language, today=today)
    words = [
        _("%(metres)s metres from your place.") % {"metres": one.metres}
        if one.metres
        else _("Just where you pointed."),
        _("Reported on %(day)s.") % {"day": opened},
    ]
    if one.followers:
        words.append(
            ngettext("%(number)s person follows it.", "%(number)s people follow it.", one.followers)
            % {"number": one.followers}
        )
    late = one.promised_at is not None and one.promised_at < form.now
    tag_text = ""
    if one.promised_at and not late:
        day = say_due(one.promised_at, hub=form.hub, now=form.now, language=form.language)
        tag_text = _("to be done by %(day)s") % {"day": day}
    return {
        "number": number,
        "title": one.place or form.title,
        "text": " ".join(words),
        "tag": stage_label(definition, one.stage, form.language),
        "tag_kind": "teal" if one.stage != definition.first_stage else "grey",
        "tag_text": tag_text,
        "value": one.reference,
        "latitude": latitude,
        "longitude": longitude,
    }


def points_of(near: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the discs of the map for what is near; they match the list."""
    parts = ("latitude", "longitude", "number")
    return [{part: one[part] for part in parts} | {"label": one["title"]} for one in near]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def follow(request: HttpRequest, service: str) -> HttpResponse:
    """Keep somebody told about what another person has reported, in place of a new report."""
    form = form_of(request, service)
    wanted = line_of(request.POST if request.method == "POST" else request.GET, "follow", most=20)
    chosen = next((one for one in _rows(form) if one.reference == wanted), None)
    if chosen is None:
        if request.method == "POST":
            raise CaseNotFound
        return redirect(form.address("where"))
    shown: dict[str, Any] = {
        "title": form.title,
        "one": _row(form, 1, chosen),
        "back": {"href": form.address("where")},
        "value": "",
    }
    if request.method != "POST":
        return show(request, "follow", shown)
    limit(request, "follow", most=20, seconds=3600)
    typed = line_of(request.POST, "email", most=320)
    who, problems = check_contact(contact={"email": typed}, language=form.language)
    error = problems.get("email") or ("" if who.email else _("Enter your e-mail address"))
    if not error:
        try:
            follow_case(
                actor=public(cases=[chosen.id]),
                reference=chosen.reference,
                email=who.email,
                language=form.language,
                now=form.now,
            )
        except UnableToFollowCase as problem:
            error = _(str(problem))
        else:
            return redirect("following")
    shown |= {"value": typed, "error": error, "errors": [{"text": error, "href": "#email"}]}
    return show(request, "follow", shown, status=REFUSED)


@page
def following(request: HttpRequest) -> HttpResponse:
    """Say that somebody will be told."""
    return plain(
        request,
        title=_("We will keep you told"),
        text=_(
            "We send you an e-mail each time something happens, until it is done. "
            "You do not need to report it again. Each e-mail has a link to stop."
        ),
    )
