"""Where is it: a street, a postcode or a pin; whose it is; what is already reported there."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doneinone.channels.shared.forms import line_of, place_json
from doneinone.channels.web.drafts import Form, form_of, is_changing
from doneinone.channels.web.near import near_of, points_of
from doneinone.channels.web.pages import REFUSED, page, show
from doneinone.channels.web.promises import date_box
from doneinone.domain.places.queries import (
    Found,
    Place,
    UnableToFindPlace,
    find_place,
    place_at_match,
    place_at_point,
)

WIDEST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@page
def where(request: HttpRequest, service: str) -> HttpResponse:
    """Ask where it is, and say whose it is and what is already reported there."""
    form = form_of(request, service)
    if form.definition.location == "none":
        return redirect(form.where_now())
    if request.method == "POST":
        return _take(request, form)
    text = line_of(request.GET, "q", most=WIDEST)
    if not text:
        return _page(request, form)
    try:
        return _page(request, form, typed=text, found=find_place(text=text))
    except UnableToFindPlace as problem:
        return _refuse(request, form, problem.message(language=form.language), typed=text)


def _take(request: HttpRequest, form: Form) -> HttpResponse:
    typed = line_of(request.POST, "place", most=WIDEST)
    wanted = request.POST.get("do") or "find"
    here = form.address("where") + ("?change=1" if is_changing(request) else "")
    boundary = form.hub.definition.boundary_metres
    try:
        if wanted == "go":
            return _go_on(request, form, typed)
        if wanted == "skip" and form.definition.location == "optional":
            form.change(place={})
            return redirect(form.after(form.address("where"), changing=is_changing(request)))
        if wanted == "choose":
            chosen = line_of(request.POST, "match")
            if not chosen:
                words = _("Choose one of the places, or type another street or postcode")
                return _refuse(request, form, words, typed=typed, look=True)
            _keep(form, place_at_match(key=chosen, boundary_metres=boundary))
            return redirect(here)
        if not typed and _point(request):
            return _go_on(request, form, typed)
        found = find_place(text=typed)
        if len(found.matches) > 1 or found.did_you_mean:
            query = {"q": typed} | ({"change": "1"} if is_changing(request) else {})
            return redirect(f"{form.address('where')}?{urlencode(query)}")
        _keep(form, place_at_match(key=found.matches[0].key, boundary_metres=boundary))
        return redirect(here)
    except UnableToFindPlace as problem:
        return _refuse(request, form, problem.message(language=form.language), typed=typed)


def _point(request: HttpRequest) -> tuple[str, str] | None:
    latitude = line_of(request.POST, "latitude", most=30)
    longitude = line_of(request.POST, "longitude", most=30)
    return (latitude, longitude) if latitude and longitude else None


def _go_on(request: HttpRequest, form: Form, typed: str) -> HttpResponse:
    """Go on with the place there is, or take the one that was pointed at and show it first."""
    here = form.address("where") + ("?change=1" if is_changing(request) else "")
    boundary = form.hub.definition.boundary_metres
    if point := _point(request):
        try:
            latitude, longitude = float(point[0]), float(point[1])
        except ValueError:
            raise UnableToFindPlace("not_a_point") from None
        _keep(
            form,
            place_at_point(latitude=latitude, longitude=longitude, boundary_metres=boundary),
        )
        return redirect(here)
    place = form.draft.place
    if typed and typed != (place or {}).get("label"):
        return redirect(f"{form.address('where')}?{urlencode({'q': typed})}")
    if not place:
        raise UnableToFindPlace("empty")
    if not place["is_ours"] and not place["near_boundary"]:
        return _refuse(request, form, _not_ours(place), typed=typed)
    form.change(looked_for_duplicates=True)
    return redirect(form.after(form.address("where"), changing=is_changing(request)))


def _not_ours(place: dict[str, Any]) -> str:
    return _("%(council)s looks after this place. Tell them, or choose a place that is ours") % {
        "council": place["council_name"]
    }


def _keep(form: Form, place: Place) -> None:
    form.change(place=place_json(place))


def _refuse(
    request: HttpRequest, form: Form, words: str, *, typed: str, look: bool = False
) -> HttpResponse:
    found = None
    if look and typed:
        try:
            found = find_place(text=typed)
        except UnableToFindPlace:
            found = None
    return _page(request, form, typed=typed, found=found, error=words)


def _page(
    request: HttpRequest,
    form: Form,
    *,
    typed: str = "",
    found: Found | None = None,
    error: str = "",
) -> HttpResponse:
    place = None if found or error else form.draft.place
    if place and place["is_ours"]:
        # The register has its own name for the council; people know it by the hub's.
        place = place | {"council_name": _our_name(form)}
    near = near_of(form) if place and (place["is_ours"] or place["near_boundary"]) else []
    shown: dict[str, Any] = {
        "title": form.title,
        "service": form.key,
        "typed": typed or (place or {}).get("label", ""),
        "error": error,
        "errors": [{"text": error, "href": "#place"}] if error else [],
        "matches": [asdict(one) for one in found.matches] if found else [],
        "did_you_mean": bool(found and found.did_you_mean),
        "place": place,
        "near": near,
        "points": points_of(near),
        "within": form.definition.duplicates.within_metres if form.definition.duplicates else 0,
        "date": date_box(
            hub=form.hub, service=form.key, found=form.found, now=form.now, language=form.language
        ),
        "optional": form.definition.location == "optional",
        "changing": is_changing(request),
        "back": {"href": form.address("check") if is_changing(request) else form.before("")},
        "later": form.address("later"),
        "tiles": settings.MAP_TILES,
        "urgent": any(route.urgent for route in form.definition.routes),
    }
    if place and place.get("neighbour"):
        shown["neighbour"] = place["neighbour"] | {
            "way": say_way(place["neighbour"]["direction"]),
        }
    return show(request, "where", shown, status=REFUSED if error else 200)


def _our_name(form: Form) -> str:
    named = form.hub.definition.agencies[form.hub.receiver.key]
    return named.name.in_language(form.language)[0]


def say_way(direction: str) -> str:
    """Say a direction of the compass."""
    ways = {
        "north": _("north"), "north-east": _("north-east"), "east": _("east"),
        "south-east": _("south-east"), "south": _("south"), "south-west": _("south-west"),
        "west": _("west"), "north-west": _("north-west"),
    }  # fmt: skip
    return ways.get(direction, direction)
