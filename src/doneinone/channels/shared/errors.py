"""Pages for when something cannot be shown, in plain words and with a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

TITLES = {
    400: "We could not read that",
    403: "You cannot open this",
    404: "Not found",
    413: "Too large",
    429: "Too many tries",
    500: "Something went wrong here",
}


def error_page(request: HttpRequest, status: int, **facts: object) -> HttpResponse:
    """Answer with an error in the form of the channel that was asked: a page or a problem."""
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status},
            status=status,
            content_type="application/problem+json",
        )
    shown = {"status": status, "staff": request.path.startswith("/desk/"), **facts}
    return render(request, "errors/error.jinja", shown, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Needs no database."""
    return error_page(request, 500)
