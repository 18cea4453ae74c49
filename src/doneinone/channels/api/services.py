"""The services that people can ask for, and what each of them asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from doneinone.channels.api.problems import Problem
from doneinone.channels.api.shapes import (
    Link,
    ProblemOut,
    ServiceOut,
    ServicesOut,
    ServiceWhole,
    Theme,
)
from doneinone.channels.api.words import address, json_response, language_asked
from doneinone.domain.catalogue.queries import Hub, Published, UnableToFindService, current_hub
from doneinone.domain.catalogue.rules.published import answers_schema
from doneinone.domain.catalogue.rules.schema import ServiceDefinition

router = Router(tags=["Services"])
REFUSED = frozenset({401, 500, 503})


def access_service(hub: Hub, key: str) -> Published:
    """
    Give a service that opens cases. An article opens none, so it is not there for a client.

    :raises Problem: 404 if the hub does not offer it
    """
    try:
        service = hub.service(key)
    except UnableToFindService:
        service = None
    if service is None or service.definition.kind != "case":
        raise Problem(404, "We do not have that service here. All of them are at /api/v1/services.")
    return service


@router.get(
    "/services", response={200: ServicesOut, REFUSED: ProblemOut}, operation_id="list_services",
    summary="List the services that open a case",
)  # fmt: skip
def list_services(request: HttpRequest) -> HttpResponse:
    """All services, in the language of `Accept-Language` (English or Welsh). Not personal."""
    hub = current_hub()
    language = language_asked(request, spoken=hub.definition.languages)
    shown = [
        ServiceOut(**_described(hub, service, language))
        for service in hub.services.values()
        if service.definition.kind == "case"
    ]
    return json_response(ServicesOut(services=shown), language=language)


@router.get(
    "/services/{service}", operation_id="read_service", summary="Read what a service asks",
    response={200: ServiceWhole, REFUSED | {404}: ProblemOut},
)  # fmt: skip
def read_service(request: HttpRequest, service: str) -> HttpResponse:
    """A service with the JSON Schema of its answers."""
    hub = current_hub()
    language = language_asked(request, spoken=hub.definition.languages)
    found = access_service(hub, service)
    whole = ServiceWhole(
        **_described(hub, found, language),
        answers=_without_files(answers_schema(found.definition, language), found.definition),
    )
    return json_response(whole, language=language)


def _described(hub: Hub, service: Published, language: str) -> dict[str, Any]:
    definition = service.definition
    title, translated = definition.title.in_language(language)
    theme = hub.definition.themes.get(definition.theme)
    return {
        "service": definition.service,
        "title": title,
        "summary": definition.summary.in_language(language)[0],
        "theme": Theme(
            key=definition.theme,
            title=theme.title.in_language(language)[0] if theme else definition.theme,
        ),
        "visibility": definition.visibility,
        "location": definition.location,
        "contact": definition.contact,
        "photos": definition.photos,
        "language": language if translated else "en",
        "version": service.number,
        "links": Link(
            self=address(f"/services/{definition.service}"),
            cases=address(f"/services/{definition.service}/cases"),
        ),
    }


def file_questions(definition: ServiceDefinition) -> list[str]:
    """Name the questions that ask for files: a client adds those to the case afterwards."""
    return [question.id for question in definition.questions if question.kind == "file"]


def _without_files(schema: dict[str, Any], definition: ServiceDefinition) -> dict[str, Any]:
    files = file_questions(definition)
    schema["properties"] = {
        name: part for name, part in schema["properties"].items() if name not in files
    }
    required = [name for name in schema.pop("required", []) if name not in files]
    return schema | ({"required": required} if required else {})
