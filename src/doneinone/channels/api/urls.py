"""Addresses of this channel."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver

from doneinone.channels.api.interface import api
from doneinone.channels.api.problems import Problem, problem_response

View = Callable[..., HttpResponse]


def _in_problems(view: View) -> View:
    """Make a view refuse a wrong method as every other error is told: as problem details."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
        return problem_response(Problem(405, f"Use one of: {allowed}.", headers={"Allow": allowed}))

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # a key is sent on purpose, no cookie
    return answer


def _only_read(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        return view(request, *args, **kwargs)

    return answer


def _patterns() -> list[URLPattern | URLResolver]:
    patterns: list[URLPattern | URLResolver] = []
    for pattern in api.urls[0]:
        if not isinstance(pattern, URLPattern):
            raise TypeError("an address of the API is one view, not a list of further addresses")
        view: View = pattern.callback
        if pattern.name in ("openapi-json", "api-root"):
            view = _only_read(view)
        pattern.callback = _in_problems(view)
        patterns.append(pattern)
    return patterns


app_name = "api"
urlpatterns = _patterns()
