"""The language of an answer, and addresses in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header
from pydantic import BaseModel

from doneinone.channels.api.shapes import CaseLinks
from doneinone.domain.catalogue.queries import Hub
from doneinone.foundation.clock import local

BASE = "/api/v1"


def language_asked(request: HttpRequest, *, spoken: Sequence[str]) -> str:
    """Give the language that Accept-Language likes best among those the hub speaks."""
    for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (language := tag.split("-")[0]) in spoken:
            return language
    return "en"


def address(path: str) -> str:
    """Give the whole address of a path of the API."""
    return f"{settings.PUBLIC_ADDRESS}{BASE}{path}"


def links_of(reference: str) -> CaseLinks:
    """Give the addresses of a case."""
    return CaseLinks(
        self=address(f"/cases/{reference}"),
        track=f"{settings.PUBLIC_ADDRESS}/track/{reference}",
        files=address(f"/cases/{reference}/files"),
    )


def moment(hub: Hub, at: datetime | None) -> datetime | None:
    """Give a moment in the hub's local time, with its offset."""
    return None if at is None else local(at, hub.calendar.zone).replace(microsecond=0)


def json_response(body: BaseModel, *, status: int = 200, language: str = "en") -> HttpResponse:
    """Answer with a body that was made in its shape, so that it need not be checked again."""
    return HttpResponse(
        body.model_dump_json(),
        status=status,
        content_type="application/json",
        headers={"Content-Language": language, "Cache-Control": "no-store"},
    )
