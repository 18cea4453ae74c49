"""Pages for when something cannot be shown, in plain words and with a way on."""

from __future__ import annotations

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

TITLES = {
    400: "We could not read that",
    403: "You cannot open this",
    404: "Not found",
    413: "Too large",
    429: "Too many tries",
    500: "Something went wrong here",
    503: "Away for a moment",
}

DETAILS = {
    503: "We cannot reach our records. Send the same call again, with the same Idempotency-Key, "
    "after the seconds in Retry-After.",
}
"""What a caller of the API should do."""

AWAY = (OperationalError, InterfaceError)
"""What Django raises when the database cannot be reached, or cannot do this just now."""

RETRY_AFTER = 10
"""Seconds after which to come back when the database is away; it is started again by itself."""


def error_page(request: HttpRequest, status: int, **facts: object) -> HttpResponse:
    """Answer with an error in the form of the channel that was asked: a page or a problem."""
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status}
        if status in DETAILS:
            problem["detail"] = DETAILS[status]
        return JsonResponse(
            problem,
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
    """500, or 503 with Retry-After while the database is away. Needs no database."""
    if not is_away(sys.exc_info()[1]):
        return error_page(request, 500)
    response = error_page(request, 503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def is_away(problem: object) -> bool:
    """Say whether an exception, or one that it came from, is the database being away."""
    while isinstance(problem, BaseException):
        if isinstance(problem, AWAY):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


class AwayInOneLine(logging.Filter):
    """Log filter: a request that met an absent database is one line, not a traceback each."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, those about the database being away without their traceback."""
        problem = record.exc_info[1] if record.exc_info else None
        if is_away(problem):
            first = (str(problem).splitlines() or [""])[0]
            record.msg, record.args = f"{record.getMessage()}: database away: {first}", None
            record.exc_info = record.exc_text = None
        return True
