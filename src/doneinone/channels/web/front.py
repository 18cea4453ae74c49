"""The front door: what do you need, themes, articles and what a service is."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from doneinone.channels.shared.context import hub_of, open_now
from doneinone.channels.shared.errors import error_page
from doneinone.channels.shared.forms import line_of
from doneinone.channels.shared.languages import page_language
from doneinone.channels.web.pages import page
from doneinone.channels.web.promises import date_box
from doneinone.domain.catalogue.queries import Hub, find_services
from doneinone.domain.catalogue.rules.evaluating import assess
from doneinone.domain.catalogue.rules.schema import ServiceDefinition
from doneinone.domain.insight.queries import most_asked_for
from doneinone.domain.places.queries import map_shapes
from doneinone.foundation.clock import local, now

SHOWN_FIRST = 6


def link_to(definition: ServiceDefinition, language: str) -> dict[str, Any]:
    """Describe a service or an article as lists show it."""
    title, known = definition.title.in_language(language)
    return {
        "href": f"/services/{definition.service}",
        "title": title,
        "summary": definition.summary.in_language(language)[0],
        "language": None if known else "en",
        "is_article": definition.kind == "information",
    }


def _first_services(hub: Hub) -> list[ServiceDefinition]:
    """Give what most people ask for; before anybody asked, one of each theme after the other."""
    today = local(now(), hub.calendar.zone).date()
    keys = most_asked_for(hub=hub, today=today)
    cases = {
        key: one.definition for key, one in hub.services.items() if one.definition.kind == "case"
    }
    asked = [cases[key] for key in keys if key in cases]
    by_theme = [
        [one for one in cases.values() if one.theme == theme] for theme in hub.definition.themes
    ]
    others = [one for row in zip_longest(*by_theme) for one in row if one and one not in asked]
    return (asked + others)[:SHOWN_FIRST]


@require_safe
@page
def home(request: HttpRequest) -> HttpResponse:
    """Ask what is needed, and show what is here."""
    hub, language = hub_of(request), page_language()
    first = _first_services(hub)
    themes = [
        {
            "href": f"/themes/{key}",
            "title": theme.title.in_language(language)[0],
            "summary": theme.summary.in_language(language)[0] if theme.summary else "",
            "icon": {"person": "user", "house": "home"}.get(theme.icon or "", theme.icon or "list"),
        }
        for key, theme in hub.definition.themes.items()
    ]
    names = [names[0] for one in first if (names := one.spoken_names(language))]
    shown = {
        "most_asked": [link_to(one, language) for one in first],
        "untranslated": not all(one.title.is_translated(language) for one in first),
        "themes": themes,
        "tries": names[:3],
        "open": open_now(hub),
    }
    return render(request, "web/home.jinja", shown)


@require_safe
@page
def find(request: HttpRequest) -> HttpResponse:
    """Find services by what people say."""
    hub, language = hub_of(request), page_language()
    text = line_of(request.GET, "q")
    found = [
        link_to(hub.services[key].definition, language)
        for key in find_services(text=text)
        if key in hub.services
    ]
    shown = {"text": text, "found": found, "open": open_now(hub)}
    return render(request, "web/find.jinja", shown)


@require_safe
@page
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """List what is found under one heading."""
    hub, language = hub_of(request), page_language()
    if key not in hub.definition.themes:
        return error_page(request, 404)
    heading = hub.definition.themes[key]
    links = [
        link_to(one.definition, language)
        for one in hub.services.values()
        if one.definition.theme == key
    ]
    title, translated = heading.title.in_language(language)
    shown = {
        "title": title,
        "summary": heading.summary.in_language(language)[0] if heading.summary else "",
        "services": [one for one in links if not one["is_article"]],
        "articles": [one for one in links if one["is_article"]],
        "untranslated": not translated or any(one["language"] for one in links),
    }
    return render(request, "web/theme.jinja", shown)


@require_safe
@page
def service(request: HttpRequest, key: str) -> HttpResponse:
    """Say what happens and how long it takes; an article is shown whole."""
    hub, language = hub_of(request), page_language()
    definition = hub.service(key).definition
    theme = hub.definition.themes[definition.theme]
    title, translated = definition.title.in_language(language)
    shown: dict[str, Any] = {
        "key": key,
        "title": title,
        "summary": definition.summary.in_language(language)[0],
        "theme": {
            "href": f"/themes/{definition.theme}",
            "title": theme.title.in_language(language)[0],
        },
        "articles": [
            link_to(hub.services[one].definition, language)
            for one in definition.articles
            if one in hub.services
        ],
    }
    if definition.kind == "information":
        text, known = definition.article.in_language(language) if definition.article else ("", True)
        shown |= {"article": text, "untranslated": not (known and translated)}
        return render(request, "web/article.jinja", shown)
    moment = now()
    today = local(moment, hub.calendar.zone).date()
    found = assess(definition=definition, answers={}, today=today, channel="web")
    shown |= {
        "date": date_box(hub=hub, service=key, found=found, now=moment, language=language),
        "definition": definition,
        "tells": _tells(definition, language),
        "untranslated": not is_whole(definition, language),
    }
    return render(request, "web/service.jinja", shown)


def is_whole(definition: ServiceDefinition, language: str) -> bool:
    """Say whether a service's title and questions are all in a language."""
    texts = [definition.title, *(one.ask for one in definition.questions)]
    return all(text.in_language(language)[1] for text in texts)


def _tells(definition: ServiceDefinition, language: str) -> list[str]:
    tells = [stage.tell for stage in definition.stages.values()]
    return [one.in_language(language)[0] for one in tells if one]


@require_safe
def shapes(request: HttpRequest) -> HttpResponse:
    """Give the shapes of the built-in map; they change only with the hub's places."""
    found = map_shapes()
    tag = f'"{found.version}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(found.json, content_type="application/geo+json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Expires"] = http_date(now().timestamp() + 3600)
    return response


@require_safe
@page
def privacy(request: HttpRequest) -> HttpResponse:
    """Say who sees what."""
    return render(request, "web/privacy.jinja", {})


@require_safe
@page
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how everybody can use this."""
    return render(request, "web/accessibility.jinja", {})
